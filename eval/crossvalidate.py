"""How much of MultiHop-RAG's figures is owed to choosing the settings on the same questions.

    python eval/crossvalidate.py DATA LIBRARY [--steps 60] [--folds 5]

LIBRARY is the one that `brief eval multihop-rag --data DATA --keep LIBRARY` leaves. For each fold
the settings of `Weights` and `Cover` are searched for on the other folds, from plain ones on: those
around the best so far are drawn at random and kept where the sum of all figures grows. Prints, for
every figure, what they reach on the questions they were chosen on and on those they were not, and
what ships. The weight of titles stays as it is.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path

from brief.app import Library
from brief.evaluation.metrics import Score, ratio
from brief.evaluation.multihop_rag import FIGURES, Question, load, score_retrieval
from brief.retrieve.analyse import Query
from brief.retrieve.cover import Cover
from brief.retrieve.search import Retriever
from brief.retrieve.terms import searches
from brief.retrieve.weighing import Signs, Weights
from brief.schema import Hit

MEASURED = FIGURES[:7]
PLAIN = (
    Weights(words=1, vector=1, passage=1, sentence=1, whole=0.1, article=0.1, day=1),
    Cover(spread=0.5, answered=0.5, article=0.9, outlet=0.9),
)
FAR = 0.4  # standard deviation of a step, of the logarithm of each setting
MOVED = 0.5  # share of the settings that a step changes
Settings = tuple[Weights, Cover]


@dataclass(frozen=True)
class Asked:
    """A question with everything that the settings weigh."""

    question: Question
    read: Query
    signs: Signs
    hits: dict[str, Hit]


class Bench:
    """The questions over a library; figures for any settings."""

    def __init__(self, library: Library, questions: list[Question]) -> None:
        self._store, self._encoder = library._store, library._encoder
        self.asked = [found for q in questions if (found := self._ask(library._retriever, q))]

    def _ask(self, retriever: Retriever, question: Question) -> Asked | None:
        read = retriever.read(question.text)
        signs = retriever.signs(question.text, *searches(read))
        if signs is None:
            return None
        passages = self._store.passages(signs.ids)
        articles = self._store.articles_of({p.version for p in passages.values()})
        hits = {name: Hit(p, articles[p.version], 0.0) for name, p in passages.items()}
        return Asked(question, read, signs, hits)

    def scores(self, at: Settings, places: list[int]) -> dict[str, list[Score]]:
        """For each figure what every question adds to it."""
        weights, cover = at
        retriever = Retriever(self._store, self._encoder, weights=weights, cover=cover)
        found: dict[str, list[Score]] = {name: [] for name in MEASURED}
        for asked in (self.asked[n] for n in places):
            passages, articles = retriever.ranked(asked.signs, asked.read, 10)
            shown = [asked.hits[name] for name, _ in passages]
            from_ = [asked.hits[name].article for name, _ in articles]
            for name, score in score_retrieval(asked.question, shown, from_).items():
                found[name].append(score)
        return found

    def figures(self, at: Settings, places: list[int]) -> dict[str, float]:
        return {name: ratio(scores) or 0.0 for name, scores in self.scores(at, places).items()}


def step(settings: Settings, draw: random.Random) -> Settings:
    """Settings near those given; those of the cover are shares, at most 1."""

    def moved(value: float) -> float:
        return value * math.exp(draw.gauss(0, FAR)) if draw.random() < MOVED else value

    weights, cover = settings
    near = {f.name: moved(getattr(weights, f.name)) for f in fields(weights) if f.name != "title"}
    shares = {f.name: min(moved(getattr(cover, f.name)), 1.0) for f in fields(cover)}
    return replace(weights, **near), Cover(**shares)


def searched(bench: Bench, places: list[int], steps: int, draw: random.Random) -> Settings:
    """The best settings found on these questions."""
    best, reached = PLAIN, sum(bench.figures(PLAIN, places).values())
    for _ in range(steps):
        tried = step(best, draw)
        if (total := sum(bench.figures(tried, places).values())) > reached:
            best, reached = tried, total
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("library", type=Path)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    draw = random.Random(0)  # noqa: S311
    chosen_on: list[dict[str, float]] = []
    tested_on: dict[str, list[Score]] = {name: [] for name in MEASURED}
    with Library(options.library, model="none") as library:
        bench = Bench(library, [one for one in load(options.data) if one.evidence])
        order = draw.sample(range(len(bench.asked)), len(bench.asked))
        for fold in range(options.folds):
            kept = [n for place, n in enumerate(order) if place % options.folds != fold]
            left = [n for place, n in enumerate(order) if place % options.folds == fold]
            best = searched(bench, kept, options.steps, draw)
            chosen_on.append(bench.figures(best, kept))
            for name, scores in bench.scores(best, left).items():
                tested_on[name] += scores
            print(f"fold {fold + 1}: {best}", file=sys.stderr, flush=True)
        plain, shipped = (bench.figures(s, order) for s in (PLAIN, (Weights(), Cover())))
    print(f"{'':20} plain  chosen on  others  shipped")
    for name in MEASURED:
        chosen = sum(one[name] for one in chosen_on) / len(chosen_on)
        others = ratio(tested_on[name]) or 0.0
        print(f"{name:20} {plain[name]:.3f}  {chosen:.3f}      {others:.3f}   {shipped[name]:.3f}")


if __name__ == "__main__":
    main()
