"""Dates as pages write them, to ISO 8601: `2025-10-02`, `2025-10-02T08:57`, `…+05:30`."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH_NAMES = {
    name[:length]: i for i, name in enumerate(_MONTHS, 1) for length in (3, 4, len(name))
}

# Hours east of Greenwich. IST is India's: of the three countries that use it, the one whose sites
# print it under their headlines. Names that change meaning with the season (ET) are left out.
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 1, "cet": 1, "west": 1, "cest": 2, "eet": 2,
    "sast": 2, "eest": 3, "msk": 3, "eat": 3, "pkt": 5, "ist": 5.5, "wib": 7, "hkt": 8, "sgt": 8,
    "myt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "est": -5, "edt": -4,
    "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATE = re.compile(
    "|".join(
        (
            rf"\b{_YEAR}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?!\d)",
            r"\b(?P<a>\d\d?)(?P<sep>[-/.])(?P<b>\d\d?)(?P=sep)(?P<year2>(?:19|20)\d\d)\b",
            r"\b(?P<day3>\d\d?)(?:st|nd|rd|th|\.)?(?: of| de)?[ -]"
            r"(?P<name3>[^\W\d_]{3,12})\.?,?(?: de)?[ -](?P<year3>(?:19|20)\d\d)\b",
            r"\b(?P<name4>[^\W\d_]{3,12})\.? (?P<day4>\d\d?)(?:st|nd|rd|th)?,? "
            r"(?P<year4>(?:19|20)\d\d)\b",
            r"(?P<year5>(?:19|20)\d\d)\s?年\s?(?P<month5>\d\d?)\s?月\s?(?P<day5>\d\d?)\s?日",
        )
    ),
)
_TIME = re.compile(
    r"(?<![\d.,:+$€£¥-])(?P<hour>[01]?\d|2[0-3])(?P<mark>[:.h])(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?(?:\s*\(?(?P<zone>Z\b|[A-Z]{3,4}\b|[+-](?:0\d|1[0-4]):?[0-5]\d))?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d([T ]\d\d:\d\d.*)?$")
UPDATED = re.compile(
    r"\b(?:(?:last )?(?:updated|modified|edited)|actualizado|aktualisiert)\b", re.IGNORECASE
)
_BESIDE = re.compile(
    r"(?:\W|\b(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?|at|on|date)\b)*",
    re.IGNORECASE,
)


def to_iso(text: str, *, near: str = "", language: str = "en") -> str:
    """The first date in `text`, with the time beside it, "" where there is none.

    `near` is an ISO date that settles 03/07/2025 when both orders are possible; without it the
    day comes first unless the time is a 12-hour one, as is the habit where the month comes first.
    """
    text = text.strip()
    if _ISO.match(text):
        try:
            return _iso(datetime.fromisoformat(text), timed=len(text) > 10)
        except ValueError:
            pass
    for match in _DATE.finditer(text):
        # What follows another date or "updated" is another time.
        others = (other.search(text, match.end()) for other in (_DATE, UPDATED))
        until = min([match.end() + 40, *(other.start() for other in others if other)])
        clock = _time(text, match.end(), until) or _time(
            text, max(0, match.start() - 24), match.start()
        )
        if day := _day(match, clock, near, language):
            return _at(day, clock)
    return ""


def time_of(line: str) -> str:
    """`HH:MM` where the line is a time of day and nothing else, else "".

    >>> time_of("8.57 am IST")
    '08:57+05:30'
    """
    match = _TIME.fullmatch(line.strip(" •|·-–—"))
    return _clock(match) if match and _is_time(match) else ""


def is_date(line: str) -> bool:
    """Whether the line is a date, with or without the time of day, and nothing else.

    >>> is_date("Thursday, 2 October 2025 at 8.57 am"), is_date("2 October 2025: mine closes")
    (True, False)
    """
    rest = _DATE.sub("", line, count=1)
    return rest != line and _BESIDE.fullmatch(_TIME.sub("", rest, count=1)) is not None


def _time(text: str, start: int, end: int) -> re.Match[str] | None:
    return next(filter(_is_time, _TIME.finditer(text, start, end)), None)


def _is_time(match: re.Match[str]) -> bool:
    """Not a number with decimals: where a point divides it, `am`, `pm` or a zone must follow."""
    zone = (match["zone"] or "").lower()
    return match["mark"] != "." or bool(match["half"] or zone in _ZONES or zone[:1] in tuple("+-"))


def _day(
    match: re.Match[str], clock: re.Match[str] | None, near: str, language: str
) -> date | None:
    part = match.groupdict()
    if part["a"]:
        return _numeric_day(
            int(part["a"]), int(part["b"]), int(part["year2"]), part["sep"], clock, near
        )
    for suffix in ("3", "4"):
        if name := part[f"name{suffix}"]:
            day, year = int(part[f"day{suffix}"]), int(part[f"year{suffix}"])
            if month := _MONTH_NAMES.get(name.lower()):
                return _valid(year, month, day)
            return _foreign_day(match[0], language)
    year, month, day = (int(part[key] or part[f"{key}5"]) for key in ("year", "month", "day"))
    return _valid(year, month, day)


def _numeric_day(
    a: int, b: int, year: int, separator: str, clock: re.Match[str] | None, near: str
) -> date | None:
    day_first, month_first = _valid(year, b, a), _valid(year, a, b)
    if not (day_first and month_first) or separator == ".":
        return day_first or month_first
    if near:
        target = date.fromisoformat(near[:10])
        return min(day_first, month_first, key=lambda day: abs(day - target))
    return month_first if clock and clock["half"] else day_first


def _foreign_day(words: str, language: str) -> date | None:
    if language in ("", "en"):
        return None  # trying every language it knows takes dateparser seconds
    import dateparser

    found = dateparser.parse(words, languages=[language], settings={"STRICT_PARSING": True})
    return found.date() if found else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date, clock: re.Match[str] | None) -> str:
    return f"{day.isoformat()}T{_clock(clock)}" if clock else day.isoformat()


def _clock(match: re.Match[str]) -> str:
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = (match["zone"] or "").lower()
    if zone[:1] in "+-" and zone:
        sign = -1 if zone[0] == "-" else 1
        hours: float = sign * (int(zone[1:3]) + int(zone[-2:]) / 60)
    elif zone in _ZONES:
        hours = _ZONES[zone]
    else:
        return f"{hour:02}:{match['minute']}"
    at = time(hour, int(match["minute"]), tzinfo=timezone(timedelta(hours=hours)))
    return at.isoformat("minutes")


def _iso(moment: datetime, *, timed: bool) -> str:
    return moment.isoformat(timespec="minutes") if timed else moment.date().isoformat()
