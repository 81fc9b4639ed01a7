"""verify-ledger: from a briefing or answer to the proof of it, through the command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from brief.app import Library
from brief.ledger import digest

Run = Callable[..., Any]
TOPIC = "Halden Point permit"


@pytest.fixture
def briefing(brief: Run, own_library: Path, tmp_path: Path) -> Path:
    path = tmp_path / "briefing.md"
    assert brief("write", TOPIC, "-o", path, library=own_library).code == 0
    return path


def edit(path: Path, change: Callable[[dict[str, Any]], None], *, forge: bool = False) -> None:
    ledger = json.loads(path.read_text("utf-8"))
    change(ledger)
    if forge:
        ledger["digest"] = digest(ledger)
    path.write_text(json.dumps(ledger), "utf-8")


def test_a_briefing_is_proven_by_either_name(brief: Run, own_library: Path, briefing: Path) -> None:
    ledger = briefing.with_name("briefing.ledger.json")
    for name in (briefing, ledger):
        result = brief("verify-ledger", name, library=own_library)
        assert (result.code, result.err) == (0, "")
        assert result.out.splitlines()[-1].endswith(" proven, 0 failed, 0 unproven")
    result = brief("verify-ledger", ledger, "--json", library=own_library)
    proof = result.json
    assert (proof["schema"], proof["proven"]) == ("brief.proof/1", True)
    assert proof["made"]["engine"] == "extractive"
    assert proof["made"]["verifier"].startswith("rules+")
    kept = brief("verify-ledger", ledger, "--digest", proof["digest"], library=own_library)
    assert kept.code == 0
    other = brief("verify-ledger", ledger, "--digest", "0" * 64, library=own_library)
    assert other.code == 1
    assert "✗ failed   digest" in other.out


def test_a_part_of_a_digest_proves_nothing(brief: Run, own_library: Path, briefing: Path) -> None:
    whole = brief("verify-ledger", briefing, "--json", library=own_library).json["digest"]
    for part in (whole[:12], f"{whole[:-1]}g"):
        result = brief("verify-ledger", briefing, "--digest", part, library=own_library)
        assert (result.code, result.out) == (2, "")
        assert "has 64, each 0-9 or a-f" in result.err
        assert "verify-ledger FILE --json" in result.err
    result = brief("verify-ledger", briefing, "--digest", whole.upper(), library=own_library)
    assert result.code == 0


def test_an_answer_is_proven_too(brief: Run, own_library: Path, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    question = "How many conditions come with the permit for Halden Point?"
    assert brief("ask", question, "--ledger", path, library=own_library).code == 0
    assert brief("verify-ledger", path, library=own_library).code == 0
    sentence, *_ = json.loads(path.read_text("utf-8"))["sentences"]
    [claim] = sentence["claims"]
    assert claim["verdict"] == "supported"
    assert claim["score"] > 0
    again = brief("ask", question, "--ledger", path, library=own_library)
    assert again.code == 0  # a ledger of ours may be written anew


def test_a_file_of_the_user_is_no_ledger(brief: Run, own_library: Path, tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.write_text("{}", "utf-8")
    result = brief("ask", "Who?", "--ledger", path, library=own_library)
    assert result.code == 2
    assert path.read_text("utf-8") == "{}"
    assert brief("ask", "--batch", "-", "--ledger", path, library=own_library).code == 2
    assert brief("verify-ledger", path, library=own_library).code == 3


def test_an_edited_briefing_fails(brief: Run, own_library: Path, briefing: Path) -> None:
    text = briefing.read_text("utf-8")
    briefing.write_text(text.replace("17 conditions", "19 conditions"), "utf-8")
    result = brief("verify-ledger", briefing, library=own_library)
    assert result.code == 1
    assert "✗ failed   file" in result.out
    assert "the file no longer says so" in result.out


def test_the_file_that_is_named_is_the_one_that_is_compared(
    brief: Run, own_library: Path, briefing: Path
) -> None:
    copy = briefing.with_suffix(".txt")
    text = briefing.read_text("utf-8")
    copy.write_text(text.replace("17 conditions", "19 conditions"), "utf-8")
    result = brief("verify-ledger", copy, library=own_library)
    assert result.code == 1
    assert "✗ failed   file" in result.out
    copy.unlink()
    gone = brief("verify-ledger", copy, library=own_library)
    assert gone.code == 3
    assert "briefing.txt cannot be read" in gone.err


def test_an_answer_s_ledger_proves_no_file(brief: Run, own_library: Path, tmp_path: Path) -> None:
    question = "How many conditions come with the permit for Halden Point?"
    ledger = tmp_path / "answer.ledger.json"
    assert brief("ask", question, "--ledger", ledger, library=own_library).code == 0
    (tmp_path / "answer.md").write_text("19 conditions.", "utf-8")
    result = brief("verify-ledger", tmp_path / "answer.md", library=own_library)
    assert (result.code, result.out) == (3, "")
    assert "the ledger of an answer" in result.err


def test_an_answer_replaces_no_briefing_s_ledger(
    brief: Run, own_library: Path, briefing: Path
) -> None:
    ledger = briefing.with_name("briefing.ledger.json")
    before = ledger.read_bytes()
    result = brief("ask", "Who?", "--ledger", ledger, library=own_library)
    assert result.code == 2
    assert ledger.read_bytes() == before
    nowhere = brief("ask", "Who?", "--ledger", briefing / "a.json", library=own_library)
    assert nowhere.code == 2
    assert "there is no folder" in nowhere.err


@pytest.mark.parametrize("forge", [False, True])
def test_an_edited_ledger_fails_even_with_a_new_digest(
    brief: Run, own_library: Path, briefing: Path, forge: bool
) -> None:
    path = briefing.with_name("briefing.ledger.json")

    def change(ledger: dict[str, Any]) -> None:
        evidence = ledger["sentences"][0]["claims"][0]["evidence"][0]
        evidence["quote"] = "The permit was refused."

    edit(path, change, forge=forge)
    result = brief("verify-ledger", path, library=own_library)
    assert result.code == 1
    assert ("✗ failed   ledger" in result.out) is not forge
    assert "at that place" in result.out


def test_an_article_that_is_gone_is_named_as_unproven(
    brief: Run, own_library: Path, briefing: Path
) -> None:
    ledger = json.loads(briefing.with_name("briefing.ledger.json").read_text("utf-8"))
    sources = ledger["document"]["sources"]
    assert len(sources) > 1
    assert brief("remove", "--yes", sources[0]["article_id"], library=own_library).code == 0
    result = brief("verify-ledger", briefing, library=own_library)
    assert result.code == 1
    assert f"{sources[0]['title']} is not in the library" in result.out
    assert ", 0 failed, " in result.out


def test_a_new_version_leaves_the_old_one_provable(
    brief: Run, own_library: Path, briefing: Path, seeds: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "changed"
    folder.mkdir()
    with Library(own_library) as library:
        article = next(a for a in library.articles() if a.url)
        record = {"text": f"{article.text}\n\nA correction was made later.", "url": article.url,
                  "title": article.title, "outlet": article.outlet}  # fmt: skip
        (folder / "a.jsonl").write_text(json.dumps(record), "utf-8")
        library.ingest(folder)
        assert len(library.versions(article.id)) == 2
    assert brief("verify-ledger", briefing, library=own_library).code == 0


def test_another_library_is_told_apart_from_a_forgery(
    brief: Run, briefing: Path, tmp_path: Path, seeds: Path
) -> None:
    other = tmp_path / "other"
    with Library(other) as library:
        library.ingest(seeds / "vaccine-audit.txt")
    result = brief("verify-ledger", briefing, library=other)
    assert result.code == 3
    assert "none of its articles is in" in result.err
    assert "--library" in result.err
    assert brief("verify-ledger", briefing, library=tmp_path / "none").code == 3


def test_a_briefing_without_its_ledger_or_the_reverse(
    brief: Run, own_library: Path, briefing: Path, tmp_path: Path
) -> None:
    ledger = briefing.with_name("briefing.ledger.json")
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(ledger, alone)
    result = brief("verify-ledger", alone / ledger.name, library=own_library)
    assert result.code == 1
    assert "it is not beside the ledger" in result.out
    ledger.unlink()
    result = brief("verify-ledger", briefing, library=own_library)
    assert result.code == 3
    assert "briefing.ledger.json cannot be read" in result.err
