"""The rules that compare a claim with its evidence; each finding gives a reason to check."""

from __future__ import annotations

from brief.verify.case import Case, Finding
from brief.verify.rules import cutting, figures, naming, quotes, stance

RULES = (
    quotes.quotations,
    figures.quantities,
    figures.dates,
    naming.names,
    naming.roles,
    naming.attribution,
    cutting.cuts,
    stance.negation,
    stance.opposites,
    stance.modality,
)


def findings(case: Case) -> tuple[Finding, ...]:
    """All that the rules have against the claim."""
    return tuple(finding for rule in RULES for finding in rule(case))
