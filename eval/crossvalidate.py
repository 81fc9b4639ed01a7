"""How much of MultiHop-RAG's figures is owed to choosing the settings on the same questions.

    python eval/crossvalidate.py DATA LIBRARY [--settings 60] [--folds 5]

LIBRARY is the one that `brief eval multihop-rag --data DATA --keep LIBRARY` leaves. Settings of
`Weights` and `Cover` are drawn at random around those that ship; on four folds the best is chosen
by the sum of all figures, and it is scored on the fifth. Prints, for every figure, what the best
setting reaches on the questions it was chosen on, on those it was not, and what ships.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import fields
from functools import lru_cache
from pathlib import Path

from brief.app import Library
from brief.embedding.minilm import MiniLM
from brief.evaluation.metrics import Score, ratio
from brief.evaluation.multihop_rag import FIGURES, Question, load, score_retrieval
from brief.retrieve.candidates import Weights
from brief.retrieve.cover import Cover
from brief.retrieve.search import Retriever

AROUND = 0.5, 2.0  # a setting is drawn between these times what ships
MEASURED = FIGURES[:7]
Settings = tuple[Weights, Cover]
Table = dict[str, list[Score]]  # for each figure what every question adds to it


class Remembering(MiniLM):
    """The encoder; a question that it has read it does not read again."""

    ask = lru_cache(maxsize=None)(MiniLM.ask)


def drawn(draw: random.Random) -> Settings:
    """Settings around those that ship; those of the cover are shares, at most 1."""

    def near(shipped: Weights | Cover) -> dict[str, float]:
        return {f.name: getattr(shipped, f.name) * draw.uniform(*AROUND) for f in fields(shipped)}

    shares = {name: min(value, 1.0) for name, value in near(Cover()).items()}
    return Weights(**near(Weights())), Cover(**shares)


def measured(library: Library, encoder: MiniLM, questions: list[Question], at: Settings) -> Table:
    weights, cover = at
    retriever = Retriever(library._store, encoder, weights=weights, cover=cover)
    found: Table = {name: [] for name in MEASURED}
    for question in questions:
        hits = retriever.find(question.text)
        scores = score_retrieval(question, hits.passages, [h.article for h in hits.articles])
        for name in MEASURED:
            found[name].append(scores[name])
    return found


def over(table: Table, places: list[int]) -> dict[str, float]:
    return {name: ratio([scores[n] for n in places]) or 0.0 for name, scores in table.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("library", type=Path)
    parser.add_argument("--settings", type=int, default=60)
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    questions = [question for question in load(options.data) if question.evidence]
    draw = random.Random(0)  # noqa: S311
    settings = [(Weights(), Cover()), *(drawn(draw) for _ in range(options.settings))]
    tables = []
    with Library(options.library, model="none") as library:
        encoder = Remembering()
        for number, one in enumerate(settings):
            tables.append(measured(library, encoder, questions, one))
            print(
                number, over(tables[-1], list(range(len(questions)))), file=sys.stderr, flush=True
            )
    order = draw.sample(range(len(questions)), len(questions))
    chosen_on: list[dict[str, float]] = []
    tested_on: list[dict[str, float]] = []
    for fold in range(options.folds):
        kept = [n for place, n in enumerate(order) if place % options.folds != fold]
        left = [n for place, n in enumerate(order) if place % options.folds == fold]
        best = max(tables, key=lambda table: sum(over(table, kept).values()))
        chosen_on.append(over(best, kept))
        tested_on.append(over(best, left))
    shipped = over(tables[0], order)
    for name in MEASURED:
        row = [sum(one[name] for one in many) / len(many) for many in (chosen_on, tested_on)]
        print(f"{name:20} chosen on {row[0]:.3f}  others {row[1]:.3f}  shipped {shipped[name]:.3f}")


if __name__ == "__main__":
    main()
