"""The article in a text dump of a page, or in plain text: body, and what its lines credit."""

from __future__ import annotations

import re

from brief.ingest import attribution, dates
from brief.ingest.clean import lines_of, squeeze
from brief.ingest.draft import Draft
from brief.ingest.language import language_of
from brief.ingest.lines import look
from brief.ingest.prose import body_lines
from brief.text import content_words, stem

_DATE_LINE = re.compile(r"\s*date[: ]\s*(\d{4}-\d\d-\d\d\S*)[ \t]*", re.I)
_CREATED = re.compile(r"\b(?:created|published|posted|first published)\b[\s:]*", re.I)


def draft_of_dump(text: str) -> Draft:
    """The article in a text dump of a page, or in plain text."""
    stated = _DATE_LINE.match(text)
    lines = lines_of(text[stated.end() :] if stated else text)
    kept = body_lines(lines)
    body = tuple(lines[i] for i in kept)
    if not body:
        return Draft(())
    before, after = lines[: kept[0]], lines[kept[-1] + 1 :]
    language = language_of(" ".join(body))
    return Draft(
        paragraphs=body,
        title=title_of(before, body),
        outlet=attribution.outlet_of(body, before, after),
        author=attribution.author_of(before) or attribution.author_of(after[:3]),
        published=published_of(
            [
                *before[::-1],
                *[lines[i] for i in range(kept[0], kept[-1]) if i not in set(kept)],
                *after[:3],
            ],
            near=stated[1] if stated else "",
            language=language,
        ),
        language=language,
        wire=attribution.wire_of(body, [*before, *after[:6]]),
    )


def title_of(before: list[str], body: tuple[str, ...]) -> str:
    """The line before the body that shares most words with it; a repeated line wins."""
    known = {stem(word) for word in content_words(" ".join(body[:4]))}
    best, best_score = "", 0.0
    counts = {line: before.count(line) for line in before}
    for line in before:
        seen = look(line)
        if seen.dated or seen.promo or seen.zone or seen.pieces > 3 or not 2 <= seen.words <= 40:
            continue
        stems = {stem(word) for word in content_words(line)}
        score = (
            len(stems & known) / (len(stems) + 2) + 0.2 * (counts[line] > 1) - 0.2 * seen.sentence
        )
        if score > best_score:
            best, best_score = line, score
    return best.lstrip("# ")


def published_of(lines: list[str], *, near: str, language: str) -> str:
    """The page's own date: where a line says both updated and created, when it was created."""
    for i, line in enumerate(lines):
        if len(line) > 160:
            continue
        created = _CREATED.search(line)
        found = dates.to_iso(
            line[created.end() :] if created else line, near=near, language=language
        )
        if not found:
            continue
        if len(found) == 10:
            beside = [*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]]
            clock = next(filter(None, map(dates.time_of, beside)), "")
            found += f"T{clock}" if clock else ""
        return found
    return dates.to_iso(squeeze(near)) if near else ""
