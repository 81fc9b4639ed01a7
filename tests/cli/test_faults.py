"""What must not be lost when a process is killed, a folder cannot be written, a disk is full."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
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
    drop_capability, override_permissions, read_and_search = 24, 1, 2
    if os.geteuid() == 0:
        for capability in (override_permissions, read_and_search):
            ctypes.CDLL(None).prctl(drop_capability, capability, 0, 0, 0)


def bound(library: Path, *arguments: str | Path, **given: Any) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody whom permissions bind."""
    return subprocess.run(
        [*BRIEF, "--library", library, *arguments],
        capture_output=True, text=True, preexec_fn=without_rights_of_root, **given,
    )  # fmt: skip


def told(refused: subprocess.CompletedProcess[str], code: int, wrong: str) -> None:
    """It ended with an error in the usual two lines, whatever warnings stand before."""
    *_, first, hint = refused.stderr.splitlines()
    assert (refused.returncode, refused.stdout) == (code, "")
    assert first.startswith("brief: ")
    assert wrong in first
    assert "[Errno" not in first
    assert hint.startswith("  ")
    assert "Traceback" not in refused.stderr


def test_a_library_that_may_only_be_read_answers_and_refuses_to_change(
    own_library: Path, seeds: Path
) -> None:
    everything = [own_library, *own_library.rglob("*")]
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert bound(own_library, "search", "graphite").returncode == 0
    told(bound(own_library, "ingest", seeds / "vaccine-audit.txt"), 3, "read-only")
    for path in everything:
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nothing may be looked at, made or changed."""
    folder = tmp_path / "shut"
    folder.mkdir()
    (folder / "settings.toml").touch()
    folder.chmod(0)
    yield folder
    folder.chmod(0o755)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["write", "Halden Point", "-o", "SHUT/briefing.md"], 2),
        (["ask", "Who?", "--ledger", "SHUT/answer.json"], 2),
        (["check", "TEXT", "--sarif", "-o", "SHUT/check.sarif"], 2),
        (["check", "SHUT/text.md"], 3),
        (["verify-ledger", "SHUT/briefing.md"], 3),
        (["articles", "--library", "SHUT/library"], 3),
        (["ingest", "TEXT", "--library", "SHUT/library"], 3),
    ],
)
def test_a_folder_without_rights_is_told(
    own_library: Path, shut: Path, seeds: Path, command: list[str], code: int
) -> None:
    names = {"SHUT": str(shut), "TEXT": str(seeds / "vaccine-audit.txt")}
    given = [argument.replace("SHUT", names["SHUT"]) for argument in command]
    refused = bound(own_library, *(names.get(argument, argument) for argument in given))
    told(refused, code, "Permission denied")
    assert "--library" not in refused.stderr or "library" in refused.stderr.splitlines()[0]


def test_settings_and_prompts_without_rights_are_told(
    own_library: Path, shut: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "policybrief").symlink_to(shut)
    asked = ["ask", "Who?", "--model", "openai-like/x", "--base-url", "http://127.0.0.1:9/v1"]
    env = os.environ | {"XDG_CONFIG_HOME": str(config)}
    told(bound(own_library, "articles", env=env), 2, "settings.toml cannot be read: Permission")
    (config / "policybrief").unlink()
    (config / "policybrief").mkdir()
    (config / "policybrief" / "settings.toml").write_text(f'prompts = "{shut}"\n', "utf-8")
    told(bound(own_library, *asked, env=env), 2, "cannot be read: Permission denied")


def test_a_source_without_rights_keeps_no_other_out(
    tmp_path: Path, shut: Path, seeds: Path
) -> None:
    folder = tmp_path / "folder"
    listed = folder / "listed"  # its names may be seen, its files not
    listed.mkdir(parents=True)
    for name in ("one.txt", "manifest.jsonl"):
        (listed / name).touch()
    (folder / "two.txt").write_bytes((seeds / "vaccine-audit.txt").read_bytes())
    listed.chmod(0o644)
    library = tmp_path / "library"
    done = bound(library, "ingest", shut / "three.txt", folder, shut)
    listed.chmod(0o755)
    assert done.returncode == 3
    assert done.stdout.startswith("1 new, 0 updated, 0 unchanged, 0 duplicate, 4 left out")
    assert done.stderr.count("cannot be read: Permission denied") == 4
    assert "Traceback" not in done.stderr


def test_doctor_reports_a_library_without_rights(shut: Path) -> None:
    done = bound(shut / "library", "doctor")
    assert (done.returncode, done.stderr) == (1, "")
    assert "library\tFAILED" in done.stdout
    assert "model\tok" in done.stdout


@pytest.mark.parametrize(
    "command",
    [["articles"], ["search", "graphite", "--json"], ["search", "--batch", "-"], ["--help"]],
)
def test_no_room_for_what_is_printed(own_library: Path, command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*BRIEF, "--library", str(own_library), *command], stdout=full,
            input='{"id": 1, "question": "graphite"}\n', stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr.startswith("brief: there is no room for the output\n")
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize(
    "command",
    [
        ["write", "Halden Point permit", "-o"],
        ["ask", "How many conditions come with the permit for Halden Point?", "--ledger"],
        ["check", "--json", "TEXT", "-o"],
    ],
)
def test_no_room_for_a_file_leaves_the_one_before(
    brief: Run,
    own_library: Path,
    tmp_path: Path,
    seeds: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    given = [str(seeds / "orrin-cost-revision.txt") if a == "TEXT" else a for a in command]
    written = [*given, folder / "made.json"]
    assert brief(*written, library=own_library).code in (0, 1)
    before = {path: path.read_bytes() for path in folder.iterdir()}

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    result = brief(*written, library=own_library)
    assert (result.code, result.out) == (2, "")
    assert "cannot be written: No space left on device\n  free space" in result.err
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_library_that_a_full_disk_keeps_from_being_made_is_made_later(
    brief: Run, tmp_path: Path, seeds: Path, mount: Callable[..., None]
) -> None:
    sources = sorted(seeds.glob("orrin-*"))
    for kilobytes in (12, 100, 600):
        place = tmp_path / f"disk{kilobytes}"
        place.mkdir()
        mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place))
        full = brief("ingest", *sources, library=place / "library")
        assert (full.code, full.out) == (3, "")
        assert full.err.splitlines()[-2].endswith("the disk is full")
        mount("-o", "remount,size=100m", str(place))
        assert brief("ingest", *sources, library=place / "library").code == 0
        listed = brief("articles", library=place / "library").out
        assert len(listed.splitlines()) == len(sources)


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
