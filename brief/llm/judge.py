"""A second opinion on a claim by a language model; what it does not say plainly is unscored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from brief.errors import ReplyError
from brief.llm.evidence import pack
from brief.llm.protocol import Model, Request
from brief.llm.structured import ask, field, json_object
from brief.llm.visible import inert, plain
from brief.prompts import Prompts
from brief.schema import Evidence, Verdict, VerdictLabel

_LABELS = tuple(label for label in get_args(VerdictLabel) if label != "unchecked")
_REASON = 300  # characters
_VERDICT = json_object(verdict={"type": "string", "enum": list(_LABELS)}, reason={"type": "string"})


@dataclass(frozen=True, slots=True)
class Unscored:
    """No verdict, which is not a wrong one."""

    reason: str


def judge(
    model: Model, prompts: Prompts, claim: str, evidence: Sequence[Evidence]
) -> Verdict | Unscored:
    """The model's verdict on a claim, its score 1 or 0, or why there is none.

    Raises `ModelError` where the server does not answer.
    """
    packed = pack(evidence)
    if not packed.by_number:
        return Unscored("there is no evidence to judge by")
    prompt = prompts["judge"]
    message = prompt.fill(claim=inert(claim), evidence=packed.text)
    try:
        return ask(
            model,
            Request(prompt.system, message, _VERDICT, max_tokens=200),
            _read,
            lambda problem: prompts["retry"].fill(problems=problem),
        )
    except ReplyError as error:
        return Unscored(str(error))


def _read(data: Any) -> Verdict:
    label = field(data, "verdict", str)
    if label not in _LABELS:
        raise ValueError(f'"verdict" must be one of {", ".join(_LABELS)}')
    reason = plain(field(data, "reason", str))[:_REASON]
    return Verdict(cast(VerdictLabel, label), (reason,), float(label == "supported"))
