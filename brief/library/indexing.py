"""From the catalogue into the indexes: one batch is written while the next is encoded.

Whatever order things happen in, and wherever they stop, doing it again gives the same result:
passages are put in under their own ids, in place of what there was. A version is marked only when
all of them hold it, so what is not marked is simply done again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from brief.library.bm25 import KeywordIndex
from brief.library.catalogue import Catalogue
from brief.library.contents import Contents, Entry
from brief.library.forward import ForwardIndex
from brief.library.intake import mark
from brief.library.locks import alone
from brief.library.passages import with_title
from brief.library.records import Records
from brief.library.tables import State
from brief.library.vectors import VectorIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Encoder, Packed

KINDS = ("bm25", "vectors", "forward")
BATCH_PASSAGES = 256  # written at a time: some seconds of encoding


class Indexes:
    """The indexes of a library, as the catalogue names them."""

    def __init__(self, folder: Path, number: int) -> None:
        self.number = number
        self.keywords = KeywordIndex(folder / KINDS[0] / str(number))
        self.vectors = VectorIndex(folder / KINDS[1] / str(number))
        self.forward = ForwardIndex(folder / KINDS[2] / str(number))

    def close(self) -> None:
        self.keywords.release()
        self.vectors.close()
        self.forward.close()

    def delete(self) -> None:
        self.keywords.delete()
        self.vectors.delete()
        self.forward.delete()

    @staticmethod
    def others(folder: Path, number: int) -> Iterator[Indexes]:
        """Indexes that are in use no more, or never were because a process was killed."""
        numbers = {
            path.name
            for kind in KINDS
            if (folder / kind).is_dir()
            for path in (folder / kind).iterdir()
            if path.name.isdecimal()
        }
        return (Indexes(folder, int(name)) for name in numbers if name != str(number))


class Indexer:
    """Encodes versions and has them written by a thread. Whoever uses it holds the turn."""

    def __init__(self, folder: Path, encoder: Encoder, indexes: Indexes, *, live: bool) -> None:
        self._folder = folder
        self._encoder = encoder
        self._indexes = indexes
        self._live = live  # not so while a library is indexed anew beside the indexes in use
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="index")
        self._written: Future[None] | None = None
        self.in_hand: frozenset[int] = frozenset()  # keys that the thread has yet to mark
        self._catalogue: Catalogue | None = None  # the thread's own connection

    def __enter__(self) -> Indexer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.drain()
        finally:
            self._thread.submit(self._close).result()
            self._thread.shutdown()

    def index(self, entries: Sequence[Entry]) -> None:
        """Encode these and hand them over; returns while they are being written."""
        texts = [
            with_title(entry.article.title, passage.text, self._encoder)
            for entry in entries
            for passage in entry.passages
        ]
        read = self._encoder.read(texts) if texts else None
        self.drain(release=False)
        self.in_hand = frozenset(entry.key for entry in entries)
        self._written = self._thread.submit(self._write, entries, read)

    def drain(self, *, release: bool = True) -> None:
        """Wait until all that was handed over is written; raises what went wrong there."""
        written, self._written = self._written, None
        try:
            if written:
                written.result()
        finally:
            if release:
                self._thread.submit(self._indexes.keywords.release).result()

    def _write(
        self, entries: Sequence[Entry], read: tuple[NDArray[np.float32], list[Packed]] | None
    ) -> None:
        if self._catalogue is None:
            self._catalogue = Catalogue(self._folder)
        catalogue = self._catalogue
        leaving: list[Entry] = []
        if self._live:
            # One of these that has been replaced meanwhile is written, and leaves next time.
            given = {entry.key for entry in entries}
            keys = [k for k in Records(catalogue).unfinished(State.LEAVING) if k not in given]
            leaving = Contents(catalogue).entries(keys)
        names = [passage.id for entry in leaving for passage in entry.passages]
        with alone(self._folder):
            before = catalogue.get("writes")
            # First the token, then the write: should this process be killed between the two,
            # no other goes on with what it has in memory.
            catalogue.set("writes", before + 1)
            index = self._indexes.vectors
            index.delete_ids(names, token=before)
            vectors, packed = read or (None, [])
            if vectors is not None:
                index.upsert(entries, vectors, token=before)
            ids = [passage.id for entry in entries for passage in entry.passages]
            self._indexes.forward.write(ids, vectors, packed, leaving=names)
            self._indexes.keywords.write(entries, [entry.article.version for entry in leaving])
            with catalogue.transaction():
                catalogue.set("writes", before + 2)
                if self._live:
                    mark(
                        catalogue,
                        [entry.key for entry in entries],
                        [entry.key for entry in leaving],
                    )
            index.written(before + 2)

    def _close(self) -> None:
        if self._catalogue:
            self._catalogue.close()


def batches(keys: Sequence[int], contents: Contents) -> Iterator[list[Entry]]:
    """Versions, some whole articles at a time, about BATCH_PASSAGES passages each."""
    batch: list[Entry] = []
    for i in range(0, len(keys), BATCH_PASSAGES):
        for entry in contents.entries(keys[i : i + BATCH_PASSAGES]):
            batch.append(entry)
            if sum(len(one.passages) for one in batch) >= BATCH_PASSAGES:
                yield batch
                batch = []
    if batch:
        yield batch
