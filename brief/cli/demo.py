"""`brief demo`: everything once, on the articles that ship with the tool."""

from __future__ import annotations

import typer


def demo(context: typer.Context) -> None:
    """Try."""
