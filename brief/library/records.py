"""What the catalogue holds, read as articles; their sentences and passages are in `contents`."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from brief.errors import InputError
from brief.library.tables import State
from brief.schema import Article, Filters
from brief.text import fold

if TYPE_CHECKING:
    from brief.library.catalogue import Catalogue

STORED = (
    "text", "title", "outlet", "author", "url", "published", "retrieved", "language", "wire",
    "source",
)  # fmt: skip
ARTICLE = "a.id, v.version, a.origin, " + ", ".join(f"v.{name}" for name in STORED)
FROM = "FROM versions v JOIN articles a ON a.id = v.article_id"


class Records:
    """Articles and their versions, as they stand in a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def articles(self, filters: Filters | None = None) -> list[Article]:
        """Current versions, the newest published first, those without a date last."""
        where, values = _where(filters)
        rows = self._catalogue.rows(
            f"SELECT {ARTICLE} {FROM} WHERE v.state < 2{where} "
            "ORDER BY v.day IS NULL, v.day DESC, v.published DESC, a.id",
            values,
        )
        return [article_of(row) for row in rows]

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
            f"SELECT {ARTICLE} {FROM} WHERE v.state < 2 AND substr(a.id, 1, ?) = ? "
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
        return article_of(rows[0])

    def versions(self, article_id: str) -> list[Article]:
        """Every version, the oldest first and the current one last."""
        rows = self._catalogue.rows(
            f"SELECT {ARTICLE} {FROM} WHERE a.id = ? ORDER BY v.state < 2, v.key",
            (article_id,),
        )
        return [article_of(row) for row in rows]

    def outlets(self) -> dict[str, int]:
        """How many articles each outlet has, the most first."""
        return dict(
            self._catalogue.rows(
                "SELECT outlet, COUNT(*) FROM versions WHERE state < 2 AND outlet <> '' "
                "GROUP BY outlet ORDER BY COUNT(*) DESC, outlet"
            )
        )

    def urls(self) -> list[tuple[str, str]]:
        """Id and web address of each current article that has one."""
        return self._catalogue.rows(
            "SELECT article_id, url FROM versions WHERE state < 2 AND url <> '' ORDER BY article_id"
        )

    def articles_of(self, versions: Collection[str]) -> dict[str, Article]:
        """The articles whose current versions these are, by version."""
        rows = self._catalogue.rows(
            f"SELECT {ARTICLE} {FROM} WHERE v.state < 2 AND "  # noqa: S608
            "v.version IN (SELECT value FROM json_each(?))",
            (json.dumps(list(versions)),),
        )
        return {row[1]: article_of(row) for row in rows}

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


def article_of(row: Sequence[Any]) -> Article:
    """An article from the columns ARTICLE."""
    article_id, version, origin, *values = row
    return Article(
        id=article_id,
        version=version,
        origin=origin,
        **dict(zip(STORED, values, strict=True)),
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
