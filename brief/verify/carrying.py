"""Which sentences carry a claim: as few as cover it."""

from __future__ import annotations

from collections.abc import Sequence

from brief.verify.case import Sight, within
from brief.verify.coverage import share
from brief.verify.facts import Facts
from brief.verify.names import known, spoken_of
from brief.verify.same_dates import borne_out
from brief.verify.same_quantities import bears_out, comparable

JOINED = 3  # sentences that may carry a claim together
GAIN = 1.0  # words that a further sentence must cover beyond those before it
ITEM = 2.0  # weight of a figure or date beside a word's 1
SUBJECT = 0.15  # what speaking of the claim's subject is worth, in coverage
LIKE = 0.4  # what another figure of the same kind is worth
NEARBY = 0.8  # likeness from which a word may stand for the claim's subject


def choose(claim: Facts, sights: Sequence[Sight], weight: Sequence[float]) -> list[Sight]:
    """Fewest sentences that cover the claim: the best, then each that adds enough to it.

    Figures and dates count beside the words. A sentence that speaks of the claim's subject, or
    points at it, is preferred, and no other may be added to the best.
    """
    full = [*weight, *(ITEM for _ in (*claim.quantities, *claim.dates))]
    about = _on_subject(claim, sights)
    rows = [[*s.likeness, *items(claim, s.facts)] for s in sights]
    alone = [share(row, full) + SUBJECT * on for row, on in zip(rows, about, strict=True)]
    chosen = [max(range(len(sights)), key=alone.__getitem__)]
    best = rows[chosen[0]]
    while len(chosen) < JOINED:
        joined = {
            n: [max(pair) for pair in zip(best, row, strict=True)]
            for n, row in enumerate(rows)
            if about[n] and n not in chosen
        }
        top = max(joined, key=lambda n: share(joined[n], full), default=None)
        if top is None or (share(joined[top], full) - share(best, full)) * sum(full) < GAIN:
            break
        chosen.append(top)
        best = joined[top]
    return [sights[n] for n in chosen]


def items(claim: Facts, source: Facts) -> list[float]:
    """For each figure and date of the claim 1 if the source bears it out, less for its like."""
    return [
        float(any(bears_out(q, other) for other in source.quantities))
        or LIKE
        * any(comparable(q, other) and q.dimension != "count" for other in source.quantities)
        for q in claim.quantities
    ] + [
        float(borne_out(d, source.dates, source.published)) or LIKE * bool(source.dates)
        for d in claim.dates
    ]


def _on_subject(claim: Facts, sights: Sequence[Sight]) -> list[bool]:
    """For each sentence whether it speaks of the claim's subject, or may be taken to.

    An article that names the subject goes on about it until a sentence begins with another name.
    """
    if not claim.names:
        first = next((place for place, token in enumerate(claim.tokens) if token.content), None)
        return [first is None or s.alignment.likeness[first] >= NEARBY for s in sights]
    named = [s.source.speaks_of(claim.names[0]) for s in sights]
    articles = {s.source.article for s, is_named in zip(sights, named, strict=True) if is_named}
    return [
        is_named or (s.source.article in articles and not _led_by_another(claim, s.facts))
        for s, is_named in zip(sights, named, strict=True)
    ]


def _led_by_another(claim: Facts, source: Facts) -> bool:
    """Whether a sentence begins with a name that the claim does not speak of."""
    if not source.names or source.rank[within(source, source.names[0].start, len(source.text))[0]]:
        return False
    return not spoken_of(source.names[0], known(claim.text))
