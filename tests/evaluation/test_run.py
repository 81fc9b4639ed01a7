from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from brief.errors import InputError, ModelError
from brief.evaluation import Figure, Item, Report, Suite, combine, run_suite
from brief.evaluation.metrics import Score
from brief.evaluation.scoring import repeats, verdict
from brief.schema import Article, CheckedClaim, Claim, Evidence, Verdict, VerdictLabel

Quote = Callable[[str, str], Evidence]
Extract = Callable[[str, str], Claim]

PARTNER = "Which fund may partner in the refinery?"
RESERVES = "How large are the reserves?"
PRICE = "What does neodymium cost?"
FUND = "Khazanah Nasional may partner in the refinery."
PERMIT = "The permit is open."
STAGE = "Talks are at an early stage."
AMOUNT = "Malaysia holds 16.1 million tonnes of rare earths."
YEAR = "The estimate dates from 2019."


def item(report: Report, name: str) -> Item:
    return next(item for item in report.items if item.id == name)


def value(report: Report, metric: str) -> float:
    return figure(report, metric).value


def figure(report: Report, metric: str) -> Figure:
    return next(row for row in report.figures if row.metric == metric)


def checked(label: VerdictLabel, *evidence: Evidence) -> CheckedClaim:
    return CheckedClaim("", 0, 0, Verdict(label, (f"because {label}",)), evidence)


@pytest.fixture
def perfect(script, extract: Extract, quote: Quote, articles: dict[str, Article]):
    """A system that gets everything right."""
    return script(
        answers={
            PARTNER: [extract("talks", FUND)],
            RESERVES: [extract("reserves", AMOUNT), extract("reserves", YEAR)],
        },
        found=[articles["talks"], articles["reserves"]],
        briefing=[extract("talks", FUND), extract("talks", STAGE)],
        verdicts={
            "Talks are early.": [checked("supported", quote("talks", STAGE))],
            "It holds 61 million tonnes.": [checked("contradicted", quote("reserves", AMOUNT))],
            "Neodymium costs 80 dollars.": [checked("not_found")],
        },
    )


def test_a_system_without_a_fault_gets_full_marks(suite: Suite, perfect) -> None:
    seen: list[tuple[int, int]] = []
    report = run_suite(suite, perfect, progress=lambda done, known: seen.append((done, known)))
    assert seen[-1] == (7, 7)
    assert [item.failures for item in report.items] == [()] * 7
    for row in report.figures:
        if row.better:
            ranked = row.metric in {"question recall@1", "question mrr@10"}
            assert row.value == (0.0 if row.better == "lower" else 1.0) or ranked, row
            assert row.low <= row.value <= row.high
    assert figure(report, "question abstention_recall").n == 1
    assert figure(report, "question fact_recall").n == 2
    assert figure(report, "topic words").better == ""
    assert figure(report, "question abstention_precision").grain == 1
    assert figure(report, "claim accuracy").grain == figure(report, "claim macro_f1").grain == 1 / 3
    assert figure(report, "question fact_recall").grain == 0.5
    assert figure(report, "topic support").grain == 0


def test_a_system_that_declines_everything_gets_nothing_for_it(suite: Suite, script) -> None:
    report = run_suite(suite, script())
    assert value(report, "question fact_recall") == 0
    assert value(report, "question citation_recall") == 0
    assert value(report, "question over_abstention") == 1
    assert value(report, "question abstention_recall") == 1
    assert value(report, "question abstention_precision") == pytest.approx(1 / 3)
    assert value(report, "question mrr@10") == 0
    # Nothing was cited, so there is no precision to speak of: not 0, and not 1.
    assert not [row for row in report.figures if "citation_precision" in row.metric]
    assert "declined: nothing on it" in item(report, "partner").failures
    assert item(report, "price").passed
    # A claim without any verdict is no verdict of "not found".
    assert item(report, "price-claim").output == "unchecked"
    assert value(report, "claim accuracy") == 0


def test_an_answer_where_there_is_none_is_a_fault(suite: Suite, perfect, extract: Extract) -> None:
    perfect.answers = {**perfect.answers, PRICE: [extract("talks", FUND)]}
    report = run_suite(suite, perfect)
    assert item(report, "price").failures == ("was to be declined",)
    assert value(report, "question abstention_recall") == 0
    assert value(report, "question accuracy[unanswerable]") == 0


def test_missing_and_forbidden_are_named(suite: Suite, perfect, quote: Quote) -> None:
    wrong = Claim("Temasek may partner.", (quote("talks", FUND),))
    perfect.answers = {PARTNER: [wrong], RESERVES: [Claim(YEAR, (quote("reserves", YEAR),))]}
    report = run_suite(suite, perfect)
    failures = item(report, "partner").failures
    assert 'missing: "Khazanah Nasional" or "Khazanah"' in failures
    assert 'forbidden: "Temasek"' in failures
    assert "not supported by its quotes: Temasek may partner." in failures
    assert value(report, "question forbidden_rate") == 1
    assert item(report, "reserves").failures == ("missing: 16.1 million tonnes",)
    assert value(report, "question fact_recall") == 0.25  # 0 of 1 and 1 of 2


def test_a_true_extract_of_another_matter_is_wrongly_cited(
    suite: Suite, perfect, extract: Extract
) -> None:
    perfect.answers = {PARTNER: [extract("talks", FUND), extract("reserves", YEAR)]}
    report = run_suite(suite, perfect)
    assert item(report, "partner").failures == ("cited to no purpose: reserves.txt",)
    assert item(report, "partner").scores["citation_precision"] == Score(1, 2)
    assert item(report, "partner").scores["support"] == Score(2, 2)
    assert item(report, "partner").scores["focus"] == Score(1, 2)


def test_another_source_counts_where_it_is_quoted_with_the_fact(
    suite: Suite, perfect, extract: Extract
) -> None:
    narrow = replace(suite.questions[1], cite=("talks.txt",), cite_any=())
    perfect.answers = {RESERVES: [extract("reserves", AMOUNT), extract("reserves", YEAR)]}
    report = run_suite(replace(suite, questions=(narrow,), topics=(), claims=()), perfect)
    scores = item(report, "reserves").scores
    assert scores["citation_precision"] == Score(2, 2)
    assert scores["citation_recall"] == Score(0)  # yet it is not the source that was asked for


def test_a_source_that_adds_nothing_is_wrongly_cited(suite: Suite, perfect, quote: Quote) -> None:
    idle = Claim(FUND, (quote("talks", FUND), quote("reserves", YEAR)))
    joint = Claim(f"{STAGE} {YEAR}", (quote("talks", STAGE), quote("reserves", YEAR)))
    perfect.answers = {RESERVES: [idle, joint]}
    report = run_suite(suite, perfect)
    assert item(report, "reserves").scores["citation_precision"] == Score(3, 4)
    assert item(report, "reserves").scores["support"] == Score(2, 2)


def test_a_quote_that_is_not_in_the_article_carries_nothing(
    suite: Suite, perfect, quote: Quote
) -> None:
    true = quote("talks", FUND)
    moved = replace(true, sentence=replace(true.sentence, start=1, end=1 + len(FUND)))
    stale = replace(true, sentence=replace(true.sentence, version="an older one"))
    perfect.answers = {PARTNER: [Claim(FUND, (moved,)), Claim(FUND, (stale,)), Claim(FUND, ())]}
    report = run_suite(suite, perfect)
    assert item(report, "partner").scores["citation_precision"] == Score(0, 2)
    assert item(report, "partner").scores["support"] == Score(0, 3)


def test_faults_of_a_briefing_are_named(suite: Suite, perfect, extract: Extract) -> None:
    filler = Claim("word " * 600, ())
    perfect.briefing = [extract("talks", FUND), extract("talks", FUND), filler]
    report = run_suite(suite, perfect)
    failures = item(report, "refinery-topic").failures
    assert 'missing: "early stage"' in failures
    assert f"said before: {FUND}" in failures
    assert "614 words, more than 600" in failures
    assert any(failure.startswith("cites nothing: word") for failure in failures)
    assert value(report, "topic redundancy") == pytest.approx(1 / 3)
    assert value(report, "topic coverage") == pytest.approx(2 / 3)
    assert value(report, "topic words") == 614


def test_a_few_right_verdicts_prove_little(suite: Suite, perfect) -> None:
    row = figure(run_suite(suite, perfect), "claim balanced_accuracy")
    assert (row.value, row.n, row.high) == (1, 3, 1)
    assert row.low < 0.5


def test_a_wrong_verdict_is_named_with_its_reasons(suite: Suite, perfect, quote: Quote) -> None:
    perfect.verdicts = {
        **perfect.verdicts,
        "It holds 61 million tonnes.": [checked("supported", quote("reserves", AMOUNT))],
        "Talks are early.": [checked("supported", quote("reserves", YEAR))],
    }
    report = run_suite(suite, perfect)
    assert item(report, "amount").failures == ("supported, not contradicted: because supported",)
    assert item(report, "stage").failures == ("not cited: talks.txt",)
    assert value(report, "claim accuracy") == pytest.approx(2 / 3)
    assert value(report, "claim accuracy[contradicted]") == 0
    assert value(report, "claim balanced_accuracy") == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("earlier", "later", "repeated"),
    [
        ("The port reopened on Monday.", "On Monday the port reopened.", True),
        ("The port reopened on Monday.", "The big port reopened on Monday, 3 March.", True),
        ("The port lost 30 million.", "The port lost 40 million.", False),
        ("The port reopened on Monday.", "The port stays shut until Friday.", False),
        ("So they did.", "So it is.", False),  # not a word that says anything
    ],
)
def test_what_adds_nothing_is_a_repetition(earlier: str, later: str, repeated: bool) -> None:
    assert repeats([earlier, later]) == [1] * repeated


@pytest.mark.parametrize(
    ("labels", "whole"),
    [
        (["supported", "supported"], "supported"),
        (["supported", "unchecked"], "unchecked"),
        (["supported", "not_found"], "not_found"),
        (["not_found", "contradicted", "supported"], "contradicted"),
        ([], "unchecked"),
    ],
)
def test_a_text_is_as_good_as_its_worst_claim(labels: list[VerdictLabel], whole: str) -> None:
    assert verdict([checked(label) for label in labels]) == whole


def test_what_could_not_be_asked_is_unscored_and_a_bug_is_raised(suite: Suite, perfect) -> None:
    perfect.trouble = ModelError("the server is down", hint="start it")
    report = run_suite(suite, perfect)
    assert [item.id for item in report.unscored] == ["partner", "reserves", "price"]
    assert report.unscored[0].unscored == "the server is down"
    assert not report.unscored[0].passed
    assert {row.metric.split()[0] for row in report.figures} == {"topic", "claim"}
    perfect.trouble = KeyError("a bug")
    with pytest.raises(KeyError):
        run_suite(suite, perfect)


def test_the_report_is_json_and_one_task_needs_no_prefix(suite: Suite, perfect) -> None:
    report = run_suite(replace(suite, topics=(), claims=()), perfect)
    document = json.loads(json.dumps(report.to_dict()))
    assert document["schema"] == "brief.eval/1"
    assert document["figures"][0]["metric"] == "accuracy"
    assert document["items"][0]["scores"]["fact_recall"] == [1, 1]
    assert document["items"][0]["passed"] is True
    assert document["suites"][0]["sha256"] == suite.sha256


def test_reports_are_combined_but_not_under_one_name(suite: Suite, perfect) -> None:
    report = run_suite(suite, perfect)
    other = run_suite(replace(suite, name="other"), perfect)
    both = combine([report, other])
    assert len(both.items) == 14
    assert len(both.figures) == 2 * len(report.figures)
    with pytest.raises(InputError, match="two suites are named 'refinery'"):
        combine([report, report])
