"""A library of articles: a folder with a catalogue and three indexes of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from brief.errors import LibraryError
from brief.library.ahead import Ahead
from brief.library.catalogue import Catalogue
from brief.library.folder import can_write, holds_one, make_room, missing
from brief.library.indexing import Indexer, Indexes, batches
from brief.library.intake import Added, Groups, Intake, mark
from brief.library.locks import Turn, alone
from brief.library.reading import ArticleReader
from brief.library.tables import State

if TYPE_CHECKING:
    from brief.embedding import Encoder
    from brief.schema import Article

Progress = Callable[[int, int], None]

log = logging.getLogger(__name__)


class ArticleStore(ArticleReader):
    """Articles with their versions, passages and indexes, kept consistent.

    Open it with `open` and close it, or use it as a context manager. It belongs to one thread.
    All errors are LibraryError, or InputError for an article that is not there.
    """

    def __init__(
        self, folder: Path, encoder: Encoder, catalogue: Catalogue, *, writable: bool
    ) -> None:
        super().__init__(folder, encoder, catalogue, writable=writable)
        self._intake = Intake(catalogue)
        self._turn = Turn(folder)

    @classmethod
    def open(cls, path: str | Path, *, encoder: Encoder, create: bool = False) -> ArticleStore:
        """The library in a folder, repaired where a process was killed at work in it.

        The encoder is used only when vectors are made. With `create` a folder that is missing or
        empty becomes a library.
        """
        folder = Path(path).expanduser().absolute()
        if not holds_one(folder):
            if not create:
                raise missing(folder)
            make_room(folder)
            with Turn(folder).held():
                if not holds_one(folder):  # another process may have been first
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

    def add(self, articles: Iterable[Article], *, progress: Progress | None = None) -> list[Added]:
        """Take in articles; what became of each, in order.

        What is there already costs nothing; a changed article becomes a new version and the old
        one leaves the indexes. Articles are confirmed group by group: after an interruption all
        that was confirmed is kept. `progress` is told (articles done, articles read so far).
        """
        self._require_writable()
        self._require_encoder()
        added: list[Added] = []
        # By id, where in `added` and which; without the text, which is that of the one it doubles.
        doubles: dict[str, tuple[int, Article]] = {}
        indexer: Indexer | None = None
        groups = Groups(articles, self._intake.known(), self._encoder)
        with Ahead(groups) as upcoming, ExitStack() as turn:
            try:
                for group in upcoming:
                    indexer = indexer or turn.enter_context(self._writing())
                    with self._catalogue.transaction():
                        for article, one in ((d.article, self._intake.put(d)) for d in group):
                            doubles.pop(article.id, None)
                            if one.status == "duplicate":
                                doubles[article.id] = len(added), replace(article, text="")
                            added.append(one)
                    self._catch_up(indexer)
                    if progress:
                        progress(len(added), groups.read)
                    # nobody waits for us to read articles
                    if self._turn.over or not upcoming.ready:
                        indexer = None
                        turn.close()
            finally:
                groups.cancelled = True
        # What they doubled may have been replaced since: then they are all there is of it.
        lost = {
            place: replace(article, text=text)
            for place, article in doubles.values()
            if (text := self._intake.replaced(added[place]))
        }
        if lost:
            for place, one in zip(lost, self.add(lost.values()), strict=True):
                added[place] = one
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
        """Build the indexes anew from the catalogue, with the encoder that is given now.

        The old ones stay in use until the new ones are whole. `progress` is told (passages done,
        passages in all).
        """
        self._require_writable()
        with self._turn.held():
            number = self._catalogue.get("index") + 1
            new = Indexes(self.folder, number)
            new.delete()  # what an earlier attempt left
            keys, done, total = self._records.current(), 0, self._contents.passage_count()
            with Indexer(self.folder, self._encoder, new, live=False) as indexer:
                for entries in batches(keys, self._contents):
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
        for entries in batches(pending, self._contents):
            indexer.index(entries)
        if not pending and self._records.unfinished(State.LEAVING):
            indexer.index([])


def embedder_of(path: str | Path) -> tuple[str, str] | None:
    """Name and address of what made a library's vectors, None where there is no library."""
    folder = Path(path).expanduser().absolute()
    if not holds_one(folder):
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
