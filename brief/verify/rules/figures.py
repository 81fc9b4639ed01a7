"""Figures and dates: borne out, contradicted by one in the same place, or missing."""

from __future__ import annotations

from collections.abc import Iterator

from brief.verify.case import Case, Finding, Sight, within
from brief.verify.dates import When
from brief.verify.quantities import Quantity
from brief.verify.same_dates import agree, borne_out, explicit, finer, vague
from brief.verify.same_quantities import bears_out, comparable, equal, same_digits
from brief.verify.scores import scores, turned

SMALL = 5  # counts below this are often the writer's own: "two officials", "both"
PLACED = 10  # what standing in the very same place adds to the words around


def quantities(case: Case) -> Iterator[Finding]:
    """Each figure of the claim needs one in the evidence that makes it true."""
    for figure in case.claim.quantities:
        if figure.weak or any(bears_out(figure, q) for q in case.best.facts.quantities):
            continue
        rivals = [
            (force, q, sight)
            for sight in case.telling
            for q in sight.facts.quantities
            if (force := _force(figure, q, sight, case))
        ]
        force, rival, sight = max(rivals, key=lambda r: r[0], default=(0, None, None))
        borne = [s for s in case.telling if any(bears_out(figure, q) for q in s.facts.quantities)]
        if rival and (not borne or force >= PLACED):
            reason = f"{rival.text} in the source, {figure.text} here"
            yield Finding("contradicts", "quantity", reason, sight)
        elif not borne and not _small(figure):
            yield Finding("missing", "quantity", f"the evidence does not give {figure.text}")
    told = scores(case.best.facts.text)
    for mine in scores(case.claim.text):
        if other := turned(mine, told):
            reason = f"{other.text} in the source, {mine.text} here"
            yield Finding("contradicts", "quantity", reason, case.best)


def _small(figure: Quantity) -> bool:
    return figure.dimension == "count" and figure.high < SMALL and figure.text.isalpha()


def _force(figure: Quantity, other: Quantity, sight: Sight, case: Case) -> int:
    """How much speaks for `other` being the source's figure for the same thing; 0 is nothing."""
    if any(equal(q, other) for q in case.claim.quantities):
        return 0
    here = within(case.claim, figure.start, figure.end)
    there = within(sight.facts, other.start, other.end)
    around = sight.agreement(case.claim, here, there)
    if same_digits(figure, other) and (
        around or any(map(sight.source.speaks_of, case.claim.names))
    ):
        return PLACED + around
    if not comparable(figure, other):
        return 0
    if sight.same_place(case.claim, here, there):
        return PLACED + around
    same_noun = bool(set(figure.nouns[:1]) & set(other.nouns))
    if figure.dimension == "count" and not same_noun:
        return 0
    # the only weight, sum or share in either: a word in common is enough
    alone = all(
        sum(comparable(figure, q) for q in facts.quantities) == 1
        for facts in (case.claim, sight.facts)
    )
    return around if around > 1 - alone or same_noun else 0


def dates(case: Case) -> Iterator[Finding]:
    """Each date of the claim needs one in the evidence, or the day of publication."""
    for when in case.claim.dates:
        best = case.best.facts
        if vague(when) or any(agree(when, d) and not finer(when, d) for d in best.dates):
            continue
        rivals = [
            (force, date, sight)
            for sight in case.telling
            for date in sight.facts.dates
            if (force := _date_force(when, date, sight, case))
        ]
        force, rival, sight = max(rivals, key=lambda r: r[0], default=(0, None, None))
        borne = any(borne_out(when, s.facts.dates, s.facts.published) for s in case.telling)
        if rival and (not borne or force >= PLACED):
            reason = f"{rival.text} in the source, {when.text} here"
            yield Finding("contradicts", "date", reason, sight)
        elif not borne:
            yield Finding("missing", "date", f"the evidence does not give the date {when.text}")


def _date_force(when: When, other: When, sight: Sight, case: Case) -> int:
    if agree(when, other) is not False or any(agree(mine, other) for mine in case.claim.dates):
        return 0
    here = within(case.claim, when.start, when.end)
    there = within(sight.facts, other.start, other.end)
    around = sight.agreement(case.claim, here, there)
    if agree(explicit(when), explicit(other)) is not False:
        return 0
    if sight.same_place(case.claim, here, there):
        return PLACED + around
    return around if around > 1 else 0
