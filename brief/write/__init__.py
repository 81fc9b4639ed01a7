"""Evidence → claims: writers that only point at the sentences a claim rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from brief.llm.instructions import addresses_a_model
from brief.llm.protocol import OnText
from brief.schema import Answer, Claim, Evidence
from brief.write.extractive import ExtractiveWriter
from brief.write.handed import handed_on

__all__ = ["ExtractiveWriter", "OnText", "OnVerdict", "Writer", "addresses_a_model", "handed_on"]

OnVerdict = Callable[[Claim], None]  # told each claim of a model when its verdict is there


class Writer(Protocol):
    """Turns evidence into claims, each naming the evidence it rests on."""

    @property
    def engine(self) -> str:
        """What is named in answers and footers: "extractive" or "provider/model"."""
        ...

    @property
    def most_evidence(self) -> int:
        """How many sentences it is given for an answer."""
        ...

    @property
    def nearly(self) -> float:
        """How likely each further one must be, as a share of the best one's likelihood."""
        ...

    @property
    def revises(self) -> bool:
        """Whether it may be told what is wrong with its claims, and write them anew."""
        ...

    def write(
        self,
        question: str,
        evidence: Sequence[Evidence],
        *,
        failed: Sequence[Claim] = (),
        on_text: OnText | None = None,
    ) -> tuple[Claim, ...]:
        """Claims that answer the question from the evidence given, in reading order."""
        ...

    def section(
        self,
        topic: str,
        heading: str,
        evidence: Sequence[Evidence],
        *,
        failed: Sequence[Claim] = (),
        on_text: OnText | None = None,
    ) -> tuple[Claim, ...]:
        """The claims of one section of a briefing."""
        ...

    def outline(
        self, topic: str, headings: Sequence[str], evidence: Sequence[Evidence]
    ) -> dict[str, list[Evidence]]:
        """Which evidence belongs below which heading; empty where a rule is to decide."""
        ...

    def complete(self, question: str, history: Sequence[Answer]) -> str:
        """A follow-up as a question of its own; "" where a rule is to complete it."""
        ...

    def facts(self, statement: str) -> tuple[str, ...]:
        """The facts that a statement asserts, in its own words; itself where it is not split."""
        ...

    def spent(self) -> dict[str, float | int | str]:
        """What was used since this was last asked."""
        ...
