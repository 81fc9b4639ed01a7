"""Whether two dates are the same as far as both fix it, and whether one bears out the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from brief.verify.dates import When


def agree(claim: When, source: When) -> bool | None:
    """Whether two dates are compatible; None where they share no field to compare."""
    if claim.text.lower() == source.text.lower() and not (claim.inferred and source.inferred):
        return True
    if claim.last_year or source.last_year:
        if claim.year is None or source.year is None:
            return None
        return claim.year <= (source.last_year or source.year) and source.year <= (
            claim.last_year or claim.year
        )
    if claim.weekday is not None and source.weekday is not None:
        if claim.weekday != source.weekday:
            return False
        if _day(claim) is None or _day(source) is None:
            return True
    exact = _day(claim), _day(source)
    for named, day in ((claim, exact[1]), (source, exact[0])):
        if named.weekday is not None and _day(named) is None and day:
            return named.weekday == day.weekday()
    slack = max(claim.slack, source.slack)
    if exact[0] and exact[1] and slack:
        gap = abs((exact[0] - exact[1]).days)
        if claim.weekday is None and source.weekday is None:
            return gap <= slack
        return gap in (0, slack)  # a weekday may be the one before publication or after
    shared = [
        mine == theirs
        for mine, theirs in (
            (claim.year, source.year),
            (claim.month, source.month),
            (claim.day, source.day),
            (_quarter(claim), _quarter(source)),
        )
        if mine is not None and theirs is not None
    ]
    return all(shared) if shared else None


def vague(when: When) -> bool:
    """Whether nothing is known of the date: "last year" in a text whose own date is not known."""
    fields = (when.year, when.month, when.day, when.quarter, when.weekday)
    return all(field is None for field in fields)


def explicit(when: When) -> When:
    """The date without what the publication date added to it."""
    if not when.inferred:
        return when
    if when.slack or when.month is None:
        return replace(when, year=None, month=None, day=None)
    return replace(when, year=None)


def finer(claim: When, source: When) -> bool:
    """Whether the claim fixes a field (year, month, day) that the source leaves open."""
    if claim.weekday is not None and claim.day is None:
        return source.weekday is None and source.day is None
    return any(
        mine is not None and theirs is None
        for mine, theirs in (
            (claim.year, source.year),
            (claim.month, source.month),
            (claim.day, source.day),
        )
    )


def _quarter(when: When) -> int | None:
    return when.quarter or ((when.month - 1) // 3 + 1 if when.month else None)


def _day(when: When) -> date | None:
    return date(when.year, when.month, when.day) if when.year and when.month and when.day else None


def borne_out(claim: When, sources: Sequence[When], published: date | None) -> bool:
    """Whether a date of the source, or the day it was published, bears out the claim's date."""
    if any(agree(claim, source) and not finer(claim, source) for source in sources):
        return True
    if published is None:
        return False
    day = When(0, 0, "", published.year, published.month, published.day)
    return bool(agree(claim, day))
