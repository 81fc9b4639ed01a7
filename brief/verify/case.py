"""A claim laid beside the sentences that may bear it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from brief.verify import names
from brief.verify.coverage import Alignment
from brief.verify.facts import Facts
from brief.verify.polarity import clause

SAID = 0.9  # coverage by one sentence that says the whole claim
ABOUT_IT = 0.5  # coverage from which a sentence speaks of the same event
SURE = 0.8  # likeness from which two words count as the same
WINDOW = 4  # content words on either side that make up a word's surroundings
NEXT = 2  # content words within which one is the neighbour of another


_POINTING = re.compile(
    r"\b(?:he|she|it|its|his|her|they|their|them|him|this|that|these|those|such|there|here|"
    r"which|who)\b|^\W*(?i:the|both|each|neither|another|one|two|some|all)\s",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Source:
    """A sentence of an article, and what stands around it."""

    facts: Facts
    article: str = ""  # id, "" where the text is all there is
    about: str = ""  # title, outlet, author and agency
    before: str = ""  # the article's text just before the sentence
    start: int = 0  # where in the article's text it begins
    number: int = 0  # among the sentences given: others may have the same words

    @cached_property
    def known(self) -> names.Known:
        """The names the sentence itself speaks of."""
        return names.known(self.facts.text)

    @cached_property
    def surroundings(self) -> names.Known:
        """The names that the sentence may stand for without naming them.

        The article's title and outlet, and where the sentence has a pronoun or begins with a
        noun already known ("The company"), what stands before it.
        """
        pointing = _POINTING.search(self.facts.text)
        return names.known(f"{self.about}\n{self.before if pointing else ''}")

    def speaks_of(self, name: names.Name) -> bool:
        """Whether the sentence or what it points at speaks of `name`."""
        return names.spoken_of(name, self.known) or names.spoken_of(name, self.surroundings)


@dataclass(frozen=True)
class Sight:
    """A source as one claim sees it."""

    source: Source
    alignment: Alignment
    likeness: tuple[float, ...]  # of the claim's words, names held to stricter account
    coverage: float  # weighted share of the claim's words it covers, 0 to 1

    @property
    def facts(self) -> Facts:
        return self.source.facts

    @cached_property
    def pairs(self) -> dict[int, int]:
        """Positions of the claim's words and of the same words here."""
        return {
            here: there
            for here, (value, there) in enumerate(
                zip(self.alignment.likeness, self.alignment.place, strict=True)
            )
            if value >= SURE and there >= 0
        }

    def agreement(self, claim: Facts, here: Sequence[int], there: Sequence[int]) -> int:
        """How many words around the claim's `here` stand around `there` as well."""
        if not here or not there:
            return 0
        mine, theirs = claim.rank, self.facts.rank
        low, high = mine[min(here)] - WINDOW, mine[max(here)] + WINDOW
        near, far = theirs[min(there)] - WINDOW, theirs[max(there)] + WINDOW
        return sum(
            near <= theirs[partner] <= far
            for place, partner in self.pairs.items()
            if place not in here and low <= mine[place] <= high and claim.tokens[place].content
        )

    def same_place(self, claim: Facts, here: Sequence[int], there: Sequence[int]) -> bool:
        """Whether `there` fills the very place that `here` has in the claim.

        The nearest content words on either side of both must be partners; at the beginning or
        end of the claim one side is enough.
        """
        if not here or not there:
            return False
        sides = []
        for step, mine, theirs in ((-1, min(here), min(there)), (1, max(here), max(there))):
            place = mine + step
            while 0 <= place < len(claim.tokens) and not claim.tokens[place].content:
                place += step
            if 0 <= place < len(claim.tokens):
                partner, rank = self.pairs.get(place), self.facts.rank
                sides.append(
                    partner is not None
                    and (partner - theirs) * step > 0
                    and (rank[partner] - rank[theirs]) * step <= NEXT
                )
        return bool(sides) and all(sides)

    def same_clause(self, claim: Facts, here: int, there: int) -> bool:
        """Whether a pair of words stands in clauses that say the same of the same."""
        around = [
            place
            for place, token in enumerate(claim.tokens)
            if token.content and 0 < abs(claim.rank[place] - claim.rank[here]) <= WINDOW
        ]
        if around and self.agreement(claim, [here], [there]) >= max(2, 0.6 * len(around)):
            return True
        inside = set(clause(self.facts, there))
        shared = [p for p in self.pairs.values() if self.facts.tokens[p].content]
        return len(shared) >= 2 and 2 * sum(p in inside for p in shared) >= len(shared)


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, the sentences chosen to carry it (best first), and the other candidates."""

    claim: Facts
    chosen: tuple[Sight, ...]
    others: tuple[Sight, ...]

    @property
    def best(self) -> Sight:
        return self.chosen[0]

    def speaks_of(self, name: names.Name) -> bool:
        """Whether the chosen sentences speak of `name`, or what they point at does.

        For the name a claim is about, the article that the best sentence is from is enough:
        articles name their subject once.
        """
        if any(sight.source.speaks_of(name) for sight in self.chosen):
            return True
        return self.leads(name) and any(
            sight.source.article == self.best.source.article
            and names.spoken_of(name, sight.source.known)
            for sight in self.others
        )

    def likeness(self) -> list[float]:
        """For each word of the claim the likeness that the chosen sentences give it together."""
        best = [max(values) for values in zip(*(s.likeness for s in self.chosen), strict=True)]
        for name in self.claim.names:
            if self.speaks_of(name):
                for place in within(self.claim, name.start, name.end):
                    best[place] = 1.0
        return best

    def returned(self, sight: Sight | None) -> float:
        """The share of a sentence's own words that the claim has: a short one may be all in it."""
        facts = (sight or self.best).facts
        own = [place for place, token in enumerate(facts.tokens) if token.content]
        shared = set((sight or self.best).pairs.values())
        return sum(p in shared for p in own) / len(own) if len(own) > 1 else 0.0

    def leads(self, name: names.Name) -> bool:
        """Whether nothing but light words stands before `name` in the claim."""
        return not any(t.content for t in self.claim.tokens if t.start < name.start)

    @property
    def telling(self) -> list[Sight]:
        """The sentences that may contradict the claim, the chosen ones first.

        Where the best sentence says all of it, what another says of a like thing is no matter.
        """
        if self.best.coverage >= SAID:
            return list(self.chosen)
        return [*self.chosen, *(s for s in self.others if s.coverage >= ABOUT_IT)]


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
