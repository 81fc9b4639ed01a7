"""A library of articles: a folder with a catalogue, a keyword index and a vector index."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from brief.errors import LibraryError
from brief.library.ahead import Ahead
from brief.library.bm25 import WEIGHTS
from brief.library.catalogue import FILE, Catalogue
from brief.library.folder import can_write, copy_tree, make_room, missing
from brief.library.indexing import KINDS, Indexer, Indexes, batches
from brief.library.intake import Added, Groups, Intake, mark
from brief.library.locks import Turn, alone
from brief.library.records import Records
from brief.library.tables import State

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Encoder
    from brief.library.forward import Row
    from brief.library.records import Place
    from brief.library.vectors import VectorIndex
    from brief.schema import Article, Check, Filters, Passage, Sentence

Progress = Callable[[int, int], None]

log = logging.getLogger(__name__)


class ArticleStore:
    """Articles with their versions, passages and indexes, kept consistent.

    Open it with `open` and close it, or use it as a context manager. It belongs to one thread.
    All errors are LibraryError, or InputError for an article that is not there.
    """

    def __init__(
        self, folder: Path, encoder: Encoder, catalogue: Catalogue, *, writable: bool
    ) -> None:
        self.folder = folder
        self._encoder = encoder
        self._catalogue = catalogue
        self._records = Records(catalogue)
        self._intake = Intake(catalogue)
        self._writable = writable
        self._turn = Turn(folder)
        self._indexes: Indexes | None = None
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._outlets: tuple[int, dict[str, int]] | None = None  # as they were under a token

    @classmethod
    def open(cls, path: str | Path, *, encoder: Encoder, create: bool = False) -> ArticleStore:
        """The library in a folder, repaired where a process was killed at work in it.

        The encoder is used only when vectors are made. With `create` a folder that is missing or
        empty becomes a library.
        """
        folder = Path(path).expanduser().absolute()
        if not (folder / FILE).is_file():
            if not create:
                raise missing(folder)
            make_room(folder)
            with Turn(folder).held():
                if not (folder / FILE).is_file():  # another process may have been first
                    Catalogue.create(folder, {"writes": 0, **_facts(encoder, 1)})
        writable = can_write(folder)
        catalogue = Catalogue(folder, writable=writable)
        store = cls(folder, encoder, catalogue, writable=writable)
        try:
            store.repair()
        except LibraryError as error:
            # What was left half-done stays so; all that is whole can be read.
            log.warning("%s (%s)", error, error.hint)
        return store

    def __enter__(self) -> ArticleStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release what the library holds; closing twice does no harm."""
        if self._indexes:
            self._indexes.close()
            self._indexes = None
        self._catalogue.close()
        if self._copy:
            self._copy.cleanup()

    # -- writing --------------------------------------------------------------------------------

    def add(self, articles: Iterable[Article], *, progress: Progress | None = None) -> list[Added]:
        """Take in articles; what became of each, in order.

        What is there already costs nothing; a changed article becomes a new version and the old
        one leaves the indexes. Articles are confirmed group by group: after an interruption all
        that was confirmed is kept. `progress` is told (articles done, articles read so far).
        """
        self._require_writable()
        self._require_encoder()
        added: list[Added] = []
        indexer: Indexer | None = None
        groups = Groups(articles, self._intake.known(), self._encoder)
        with Ahead(groups) as upcoming, ExitStack() as turn:
            try:
                for group in upcoming:
                    indexer = indexer or turn.enter_context(self._writing())
                    with self._catalogue.transaction():
                        added += [self._intake.put(draft) for draft in group]
                    self._catch_up(indexer)
                    if progress:
                        progress(len(added), groups.read)
                    # nobody waits for us to read articles
                    if self._turn.over or not upcoming.ready:
                        indexer = None
                        turn.close()
            finally:
                groups.cancelled = True
        return added

    def remove(self, id_or_prefix: str) -> None:
        """Take an article out with all its versions."""
        article = self.article(id_or_prefix)
        with self._writing() as indexer:
            with self._catalogue.transaction():
                self._intake.remove(article.id)
            self._catch_up(indexer)

    def repair(self) -> None:
        """Finish what a process that was killed had begun, unless another is at work.

        Vectors by a server are not made unasked: those wait for the next taking in of articles.
        """
        if not self._unfinished() or not self._writable or not self._encoder_fits():
            return
        if self._encoder.address:
            log.warning("some articles are not indexed yet: take them in again, or: brief reindex")
            return
        if self._turn.take(wait=False):
            with self._writing() as indexer:
                self._catch_up(indexer)

    def reindex(self, progress: Progress | None = None) -> None:
        """Build both indexes anew from the catalogue, with the encoder that is given now.

        The old ones stay in use until the new ones are whole. `progress` is told (passages done,
        passages in all).
        """
        self._require_writable()
        with self._turn.held():
            number = self._catalogue.get("index") + 1
            new = Indexes(self.folder, number)
            new.delete()  # what an earlier attempt left
            keys, done, total = self._records.current(), 0, self._records.passage_count()
            with Indexer(self.folder, self._encoder, new, live=False) as indexer:
                for entries in batches(keys, self._records):
                    indexer.index(entries)
                    done += sum(len(entry.passages) for entry in entries)
                    if progress:
                        progress(done, total)
            with alone(self.folder):
                with self._catalogue.transaction():
                    mark(self._catalogue, keys, self._records.unfinished(State.LEAVING))
                    for key, value in _facts(self._encoder, number).items():
                        self._catalogue.set(key, value)
                for old in Indexes.others(self.folder, number):
                    old.delete()

    def save_run(self, kind: str, document: dict[str, Any]) -> int:
        """Keep what was answered; returns its number."""
        self._require_writable()
        return self._catalogue.write(
            "INSERT INTO runs (kind, created, document) VALUES (?, ?, ?)",
            (kind, datetime.now(UTC).isoformat(timespec="seconds"), json.dumps(document)),
        )

    @contextmanager
    def _writing(self) -> Iterator[Indexer]:
        """The turn to write, and an indexer that has written everything when the turn ends."""
        self._require_writable()
        with self._turn.held():
            self._require_encoder()
            with Indexer(self.folder, self._encoder, self._active(), live=True) as indexer:
                yield indexer

    def _catch_up(self, indexer: Indexer) -> None:
        pending = [
            key for key in self._records.unfinished(State.PENDING) if key not in indexer.in_hand
        ]
        for entries in batches(pending, self._records):
            indexer.index(entries)
        if not pending and self._records.unfinished(State.LEAVING):
            indexer.index([])

    def _unfinished(self) -> bool:
        return bool(
            self._records.unfinished(State.PENDING) or self._records.unfinished(State.LEAVING)
        )

    # -- reading --------------------------------------------------------------------------------

    def articles(self, filters: Filters | None = None) -> list[Article]:
        """Current versions, the newest published first, those without a date last."""
        return self._records.articles(filters)

    def article(self, id_or_prefix: str) -> Article:
        """The current version of an article, named by its id or the beginning of it."""
        return self._records.article(id_or_prefix)

    def versions(self, id_or_prefix: str) -> list[Article]:
        """Every version of an article, the oldest first and the current one last."""
        return self._records.versions(self.article(id_or_prefix).id)

    def sentences(self, version: str) -> list[Sentence]:
        """The sentences of a version, in order."""
        return self._records.sentences(version)

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages of current versions by id; an id that is not known is left out."""
        return self._records.passages(ids)

    def passages_of(self, version: str) -> list[Passage]:
        """The passages of a version, in order."""
        return self._records.passages_of(version)

    def places(self, ids: Sequence[str]) -> dict[str, Place]:
        """Where passages are from, by id; an id that is not known is left out."""
        return self._records.places(ids)

    def articles_of(self, versions: Collection[str]) -> dict[str, Article]:
        """The articles whose current versions these are, by version."""
        return self._records.articles_of(versions)

    def newest(self) -> date | None:
        """The last day of publication, None where no article has a date."""
        days = self._records.days()
        return date(days[1] // 10_000, days[1] // 100 % 100, days[1] % 100) if days else None

    def outlets(self) -> dict[str, int]:
        """How many articles each outlet has, the most first."""
        token = self._catalogue.get("writes")
        if self._outlets is None or self._outlets[0] != token or self._unfinished():
            self._outlets = token, self._records.outlets()
        return self._outlets[1]

    def count(self) -> int:
        """How many articles there are."""
        return self._records.count()

    def state(self) -> str:
        """How many articles, from when to when: "28 articles, 2025-01-14 to 2025-11-03"."""
        count = self.count()
        words = f"{count} article{'s' * (count != 1)}"
        days = self._records.days()
        if days is None:
            return words
        first, last = (f"{day // 10_000}-{day // 100 % 100:02}-{day % 100:02}" for day in days)
        return f"{words}, {first}" + (f" to {last}" if last != first else "")

    def keyword_search(
        self,
        query: str,
        limit: int,
        filters: Filters | None = None,
        *,
        weights: Mapping[str, float] = WEIGHTS,
    ) -> list[tuple[str, float]]:
        """Passage ids with their BM25 score, best first; `weights` of title, outlet and body."""
        self._require_encoder()
        if not self._indexed():
            return []
        keywords = self._active().keywords
        return keywords.search(
            query, limit, filters, token=self._catalogue.get("writes"), weights=weights
        )

    def keyword_scores(
        self, query: str, ids: Sequence[str], weights: Mapping[str, float] = WEIGHTS
    ) -> dict[str, float]:
        """The BM25 scores of these passages, scaled as `rarity` is; 0 is left out."""
        keywords = self._active().keywords
        return keywords.scores(query, ids, token=self._catalogue.get("writes"), weights=weights)

    def vector_search(
        self, vector: NDArray[np.float32], limit: int, filters: Filters | None = None
    ) -> list[tuple[str, float]]:
        """Passage ids with their cosine similarity to a vector of the encoder's, best first."""
        found = self.vector_searches(vector[None, :], limit, filters)
        return found[0] if found else []

    def vector_searches(
        self, vectors: NDArray[np.float32], limit: int, filters: Filters | None = None
    ) -> list[list[tuple[str, float]]]:
        """For each vector passage ids with their cosine similarity to it, best first."""
        self._require_encoder()
        if not self._indexed():
            return []
        with self._reading_vectors() as (index, token):
            return index.searches(vectors, limit, filters, token=token)

    def rows(self, ids: Sequence[str]) -> dict[str, Row]:
        """What the forward index keeps of passages, by id."""
        return self._active().forward.get(ids)

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """How few passages hold each stem, 0 (all) to 1 (none)."""
        keywords = self._active().keywords
        return keywords.rarity(words, token=self._catalogue.get("writes"))

    def mentions(self, name: str, filters: Filters | None = None) -> int:
        """How many passages hold every word of a name, title and outlet included."""
        keywords = self._active().keywords
        return keywords.mentions(name, filters, token=self._catalogue.get("writes"))

    def check(self) -> list[Check]:
        """What `brief doctor` looks at: each check with what to do where it fails."""
        from brief.library.health import Examination

        return Examination(
            self.folder, self._catalogue, self._encoder, self._index_folder()
        ).checks()

    # -- what it needs --------------------------------------------------------------------------

    def _active(self) -> Indexes:
        """The indexes that the catalogue names now: another process may have indexed anew."""
        number = self._catalogue.get("index")
        if self._indexes is None or self._indexes.number != number:
            if self._indexes:
                self._indexes.close()
            self._indexes = Indexes(self._index_folder(), number)
        return self._indexes

    def _index_folder(self) -> Path:
        """The folder with the indexes; where it cannot be written, a copy, as both write to it."""
        if self._writable:
            return self.folder
        if self._copy is None:
            self._copy = tempfile.TemporaryDirectory(prefix="brief-")
            for name in KINDS:
                copy_tree(self.folder / name, Path(self._copy.name) / name)
        return Path(self._copy.name)

    @contextmanager
    def _reading_vectors(self) -> Iterator[tuple[VectorIndex, int]]:
        with alone(self._index_folder()):
            yield self._active().vectors, self._catalogue.get("writes")

    def _indexed(self) -> bool:
        return self._records.any_indexed()

    def _require_writable(self) -> None:
        if not self._writable:
            raise LibraryError(
                f"the library in {self.folder} is read-only",
                hint="check the permissions of the folder, or name another with --library",
            )

    def _encoder_fits(self) -> bool:
        return bool(self._catalogue.get("embedder") == self._encoder.name)

    def _require_encoder(self) -> None:
        if not self._encoder_fits():
            raise LibraryError(
                f"the vectors of the library in {self.folder} were made by "
                f"{self._catalogue.get('embedder')}, not by {self._encoder.name}",
                hint=f"index it anew: brief reindex --embedder {self._encoder.name}; "
                "or leave out --embedder",
            )


def embedder_of(path: str | Path) -> tuple[str, str] | None:
    """Name and address of what made a library's vectors, None where there is no library."""
    folder = Path(path).expanduser().absolute()
    if not (folder / FILE).is_file():
        return None
    catalogue = Catalogue(folder, writable=can_write(folder))
    try:
        return catalogue.get("embedder"), catalogue.get("embedder_address") or ""
    finally:
        catalogue.close()


def _facts(encoder: Encoder, number: int) -> dict[str, str | int]:
    """What the catalogue says of the indexes in use."""
    return {
        "embedder": encoder.name,
        "embedder_address": encoder.address,
        "dimensions": encoder.dimensions,
        "index": number,
    }
