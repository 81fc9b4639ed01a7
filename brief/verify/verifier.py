"""From a claim and its evidence to a verdict that says why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from brief.schema import Evidence, Verdict
from brief.text import sentence_spans
from brief.verify.coverage import Alignment, TokenEncoder, WordVectors, align, covered, weights
from brief.verify.dates import published_on
from brief.verify.facts import Facts, facts
from brief.verify.rules import Case, Finding, findings
from brief.verify.statements import split_claims

CANDIDATES = 8  # sentences that are compared word by word
JOINED = 3  # sentences that may carry a claim together
GAIN = 0.08  # what a further sentence must add to the coverage
COVERED = 0.72  # from here a claim counts as said in the evidence
SAME_EVENT = 0.5  # from here a sentence speaks of what the claim speaks of


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence that may bear out a claim, and what its article says about itself."""

    facts: Facts
    context: str = ""


class Verifier:
    """Checks claims against sentences by coverage and rules."""

    def __init__(self, encoder: TokenEncoder) -> None:
        self._vectors = WordVectors(encoder)

    def verify(
        self, claim: str, evidence: Sequence[Evidence]
    ) -> tuple[Verdict, tuple[Evidence, ...]]:
        """The verdict on `claim`, and the evidence that carries it: the fewest sentences, best first."""
        return self.verify_all([(claim, evidence)])[0]

    def verify_all(
        self, cases: Sequence[tuple[str, Sequence[Evidence]]]
    ) -> list[tuple[Verdict, tuple[Evidence, ...]]]:
        """As `verify` for many claims; the encoder reads all their sentences in one batch."""
        read = [
            (
                facts(claim),
                [
                    Source(facts(e.sentence.text, published_on(e.article.published)), _context(e))
                    for e in evidence
                ],
            )
            for claim, evidence in cases
        ]
        judged = self._judge_all(read)
        return [
            (verdict, tuple(evidence[number] for number in chosen))
            for (verdict, chosen), (_, evidence) in zip(judged, cases, strict=True)
        ]

    def score_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """A verdict for each (premise, claim); a claim of several sentences is as good as its worst."""
        read, owners = [], []
        for number, (premise, claim) in enumerate(pairs):
            sources = [Source(facts(premise[s:e])) for s, e in sentence_spans(premise)]
            for text in [s.text for s in split_claims(claim)] or [claim]:
                read.append((facts(text), sources))
                owners.append(number)
        parts: list[list[Verdict]] = [[] for _ in pairs]
        for owner, (verdict, _) in zip(owners, self._judge_all(read), strict=True):
            parts[owner].append(verdict)
        return [_worst(verdicts) for verdicts in parts]

    def _judge_all(
        self, cases: Sequence[tuple[Facts, Sequence[Source]]]
    ) -> list[tuple[Verdict, list[int]]]:
        near = [_nearest(claim, sources) for claim, sources in cases]
        self._vectors.load(
            [claim for claim, _ in cases]
            + [
                sources[n].facts
                for (_, sources), kept in zip(cases, near, strict=True)
                for n in kept
            ]
        )
        return [
            self._judge(claim, sources, kept)
            for (claim, sources), kept in zip(cases, near, strict=True)
        ]

    def _judge(
        self, claim: Facts, sources: Sequence[Source], near: Sequence[int]
    ) -> tuple[Verdict, list[int]]:
        if not near:
            return Verdict("not_found", ("there is no evidence on this",)), []
        alignments = {
            n: align(claim, sources[n].facts, self._vectors.cosines(claim, sources[n].facts))
            for n in near
        }
        weight = weights(claim)
        chosen = _choose(alignments, weight)
        case = Case(
            claim,
            tuple(sources[n].facts for n in chosen),
            tuple(alignments[n] for n in chosen),
            tuple(s.facts for n, s in enumerate(sources) if n not in chosen),
            tuple(sources[n].context for n in chosen),
        )
        share = covered([alignments[n] for n in chosen], weight)
        return _verdict(case, share, findings(case), weight), chosen


def _verdict(
    case: Case, share: float, found: Sequence[Finding], weight: Sequence[float]
) -> Verdict:
    against = [f for f in found if f.kind == "contradicts"]
    missing = [f for f in found if f.kind == "missing"]
    score = 1 / (1 + math.exp(-10 * (share - COVERED)))
    score *= 0.25 ** len(against) * 0.5 ** len(missing)
    if against and share >= SAME_EVENT:
        return Verdict("contradicted", tuple(f.reason for f in against), score)
    if share < COVERED:
        words = _uncovered(case, weight)
        return Verdict(
            "not_found",
            (*(f.reason for f in found), *([f"not in the evidence: {words}"] if words else [])),
            score,
        )
    if found:
        return Verdict("not_found", tuple(f.reason for f in found), score)
    return Verdict("supported", ("the evidence says so",), score)


def _uncovered(case: Case, weight: Sequence[float]) -> str:
    best = [max(v) for v in zip(*(a.likeness for a in case.alignments), strict=True)]
    return ", ".join(
        token.text
        for token, value, w in zip(case.claim.tokens, best, weight, strict=True)
        if w and value < 0.5
    )


def _nearest(claim: Facts, sources: Sequence[Source]) -> list[int]:
    """The sentences that share most words with the claim, in their own order."""
    if len(sources) <= CANDIDATES:
        return list(range(len(sources)))
    wanted = {t.stem for t in claim.tokens if t.content}
    shared = [len(wanted & {t.stem for t in s.facts.tokens}) for s in sources]
    return sorted(sorted(range(len(sources)), key=lambda n: -shared[n])[:CANDIDATES])


def _choose(alignments: dict[int, Alignment], weight: Sequence[float]) -> list[int]:
    """Fewest sentences that cover the claim: the best, then each that adds enough to it."""
    chosen: list[int] = []
    share = -1.0
    while len(chosen) < min(JOINED, len(alignments)):
        best, number = max(
            (covered([alignments[m] for m in (*chosen, n)], weight), -n)
            for n in alignments
            if n not in chosen
        )
        if chosen and best - share < GAIN:
            break
        chosen.append(-number)
        share = best
    return chosen


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict of a text from those of its claims: what fails decides."""
    order = {"contradicted": 0, "not_found": 1, "supported": 2, "unchecked": 3}
    label = min((v.label for v in verdicts), key=order.__getitem__)
    reasons = [reason for v in verdicts if v.label == label for reason in v.reasons]
    return Verdict(label, tuple(dict.fromkeys(reasons)), min(v.score for v in verdicts))


def _context(evidence: Evidence) -> str:
    article = evidence.article
    return "\n".join((article.title, article.outlet, article.author, article.wire))
