"""Evidence and the claims on it as the model reads them in training: once, side by side.

`[CLS] evidence [SEP] claim [SEP] claim [SEP] …`, where a claim sees the evidence and itself, and
its places count from the end of the evidence, as if it were alone. The evidence sees only itself,
here and in use: so one reading of it serves all claims on it, which is what makes training cheap.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import BertWordPieceTokenizer
from torch import Tensor

from brief.verify.selection import joined, select
from training.verifier_sets import LABELS, NOT, Claim, Premise, sentences

VOCABULARY = Path(__file__).parents[1] / "brief" / "embedding" / "models" / "vocab.txt"
CLS, SEP = 101, 102
CLAIM, EVIDENCE = 72, 208  # tokens of a claim and of its evidence that are read
SHORT = 110  # words of a premise that is read whole
ROOM = 150  # words of evidence that claims share
TOGETHER = 10  # claims read together
TOKENS = 2048  # of a batch, padding counted
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Pack:
    """Token ids; for each the claim it belongs to (0 is evidence) and its place; the targets."""

    ids: list[int]
    claim: list[int]
    places: list[int]
    marks: list[int]  # 1 wrong, 0 right, UNKNOWN
    labels: list[int]  # index in LABELS, 3 for NOT
    weight: float


class Packer:
    """Builds packs; what it chooses at random comes from `rng`."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._tokenizer = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)

    def packs(self, premise: Premise, weight: float = 1.0) -> Iterator[Pack]:
        """The premise's claims in packs, each with the evidence that fits its claims."""
        claims = list(premise.claims)
        self.rng.shuffle(claims)
        text = premise.text
        if premise.whole and self.rng.random() < 0.4:
            text = premise.whole
        if len(text.split()) <= SHORT and self.rng.random() < 0.75:
            for at in range(0, len(claims), TOGETHER):
                yield self._pack(text, claims[at : at + TOGETHER], weight)
            return
        parts = sentences(text)
        chosen = [set(select(c.text, parts, most=self.rng.choice([2, 3, 4, 4]))) for c in claims]
        order = sorted(range(len(claims)), key=lambda n: (min(chosen[n], default=0), n))
        together: list[int] = []
        shown: set[int] = set()
        for n in order:
            union = shown | chosen[n]
            if together and (
                sum(len(parts[s].split()) for s in union) > ROOM or len(together) == TOGETHER
            ):
                yield self._pack(
                    joined(parts, sorted(shown), ROOM), [claims[i] for i in together], weight
                )
                together, union = [], set(chosen[n])
            together.append(n)
            shown = union
        if together:
            yield self._pack(
                joined(parts, sorted(shown), ROOM), [claims[i] for i in together], weight
            )

    def _pack(self, evidence: str, claims: Sequence[Claim], weight: float) -> Pack:
        read = self._tokenizer.encode(evidence, add_special_tokens=False).ids[:EVIDENCE]
        ids = [CLS, *read, SEP]
        start = len(ids)
        block, places, marks = [0] * start, list(range(start)), [UNKNOWN] * start
        for number, claim in enumerate(claims, start=1):
            encoding = self._tokenizer.encode(claim.text, add_special_tokens=False)
            own = [*encoding.ids[:CLAIM], SEP]
            told = [_mark(span, claim.marks) for span in encoding.offsets[:CLAIM]]
            ids += own
            block += [number] * len(own)
            places += range(start, start + len(own))
            marks += [*told, UNKNOWN]
        labels = [LABELS.index(c.label) if c.label != NOT else 3 for c in claims]
        return Pack(ids, block, places, marks, labels, weight)


def _mark(span: tuple[int, int], marks: tuple[tuple[int, int], ...] | None) -> int:
    if marks is None:
        return UNKNOWN
    return int(any(s < span[1] and span[0] < e for s, e in marks))


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of several packs; `owner` is (claims, 2): the row and number of each claim."""

    ids: Tensor
    claim: Tensor  # -1 is padding
    places: Tensor
    marks: Tensor
    owner: Tensor
    labels: Tensor
    weights: Tensor


def batches(packs: Sequence[Pack], rng: random.Random) -> list[list[Pack]]:
    """Packs of like length together, in random order."""
    order = sorted(packs, key=lambda p: len(p.ids) + rng.random() * 12)
    found: list[list[Pack]] = []
    batch: list[Pack] = []
    for pack in order:
        if batch and max(len(pack.ids), *(len(p.ids) for p in batch)) * (len(batch) + 1) > TOKENS:
            found.append(batch)
            batch = []
        batch.append(pack)
    if batch:
        found.append(batch)
    rng.shuffle(found)
    return found


def collate(packs: Sequence[Pack]) -> Batch:
    """The packs as one batch, padded."""
    width = max(len(p.ids) for p in packs)

    def rows(values: Sequence[Sequence[int]], fill: int) -> Tensor:
        return torch.tensor([[*row, *[fill] * (width - len(row))] for row in values])

    return Batch(
        rows([p.ids for p in packs], 0),
        rows([p.claim for p in packs], -1),
        rows([p.places for p in packs], 0),
        rows([p.marks for p in packs], UNKNOWN),
        torch.tensor([(row, n + 1) for row, p in enumerate(packs) for n in range(len(p.labels))]),
        torch.tensor([label for p in packs for label in p.labels]),
        torch.tensor([p.weight for p in packs for _ in p.labels]),
    )
