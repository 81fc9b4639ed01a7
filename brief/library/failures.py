"""What went wrong with a file of the library, in words that say what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

LEAST_ROOM = 4 << 20  # bytes: less on the disk explains an error that does not explain itself
REBUILD = "rebuild the index from the catalogue: brief reindex"

_DISK_FULL = ("the disk is full", "make room on the disk; all that was confirmed is kept")
_NOT_ALLOWED = ("it cannot be opened or written", "check the permissions of the folder")
_LOCKED = ("another program keeps it locked", "close that program, then try again")
_SIGNS = {
    "disk is full": _DISK_FULL,
    "no space left": _DISK_FULL,
    "quota": _DISK_FULL,
    "storagefull": _DISK_FULL,
    "file too large": _DISK_FULL,
    "is locked": _LOCKED,
    "lockbusy": _LOCKED,
    "readonly": _NOT_ALLOWED,
    "read-only": _NOT_ALLOWED,
    "permission": _NOT_ALLOWED,
    "unable to open": _NOT_ALLOWED,
}


def explain(error: Exception, folder: Path, *, otherwise: str) -> tuple[str, str]:
    """What went wrong with a file of the library, and what to do: `otherwise` where not known."""
    text = str(error).lower()
    for sign, explanation in _SIGNS.items():
        if sign in text:
            return explanation
    # Some errors of Chroma do not say that it was the disk.
    if folder.exists() and shutil.disk_usage(folder).free < LEAST_ROOM:
        return _DISK_FULL
    return str(error), otherwise
