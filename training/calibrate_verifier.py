"""Fit brief/verify/calibration.json to claims that neither the rules nor the model were made with.

    python -m training.calibrate_verifier DATA [--write] [--cache FILE]

DATA is the folder that train_cross reads; of it, SummEdits' news texts, RAGTruth's summaries and
those of our claims that were held out are used here. Prints how well each kind of error is caught.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brief.embedding import load
from brief.embedding.crossencoder import CrossEncoder, Reading
from brief.evaluation.metrics import bootstrap
from brief.schema import VerdictLabel
from brief.verify import Verifier, split_claims
from brief.verify.case import Finding
from brief.verify.decision import Assessment, decide
from brief.verify.facts import facts
from brief.verify.judgement import (
    CALIBRATION,
    COPIED,
    GROUPS,
    Calibration,
    Regression,
    features,
)
from brief.verify.verifier import pair, premise_sources
from training.verifier_sets import HERE, LABELS, held_out, read_corpus, read_written, sentences
from training.verifier_synthetic import cut, usable

NEAR = 0.03  # of a sum of figures, within which places are as good as the best
PENALTY = 1e-3  # on the squared weights
# Sets that are fitted to, and their shares.
FITTED = {"written": 1.0, "summedits": 1.0, "ragtruth": 1.0}
SUPPORTED = ("contradiction", "absence", "worst", "coverage", *GROUPS, "refuted", "unfound")
CONTRADICTED = ("leaning", "coverage", *GROUPS, "refuted", "unfound")
Array = NDArray[np.float64]


@dataclass
class Row:
    """A sentence: its text's set and number, its kind, whether it is borne out, what is known."""

    source: str
    text: int
    kind: str
    right: bool
    label: str
    pair: tuple[str, str]
    found: Assessment
    by_rule: VerdictLabel
    copied: bool
    reading: Reading | None = None

    @property
    def values(self) -> dict[str, float]:
        """What the regression sees."""
        return features(self.reading, self.found, self.by_rule)


def rows_of(data: Path) -> Iterator[tuple[str, int, str, bool, str, str, str]]:
    """(set, text, kind, whether right, label, premise, sentence)."""
    corpus = data / "multihop_rag" / "corpus.jsonl"
    for number, premise in enumerate(read_written(HERE / "claims.jsonl", corpus)):
        if held_out(int(premise.source.partition(":")[2])):
            for claim in premise.claims:
                whole = number % 2 and claim.label != "not_mentioned"
                text = premise.whole if whole else premise.text
                right = claim.label == "supported"
                yield "written", number, claim.kind, right, claim.label, text, claim.text
    lines = (data / "summedits_news" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    for number, row in enumerate(map(json.loads, lines)):
        kind = "+".join(row["edit_types"]) or ("none" if row["label"] else "unnamed")
        for part in split_claims(row["summary"]) or [row["summary"]]:
            text = getattr(part, "text", part)
            yield "summedits", number, kind, bool(row["label"]), "", row["doc"], text
    lines = (data / "ragtruth_summary" / "summary_dev.jsonl").read_text("utf-8").splitlines()
    for number, row in enumerate(map(json.loads, lines)):
        if row["source_id"] % 2:
            continue  # trained on
        for part in split_claims(row["response"]):
            marked = [s for s in row["spans"] if s["start"] < part.end and s["end"] > part.start]
            kind = marked[0]["label_type"] if marked else "none"
            yield "ragtruth", number, kind, not marked, "", row["source"], part.text


def copies(data: Path) -> Iterator[tuple[str, int, str, bool, str, str, str]]:
    """As `rows_of`: sentences of articles as they are, and lightly cut."""
    rng = random.Random(5)
    number = 0
    for doc, body in sorted(read_corpus(data / "multihop_rag" / "corpus.jsonl").items()):
        plain = [s for s in sentences(body) if usable(s)]
        for sentence in rng.sample(plain, min(4, len(plain))) if held_out(doc) else ():
            for kind, text in (("copied", sentence), ("cut", cut(sentence, rng))):
                if kind == "copied" or text != sentence:
                    yield kind, (number := number + 1), kind, True, "supported", body, text


def collect(data: Path) -> list[Row]:
    """What the rules know of the sentences, and the evidence that the model is to read."""
    verifier = Verifier(load())
    rows = []
    for source, number, kind, right, label, premise, text in (*rows_of(data), *copies(data)):
        case = facts(text), premise_sources(premise)
        (known,) = verifier.examine([case])
        if known:
            light = tuple(Finding(f.kind, f.rule, "") for f in known.found.findings)
            found = Assessment(known.found.coverage, (), light)
            same = known.copied and not light
            by_rule = decide(known.case, known.found)[0].label
            rows.append(Row(source, number, kind, right, label, pair(*case), found, by_rule, same))
    return rows


def fit(rows: Sequence[Row]) -> Calibration:
    """Both regressions; in the first each set has its share, right and wrong half of it each."""
    right = np.array([row.right for row in rows], float)
    groups = defaultdict(list)
    for n, row in enumerate(rows):
        groups[row.source, row.right].append(n)
    weight = np.zeros(len(rows))
    for (source, _), members in groups.items():
        weight[members] = FITTED[source] / len(members) / sum(FITTED.values()) / 2
    supported = regression(rows, right, weight, SUPPORTED)
    wrong = [row for row in rows if row.label in LABELS[1:]]
    against = np.array([row.label == "contradicted" for row in wrong], float)
    weight = np.where(against, 0.5 / against.sum(), 0.5 / (1 - against).sum())
    fitted = Calibration(0.5, 0.0, supported, regression(wrong, against, weight, CONTRADICTED))
    threshold, lift = choose(rows, scored(rows, fitted))
    return replace(fitted, threshold=threshold, lift=lift)


def regression(
    rows: Sequence[Row], right: Array, weight: Array, names: Sequence[str]
) -> Regression:
    """Weighted logistic regression with a small penalty on the weights, by Newton's method."""
    x = np.array([[row.values[name] for name in names] + [1.0] for row in rows])
    beta = np.zeros(x.shape[1])
    ridge = np.diag([PENALTY] * len(names) + [0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ beta))
        step = x.T @ (weight * (right - p)) - ridge @ beta
        beta += np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + ridge, step)
    named = {name: round(float(b), 4) for name, b in zip(names, beta, strict=False)}
    return Regression(round(float(beta[-1]), 4), named)


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


def choose(rows: Sequence[Row], scores: Sequence[float]) -> tuple[float, float]:
    """Threshold and lift in the middle of those nearly as good as the best over the three sets."""
    own = [(r.right, s) for r, s in zip(rows, scores, strict=True) if r.source == "written"]
    values = {}
    for lift in np.arange(0.0, 1.01, 0.1):
        edits, spans = (texts(rows, scores, name, lift) for name in ("summedits", "ragtruth"))
        for t in np.arange(0.2, 0.81, 0.02):
            values[t, lift] = balanced(edits, t) + f_one(spans, t) + balanced(own, t) / 2
    good = [place for place, value in values.items() if value >= max(values.values()) - NEAR]
    threshold, lift = np.mean(good, axis=0)
    return round(float(threshold), 2), round(float(lift), 2)


def _fault(row: Row, fitted: Calibration) -> str:
    return LABELS[1 if fitted.contradicted.probability(row.values) >= 0.5 else 2]


def report(rows: Sequence[Row], fitted: Calibration) -> None:
    """Figures by set and by kind of error."""
    scores, threshold = scored(rows, fitted), fitted.threshold
    print(fitted)
    for name in ("summedits", "ragtruth"):
        pairs = texts(rows, scores, name, fitted.lift)
        measure = balanced if name == "summedits" else f_one
        low, high = bootstrap(pairs, lambda p: float(measure(p, threshold)))  # noqa: B023
        best = max((measure(pairs, t), t) for t in np.arange(0.02, 0.98, 0.01))
        value = measure(pairs, threshold)
        print(f"{name}: area {area(pairs):.3f}; at {threshold}: {value:.3f}", end=" ")
        print(f"({low:.3f} to {high:.3f}); at its own best {best[1]:.2f}: {best[0]:.3f}")
    own = [(r.right, s) for r, s in zip(rows, scores, strict=True) if r.source == "written"]
    three = np.mean(
        [
            row.label == ("supported" if score >= threshold else _fault(row, fitted))
            for row, score in zip(rows, scores, strict=True)
            if row.source == "written"
        ]
    )
    print(
        f"written: area {area(own):.3f}, balanced accuracy {balanced(own, threshold):.3f}, "
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
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.cache and options.cache.exists():
        rows = pickle.loads(options.cache.read_bytes())  # noqa: S301 - written by this script
    else:
        rows = collect(options.data)
        if options.cache:
            options.cache.write_bytes(pickle.dumps(rows))
    for row, reading in zip(rows, CrossEncoder().read([r.pair for r in rows]), strict=True):
        row.reading = reading
    fitted = fit([row for row in rows if row.source in FITTED])
    report(rows, fitted)
    if options.write:
        kept = json.dumps(asdict(fitted), indent=1)
        CALIBRATION.write_text(kept + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
