"""Replies as data: JSON of the form that was asked for, one retry, then a named failure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from brief.errors import ReplyError
from brief.llm.protocol import Model, OnText, Reply, Request

T = TypeVar("T")
# What servers wrap a whole reply in: the model's thinking before it, a code fence around it.
_THINKING = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"\A```(?:json)?[ \t]*\n(.*)\n[ \t]*```\Z", re.DOTALL)
_WITHHELD = {"refusal": "the model refuses", "content_filter": "the server's filter withheld it"}


def ask(
    model: Model,
    request: Request,
    read: Callable[[Any], T],
    again: Callable[[str], str],
    *,
    on_text: OnText | None = None,
) -> T:
    """What `read` makes of the reply's JSON; it raises `ValueError` for a form that is wrong.

    After a wrong reply the model is asked once more, with the text that `again` makes of the
    error below the request. Raises `ReplyError` after a second one, or at once for a refusal.
    """
    reply = model.complete(request, on_text=on_text)
    try:
        return read(data_of(reply))
    except ValueError as error:
        problem = str(error)
    second = replace(request, user=f"{request.user}\n\n{again(problem)}")
    try:
        return read(data_of(model.complete(second)))
    except ValueError as error:
        raise ReplyError(
            f"{model.name} does not reply in the form asked for: {error}",
            hint="try another model, or answer without one: --model none",
        ) from None


def field(data: Any, name: str, kind: type[T]) -> T:
    """A field of a JSON object; raises `ValueError` where it is missing or of another kind.

    >>> field({"claims": []}, "claims", list)
    []
    """
    if not isinstance(data, dict):
        raise ValueError("the reply must be one JSON object")  # noqa: TRY004  read by the model
    value = data.get(name)
    if not isinstance(value, kind) or isinstance(value, bool) != (kind is bool):
        raise ValueError(f'"{name}" must be a {_KINDS[kind]}')
    return value


def json_object(**properties: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of an object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_KINDS: dict[type, str] = {str: "string", list: "list", int: "number", bool: "true or false"}


def data_of(reply: Reply) -> Any:
    """The JSON of a reply; raises `ValueError` where there is none, `ReplyError` for a refusal."""
    if reply.finish in _WITHHELD:
        raise ReplyError(
            f"no answer from the model: {_WITHHELD[reply.finish]}",
            hint="ask in other words, or answer without a model: --model none",
        )
    text = _THINKING.sub("", reply.text).strip()
    if fenced := _FENCED.match(text):
        text = fenced.group(1)
    if not text:
        raise ValueError("the reply was empty")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        if reply.finish != "stop":
            raise ValueError("the reply broke off before its end: be shorter") from None
        raise ValueError("the reply was not JSON alone") from None
