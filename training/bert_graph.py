"""BERT in the shape of all-MiniLM-L6-v2 as an ONNX graph, in 32 bits and in 8.

How the weights become 8 bits each, alike on every processor:

* Weights: one scale a column, as fine as it can be while no two neighbours sum to more than 128.
  x86 processors without VNNI add two products of activation (0..255) and weight in 16 bits that
  saturate; 255 * 128 just fits, so their sums are as exact as everybody's. The usual way out, 7-bit
  weights, costs twice the precision.
* Activations: one scale a token, found as the model runs, so that a text's vector does not depend
  on the texts beside it in a batch. The usual scale for the whole batch is four times less precise.
* Channels that are always large would leave the others few of the 256 steps: before each quantised
  product, channels are brought closer together and the weights' rows scaled to match (SmoothQuant,
  Xiao et al. 2023). The factors live in the layer norms, so that this costs one product a norm.
* What rounding the weights adds on average is taken off the biases (Nagel et al. 2019).
* Word vectors: one scale a word (`rounded_words`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12
FAR = -1e4  # added to what is not to be seen
GELU_FLOOR = 0.17  # GELU is never below -0.17: raised by as much, its values fit 0..255
MICROSOFT = "com.microsoft"  # the domain of onnxruntime's own operators

Array = NDArray[Any]
Weights = Mapping[str, Array]
Sample = Mapping[str, Array]  # model input → an array, a batch of one
Output = tuple[str, list[int | str]]  # name and shape
Input = tuple[int, list[int | str]]  # type and shape


@dataclass
class Graph:
    """An ONNX graph under construction; values are known by their names."""

    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    taps: list[Output] = field(default_factory=list)  # inputs of the linear layers

    def constant(self, value: Any) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(self, kind: str, *inputs: str, outputs: Sequence[str] = (), **attributes: Any) -> str:
        """Adds a node and returns its first output."""
        names = list(outputs) or [f"v{len(self.nodes)}"]
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names[0]


# What a model may read: type and shape.
INPUTS: dict[str, Input] = {
    "words": (TensorProto.FLOAT, ["batch", "tokens", WIDTH]),
    "mask": (TensorProto.INT64, ["batch", "tokens"]),
    "kinds": (TensorProto.INT64, ["batch", "tokens"]),
    "pools": (TensorProto.FLOAT, ["batch", "sentences", "tokens"]),
}
Head = Callable[[Graph, str, str], list[Output]]  # (graph, hidden states, mask) → what it puts out


@dataclass(frozen=True)
class Spread:
    """What a linear layer's inputs look like over the calibration texts, by channel."""

    mean: Array
    rms: Array

    @property
    def factors(self) -> Array:
        """By how much each channel is divided; the exponent shares the strain with the weights."""
        relative: Array = self.rms / np.median(self.rms)
        return np.maximum(relative, 0.3) ** 0.65


Spreads = Mapping[str, Spread]


def export(
    weights: Weights, head: Head, samples: Sequence[Sample], *, max_tokens: int = 256
) -> tuple[onnx.ModelProto, onnx.ModelProto]:
    """The 8-bit model and its 32-bit original, with inputs as the samples have them.

    `weights` are named as in BERT: `encoder.layer.0.attention.self.query.weight` and so on. The
    inputs are those of INPUTS that the samples have; the vectors of words are one of them, because
    the models of the package share them.
    """
    return calibrated(partial(_build, weights, head, list(samples[0]), max_tokens), samples)


def calibrated(
    build: Callable[[Spreads | None], onnx.ModelProto], samples: Sequence[Sample]
) -> tuple[onnx.ModelProto, onnx.ModelProto]:
    """The 8-bit model, by what its linear layers read of the samples, and its 32-bit original."""
    original = build(None)
    taps = [value.name for value in original.graph.output if value.name.startswith("in:")]
    running = session(original)
    totals, squares = ([np.zeros(1)] * len(taps) for _ in range(2))
    count = 0
    for sample in samples:
        seen = running.run(taps, sample)
        count += len(seen[0][0])
        for place, (values,) in enumerate(seen):
            totals[place] = totals[place] + values.sum(0, dtype=np.float64)
            squares[place] = squares[place] + np.square(values, dtype=np.float64).sum(0)
    spreads = {
        tap.removeprefix("in:"): Spread(total / count, np.sqrt(square / count))
        for tap, total, square in zip(taps, totals, squares, strict=True)
    }
    return build(spreads), original


def session(model: onnx.ModelProto) -> Any:
    """The model ready to run."""
    runtime: Any = onnxruntime  # carries no types
    return runtime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def sentence_vectors(graph: Graph, hidden: str, mask: str) -> list[Output]:
    """The encoder's head: `pooled`, the mean over the tokens, and `tokens`, all of length 1."""
    axis = graph.constant(np.array([1]))
    rows = graph.op("Unsqueeze", graph.op("Cast", mask, to=TensorProto.FLOAT), axis)
    mean = graph.op("Squeeze", graph.op("MatMul", rows, hidden), axis)
    graph.op("LpNormalization", mean, outputs=["pooled"], axis=-1)
    graph.op("LpNormalization", hidden, outputs=["tokens"], axis=-1)
    return [("pooled", ["batch", WIDTH]), ("tokens", ["batch", "tokens", WIDTH])]


def _build(
    weights: Weights, head: Head, inputs: list[str], max_tokens: int, spreads: Spreads | None
) -> onnx.ModelProto:
    """The whole model; without `spreads` in 32 bits, with what its linear layers read put out."""
    graph = Graph()
    hidden, factors = _embed(graph, weights, inputs, max_tokens, spreads)
    mask = graph.op("Cast", "mask", to=TensorProto.INT32)
    for number in range(LAYERS):
        hidden, factors = layer(graph, weights, number, hidden, factors, mask, spreads)
    outputs = head(graph, hidden, "mask") + graph.taps
    return finish(graph, {name: INPUTS[name] for name in inputs}, outputs)


def finish(graph: Graph, inputs: Mapping[str, Input], outputs: Sequence[Output]) -> onnx.ModelProto:
    """The model of a graph that is complete."""
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "minilm",
            [helper.make_tensor_value_info(name, *value) for name, value in inputs.items()],
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, dims) for n, dims in outputs],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=9,  # what onnxruntime 1.20 reads
    )
    onnx.checker.check_model(model)
    return model


def _embed(
    graph: Graph, weights: Weights, inputs: list[str], max_tokens: int, spreads: Spreads | None
) -> tuple[str, Array]:
    hidden = "words"
    positions = weights["embeddings.position_embeddings.weight"][:max_tokens]
    types = weights["embeddings.token_type_embeddings.weight"]
    if "kinds" in inputs:
        hidden = graph.op("Add", hidden, graph.op("Gather", graph.constant(types), "kinds"))
    else:
        positions = positions + types[0]
    start, end = graph.constant(np.array([0])), graph.op("Shape", "mask", start=1, end=2)
    places = graph.op("Slice", graph.constant(positions), start, end, start)
    hidden = graph.op("Add", hidden, places)
    return _norm(graph, weights, "embeddings.LayerNorm", hidden, spreads, "0.qkv")


def rounded_words(weights: Weights) -> tuple[Array, Array]:
    """The vectors of the vocabulary's words as steps (int8) and the scale of each (float32)."""
    words = weights["embeddings.word_embeddings.weight"]
    largest = np.abs(words).max(1, keepdims=True)
    scale = np.where(largest == 0, 1, largest / 127).astype(np.float32)
    return np.rint(words / scale).astype(np.int8), scale


def layer(
    graph: Graph,
    weights: Weights,
    number: int,
    hidden: str,
    factors: Array,
    mask: str,
    spreads: Spreads | None,
) -> tuple[str, Array]:
    """One transformer layer; `hidden` comes and goes divided by `factors`."""
    at = f"encoder.layer.{number}."

    def linear(name: str, values: str, *sources: str, factors: Array | None = None) -> list[str]:
        """The product and, apart from it, the bias."""
        matrix = np.concatenate([weights[f"{at}{source}.weight"] for source in sources]).T
        bias = np.concatenate([weights[f"{at}{source}.bias"] for source in sources])
        name = f"{number}.{name}"
        if spreads is None:
            graph.op("Identity", values, outputs=[f"in:{name}"])
            graph.taps.append((f"in:{name}", ["batch", "tokens", matrix.shape[0]]))
            return [graph.op("MatMul", values, graph.constant(matrix)), graph.constant(bias)]
        raised = GELU_FLOOR if name.endswith("down") else 0.0
        return _quantised(graph, values, matrix, bias, spreads[name].mean, factors, raised)

    def residual(product: str, bias: str) -> str:
        whole = graph.op("Mul", hidden, graph.constant(factors)) if spreads else hidden
        return graph.op("Add", graph.op("Add", product, bias), whole)

    projections = [f"attention.self.{name}" for name in ("query", "key", "value")]
    product, bias = linear("qkv", hidden, *projections, factors=factors)
    parts = [f"{number}.{name}" for name in ("query", "key", "value")]
    graph.op("Split", product, outputs=parts, axis=-1, num_outputs=3)
    values = graph.op("MultiHeadAttention", *parts, bias, mask, domain=MICROSOFT, num_heads=HEADS)
    total = residual(*linear("out", values, "attention.output.dense"))
    norm = f"{at}attention.output.LayerNorm"
    hidden, factors = _norm(graph, weights, norm, total, spreads, f"{number}.up")
    product, bias = linear("up", hidden, "intermediate.dense", factors=factors)
    values = graph.op("BiasGelu", product, bias, domain=MICROSOFT)
    total = residual(*linear("down", values, "output.dense"))
    return _norm(graph, weights, f"{at}output.LayerNorm", total, spreads, f"{number + 1}.qkv")


def _norm(
    graph: Graph, weights: Weights, name: str, values: str, spreads: Spreads | None, reader: str
) -> tuple[str, Array]:
    """A layer norm that divides its channels by the factors of the linear layer that reads it."""
    # the head reads the last norm and takes it as it is
    read = spreads is not None and reader in spreads
    factors = spreads[reader].factors if spreads and read else np.ones(WIDTH)
    scale, shift = (
        graph.constant((weights[f"{name}.{part}"] / factors).astype(np.float32))
        for part in ("weight", "bias")
    )
    normed = graph.op("LayerNormalization", values, scale, shift, axis=-1, epsilon=EPSILON)
    return normed, factors.astype(np.float32)


def _quantised(
    graph: Graph,
    values: str,
    matrix: Array,
    bias: Array,
    mean: Array,
    factors: Array | None,
    raised: float,
) -> list[str]:
    """The product in 8 bits of a token's `values`, already divided by `factors`, and the bias."""
    steps, scale = quantise(matrix if factors is None else matrix * factors[:, None])
    seen = mean if factors is None else mean / factors
    # so that the mean input has the output it has in 32 bits
    bias = bias + mean @ matrix - (seen + raised) @ (steps * scale)
    last = graph.constant(np.array([-1]))
    if raised:
        values = graph.op("Add", values, graph.constant(np.float32(raised)))
        largest, span, zero = values, 255, np.uint8(0)
    else:
        largest, span, zero = graph.op("Abs", values), 127, np.uint8(128)
    largest = graph.op("ReduceMax", largest, last, keepdims=1)
    token_scale = graph.op("Mul", largest, graph.constant(np.float32(1 / span)))
    one, zero_point = graph.constant(np.float32(1)), graph.constant(zero)
    rounded = graph.op("QuantizeLinear", graph.op("Div", values, token_scale), one, zero_point)
    product = graph.op(
        "MatMulIntegerToFloat",
        *(rounded, graph.constant(steps), one, graph.constant(scale), zero_point),
        domain=MICROSOFT,
    )
    return [graph.op("Mul", product, token_scale), graph.constant(bias.astype(np.float32))]


def quantise(matrix: Array) -> tuple[Array, Array]:
    """Steps (int8, as `matrix`) and scale (float32, a column each): matrix ≈ steps * scale.

    No two steps that are multiplied side by side, rows 2i and 2i + 1, sum beyond ±128.
    """
    sums = np.abs(matrix[0::2] + matrix[1::2]).max(0)
    scale = np.maximum(sums / 128, np.abs(matrix).max(0) / 127)
    while True:
        steps = np.rint(matrix / scale)
        over = (np.abs(steps[0::2] + steps[1::2]) > 128).any(0)
        if not over.any():
            return steps.astype(np.int8), scale.astype(np.float32)
        scale = np.where(over, scale * 1.001, scale)  # two roundings up can exceed it by one
