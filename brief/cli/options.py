"""Options and arguments that several commands share, and what is made of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

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
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Batch = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help='Read {"id", "question"} a line ("-": standard input), print one JSON a line.',
    ),
]


def library(context: typer.Context) -> Library:
    """The library that the root options name."""
    from brief.app import Library

    return Library(context.find_root().obj)


def filters(since: date | None, until: date | None, outlets: list[str] | None) -> Filters | None:
    """The filters as given, None where none was."""
    from brief.schema import Filters

    if since or until or outlets:
        return Filters(since, until, tuple(outlets or ()))
    return None
