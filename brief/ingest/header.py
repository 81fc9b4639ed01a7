"""Title and date of an article from the lines around its body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from brief.ingest import dates
from brief.ingest.lines import look
from brief.text import content_words, fold, stem

_CREATED = re.compile(
    r"\b(?:created|(?:first )?published|posted|publicado|veröffentlicht)\b[\s:]*", re.I
)
_SUFFIX = re.compile(r"\s+[|–—-]\s+([^|–—]{2,40})$")
_LONGEST = 160  # characters of a line that states a date


def title_of(before: Sequence[str], body: Sequence[str]) -> str:
    """The line before the body that shares its words: the last repeated one, else the first."""
    known = {stem(word) for word in content_words(" ".join(body[:4]))}
    scored: list[tuple[float, str]] = []
    for line in before:
        seen = look(line)
        clutter = (
            seen.dated
            or seen.promo
            or seen.zone
            or seen.caption
            or seen.pieces > 3
            or " > " in line
        )
        if clutter or not 3 <= seen.words <= 40 or line.lower().startswith("by "):
            continue
        stems = {stem(word) for word in content_words(line)}
        share = len(stems & known) / (len(stems) + 2)
        if share > 0:
            scored.append((share + 0.3 * (before.count(line) > 1) - 0.2 * seen.sentence, line))
    best = max((score for score, _ in scored), default=0.0)
    titles = [line for score, line in scored if score >= 0.7 * best]
    repeated = [line for line in titles if before.count(line) > 1]
    return (repeated[-1:] or titles[:1] or [""])[0]


def outlet_in(lines: Sequence[str], title: str) -> str:
    """The name that a line adds to the title behind a bar or dash, as pages do for the browser."""
    for line in lines:
        suffix = _SUFFIX.search(line)
        if suffix and title and fold(line[: suffix.start()]) == fold(title):
            return suffix[1]
    return ""


def without_outlet(title: str, outlet: str) -> str:
    """`title` less the outlet's name behind a bar or dash."""
    suffix = _SUFFIX.search(title)
    return (
        title[: suffix.start()] if suffix and outlet and fold(suffix[1]) == fold(outlet) else title
    )


def dating(after: Sequence[str]) -> list[str]:
    """Of the lines below a body those that date it, not the story that is listed next."""
    own = takewhile(lambda line: not look(line).zone, after)
    return [
        line
        for line in own
        if _CREATED.search(line) or dates.UPDATED.search(line) or dates.is_date(line)
    ]


def published_of(lines: Sequence[str], *, near: str = "", language: str = "en") -> str:
    """The date that the page states, `lines` being the nearest to the body first.

    A line that says when it was published wins over one that says nothing, and that over one that
    says when it was updated. `near` is a date known from elsewhere, the last resort.
    """
    unlabelled = updated = ""
    for i, line in enumerate(lines):
        if len(line) > _LONGEST:
            continue
        created = _CREATED.search(line)
        stated = line[created.end() :] if created else line
        found = dates.to_iso(stated, near=near, language=language)
        if created and not found:  # the date may stand before the word
            found = dates.to_iso(line, near=near, language=language)
            created = None if dates.UPDATED.search(line) else created
        if not found:
            continue
        if len(found) == 10:
            beside = [*lines[i + 1 : i + 2], *lines[max(0, i - 1) : i]]
            clock = next(filter(None, map(dates.time_of, beside)), "")
            found += f"T{clock}" if clock else ""
        if created:
            return found
        if dates.UPDATED.search(line):
            updated = updated or found
        else:
            unlabelled = unlabelled or found
    return unlabelled or updated or near
