"""write and check: the briefing, its ledger, and the claims of any text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TOPIC = "China–Malaysia rare earths processing"


def test_a_briefing_is_written_with_its_ledger_and_stands_its_check(
    brief: Run, seeds_library: Path, tmp_path: Path
) -> None:
    path = tmp_path / "rare earths.md"
    result = brief("write", TOPIC, "-o", path, "--json", library=seeds_library)
    assert result.code == 0
    document = result.json
    assert set(document) == {
        "schema",
        "topic",
        "title",
        "sections",
        "sources",
        "engine",
        "notes",
        "usage",
    }
    assert document["topic"] == TOPIC
    text = path.read_text("utf-8")
    ledger = json.loads((tmp_path / "rare earths.ledger.json").read_text("utf-8"))
    assert ledger["document"] == document
    assert ledger["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert text.startswith("# ")
    claims = [claim for section in document["sections"] for claim in section["claims"]]
    assert all(claim["evidence"] for claim in claims)
    for source in document["sources"]:
        assert f"\n{source['n']}. " in text
    checked = brief("check", path, "--json", library=seeds_library)
    assert checked.code == 0
    assert checked.json["summary"]["supported"] == len(checked.json["claims"]) >= len(claims)
    assert brief("write", TOPIC, "-o", path, library=seeds_library).code == 0  # ours, unchanged


def test_without_a_file_the_text_goes_to_stdout(brief: Run, seeds_library: Path) -> None:
    result = brief("write", "marsh fever vaccine", library=seeds_library)
    assert result.code == 0
    assert result.out.startswith("# ")
    assert "\n## Sources\n" in result.out
    assert result.err == ""


def test_a_file_of_the_user_is_kept(brief: Run, seeds_library: Path, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("mine", "utf-8")
    refused = brief("write", TOPIC, "-o", path, library=seeds_library)
    assert refused.code == 2
    assert "--force" in refused.err
    assert path.read_text("utf-8") == "mine"
    assert brief("write", TOPIC, "-o", path, "--force", library=seeds_library).code == 0
    assert path.read_text("utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("text", "verdict", "code"),
    [
        ("Talmark ordered 4.2 million doses of marsh fever vaccine in January.", "supported", 0),
        ("Talmark ordered 9.7 million doses of marsh fever vaccine in January.", "", 1),
        ("The mayor of Lodne has opened a museum of clocks.", "not_found", 1),
    ],
)
def test_claims_of_a_text_get_verdicts(
    brief: Run, seeds_library: Path, text: str, verdict: str, code: int
) -> None:
    result = brief("check", "-", "--json", library=seeds_library, stdin=f"# A text\n\n{text}\n")
    assert result.code == code
    document = result.json
    assert document["schema"] == "brief.check/1"
    [claim] = document["claims"]
    assert set(claim) == {"text", "start", "end", "verdict", "score", "reasons", "evidence"}
    assert claim["text"] == text
    assert (claim["start"], claim["end"]) == (10, 10 + len(text))
    assert claim["verdict"] == verdict or (not verdict and claim["verdict"] != "supported")
    assert sum(document["summary"].values()) == 1


def test_a_text_without_claims_passes(brief: Run, seeds_library: Path) -> None:
    result = brief("check", "-", library=seeds_library, stdin="# Only a heading\n")
    assert result.code == 0
    assert result.out == "0 supported, 0 contradicted, 0 not found, 0 unchecked\n"


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "cannot be read"),
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"PK\x03\x04\x00\x00", "is binary"),
        (b"caf\xe9", "no UTF-8"),
        (b"x" * 5_000_001, "over 5,000,000 bytes"),
    ],
)
def test_what_cannot_be_checked_is_bad_input(
    brief: Run, seeds_library: Path, tmp_path: Path, content: bytes | None, wrong: str
) -> None:
    path = tmp_path / "text.md"
    if content is not None:
        path.write_bytes(content)
    result = brief("check", path, library=seeds_library)
    assert result.code == 3
    assert wrong in result.err
    assert len(result.err.splitlines()) == 2


def test_pairs_need_no_library(brief: Run, tmp_path: Path) -> None:
    premise = "The port of Calder Bay reopened on Tuesday after a strike of nine days."
    pairs = [
        {"id": "a", "premise": premise, "claim": "The port reopened after a strike of nine days."},
        {"id": "b", "premise": premise, "claim": "The port reopened after a strike of six days."},
    ]
    stdin = "\n".join(map(json.dumps, pairs))
    result = brief("check", "--pairs", "-", library=tmp_path / "none", stdin=stdin)
    assert result.code == 0
    first, second = result.lines
    assert set(first) == {"id", "verdict", "score"}
    assert (first["id"], first["verdict"]) == ("a", "supported")
    assert second["verdict"] != "supported"
    assert 0 <= second["score"] < first["score"] <= 1
