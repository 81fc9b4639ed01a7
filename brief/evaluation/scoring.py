"""One entry of a suite and what the system made of it: which figures it adds to, what failed.

A figure the entry is not eligible for is left out of its scores, so that it counts neither for nor
against.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from brief.evaluation import metrics
from brief.evaluation.cases import Case, ClaimCase, QuestionCase, TopicCase
from brief.evaluation.citations import CheckPairs, Citation, bears, citations, support
from brief.evaluation.facts import Fact, met, occurs
from brief.evaluation.gold import article_name
from brief.evaluation.metrics import Score
from brief.evaluation.results import Item
from brief.evaluation.suite import Suite
from brief.schema import Answer, Briefing, CheckedClaim, Claim
from brief.text import stems

LONGEST = 600  # words of a one-page briefing
SAME = 0.8  # share of a sentence's words found in another that says the same


def score_question(
    case: QuestionCase, answer: Answer, ranked: Sequence[str], suite: Suite, check_pairs: CheckPairs
) -> Item:
    """Facts, forbidden wordings, abstention, citations and retrieval of one question.

    `ranked` names the articles that a search for the question finds, best first. Declining a
    question that has an answer meets none of its facts and cites none of its sources.
    """
    text = " ".join(claim.text for claim in answer.claims)
    scores = metrics.abstention_scores(answerable=not case.abstain, abstained=answer.abstained)
    failures = _content(case.facts, case.forbidden, text, scores)
    if case.abstain and not answer.abstained:
        failures.append("was to be declined")
    if answer.abstained and not case.abstain:
        failures.append(f"declined: {answer.reason}")
    accurate = Score(int(not failures))
    scores |= {"accuracy": accurate, f"accuracy[{case.kind}]": accurate}
    found = citations(answer.claims, check_pairs)
    names = [article_name(citation.article, suite.articles) for citation in found]
    if answer.claims:
        expected = {*case.cite, *case.cite_any}
        right = [
            citation.carries and (not expected or bears(citation, name, expected, case.facts))
            for citation, name in zip(found, names, strict=True)
        ]
        failures += _citations(answer.claims, found, names, right, scores)
        scores["answer_words"] = Score(len(text.split()))
    if answer.claims and case.facts:
        useful = [any(met(fact, claim.text) for fact in case.facts) for claim in answer.claims]
        scores["focus"] = Score(sum(useful), len(useful))
    if case.cite or case.cite_any:
        failures += _sources(_wanted(case, names), names, scores)
        wanted = _wanted(case, ranked)
        for k in (1, 5, 10):
            scores[f"recall@{k}"] = Score(metrics.recall_at_k(ranked, wanted, k) or 0.0)
        scores["all_evidence@10"] = Score(metrics.all_evidence_at_k(ranked, wanted, 10) or 0.0)
        scores["mrr@10"] = Score(metrics.reciprocal_rank(ranked, wanted, 10) or 0.0)
    return item(case, suite, text, failures, scores)


def score_topic(case: TopicCase, briefing: Briefing, suite: Suite, check_pairs: CheckPairs) -> Item:
    """Facts, forbidden wordings, citations, length and repetition of one briefing."""
    claims = [claim for section in briefing.sections for claim in section.claims]
    text = "\n".join(claim.text for claim in claims)
    scores: dict[str, Score] = {}
    failures = _content(case.facts, case.forbidden, text, scores)
    found = citations(claims, check_pairs)
    names = [article_name(citation.article, suite.articles) for citation in found]
    if claims:
        uncited = [claim.text for claim in claims if not claim.evidence]
        repeated = repeats([claim.text for claim in claims])
        scores["coverage"] = Score(len(claims) - len(uncited), len(claims))
        scores["redundancy"] = Score(len(repeated), len(claims))
        failures += [f"cites nothing: {sentence}" for sentence in uncited]
        failures += [f"said before: {claims[number].text}" for number in repeated]
        right = [citation.carries for citation in found]
        failures += _citations(claims, found, names, right, scores)
    if case.cite or case.cite_any:
        failures += _sources(_wanted(case, names), names, scores)
    words = len(text.split())
    scores["words"] = Score(words)
    if words > LONGEST:
        failures.append(f"{words} words, more than {LONGEST}")
    return item(case, suite, text, failures, scores)


def score_claim(case: ClaimCase, checked: Sequence[CheckedClaim], suite: Suite) -> Item:
    """The verdict on one claim, and whether it rests on the cited articles."""
    label = verdict(checked)
    right = Score(int(label == case.verdict))
    scores = {"accuracy": right, f"accuracy[{case.verdict}]": right}
    failures = []
    if not right.got:
        reasons = "; ".join(reason for part in checked for reason in part.verdict.reasons)
        failures.append(f"{label}, not {case.verdict}" + (f": {reasons}" if reasons else ""))
    elif case.cite and label != "not_found":
        names = {
            article_name(item.article, suite.articles) for part in checked for item in part.evidence
        }
        failures += _sources(set(case.cite), names, scores)
    return item(case, suite, label, failures, scores)


def item(
    case: Case,
    suite: Suite,
    output: str,
    failures: Sequence[str] = (),
    scores: Mapping[str, Score] | None = None,
    unscored: str = "",
) -> Item:
    """The result of one entry."""
    return Item(
        suite.name, case.id, case.task, case.kind, case.asked, case.expected, output,
        tuple(failures), scores or {}, unscored,
    )  # fmt: skip


def verdict(checked: Sequence[CheckedClaim]) -> str:
    """One verdict for a text that was split into several claims: the worst of them."""
    labels = {part.verdict.label for part in checked}
    order = ("contradicted", "not_found", "unchecked", "supported")
    return next((label for label in order if label in labels), "unchecked")


def repeats(texts: Sequence[str]) -> list[int]:
    """Numbers of the texts that together with an earlier one say nothing more than one of the two.

    That is so when `SAME` of the stems of the one, and all its figures, are among the other's.

    >>> repeats(["The port reopened on Monday 3 March.", "On Monday the port reopened.", "So?"])
    [1]
    """
    bags = [set(stems(text)) for text in texts]
    return [n for n, bag in enumerate(bags) if any(_same(bag, other) for other in bags[:n])]


def _same(one: set[str], other: set[str]) -> bool:
    less, more = sorted((one, other), key=len)
    news = less - more
    repeated = len(news) <= (1 - SAME) * len(less) and not any(map(str.isdigit, "".join(news)))
    return bool(less) and repeated


def _content(
    facts: Sequence[Fact], forbidden: Sequence[str], text: str, scores: dict[str, Score]
) -> list[str]:
    missing = [str(fact) for fact in facts if not met(fact, text)]
    wrong = [wording for wording in forbidden if occurs(wording, text)]
    if facts:
        scores["fact_recall"] = Score(1 - len(missing) / len(facts))
    if forbidden:
        scores["forbidden_rate"] = Score(int(bool(wrong)))
    return [f"missing: {fact}" for fact in missing] + [f'forbidden: "{word}"' for word in wrong]


def _citations(
    claims: Sequence[Claim],
    found: Sequence[Citation],
    names: Sequence[str],
    right: Sequence[bool],
    scores: dict[str, Score],
) -> list[str]:
    scores["support"] = support(claims, found)
    if found:
        scores["citation_precision"] = Score(sum(right), len(right))
    carried = {citation.claim for citation in found if citation.supported}
    return [
        f"cited to no purpose: {name}" for name, fits in zip(names, right, strict=True) if not fits
    ] + [
        f"not supported by its quotes: {claim.text}"
        for number, claim in enumerate(claims)
        if number not in carried
    ]


def _sources(wanted: set[str], names: Collection[str], scores: dict[str, Score]) -> list[str]:
    missing = sorted(wanted - set(names))
    scores["citation_recall"] = Score(1 - len(missing) / len(wanted))
    return [f"not cited: {name}" for name in missing]


def _wanted(case: QuestionCase | TopicCase, found: Sequence[str]) -> set[str]:
    """The sources an entry needs: of those where one is enough, the one found first."""
    first = next((name for name in found if name in case.cite_any), "")
    return {*case.cite, *([first or case.cite_any[0]] if case.cite_any else [])}
