"""The article in a text dump of a page, or in plain text: body, and what its lines credit."""

from __future__ import annotations

import re

from brief.ingest import attribution, header
from brief.ingest.clean import lines_of, squeeze
from brief.ingest.dates import to_iso
from brief.ingest.draft import Draft
from brief.ingest.language import language_of
from brief.ingest.prose import body_lines

_DATE_LINE = re.compile(r"\s*date[: ]\s*(\d{4}-\d\d-\d\d)\b[ \t]*", re.IGNORECASE)
_URL_LINE = re.compile(r"^(?:url|link|source)? ?:? ?(https?://\S+)$", re.IGNORECASE | re.MULTILINE)


def draft_of_dump(text: str) -> Draft:
    """The article in a text dump; no paragraphs where it has none.

    A first line `date YYYY-MM-DD` is what the crawler noted: it settles the order of day and month
    and stands in where the page states no date of its own.
    """
    stated = _DATE_LINE.match(text)
    text = text[stated.end() :] if stated else text
    lines = lines_of(text)
    kept = body_lines(lines)
    if not kept:
        return Draft(())
    first, last = kept[0], kept[-1] + 1
    chosen = set(kept)
    body = tuple(lines[i] for i in kept if not attribution.is_credit(lines[i]))
    before, after = lines[:first], lines[last:]
    within = [lines[i] for i in range(first, last) if i not in chosen]
    title = header.title_of(before, body)
    outlet = attribution.outlet_of(body, _gaps(text, before), _gaps(text, after))
    outlet = outlet or header.outlet_in(before, title)
    language = language_of(" ".join(body))
    body_on = text.split(maxsplit=sum(len(line.split()) for line in before))[-1]
    url = _URL_LINE.search(text.removesuffix(body_on))
    return Draft(
        paragraphs=body,
        title=header.without_outlet(title, outlet),
        outlet=outlet,
        author=attribution.author_of([*before[::-1][:8], *within, *after[:3]]),
        url=url[1] if url else "",
        published=header.published_of(
            [*before[::-1], *within, *header.dating(after[:3])],
            near=to_iso(stated[1]) if stated else "",
            language=language,
        ),
        language=language,
        wire=attribution.wire_of(
            [lines[i] for i in kept], [*before[-8:], *within, *after[:3]], outlet=outlet
        ),
    )


def _gaps(text: str, lines: list[str]) -> list[str]:
    """The lines as they stood in `text`, where wide gaps separate what squeezing ran together."""
    wide = {squeeze(row): row.strip() for row in text.split("\n") if "  " in row.strip()}
    return [wide.get(line, line) for line in lines]
