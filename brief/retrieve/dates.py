"""Publication dates and ranges in a question, as first and last day, both inclusive."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from brief.retrieve.from_today import FROM_TODAY, Days, Read

_NAMES = (
    "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august"
    "|sep sept september|oct october|nov november|dec december"
)
_MONTHS = {
    name: number
    for number, names in enumerate(_NAMES.split("|"), start=1)
    for name in names.split()
}
_MONTH = r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"  # noqa: E501
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# without a year "may" is a verb: "which of the 12 may close?"
_CAPITAL = rf"(?!(?-i:may|march)\b){_MONTH}"
_FIRST_DAY = _DAY.replace("day", "first_day")
_FIRST_MONTH = _MONTH.replace("<month", "<first_month")
_FROM = r"(?<![\w.,:$€£-])(?:(?P<between>between\s+)|from\s+)"
_MAYBE_FROM = f"{_FROM}?"  # the lookbehind holds without it as well
_TO = r"\s*(?(between)and|(?:to|until|till|through|[-–]))\s*"

# "the report from 3 May" is of that day, "in force from 3 May" since then
_REPORTS = re.compile(
    r"\b(?:articles?|columns?|coverage|data|figures|interviews?|news|numbers|pieces?|posts?"
    r"|reports?|statements?|stor(?:y|ies))\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date expression at `[start, end)` and the days it leaves open; None is no bound."""

    start: int
    end: int
    since: date | None
    until: date | None
    relative: bool = False  # counts from today: "last week"; "today" may mean nowadays


def find_dates(question: str, as_of: date | None) -> tuple[Dated, ...]:
    """Dates and ranges in `question`, in order, without overlap.

    "before November 2023" ends on the last day of October, "since May 3" begins on that day,
    "between A and B" and "from A to B" are one range. What needs today's date ("last week",
    "October 7" without its year) is left out when `as_of` is None.
    """
    found = _spans(question, as_of)
    joined: list[Dated] = []
    for dated in found:
        before = question[: dated.start]
        if joined:
            gap = question[joined[-1].end : dated.start]
            opening = question[: joined[-1].start]
            between = re.search(r"\bbetween\s+$", opening, re.I)
            if (between and re.fullmatch(r"\s*and\s*", gap, re.I)) or (
                re.fullmatch(r"\s*(?:to|until|till|through|[-–])\s*", gap, re.I)
            ):
                first = joined.pop()
                start = between.start() if between else first.start
                # "between May 3 and May 9": the year may stand only once
                joined.append(Dated(start, dated.end, _same_year(first, dated), dated.until))
                continue
        joined.append(_bounded(before, dated))
    return tuple(joined)


def _same_year(first: Dated, last: Dated) -> date | None:
    """The first day of a range whose last day alone has the year: the latest before that day."""
    since, until = first.since, last.until
    if since is None or until is None or since <= until:
        return since
    if (since.month, since.day) == (2, 29):
        since = since.replace(day=28)
    year = until.year - ((since.month, since.day) > (until.month, until.day))
    return since.replace(year=year)


def _bounded(before: str, dated: Dated) -> Dated:
    """The days that the word in front of a date leaves open."""
    cue = re.search(
        r"\b(before|prior to|earlier than|ahead of|after|later than|following|since|from|as of"
        r"|until|till|up to|by|through|on or before|on or after|not? earlier than|not? later than)"
        r"\s+(?:the\s+)?$",
        before,
        re.I,
    )
    if not cue or dated.since is None or dated.until is None:
        return dated
    word, day = cue.group(1).lower(), timedelta(days=1)
    if word == "from" and (dated.relative or _REPORTS.search(before[: cue.start()])):
        return replace(dated, start=cue.start())
    if word in ("before", "prior to", "earlier than", "ahead of"):
        return replace(dated, start=cue.start(), since=None, until=dated.since - day)
    if word in ("after", "later than", "following"):
        return replace(dated, start=cue.start(), since=dated.until + day, until=None)
    if word in ("since", "from", "as of", "on or after", "no earlier than", "not earlier than"):
        return replace(dated, start=cue.start(), until=None)
    return replace(dated, start=cue.start(), since=None)


def _spans(question: str, as_of: date | None) -> list[Dated]:
    found: list[Dated] = []
    for pattern, read in _PATTERNS:
        for match in re.finditer(pattern, question, re.I):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            try:
                days = read(match, as_of)
            except (ValueError, OverflowError):  # a 31st of June is no date
                continue
            if days:
                relative = (pattern, read) in FROM_TODAY and match[0].lower() != "today"
                found.append(Dated(match.start(), match.end(), *days, relative))
    return sorted(found, key=lambda dated: dated.start)


def _full(match: re.Match[str], as_of: date | None) -> Days | None:
    parts = match.groupdict()
    month = _month(match)
    day = int(parts["day"]) if parts.get("day") else None
    if parts.get("year"):
        year = int(parts["year"])
    elif as_of is None:
        return None
    else:  # the latest such day that has come
        year = as_of.year - (date(as_of.year, month, day or 1) > as_of)
    if day:
        return date(year, month, day), date(year, month, day)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _range(match: re.Match[str], as_of: date | None) -> Days | None:
    """ "from 3 to 9 October", "between March and May 2024": month or year may stand only once."""
    last = _full(match, as_of)
    if not last:
        return None
    parts = match.groupdict()
    month = _MONTHS[parts["first_month"].lower().rstrip(".")] if "first_month" in parts else 0
    day = int(parts.get("first_day") or 1)
    first = date(last[1].year, month or last[1].month, day)
    if first > last[1] and month:  # "from November to February 2024"
        first = first.replace(year=first.year - 1)
    return (first, last[1]) if first <= last[1] else None


def _years(match: re.Match[str], _: date | None) -> Days:
    first, last = sorted((int(match["first_year"]), int(match["year"])))
    return date(first, 1, 1), date(last, 12, 31)


def _month(match: re.Match[str]) -> int:
    name = match["month"].lower().rstrip(".")
    return int(name) if name.isdigit() else _MONTHS[name]


def _year(match: re.Match[str], _: date | None) -> Days:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31)


def _quarter(match: re.Match[str], _: date | None) -> Days:
    year, last = int(match["year"]), int(match["quarter"]) * 3
    return date(year, last - 2, 1), date(year, last, monthrange(year, last)[1])


_PATTERNS: tuple[tuple[str, Read], ...] = (
    (
        r"\b(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)"
        r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\b",
        _full,
    ),
    (rf"{_MAYBE_FROM}{_FIRST_DAY}{_TO}{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}\b", _range),
    (rf"{_MAYBE_FROM}{_MONTH}\s+{_FIRST_DAY}{_TO}{_DAY},?\s+{_YEAR}\b", _range),
    (rf"{_MAYBE_FROM}{_FIRST_MONTH}{_TO}{_MONTH},?\s+{_YEAR}\b", _range),
    (
        rf"{_MAYBE_FROM}{_FIRST_DAY}{_TO}{_DAY}(?:\s+of)?\s+{_CAPITAL}\b(?!,?\s+(?:19|20)\d\d)",
        _range,
    ),
    (rf"{_FROM}{_CAPITAL}\s+{_FIRST_DAY}{_TO}{_DAY}\b(?![:%]|[.,]?\d|,?\s+(?:19|20)\d\d)", _range),
    (rf"{_FROM}{_FIRST_MONTH}{_TO}{_CAPITAL}\b(?!,?\s+\d)", _range),
    # "from 1905 to 1913" is history, not when an article was published
    (rf"{_FROM}(?P<first_year>(?:19[89]|20\d)\d){_TO}{_YEAR}\b(?![-.,]?\d)", _years),
    (rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", _full),
    (rf"\b{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}\b", _full),
    (rf"\b{_MONTH},?\s+{_YEAR}\b", _full),
    (r"\bQ(?P<quarter>[1-4])\s+(?P<year>20\d\d)\b", _quarter),
    *FROM_TODAY,
    # without a year, only where it can be nothing else
    (rf"\b{_CAPITAL}\s+{_DAY}\b(?![:%]|[.,]?\d)", _full),
    (rf"\b{_DAY}(?:\s+of)?\s+{_CAPITAL}\b", _full),
    (rf"(?<=\b(?:in|by) ){_CAPITAL}\b", _full),
    (rf"(?<=\b(?:since|after|until) ){_CAPITAL}\b", _full),
    (rf"(?<=\b(?:before|during) ){_CAPITAL}\b", _full),
    (r"(?<=\b(?:in|by) )(?P<year>(?:19|20)\d\d)\b", _year),
    (r"(?<=\b(?:since|after|until) )(?P<year>(?:19|20)\d\d)\b", _year),
    (r"(?<=\b(?:before|during) )(?P<year>(?:19|20)\d\d)\b", _year),
)
