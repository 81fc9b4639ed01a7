"""How many articles sources hold, told before they are read: for a progress bar."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from brief.errors import InputError
from brief.ingest.decode import MAX_BYTES, decode
from brief.ingest.files import MANIFEST, is_folder
from brief.ingest.records import is_record_file, records

HEAD = 4096  # bytes that tell JSON Lines from a page


def count(source: str | Path) -> int:
    """The articles of a file or folder, those among them that will turn out to be of no use.

    Of most files only the beginning is read.
    """
    root = Path(source).expanduser()
    return sum(map(_held, _files(root) if is_folder(root) else [root]))


def _files(root: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if not name.startswith(".")]
        yield from (
            Path(folder, name) for name in names if name != MANIFEST and not name.startswith(".")
        )


def _held(path: Path) -> int:
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return 1
        with path.open("rb") as stream:
            head = stream.read(HEAD)
            if not is_record_file(head.decode("utf-8-sig", "ignore")):
                return 1
            return sum(1 for _ in records(decode(head + stream.read(), source=str(path))))
    except (OSError, InputError):
        return 1
