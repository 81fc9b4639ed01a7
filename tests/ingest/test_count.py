"""How many articles there are, before they are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brief.ingest import count, read

RECORD = json.dumps({"title": "Ferry sold", "text": "Lodne sold the ferry."})


@pytest.mark.parametrize(
    ("content", "articles"),
    [
        (b'Lodne sold the ferry.\n\n{"not": 1}\n', 1),
        (f"{RECORD}\n\n{RECORD}\n".encode(), 2),
        (f"\ufeff{RECORD}\n{{broken\n{RECORD}".encode(), 3),
        (f"[{RECORD},\n{RECORD}]".encode(), 2),
        (json.dumps({"text": "Lodne sold the ferry."}, indent=2).encode(), 1),
        (RECORD.encode() + b"\n" + b"x" * 9000, 2),
        (b"", 1),
        (b'{"\x00', 1),
    ],
)
def test_a_file_holds_one_or_as_many_as_its_lines(
    tmp_path: Path, content: bytes, articles: int
) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    assert count(path) == articles


def test_a_folder_holds_what_its_files_hold(tmp_path: Path, seeds: Path) -> None:
    assert count(seeds) == len(list(read(seeds)))
    (tmp_path / ".hidden").mkdir()
    for name in (".a.txt", "manifest.jsonl", ".hidden/b.txt", "c.txt"):
        (tmp_path / name).touch()
    assert count(tmp_path) == 1
    assert count(tmp_path / "missing") == 1
