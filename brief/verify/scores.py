"""The counts of two sides: "voted 7 to 4", "a 4-1 win". In them order counts.

Does not handle "30 votes to 9" or scores of more than two sides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from brief.verify.units import SMALL, WORDS

_SIDE = rf"\d{{1,4}}|{'|'.join(SMALL)}"
_SIDES = rf"\b(?P<first>{_SIDE})(?:\s?[-–—]\s?|\sto\s)(?P<second>{_SIDE})\b(?![-–—%°]|[.,:/]\d)"
# "won 4 to 7 seats" is no score, nor are shares and sums.
_COUNTED = (
    r"(?!\s(?:%|per\s?cent|percentage|hundred|thousand|million|billion|(?:more|new)\s)"
    r"|\s(?!across|versus|unless)[a-z]{4,}s\b)"
)
_PATTERNS = (
    re.compile(
        r"\b(?:vot(?:ed?|es|ing)|won|wins?|winning|beat(?:s|en|ing)?|defeat(?:ed|ing)?|lost|ruled)\b"
        rf"[^.;,\d$€£]{{0,40}}?(?<![\w$€£.,-]){_SIDES}{_COUNTED}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w$€£.,-]){_SIDES}\s(?:votes?|victory|win|defeat|ruling|decision|majority)\b",
        re.IGNORECASE,
    ),
)
_AGAINST = re.compile(
    r"\b(?:against|not|reject\w*|lost|los(?:e|es|ing)|defeat\w*)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Score:
    """What each side had, and whether the text speaks of the losing one."""

    start: int
    end: int
    text: str
    first: float
    second: float
    against: bool


def scores(text: str) -> tuple[Score, ...]:
    """The scores in `text`."""
    against = _AGAINST.search(text) is not None
    return tuple(
        Score(
            start, end, text[start:end], _value(match["first"]), _value(match["second"]), against
        )
        for pattern in _PATTERNS
        for match in pattern.finditer(text)
        for start, end in [(match.start("first"), match.end("second"))]
    )  # fmt: skip


def turned(claim: Score, sources: Sequence[Score]) -> Score | None:
    """The source's score of which the claim's is the reverse, told of the same side."""
    ways = {(score.first, score.second): score for score in sources}
    other = ways.get((claim.second, claim.first))
    told = (claim.first, claim.second) in ways
    return other if other and not told and other.against == claim.against else None


def _value(side: str) -> float:
    return float(side) if side.isdigit() else WORDS[side.lower()]
