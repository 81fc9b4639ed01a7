"""One file's bytes to one article, by what the bytes are and not by what the file is called."""

from __future__ import annotations

import re

from brief.ingest.clean import clean
from brief.ingest.decode import decode
from brief.ingest.draft import Draft, finish
from brief.ingest.dump import draft_of_dump
from brief.ingest.markdown import draft_of_markdown, is_markdown
from brief.schema import Article

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|span|meta)\b", re.I)


def extract(data: bytes, *, source: str) -> Article:
    """The article in one file's bytes; InputError where there is none or it cannot be read."""
    return finish(draft_of(decode(data, source=source), source=source), source=source)


def draft_of(raw: str, *, source: str) -> Draft:
    """What a decoded file holds: a web page, markdown, or plain text with or without clutter."""
    if is_html(raw):
        from brief.ingest.webpage import draft_of_page

        return draft_of_page(raw)
    text = clean(raw)
    if is_markdown(text, source):
        return draft_of_markdown(text)
    return draft_of_dump(text)


def is_html(raw: str) -> bool:
    return _HTML.search(raw[:2000]) is not None
