"""From what coverage and rules found to a verdict: the one place where they are weighed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from brief.schema import Verdict
from brief.verify.case import Case, Finding, Sight
from brief.verify.coverage import share, weights
from brief.verify.rules import findings

COVERED = 0.72  # from here a claim counts as said in the evidence
SAME_EVENT = 0.55  # from here a sentence speaks of what the claim speaks of


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is known of a claim before the verdict."""

    coverage: float  # weighted share of the claim's words that the chosen sentences cover, 0 to 1
    uncovered: tuple[str, ...]  # content words of the claim that nothing in them is like
    findings: tuple[Finding, ...]


def assess(case: Case) -> Assessment:
    """Coverage and rules applied to a claim and the sentences chosen for it."""
    weight = weights(case.claim)
    likeness = [max(v) for v in zip(*(s.alignment.likeness for s in case.chosen), strict=True)]
    for name in case.claim.names:
        if case.speaks_of(name):
            for place, token in enumerate(case.claim.tokens):
                if name.start <= token.start < name.end:
                    likeness[place] = 1.0
    return Assessment(
        share(likeness, weight),
        tuple(
            token.text
            for token, value, w in zip(case.claim.tokens, likeness, weight, strict=True)
            if w and value < 0.3
        ),
        findings(case),
    )


def decide(case: Case, found: Assessment) -> tuple[Verdict, tuple[Sight, ...]]:
    """The verdict and the sentences that carry it.

    What contradicts a claim about the same event comes first, then what the evidence lacks.
    """
    against = [f for f in found.findings if f.kind == "contradicts"]
    missing = [f.reason for f in found.findings if f.kind == "missing"]
    score = 1 / (1 + math.exp(-10 * (found.coverage - COVERED)))
    score *= 0.25 ** len(against) * 0.5 ** len(missing)
    if against and found.coverage >= SAME_EVENT:
        shown = tuple(dict.fromkeys(f.sight for f in against if f.sight)) or case.chosen[:1]
        return Verdict("contradicted", tuple(f.reason for f in against), score), shown
    if found.coverage < COVERED or missing:
        if found.uncovered:
            missing.append(f"not in the evidence: {', '.join(found.uncovered)}")
        return Verdict("not_found", (*(f.reason for f in against), *missing), score), case.chosen
    return Verdict("supported", ("the evidence says so",), score), case.chosen
