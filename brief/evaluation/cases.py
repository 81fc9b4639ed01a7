"""The entries of a suite: questions, briefing topics and claims, as the file has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from brief.evaluation.entries import Entry
from brief.evaluation.facts import MAGNITUDES, Fact, Number, Phrase
from brief.schema import VerdictLabel

Task = Literal["question", "topic", "claim"]
KINDS = ("single", "cross", "update", "conflict", "unanswerable")
VERDICTS: tuple[VerdictLabel, ...] = ("supported", "contradicted", "not_found")


@dataclass(frozen=True, slots=True)
class QuestionCase:
    id: str
    question: str
    kind: str
    facts: tuple[Fact, ...] = ()
    forbidden: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    cite_any: tuple[str, ...] = ()
    abstain: bool = False
    task: ClassVar[Task] = "question"

    @property
    def asked(self) -> str:
        return self.question

    @property
    def expected(self) -> str:
        return "to be declined" if self.abstain else "; ".join(map(str, self.facts))


@dataclass(frozen=True, slots=True)
class TopicCase:
    id: str
    topic: str
    facts: tuple[Fact, ...]
    forbidden: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    cite_any: tuple[str, ...] = ()
    task: ClassVar[Task] = "topic"
    kind: ClassVar[str] = "briefing"

    @property
    def asked(self) -> str:
        return self.topic

    @property
    def expected(self) -> str:
        return "; ".join(map(str, self.facts))


@dataclass(frozen=True, slots=True)
class ClaimCase:
    id: str
    claim: str
    verdict: VerdictLabel
    kind: str
    cite: tuple[str, ...] = ()
    task: ClassVar[Task] = "claim"

    @property
    def asked(self) -> str:
        return self.claim

    @property
    def expected(self) -> str:
        return self.verdict


Case = QuestionCase | TopicCase | ClaimCase


def question(entry: Entry) -> QuestionCase:
    """A question and what its answer must have."""
    case = QuestionCase(
        id=entry.text("id"),
        question=entry.text("question"),
        kind=entry.choice("kind", KINDS),
        facts=entry.entries("facts", _fact),
        forbidden=entry.texts("forbidden"),
        cite=entry.texts("cite"),
        cite_any=entry.texts("cite_any"),
        abstain=entry.flag("abstain"),
    )
    if case.abstain != (case.kind == "unanswerable"):
        raise entry.error(
            "`abstain: true` and `kind: unanswerable` belong together", "set both or neither"
        )
    if case.abstain and (case.facts or case.cite or case.cite_any):
        raise entry.error(
            "a question to be declined cannot require facts or sources", "take them out"
        )
    if not case.abstain and not case.facts:
        raise entry.error("no `facts:` are required", "add one, or set `abstain: true`")
    return case


def topic(entry: Entry) -> TopicCase:
    """A topic and what its briefing must have."""
    case = TopicCase(
        id=entry.text("id"),
        topic=entry.text("topic"),
        facts=entry.entries("facts", _fact),
        forbidden=entry.texts("forbidden"),
        cite=entry.texts("cite"),
        cite_any=entry.texts("cite_any"),
    )
    if not case.facts:
        raise entry.error("no `facts:` are required", "add what the briefing must say")
    return case


def claim(entry: Entry) -> ClaimCase:
    """A claim and its right verdict."""
    return ClaimCase(
        id=entry.text("id"),
        claim=entry.text("claim"),
        verdict=entry.choice("verdict", VERDICTS),
        kind=entry.text("kind"),
        cite=entry.texts("cite"),
    )


def _fact(entry: Entry) -> Fact:
    if "any" in entry.fields:
        return Phrase(entry.texts("any", required=True))
    return Number(
        entry.number("number"),
        entry.choice("magnitude", ("", *MAGNITUDES), default=""),
        entry.text("unit", default=""),
        entry.number("tolerance", default=0.0),
    )
