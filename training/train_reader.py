"""Train the reader and write brief/embedding/models/reader.onnx.

    python -m training.train_reader CORPUS [--questions FILE] [--held 0.2]

CORPUS is MultiHop-RAG's corpus.jsonl. With --held, a share of the articles is kept out, and how
the reader does on their questions is printed after each epoch; without it all are trained on.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.reader_data import Asked, Data
from training.reader_model import Ensemble, ReaderModel

HERE = Path(__file__).parent
MODEL = HERE.parent / "brief" / "embedding" / "models" / "reader.onnx"
SEEDS = (1, 2)  # one member each
EPOCHS, QUESTIONS, RATE = 2, 8, 1e-3  # a third epoch did not help on articles held out
NEAREST, HARD = 12, 5  # negatives: so many of the nearest sentences, and one at random
SURE = 0.97  # labels are softened: a second right sentence may have been missed


def batch(data: Data, rows: Sequence[tuple[Asked, int]]) -> tuple[Tensor, Tensor, Tensor]:
    """Vectors, kinds and standardised features of (item, place of the candidate)."""
    read = [data.row(item, place) for item, place in rows]
    width = max(len(kinds) for _, kinds in read)
    vectors = torch.zeros(len(read), width, 384)
    kinds = torch.zeros(len(read), width, dtype=torch.long)
    for n, (vector, kind) in enumerate(read):
        vectors[n, : len(kind)] = torch.from_numpy(vector.astype(np.float32))
        kinds[n, : len(kind)] = torch.from_numpy(kind)
    told = np.stack([data.features[item][place] for item, place in rows])
    return vectors, kinds, torch.from_numpy((told - data.mean) / data.spread)


def train(data: Data, items: Sequence[Asked], held: Sequence[Asked], seed: int) -> ReaderModel:
    """One member of the ensemble."""
    random.seed(seed)
    torch.manual_seed(seed)
    model = ReaderModel()
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.05)
    steps = EPOCHS * -(-len(items) // QUESTIONS)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=steps, pct_start=0.1
    )
    for epoch in range(EPOCHS):
        model.train()
        shuffled = random.sample(list(items), len(items))
        for at in range(0, len(shuffled), QUESTIONS):
            rows = [row for item in shuffled[at : at + QUESTIONS] for row in _pick(data, item)]
            right = torch.tensor([float(place in item.right) for item, place in rows])
            logits = model(*batch(data, rows))
            target = right * (2 * SURE - 1) + (1 - SURE)
            loss = functional.binary_cross_entropy_with_logits(logits, target)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        if held:
            print(f"seed {seed}, epoch {epoch}: {evaluate(data, held, model)}", flush=True)
    return model.eval()


def _pick(data: Data, item: Asked) -> list[tuple[Asked, int]]:
    count = len(data.sentences[item.article])
    near = [int(n) for n in np.argsort(-data.likeness(item))[:NEAREST] if int(n) not in item.right]
    right = [place for place in sorted(item.right) if place < count][:2]
    wrong = random.sample(near, min(HARD, len(near)))
    return [(item, place) for place in [*right, *wrong, random.randrange(count)]]


def evaluate(data: Data, items: Sequence[Asked], model: ReaderModel) -> str:
    """Hits among the first 1 and 4 sentences, and how well the best score tells answerable ones."""
    model.eval()
    best: list[tuple[float, bool]] = []
    first = four = 0
    with torch.no_grad():
        for item in items:
            rows = [(item, place) for place in range(len(data.sentences[item.article]))]
            scores = model(*batch(data, rows)).numpy()
            ranked = np.argsort(-scores)
            best.append((float(scores[ranked[0]]), bool(item.right)))
            first += int(ranked[0]) in item.right
            four += any(int(n) in item.right for n in ranked[:4])
    answerable = [score for score, right in best if right]
    other = [score for score, right in best if not right]
    area = np.mean([[a > b for b in other] for a in answerable])
    number = len(answerable)
    return f"hit@1 {first / number:.3f}, hit@4 {four / number:.3f}, area under curve {area:.3f}"


def export(data: Data, members: list[ReaderModel], path: Path) -> None:
    """Write the ensemble as ONNX with free batch and length."""
    ensemble = Ensemble(members, torch.from_numpy(data.mean), torch.from_numpy(data.spread)).eval()
    rows = [(data.items[0], place) for place in range(3)]
    vectors, kinds, _ = batch(data, rows)
    told = torch.from_numpy(np.stack([data.features[item][place] for item, place in rows]))
    free = {0: "rows", 1: "tokens"}
    torch.onnx.export(
        ensemble,
        (vectors, kinds, told),
        str(path),
        input_names=["vectors", "kinds", "features"],
        output_names=["scores"],
        dynamic_axes={
            "vectors": free,
            "kinds": free,
            "features": {0: "rows"},
            "scores": {0: "rows"},
        },
        dynamo=False,
        opset_version=17,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--questions", type=Path, default=HERE / "questions.jsonl")
    parser.add_argument("--held", type=float, default=0.0)
    parser.add_argument("--output", type=Path, default=MODEL)
    options = parser.parse_args()
    data = Data(options.corpus, options.questions)
    articles = sorted(data.sentences)
    random.Random(3).shuffle(articles)
    kept = set(articles[: int(len(articles) * options.held)])
    items = [item for item in data.items if item.article not in kept]
    held = [item for item in data.items if item.article in kept]
    export(data, [train(data, items, held, seed) for seed in SEEDS], options.output)


if __name__ == "__main__":
    main()
