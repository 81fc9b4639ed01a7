"""What data state of an article: records, front matter, manifests and a page's JSON-LD."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from brief.ingest import dates
from brief.ingest.clean import clean, squeeze

_NAMES = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher", "site"),
    "author": ("author", "authors", "byline"),
    "url": ("url", "link", "canonical"),
    "published": (
        "published_at", "publishedAt", "published", "published_date", "pubdate", "date",
    ),
    "language": ("language", "lang"),
}  # fmt: skip
_LEVELS = 3  # a list of objects whose names are lists; deeper is no name
_MOST = 30  # of a list: in YAML one may hold itself many times
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")  # of a wiki, as note-takers write names


def stated_in(record: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a draft that a record states, under the names that data sets use for them.

    >>> stated_in({"source": "https://mercury.example/b", "author": ["[[Ola Brask]]"]})
    {'author': 'Ola Brask', 'url': 'https://mercury.example/b'}
    """
    found = {
        field: [", ".join(texts(record.get(name))) for name in names]
        for field, names in _NAMES.items()
    }
    found["published"] = [moment(record.get(name)) for name in _NAMES["published"]]
    # Where it was found, not who published it.
    found["url"] += filter(is_url, found["outlet"])
    found["outlet"] = [name for name in found["outlet"] if not is_url(name)]
    first = {field: next(filter(None, values), "") for field, values in found.items()}
    return {field: value for field, value in first.items() if value}


def texts(value: Any, levels: int = _LEVELS) -> list[str]:
    """The strings that a value stands for: itself, the name or id of an object, those of a list."""
    if isinstance(value, str):
        # In the query of an address, "&copy=1" is no sign.
        plain = value.replace("&amp;", "&") if is_url(value) else html.unescape(value)
        text = squeeze(clean(_LINK.sub(r"\1", plain)))
        return [text] if text else []
    if isinstance(value, dict) and levels:
        return texts(value.get("name") or value.get("@id"), levels - 1)
    if isinstance(value, list) and levels:
        return [text for part in value[:_MOST] for text in texts(part, levels - 1)]
    return []


def moment(value: Any) -> str:
    """The ISO date of a string, of YAML's own dates, or of seconds or milliseconds since 1970."""
    if isinstance(value, date):
        return dates.to_iso(value.isoformat())
    if isinstance(value, int | float):
        for seconds in (value, value / 1000):
            if 10**9 <= seconds < 4 * 10**9:  # from 2001 to 2096
                return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="minutes")
        return ""
    return next(filter(None, map(dates.to_iso, texts(value))), "")


def is_url(text: str) -> bool:
    return text.startswith(("https://", "http://"))
