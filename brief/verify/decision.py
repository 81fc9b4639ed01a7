"""From what coverage and rules found to a verdict: the one place where they are weighed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from brief.schema import Verdict
from brief.verify.case import Case, Finding, Sight, within
from brief.verify.coverage import share, weights
from brief.verify.polarity import parts
from brief.verify.rules import findings

# Fitted to claims with human labels: of claims that no rule objects to,
# half are supported where 70 per cent of their words are covered, seven in eight where all are.
COVERED, STEEPNESS = 0.7, 6.6
SAME_EVENT = 0.6  # coverage from which claim and evidence speak of the same
BARE = 0.3  # coverage of a part of a claim that nothing bears out


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is known of a claim before the verdict."""

    coverage: float  # weighted share of the claim's words that the chosen sentences cover, 0 to 1
    uncovered: tuple[str, ...]  # content words of the claim that nothing in them is like
    findings: tuple[Finding, ...]


def assess(case: Case) -> Assessment:
    """Coverage and rules applied to a claim and the sentences chosen for it."""
    claim, weight = case.claim, weights(case.claim)
    likeness = case.likeness()
    uncovered = [
        token.text
        for token, value, w in zip(claim.tokens, likeness, weight, strict=True)
        if w and value < BARE
    ]
    bare = [
        Finding("missing", "part", f"nothing bears out “{claim.text[start:end].strip(' ,;')}”")
        for start, end in parts(claim.text)
        if _bare([p for p in within(claim, start, end) if weight[p]], likeness, weight)
    ]
    return Assessment(share(likeness, weight), tuple(uncovered), (*findings(case), *bare))


def _bare(places: Sequence[int], likeness: Sequence[float], weight: Sequence[float]) -> bool:
    """Whether a part of the claim with more than one content word is as good as uncovered."""
    return (
        len(places) > 1 and share([likeness[p] for p in places], [weight[p] for p in places]) < BARE
    )


def decide(case: Case, found: Assessment) -> tuple[Verdict, tuple[Sight, ...]]:
    """The verdict and the sentences that carry it.

    What contradicts a claim about the same event comes first, then what the evidence lacks.
    """
    against = [f for f in found.findings if f.kind == "contradicts"]
    missing = [f.reason for f in found.findings if f.kind == "missing"]
    score = 1 / (1 + math.exp(-STEEPNESS * (found.coverage - COVERED)))
    score *= 0.25 ** len(against) * 0.5 ** len(missing)
    if against and max(found.coverage, *(case.returned(f.sight) for f in against)) >= SAME_EVENT:
        shown = tuple(dict.fromkeys(f.sight or case.best for f in against))
        return Verdict("contradicted", tuple(f.reason for f in against), score), shown
    if found.coverage < COVERED or missing:
        if found.uncovered:
            missing.append(f"not in the evidence: {', '.join(found.uncovered)}")
        return Verdict("not_found", (*(f.reason for f in against), *missing), score), case.chosen
    return Verdict("supported", ("the evidence says so",), score), case.chosen
