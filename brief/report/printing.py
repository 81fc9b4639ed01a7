"""Lines and tables for a terminal or a pipe.

On a terminal there are colours, tables and line wrapping; into a pipe go plain lines, one item a
line and tabs between columns. Everything passes `escape` and is printed without markup.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from brief.report.escape import line, printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDEST = 100  # columns: longer lines are hard to read


@cache
def console(*, stderr: bool = False) -> Console:
    """The one console for a stream; it never reads markup, emoji codes or patterns in text."""
    from rich.console import Console

    made = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if made.is_terminal:
        made.width = min(made.width, WIDEST)
    return made


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Rows under their column names on a terminal, between tabs and without names in a pipe."""
    out = console()
    if not out.is_terminal:
        for row in rows:
            put("\t".join(line(cell) for cell in row))
        return
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    made = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        made.add_column(column, no_wrap=number < len(columns) - 1, overflow="ellipsis")
    for row in rows:
        made.add_row(*(Text(line(cell)) for cell in row))
    out.print(made)


def say(message: str, *, style: str = "") -> None:
    """A message to the user, beside the result: on stderr."""
    shown = "\n".join(line(part) for part in message.splitlines())
    console(stderr=True).print(shown, style=style or None, soft_wrap=True)


def styled(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(text, style=style)


def put(body: Text | str, *, style: str = "", lead: Text | None = None) -> None:
    """A line of the result; on a terminal it wraps behind its `lead`."""
    out = console()
    shown = styled(printable(body), style) if isinstance(body, str) else body
    lead = lead or styled("")
    if not out.is_terminal:
        sys.stdout.write(f"{lead.plain}{shown.plain}\n")
        return
    for number, part in enumerate(shown.wrap(out, out.width - lead.cell_len)):
        part.rstrip()
        out.print(lead if number == 0 else " " * lead.cell_len, part, sep="")
