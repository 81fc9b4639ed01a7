"""Dates in English text, resolved from the day the text was published.

Handles ISO and numeric forms, "2 October 2025", "Oct. 2", "in April", "mid-2025", "the 1990s",
"the second quarter of 2025", weekdays and words such as "yesterday" or "last year". A date is
what it fixes: year, month, day, each only where known. Numeric forms with an ambiguous order are
read day first, then month first. Does not handle clock times, holidays or other calendars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from brief.verify.spans import Taken

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH_OF = {name: place + 1 for place, name in enumerate(_MONTHS)}
_MONTH_OF |= {name[:3]: number for name, number in list(_MONTH_OF.items())} | {"sept": 9}
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBER_OF = {"first": 1, "second": 2, "third": 3, "fourth": 4}

_M = rf"(?P<month>{'|'.join(m.title() for m in _MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_Y = r"(?P<year>(?:1[5-9]|20|21)\d\d)"
# "more than 2000 people" counts them: what is counted follows, or the words before say so.
_COUNTED = (
    r"\s+(?i:(?:more|other|new|local|foreign|former|full-time|of\s(?:the|its|their|our))\s)?"
    r"(?:people|men|women|children|staff|police|troops|households|"
    r"(?!(?:was|is|has|does|says|this|its|his|as|across|versus|plus|less|levels|figures|prices|rates|terms|results|"
    r"sales|estimates|elections|rises|remains)\b)[a-z]{3,}s)\b"
)
_FEWER = r"(?!\d\d00\b(?i:(?<=more than \d{4})|(?<=fewer than \d{4})|(?<=less than \d{4})|(?<=at least \d{4})))"
_D = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_LEAD = r"(?:(?:early|late|mid)[\s-])?"
_WHEN = (
    r"(?:in|since|until|till|by|from|during|before|after|between|through|of|late|early|mid|the|and|"
    r"circa|last|next|this|year|a|end|throughout|as|back|\()"
)
_LOOSELY = r"(?:to|for|around|about|than)"  # before a year as before a number
_FORMS = (
    re.compile(rf"(?<![\d.-]){_Y}[-/.](?P<month_n>[01]?\d)[-/.](?P<day>[0-3]?\d)(?:T[\d:.Z+-]+)?(?![\d-])"),
    re.compile(rf"(?<![\d.-])(?P<a>[0-3]?\d)[-/.](?P<b>[0-3]?\d)[-/.]{_Y}(?!\d)"),
    re.compile(rf"\b{_D}\s+(?:of\s+)?{_M},?(?:\s+{_Y})?(?![\w])"),
    re.compile(rf"\b{_M}\.?\s+{_D}\b(?!\s*(?:%|percent|per\s|million|billion|\.\d))(?:,?\s+{_Y}\b)?"),
    re.compile(rf"\b{_LEAD}{_M},?\s+(?:of\s+)?{_Y}\b"),
    re.compile(rf"\b(?:(?P<q>Q[1-4])|(?P<qword>first|second|third|fourth)[\s-]quarter)(?:\s+(?:of\s+)?{_Y})?\b"),
    re.compile(r"\b(?:the\s)?(?P<decade>(?:1[5-9]|20)\d0)'?s\b"),
    re.compile(rf"(?i:\b(?:{_WHEN}|{_LOOSELY})\s+(?:early|late|mid)?[\s-]*){_M}(?![\w'’])(?!\s+\d)"),
    re.compile(
        rf"\b(?P<month>{'|'.join(m.title() for m in _MONTHS if m not in ('march', 'may', 'august', 'june', 'april'))})\b"
    ),
    re.compile(rf"(?P<shift>(?i:last|next|this|previous)\s+)?\b(?P<weekday>{'|'.join(d.title() for d in _DAYS)})\b"),
    re.compile(r"\b(?P<word>(?i:yesterday|today|tonight|tomorrow))\b"),
    re.compile(r"\b(?P<shift>(?i:last|this|next|earlier\sthis|later\sthis))\s(?P<span>(?i:year|month|week))\b"),
    re.compile(rf"(?i:\b{_WHEN}[\s(-]*(?:fiscal\s)?){_Y}(?![\w%,.]*\d)(?!\s*(?:%|per\s?cent|million|billion|tonnes|tons))"),
    re.compile(rf"(?i:\b{_LOOSELY}[\s(-]*(?:fiscal\s)?){_FEWER}{_Y}(?![\w%,.]*\d)(?!\s*(?:%|per\s?cent|million|billion|tonnes|tons)|{_COUNTED})"),
    re.compile(rf"(?<![\d$€£.,#-])\b{_FEWER}{_Y}\b(?![\d,.]\d)(?!\s*(?:%|percent|per\s|million|billion)|{_COUNTED})"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """A moment as far as the text fixes it; `last_year` ends a span such as a decade."""

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    last_year: int | None = None
    weekday: int | None = None  # 0 is Monday; only where the text names it
    slack: int = 0  # days by which a resolved weekday or week may be off
    inferred: bool = False  # year, month or day came from the publication date


def dates(text: str, published: date | None = None) -> tuple[When, ...]:
    """The dates of `text` in order; relative ones are resolved from `published` where given."""
    found: list[When] = []
    taken = Taken(text)
    for pattern in _FORMS:
        for match in pattern.finditer(text):
            named = [group for group, value in match.groupdict().items() if value]
            start, end = min(match.start(group) for group in named), match.end()
            if taken.meets(start, end):
                continue
            end = start + len(text[start:end].rstrip(" ,."))
            when = next(_read(match, start, end, text[start:end], published), None)
            if when is not None:
                found.append(when)
                taken.add(start, end)
    return tuple(sorted(found, key=lambda w: w.start))


def _read(
    match: re.Match[str], start: int, end: int, text: str, published: date | None
) -> Iterator[When]:
    part = {key: value for key, value in match.groupdict().items() if value}
    year = int(part["year"]) if "year" in part else None
    if "a" in part:
        day, month = int(part["a"]), int(part["b"])
        if month > 12:
            day, month = month, day
        if _valid(year, month, day):
            yield When(start, end, text, year, month, day)
    elif "month" in part or "month_n" in part:
        month = int(part["month_n"]) if "month_n" in part else _month(part["month"])
        day_found = int(part["day"]) if "day" in part else None
        if not _valid(year, month, day_found or 1):
            return
        inferred = year is None and published is not None
        if year is None and published is not None:
            year = _with_day(_nearest_year(month, published), month, day_found or 1)
        yield When(start, end, text, year, month, day_found, inferred=inferred)
    elif "q" in part or "qword" in part:
        quarter = int(part["q"][1]) if "q" in part else _NUMBER_OF[part["qword"].lower()]
        yield When(start, end, text, year, quarter=quarter)
    elif "decade" in part:
        first = int(part["decade"])
        yield When(start, end, text, first, last_year=first + 9)
    elif year is not None:
        yield When(start, end, text, year)
    else:
        with suppress(OverflowError):  # the day before the first that a date can be
            yield _relative(part, start, end, text, published)


def _month(name: str) -> int:
    name = name.lower().rstrip(".")
    return _MONTH_OF[name] if name in _MONTH_OF else _MONTH_OF[name[:3]]


def _valid(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def _nearest_year(month: int, published: date) -> int:
    """News speaks of the month nearest to it: at most four months ahead, else the last one."""
    ahead = (month - published.month) % 12
    if ahead == 0:
        return published.year
    if ahead <= 4:
        return published.year + (1 if month < published.month else 0)
    return published.year - (1 if month > published.month else 0)


def _with_day(year: int, month: int, day: int) -> int:
    """The year nearest to `year` that has the day: 29 February is not in every one."""
    years = range(max(year - 8, date.min.year), min(year + 8, date.max.year) + 1)
    return min((y for y in years if _valid(y, month, day)), key=lambda y: abs(y - year))


def _relative(
    part: dict[str, str], start: int, end: int, text: str, published: date | None
) -> When:
    weekday = _DAYS.index(part["weekday"].lower()) if "weekday" in part else None
    if published is None:
        return When(start, end, text, weekday=weekday)
    shift = part.get("shift", "").strip().lower()
    if weekday is not None:
        day = published - timedelta(days=(published.weekday() - weekday) % 7)
        if shift == "next":
            day += timedelta(days=7)
        return replace(_resolved(start, end, text, day, slack=7), weekday=weekday)
    if "word" in part:
        steps = {"yesterday": -1, "tomorrow": 1}.get(part["word"].lower(), 0)
        return _resolved(start, end, text, published + timedelta(days=steps), slack=1)
    step = {"last": -1, "next": 1}.get(shift, 0)
    if part["span"].lower() == "year":
        return When(start, end, text, published.year + step, inferred=True)
    if part["span"].lower() == "month":
        months = published.year * 12 + published.month - 1 + step
        return When(start, end, text, months // 12, months % 12 + 1, inferred=True)
    return _resolved(start, end, text, published + timedelta(days=7 * step), slack=7)


def _resolved(start: int, end: int, text: str, day: date, slack: int) -> When:
    return When(start, end, text, day.year, day.month, day.day, slack=slack, inferred=True)


def published_on(text: str) -> date | None:
    """The date of an ISO 8601 date or date and time; None where there is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
