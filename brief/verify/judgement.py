"""Rules and the entailment model together: how surely a claim is supported, and what it is if not.

The weights are in calibration.json, fitted by training/calibrate_verifier.py to claims that
neither the rules nor the model were made with.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from brief.embedding.entailment import Reading
from brief.schema import Verdict
from brief.verify.case import Case, Sight
from brief.verify.decision import Assessment, decide

CALIBRATION = Path(__file__).parent / "calibration.json"
WRONG = 0.0  # logit from which a word counts as not borne out
COPIED = 0.98  # how surely a sentence of the source is supported by it
LIMIT = 8.0  # logits beyond it are no surer


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of a logistic regression, and the probability from which a claim is supported."""

    intercept: float
    coefficients: Mapping[str, float]
    threshold: float

    def probability(self, features: Mapping[str, float]) -> float:
        total = sum(self.coefficients[name] * value for name, value in features.items())
        return 1 / (1 + math.exp(-(self.intercept + total)))


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """What calibration.json says."""
    return Calibration(**json.loads(CALIBRATION.read_text(encoding="utf-8")))


def features(reading: Reading, found: Assessment) -> dict[str, float]:
    """What is known of a claim, as numbers; the coverage of its words is centred on a half."""
    against = math.log(math.exp(reading.contradicted) + math.exp(reading.not_mentioned))
    kinds = {finding.kind for finding in found.findings}
    worst = max((mark for _, _, mark in reading.marks), default=0.0)
    return {
        "model": max(-LIMIT, min(LIMIT, reading.supported - against)),
        "worst": max(-LIMIT, min(LIMIT, worst)),
        "coverage": found.coverage - 0.5,
        "against": float("contradicts" in kinds),
        "missing": float("missing" in kinds),
    }


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known of a claim before the verdict."""

    case: Case
    found: Assessment
    reading: Reading | None  # None where there is no entailment model
    copied: bool  # whether a sentence of the source says it in its own words


def judge(known: Examined) -> tuple[Verdict, tuple[Sight, ...]]:
    """The verdict, and the sentences that carry it.

    A rule that fires gives its own reason; where none does, the words that the model finds wanting
    are named.
    """
    case, reading = known.case, known.reading
    by_rule, carrying = decide(case, known.found)
    if reading is None:
        return by_rule, carrying
    fitted = calibration()
    score = fitted.probability(features(reading, known.found))
    if known.copied and not known.found.findings:
        score = max(score, COPIED)
    if score >= fitted.threshold:
        return Verdict("supported", ("the evidence says so",), score), case.chosen
    if by_rule.label != "supported":
        return Verdict(by_rule.label, by_rule.reasons, score), carrying
    words = wanting(case.claim.text, reading.marks)
    if reading.contradicted > reading.not_mentioned:
        reason = f"the evidence does not bear out {words}" if words else "the evidence disagrees"
        return Verdict("contradicted", (reason,), score), carrying
    reason = f"not in the evidence: {words}" if words else "the evidence does not say this"
    return Verdict("not_found", (reason,), score), carrying


def wanting(claim: str, marks: Sequence[tuple[int, int, float]]) -> str:
    """The words of the claim that are marked as wrong, neighbours together, in quotation marks.

    >>> wanting("The deal failed.", [(0, 3, -4.0), (4, 8, -3.0), (9, 15, 2.0), (15, 16, -1.0)])
    '“failed”'
    """
    spans: list[tuple[int, int]] = []
    for start, end, mark in marks:
        if mark > WRONG and any(map(str.isalnum, claim[start:end])):
            if spans and start - spans[-1][1] <= 1:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return ", ".join(f"“{claim[start:end]}”" for start, end in spans)
