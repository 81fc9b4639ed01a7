"""The checks of `brief doctor` on a library, each with its remedy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brief.errors import LibraryError
from brief.library.locks import VECTORS, Turn, lock
from brief.library.records import Records
from brief.library.tables import State

if TYPE_CHECKING:
    from brief.embedding import Encoder
    from brief.library.catalogue import Catalogue
    from brief.library.indexing import Indexes

LEAST_FREE = 256 << 20  # bytes
REINDEX = "brief reindex"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what to do where it is not as it should be."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def check(folder: Path, catalogue: Catalogue, encoder: Encoder, indexes: Indexes) -> list[Check]:
    """The catalogue, the two indexes against it, the encoder, the lock and the disk."""
    records = Records(catalogue)
    expected = records.passage_count()

    def vectors() -> int:
        with lock(folder, VECTORS):
            return indexes.vectors.count(token=catalogue.get("writes"))

    return [
        _catalogue(catalogue, records),
        _unfinished(records),
        _count("keyword index", indexes.keywords.count, expected),
        _count("vector index", vectors, expected),
        _encoder(catalogue, encoder),
        _lock(folder),
        _disk(folder),
    ]


def _catalogue(catalogue: Catalogue, records: Records) -> Check:
    problems = catalogue.problems()
    if problems:
        remedy = "restore the folder from a backup, or ingest the articles into a new one"
        return Check("catalogue", False, "; ".join(problems), remedy)
    return Check("catalogue", True, f"sound, {records.count()} articles")


def _unfinished(records: Records) -> Check:
    count = len(records.unfinished(State.PENDING)) + len(records.unfinished(State.LEAVING))
    if count:
        detail = f"{count} versions are not yet in the indexes or not yet out of them"
        return Check("indexing", False, detail, REINDEX)
    return Check("indexing", True, "nothing left to do")


def _count(name: str, count: Callable[[], int], expected: int) -> Check:
    try:
        found = count()
    except LibraryError as error:
        return Check(name, False, str(error), error.hint)
    if found != expected:
        return Check(name, False, f"{found} passages, the catalogue has {expected}", REINDEX)
    return Check(name, True, f"{found} passages")


def _encoder(catalogue: Catalogue, encoder: Encoder) -> Check:
    made_by = catalogue.get("embedder")
    if made_by != encoder.name:
        return Check("encoder", False, f"vectors by {made_by}, not by {encoder.name}", REINDEX)
    return Check("encoder", True, made_by)


def _lock(folder: Path) -> Check:
    turn = Turn(folder)
    try:
        free = turn.take(wait=False)
    except LibraryError as error:
        return Check("writing", False, str(error), error.hint)
    turn.release()
    if not free:
        return Check("writing", False, "another process is writing", "wait until it has ended")
    return Check("writing", True, "nobody else is writing")


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    detail = f"{free / (1 << 30):.1f} GiB free"
    if free < LEAST_FREE:
        return Check("disk", False, detail, "make room on the disk")
    return Check("disk", True, detail)
