"""The writer with a language model: it asks for claims that point at numbered sentences.

The model writes no citation: it names numbers, and what it may name is what it was given. A claim
that names anything else stands without evidence, with the reason in its verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from brief.errors import ReplyError
from brief.llm import Meter, Model, OnText, Request, ask
from brief.llm.evidence import BUDGET, Packed, pack, tokens
from brief.llm.partial import Spoken
from brief.llm.rewrite import complete_question, split_statement
from brief.llm.structured import field, json_object
from brief.llm.visible import inert
from brief.prompts import Prompts
from brief.schema import Answer, Claim, Evidence, Verdict
from brief.text import sentence_spans
from brief.write.wording import bare, objection, streamed, unlinked

ANSWER_TOKENS, SECTION_TOKENS = 400, 900  # of a reply at most
_TEXT, _NUMBERS = {"type": "string"}, {"type": "array", "items": {"type": "integer"}}
_CLAIMS = json_object(claims={"type": "array", "items": json_object(text=_TEXT, evidence=_NUMBERS)})
_OUTLINE = json_object(
    sections={"type": "array", "items": json_object(heading=_TEXT, evidence=_NUMBERS)}
)


@dataclass(frozen=True, slots=True)
class Said:
    """What the model wrote of one claim: its words and the numbers it named."""

    text: str
    numbers: tuple[int | str, ...]


class ModelWriter:
    """Writes claims with a model, each resting on the evidence that the model names."""

    most_evidence = 6  # more than a reader is shown, few enough to stay cheap
    nearly = 0.25  # it leaves out by itself what does not answer
    revises = True

    def __init__(self, model: Model, prompts: Prompts) -> None:
        self._model = Meter(model)
        self._prompts = prompts
        self.engine = model.name

    def write(
        self,
        question: str,
        evidence: Sequence[Evidence],
        *,
        failed: Sequence[Claim] = (),
        on_text: OnText | None = None,
    ) -> tuple[Claim, ...]:
        """Claims that answer the question; none where the model finds no answer in the evidence.

        `failed` are claims of an earlier attempt, whose reasons the model is told. Raises
        `ReplyError` where the model gives nothing that can be used, `ModelError` for its server.
        """
        packed = self._pack("answer", evidence)
        message = self._prompts["answer"].fill(question=inert(question), evidence=packed.text)
        return self._claims("answer", message, packed, failed, ANSWER_TOKENS, on_text)

    def section(
        self,
        topic: str,
        heading: str,
        evidence: Sequence[Evidence],
        *,
        failed: Sequence[Claim] = (),
        on_text: OnText | None = None,
    ) -> tuple[Claim, ...]:
        """As `write`, the claims of one section of a briefing."""
        packed = self._pack("section", evidence)
        prompt = self._prompts["section"]
        message = prompt.fill(topic=inert(topic), heading=heading, evidence=packed.text)
        return self._claims("section", message, packed, failed, SECTION_TOKENS, on_text)

    def outline(
        self, topic: str, headings: Sequence[str], evidence: Sequence[Evidence]
    ) -> dict[str, list[Evidence]]:
        """Which evidence belongs below which of the headings, each sentence once at most.

        Headings are not the model's to invent: they would be sentences that nobody checks.
        """
        packed = self._pack("outline", evidence)
        if not packed.by_number:
            return {}
        prompt = self._prompts["outline"]
        told = "; ".join(headings)
        message = prompt.fill(topic=inert(topic), headings=told, evidence=packed.text)

        def read(data: Any) -> dict[str, list[Evidence]]:
            placed: dict[str, list[Evidence]] = {}
            left = dict(packed.by_number)
            for section in field(data, "sections", list):
                heading = field(section, "heading", str)
                if heading not in headings:
                    raise ValueError(f"there is no heading {heading[:40]!r}")
                numbers = field(section, "evidence", list)
                found = [left.pop(n) for n in numbers if isinstance(n, int) and n in left]
                placed.setdefault(heading, []).extend(found)
            return placed

        request = Request(prompt.system, message, _OUTLINE, ANSWER_TOKENS)
        return ask(self._model, request, read, self._again)

    def complete(self, question: str, history: Sequence[Answer]) -> str:
        """The follow-up in the model's words, "" where it has none of use."""
        try:
            return complete_question(self._model, self._prompts, question, history)
        except ReplyError:
            return ""

    def facts(self, statement: str) -> tuple[str, ...]:
        """The facts as the model parts them, where it keeps to the statement's words."""
        try:
            return tuple(split_statement(self._model, self._prompts, statement))
        except ReplyError:
            return (statement,)

    def spent(self) -> dict[str, float | int | str]:
        """Calls, tokens, money and time since this was last asked, and the prompts' hash."""
        return {**self._model.spent(), "prompts_sha256": self._prompts.sha256}

    def _pack(self, name: str, evidence: Sequence[Evidence]) -> Packed:
        """What fits beside the prompt and the reply, twice where a correction goes back."""
        prompt = self._prompts[name]
        beside = 2 * tokens(prompt.system + prompt.message) + SECTION_TOKENS
        packed = pack(evidence, min(BUDGET, self._model.context_window - beside))
        if evidence and not packed.by_number:
            raise ReplyError(
                f"no sentence that {self.engine} could be given fits into its prompt",
                hint="try a model with a larger context, or answer without one: --model none",
            )
        return packed

    def _claims(
        self,
        name: str,
        message: str,
        packed: Packed,
        failed: Sequence[Claim],
        longest: int,
        on_text: OnText | None,
    ) -> tuple[Claim, ...]:
        if not packed.by_number:
            return ()
        if failed:
            message = f"{message}\n\n{self._again(_problems(failed))}"
        request = Request(self._prompts[name].system, message, _CLAIMS, longest)
        spoken = Spoken(on_text, streamed) if on_text else None
        said = ask(self._model, request, _read, self._again, on_text=spoken)
        if spoken:
            spoken.end()
        return tuple(claim for item in said for claim in _claim(item, packed.by_number))

    def _again(self, problems: str) -> str:
        return self._prompts["retry"].fill(problems=problems)


def _read(data: Any) -> list[Said]:
    """The claims of a reply; raises `ValueError` where it has another form."""
    said = []
    for item in field(data, "claims", list):
        numbers = field(item, "evidence", list)
        said.append(Said(field(item, "text", str), tuple(_number(n) for n in numbers)))
    return said


def _number(named: Any) -> int | str:
    """The number as a number where it is one, else as the model wrote it."""
    if isinstance(named, str) and named.isascii() and named.isdigit():
        return int(named)
    return named if isinstance(named, int) and not isinstance(named, bool) else str(named)


def _claim(said: Said, by_number: dict[int, Evidence]) -> list[Claim]:
    """One claim a sentence; without evidence, and with the reason, where it cannot stand."""
    text = bare(said.text)
    unknown = [str(n) for n in said.numbers if n not in by_number]
    evidence = tuple(by_number[n] for n in dict.fromkeys(said.numbers) if n in by_number)
    reason = objection(text, evidence)
    if unknown:
        named = unlinked(inert(", ".join(unknown)[:60]))
        reason = f"it names evidence that was not given: {named}"
    elif not evidence:
        reason = reason or "it names no evidence"
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    if reason:
        return [Claim(unlinked(text), (), Verdict("not_found", (reason,)))] if text else []
    return [Claim(sentence, evidence) for sentence in sentences]


def _problems(failed: Sequence[Claim]) -> str:
    said = ((inert(claim.text), inert("; ".join(claim.verdict.reasons))) for claim in failed)
    return "\n".join(f'- "{text}": {reasons}' for text, reasons in said)
