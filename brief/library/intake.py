"""What happens in the catalogue to an article that is handed in or taken out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from brief.library.origins import Origins, shingles
from brief.library.passages import Span, build
from brief.library.records import STORED, day_of
from brief.library.tables import State
from brief.text import fold, sentence_spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Encoder
    from brief.library.catalogue import Catalogue
    from brief.schema import Article

GROUP_CHARACTERS = 100_000  # about four seconds of encoding
GROUP_ARTICLES = 200

Status = Literal["new", "updated", "unchanged", "duplicate"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article that was handed in."""

    article_id: str  # for a duplicate, the id of the article that is already there
    version: str
    status: Status


class Draft:
    """An article with what is worked out from its text, when it is first asked for."""

    def __init__(self, article: Article, encoder: Encoder) -> None:
        self.article = article
        self._encoder = encoder

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return sentence_spans(self.article.text)

    @cached_property
    def passages(self) -> list[Span]:
        return build(self.article.text, self.article.title, self.sentences, self._encoder)

    @cached_property
    def shingles(self) -> NDArray[np.uint64]:
        return shingles(self.article.text)

    def prepare(self) -> None:
        """Work everything out now."""
        _ = self.passages, self.shingles


class Groups:
    """Articles as drafts, in groups small enough that little is lost when one is interrupted.

    Those that are not among the `known` versions are prepared.
    """

    def __init__(
        self, articles: Iterable[Article], known: Container[str], encoder: Encoder
    ) -> None:
        self.read = 0  # how many articles so far
        self.cancelled = False  # set by whoever wants no more of them
        self._articles = articles
        self._known = known
        self._encoder = encoder

    def __iter__(self) -> Iterator[list[Draft]]:
        group: list[Draft] = []
        size = 0
        for article in self._articles:
            if self.cancelled:
                return
            self.read += 1
            draft = Draft(article, self._encoder)
            if article.version not in self._known:
                draft.prepare()
                size += len(article.text)
            group.append(draft)
            if size >= GROUP_CHARACTERS or len(group) == GROUP_ARTICLES:
                yield group
                group, size = [], 0
        if group:
            yield group


class Intake:
    """Changes to the catalogue's articles, each inside the caller's transaction."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._origins = Origins(catalogue)

    def known(self) -> set[str]:
        """The current versions."""
        return {
            row[0] for row in self._catalogue.rows("SELECT version FROM versions WHERE state < 2")
        }

    def put(self, draft: Draft) -> Added:
        """Make this the current version of its article, unless its content is there already."""
        article = draft.article
        rows = self._catalogue.rows(
            "SELECT article_id, version FROM versions WHERE state < 2 AND (content = ? OR "
            "version = ? OR article_id = ?)",
            (_content(article), article.version, article.id),
        )
        current = dict(rows)
        if current.get(article.id) == article.version:
            return Added(article.id, article.version, "unchanged")
        self._retire(article.id)
        for other, version in rows:
            if other != article.id:
                return Added(other, version, "duplicate")
        self._insert(draft)
        return Added(article.id, article.version, "updated" if article.id in current else "new")

    def replaced(self, one: Added) -> str | None:
        """The text of a version that is no longer current, None where it still is."""
        text: str | None = self._catalogue.value(
            "SELECT text FROM versions WHERE article_id = ? AND version = ? AND state >= 2",
            (one.article_id, one.version),
        )
        return text

    def remove(self, article_id: str) -> None:
        """Begin to take an article out; it is deleted once the indexes have let it go."""
        self._retire(article_id)
        self._catalogue.write("UPDATE articles SET removed = 1 WHERE id = ?", (article_id,))

    def _retire(self, article_id: str) -> None:
        key = self._catalogue.value(
            "SELECT key FROM versions WHERE article_id = ? AND state < 2", (article_id,)
        )
        if key is not None:
            self._origins.leave(article_id, key)
            self._catalogue.write(
                "UPDATE versions SET state = ? WHERE key = ?", (State.LEAVING, key)
            )

    def _insert(self, draft: Draft) -> None:
        article = draft.article
        self._catalogue.write(
            "INSERT INTO articles (id, origin) VALUES (?, ?) ON CONFLICT DO UPDATE SET removed = 0",
            (article.id, article.id),
        )
        key = self._catalogue.value(
            "SELECT key FROM versions WHERE article_id = ? AND version = ?",
            (article.id, article.version),
        )
        if key is not None:  # what it said before, it says again
            self._catalogue.write(
                "UPDATE versions SET state = ?, source = ?, retrieved = ? WHERE key = ?",
                (State.PENDING, article.source, article.retrieved, key),
            )
        else:
            key = self._insert_version(draft)
        self._origins.join(article.id, key, draft.shingles, article.wire)

    def _insert_version(self, draft: Draft) -> int:
        article = draft.article
        columns = {
            "article_id": article.id,
            "version": article.version,
            "state": State.PENDING,
            "content": _content(article),
            "day": day_of(article.published),
            "outlet_key": fold(article.outlet),
            **{name: getattr(article, name) for name in STORED},
        }
        key = self._catalogue.write(
            f"INSERT INTO versions ({','.join(columns)}) "  # noqa: S608
            f"VALUES ({','.join('?' * len(columns))})",
            (*columns.values(),),
        )
        self._catalogue.write_all(
            "INSERT INTO sentences VALUES (?, ?, ?, ?)",
            ((key, ordinal, *span) for ordinal, span in enumerate(draft.sentences)),
        )
        self._catalogue.write_all(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
            (
                (key, ordinal, span.start, span.end, span.first, span.last)
                for ordinal, span in enumerate(draft.passages)
            ),
        )
        return key


def mark(catalogue: Catalogue, indexed: Iterable[int], gone: Iterable[int]) -> None:
    """Note what the indexes now hold and no longer hold, unless it has changed meanwhile."""
    catalogue.write_all(
        "UPDATE versions SET state = ? WHERE key = ? AND state = ?",
        [(State.INDEXED, key, State.PENDING) for key in indexed]
        + [(State.GONE, key, State.LEAVING) for key in gone],
    )
    catalogue.write(
        "DELETE FROM articles WHERE removed AND NOT EXISTS "
        "(SELECT 1 FROM versions WHERE article_id = articles.id AND state <> ?)",
        (State.GONE,),
    )


def _content(article: Article) -> bytes:
    """What two copies of one article have in common: text, title, outlet and date."""
    parts = (article.text, article.title, article.outlet, article.published)
    return blake2b("\0".join(parts).encode(), digest_size=16).digest()
