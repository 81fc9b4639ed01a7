"""What can be read of a library: articles, passages, and what its indexes find."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from brief.errors import LibraryError
from brief.library.bm25_terms import WEIGHTS
from brief.library.catalogue import Catalogue
from brief.library.contents import Contents
from brief.library.failures import REBUILD
from brief.library.folder import copy_tree
from brief.library.forward import nearest
from brief.library.indexing import KINDS, Indexes
from brief.library.locks import alone
from brief.library.records import Records
from brief.library.tables import State

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Encoder
    from brief.library.contents import Place
    from brief.library.forward import Row
    from brief.library.vectors import VectorIndex
    from brief.schema import Article, Check, Filters, Passage, Sentence


class ArticleReader:
    """The reading half of ArticleStore."""

    def __init__(
        self, folder: Path, encoder: Encoder, catalogue: Catalogue, *, writable: bool
    ) -> None:
        self.folder = folder
        self._encoder = encoder
        self._catalogue = catalogue
        self._records = Records(catalogue)
        self._contents = Contents(catalogue)
        self._writable = writable
        self._indexes: Indexes | None = None
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._outlets: tuple[int, dict[str, int]] | None = None  # as they were under a token

    def __enter__(self) -> Self:
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
        return self._contents.sentences(version)

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages of current versions by id; an id that is not known is left out."""
        return self._contents.passages(ids)

    def passages_of(self, version: str) -> list[Passage]:
        """The passages of a version, in order."""
        return self._contents.passages_of(version)

    def places(self, ids: Sequence[str]) -> dict[str, Place]:
        """Where passages are from, by id; an id that is not known is left out."""
        return self._contents.places(ids)

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

    def urls(self) -> list[tuple[str, str]]:
        """Id and web address of each article that has one."""
        return self._records.urls()

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
        if not self._indexed():
            return {}
        keywords = self._active().keywords
        return keywords.scores(query, ids, token=self._catalogue.get("writes"), weights=weights)

    def vector_searches(
        self, vectors: NDArray[np.float32], limit: int, filters: Filters | None = None
    ) -> list[list[tuple[str, float]]]:
        """For each vector of the encoder's passage ids with their cosine to it, best first.

        [] where nothing is indexed yet.
        """
        self._require_encoder()
        if not self._indexed():
            return []
        forward, writes = self._active().forward, self._catalogue.get("writes")
        if (few := forward.few(writes)) is not None:
            names, stored = few
            if filters:
                places = self.places(names)
                within = [
                    n
                    for n, name in enumerate(names)
                    if name in places and places[name].within(filters)
                ]
                names, stored = [names[n] for n in within], stored[within]
            return nearest(vectors, names, stored, limit)
        with self._reading_vectors() as (index, token):
            return index.searches(vectors, limit, filters, token=token)

    def rows(self, ids: Sequence[str]) -> dict[str, Row]:
        """What the forward index keeps of passages, by id; one that has just left is left out."""
        found = self._active().forward.get(ids)
        if self._contents.indexed([name for name in ids if name not in found]):
            raise LibraryError(
                f"the forward index of the library in {self.folder} lacks passages", hint=REBUILD
            )
        return found

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """How few passages hold each stem, 0 (all) to 1 (none)."""
        if not self._indexed():
            return dict.fromkeys(words, 1.0)
        keywords = self._active().keywords
        return keywords.rarity(words, token=self._catalogue.get("writes"))

    def mentions(self, name: str, filters: Filters | None = None) -> int:
        """How many passages hold every word of a name, title and outlet included."""
        if not self._indexed():
            return 0
        keywords = self._active().keywords
        return keywords.mentions(name, filters, token=self._catalogue.get("writes"))

    def check(self) -> list[Check]:
        """What `brief doctor` looks at: each check with what to do where it fails."""
        from brief.library.health import Examination

        return Examination(
            self.folder, self._catalogue, self._encoder, self._index_folder()
        ).checks()

    def _active(self) -> Indexes:
        """The indexes that the catalogue names now: another process may have indexed anew."""
        number = self._catalogue.get("index")
        if self._indexes is None or self._indexes.number != number:
            if self._indexes:
                self._indexes.close()
            self._indexes = Indexes(self._index_folder(), number)
        return self._indexes

    def _index_folder(self) -> Path:
        """The folder with the indexes; where it cannot be written, a copy, as some write to it."""
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

    def _unfinished(self) -> bool:
        return bool(
            self._records.unfinished(State.PENDING) or self._records.unfinished(State.LEAVING)
        )
