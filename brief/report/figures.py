"""Figures of an evaluation as tables for a terminal or a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brief.report.printing import say, table

if TYPE_CHECKING:
    from brief.evaluation import Figure, Report
    from brief.evaluation.factchecks import Result as FactcheckResult


def show_figures(report: Report) -> None:
    """One figure a line, with its interval, how many entries it is over, and its floor.

    What a judge says stands in columns of its own.
    """
    columns = ["suite", "metric", "value", "95 % interval", "n", "floor"]
    judged = {(figure.suite, figure.metric): figure for figure in report.judged}
    if report.judge:
        columns += [f"by {report.judge}", "95 % interval", "n"]
    rows = []
    for figure in report.figures:
        row = [figure.suite, figure.metric, *_measured(figure)]
        row.append("" if figure.floor is None else f"{figure.floor:.3f}")
        if report.judge:
            opinion = judged.get((figure.suite, figure.metric))
            row += _measured(opinion) if opinion else ["", "", ""]
        rows.append(row)
    table(columns, rows)


def _measured(figure: Figure) -> list[str]:
    interval = f"{figure.low:.3f} to {figure.high:.3f}"
    return [f"{figure.value:.3f}", interval, str(figure.n)]


def show_factchecks(result: FactcheckResult) -> None:
    """Our figures on a set of judged texts, each with its interval, then those of others."""
    ours = [
        ("brief", metric, f"{value:.3f}", f"{low:.3f} to {high:.3f}")
        for metric, (value, (low, high)) in result.figures.items()
    ]
    others = [
        (who, metric, f"{value:.3f}", "")
        for who, figures in result.published.items()
        for metric, value in figures.items()
    ]
    table(("who", "metric", "value", "95 % interval"), ours + others)
    say(f"{result.texts} texts, {result.at_fault} of them at fault")
