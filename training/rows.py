"""What the cross-encoder learns from, of either task, and how rows become batches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from brief.embedding.crossencoder import Row, assemble

TOKENS = 4096  # of a batch, padding counted
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Sample:
    """A question or a claim beside a passage and what is right; UNKNOWN is not learnt from."""

    row: Row
    answers: list[int]  # for each sentence whether it answers
    verdict: int = UNKNOWN  # index in LABELS, 3 for contradicted or not mentioned
    marks: list[int] = field(default_factory=list)  # for each token of a claim whether it is wrong

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class Batch:
    """Samples as tensors, inputs as `assemble` makes them."""

    ids: Tensor
    kinds: Tensor
    mask: Tensor  # bool
    pools: Tensor
    answers: Tensor  # (samples, sentences)
    marks: Tensor  # (samples, tokens)
    verdicts: Tensor  # (samples,)


def batches(samples: Sequence[Sample], rng: random.Random) -> list[list[Sample]]:
    """Samples of like length together, in random order."""
    order = sorted(samples, key=lambda sample: len(sample) + rng.random() * 8)
    found: list[list[Sample]] = [[]]
    for sample in order:
        longest = max(len(sample), *(len(other) for other in found[-1]), 0)
        if longest * (len(found[-1]) + 1) > TOKENS:
            found.append([])
        found[-1].append(sample)
    rng.shuffle(found)
    return found


def collate(samples: Sequence[Sample]) -> Batch:
    """The samples as one batch, padded."""
    read = {n: torch.from_numpy(v) for n, v in assemble([s.row for s in samples]).items()}
    answers = torch.full(read["pools"].shape[:2], UNKNOWN)
    marks = torch.full(read["ids"].shape, UNKNOWN)
    for n, sample in enumerate(samples):
        answers[n, : len(sample.answers)] = torch.tensor(sample.answers, dtype=torch.long)
        marks[n, 1 : 1 + len(sample.marks)] = torch.tensor(sample.marks, dtype=torch.long)
    answers[read["pools"].sum(2) == 0] = UNKNOWN
    return Batch(
        read["ids"],
        read["kinds"],
        read["mask"].bool(),
        read["pools"],
        answers,
        marks,
        torch.tensor([sample.verdict for sample in samples]),
    )
