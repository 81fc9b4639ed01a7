"""Times that count from today, "last week" or "three days ago", as first and last day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

Days = tuple[date, date]
Read = Callable[[re.Match[str], "date | None"], "Days | None"]

_COUNTS = {
    "a": 1, "one": 1, "couple of": 2, "two": 2, "few": 3, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})"
_UNIT = r"(?P<unit>day|week|month|quarter|year)"
_NOT_OF = r"(?!\s+of\b)"  # "the last week of March" counts from another day
# and so does "her last year in office"
_NOT_ITS = r"(?<!\bits\s)(?<!\bhis\s)(?<!\bher\s)(?<!\btheir\s)(?<!['’]s\s)(?<!s['’]\s)"
_OVER = "|".join(rf"(?<=\b{word}\s)" for word in ("in", "over", "during", "within", "for"))


def _day(match: re.Match[str], as_of: date | None) -> Days | None:
    if as_of is None:
        return None
    day = as_of - timedelta(days=match.group().lower() == "yesterday")
    return day, day


def _part_of_day(match: re.Match[str], as_of: date | None) -> Days | None:
    """ "this morning"; "last night" was yesterday, and is reported today."""
    if as_of is None:
        return None
    return as_of - timedelta(days=match.group().lower() == "last night"), as_of


def _weekend(_: re.Match[str], as_of: date | None) -> Days | None:
    """The weekend that has come last, with the Monday that reports it."""
    if as_of is None:
        return None
    saturday = as_of - timedelta(days=(as_of.weekday() - 5) % 7)
    return saturday, saturday + timedelta(days=2)


def _calendar(match: re.Match[str], as_of: date | None) -> Days | None:
    """ "this week", "last month": whole calendar units, as far as they have come."""
    if as_of is None:
        return None
    back, unit = int(match["which"].lower() != "this"), match["unit"].lower()
    if unit == "day":
        return None
    if unit == "week":
        return _week(as_of, back)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = (as_of.year * 12 + as_of.month - 1) // months * months - months * back
    last = first + months - 1
    end = date(last // 12, last % 12 + 1, monthrange(last // 12, last % 12 + 1)[1])
    return date(first // 12, first % 12 + 1, 1), end


def _rolling(match: re.Match[str], as_of: date | None) -> Days | None:
    """ "the past three days", "the last 2 weeks", "the past week": up to today."""
    if as_of is None:
        return None
    days = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}[match["unit"].lower()]
    return as_of - timedelta(days=_counted(match["count"] or "1") * days), as_of


def _ago(match: re.Match[str], as_of: date | None) -> Days | None:
    """ "three days ago" is that day and the next, which reports it; "two weeks ago" a week."""
    if as_of is None:
        return None
    count = _counted(match["count"])
    if match["unit"].lower() == "week":
        return _week(as_of, count)
    day = as_of - timedelta(days=count)
    return day, day + timedelta(days=1)


def _week(as_of: date, back: int) -> Days:
    monday = as_of - timedelta(days=as_of.weekday() + 7 * back)
    return monday, monday + timedelta(days=6)


def _counted(said: str) -> int:
    return _COUNTS.get(said.lower()) or int(said)


FROM_TODAY: tuple[tuple[str, Read], ...] = (
    (rf"(?:{_OVER})the last(?P<count>)\s+{_UNIT}\b{_NOT_OF}", _rolling),
    (rf"{_NOT_ITS}\b(?P<which>this|last|previous)\s+{_UNIT}\b{_NOT_OF}", _calendar),
    # not where "last" is a verb: "Will it last two years?"
    (
        rf"(?:{_NOT_ITS}\b(?:past|previous)|\b(?<=the\s)last)\s+{_COUNT}\s+{_UNIT}s?\b{_NOT_OF}",
        _rolling,
    ),
    (rf"\bthe past(?P<count>)\s+{_UNIT}\b{_NOT_OF}", _rolling),
    (r"\b(?:today|yesterday)\b", _day),
    (r"\b(?:last night|this (?:morning|afternoon|evening))\b", _part_of_day),
    (rf"\b(?:this|last|(?:at|over) the)\s+weekend\b{_NOT_OF}", _weekend),
    # months and years are counted from what is told as often: "closed 14 years ago"
    (rf"\b(?:a\s+)?{_COUNT}\s+(?P<unit>day|week)s?\s+ago\b", _ago),
)
