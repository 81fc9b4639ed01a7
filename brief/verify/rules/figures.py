"""Figures and dates: borne out, contradicted by one in the same place, or missing."""

from __future__ import annotations

from collections.abc import Iterator

from brief.verify.case import Case, Finding, Sight, within
from brief.verify.dates import When, agree, borne_out, finer
from brief.verify.quantities import Quantity, bears_out, comparable

ABOUT_IT = 0.5  # coverage from which a sentence that was not chosen may still contradict
SMALL = 5  # counts below this are often the writer's own: "two officials", "both"


def quantities(case: Case) -> Iterator[Finding]:
    """Each figure of the claim needs one in the evidence that makes it true."""
    for figure in case.claim.quantities:
        if any(_borne(figure, sight, case) for sight in case.chosen):
            continue
        rivals = [
            (agreement, q, sight)
            for sight in _relevant(case)
            for q in sight.facts.quantities
            if (agreement := _rivalry(figure, q, sight, case))
        ]
        if rivals and not figure.weak:
            _, rival, sight = max(rivals, key=lambda r: r[0])
            yield Finding(
                "contradicts", "quantity", f"{rival.text} in the source, {figure.text} here", sight
            )
        elif any(
            _borne(figure, sight, case) for sight in case.others if sight.coverage >= ABOUT_IT
        ):
            continue
        elif not _minor(figure):
            yield Finding("missing", "quantity", f"the evidence does not give {figure.text}")


def _borne(figure: Quantity, sight: Sight, case: Case) -> bool:
    return any(bears_out(figure, q) for q in sight.facts.quantities)


def _minor(figure: Quantity) -> bool:
    return figure.weak or (
        figure.dimension == "count" and figure.high < SMALL and figure.text.isalpha()
    )


def _relevant(case: Case) -> list[Sight]:
    return [*case.chosen, *(s for s in case.others if s.coverage >= ABOUT_IT)]


def _rivalry(figure: Quantity, other: Quantity, sight: Sight, case: Case) -> int:
    """How much speaks for `other` being the source's figure for the same thing; 0 is nothing."""
    if any(bears_out(q, other) for q in case.claim.quantities):
        return 0
    same_noun = bool(set(figure.nouns[:1]) & set(other.nouns))
    same_value = figure.low == other.low and figure.dimension != "count" != other.dimension
    if not comparable(figure, other) and not same_value:
        return 0
    if (
        figure.dimension in ("count", "ordinal", "time")
        and not same_noun
        and figure.dimension == "count"
    ):
        return 0
    around = sight.agreement(
        within(case.claim, figure.start, figure.end), within(sight.facts, other.start, other.end)
    )
    return around + 2 * same_noun if around else 0


def dates(case: Case) -> Iterator[Finding]:
    """Each date of the claim needs one in the evidence, or the day of publication."""
    for when in case.claim.dates:
        if any(borne_out(when, s.facts.dates, s.facts.published) for s in case.chosen):
            continue
        rivals = [
            (agreement, date, sight)
            for sight in _relevant(case)
            for date in sight.facts.dates
            if (agreement := _date_rivalry(when, date, sight, case))
        ]
        if rivals:
            _, rival, sight = max(rivals, key=lambda r: r[0])
            yield Finding(
                "contradicts", "date", f"{rival.text} in the source, {when.text} here", sight
            )
        elif not any(borne_out(when, s.facts.dates, s.facts.published) for s in case.others):
            yield Finding("missing", "date", f"the evidence does not give the date {when.text}")


def _date_rivalry(when: When, other: When, sight: Sight, case: Case) -> int:
    if agree(when, other) is not False or finer(other, when):
        return 0
    if any(agree(mine, other) for mine in case.claim.dates):
        return 0
    return sight.agreement(
        within(case.claim, when.start, when.end), within(sight.facts, other.start, other.end)
    )
