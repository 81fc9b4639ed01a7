"""The reader's network in torch: a two-layer transformer over token vectors the encoder made."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, FEATURES = 128, 4, 2, 11


class Block(nn.Module):
    """Pre-norm self-attention and feed-forward (Vaswani et al. 2017; Xiong et al. 2020)."""

    def __init__(self, dropout: float = 0.15) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.first, self.second = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (self._heads(x) for x in self.qkv(self.first(hidden)).chunk(3, -1))
        weights = query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + mask
        seen = (torch.softmax(weights, -1) @ value).transpose(1, 2)
        hidden = hidden + self.dropout(self.out(seen.reshape(hidden.shape)))
        told = functional.gelu(self.up(self.second(hidden)))
        return hidden + self.dropout(self.down(told))

    def _heads(self, x: Tensor) -> Tensor:
        return x.reshape(x.shape[0], x.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)


class ReaderModel(nn.Module):
    """(vectors, kinds, features) → one logit a row; kinds as in brief.embedding.reader."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow, self.match = nn.Linear(384, WIDTH), nn.Linear(3, WIDTH)
        self.kind = nn.Embedding(5, WIDTH)
        self.start = nn.Parameter(torch.zeros(WIDTH))
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.mix, self.score = nn.Linear(WIDTH + FEATURES, 64), nn.Linear(64, 1)
        self.noise = nn.Dropout(0.1)

    def forward(self, vectors: Tensor, kinds: Tensor, features: Tensor) -> Tensor:
        groups = [(kinds == 1) | (kinds == 2), kinds == 3, kinds == 4]
        hidden = self.narrow(self.noise(vectors)) + self.match(2 * _nearest(vectors, groups))
        hidden = hidden + self.kind(kinds)
        hidden = torch.cat([hidden[:, :1] * 0 + self.start, hidden], 1)
        padding = (kinds == 0).to(vectors.dtype)
        mask = torch.cat([padding[:, :1] * 0, padding], 1)[:, None, None, :] * -1e4
        for block in self.blocks:
            hidden = block(hidden, mask)
        mixed = functional.gelu(self.mix(torch.cat([self.norm(hidden[:, 0]), features], 1)))
        logits: Tensor = self.score(self.noise(mixed))[:, 0]
        return logits


def _nearest(vectors: Tensor, groups: list[Tensor]) -> Tensor:
    """For each token its likeness to the nearest one of each other group, (b, t, groups)."""
    likeness = vectors @ vectors.transpose(1, 2)
    columns = []
    for group in groups:
        inside = group.to(vectors.dtype)
        nearest = (likeness + (inside[:, None, :] - 1) * 4).amax(-1).clamp(min=-1)
        columns.append(nearest * (1 - inside))
    return torch.stack(columns, -1)


class Ensemble(nn.Module):
    """Several readers as one: features standardised, logits averaged, the probability given."""

    def __init__(self, members: list[ReaderModel], mean: Tensor, spread: Tensor) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)
        self.mean, self.spread = nn.Parameter(mean), nn.Parameter(spread)

    def forward(self, vectors: Tensor, kinds: Tensor, features: Tensor) -> Tensor:
        scaled = (features - self.mean) / self.spread
        logits = torch.stack([member(vectors, kinds, scaled) for member in self.members])
        return torch.sigmoid(logits.mean(0))
