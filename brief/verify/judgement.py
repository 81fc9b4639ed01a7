"""Rules and the entailment model together: how surely a claim is supported, and what it is if not.

The weights are in calibration.json, fitted by training/calibrate_verifier.py to claims that
neither the rules nor the model were made with: for claims that evidence is looked for, and for
texts that are held against a source, sentence by sentence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from brief.embedding.crossencoder import Reading
from brief.schema import Verdict, VerdictLabel
from brief.verify.case import Case, Sight
from brief.verify.decision import Assessment, decide

CALIBRATION = Path(__file__).parent / "calibration.json"
WRONG = 0.0  # logit from which a word counts as not borne out
COPIED = 0.98  # how surely a sentence of the source is supported by it
CUT = 0.02  # how surely a sentence supports what was cut from it to say it of another
LIMIT = 6.0  # logits beyond it are no surer
# Rules that fail and hold together: what of them fired is one thing that the regression weighs.
GROUPS: dict[str, tuple[str, frozenset[str]]] = {
    "figures": ("", frozenset({"quantity", "date", "quotation"})),
    "absent": ("missing", frozenset({"name", "part"})),
    "stance": ("contradicts", frozenset({"negation", "opposite", "modality"})),
    "naming": ("contradicts", frozenset({"name", "roles", "attribution"})),
}


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights of a logistic regression."""

    intercept: float
    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        total = sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-(self.intercept + total)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """From what is known to a verdict: a claim is supported from the threshold on.

    The lowest of many scores is low by chance: a text of n sentences gets `lift` * log(n) back.
    """

    threshold: float
    lift: float
    supported: Regression
    contradicted: Regression  # of what is not supported


@lru_cache(maxsize=2)
def calibration(of: Literal["claims", "texts"]) -> Calibration:
    """What calibration.json says."""
    read = json.loads(CALIBRATION.read_text(encoding="utf-8"))[of]
    return Calibration(
        read["threshold"],
        read["lift"],
        Regression(**read["supported"]),
        Regression(**read["contradicted"]),
    )


def lifted(lowest: float, sentences: int) -> float:
    """The score of a text of so many sentences, of which the worst has the score `lowest`."""
    if sentences < 2 or not 0 < lowest < 1:
        return lowest
    odds = lowest / (1 - lowest) * math.exp(calibration("texts").lift * math.log(sentences))
    return odds / (1 + odds)


def whole(verdicts: Sequence[Verdict], *, by_model: bool) -> Verdict:
    """The verdict of a text from those of its claims: the worst decides, if it is bad enough.

    Without a model the scores are not comparable with the threshold, and any failure decides.
    """
    order = {"contradicted": 0, "not_found": 1, "supported": 2, "unchecked": 3}
    lowest = min(v.score for v in verdicts)
    score = lifted(lowest, len(verdicts)) if by_model else lowest
    label = min((v.label for v in verdicts), key=order.__getitem__)
    if by_model and score >= calibration("texts").threshold:
        return Verdict("supported", ("the evidence says so",), score)
    reasons = [reason for v in verdicts if v.label == label for reason in v.reasons]
    return Verdict(label, tuple(dict.fromkeys(reasons)), score)


def features(reading: Reading, found: Assessment, by_rule: VerdictLabel) -> dict[str, float]:
    """What is known of a claim, as numbers; `by_rule` is the verdict without the model."""
    fired = {(finding.kind, finding.rule) for finding in found.findings}
    return {
        "contradiction": _limited(reading.supported - reading.contradicted),
        "absence": _limited(reading.supported - reading.not_mentioned),
        "leaning": _limited(reading.contradicted - reading.not_mentioned),
        "worst": _limited(max((mark for _, _, mark in reading.marks), default=0.0)),
        "coverage": found.coverage,
        **{
            name: float(any(rule in rules and kind in (only or kind) for kind, rule in fired))
            for name, (only, rules) in GROUPS.items()
        },
        "refuted": float(by_rule == "contradicted"),
        "unfound": float(by_rule == "not_found"),
    }


def _limited(logit: float) -> float:
    return max(-LIMIT, min(LIMIT, logit))


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known of a claim before the verdict."""

    case: Case
    found: Assessment
    reading: Reading | None  # None where the entailment model was not asked, or there is none
    copied: bool  # whether a sentence of the source says it in its own words

    @property
    def plain(self) -> bool:
        """Whether it is the source's own words, and no rule finds fault."""
        return self.copied and not self.found.findings

    @property
    def cut(self) -> bool:
        """Whether it is made of the source's words and says of one what they say of another."""
        return any(finding.rule == "cut" for finding in self.found.findings)


def judge(
    known: Examined, fitted: Calibration, trust: float = 1.0
) -> tuple[Verdict, tuple[Sight, ...]]:
    """The verdict, and the sentences that carry it.

    What the rules support needs the threshold divided by `trust`, where they find fault multiplied.

    A rule that fires gives its own reason, also where it is overruled; where none does, the words
    that the model finds wanting are named.
    """
    case, reading = known.case, known.reading
    by_rule, carrying = decide(case, known.found)
    if known.plain:
        return Verdict("supported", ("the evidence says so",), COPIED), case.chosen
    if known.cut:
        return replace(by_rule, score=min(by_rule.score, CUT)), carrying
    if reading is None:
        return by_rule, carrying
    told = features(reading, known.found, by_rule.label)
    score = fitted.supported.probability(told)
    bar = fitted.threshold * (1 / trust if by_rule.label == "supported" else trust)
    if score >= bar:
        score = max(score, fitted.threshold)
        overruled = [f"a rule finds fault: {finding.reason}" for finding in known.found.findings]
        return Verdict("supported", ("the evidence says so", *overruled), score), case.chosen
    against = by_rule.label == "contradicted" or fitted.contradicted.probability(told) >= 0.5
    reasons = by_rule.reasons if by_rule.label != "supported" else ()
    if words := wanting(case.claim.text, reading.marks):
        told_by_model = f"the evidence does not bear out {words}"
    else:
        told_by_model = "the evidence says otherwise" if against else "the evidence is silent"
    label: VerdictLabel = "contradicted" if against else "not_found"
    return Verdict(label, reasons or (told_by_model,), min(score, fitted.threshold)), carrying


def wanting(claim: str, marks: Sequence[tuple[int, int, float]]) -> str:
    """The words of the claim that are marked as wrong, neighbours together, in quotation marks.

    >>> wanting("The deal failed.", [(0, 3, -4.0), (4, 8, -3.0), (9, 15, 2.0), (15, 16, -1.0)])
    '“failed”'
    """
    spans: list[tuple[int, int]] = []
    for start, end, mark in marks:
        if mark > WRONG and any(map(str.isalnum, claim[start:end])):
            while start and claim[start - 1].isalnum():  # a mark may be on a piece of a word
                start -= 1
            while end < len(claim) and claim[end].isalnum():
                end += 1
            if spans and start - spans[-1][1] <= 1:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return ", ".join(f"“{claim[start:end]}”" for start, end in spans)
