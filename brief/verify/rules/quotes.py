"""Quoted words have to stand in the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from brief.verify.case import Case, Finding
from brief.verify.quotations import nearest, verbatim


def quotations(case: Case) -> Iterator[Finding]:
    """A quotation that no sentence has, or has in other words."""
    sights = [*case.chosen, *case.others]
    whole = [f"{s.source.before} {s.facts.text}" for s in sights]
    for quotation in case.claim.quotations:
        if verbatim(quotation.text, whole):
            continue
        for sight in sights:
            if other := nearest(quotation.text, sight.facts.text):
                yield Finding(
                    "contradicts", "quotation",
                    f"the source has “{other}”, the quotation here “{quotation.text}”", sight,
                )  # fmt: skip
                break
        else:
            yield Finding(
                "missing",
                "quotation",
                f"the evidence does not have “{quotation.text}” word for word",
            )
