"""One file's bytes to one article, by what the bytes are and not by what the file is called."""

from __future__ import annotations

import re

from brief.errors import InputError
from brief.ingest.clean import clean
from brief.ingest.decode import decode
from brief.ingest.draft import Draft, finish
from brief.ingest.dump import draft_of_dump
from brief.ingest.markdown import draft_of_markdown, is_markdown
from brief.ingest.records import draft_of_record, is_record_file, records
from brief.schema import Article

# A page begins with a tag, or has its root within what some tools print above it.
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|[a-z][a-z1-6]*[\s>/])"
    r"|.{0,1000}?<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE | re.DOTALL,
)


def extract(data: bytes, *, source: str) -> Article:
    """The article in one file's bytes.

    Raises InputError when there is none, when there are several (`brief.ingest.read` takes those)
    or when the bytes cannot be read. `retrieved` stays empty: reading the bytes is not fetching.
    """
    raw = decode(data, source=source)
    if not is_record_file(raw):
        return finish(draft_of(raw, source=source), source=source)
    found = list(records(raw))
    if len(found) > 1:
        raise InputError(
            f"{source} holds {len(found)} articles", hint="ingest the file by its path"
        )
    return finish(draft_of_record(found[0][1], source), source=source)


def draft_of(raw: str, *, source: str) -> Draft:
    """What a decoded file holds: a web page, markdown, or plain text with or without clutter."""
    if _PAGE.match(raw):
        from brief.ingest.webpage import draft_of_page

        return draft_of_page(raw, source=source)
    text = clean(raw)
    if is_markdown(text, source):
        return draft_of_markdown(text)
    return draft_of_dump(text)
