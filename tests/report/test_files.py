from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from brief.errors import UsageError
from brief.report import documents, files, ledgers
from brief.schema import Record

DOCUMENT = {"schema": "brief.briefing/1", "topic": "tides"}


def ledger(text: str) -> documents.Document:
    record = Record("rules/0", "extractive", (), ())
    return ledgers.ledger(DOCUMENT, record, text.encode(), version="1.0")


@pytest.fixture
def briefing(tmp_path: Path) -> Path:
    path = tmp_path / "briefing.md"
    files.save(path, "# Tides\n", ledger("# Tides\n"))
    return path


def test_the_ledger_is_bound_to_the_file(briefing: Path) -> None:
    ledger = json.loads((briefing.parent / "briefing.ledger.json").read_text("utf-8"))
    assert ledger["schema"] == "brief.ledger/2"
    assert ledger["sha256"] == hashlib.sha256(briefing.read_bytes()).hexdigest()
    assert ledger["document"] == DOCUMENT
    assert sorted(path.name for path in briefing.parent.iterdir()) == [
        "briefing.ledger.json", "briefing.md",
    ]  # fmt: skip


def test_an_unchanged_briefing_may_be_replaced(briefing: Path) -> None:
    files.require_ours(briefing)
    files.require_ours(briefing.with_name("new.md"))


def test_what_somebody_edited_is_kept(briefing: Path) -> None:
    briefing.write_text("# Tides, and my own remarks\n", "utf-8")
    with pytest.raises(UsageError, match=r"briefing\.md exists"):
        files.require_ours(briefing)


def test_a_ledger_without_its_file_is_kept(briefing: Path) -> None:
    with pytest.raises(UsageError, match=r"briefing\.ledger\.json exists") as error:
        files.require_ours(briefing.with_suffix(".txt"))
    assert "--force" in error.value.hint
    briefing.with_name("report.ledger.json").write_text("{}", "utf-8")  # the user's own
    with pytest.raises(UsageError, match=r"report\.ledger\.json exists"):
        files.require_ours(briefing.with_name("report.md"))


@pytest.mark.parametrize("ledger", [None, "", "[]", "{}", '{"sha256": 1}'])
def test_a_file_without_our_ledger_is_kept(tmp_path: Path, ledger: str | None) -> None:
    path = tmp_path / "notes.md"
    path.write_text("mine", "utf-8")
    if ledger is not None:
        files.ledger_path(path).write_text(ledger, "utf-8")
    with pytest.raises(UsageError) as error:
        files.require_ours(path)
    assert "--force" in error.value.hint


def test_a_folder_or_a_missing_one_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        files.require_ours(tmp_path)
    with pytest.raises(UsageError, match="there is no folder"):
        files.require_ours(tmp_path / "none" / "briefing.md")


@pytest.mark.parametrize("room", [0, 1])  # for files: the ledger is the first of two
def test_a_failed_write_leaves_the_old_file_whole(
    briefing: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    before = briefing.read_bytes()
    written: list[int] = []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) > room:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        files.save(briefing, "# Other\n", ledger("# Other\n"))
    assert briefing.read_bytes() == before
    files.require_ours(briefing)
    assert len(list(briefing.parent.iterdir())) == 2
