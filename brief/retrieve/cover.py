"""Which of the candidates are shown: every part its turn, no article more than its share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

SHARE = 3  # passages of one article among the first ones


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage by id with its score; ids of one article's passages share what is before "-"."""

    id: str
    score: float

    @property
    def version(self) -> str:
        return self.id.rpartition("-")[0]


def in_turns(rankings: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """The candidates of all rankings, one of each in turn, the surest ranking first.

    An article's passages beyond its share come after everything else.
    """
    ordered = sorted((r for r in rankings if r), key=lambda ranking: -ranking[0].score)
    seen: set[str] = set()
    taken: Counter[str] = Counter()
    first: list[Candidate] = []
    later: list[Candidate] = []
    for row in zip_longest(*ordered):
        for candidate in row:
            if candidate is None or candidate.id in seen:
                continue
            seen.add(candidate.id)
            taken[candidate.version] += 1
            (first if taken[candidate.version] <= SHARE else later).append(candidate)
    return first + later
