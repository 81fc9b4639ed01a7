from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.evaluation import metrics
from brief.evaluation.metrics import Score

shares = st.floats(0, 1)
rankings = st.lists(st.sampled_from("abcdefgh"), unique=True)
relevant = st.sets(st.sampled_from("abcdefgh"), min_size=1)
outcomes = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz")), min_size=1)


@given(rankings, relevant, st.integers(1, 10))
def test_a_deeper_look_never_finds_less(ranked: list[str], wanted: set[str], k: int) -> None:
    for metric in (
        metrics.recall_at_k,
        metrics.all_evidence_at_k,
        metrics.hit_at_k,
        metrics.reciprocal_rank,
    ):
        near, far = metric(ranked, wanted, k), metric(ranked, wanted, k + 1)
        assert near is not None
        assert far is not None
        assert 0 <= near <= far <= 1


@given(rankings, relevant, st.integers(1, 10))
def test_retrieval_figures_agree_with_each_other(
    ranked: list[str], wanted: set[str], k: int
) -> None:
    recall = metrics.recall_at_k(ranked, wanted, k) or 0.0
    assert (metrics.all_evidence_at_k(ranked, wanted, k) == 1) == (recall == 1)
    assert (metrics.hit_at_k(ranked, wanted, k) == 1) == (recall > 0)
    assert (metrics.reciprocal_rank(ranked, wanted, k) or 0.0) > 0 or recall == 0


def test_what_is_relevant_to_nothing_is_undefined() -> None:
    assert metrics.recall_at_k(["a"], set(), 5) is None
    assert metrics.all_evidence_at_k(["a"], set(), 5) is None
    assert metrics.hit_at_k(["a"], set(), 5) is None
    assert metrics.reciprocal_rank(["a"], set(), 5) is None
    assert metrics.balanced_accuracy([]) is None
    assert metrics.macro_f1([]) is None


@given(outcomes)
def test_class_figures_lie_between_nothing_and_everything(pairs: list[tuple[str, str]]) -> None:
    balanced, macro = metrics.balanced_accuracy(pairs), metrics.macro_f1(pairs)
    assert balanced is not None
    assert macro is not None
    assert 0 <= balanced <= 1
    assert 0 <= macro <= 1
    perfect = all(true == predicted for true, predicted in pairs)
    assert (balanced == 1) == (macro == 1) == perfect


def test_balanced_accuracy_does_not_reward_the_commonest_class() -> None:
    pairs = [("yes", "yes")] * 98 + [("no", "yes")] * 2
    assert metrics.balanced_accuracy(pairs) == 0.5


@pytest.mark.parametrize(
    ("together", "alone", "rest", "right"),
    [
        (False, True, True, False),  # contradicted by the others: the statement does not stand
        (True, True, True, True),  # two sources of the same: neither is idle
        (True, True, False, True),
        (True, False, False, True),  # needed with the others
        (True, False, True, False),  # adds nothing
    ],
)
def test_the_rule_of_alce(together: bool, alone: bool, rest: bool, right: bool) -> None:
    assert metrics.citation_counts(together=together, alone=alone, rest=rest) is right


@given(shares, st.integers(1, 500))
def test_wilson_holds_the_mean_and_narrows(mean: float, n: int) -> None:
    low, high = metrics.wilson(mean, n)
    wider_low, wider_high = metrics.wilson(mean, max(1, n // 2))
    assert 0 <= low <= mean + 1e-12
    assert mean - 1e-12 <= high <= 1
    assert wider_high - wider_low >= high - low - 1e-12


def test_wilson_gives_the_textbook_values() -> None:
    low, high = metrics.wilson(81 / 263, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert metrics.wilson(0.5, 0) == (0.0, 1.0)


@given(st.lists(shares, min_size=1, max_size=30))
def test_bootstrap_stays_within_the_data_and_repeats(values: list[float]) -> None:
    def mean(drawn: object) -> float:
        assert isinstance(drawn, list)
        return math.fsum(drawn) / len(drawn)

    low, high = metrics.bootstrap(values, mean, resamples=50)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert metrics.bootstrap(values, mean, resamples=50) == (low, high)


def test_bootstrap_of_what_is_never_defined_says_nothing() -> None:
    assert metrics.bootstrap([1], lambda _: None) == (0.0, 1.0)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), min_size=1))
def test_a_ratio_weighs_by_what_was_asked(parts: list[tuple[int, int]]) -> None:
    value = metrics.ratio([Score(min(got, of), of) for got, of in parts])
    assert value == sum(min(got, of) for got, of in parts) / sum(of for _, of in parts)
