"""ingest, articles, show, remove, reindex, doctor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ARTICLE = """Harbour wall to be rebuilt

By Ada Lind
3 March 2025

The harbour wall of Lodne will be rebuilt for 12 million crowns, the port authority said on Monday.

Work is to begin in September and will take two years, according to its director, Per Aalto.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "wall.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def test_an_article_comes_in_changes_and_goes(brief: Run, tmp_path: Path, article: Path) -> None:
    library = tmp_path / "library"
    first = brief("ingest", article, "--json", library=library)
    assert first.code == 0
    assert [item["status"] for item in first.json["articles"]] == ["new"]
    again = brief("ingest", article, library=library)
    assert again.out.startswith("0 new, 0 updated, 1 unchanged, 0 duplicate, 0 left out; ")
    assert "the library holds 1 article" in again.out
    article.write_text(ARTICLE.replace("12 million", "14 million"), "utf-8")
    assert brief("ingest", article, "--json", library=library).json["articles"][0]["status"] == (
        "updated"
    )
    [listed] = brief("articles", "--json", library=library).json
    shown = brief("show", listed["article_id"][:6], library=library).out
    assert "14 million" in shown
    assert "versions: 2" in shown
    found = brief("search", "harbour wall cost", "--json", library=library).json["passages"]
    assert "12 million" not in "".join(passage["text"] for passage in found)
    assert brief("remove", listed["article_id"], "--yes", library=library).code == 0
    assert brief("articles", library=library).out == ""
    nothing = brief("ask", "What does the wall cost?", library=library)
    assert nothing.code == 3
    assert "no articles" in nothing.err


def test_removing_asks_first(brief: Run, own_library: Path) -> None:
    listed = brief("articles", "--json", library=own_library).json
    article_id = listed[0]["article_id"]
    refused = brief("remove", article_id, library=own_library, stdin="n\n")
    assert refused.code == 0
    assert listed[0]["title"] in refused.err
    assert "nothing was removed" in refused.err
    assert len(brief("articles", "--json", library=own_library).json) == len(listed)
    assert brief("remove", article_id, library=own_library, stdin="y\n").code == 0
    assert len(brief("articles", "--json", library=own_library).json) == len(listed) - 1


def test_removing_with_nobody_to_ask_says_how(brief: Run, own_library: Path) -> None:
    article_id = brief("articles", "--json", library=own_library).json[0]["article_id"]
    result = brief("remove", article_id, library=own_library, stdin="")
    assert result.code == 2
    assert "--yes" in result.err


def test_articles_are_listed_newest_first_and_filtered(brief: Run, seeds_library: Path) -> None:
    everything = brief("articles", "--json", library=seeds_library).json
    days = [item["published"][:10] for item in everything]
    assert days == sorted(days, reverse=True)
    assert len(everything) >= 24
    few = brief(
        "articles", "--outlet", "harbour gazette", "--since", "2025-03-01", "--until",
        "2025-03-31", "--json", library=seeds_library,
    ).json  # fmt: skip
    assert few
    assert {item["outlet"] for item in few} == {"Harbour Gazette"}
    assert all("2025-03-01" <= item["published"][:10] <= "2025-03-31" for item in few)
    lines = brief("articles", library=seeds_library).out.splitlines()
    assert [line.split("\t")[0] for line in lines] == [item["article_id"] for item in everything]


def test_show_as_json_has_the_text(brief: Run, seeds_library: Path) -> None:
    listed = brief("articles", "--json", library=seeds_library).json[0]
    shown = brief("show", listed["article_id"], "--json", library=seeds_library).json
    assert listed.items() <= shown.items()
    assert len(shown["text"]) > 200


@pytest.mark.parametrize("command", ["show", "remove"])
def test_an_unknown_id_is_bad_input(brief: Run, seeds_library: Path, command: str) -> None:
    result = brief(command, "ffffffffffff", library=seeds_library)
    assert result.code == 3
    assert "ffffffffffff" in result.err
    assert "brief articles" in result.err


def test_one_bad_source_keeps_no_other_out(brief: Run, tmp_path: Path, article: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    result = brief(
        "ingest", empty, article, tmp_path / "missing", "--json", library=tmp_path / "library"
    )
    assert result.code == 3
    assert [item["status"] for item in result.json["articles"]] == ["new"]
    left_out = {Path(item["source"]).name: item for item in result.json["left_out"]}
    assert set(left_out) == {"empty.txt", "missing"}
    assert all(item["reason"] and item["hint"] for item in left_out.values())
    assert "missing" in result.err.splitlines()[-2]


def test_a_menu_page_in_a_folder_is_told_and_left_out(brief: Run, seeds_library: Path) -> None:
    # The folder's other articles came in: seeds_library holds them.
    sources = {item["source"] for item in brief("articles", "--json", library=seeds_library).json}
    assert not [source for source in sources if "front-page" in source]


def test_doctor_finds_a_sound_library_sound(brief: Run, seeds_library: Path) -> None:
    result = brief("doctor", "--json", library=seeds_library)
    assert result.code == 0
    assert result.json
    assert all(check["ok"] for check in result.json)
    assert "ok" in brief("doctor", library=seeds_library).out


def test_doctor_names_the_remedy_and_it_helps(brief: Run, own_library: Path) -> None:
    question = ("search", "graphite", "--json")
    before = brief(*question, library=own_library).json["passages"]
    catalogue = {path for path in own_library.iterdir() if path.name.startswith("catalogue")}
    broken = [path for path in own_library.rglob("*") if path.is_file() and "bm25" in str(path)]
    assert catalogue
    assert broken
    for path in broken:
        path.unlink()
    ill = brief("doctor", "--json", library=own_library)
    assert ill.code == 1
    assert any("brief reindex" in check["remedy"] for check in ill.json if not check["ok"])
    assert brief("reindex", library=own_library).code == 0
    assert brief("doctor", library=own_library).code == 0
    after = brief(*question, library=own_library).json["passages"]
    assert [hit["text"] for hit in after] == [hit["text"] for hit in before]
