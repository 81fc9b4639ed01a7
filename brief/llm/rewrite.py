"""Small rewritings by a model, each checked against the words it started from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from brief.llm.protocol import Model, Request
from brief.llm.structured import ask, field, json_object
from brief.llm.visible import inert, plain
from brief.prompts import Prompts
from brief.schema import Answer
from brief.text import stems

T = TypeVar("T")
TURNS = 3  # before the question that may complete it
_TURN = 400  # characters of a turn's answer
_LONGEST = 500  # characters of a completed question


def complete_question(
    model: Model, prompts: Prompts, question: str, history: Sequence[Answer]
) -> str:
    """A follow-up as a question that can be understood alone, by the turns before it.

    Its words must stand in the question or those turns: a model that adds others gets `ReplyError`,
    as one does that gives no question at all.
    """
    turns = "\n".join(
        f"Q: {inert(turn.question)}\nA: {inert(' '.join(c.text for c in turn.claims))[:_TURN]}"
        for turn in history[-TURNS:]
    )
    known = set(stems(f"{question} {turns}"))

    def read(data: Any) -> str:
        text = plain(field(data, "question", str))
        if not text or len(text) > _LONGEST:
            raise ValueError('"question" must be one question')
        if added := sorted(set(stems(text)) - known):
            raise ValueError(f"these words stand nowhere in the turns: {', '.join(added)}")
        return text

    schema = json_object(question={"type": "string"})
    asked = inert(question)
    return _asked(model, prompts, "follow_up", schema, read, history=turns, question=asked)


def split_statement(model: Model, prompts: Prompts, statement: str) -> list[str]:
    """The facts that a statement asserts, in its own words and their order, else `ReplyError`.

    In another order the same words say who did what to whom the other way round.
    """
    order = stems(statement)
    known = set(order)

    def read(data: Any) -> list[str]:
        facts = [plain(fact) for fact in field(data, "facts", list) if isinstance(fact, str)]
        said = {stem for fact in facts for stem in stems(fact)}
        if said != known:
            wrong = ", ".join(sorted(said ^ known))
            raise ValueError(f"the facts must have the statement's words, all of them: {wrong}")
        for fact in facts:
            left = iter(order)
            if not all(stem in left for stem in stems(fact)):
                raise ValueError(f"the words must stand in the statement's order, not so: {fact}")
        return facts

    schema = json_object(facts={"type": "array", "items": {"type": "string"}})
    return _asked(model, prompts, "split", schema, read, statement=inert(statement))


def _asked(
    model: Model,
    prompts: Prompts,
    name: str,
    schema: dict[str, Any],
    read: Callable[[Any], T],
    **values: str,
) -> T:
    prompt = prompts[name]
    return ask(
        model,
        Request(prompt.system, prompt.fill(**values), schema, max_tokens=300),
        read,
        lambda problem: prompts["retry"].fill(problems=problem),
    )
