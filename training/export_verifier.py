"""Turn trained weights into the 8-bit verifier that the package ships.

    python -m training.export_verifier WEIGHTS [--models FOLDER]

WEIGHTS is what train_verifier wrote. Calibration reads texts of ours (calibration.txt) beside each
other. No model is written unless its verdicts agree with the 32-bit ones on pairs that it was not
calibrated with.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import torch
from onnx import TensorProto
from tokenizers import BertWordPieceTokenizer

from training.bert_graph import Array, Graph, Output, Sample, export, session
from training.verifier_model import FAR, bert_names
from training.verifier_sets import LABELS

ROOT = Path(__file__).parents[1]
NAME = "verifier-int8.onnx"
MOST = 288  # tokens of a pair
SEP = 102
AGREE = 0.03, 0.15  # mean and largest difference of probabilities that are allowed


def head(weights: dict[str, Array]) -> object:
    """`verdict`, the logits of LABELS (batch, 3), and `marks`, a logit a token (batch, tokens)."""

    def build(graph: Graph, hidden: str, _: str) -> list[Output]:
        number = graph.constant
        mask, types = (graph.op("Cast", name, to=TensorProto.FLOAT) for name in ("mask", "types"))
        own = graph.op("Mul", mask, types)
        marks = graph.op("MatMul", hidden, number(weights["mark.weight"].T))
        marks = graph.op("Squeeze", marks, number(np.array([2])))
        graph.op("Add", marks, number(weights["mark.bias"]), outputs=["marks"])
        axis = number(np.array([1]))

        def over(chosen: str) -> str:
            rows = graph.op("Unsqueeze", chosen, axis)
            return graph.op("Squeeze", graph.op("MatMul", rows, hidden), axis)

        count = graph.op("ReduceSum", own, axis, keepdims=1)
        ends = graph.op("Cast", graph.op("Equal", "ids", number(np.int64(SEP))), to=1)
        away = graph.op("Mul", graph.op("Sub", own, number(np.float32(1))), number(np.float32(FAR)))
        worst = graph.op("ReduceMax", graph.op("Add", "marks", away), axis, keepdims=1)
        parts = [
            over(graph.op("Mul", own, ends)),
            graph.op("Div", over(own), count),
            graph.op("Mul", worst, number(np.float32(0.25))),
        ]
        told = graph.op(
            "MatMul", graph.op("Concat", *parts, axis=1), number(weights["judge.weight"].T)
        )
        graph.op("Add", told, number(weights["judge.bias"]), outputs=["verdict"])
        return [("verdict", ["batch", len(LABELS)]), ("marks", ["batch", "tokens"])]

    return build


def main() -> None:
    """Parses the command line, exports, checks the agreement and writes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("--models", type=Path, default=ROOT / "brief/embedding/models")
    arguments = parser.parse_args()
    loaded = torch.load(arguments.weights, weights_only=True)
    loaded = loaded.get("average", loaded)
    weights = {name: value.float().numpy() for name, value in bert_names(loaded).items()}
    tokenizer = BertWordPieceTokenizer(str(arguments.models / "vocab.txt"), lowercase=True)
    texts = (ROOT / "training/calibration.txt").read_text(encoding="utf-8").splitlines()

    def sample(number: int) -> Sample:
        first = tokenizer.encode(" ".join(texts[number : number + 2])).ids[:200]
        claim = texts[number + number % 3].split(". ")[0]
        second = tokenizer.encode(claim).ids[1:80]
        ids = np.array([[*first, *second]])
        types = np.array([[0] * len(first) + [1] * len(second)])
        return {"ids": ids, "mask": np.ones_like(ids), "types": types}

    samples = [sample(number) for number in range(len(texts) - 2)]
    model, original = export(weights, head(weights), samples[0::2], max_tokens=MOST)

    def chances(running: object, one: Sample) -> Array:
        logits = running.run(["verdict"], one)[0][0]
        powers = np.exp(logits - logits.max())
        return powers / powers.sum()

    sessions = [session(model), session(original)]
    apart = [
        np.abs(np.subtract(*(chances(s, one) for s in sessions))).max() for one in samples[1::2]
    ]
    print(
        f"difference of probabilities to 32 bits: mean {np.mean(apart):.4f}, worst {max(apart):.4f}"
    )
    if np.mean(apart) > AGREE[0] or max(apart) > AGREE[1]:
        raise SystemExit("the 8-bit model does not agree with its original; nothing was written")
    content = model.SerializeToString()
    target = arguments.models / NAME
    target.write_bytes(content)
    print(f"sha256 {hashlib.sha256(content).hexdigest()}, {len(content):,} bytes: {target}")


if __name__ == "__main__":
    main()
