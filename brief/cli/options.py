"""Options and arguments that several commands share, and what is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brief.errors import UsageError

if TYPE_CHECKING:
    from brief.app import Library
    from brief.schema import Filters


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date such as 2025-10-02") from None


Since = Annotated[
    date | None,
    typer.Option(parser=_date, metavar="DATE", help="Only articles published on DATE or later."),
]
Until = Annotated[
    date | None,
    typer.Option(parser=_date, metavar="DATE", help="Only articles published on DATE or earlier."),
]
Outlet = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only this outlet's articles; repeatable.")
]
AsOf = Annotated[
    date | None,
    typer.Option(
        parser=_date,
        metavar="DATE",
        help='The day that "last week" counts from; else that of the newest article.',
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
KeepUnverified = Annotated[
    bool,
    typer.Option("--keep-unverified", help="Show what the evidence does not bear out, marked."),
]
Batch = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help='Read {"id", "question"} a line ("-": standard input), print one JSON a line.',
    ),
]


@dataclass(frozen=True, slots=True)
class Root:
    """What the options say that stand before any command."""

    library: Path | None
    model: str | None
    base_url: str | None
    embedder: str | None
    offline: bool
    cache: bool
    record: Path | None
    replay: Path | None
    verbose: bool


def root(context: typer.Context) -> Root:
    """The root options of the running command."""
    given: Root = context.find_root().obj
    return given


def library(context: typer.Context) -> Library:
    """The library that the root options name."""
    from brief.app import Library

    given = root(context)
    return Library(given.library, model=given.model, **models(given))


def models(given: Root) -> dict[str, Any]:
    """How models are called: what the library takes besides its folder and the writer's name."""
    names = ("base_url", "embedder", "offline", "cache", "record", "replay")
    return {name: getattr(given, name) for name in names}


WRITING = "questions and evidence"


def announce(library: Library, *, model: str = "", vectors: str = "questions") -> None:
    """Say what the model and the server of vectors get, before any of it leaves."""
    from brief.report.printing import say

    if model and (writer := library.choice):
        say(f"{writer.name} at {writer.host} gets {model}")
    if embedder := library.embedding:
        say(f"{embedder.name} at {embedder.host} gets {vectors}")


def announce_judge(library: Library, judge: str) -> None:
    """Say which model gets the claims, before any of them leaves."""
    if judge and (choice := library.choose(judge)):
        from brief.report.printing import say

        say(f"{choice.name} at {choice.host} gets claims and evidence")


# The options of the root, and whether a value follows.
ROOT = {
    "--library": True,
    "--model": True,
    "--base-url": True,
    "--embedder": True,
    "--offline": False,
    "--no-cache": False,
    "--record": True,
    "--replay": True,
    "--verbose": False,
}


def root_first(arguments: Sequence[str]) -> list[str]:
    """The options of the root before the command, wherever they stood.

    >>> root_first(["ask", "Who?", "--model", "none", "--json"])
    ['--model', 'none', 'ask', 'Who?', '--json']
    """
    first: list[str] = []
    rest: list[str] = []
    left = iter(arguments)
    for argument in left:
        name, given, _ = argument.partition("=")
        if argument == "--":
            rest += [argument, *left]
        elif name in ROOT:
            first.append(argument)
            if ROOT[name] and not given:
                value = next(left, "--")
                if value.startswith("--"):  # else it would take the command for its value
                    raise UsageError(f"{name} needs a value", hint=f"give one: {name} …")
                first.append(value)
        else:
            rest.append(argument)
    return first + rest


def exclude(name: str, **others: object) -> None:
    """Raise `UsageError` where something is given that cannot be beside `name`."""
    for other, given in others.items():
        if given:
            named = other if other.startswith("-") or other.isupper() else f"--{other}"
            raise UsageError(f"{named} and {name} exclude each other", hint="give one of them")


def filters(since: date | None, until: date | None, outlets: list[str] | None) -> Filters | None:
    """The filters as given, None where none was."""
    from brief.schema import Filters

    if since or until or outlets:
        return Filters(since, until, tuple(outlets or ()))
    return None
