from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.errors import InputError, UsageError
from brief.evaluation import (
    Baseline,
    Figure,
    Item,
    Report,
    baseline_text,
    gate,
    load_baseline,
    renew_baseline,
)
from brief.evaluation.gate import ROUNDING
from brief.evaluation.results import Better, Stamp

TODAY = date(2025, 11, 3)
STAMP = Stamp("refinery", "aa", "bb")


def row(metric: str, value: float, better: Better = "higher", suite: str = "refinery") -> Figure:
    return Figure(suite, metric, value, 0.0, 1.0, 10, better)


def report(*figures: Figure, stamp: Stamp = STAMP) -> Report:
    return Report((stamp,), (), figures)


GOOD = report(row("recall", 0.9), row("over_abstention", 0.1, "lower"), row("words", 400, ""))


@pytest.fixture
def baseline() -> Baseline:
    return renew_baseline(GOOD, None, reason="", today=TODAY)


def test_the_floors_are_the_figures_that_were_reached(baseline: Baseline) -> None:
    assert baseline.floors == {"refinery": {"recall": 0.9, "over_abstention": 0.1}}
    result = gate(GOOD, baseline)
    assert result.passed
    assert [figure.floor for figure in result.figures] == [0.9, 0.1, None]


@pytest.mark.parametrize(
    ("recall", "over", "problem"),
    [
        (0.88, 0.12, ""),  # within the margin
        (1.0, 0.0, ""),
        (0.87, 0.1, "recall 0.870 is under its floor 0.900"),
        (0.9, 0.13, "over_abstention 0.130 is over its floor 0.100"),
    ],
)
def test_a_figure_beyond_its_floor_is_refused(
    baseline: Baseline, recall: float, over: float, problem: str
) -> None:
    result = gate(report(row("recall", recall), row("over_abstention", over, "lower")), baseline)
    assert len(result.problems) == bool(problem)
    assert problem in "".join(result.problems)


def test_one_entry_of_five_may_fall_either_way_but_not_of_four() -> None:
    five = replace(row("accuracy[conflict]", 1.0), n=5, grain=0.2)
    baseline = renew_baseline(report(five), None, reason="", today=TODAY)
    assert gate(report(replace(five, value=0.8)), baseline).passed
    assert not gate(report(replace(five, value=0.6)), baseline).passed
    assert not gate(report(replace(five, value=0.75, n=4, grain=0.25)), baseline).passed


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (report(row("recall", 0.9)), "over_abstention is missing"),
        (replace(GOOD, suites=(Stamp("refinery", "cc", "bb"),)), "the suite changed"),
        (replace(GOOD, suites=(Stamp("refinery", "aa", "cc"),)), "its articles changed"),
        (replace(GOOD, suites=(STAMP, Stamp("own", "aa", "bb"))), "own: the suite has no floors"),
        (Report((), (), GOOD.figures), "refinery: the suite was not run"),
        (
            replace(GOOD, items=(Item("refinery", "x", "topic", "", "", "", "", unscored="down"),)),
            "refinery, x: could not be scored: down",
        ),
    ],
)
def test_a_run_that_cannot_be_compared_is_refused(
    baseline: Baseline, changed: Report, problem: str
) -> None:
    result = gate(changed, baseline)
    assert not result.passed
    assert problem in "\n".join(result.problems)


def test_changed_data_says_how_to_renew(baseline: Baseline) -> None:
    result = gate(replace(GOOD, suites=(Stamp("refinery", "cc", "bb"),)), baseline)
    assert 'brief eval --update-baseline --reason "' in result.problems[0]


@pytest.mark.parametrize(
    "worse",
    [
        report(row("recall", 0.89), row("over_abstention", 0.1, "lower")),
        report(row("recall", 0.9), row("over_abstention", 0.11, "lower")),
        report(row("recall", 0.9)),
    ],
)
def test_no_floor_falls_without_a_reason(baseline: Baseline, worse: Report) -> None:
    with pytest.raises(UsageError, match="floors would fall: refinery") as caught:
        renew_baseline(worse, baseline, reason="  ", today=TODAY)
    assert "--reason" in caught.value.hint
    renewed = renew_baseline(worse, baseline, reason="a harder suite", today=TODAY)
    assert renewed.history[-1].reason == "a harder suite"
    assert gate(worse, renewed).passed


def test_what_was_lowered_is_written_down(baseline: Baseline) -> None:
    worse = report(row("recall", 0.8), row("over_abstention", 0.1, "lower"))
    renewed = renew_baseline(worse, baseline, reason="harder", today=TODAY)
    assert renewed.history[-1].lowered == {"refinery recall": (0.9, 0.8)}
    assert renewed.history[0] == baseline.history[0]


def test_floors_rise_without_a_reason(baseline: Baseline) -> None:
    better = report(row("recall", 0.95), row("over_abstention", 0.0, "lower"))
    renewed = renew_baseline(better, baseline, reason="", today=TODAY)
    assert renewed.floors == {"refinery": {"recall": 0.95, "over_abstention": 0.0}}
    assert renewed.history[-1].lowered == {}


def test_a_suite_leaves_the_baseline_only_with_a_reason(baseline: Baseline) -> None:
    own = report(row("recall", 0.5, suite="own"), stamp=Stamp("own", "cc", "dd"))
    with pytest.raises(UsageError, match="would fall: refinery"):
        renew_baseline(own, baseline, reason="", today=TODAY)
    renewed = renew_baseline(own, baseline, reason="another suite", today=TODAY)
    assert renewed.floors == {"own": {"recall": 0.5}}
    assert renewed.history[-1].dropped == ("refinery",)
    assert gate(own, renewed).passed


def test_no_floors_are_set_by_a_run_that_failed() -> None:
    failed = Item("refinery", "x", "topic", "", "", "", "", unscored="the server is down")
    with pytest.raises(UsageError, match="x: the server is down"):
        renew_baseline(replace(GOOD, items=(failed,)), None, reason="so", today=TODAY)


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path, baseline: Baseline) -> None:
    worse = report(row("recall", 0.8), row("over_abstention", 0.1, "lower"))
    renewed = renew_baseline(worse, baseline, reason="härter", today=TODAY)
    path = tmp_path / "baseline.json"
    path.write_text(baseline_text(renewed), "utf-8")
    assert load_baseline(path) == renewed


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "is no baseline"),
        ("[]", "is no baseline"),
        ('{"schema": "brief.baseline/9"}', "of the format 'brief.baseline/9'"),
        ('{"schema": "brief.baseline/1"}', "is no baseline"),
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "baseline.json"
    with pytest.raises(InputError, match="cannot be read"):
        load_baseline(path)
    path.write_text(text)
    with pytest.raises(InputError, match=problem):
        load_baseline(path)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.2), st.sampled_from(["higher", "lower"]))
def test_the_gate_passes_what_is_no_worse_than_the_margin(
    floor: float, reached: float, margin: float, better: Better
) -> None:
    baseline = Baseline((STAMP,), {"refinery": {"metric": floor}}, margin)
    worse_by = floor - reached if better == "higher" else reached - floor
    passed = gate(report(row("metric", reached, better)), baseline).passed
    if abs(worse_by - margin) > 2 * ROUNDING:
        assert passed == (worse_by <= margin)


@given(st.floats(0, 1), st.sampled_from(["higher", "lower"]))
def test_a_run_passes_the_floors_that_it_sets(reached: float, better: Better) -> None:
    run = report(row("metric", reached, better))
    baseline = renew_baseline(run, None, reason="", today=TODAY)
    assert gate(run, baseline).passed
    assert renew_baseline(run, baseline, reason="", today=TODAY).floors == baseline.floors
