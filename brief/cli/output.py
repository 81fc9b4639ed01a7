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
def progress(label: str, rate: str = "") -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr for (done, total) reports; None where stderr is no terminal.

    With `rate`, a unit, it tells the mean speed since the first report as well.
    """
    from brief.report.printing import console

    out = console(stderr=True)
    if not out.is_terminal:
        yield None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns: list[ProgressColumn] = [
        TextColumn(label),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    ]
    if rate:
        columns.append(TextColumn("{task.fields[speed]}"))
    # articles come in groups, which may take long: the time left is judged by several of them
    with Progress(*columns, console=out, transient=True, speed_estimate_period=300) as bar:
        task = bar.add_task(label, total=None, speed="")
        begun = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal begun
            begun = begun or monotonic()
            speed = f"{done / max(monotonic() - begun, 1e-6):.1f} {rate}" if done else ""
            bar.update(task, completed=done, total=total, speed=speed)

        yield tell
