"""A rendered document and its ledger as files: written whole or not at all, nothing lost."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from brief.errors import UsageError
from brief.report.documents import Document, ledger
from brief.report.escape import dumps


def ledger_path(path: Path) -> Path:
    """Where the ledger of a rendered file lies: briefing.md → briefing.ledger.json."""
    return path.with_name(f"{path.stem}.ledger.json")


def save(path: Path, rendered: str, document: Document) -> None:
    """Write the file and its ledger beside it.

    Raises `UsageError` where the folder cannot be written.
    """
    data = rendered.encode()
    # The ledger first: a file never stands there without the evidence for its sentences.
    write(ledger_path(path), (dumps(ledger(document, data), indent=2) + "\n").encode())
    write(path, data)


def require_ours(path: Path) -> None:
    """Raise `UsageError` where `path` holds anything but an unchanged document of ours."""
    if path.is_dir():
        raise UsageError(
            f"{path} is a folder", hint=f"name a file in it: -o {path / 'briefing.md'}"
        )
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", hint="make it, or name another")
    if path.exists() and not _is_unchanged(path):
        raise UsageError(
            f"{path} exists and is no unchanged briefing of ours",
            hint="name another file, or replace it with --force",
        )


def _is_unchanged(path: Path) -> bool:
    try:
        kept = json.loads(ledger_path(path).read_bytes())
        return bool(kept["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest())
    except (OSError, ValueError, KeyError, TypeError):
        return False  # no ledger, or none of ours


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises `UsageError` where it cannot be written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}", hint="free space or name another folder"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
