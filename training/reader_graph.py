"""The trained reader as an ONNX graph in 8 bits, as brief.embedding.reader runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto

from brief.embedding.reader import FEATURES, PART, TOLD
from training.bert_graph import WIDTH, Array, Graph, Sample, Spreads, calibrated, finish, layer
from training.bert_graph import session as running
from training.reader_model import LAYERS, ReaderModel

AGREE = 0.02, 0.2  # mean and largest difference of probabilities that are allowed


def write(model: ReaderModel, samples: Sequence[Sample], path: Path) -> None:
    """Export, check on every other sample that 8 bits agree with 32, and write."""
    head, weights = model.exported()
    exported, original = calibrated(partial(_build, head, weights), samples[0::2])
    sessions = [running(exported), running(original)]
    apart = [
        np.abs(np.subtract(*(s.run(["scores"], sample)[0] for s in sessions))).max()
        for sample in samples[1::2]
    ]
    print(f"difference to 32 bits: mean {np.mean(apart):.4f}, worst {max(apart):.4f}")
    if np.mean(apart) > AGREE[0] or max(apart) > AGREE[1]:
        raise SystemExit("the 8-bit reader does not agree with its original; nothing was written")
    path.write_bytes(exported.SerializeToString())


def _build(
    head: Mapping[str, Array], weights: Mapping[str, Array], spreads: Spreads | None
) -> onnx.ModelProto:
    graph = Graph()
    kinds = graph.op("Gather", graph.constant(head["kind"]), "kinds")
    hidden = graph.op("Add", "vectors", kinds)
    factors = np.ones(WIDTH, np.float32)
    if spreads:
        factors = spreads[f"{LAYERS[0]}.qkv"].factors.astype(np.float32)
        hidden = graph.op("Div", hidden, graph.constant(factors))
    mask = graph.op("Cast", _is(graph, 0, equal=False), to=TensorProto.INT32)
    for number in LAYERS:
        hidden, factors = layer(graph, weights, number, hidden, factors, [mask], spreads)
    asked, told = (_mean(graph, hidden, kind) for kind in (PART, TOLD))
    both = graph.op("Mul", asked, told)
    mixed = graph.op("Concat", asked, told, both, "features", axis=1)
    for name in ("mix", "score"):
        product = graph.op("MatMul", mixed, graph.constant(head[f"{name}.weight"].T))
        mixed = graph.op("Add", product, graph.constant(head[f"{name}.bias"]))
        if name == "mix":
            half = graph.op("Mul", mixed, graph.constant(np.float32(0.5)))
            root = graph.op("Mul", mixed, graph.constant(np.float32(0.5**0.5)))
            one = graph.constant(np.float32(1))
            mixed = graph.op("Mul", half, graph.op("Add", graph.op("Erf", root), one))
    logit = graph.op("Squeeze", mixed, graph.constant(np.array([1])))
    graph.op("Sigmoid", logit, outputs=["scores"])
    inputs = {
        "vectors": (TensorProto.FLOAT, ["rows", "tokens", WIDTH]),
        "kinds": (TensorProto.INT64, ["rows", "tokens"]),
        "features": (TensorProto.FLOAT, ["rows", FEATURES]),
    }
    return finish(graph, inputs, [("scores", ["rows"]), *graph.taps])


def _is(graph: Graph, kind: int, *, equal: bool = True) -> str:
    found = graph.op("Equal", "kinds", graph.constant(np.int64(kind)))
    return found if equal else graph.op("Not", found)


def _mean(graph: Graph, hidden: str, kind: int) -> str:
    """The mean hidden state of the tokens of a kind, (rows, WIDTH)."""
    axis = graph.constant(np.array([1]))
    inside = graph.op("Cast", _is(graph, kind), to=TensorProto.FLOAT)
    rows = graph.op("MatMul", graph.op("Unsqueeze", inside, axis), hidden)
    count = graph.op("ReduceSum", inside, axis, keepdims=1)
    least = graph.op("Max", count, graph.constant(np.float32(1)))
    return graph.op("Div", graph.op("Squeeze", rows, axis), least)
