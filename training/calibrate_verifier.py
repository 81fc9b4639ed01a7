"""Fit brief/verify/calibration.json to claims that neither the rules nor the model were made with.

    python -m training.calibrate_verifier DATA LIBRARY [--write] [--cache FILE]

DATA is the folder that train_cross reads, and LIBRARY one that `brief eval multihop-rag --data DIR
--keep LIBRARY` makes; training.calibration_rows tells what is taken of them. Prints how well each
kind of error is caught.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brief.embedding.crossencoder import CrossEncoder
from brief.evaluation.metrics import bootstrap
from brief.verify.judgement import (
    CALIBRATION,
    COPIED,
    GROUPS,
    Calibration,
    Regression,
)
from training.calibration_rows import Row, collect
from training.verifier_sets import LABELS

NEAR = 0.03  # of a sum of figures, within which places are as good as the best
PENALTY = 1e-3  # on the squared weights
ALONE = "written", "library", "stories"  # sets whose claims are judged one by one
# What is fitted to which sets, of equal shares.
FITTED = {
    "claims": ("written", "library", "stories", "summedits", "ragtruth"),
    "texts": ("written", "summedits", "ragtruth"),
}
# What speaks for a claim and against it, and what for being contradicted: 0 for either.
FAULTS = dict.fromkeys((*GROUPS, "refuted", "unfound"), -1)
SUPPORTED = {"contradiction": 1, "absence": 1, "worst": -1, "coverage": 1, **FAULTS}
CONTRADICTED = {"leaning": 1, "coverage": 0, **dict.fromkeys(FAULTS, 0)}
Array = NDArray[np.float64]


def fit(rows: Sequence[Row], of: str) -> Calibration:
    """Both regressions; in the first each set has its share, right and wrong half of it each."""
    rows = [row for row in rows if row.source in FITTED[of]]
    right = np.array([row.right for row in rows], float)
    groups = defaultdict(list)
    for n, row in enumerate(rows):
        groups[row.source, row.right].append(n)
    weight = np.zeros(len(rows))
    for members in groups.values():
        weight[members] = 1 / len(members) / len(groups)
    supported = regression(rows, right, weight, SUPPORTED)
    wrong = [row for row in rows if row.label in LABELS[1:]]
    against = np.array([row.label == "contradicted" for row in wrong], float)
    weight = np.where(against, 0.5 / against.sum(), 0.5 / (1 - against).sum())
    fitted = Calibration(0.5, 0.0, supported, regression(wrong, against, weight, CONTRADICTED))
    threshold, lift = choose(rows, scored(rows, fitted), of)
    return replace(fitted, threshold=threshold, lift=lift)


def regression(
    rows: Sequence[Row], right: Array, weight: Array, signs: Mapping[str, int]
) -> Regression:
    """Weighted logistic regression with a small penalty on the weights, by Newton's method.

    A weight of the wrong sign owes it to how claims were written, not to what they say (false ones
    that differ in one word are better covered than true ones that are reworded): it is left out.
    """
    kept = list(signs)
    while True:
        x = np.array([[row.values[name] for name in kept] + [1.0] for row in rows])
        beta = np.zeros(x.shape[1])
        ridge = np.diag([PENALTY] * len(kept) + [0.0])
        for _ in range(50):
            p = 1 / (1 + np.exp(-x @ beta))
            step = x.T @ (weight * (right - p)) - ridge @ beta
            beta += np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + ridge, step)
        told = dict(zip(kept, beta.tolist(), strict=False))
        wrong = {name: told[name] * signs[name] for name in kept if told[name] * signs[name] < 0}
        if not wrong:
            weights = {name: round(value, 4) for name, value in told.items()}
            return Regression(round(float(beta[-1]), 4), weights)
        kept.remove(min(wrong, key=wrong.__getitem__))


def scored(rows: Sequence[Row], fitted: Calibration) -> list[float]:
    """The probability that each sentence is right."""
    return [max(fitted.supported.probability(r.values), COPIED if r.copied else 0.0) for r in rows]


def texts(
    rows: Sequence[Row], scores: Sequence[float], source: str, lift: float
) -> list[tuple[bool, float]]:
    """(whether right, score) of each text of a set: as its worst sentence, see Calibration."""
    parts: dict[int, list[float]] = defaultdict(list)
    right: dict[int, bool] = {}
    for row, score in zip(rows, scores, strict=True):
        if row.source == source:
            parts[row.text].append(score)
            right[row.text] = row.right and right.get(row.text, True)
    found = []
    for number, own in sorted(parts.items()):
        odds = min(own) / (1 - min(own)) * len(own) ** lift
        found.append((right[number], odds / (1 + odds)))
    return found


def balanced(pairs: Sequence[tuple[bool, float]], threshold: float) -> float:
    kinds = [[s >= threshold for right, s in pairs if right is kind] for kind in (True, False)]
    if not kinds[0] or not kinds[1]:
        return 0.5
    return (np.mean(kinds[0]) + 1 - np.mean(kinds[1])) / 2


def f_one(pairs: Sequence[tuple[bool, float]], threshold: float) -> float:
    got = sum(not right and s < threshold for right, s in pairs)
    return 2 * got / max(sum(not r for r, _ in pairs) + sum(s < threshold for _, s in pairs), 1)


def area(pairs: Sequence[tuple[bool, float]]) -> float:
    good = np.array([s for right, s in pairs if right])
    bad = np.array([s for right, s in pairs if not right])
    return float(((good[:, None] > bad).mean() + (good[:, None] >= bad).mean()) / 2)


def choose(rows: Sequence[Row], scores: Sequence[float], of: str) -> tuple[float, float]:
    """Threshold and lift in the middle of those nearly as good as the best over the sets."""
    alone = {
        name: [(r.right, s) for r, s in zip(rows, scores, strict=True) if r.source == name]
        for name in ALONE
    }
    values = {}
    for lift in np.arange(0.0, 1.01, 0.1) if of == "texts" else (0.0,):
        edits, spans = (texts(rows, scores, name, lift) for name in ("summedits", "ragtruth"))
        for t in np.arange(0.2, 0.81, 0.02):
            if of == "texts":
                values[t, lift] = balanced(edits, t) + f_one(spans, t)
            else:
                values[t, lift] = sum(balanced(pairs, t) for pairs in alone.values())
    good = [place for place, value in values.items() if value >= max(values.values()) - NEAR]
    threshold, lift = np.mean(good, axis=0)
    return round(float(threshold), 2), round(float(lift), 2)


def _fault(row: Row, fitted: Calibration) -> str:
    return LABELS[1 if fitted.contradicted.probability(row.values) >= 0.5 else 2]


def report(rows: Sequence[Row], fitted: Calibration, of: str) -> None:
    """Figures by set and by kind of error."""
    rows = [row for row in rows if row.source in FITTED[of] or row.source in ("copied", "cut")]
    scores, threshold = scored(rows, fitted), fitted.threshold
    print(of, fitted)
    for name in ("summedits", "ragtruth") if of == "texts" else ():
        pairs = texts(rows, scores, name, fitted.lift)
        measure = balanced if name == "summedits" else f_one
        low, high = bootstrap(pairs, lambda p: float(measure(p, threshold)))  # noqa: B023
        best = max((measure(pairs, t), t) for t in np.arange(0.02, 0.98, 0.01))
        value = measure(pairs, threshold)
        print(f"{name}: area {area(pairs):.3f}; at {threshold}: {value:.3f}", end=" ")
        print(f"({low:.3f} to {high:.3f}); at its own best {best[1]:.2f}: {best[0]:.3f}")
    for name in ALONE if of == "claims" else ():
        own = [(r, s) for r, s in zip(rows, scores, strict=True) if r.source == name]
        pairs = [(row.right, score) for row, score in own]
        three = np.mean(
            [r.label == (LABELS[0] if s >= threshold else _fault(r, fitted)) for r, s in own]
        )
        print(
            f"{name}: area {area(pairs):.3f}, balanced accuracy {balanced(pairs, threshold):.3f}, "
            f"three classes {three:.3f}, n {len(own)}"
        )
    caught: dict[tuple[str, bool, str], list[bool]] = defaultdict(list)
    for row, score in zip(rows, scores, strict=True):
        caught[row.source, row.right, row.kind].append((score >= threshold) == row.right)
    for (source, right, kind), hits in sorted(caught.items()):
        print(
            f"  {source:10} {'right' if right else 'wrong'} {kind:40} "
            f"{np.mean(hits):.2f} of {len(hits)}"
        )


def main() -> None:
    """Parses the command line, fits, reports and writes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("library", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.cache and options.cache.exists():
        rows = pickle.loads(options.cache.read_bytes())  # noqa: S301 - written by this script
    else:
        rows = collect(options.data, options.library)
    if any(row.reading is None for row in rows):
        for row, reading in zip(rows, CrossEncoder().read([r.pair for r in rows]), strict=True):
            row.reading = reading
        if options.cache:
            options.cache.write_bytes(pickle.dumps(rows))
    fitted = {of: fit(rows, of) for of in FITTED}
    for of, one in fitted.items():
        report(rows, one, of)
    if options.write:
        kept = json.dumps({of: asdict(one) for of, one in fitted.items()}, indent=1)
        CALIBRATION.write_text(kept + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
