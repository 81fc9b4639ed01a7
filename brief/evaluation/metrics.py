"""The figures of `brief eval` as pure functions: each takes what happened and returns a number.

Where a figure is undefined (nothing was cited, nothing is relevant) the value is None or the score
is left out, never 0: what could not be scored is not wrong. Shares lie in [0, 1].
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from math import sqrt
from typing import NamedTuple, TypeVar

T = TypeVar("T")
Class = TypeVar("Class", str, bool)
Interval = tuple[float, float]


class Score(NamedTuple):
    """What one item adds to a figure: `got` out of `of`."""

    got: float
    of: int = 1


def ratio(scores: Sequence[Score]) -> float | None:
    """Everything got over everything asked for (the micro-average).

    >>> ratio([Score(1, 1), Score(1, 3)])
    0.5
    >>> ratio([]) is None
    True
    """
    asked = sum(score.of for score in scores)
    return sum(score.got for score in scores) / asked if asked else None


# -- retrieval -----------------------------------------------------------------------------------


def recall_at_k(ranked: Sequence[str], relevant: Collection[str], k: int) -> float | None:
    """Share of the relevant articles among the first `k`.

    >>> recall_at_k(["a", "x", "b"], {"a", "b"}, 2)
    0.5
    """
    return len(set(ranked[:k]) & set(relevant)) / len(set(relevant)) if relevant else None


def all_evidence_at_k(ranked: Sequence[str], relevant: Collection[str], k: int) -> float | None:
    """1 when every relevant article is among the first `k`, which a comparing question needs.

    >>> all_evidence_at_k(["a", "x", "b"], {"a", "b"}, 2)
    0.0
    """
    return float(set(relevant) <= set(ranked[:k])) if relevant else None


def hit_at_k(ranked: Sequence[str], relevant: Collection[str], k: int) -> float | None:
    """1 when any relevant article is among the first `k`.

    >>> hit_at_k(["a", "x", "b"], {"a", "b"}, 2)
    1.0
    """
    return float(bool(set(relevant) & set(ranked[:k]))) if relevant else None


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str], k: int) -> float | None:
    """1 / rank of the first relevant article within `k`, else 0; its mean is MRR@k.

    >>> reciprocal_rank(["x", "b", "a"], {"a", "b"}, 10)
    0.5
    """
    if not relevant:
        return None
    return next((1 / n for n, name in enumerate(ranked[:k], 1) if name in relevant), 0.0)


# -- abstention ----------------------------------------------------------------------------------


def abstention_scores(*, answerable: bool, abstained: bool) -> dict[str, Score]:
    """What one question adds to abstention precision and recall and to over-abstention.

    Precision asks of the questions that were declined how many have no answer, recall asks of
    those without an answer how many were declined, over-abstention asks of those with an answer
    how many were declined all the same.

    >>> abstention_scores(answerable=True, abstained=True)
    {'abstention_precision': Score(got=0, of=1), 'over_abstention': Score(got=1, of=1)}
    >>> abstention_scores(answerable=False, abstained=False)
    {'abstention_recall': Score(got=0, of=1)}
    """
    scores = {"abstention_precision": Score(int(not answerable))} if abstained else {}
    figure = "over_abstention" if answerable else "abstention_recall"
    return scores | {figure: Score(int(abstained))}


# -- citations -----------------------------------------------------------------------------------


def citation_counts(*, together: bool, alone: bool, rest: bool) -> bool:
    """Whether one source of a statement is rightly cited, by the rule of ALCE.

    `together`: the statement follows from everything it cites; `alone`: from this source alone;
    `rest`: from the others without it. A source is wrong when the statement does not follow at
    all, or when it adds nothing that the others do not already give (Gao et al. 2023, "Enabling
    Large Language Models to Generate Text with Citations", section 3.3).

    >>> citation_counts(together=True, alone=False, rest=True)
    False
    >>> citation_counts(together=True, alone=False, rest=False)
    True
    """
    return together and (alone or not rest)


# -- classes -------------------------------------------------------------------------------------


def class_recalls(outcomes: Sequence[tuple[Class, Class]]) -> dict[Class, float]:
    """Accuracy within each true class, of (true, predicted) pairs.

    >>> class_recalls([("yes", "yes"), ("yes", "no"), ("no", "no")])
    {'no': 1.0, 'yes': 0.5}
    """
    found: dict[Class, list[int]] = {}
    for true, predicted in outcomes:
        found.setdefault(true, []).append(int(true == predicted))
    return {label: sum(hits) / len(hits) for label, hits in sorted(found.items())}


def balanced_accuracy(outcomes: Sequence[tuple[Class, Class]]) -> float | None:
    """Mean of the accuracies within the true classes, so that a rare class counts in full.

    >>> balanced_accuracy([("yes", "yes"), ("yes", "no"), ("no", "no")])
    0.75
    """
    recalls = class_recalls(outcomes).values()
    return sum(recalls) / len(recalls) if recalls else None


def f1(got: int, predicted: int, true: int) -> float | None:
    """Harmonic mean of precision got/predicted and recall got/true.

    >>> f1(2, 4, 3)
    0.5714285714285714
    >>> f1(0, 0, 0) is None
    True
    """
    return 2 * got / (predicted + true) if predicted + true else None


def macro_f1(outcomes: Sequence[tuple[str, str]]) -> float | None:
    """Mean F1 over the true classes of (true, predicted) pairs.

    >>> round(macro_f1([("yes", "yes"), ("yes", "no"), ("no", "no")]), 3)
    0.667
    """
    values = []
    for label in {true for true, _ in outcomes}:
        got = sum(true == predicted == label for true, predicted in outcomes)
        said = sum(predicted == label for _, predicted in outcomes)
        values.append(f1(got, said, sum(true == label for true, _ in outcomes)) or 0.0)
    return sum(values) / len(values) if values else None


# -- intervals -----------------------------------------------------------------------------------


def wilson(mean: float, n: int, z: float = 1.959964) -> Interval:
    """95 % score interval of a share seen in `n` independent items (Wilson 1927).

    It also holds for a mean of values within [0, 1]: their spread is at most that of a share.

    >>> low, high = wilson(1.0, 15)
    >>> round(low, 3), high
    (0.796, 1.0)
    """
    if n <= 0:
        return (0.0, 1.0)
    centre = (mean + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(max(mean * (1 - mean), 0.0) / n + (z / (2 * n)) ** 2)
    return (
        max(0.0, centre - half) if mean > 0 else 0.0,
        min(1.0, centre + half) if mean < 1 else 1.0,
    )


def bootstrap(
    items: Sequence[T], statistic: Callable[[Sequence[T]], float | None], resamples: int = 1000
) -> Interval:
    """95 % percentile interval of `statistic`, drawing whole items again (Efron 1979).

    For figures whose parts are not independent: several citations of one question, classes. The
    draws are seeded, so that one report is one report.

    >>> bootstrap([1, 1, 1], lambda values: sum(values) / len(values))
    (1.0, 1.0)
    """
    draw = random.Random(0)  # noqa: S311 - a repeatable sample, no secret
    drawn = (statistic(draw.choices(items, k=len(items))) for _ in range(resamples))
    values = sorted(value for value in drawn if value is not None)
    if not values:
        return (0.0, 1.0)
    return (values[int(0.025 * len(values))], values[int(0.975 * len(values))])
