"""Turn a cross-encoder that the package ships back into 32-bit weights, to train on from.

    python -m training.import_cross MINILM questions|claims WEIGHTS [--models FOLDER]

MINILM has the vectors of words, which stay as they are. What rounding took off is lost, and what it
added on average is in the biases. Reads the graph as `bert_graph` builds it: the factors of a norm
go back into it, those of GELU's floor into the biases.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.bert_graph import GELU_FLOOR, LAYERS, Array
from training.cross_model import from_minilm
from training.export_cross import ROOT, TASKS

HEADS = "mix", "answer", "mark", "judge"


def weights(model: onnx.ModelProto) -> dict[str, Array]:
    """The weights by the names that `CrossModel` gives them, but for the vectors of words."""
    constants = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer}
    nodes = list(model.graph.node)

    def all_of(kind: str) -> list[Any]:
        return [node for node in nodes if node.op_type == kind]

    def reads(value: str, kind: str) -> Any:
        """The first node of a kind that reads a value."""
        return next(node for node in nodes if node.op_type == kind and value in node.input)

    def constant_of(node: Any) -> Array:
        return constants[next(name for name in node.input if name in constants)]

    kinds, places = all_of("Gather")[0], all_of("Slice")[0]
    found = {"types.weight": constants[kinds.input[0]], "places": constants[places.input[0]]}
    norms, products = all_of("LayerNormalization"), all_of("MatMulIntegerToFloat")
    attention, gelus = all_of("MultiHeadAttention"), all_of("BiasGelu")
    factors = []
    names = ["norm", *(f"layers.{n}.{name}" for n in range(LAYERS) for name in ("first", "second"))]
    for name, norm in zip(names, norms, strict=True):
        last = norm is norms[-1]
        factors.append(np.ones(1) if last else constant_of(reads(norm.output[0], "Mul")))
        for part, value in zip(("weight", "bias"), norm.input[1:], strict=True):
            found[f"{name}.{part}"] = constants[value] * factors[-1]
    for n, product in enumerate(products):
        number, part = divmod(n, 4)
        matrix = constants[product.input[1]] * constants[product.input[3]]
        scaled = reads(product.output[0], "Mul").output[0]
        if part == 0:
            bias, name = constants[attention[number].input[3]], "qkv"
            matrix = matrix / factors[2 * number][:, None]
        elif part == 2:
            bias, name = constants[gelus[number].input[1]], "up"
            matrix = matrix / factors[2 * number + 1][:, None]
        else:
            bias, name = constant_of(reads(scaled, "Add")), "down" if part == 3 else "out"
            bias = bias + (part == 3) * GELU_FLOOR * matrix.sum(0)
        found[f"layers.{number}.{name}.weight"] = matrix.T
        found[f"layers.{number}.{name}.bias"] = bias
    linear = [node for node in all_of("MatMul") if node.input[1] in constants]
    for name, product in zip(HEADS, linear, strict=True):
        found[f"{name}.weight"] = constants[product.input[1]].T
        found[f"{name}.bias"] = constant_of(reads(product.output[0], "Add"))
    return found


def main() -> None:
    """Parses the command line, reads and writes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("minilm", type=Path)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--models", type=Path, default=ROOT / "brief/embedding/models")
    arguments = parser.parse_args()
    model = from_minilm(arguments.minilm)
    state = model.state_dict()
    for name, value in weights(
        onnx.load(arguments.models / f"{TASKS[arguments.task]}.onnx")
    ).items():
        part = torch.from_numpy(np.array(value, np.float32))
        state[name][: len(part)] = part.reshape(state[name][: len(part)].shape)
    torch.save(state, arguments.weights)


if __name__ == "__main__":
    main()
