"""The Python face of the tool: what the command line does not show of it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

import brief
from brief.app import Library
from brief.errors import InputError, LibraryError
from brief.schema import Filters
from brief.settings import Settings, bundled

ROOT = Path(__file__).parent.parent


def test_the_package_offers_its_library() -> None:
    assert brief.Library is Library
    with pytest.raises(AttributeError, match="nonesuch"):
        brief.nonesuch  # noqa: B018


def test_a_closed_library_opens_again(own_library: Path) -> None:
    library = Library(own_library)
    before = library.search("graphite")
    library.close()
    library.close()
    assert library.search("graphite") == before
    library.close()


def test_a_library_that_was_never_opened_makes_no_files(tmp_path: Path) -> None:
    with Library(tmp_path / "none"):
        pass
    assert not (tmp_path / "none").exists()


def test_a_report_tells_failed_sources_apart_from_skipped_items(
    tmp_path: Path, seeds: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "empty.txt").touch()
    (folder / "good.txt").write_bytes((seeds / "orrin-cost-revision.txt").read_bytes())
    told: list[tuple[int, int]] = []
    with Library(tmp_path / "library") as library:
        report = library.ingest(
            folder, tmp_path / "missing", progress=lambda done, total: told.append((done, total))
        )
    assert [added.status for added in report.added] == ["new"]
    assert [Path(item.source).name for item in report.skipped] == ["empty.txt"]
    [(source, error)] = report.failed
    assert source == str(tmp_path / "missing")
    assert isinstance(error, InputError)
    assert (told[0], told[-1]) == ((0, 3), (1, 1))


def test_the_total_of_articles_is_told_before_they_are_read(
    tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brief.library.intake.GROUP_ARTICLES", 2)
    folder = tmp_path / "folder"
    (folder / "more").mkdir(parents=True)
    for source in seeds.glob("orrin-*"):
        (folder / "more" / source.name).write_bytes(source.read_bytes())
    lines = [{"title": f"Council {n}", "text": f"The council met {n} times."} for n in range(5)]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    told: list[tuple[int, int]] = []
    with Library(tmp_path / "library") as library:
        library.ingest(folder, progress=lambda *figures: told.append(figures))
    assert told == [(0, 7), (2, 7), (4, 7), (6, 7), (7, 7)]


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with Library(tmp_path / "library") as library:
        library.ingest(tmp_path / "empty")
        with pytest.raises(LibraryError, match="no articles"):
            library.search("anything")


def test_the_default_library_is_in_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("BRIEF_LIBRARY")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.load().library.is_relative_to(tmp_path)
    monkeypatch.setenv("BRIEF_LIBRARY", "~/mine")
    assert Settings.load().library == tmp_path / "mine"
    assert Settings.load(tmp_path / "other").library == tmp_path / "other"


def test_an_argument_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config" / "policybrief" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text('model = "openai-like/filed"\nbase_url = "http://127.0.0.1:1/v1"\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def chosen(**given: str) -> tuple[str, str]:
        settings = Settings.load(**given)
        return settings.model, settings.base_url

    assert chosen() == ("openai-like/filed", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("BRIEF_MODEL", "openai-like/set")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:2/v1")
    assert chosen() == ("openai-like/set", "http://127.0.0.1:2/v1")
    given = ("openai-like/given", "http://127.0.0.1:3/v1")
    assert chosen(model=given[0], base_url=given[1]) == given
    assert "127.0.0.1" not in repr(Settings.load())  # an address may hold a password


def test_files_of_the_package_are_in_it_when_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (bundled("seeds") / "manifest.jsonl").is_file()
    assert bundled("seeds").name == "seeds"
    (tmp_path / "_data" / "seeds").mkdir(parents=True)
    monkeypatch.setattr("brief.settings.PACKAGE", tmp_path)
    assert bundled("seeds") == tmp_path / "_data" / "seeds"


def test_the_wheel_holds_these_folders_beside_each_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {name: f"brief/_data/{name}" for name in ("prompts", "seeds", "eval")}


def test_an_outlet_is_known_whatever_its_quotes_are(tmp_path: Path) -> None:
    row = {"title": "A", "body": "The council of Vell met.", "outlet": "The People’s Mercury"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with Library(tmp_path / "library") as library:
        library.ingest(tmp_path / "a.jsonl")
        assert len(library.articles(Filters(outlets=("the people's mercury",)))) == 1
