"""Turn trained weights into the 8-bit cross-encoder that the package ships.

    python -m training.export_cross WEIGHTS questions|claims [--models FOLDER]

WEIGHTS is what train_cross wrote. Calibration reads texts of ours (calibration.txt) beside each
other. No model is written unless what it says agrees with the 32-bit original on rows that it was
not calibrated with.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import torch
from onnx import TensorProto

from brief.embedding.crossencoder import ASKED, CLAIMS, HELD, MOST, QUESTIONS, Row, assemble
from brief.embedding.runtime import tokenize
from brief.text import sentence_spans
from training.bert_graph import Array, Graph, Output, Sample, export, rounded_words, session
from training.cross_model import FAR, bert_names
from training.verifier_sets import LABELS

ROOT = Path(__file__).parents[1]
TASKS = {"questions": QUESTIONS, "claims": CLAIMS}
AGREE = 0.03, 0.2  # mean and largest difference of probabilities that are allowed


def heads(weights: dict[str, Array]) -> object:
    """`answers`, a logit a sentence; `verdict`, those of LABELS; `marks`, a logit a token."""

    def build(graph: Graph, hidden: str, _: str) -> list[Output]:
        number = graph.constant
        axis = number(np.array([1]))

        def linear(name: str, values: str, outputs: tuple[str, ...] = ()) -> str:
            product = graph.op("MatMul", values, number(weights[f"{name}.weight"].T))
            return graph.op("Add", product, number(weights[f"{name}.bias"]), outputs=outputs)

        def mean(chosen: str) -> str:
            """(rows, 1, WIDTH) over the tokens that are chosen."""
            row = graph.op("Unsqueeze", chosen, axis)
            count = graph.op("ReduceSum", row, number(np.array([2])), keepdims=1)
            return graph.op("Div", graph.op("MatMul", row, hidden), count)

        inside = graph.op("Cast", "mask", to=TensorProto.FLOAT)
        kinds = [graph.op("Equal", "kinds", number(np.int64(kind))) for kind in (ASKED, HELD)]
        is_asked = graph.op("Or", *kinds)
        asked = graph.op("Mul", graph.op("Cast", is_asked, to=TensorProto.FLOAT), inside)
        zero = number(np.array([0]))
        first = graph.op("Slice", hidden, zero, axis, axis)  # (rows, 1, WIDTH)
        query = mean(asked)

        told = graph.op("MatMul", "pools", hidden)
        likeness = graph.op("Mul", told, query)
        wide = graph.op("Add", graph.op("Mul", told, number(np.float32(0))), first)
        mixed = linear("mix", graph.op("Concat", wide, told, likeness, axis=2))
        halved = graph.op("Mul", mixed, number(np.float32(0.5)))
        erf = graph.op("Erf", graph.op("Mul", mixed, number(np.float32(0.5**0.5))))
        bent = graph.op("Mul", halved, graph.op("Add", erf, number(np.float32(1))))
        last = number(np.array([2]))
        graph.op("Squeeze", linear("answer", bent), last, outputs=["answers"])

        graph.op("Squeeze", linear("mark", hidden), last, outputs=["marks"])
        beside = graph.op("Sub", asked, number(np.float32(1)))
        away = graph.op("Mul", beside, number(np.float32(FAR)))
        worst = graph.op("ReduceMax", graph.op("Add", "marks", away), axis, keepdims=1)
        worst = graph.op("Unsqueeze", graph.op("Mul", worst, number(np.float32(0.25))), axis)
        joined = graph.op("Concat", first, query, worst, axis=2)
        linear("judge", graph.op("Squeeze", joined, axis), outputs=("verdict",))
        return [
            ("answers", ["batch", "sentences"]),
            ("verdict", ["batch", len(LABELS)]),
            ("marks", ["batch", "tokens"]),
        ]

    return build


def samples(words: Array) -> list[Sample]:
    """A text of the calibration set beside the next, as a claim and as a question."""
    texts = (ROOT / "training/calibration.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for number, text in enumerate(texts[:-3]):
        passage = " ".join(texts[number : number + 3])
        query = tokenize([texts[number + number % 4].split(". ")[0]])[0][0][:60]
        told = [ids for ids, _ in tokenize([passage[a:b] for a, b in sentence_spans(passage)])]
        heading = tokenize([text[:60]])[0][0] if number % 2 else []
        read = assemble([Row(query, [ASKED] * len(query), heading, told)])
        found.append({"words": words[read.pop("ids")], **read})
    return found


def main() -> None:
    """Parses the command line, exports, checks the agreement and writes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("--models", type=Path, default=ROOT / "brief/embedding/models")
    arguments = parser.parse_args()
    loaded = torch.load(arguments.weights, weights_only=True)
    weights = {name: value.float().numpy() for name, value in bert_names(loaded).items()}
    steps, scale = rounded_words(weights)
    rows = samples(steps * scale)
    model, original = export(weights, heads(weights), rows[0::2], max_tokens=MOST)
    sessions = [session(model), session(original)]

    def chances(running: object, row: Sample) -> Array:
        answers, verdict = running.run(["answers", "verdict"], row)
        powers = np.exp(verdict[0] - verdict[0].max())
        return np.concatenate([1 / (1 + np.exp(-answers[0])), powers / powers.sum()])

    apart = [np.abs(np.subtract(*(chances(s, row) for s in sessions))) for row in rows[1::2]]
    mean, worst = np.concatenate(apart).mean(), np.concatenate(apart).max()
    print(f"difference of probabilities to 32 bits: mean {mean:.4f}, worst {worst:.4f}")
    if mean > AGREE[0] or worst > AGREE[1]:
        raise SystemExit("the 8-bit model does not agree with its original; nothing was written")
    content = model.SerializeToString()
    target = arguments.models / f"{TASKS[arguments.task]}.onnx"
    target.write_bytes(content)
    print(f"sha256 {hashlib.sha256(content).hexdigest()}, {len(content):,} bytes: {target}")


if __name__ == "__main__":
    main()
