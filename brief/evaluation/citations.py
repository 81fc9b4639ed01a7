"""Which citations of an answer are right, claim by claim and source by source."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from brief.evaluation.facts import Fact, met
from brief.evaluation.metrics import Score, citation_counts
from brief.schema import Article, Claim, Evidence, Verdict

CheckPairs = Callable[[Sequence[tuple[str, str]]], list[Verdict]]


@dataclass(frozen=True, slots=True)
class Citation:
    """One source that one claim cites."""

    claim: int  # which claim of the answer, from 0
    article: Article
    quotes: tuple[str, ...]
    supported: bool  # the claim follows from everything it cites, and all of that is verbatim
    carries: bool  # and this source has its part in that


def citations(claims: Sequence[Claim], check_pairs: CheckPairs) -> list[Citation]:
    """Every (claim, cited source) pair of an answer, judged.

    "Follows" means that the verifier, given these quotes and nothing else, calls the claim
    supported; which part a source has in it is decided by `citation_counts`. A quote that does
    not stand in its article at its offsets supports nothing.
    """
    parts = [
        (number, claim, article, own, [item for item in claim.evidence if item not in own])
        for number, claim in enumerate(claims)
        for article, own in _by_article(claim.evidence)
    ]
    pairs = dict.fromkeys(
        (_premise(evidence), claim.text)
        for _, claim, _, own, rest in parts
        for evidence in (claim.evidence, own, rest)
        if evidence
    )
    verdicts = check_pairs(list(pairs))
    follows = {
        pair for pair, found in zip(pairs, verdicts, strict=True) if found.label == "supported"
    }
    found = []
    for number, claim, article, own, rest in parts:
        together = (_premise(claim.evidence), claim.text) in follows
        together = together and all(_verbatim(item) for item in claim.evidence)
        alone, others = ((_premise(part), claim.text) in follows for part in (own, rest))
        carries = citation_counts(together=together, alone=alone, rest=others)
        quotes = tuple(item.sentence.text for item in own)
        found.append(Citation(number, article, quotes, together, carries))
    return found


def support(claims: Sequence[Claim], found: Sequence[Citation]) -> Score:
    """Share of the claims that follow from what they cite, which ALCE calls citation recall.

    A claim that cites nothing does not follow from anything.
    """
    return Score(len({citation.claim for citation in found if citation.supported}), len(claims))


def bears(citation: Citation, name: str, expected: Collection[str], facts: Sequence[Fact]) -> bool:
    """Whether a source named `name` bears on the question: expected, or quoted with a fact.

    A sentence always follows from itself, so without this an extract that misses the question
    would count as perfectly cited.
    """
    return name in expected or any(met(fact, " ".join(citation.quotes)) for fact in facts)


def _by_article(evidence: Sequence[Evidence]) -> list[tuple[Article, list[Evidence]]]:
    groups: dict[str, list[Evidence]] = {}
    for item in evidence:
        groups.setdefault(item.article.id, []).append(item)
    return [(items[0].article, items) for items in groups.values()]


def _premise(evidence: Sequence[Evidence]) -> str:
    return "\n".join(item.sentence.text for item in evidence)


def _verbatim(item: Evidence) -> bool:
    sentence, article = item.sentence, item.article
    return (
        sentence.version == article.version
        and article.text[sentence.start : sentence.end] == sentence.text
    )
