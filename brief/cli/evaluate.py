"""`brief eval`: measure the tool on suites of questions, topics and claims."""

from __future__ import annotations

import typer


def evaluate(context: typer.Context) -> None:
    """Measure."""
