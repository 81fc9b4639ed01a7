"""What the catalogue holds of versions, read as sentences and passages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brief.library.records import ARTICLE, FROM, article_of, number_of
from brief.library.tables import PREFIX, State
from brief.schema import Article, Filters, Passage, Sentence
from brief.text import fold

if TYPE_CHECKING:
    from brief.library.catalogue import Catalogue

_PREFIX = f"substr(version, 1, {PREFIX})"  # as in the index by it


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


class Contents:
    """The sentences and passages of versions, as they stand in a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

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
            f"{FROM} WHERE v.state < 2 AND {_PREFIX} IN (SELECT value FROM json_each(?))",
            (json.dumps(list({name.rpartition("-")[0] for name in ids})),),
        )
        versions = {prefix: Place(*row) for prefix, *row in rows}
        return {
            name: versions[prefix]
            for name in ids
            if (prefix := name.rpartition("-")[0]) in versions
        }

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
            f"SELECT v.key, {ARTICLE} {FROM} WHERE v.key IN (SELECT value FROM json_each(?))",  # noqa: S608
            (json.dumps(list(keys)),),
        ):
            article = article_of(row)
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
