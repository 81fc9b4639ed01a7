"""The folder of a library: whether there is one, whether it can be written, how it is copied."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from brief.errors import LibraryError, NoLibraryError
from brief.library.catalogue import FILE
from brief.library.locks import FILES, TURN


def holds_one(folder: Path) -> bool:
    """Whether there is a library in a folder; LibraryError where that may not be known."""
    try:
        return (folder / FILE).is_file()
    except OSError as error:
        raise LibraryError(
            f"the library in {folder} cannot be opened: {error.strerror}",
            hint="check the permissions of the folder, or name another with --library",
        ) from error


def missing(folder: Path) -> LibraryError:
    """Why there is no library in a folder."""
    if folder.exists() and not folder.is_dir():
        return LibraryError(
            f"{folder} is a file and no library", hint="name a folder with --library"
        )
    if folder.is_dir() and _foreign(folder):
        return LibraryError(
            f"{folder} holds other files and no library",
            hint="name an empty or a new folder with --library",
        )
    return NoLibraryError(
        f"there are no articles in {folder} yet",
        hint="take some in: brief ingest FILE_OR_FOLDER",
    )


def make_room(folder: Path) -> None:
    """Make the folder where it is not there; LibraryError where it holds something else."""
    try:
        if folder.exists() and (not folder.is_dir() or _foreign(folder)):
            raise missing(folder)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"no library can be made in {folder}: {error.strerror}",
            hint="name another folder with --library",
        ) from error


def can_write(folder: Path) -> bool:
    """Whether files in a folder can be made and changed, found out by trying."""
    try:
        with (folder / TURN).open("a"):
            return True
    except OSError:
        return False


def copy_tree(source: Path, target: Path) -> None:
    """Copy the files of a folder without its permissions, which may forbid changing the copy."""
    for folder, _, names in os.walk(source):
        copy = target / Path(folder).relative_to(source)
        copy.mkdir(parents=True)
        for name in names:
            shutil.copyfile(Path(folder) / name, copy / name)


def _foreign(folder: Path) -> bool:
    """Whether there are files of somebody else's; hidden ones do not count."""
    return any(
        path.name not in FILES and not path.name.startswith((".", FILE))
        for path in folder.iterdir()
    )
