"""What must not be lost when a process is killed, a folder cannot be written, a disk is full."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
BRIEF = [sys.executable, "-m", "brief"]
# Chroma, SQLite and tantivy write past this many bytes soon after the first articles.
SMALL_DISK = 200_000


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More articles than are read before a signal arrives."""
    path = tmp_path / "many.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number in range(400):
            body = " ".join(
                f"In town {number} the council voted {word} to spend {number + 100} crowns on it."
                for word in ("on Monday", "in May", "by night", "at once", "again", "at last")
            )
            record = {"title": f"Council {number}", "body": body, "source": "Herald",
                      "date": "2025-05-05", "url": f"https://h.example/{number}"}  # fmt: skip
            stream.write(json.dumps(record) + "\n")
    return path


def heed_interruptions() -> None:
    """Undo what a shell does to a job in the background: it makes it ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_a_killed_ingest_keeps_what_was_confirmed(
    brief: Run, tmp_path: Path, many: Path, blow: signal.Signals
) -> None:
    library = tmp_path / "library"
    running = subprocess.Popen(
        [*BRIEF, "--library", str(library), "ingest", str(many)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed_interruptions,
    )  # fmt: skip
    before = 0
    while not before:
        assert running.poll() is None, running.communicate()
        time.sleep(0.1)
        before = len(brief("articles", library=library).out.splitlines())
    running.send_signal(blow)
    out, err = running.communicate(timeout=60)
    if blow == signal.SIGINT:
        assert running.returncode == 130, err
        assert out == ""
        assert err.splitlines()[0] == "brief: interrupted"
    kept = brief("articles", "--json", library=library)
    assert kept.code == 0
    assert len(kept.json) >= before
    assert brief("doctor", library=library).code == 0
    found = brief("search", "council vote", "--limit", "400", "--json", library=library).json
    ids = [passage["article_id"] for passage in found["passages"]]
    assert len(ids) == len(set(ids))
    assert set(ids) <= {article["article_id"] for article in kept.json}


def without_rights_of_root() -> None:
    """Make file permissions bind the process to be, also where it is root's."""
    drop_capability, override_permissions = 24, 1
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(drop_capability, override_permissions, 0, 0, 0)


def test_a_library_that_may_only_be_read_answers_and_refuses_to_change(
    own_library: Path, seeds: Path
) -> None:
    everything = [own_library, *own_library.rglob("*")]
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*BRIEF, "--library", str(own_library), *arguments],
            capture_output=True, text=True, preexec_fn=without_rights_of_root,
        )  # fmt: skip

    assert run("search", "graphite").returncode == 0
    refused = run("ingest", str(seeds / "vaccine-audit.txt"))
    assert refused.returncode == 3
    assert len(refused.stderr.splitlines()) == 2
    assert "Traceback" not in refused.stderr
    for path in everything:
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_full_disk_is_told_and_the_library_still_opens(
    brief: Run, own_library: Path, many: Path
) -> None:
    before = brief("articles", "--json", library=own_library).json

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_DISK, SMALL_DISK))

    full = subprocess.run(
        [*BRIEF, "--library", str(own_library), "ingest", str(many)],
        capture_output=True, text=True, preexec_fn=small_disk,
    )  # fmt: skip
    assert full.returncode == 3, full.stderr
    assert "Traceback" not in full.stderr
    assert len(full.stderr.splitlines()) == 2
    after = brief("articles", "--json", library=own_library).json
    assert {item["article_id"] for item in before} <= {item["article_id"] for item in after}
    assert brief("doctor", library=own_library).code == 0


def test_two_processes_may_ingest_at_once(brief: Run, tmp_path: Path, seeds: Path) -> None:
    library = tmp_path / "library"
    groups = [sorted(seeds.glob(pattern)) for pattern in ("orrin-*", "vaccine-*")]
    running = [
        subprocess.Popen(
            [*BRIEF, "--library", str(library), "ingest", *map(str, group)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for group in groups
    ]  # fmt: skip
    for process in running:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    names = {
        Path(item["source"]).name for item in brief("articles", "--json", library=library).json
    }
    assert names == {path.name for group in groups for path in group}
    assert brief("doctor", library=library).code == 0
