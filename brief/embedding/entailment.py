"""What a text says about a claim: supported, contradicted or not mentioned, and which words fail.

A cross-encoder made from the encoder's weights by training/train_verifier.py. It reads English,
and as much evidence as a few sentences have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from brief.embedding.runtime import CLS, SEP, batches, session, tokenize

CLAIM, EVIDENCE = 80, 204  # tokens of either that are read


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of one claim; the three logits can be compared with each other."""

    supported: float
    contradicted: float
    not_mentioned: float
    marks: tuple[tuple[int, int, float], ...]  # start, end and logit of "not so" of each token


class Entailment(Protocol):
    """Reads evidence and a claim, many pairs at once."""

    @property
    def name(self) -> str:
        """Two models with one name give the same readings."""
        ...

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """A reading for each (evidence, claim), in the order given."""
        ...


class EntailmentModel:
    """The model in the package. It loads on first use."""

    name = "verifier-int8"

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """A reading for each (evidence, claim), in the order given; what is too long is cut."""
        import numpy as np

        evidence = tokenize([first for first, _ in pairs])
        claims = tokenize([second for _, second in pairs])
        rows = [
            ([CLS, *said[0][:EVIDENCE], SEP], [*claim[0][:CLAIM], SEP])
            for said, claim in zip(evidence, claims, strict=True)
        ]
        readings: dict[int, Reading] = {}
        for batch in batches([len(first) + len(second) for first, second in rows]):
            width = max(len(rows[n][0]) + len(rows[n][1]) for n in batch)
            ids = np.zeros((len(batch), width), np.int64)
            mask, types = np.zeros_like(ids), np.zeros_like(ids)
            for place, n in enumerate(batch):
                first, second = rows[n]
                length = len(first) + len(second)
                ids[place, :length] = [*first, *second]
                mask[place, :length] = 1
                types[place, len(first) : length] = 1
            inputs = {"ids": ids, "mask": mask, "types": types}
            verdicts, marks = self._session.run(["verdict", "marks"], inputs)
            for place, n in enumerate(batch):
                spans = claims[n][1][:CLAIM]
                told = marks[place, len(rows[n][0]) :][: len(spans)]
                supported, contradicted, not_mentioned = map(float, verdicts[place])
                readings[n] = Reading(
                    supported,
                    contradicted,
                    not_mentioned,
                    tuple((s, e, float(m)) for (s, e), m in zip(spans, told, strict=True)),
                )
        return [readings[n] for n in range(len(pairs))]

    @cached_property
    def _session(self) -> Any:
        return session(self.name)
