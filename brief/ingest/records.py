"""JSON Lines: one article a line, under the names that news data sets use."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from brief.errors import InputError
from brief.ingest import dates
from brief.ingest.attribution import author_names, wire_of
from brief.ingest.clean import clean, lines_of, squeeze
from brief.ingest.draft import Draft
from brief.ingest.language import language_of

_OPENS = re.compile(r"\s*(?:\[\s*)?\{\s*[\"}]")
_MARKUP = re.compile(r"<(?:p|div|br|h[1-6]|ul|ol)\b[^>]*>", re.IGNORECASE)
_HINT = 'give each line an object with "title" and "body" (or "text")'


def is_record_file(raw: str) -> bool:
    """Whether the text begins as JSON objects do, one a line or all in one document."""
    return _OPENS.match(raw) is not None


def records(raw: str) -> Iterator[tuple[int, Any]]:
    """Number from 1 and value of every line, or of every object where one document holds them.

    The value is None for a line that is not JSON.
    """
    lines = raw.split("\n")
    first = next((line for line in lines if line.strip()), "")
    whole = None if isinstance(_parsed(first), dict) else _parsed(raw)
    if whole is not None:
        yield from enumerate(whole if isinstance(whole, list) else [whole], 1)
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, _parsed(line)


def draft_of_record(record: Any, place: str) -> Draft:
    """The article of one line; InputError where it has none."""
    if not isinstance(record, dict):
        raise InputError(f"{place} is no JSON object", hint=_HINT)
    body = _field(record, "body", "text", "content", "article")
    if not body.strip():
        raise InputError(f"{place} has no body", hint=_HINT)
    paragraphs = _paragraphs(body, place)
    author = author_names(_line(record, "author", "authors", "byline"))
    outlet = _line(record, "outlet", "source", "publisher")
    return Draft(
        paragraphs=paragraphs,
        title=_line(record, "title", "headline"),
        outlet=outlet,
        author=author,
        url=_line(record, "url", "link"),
        published=dates.to_iso(
            _line(record, "published_at", "published", "published_date", "date")
        ),
        language=_line(record, "language", "lang") or language_of(" ".join(paragraphs)),
        wire=wire_of(paragraphs, [author], outlet=outlet),
    )


def _parsed(text: str) -> Any:
    try:
        return json.loads(text.strip("\ufeff"))
    except (ValueError, RecursionError):  # the latter for objects nested beyond any use
        return None


def _paragraphs(body: str, place: str) -> tuple[str, ...]:
    if _MARKUP.search(body) is None:
        return tuple(lines_of(clean(body)))
    from brief.ingest.webpage import page_lines, parse_page

    return tuple(page_lines(parse_page(body, source=place)))


def _field(record: dict[str, Any], *names: str) -> str:
    """The first of these that holds text; a list of names is joined by commas."""
    for name in names:
        value = record.get(name)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = ", ".join(value)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _line(record: dict[str, Any], *names: str) -> str:
    return squeeze(clean(html.unescape(_field(record, *names))))
