"""Whether a sentence speaks of the time that a question names: "in May", "last week"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date

from brief.retrieve.dates import Dated, find_dates
from brief.text import masked
from brief.verify.dates import When, dates, published_on
from brief.verify.same_dates import borne_out


def named(question: str) -> tuple[When, ...]:
    """The dates a question names, as far as it fixes them; "last week" fixes nothing.

    >>> [when.text for when in named("How full was the reservoir in May, and how full last year?")]
    ['May']
    >>> [when.text for when in named("how full was it in may and in sept 2024, and may it fall")]
    ['May', 'Sept 2024']
    """
    spelled = _TYPED.sub(lambda month: month[0].title(), question)
    return tuple(when for when in dates(spelled) if when.year or when.month)


# The name of a month that was typed without its capital; "may" is mostly a verb.
_TYPED = re.compile(
    r"(?:(?<=\bin )|(?<=\bof )|(?<=\bsince )|(?<=\buntil )|(?<=\bby )|(?<=\d ))(?:may|march)\b"
    r"|\b(?:january|february|april|june|july|august|september|october|november|december|sept)\b"
)


def timely(asked: Sequence[When], sentence: str, published: str) -> bool:
    """Whether the sentence gives one of the dates asked for, or was published then.

    Asked for nothing, every sentence is timely. `published` is ISO 8601, "" where unknown.

    >>> timely(named("What was inflation in March?"), "It rose to 6.4 per cent.", "2025-03-30")
    True
    >>> timely(named("What was inflation in March?"), "It was 5.2 per cent in May.", "2025-06-12")
    False
    """
    if not asked:
        return True
    day = published_on(published)
    told = dates(sentence, day)
    return any(borne_out(when, told, day) for when in asked)


def of_today(dated: Iterable[Dated], part: tuple[int, int]) -> tuple[Dated, ...]:
    """Those that count from today and stand in the part, or else anywhere in the question."""
    found = [day for day in dated if day.relative]
    inside = [day for day in found if part[0] <= day.start < part[1]]
    return tuple(inside or found)


def during(days: Sequence[Dated], sentence: str, published: str) -> bool:
    """Whether the sentence was published in one of the spans of days, or gives a date within it.

    Asked for none, every sentence is.

    >>> week = find_dates("last week", date(2025, 3, 19))
    >>> during(week, "It rose to 6.4 per cent.", "2025-03-12")
    True
    >>> during(week, "It rose to 6.4 per cent.", "2025-03-18")
    False
    >>> during(week, "On 11 March it rose to 6.4 per cent.", "2025-03-18")
    True
    """
    if not days:
        return True
    day = published_on(published)
    told = [_span(when) for when in dates(sentence, day)] + [(day, day)]
    return any(
        (asked.since or date.min) <= first and last <= (asked.until or date.max)
        for first, last in told
        if first and last
        for asked in days
    )


def _span(when: When) -> tuple[date | None, date | None]:
    """The first and the last day that a date may be; None where its year is not known."""
    if when.year is None or when.last_year:
        return None, None
    if when.month and when.day:
        return (date(when.year, when.month, when.day),) * 2
    quarter = when.quarter or 0
    first = when.month or max(3 * quarter - 2, 1)
    last = when.month or 3 * quarter or 12
    end = date(when.year, last, monthrange(when.year, last)[1])
    return date(when.year, first, 1), end


def without_today(question: str) -> str:
    """The question with blanks where it counts from today, which no sentence can answer to.

    >>> without_today("How full was the reservoir over the last two weeks?")
    'How full was the reservoir                        ?'
    """
    spans = []
    for found in find_dates(question, _ANY_DAY):
        if found.relative:
            lead = _LEAD.search(question, 0, found.start)
            tail = _TAIL.match(question, found.end)
            spans.append((lead.start() if lead else found.start, tail.end() if tail else found.end))
    return masked(question, spans)


_ANY_DAY = date(2000, 1, 1)  # where the words stand does not hang on it
_LEAD = re.compile(
    r"\b(?:earlier|later)\s+\Z|\b(?:in|over|during|within|for|from)\s+(?:the\s+)?\Z|\bthe\s+\Z",
    re.I,
)
_TAIL = re.compile(r"['’]s\b")
