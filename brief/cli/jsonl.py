"""Batches: JSON Lines in, one JSON document a line out, in order, as each is ready."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TextIO

from brief.errors import BriefError, InputError
from brief.report.escape import dumps

Document = dict[str, Any]


def run(source: str, keys: tuple[str, ...], reply: Callable[..., Document]) -> int:
    """Give the texts under `keys` of each line to `reply`, print what it returns with the id.

    A line that cannot be used gets a line with "error" and "hint", and the rest goes on. Returns
    the exit code: that of the first such line, 0 where there is none.
    """
    failed = 0
    for number, line in _lines(source):
        identity: Document = {}
        try:
            item = _parse(line, keys)
            identity = {"id": item["id"]}
            document = reply(*(item[key] for key in keys))
        except BriefError as error:
            document = {"error": f"line {number}: {error}", "hint": error.hint}
            failed = failed or error.exit_code
        print(dumps({**identity, **document}), flush=True)
    return failed


def _lines(source: str) -> Iterator[tuple[int, str]]:
    with nullcontext(sys.stdin) if source == "-" else _open(source) as stream:
        try:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield number, line
        except UnicodeDecodeError as error:
            raise InputError(f"{source} is not UTF-8: {error}", hint="save it as UTF-8") from error


def _open(source: str) -> TextIO:
    try:
        return Path(source).open(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"{source} cannot be read: {error.strerror}", hint="name a readable JSON Lines file"
        ) from error


def _parse(line: str, keys: tuple[str, ...]) -> Document:
    hint = f"write one JSON object a line with {', '.join(('id', *keys))}"
    try:
        item = json.loads(line, parse_constant=_number, parse_float=_number)
    except (ValueError, RecursionError) as error:
        raise InputError(f"no JSON: {error}", hint=hint) from error
    if not isinstance(item, dict):
        raise InputError("no JSON object", hint=hint)
    missing = [key for key in ("id", *keys) if key not in item]
    if missing:
        raise InputError(f"no {missing[0]!r}", hint=hint)
    wrong = [key for key in keys if not isinstance(item[key], str)]
    if wrong:
        raise InputError(f"{wrong[0]!r} is no text", hint=hint)
    return item


def _number(text: str) -> float:
    """A number that JSON can hold: Python reads NaN and Infinity as well, and would print them."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number")
    return number
