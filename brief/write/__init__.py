"""Evidence → claims: writers that only point at the sentences a claim rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from brief.schema import Claim, Evidence
from brief.write.extractive import ExtractiveWriter

__all__ = ["ExtractiveWriter", "Writer"]


class Writer(Protocol):
    """Turns evidence into claims, each naming the evidence it rests on."""

    @property
    def engine(self) -> str:
        """What is named in answers and footers: "extractive" or "provider/model"."""
        ...

    def write(self, question: str, evidence: Sequence[Evidence]) -> tuple[Claim, ...]:
        """Claims that answer the question from the evidence given, in reading order."""
        ...
