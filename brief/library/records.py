"""What the catalogue holds, read as articles, sentences and passages."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from brief.errors import InputError
from brief.library.tables import PREFIX, State
from brief.schema import Article, Filters, Passage, Sentence
from brief.text import fold

if TYPE_CHECKING:
    from brief.library.catalogue import Catalogue

STORED = (
    "text", "title", "outlet", "author", "url", "published", "retrieved", "language", "wire",
    "source",
)  # fmt: skip
_ARTICLE = "a.id, v.version, a.origin, " + ", ".join(f"v.{name}" for name in STORED)
_PREFIX = f"substr(version, 1, {PREFIX})"  # as in the index by it
_FROM = "FROM versions v JOIN articles a ON a.id = v.article_id"


@dataclass(frozen=True, slots=True)
class Entry:
    """A version with all that the indexes need of it."""

    key: int
    article: Article
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage is from, without its text."""

    article: str  # its id
    outlet: str
    day: int | None  # of publication, YYYYMMDD
    origin: str

    def within(self, filters: Filters) -> bool:
        """Whether it is what the filters ask for; what has no date is in no range of dates."""
        if filters.outlets and fold(self.outlet) not in map(fold, filters.outlets):
            return False
        if not (filters.since or filters.until):
            return True
        since = number_of(filters.since) if filters.since else 0
        until = number_of(filters.until) if filters.until else 99_999_999
        return self.day is not None and since <= self.day <= until


class Records:
    """Articles, their versions, sentences and passages, as they stand in a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def articles(self, filters: Filters | None = None) -> list[Article]:
        """Current versions, the newest published first, those without a date last."""
        where, values = _where(filters)
        rows = self._catalogue.rows(
            f"SELECT {_ARTICLE} {_FROM} WHERE v.state < 2{where} "
            "ORDER BY v.day IS NULL, v.day DESC, v.published DESC, a.id",
            values,
        )
        return [_article(row) for row in rows]

    def count(self) -> int:
        return int(self._catalogue.value("SELECT COUNT(*) FROM versions WHERE state < 2"))

    def days(self) -> tuple[int, int] | None:
        """First and last day of publication, as YYYYMMDD; None where no article has a date."""
        # two queries, as SQLite finds only one end of an index at a time without reading it all
        first, last = (
            self._catalogue.value(f"SELECT {end}(day) FROM versions WHERE state < 2")  # noqa: S608
            for end in ("MIN", "MAX")
        )
        return None if first is None else (first, last)

    def article(self, id_or_prefix: str) -> Article:
        """The current version of the article whose id begins so; InputError where not just one."""
        prefix = id_or_prefix.strip().lower()
        rows = self._catalogue.rows(
            f"SELECT {_ARTICLE} {_FROM} WHERE v.state < 2 AND substr(a.id, 1, ?) = ? "
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
            f"SELECT {_ARTICLE} {_FROM} WHERE a.id = ? ORDER BY v.state < 2, v.key",
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
        texts = {
            key: values
            for key, *values in self._catalogue.rows(
                "SELECT key, article_id, version, text FROM versions WHERE state < 2 AND "  # noqa: S608
                f"{_PREFIX} IN (SELECT value FROM json_each(?))",
                (json.dumps([name.rpartition("-")[0] for name in wanted]),),
            )
        }
        rows = self._catalogue.rows(
            "SELECT version_key, ordinal, start, end, first_sentence, last_sentence "
            "FROM passages WHERE version_key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(texts)),),
        )
        found = {}
        for key, ordinal, *row in rows:
            article_id, version, text = texts[key]
            name = _passage_id(version, ordinal)
            if name in wanted:
                found[name] = _passage(article_id, version, text, ordinal, *row)
        return found

    def places(self, ids: Sequence[str]) -> dict[str, Place]:
        """Where passages of current versions are from; an id that is not known is left out."""
        rows = self._catalogue.rows(
            f"SELECT {_PREFIX}, a.id, v.outlet, v.day, a.origin "  # noqa: S608
            f"{_FROM} WHERE v.state < 2 AND {_PREFIX} IN (SELECT value FROM json_each(?))",
            (json.dumps(list({name.rpartition("-")[0] for name in ids})),),
        )
        versions = {prefix: Place(*row) for prefix, *row in rows}
        return {
            name: versions[prefix]
            for name in ids
            if (prefix := name.rpartition("-")[0]) in versions
        }

    def articles_of(self, versions: Collection[str]) -> dict[str, Article]:
        """The articles whose current versions these are, by version."""
        rows = self._catalogue.rows(
            f"SELECT {_ARTICLE} {_FROM} WHERE v.state < 2 AND "  # noqa: S608
            "v.version IN (SELECT value FROM json_each(?))",
            (json.dumps(list(versions)),),
        )
        return {row[1]: _article(row) for row in rows}

    def unfinished(self, state: State) -> list[int]:
        """Keys of versions in a state that asks for work: PENDING or LEAVING."""
        rows = self._catalogue.rows(
            "SELECT key FROM versions WHERE state = ? ORDER BY key", (state,)
        )
        return [row[0] for row in rows]

    def indexed(self, ids: Sequence[str]) -> bool:
        """Whether any of these passages is in the indexes, as far as the catalogue knows."""
        prefixes = json.dumps(list({name.rpartition("-")[0] for name in ids}))
        return bool(ids) and bool(
            self._catalogue.rows(
                f"SELECT 1 FROM versions WHERE state = ? AND {_PREFIX} IN "  # noqa: S608
                "(SELECT value FROM json_each(?)) LIMIT 1",
                (State.INDEXED, prefixes),
            )
        )

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
        for key, *row in self._catalogue.rows(
            f"SELECT v.key, {_ARTICLE} {_FROM} WHERE v.key IN (SELECT value FROM json_each(?))",  # noqa: S608
            (json.dumps(list(keys)),),
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
            _passage(article_id, version, text, *row)
            for row in self._catalogue.rows(
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


def _article(row: Sequence[Any]) -> Article:
    article_id, version, origin, *values = row
    return Article(
        id=article_id,
        version=version,
        origin=origin,
        **dict(zip(STORED, values, strict=True)),
    )


def _passage_id(version: str, ordinal: int) -> str:
    return f"{version[:PREFIX]}-{ordinal}"


def _passage(
    article_id: str,
    version: str,
    text: str,
    ordinal: int,
    start: int,
    end: int,
    first: int,
    last: int,
) -> Passage:
    return Passage(
        id=_passage_id(version, ordinal),
        article_id=article_id,
        version=version,
        ordinal=ordinal,
        start=start,
        end=end,
        text=text[start:end],
        first_sentence=first,
        last_sentence=last,
    )


def _where(filters: Filters | None) -> tuple[str, list[Any]]:
    if filters is None:
        return "", []
    where = ""
    values: list[Any] = []
    if filters.since:
        where += " AND v.day >= ?"
        values.append(number_of(filters.since))
    if filters.until:
        where += " AND v.day <= ?"
        values.append(number_of(filters.until))
    if filters.outlets:
        where += " AND v.outlet_key IN (SELECT value FROM json_each(?))"
        values.append(json.dumps([fold(outlet) for outlet in filters.outlets]))
    return where, values
