"""A claim laid beside the sentences that may bear it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from brief.verify import names
from brief.verify.coverage import Alignment
from brief.verify.facts import Facts

SURE = 0.8  # likeness from which two words count as the same
WINDOW = 5  # words on either side that make up a word's surroundings


@dataclass(frozen=True)
class Source:
    """A sentence of an article, and what stands around it."""

    facts: Facts
    article: str = ""  # id, "" where the text is all there is
    about: str = ""  # title, outlet, author and agency
    before: str = ""  # the article's text just before the sentence

    @cached_property
    def known(self) -> names.Known:
        """The names the sentence itself speaks of."""
        return names.known(self.facts.text)

    @cached_property
    def surroundings(self) -> names.Known:
        """The names a pronoun of the sentence may stand for."""
        return names.known(f"{self.about}\n{self.before}")


@dataclass(frozen=True, slots=True)
class Sight:
    """A source as one claim sees it."""

    source: Source
    alignment: Alignment
    coverage: float  # weighted share of the claim's words it covers, 0 to 1

    @property
    def facts(self) -> Facts:
        return self.source.facts

    def pairs(self) -> dict[int, int]:
        """Positions of the claim's words and of the same words here."""
        return {
            here: there
            for here, (value, there) in enumerate(
                zip(self.alignment.likeness, self.alignment.place, strict=True)
            )
            if value >= SURE and there >= 0
        }

    def agreement(self, here: Iterable[int], there: Iterable[int]) -> int:
        """How many words around the claim's `here` stand around `there` as well."""
        mine, theirs = list(here), list(there)
        if not mine or not theirs:
            return 0
        low, high = min(theirs) - WINDOW, max(theirs) + WINDOW
        return sum(
            low <= partner <= high
            for place, partner in self.pairs().items()
            if place not in mine and min(mine) - WINDOW <= place <= max(mine) + WINDOW
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, the sentences chosen to carry it (best first), and the other candidates."""

    claim: Facts
    chosen: tuple[Sight, ...]
    others: tuple[Sight, ...]

    @property
    def best(self) -> Sight:
        return self.chosen[0]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the source says otherwise, or does not say it."""

    kind: Literal["contradicts", "missing"]
    rule: str
    reason: str
    sight: Sight | None = None  # the sentence that shows it


def within(facts: Facts, start: int, end: int) -> list[int]:
    """Positions of the tokens of `[start, end)`."""
    return [place for place, token in enumerate(facts.tokens) if start <= token.start < end]


def content(facts: Facts, places: Sequence[int]) -> list[int]:
    return [place for place in places if facts.tokens[place].content]
