"""Whether two sentences in nearly the same words say contrary things."""

from __future__ import annotations

from brief.verify.facts import Facts, facts
from brief.verify.opposites import opposites_of
from brief.verify.polarity import governed

REACH = 4  # content words after a marker that it surely governs


def contrary(one: str, other: str) -> bool:
    """Whether one denies what the other says, or has the opposite of a word of the other.

    >>> contrary("Orrin has not approved the deal.", "Orrin has approved the deal with Averon.")
    True
    >>> contrary("Prices rose in March.", "Prices fell in March.")
    True
    >>> contrary("Prices rose in March.", "In March prices rose, not fell, Orrin said.")
    False
    """
    left, right = facts(one), facts(other)
    return _denies(left, right) or _denies(right, left) or _opposed(left, right)


def _denies(one: Facts, other: Facts) -> bool:
    """Whether what the first denies stands in the other, undenied."""
    denied = set()
    for scope in one.negations:
        # "not formally approved" denies that it was approved
        words = (one.tokens[place] for place in scope.words)
        denied.add(next((word.stem for word in words if not word.word.endswith("ly")), ""))
    return bool(denied & other.stems - _denied(other))


def _opposed(one: Facts, other: Facts) -> bool:
    mine, theirs = _denied(one), _denied(other)
    return any(
        (word in mine) == (opposite in theirs)
        for word in one.stems - other.stems
        for opposite in opposites_of(word) & (other.stems - one.stems)
    )


def _denied(read: Facts) -> set[str]:
    return {read.tokens[place].stem for place in governed(read.negations, REACH)}
