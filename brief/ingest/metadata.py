"""What a page's JSON-LD and meta elements say of its article, times and addresses included."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from brief.ingest import dates
from brief.ingest.stated import is_url, moment, texts
from brief.text import fold

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLES = ("Article", "Posting", "Report")
_HEADS = "//title/text() | //meta[@property='og:title']/@content | //h1//text()"
_STAMPS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@property='og:article:published_time']/@content",
)


def metadata_of(tree: HtmlElement) -> dict[str, str]:
    """`published`, `url`, `outlet` and `author` where the page states them for machines."""
    found = dict.fromkeys(("published", "url", "outlet", "author"), "")
    for item in _own(tree):
        outlet = [name for name in texts(item.get("publisher")) if not is_url(name)]
        author = [name for name in texts(item.get("author")) if not is_url(name)]
        urls = [*texts(item.get("url")), *texts(item.get("mainEntityOfPage"))]
        for name, value in (
            ("published", moment(item.get("datePublished"))),
            ("url", next(filter(is_url, urls), "")),
            ("outlet", next(iter(outlet), "")),
            ("author", ", ".join(author)),
        ):
            found[name] = found[name] or value
    for path in _STAMPS:
        for stamp in tree.xpath(path):
            found["published"] = found["published"] or dates.to_iso(stamp)
    for author in tree.xpath("//meta[@name='author']/@content"):
        found["author"] = found["author"] or ", ".join(texts(author))
    return found


def _own(tree: HtmlElement) -> list[dict[str, Any]]:
    """What the page says of its own article, not of those it links to: the first if none is named.

    One article may be described several times, each time with other fields.
    """
    articles = [item for item in _items(tree) if _is_article(item)]
    heads = fold(" | ".join(tree.xpath(_HEADS)))
    own = [item for item in articles if any(fold(h) in heads for h in texts(item.get("headline")))]
    return own or articles[:1]


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in listed)


def _items(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object at the top of the page's JSON-LD or in its graph."""
    for script in tree.xpath("//script[starts-with(@type, 'application/ld+json')]/text()"):
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
