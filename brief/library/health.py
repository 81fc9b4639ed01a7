"""The checks of `brief doctor` on a library, each with its remedy."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from brief.errors import LibraryError
from brief.library.contents import Contents
from brief.library.indexing import Indexes
from brief.library.locks import Turn, alone
from brief.library.records import Records
from brief.library.tables import State
from brief.schema import Check

if TYPE_CHECKING:
    from brief.embedding import Encoder
    from brief.library.catalogue import Catalogue

LEAST_FREE = 256 << 20  # bytes
REINDEX = "brief reindex"


class Examination:
    """The catalogue, the indexes against it, the encoder, the lock and the disk."""

    def __init__(
        self, folder: Path, catalogue: Catalogue, encoder: Encoder, index_folder: Path
    ) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._encoder = encoder
        self._index_folder = index_folder
        self._records = Records(catalogue)
        self._contents = Contents(catalogue)

    def checks(self) -> list[Check]:
        """All of them; what cannot be looked at has failed."""
        found = []
        for name, look in {
            "catalogue": self._look_at_catalogue,
            "indexing": self._look_at_rest,
            "keyword index": self._look_at_keywords,
            "vector index": self._look_at_vectors,
            "forward index": self._look_at_forward,
            "encoder": self._look_at_encoder,
            "writing": self._look_at_lock,
            "disk": self._look_at_disk,
        }.items():
            try:
                detail, remedy = look()
            except LibraryError as error:
                detail, remedy = str(error), error.hint
            found.append(Check(name, not remedy, detail, remedy))
        return found

    # Each gives what it found, and what to do about it: "" where all is well.

    def _look_at_catalogue(self) -> tuple[str, str]:
        problems = self._catalogue.problems()
        if problems:
            return "; ".join(problems), "restore the folder from a backup, or ingest anew"
        return f"sound, {self._records.count()} articles", ""

    def _look_at_rest(self) -> tuple[str, str]:
        left = sum(len(self._records.unfinished(state)) for state in (State.PENDING, State.LEAVING))
        if left:
            return f"{left} versions are not yet in the indexes or not yet out of them", REINDEX
        return "nothing left to do", ""

    def _look_at_keywords(self) -> tuple[str, str]:
        return self._compare(self._indexes().keywords.count())

    def _look_at_vectors(self) -> tuple[str, str]:
        with alone(self._index_folder):
            count = self._indexes().vectors.count(token=self._catalogue.get("writes"))
        return self._compare(count)

    def _look_at_forward(self) -> tuple[str, str]:
        return self._compare(self._indexes().forward.count())

    def _indexes(self) -> Indexes:
        return Indexes(self._index_folder, self._catalogue.get("index"))

    def _compare(self, count: int) -> tuple[str, str]:
        expected = self._contents.passage_count()
        if count != expected:
            return f"{count} passages, the catalogue has {expected}", REINDEX
        return f"{count} passages", ""

    def _look_at_encoder(self) -> tuple[str, str]:
        made_by = self._catalogue.get("embedder")
        if made_by != self._encoder.name:
            remedy = f"{REINDEX} --embedder {self._encoder.name}, or leave out --embedder"
            return f"vectors by {made_by}, not by {self._encoder.name}", remedy
        return made_by, ""

    def _look_at_lock(self) -> tuple[str, str]:
        turn = Turn(self._folder)
        if not turn.take(wait=False):
            return "another process is writing: wait until it has ended to write too", ""
        turn.release()
        return "nobody else is writing", ""

    def _look_at_disk(self) -> tuple[str, str]:
        free = shutil.disk_usage(self._folder).free
        return f"{free / (1 << 30):.1f} GiB free", "make room on it" * (free < LEAST_FREE)
