"""JSON Lines: one article a line, under the names that news data sets use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from brief.errors import InputError
from brief.ingest import dates
from brief.ingest.attribution import wire_of
from brief.ingest.clean import clean, lines_of, squeeze
from brief.ingest.draft import Draft
from brief.ingest.language import language_of

_BODY = ("body", "text", "content", "article")
_HINT = 'give each line an object with "title" and "body" (or "text")'


def is_record_file(raw: str) -> bool:
    """Whether the first line that holds something is a JSON object of its own."""
    first = raw.lstrip("\ufeff \t\r\n").split("\n", 1)[0].rstrip()
    return first.startswith("{") and first.endswith("}")


def records(raw: str) -> Iterator[tuple[int, Any]]:
    """Line number from 1 and value of every line; None for a line that is not JSON."""
    for number, line in enumerate(raw.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line.strip("\ufeff"))
        except (ValueError, RecursionError):
            yield number, None


def draft_of_record(record: Any, place: str) -> Draft:
    """The article of one line; InputError where it has none."""
    if not isinstance(record, dict):
        raise InputError(f"{place} is no JSON object", hint=_HINT)
    body = _first(record, *_BODY)
    if not body:
        raise InputError(f"{place} has no body", hint=_HINT)
    paragraphs = tuple(lines_of(clean(body)))
    published = _first(record, "published_at", "published", "published_date", "date")
    author = _first(record, "author", "authors", "byline")
    return Draft(
        paragraphs=paragraphs,
        title=_line(_first(record, "title", "headline")),
        outlet=_line(_first(record, "outlet", "source", "publisher")),
        author=_line(author),
        url=_line(_first(record, "url", "link")),
        published=dates.to_iso(published),
        language=_line(_first(record, "language", "lang")) or language_of(" ".join(paragraphs)),
        wire=wire_of(paragraphs, [_line(author)]),
    )


def _first(record: dict[str, Any], *names: str) -> str:
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, list) and all(isinstance(part, str) for part in value) and value:
            return ", ".join(value)
    return ""


def _line(text: str) -> str:
    return squeeze(clean(text))
