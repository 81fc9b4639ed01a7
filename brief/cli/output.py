"""Where results and progress go: stdout holds only the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any


def print_json(document: Any) -> None:
    """One JSON document on stdout."""
    from brief.report.escape import dumps

    print(dumps(document, indent=2))


@contextmanager
def progress(label: str, rate: str = "") -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr for (done, total) reports; nothing where stderr is no terminal.

    With `rate`, a unit, it tells the mean speed as well.
    """
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    from brief.report.printing import console

    out = console(stderr=True)
    columns: list[ProgressColumn] = [
        TextColumn(label),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    ]
    if rate:
        columns.append(TextColumn("{task.fields[speed]}"))
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task(label, total=None, speed="")
        begun = monotonic()

        def tell(done: int, total: int) -> None:
            speed = f"{done / max(monotonic() - begun, 1e-6):.1f} {rate}"
            bar.update(task, completed=done, total=total, speed=speed)

        yield tell
