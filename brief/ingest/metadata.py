"""What a page's JSON-LD and meta elements say of its article, times and addresses included."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from brief.ingest import dates
from brief.ingest.clean import clean, squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LEVELS = 4  # a list of objects whose names are lists; deeper is no name
_ARTICLES = ("Article", "Posting", "Report")
_STAMPS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@property='og:article:published_time']/@content",
)


def metadata_of(tree: HtmlElement) -> dict[str, str]:
    """`published`, `url`, `outlet` and `author` where the page states them for machines."""
    found = dict.fromkeys(("published", "url", "outlet", "author"), "")
    for item in _items(tree):
        if not str(item.get("@type", "")).rstrip("']").endswith(_ARTICLES):
            continue
        page = item.get("mainEntityOfPage")
        for name, value in (
            ("published", dates.to_iso(_text(item.get("datePublished")))),
            ("url", _text(item.get("url")) or _text(page)),
            ("outlet", _text(item.get("publisher"))),
            ("author", _text(item.get("author"))),
        ):
            found[name] = found[name] or value
    for path in _STAMPS:
        for stamp in tree.xpath(path):
            found["published"] = found["published"] or dates.to_iso(stamp)
    for author in tree.xpath("//meta[@name='author']/@content"):
        found["author"] = found["author"] or _text(author)
    found["url"] = found["url"] if found["url"].startswith(("https://", "http://")) else ""
    return found


def _items(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object at the top of the page's JSON-LD or in its graph."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            pending = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):
            continue  # pages with broken JSON-LD are common and have other marks
        while pending:
            value = pending.pop(0)
            if isinstance(value, list):
                pending += value
            elif isinstance(value, dict):
                yield value
                pending += [value["@graph"]] if "@graph" in value else []


def _text(value: Any) -> str:
    """A string, or the name or id of the object, or of the first of several, that stands for it."""
    for _ in range(_LEVELS):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@id")
    return squeeze(clean(value)) if isinstance(value, str) else ""
