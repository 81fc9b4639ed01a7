"""JSON Lines: one article a line, under the names that news data sets use."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from brief.errors import InputError
from brief.ingest.attribution import author_names, wire_of
from brief.ingest.clean import clean, lines_of
from brief.ingest.draft import Draft
from brief.ingest.language import language_of
from brief.ingest.stated import stated_in

_OPENS = re.compile(r"\s*(?:\[\s*)?\{\s*[\"}]")
_BLOCK = re.compile(r"<(?:p|div|br|h[1-6]|ul|ol|script|style)\b[^>]*>", re.IGNORECASE)
_INLINE = re.compile(r"</(?:a|b|cite|em|i|q|s|small|span|strong|su[bp]|u)\s*>", re.IGNORECASE)
_BODIES = ("body", "text", "content", "article")
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
    body = next(filter(str.strip, map(_string, map(record.get, _BODIES))), "")
    if not body:
        raise InputError(f"{place} has no body", hint=_HINT)
    paragraphs = _paragraphs(body, place)
    stated = stated_in(record)
    author = author_names(stated.get("author", ""))
    stated.setdefault("language", language_of(" ".join(paragraphs)))
    return Draft(
        paragraphs=paragraphs,
        wire=wire_of(paragraphs, [author], outlet=stated.get("outlet", "")),
        **(stated | {"author": author}),
    )


def _parsed(text: str) -> Any:
    try:
        return json.loads(text.strip("\ufeff"))
    except (ValueError, RecursionError):  # the latter for objects nested beyond any use
        return None


def _paragraphs(body: str, place: str) -> tuple[str, ...]:
    blocks = _BLOCK.search(body) is not None
    if not blocks and not _INLINE.search(body):
        return tuple(lines_of(clean(html.unescape(body))))
    from brief.ingest.webpage import page_lines, parse_page

    page = parse_page(body, source=place)
    # Where only words are marked up, line breaks divide the paragraphs.
    return tuple(page_lines(page) if blocks else lines_of(clean(page.text_content())))


def _string(value: Any) -> str:
    """A text, or its paragraphs where they are a list."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    return value if isinstance(value, str) else ""
