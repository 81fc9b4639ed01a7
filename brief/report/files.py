"""A rendered document and its ledger as files: written whole or not at all, nothing lost."""

from __future__ import annotations

import errno
import glob
import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from brief.errors import UsageError
from brief.report.documents import Document
from brief.report.escape import dumps


def ledger_path(path: Path) -> Path:
    """Where the ledger of a rendered file lies: briefing.md → briefing.ledger.json."""
    return path.with_name(f"{path.stem}.ledger.json")


def rendered_path(ledger: Path) -> Path | None:
    """The file that a ledger lies beside, None where there is none: an answer has none."""
    stem = ledger.name.removesuffix(".ledger.json")
    found = sorted(ledger.parent.glob(f"{glob.escape(stem)}.*"))
    rendered = [path for path in found if ledger_path(path) == ledger and path.is_file()]
    markdown = [path for path in rendered if path.suffix == ".md"]
    return next(iter(markdown or rendered), None)


def save(path: Path, rendered: str, ledger: Document) -> None:
    """Write the file and its ledger beside it.

    Raises `UsageError` where the folder cannot be written.
    """
    # The ledger first: a file never stands there without the evidence for its sentences.
    _write({ledger_path(path): _bytes(ledger), path: rendered.encode()})


def save_ledger(path: Path, ledger: Document) -> None:
    """Write a ledger."""
    write(path, _bytes(ledger))


def _bytes(ledger: Document) -> bytes:
    return (dumps(ledger, indent=2) + "\n").encode()


def require_place(path: Path) -> None:
    """Raise `UsageError` where `path` cannot be written: a folder, in none, or in a shut one."""
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder", hint="name a file in it")
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent}", hint="make it, or name another")
    except OSError as error:
        raise _unwritable(path, error.strerror) from error
    if not os.access(path.parent, os.W_OK | os.X_OK):  # before a model is paid for what goes there
        raise _unwritable(path, os.strerror(errno.EACCES))


def require_ledger(path: Path) -> None:
    """Raise `UsageError` where `path` holds anything but a ledger of an answer."""
    require_place(path)
    if path.exists() and not _is_of_an_answer(path):
        raise UsageError(f"{path} exists and is no answer's ledger", hint="name another file")


def _is_of_an_answer(path: Path) -> bool:
    try:
        kept = json.loads(path.read_bytes())
        return str(kept["schema"]).startswith("brief.ledger/") and kept["sha256"] is None
    except (OSError, ValueError, KeyError, TypeError):
        return False


def require_ours(path: Path) -> None:
    """Raise `UsageError` where `path` or its ledger's holds what is no unchanged document of ours.

    A ledger whose own file has another name, or is gone, is the only proof of that one.
    """
    require_place(path)
    ledger = ledger_path(path)
    if path.exists() and not _is_unchanged(path):
        raise UsageError(
            f"{path} exists and is no unchanged briefing of ours",
            hint="name another file, or replace it with --force",
        )
    if ledger.exists() and not path.exists():
        raise UsageError(
            f"{ledger} exists and is not the ledger of {path}",
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
    _write({path: data})


def _write(files: Mapping[Path, bytes]) -> None:
    """Write files, all of them whole or none at all."""
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    try:
        for path, data in files.items():
            with parts[path].open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        raise _unwritable(path, error.strerror) from error
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _unwritable(path: Path, why: str | None) -> UsageError:
    return UsageError(f"{path} cannot be written: {why}", hint="free space or name another folder")
