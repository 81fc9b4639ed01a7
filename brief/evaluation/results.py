"""What a run of a suite gives: one item an entry, and the figures over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from brief.errors import InputError
from brief.evaluation.cases import Task
from brief.evaluation.judged import Opinion
from brief.evaluation.metrics import (
    Interval,
    Score,
    balanced_accuracy,
    bootstrap,
    macro_f1,
    ratio,
    wilson,
)

Better = Literal["higher", "lower", ""]  # "": tells of the system, is neither good nor bad

# In the order of the report; "accuracy" stands for "accuracy[update]" and its like as well.
METRICS: dict[str, Better] = {
    "accuracy": "higher",  # entries with every fact, nothing forbidden, rightly (not) declined
    "balanced_accuracy": "higher",  # mean of the accuracies within the true verdicts
    "macro_f1": "higher",
    "fact_recall": "higher",  # share of the required facts, mean over the entries
    "forbidden_rate": "lower",  # share of the entries that say something forbidden
    "citation_precision": "higher",  # share of the (claim, source) pairs that bear the claim out
    "citation_recall": "higher",  # share of the sources that must be cited
    "support": "higher",  # share of the claims that follow from their quotes
    "coverage": "higher",  # share of the sentences that cite anything
    "focus": "higher",  # share of the answer's sentences with a required fact in them
    "abstention_precision": "higher",
    "abstention_recall": "higher",
    "over_abstention": "lower",
    "recall@1": "higher",
    "recall@5": "higher",
    "recall@10": "higher",
    "all_evidence@10": "higher",
    "mrr@10": "higher",
    "redundancy": "lower",  # share of the sentences that repeat an earlier one
    "words": "",
    "answer_words": "",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a suite after its run: what was expected, what came out, what failed and why."""

    suite: str
    id: str
    task: Task
    kind: str
    asked: str
    expected: str
    output: str
    failures: tuple[str, ...] = ()
    scores: Mapping[str, Score] = field(default_factory=dict)  # of the figures it is eligible for
    unscored: str = ""  # why there is nothing to score, e.g. a model server that was down
    opinion: Opinion | None = None  # the judge's, where one was asked

    @property
    def passed(self) -> bool:
        return not self.failures and not self.unscored


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the report: a metric with its 95 % interval over `n` items."""

    suite: str
    metric: str
    value: float
    low: float
    high: float
    n: int
    better: Better
    grain: float = 0.0  # what one entry moves it by where an entry is right or wrong as a whole
    floor: float | None = None  # the worst value the gate accepts, where one is set


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which data a suite was when it ran."""

    name: str
    sha256: str
    articles_sha256: str


@dataclass(frozen=True, slots=True)
class Report:
    """The results of one or more suites."""

    suites: tuple[Stamp, ...]
    items: tuple[Item, ...]
    figures: tuple[Figure, ...]
    judged: tuple[Figure, ...] = ()  # the same figures by the judge, where one was asked
    judge: str = ""  # its name

    @property
    def unjudged(self) -> tuple[str, ...]:
        """Why the judge gave no verdict, for each claim without."""
        return tuple(
            reason for item in self.items if item.opinion for reason in item.opinion.unscored
        )

    @property
    def unscored(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.unscored)

    def to_dict(self) -> dict[str, Any]:
        """The report as data for JSON, `brief.eval/1`."""
        document: dict[str, Any] = {
            "schema": "brief.eval/1",
            "suites": [asdict(stamp) for stamp in self.suites],
            "figures": [asdict(figure) for figure in self.figures],
            "items": [asdict(item) | {"passed": item.passed} for item in self.items],
        }
        if self.judge:
            figures = [asdict(figure) for figure in self.judged]
            unscored = list(self.unjudged)
            document["judge"] = {"model": self.judge, "figures": figures, "unscored": unscored}
        return document


def combine(reports: Iterable[Report]) -> Report:
    """Several reports as one, in their order."""
    taken = list(reports)
    names = [stamp.name for report in taken for stamp in report.suites]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f"two suites are named {name!r}", hint="give each suite a `name:` of its own"
            )
    return Report(
        suites=tuple(stamp for report in taken for stamp in report.suites),
        items=tuple(item for report in taken for item in report.items),
        figures=tuple(figure for report in taken for figure in report.figures),
        judged=tuple(figure for report in taken for figure in report.judged),
    )


def figures(suite: str, items: Sequence[Item]) -> tuple[Figure, ...]:
    """Every figure that the items of one suite add to, question, topic and claim figures apart.

    A suite that holds several tasks has the figures of each, named "topic fact_recall" and so on.
    """
    rows = []
    tasks: list[Task] = ["question", "topic", "claim"]
    for task in tasks:
        own = [item for item in items if item.task == task and not item.unscored]
        prefix = f"{task} " if len({item.task for item in items}) > 1 else ""
        scores: dict[str, list[Score]] = {}
        for item in own:
            for metric, score in item.scores.items():
                scores.setdefault(metric, []).append(score)
        found = [_figure(suite, metric, values) for metric, values in scores.items()]
        if task == "claim" and own:
            found += _over_classes(suite, [(item.expected, item.output) for item in own])
        order = list(METRICS)
        found.sort(key=lambda row: (order.index(_base(row.metric)), row.metric))
        rows += [replace(row, metric=prefix + row.metric) for row in found]
    return tuple(rows)


def judged_figures(suite: str, items: Sequence[Item]) -> tuple[Figure, ...]:
    """The figures by the judge's opinions alone; entries without one take part in none."""
    given = []
    for item in items:
        opinion = item.opinion or Opinion()
        unscored = item.unscored or ("" if opinion.scores else "no verdict")
        given.append(replace(item, scores=opinion.scores, output=opinion.output, unscored=unscored))
    return figures(suite, given)


def _figure(suite: str, metric: str, scores: Sequence[Score]) -> Figure:
    value = ratio(scores) or 0.0
    low, high = _interval(value, scores, share=METRICS[_base(metric)] != "")
    whole = all(score in (Score(0), Score(1)) for score in scores)
    grain = 1 / len(scores) if whole else 0.0
    return Figure(suite, metric, value, low, high, len(scores), METRICS[_base(metric)], grain)


def _over_classes(suite: str, outcomes: Sequence[tuple[str, str]]) -> list[Figure]:
    sizes = Counter(true for true, _ in outcomes)
    grain = 1 / (len(sizes) * min(sizes.values()))
    rows = []
    for name, statistic in (("balanced_accuracy", balanced_accuracy), ("macro_f1", macro_f1)):
        value = statistic(outcomes) or 0.0
        low, high = bootstrap(outcomes, statistic)
        if low == high:  # as in `_interval`
            low, high = wilson(value, len(outcomes))
        rows.append(Figure(suite, name, value, low, high, len(outcomes), METRICS[name], grain))
    return rows


def _interval(value: float, scores: Sequence[Score], *, share: bool) -> Interval:
    """Wilson for independent shares; where one item counts several times, items drawn again.

    Items that all agree show no spread when drawn again: then Wilson over the items is honest.
    """
    independent = all(score.of == 1 for score in scores)
    unanimous = len({score.got / score.of for score in scores}) == 1
    if share and (independent or unanimous):
        return wilson(value, len(scores))
    return bootstrap(scores, ratio)


def _base(metric: str) -> str:
    return metric.partition("[")[0]
