"""The vector index: an embedded Chroma collection, cosine, vectors always passed in.

Embedded Chroma is not made for two processes: each keeps the graph in memory and may write its
own, older one over the other's. So whoever calls holds a lock for the length of each call and
hands in a token that changes whenever anybody writes; what is in memory under another token is
dropped and read anew from the disk.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.errors import LibraryError
from brief.library.contents import Entry
from brief.library.failures import REBUILD, explain
from brief.library.records import day_of, number_of
from brief.text import fold

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

    from brief.schema import Filters

COLLECTION = "passages"
# How many new vectors Chroma keeps only in its log. Whoever opens the library next adds them to
# the graph one by one, a millisecond each.
SYNC_THRESHOLD = 100


@dataclass(slots=True)
class _Open:
    """A collection in memory, as it was on the disk under a token."""

    token: int
    client: Any
    collection: Collection


# One client a folder and process: Chroma shares what it has in memory between all its clients on
# one folder, so two of them could not be brought up to date one without the other.
_open: dict[Path, _Open] = {}


class VectorIndex:
    """Passages by the meaning of their text."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    def searches(
        self, vectors: NDArray[np.float32], limit: int, filters: Filters | None, *, token: int
    ) -> list[list[tuple[str, float]]]:
        """For each vector passage ids with their cosine similarity, -1 to 1, best first."""
        with self._errors():
            found = self._collection(token).query(
                query_embeddings=vectors,
                n_results=limit,
                where=_where(filters),
                include=["distances"],
            )
        return [
            [(name, 1.0 - distance) for name, distance in zip(names, distances, strict=True)]
            for names, distances in zip(found["ids"], found["distances"] or [], strict=True)
        ]

    def upsert(self, entries: Sequence[Entry], vectors: NDArray[np.float32], *, token: int) -> None:
        """Put in versions, `vectors` (n, dimensions) being those of all their passages in order."""
        ids, metadatas = [], []
        for entry in entries:
            metadata: dict[str, str | int] = {
                "outlet": fold(entry.article.outlet),
            }
            if (day := day_of(entry.article.published)) is not None:
                metadata["day"] = day
            ids += [passage.id for passage in entry.passages]
            metadatas += [metadata] * len(entry.passages)
        with self._errors():
            collection = self._collection(token, create=True)
            for some in self._batches(len(ids)):
                collection.upsert(
                    ids=ids[some], embeddings=vectors[some], metadatas=list(metadatas[some])
                )

    def delete_ids(self, ids: Sequence[str], *, token: int) -> None:
        """Take passages out; ids that are not in it do no harm."""
        with self._errors():
            collection = self._collection(token, create=True)
            for some in self._batches(len(ids)):
                collection.delete(ids=list(ids[some]))

    def count(self, *, token: int) -> int:
        """How many passages are in it."""
        if not self._folder.is_dir():
            return 0
        with self._errors():
            return self._collection(token).count()

    def close(self) -> None:
        """Drop what is in memory."""
        if self._folder in _open:
            with self._errors():
                _open.pop(self._folder).client.close()

    def delete(self) -> None:
        """Remove the index from the disk."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def written(self, token: int) -> None:
        """Note that what is in memory is what is on the disk under a new token."""
        if self._folder in _open:
            _open[self._folder].token = token

    def _batches(self, size: int) -> Iterator[slice]:
        step = _open[self._folder].client.get_max_batch_size()
        return (slice(i, i + step) for i in range(0, size, step))

    def _collection(self, token: int, *, create: bool = False) -> Collection:
        if self._folder in _open and _open[self._folder].token != token:
            self.close()
        if self._folder not in _open:
            client = self._client(create=create)
            if create:
                configuration = {"hnsw": {"space": "cosine", "sync_threshold": SYNC_THRESHOLD}}
                collection = client.get_or_create_collection(
                    COLLECTION, embedding_function=None, configuration=configuration
                )
            else:
                collection = client.get_collection(COLLECTION, embedding_function=None)
            _open[self._folder] = _Open(token, client, collection)
        return _open[self._folder].collection

    def _client(self, *, create: bool) -> Any:
        chromadb = _chroma()
        if create:
            self._folder.mkdir(parents=True, exist_ok=True)
        elif not self._folder.is_dir():
            raise FileNotFoundError("the vector index is missing")
        try:
            settings = chromadb.config.Settings(anonymized_telemetry=False)
            return chromadb.PersistentClient(path=str(self._folder), settings=settings)
        except chromadb.errors.ChromaError:
            # Chroma keeps the half-made client for whoever asks next.
            chromadb.api.client.SharedSystemClient.clear_system_cache()
            raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Chroma's errors as ours, each with what to do."""
        chromadb = _chroma()
        try:
            yield
        except (chromadb.errors.ChromaError, OSError) as error:
            message, hint = explain(error, self._folder, otherwise=REBUILD)
            raise LibraryError(f"{self._folder}: {message}", hint=hint) from error


def _chroma() -> Any:
    """The package, loaded when first needed: it takes a second."""
    import chromadb
    import chromadb.api.client
    import chromadb.config
    import chromadb.errors

    return chromadb


def _where(filters: Filters | None) -> Any:
    if filters is None:
        return None
    needed: list[dict[str, Any]] = []
    if filters.since:
        needed.append({"day": {"$gte": number_of(filters.since)}})
    if filters.until:
        needed.append({"day": {"$lte": number_of(filters.until)}})
    if filters.outlets:
        needed.append({"outlet": {"$in": [fold(outlet) for outlet in filters.outlets]}})
    if len(needed) > 1:
        return {"$and": needed}
    return needed[0] if needed else None
