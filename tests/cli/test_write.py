"""write: the briefing and its ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
