"""What the catalogue holds, read and written as articles, sentences and passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Literal

from brief.errors import InputError
from brief.library.catalogue import State
from brief.library.origins import Origins
from brief.library.passages import build
from brief.schema import Article, Filters, Passage, Sentence
from brief.text import fold, sentence_spans

if TYPE_CHECKING:
    from brief.embedding import Encoder
    from brief.library.catalogue import Catalogue

Status = Literal["new", "updated", "unchanged", "duplicate"]
PREFIX = 16  # characters of a version in the id of its passages
_ARTICLE = (
    "a.id, v.version, v.text, v.title, v.outlet, v.author, v.url, v.published, v.retrieved, "
    "v.language, v.wire, v.source, a.origin"
)
_FROM = "FROM versions v JOIN articles a ON a.id = v.article_id"
_CHUNK = 500  # SQLite takes a limited number of values at once


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article that was handed in."""

    article_id: str  # for a duplicate, the id of the article that is already there
    version: str
    status: Status


@dataclass(frozen=True, slots=True)
class Entry:
    """A version with all that the indexes need of it."""

    key: int
    article: Article
    passages: tuple[Passage, ...]


class Records:
    """Articles, their versions, sentences and passages in a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._origins = Origins(catalogue)

    # -- writing, inside the caller's transaction -----------------------------------------------

    def put(self, article: Article, encoder: Encoder) -> Added:
        """Make this the current version of its article, unless its content is there already."""
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
        self._insert(article, encoder)
        return Added(article.id, article.version, "updated" if current else "new")

    def remove(self, article_id: str) -> None:
        """Begin to take an article out; `forget` ends it once the indexes have let it go."""
        self._retire(article_id)
        self._catalogue.write("UPDATE articles SET removed = 1 WHERE id = ?", (article_id,))

    def mark(self, indexed: Iterable[int], gone: Iterable[int]) -> None:
        """Note what the indexes now hold and no longer hold, unless it has changed meanwhile."""
        self._catalogue.write_all(
            "UPDATE versions SET state = ? WHERE key = ? AND state = ?",
            [(State.INDEXED, key, State.PENDING) for key in indexed]
            + [(State.GONE, key, State.LEAVING) for key in gone],
        )
        self._catalogue.write(
            "DELETE FROM articles WHERE removed = 1 AND NOT EXISTS "
            "(SELECT 1 FROM versions WHERE article_id = articles.id AND state <> ?)",
            (State.GONE,),
        )

    def _retire(self, article_id: str) -> None:
        key = self._catalogue.value(
            "SELECT key FROM versions WHERE article_id = ? AND state < 2", (article_id,)
        )
        if key is not None:
            self._origins.leave(article_id, key)
            self._catalogue.write(
                "UPDATE versions SET state = ? WHERE key = ?", (State.LEAVING, key)
            )

    def _insert(self, article: Article, encoder: Encoder) -> None:
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
            key = self._insert_version(article, encoder)
        self._origins.join(article.id, key, article.text, article.wire)

    def _insert_version(self, article: Article, encoder: Encoder) -> int:
        columns = {
            "article_id": article.id,
            "version": article.version,
            "state": State.PENDING,
            "content": _content(article),
            "day": day_of(article.published),
            "outlet_key": fold(article.outlet),
            **{name: getattr(article, name) for name in _STORED},
        }
        key = self._catalogue.write(
            f"INSERT INTO versions ({','.join(columns)}) "  # noqa: S608
            f"VALUES ({','.join('?' * len(columns))})",
            (*columns.values(),),
        )
        sentences = sentence_spans(article.text)
        self._catalogue.write_all(
            "INSERT INTO sentences VALUES (?, ?, ?, ?)",
            ((key, ordinal, start, end) for ordinal, (start, end) in enumerate(sentences)),
        )
        spans = build(article.text, article.title, sentences, encoder)
        self._catalogue.write_all(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
            (
                (key, ordinal, span.start, span.end, span.first, span.last)
                for ordinal, span in enumerate(spans)
            ),
        )
        return key

    # -- reading --------------------------------------------------------------------------------

    def articles(self, filters: Filters | None = None) -> list[Article]:
        """Current versions, the newest published first, those without a date last."""
        where, values = _where(filters)
        rows = self._catalogue.rows(
            f"SELECT {_ARTICLE} {_FROM} WHERE v.state < 2{where} "  # noqa: S608
            "ORDER BY v.day IS NULL, v.day DESC, v.published DESC, a.id",
            values,
        )
        return [_article(row) for row in rows]

    def count(self) -> int:
        return int(self._catalogue.value("SELECT COUNT(*) FROM versions WHERE state < 2"))

    def days(self) -> tuple[int, int] | None:
        """First and last day of publication, as YYYYMMDD; None where no article has a date."""
        first, last = self._catalogue.rows(
            "SELECT MIN(day), MAX(day) FROM versions WHERE state < 2"
        )[0]
        return None if first is None else (first, last)

    def article(self, id_or_prefix: str) -> Article:
        """The current version of the article whose id begins so; InputError where not just one."""
        prefix = id_or_prefix.strip().lower()
        rows = self._catalogue.rows(
            f"SELECT {_ARTICLE} {_FROM} WHERE v.state < 2 AND substr(a.id, 1, ?) = ? "  # noqa: S608
            "ORDER BY a.id <> ?, a.id LIMIT 6",
            (len(prefix), prefix, prefix),
        )
        if not rows or not prefix:
            raise InputError(
                f"there is no article {id_or_prefix!r} in the library",
                hint="see the ids with: brief articles",
            )
        if len(rows) > 1 and rows[0][0] != prefix:
            ids = ", ".join(row[0] for row in rows[:5])
            raise InputError(
                f"several articles begin with {id_or_prefix!r}: {ids}{', …' * (len(rows) > 5)}",
                hint="give more characters of the id",
            )
        return _article(rows[0])

    def versions(self, article_id: str) -> list[Article]:
        """Every version, the oldest first and the current one last."""
        rows = self._catalogue.rows(
            f"SELECT {_ARTICLE} {_FROM} WHERE a.id = ? ORDER BY v.state < 2, v.key",  # noqa: S608
            (article_id,),
        )
        return [_article(row) for row in rows]

    def outlets(self) -> dict[str, int]:
        """How many articles each outlet has, the most first."""
        return dict(
            self._catalogue.rows(
                "SELECT outlet, COUNT(*) FROM versions WHERE state < 2 AND outlet <> '' "
                "GROUP BY outlet ORDER BY COUNT(*) DESC, outlet"
            )
        )

    def sentences(self, version: str) -> list[Sentence]:
        """The sentences of a version in order, [] where there is no such version."""
        key, article_id, text = self._version(version)
        return [
            Sentence(article_id, version, ordinal, start, end, text[start:end])
            for ordinal, start, end in self._catalogue.rows(
                "SELECT ordinal, start, end FROM sentences WHERE version_key = ? ORDER BY ordinal",
                (key,),
            )
        ]

    def passages_of(self, version: str) -> list[Passage]:
        """The passages of a version in order, [] where there is no such version."""
        key, article_id, text = self._version(version)
        return self._passages(key, article_id, version, text)

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages of current versions by id; an id that is not known is left out."""
        wanted = set(ids)
        prefixes = sorted({name.rpartition("-")[0] for name in wanted})
        found = {}
        for i in range(0, len(prefixes), _CHUNK):
            some = prefixes[i : i + _CHUNK]
            for key, article_id, version, text in self._catalogue.rows(
                "SELECT key, article_id, version, text FROM versions WHERE state < 2 AND "
                f"substr(version, 1, {PREFIX}) IN ({','.join('?' * len(some))})",  # noqa: S608
                some,
            ):
                for passage in self._passages(key, article_id, version, text):
                    if passage.id in wanted:
                        found[passage.id] = passage
        return found

    def unfinished(self, state: State) -> list[int]:
        """Keys of versions in a state that asks for work: PENDING or LEAVING."""
        rows = self._catalogue.rows(
            "SELECT key FROM versions WHERE state = ? ORDER BY key", (state,)
        )
        return [row[0] for row in rows]

    def any_indexed(self) -> bool:
        return bool(
            self._catalogue.rows("SELECT 1 FROM versions WHERE state = ? LIMIT 1", (State.INDEXED,))
        )

    def current(self) -> list[int]:
        """Keys of all current versions."""
        return [row[0] for row in self._catalogue.rows("SELECT key FROM versions WHERE state < 2")]

    def passage_count(self) -> int:
        """How many passages the current versions have."""
        return int(
            self._catalogue.value(
                "SELECT COUNT(*) FROM passages p JOIN versions v ON v.key = p.version_key "
                "WHERE v.state < 2"
            )
        )

    def entries(self, keys: Sequence[int]) -> list[Entry]:
        """Versions with their passages, in the order of the keys."""
        found = {}
        for i in range(0, len(keys), _CHUNK):
            some = keys[i : i + _CHUNK]
            for key, *row in self._catalogue.rows(
                f"SELECT v.key, {_ARTICLE} {_FROM} "  # noqa: S608
                f"WHERE v.key IN ({','.join('?' * len(some))})",
                some,
            ):
                article = _article(row)
                passages = self._passages(key, article.id, article.version, article.text)
                found[key] = Entry(key, article, tuple(passages))
        return [found[key] for key in keys if key in found]

    def _version(self, version: str) -> tuple[int, str, str]:
        rows = self._catalogue.rows(
            "SELECT key, article_id, text FROM versions WHERE version = ? ORDER BY state LIMIT 1",
            (version,),
        )
        return rows[0] if rows else (0, "", "")

    def _passages(self, key: int, article_id: str, version: str, text: str) -> list[Passage]:
        return [
            Passage(
                id=f"{version[:PREFIX]}-{ordinal}",
                article_id=article_id,
                version=version,
                ordinal=ordinal,
                start=start,
                end=end,
                text=text[start:end],
                first_sentence=first,
                last_sentence=last,
            )
            for ordinal, start, end, first, last in self._catalogue.rows(
                "SELECT ordinal, start, end, first_sentence, last_sentence FROM passages "
                "WHERE version_key = ? ORDER BY ordinal",
                (key,),
            )
        ]


def day_of(published: str) -> int | None:
    """The day of publication as a number that sorts, YYYYMMDD; None where there is none.

    >>> day_of("2025-10-02T18:30+08:00"), day_of("")
    (20251002, None)
    """
    try:
        return number_of(date.fromisoformat(published[:10]))
    except ValueError:
        return None


def number_of(day: date) -> int:
    """A day as YYYYMMDD."""
    return day.year * 10_000 + day.month * 100 + day.day


_STORED = (
    "text", "title", "outlet", "author", "url", "published", "retrieved", "language", "wire",
    "source",
)  # fmt: skip


def _article(row: Sequence[Any]) -> Article:
    return Article(
        id=row[0],
        version=row[1],
        **dict(zip(_STORED, row[2:12], strict=True)),
        origin=row[12],
    )


def _content(article: Article) -> bytes:
    """What two copies of one article have in common: text, title, outlet and date."""
    parts = (article.text, article.title, article.outlet, article.published)
    return blake2b("\0".join(parts).encode(), digest_size=16).digest()


def _where(filters: Filters | None) -> tuple[str, list[Any]]:
    if filters is None:
        return "", []
    where, values = "", []
    if filters.since:
        where += " AND v.day >= ?"
        values.append(number_of(filters.since))
    if filters.until:
        where += " AND v.day <= ?"
        values.append(number_of(filters.until))
    if filters.outlets:
        where += f" AND v.outlet_key IN ({','.join('?' * len(filters.outlets))})"
        values += [fold(outlet) for outlet in filters.outlets]
    return where, values
