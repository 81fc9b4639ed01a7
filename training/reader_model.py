"""The reader's network in torch: the encoder's upper half over question and sentence together.

The lower half has read each text for itself, so that a sentence is encoded once for whatever is
asked of it (MacAvaney et al. 2020, "Efficient document re-ranking for transformers by
precomputing term representations").
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from brief.embedding.reader import FEATURES, PART, TOLD
from training.verifier_model import Layer

WIDTH, LAYERS = 384, (3, 4, 5)
KINDS, MIXED = 5, 128

Weights = Mapping[str, NDArray[np.float32]]


class ReaderModel(nn.Module):
    """(middle vectors, kinds, features) → one logit a row; kinds as in brief.embedding.reader."""

    def __init__(self, weights: Weights, mean: Tensor, spread: Tensor) -> None:
        """Begin with the layers of `weights`, named as in BERT; mean and spread are of features."""
        super().__init__()
        self.kind = nn.Embedding(KINDS, WIDTH)
        nn.init.zeros_(self.kind.weight)
        self.layers = nn.ModuleList(Layer() for _ in LAYERS)
        with torch.no_grad():
            for number, layer in zip(LAYERS, self.layers, strict=True):
                for name, value in _named(layer).items():
                    value.copy_(torch.from_numpy(weights[f"encoder.layer.{number}.{name}"]))
        self.mix, self.score = nn.Linear(3 * WIDTH + FEATURES, MIXED), nn.Linear(MIXED, 1)
        self.dropout = nn.Dropout(0.1)
        self.register_buffer("mean", mean)
        self.register_buffer("spread", spread)

    def forward(self, vectors: Tensor, kinds: Tensor, features: Tensor) -> Tensor:
        hidden = vectors + self.kind(kinds)
        kind = torch.bfloat16 if torch.is_autocast_enabled(kinds.device.type) else hidden.dtype
        mask = torch.zeros_like(kinds, dtype=kind).masked_fill(kinds == 0, -1e4)[:, None, None]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        asked, told = _mean(hidden, kinds == PART), _mean(hidden, kinds == TOLD)
        scaled = (features - self.mean) / self.spread
        mixed = self.mix(self.dropout(torch.cat([asked, told, asked * told, scaled], 1)))
        logits: Tensor = self.score(self.dropout(functional.gelu(mixed)))[:, 0]
        return logits

    def exported(self) -> tuple[Weights, Weights]:
        """What lies outside the layers, standardising included; the layers, named as in BERT."""
        mix = self.mix.weight.clone()
        mix[:, -FEATURES:] /= self.spread
        bias = self.mix.bias - mix[:, -FEATURES:] @ self.mean
        head = {"kind": self.kind.weight, "mix.weight": mix, "mix.bias": bias}
        head |= {"score.weight": self.score.weight, "score.bias": self.score.bias}
        layers = {
            f"encoder.layer.{number}.{name}": value
            for number, layer in zip(LAYERS, self.layers, strict=True)
            for name, value in _named(layer).items()
        }
        found = ({n: v.detach().numpy() for n, v in part.items()} for part in (head, layers))
        return next(found), next(found)


def _mean(hidden: Tensor, inside: Tensor) -> Tensor:
    weight = inside.to(hidden.dtype)[:, :, None]
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1)


def _named(layer: Layer) -> dict[str, Tensor]:
    """The parameters under BERT's names."""
    found: dict[str, Tensor] = {}
    parts = zip(layer.qkv.weight.chunk(3), layer.qkv.bias.chunk(3), strict=True)
    for part, (matrix, bias) in zip(("query", "key", "value"), parts, strict=True):
        found |= {f"attention.self.{part}.weight": matrix, f"attention.self.{part}.bias": bias}
    modules = {
        "attention.output.dense": layer.out,
        "attention.output.LayerNorm": layer.first,
        "intermediate.dense": layer.up,
        "output.dense": layer.down,
        "output.LayerNorm": layer.second,
    }
    for name, module in modules.items():
        found |= {f"{name}.weight": module.weight, f"{name}.bias": module.bias}
    return found
