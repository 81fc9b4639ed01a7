"""The bar that tells how far a long step has come."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from brief.cli import output
from brief.report import printing


def watch(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> io.StringIO:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=terminal, width=100)
    monkeypatch.setattr(printing, "console", lambda **_: console)
    return shown


def test_it_tells_the_total_the_speed_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = watch(monkeypatch, terminal=True)
    now = iter([100.0, 104.0, 108.0])
    monkeypatch.setattr(output, "monotonic", lambda: next(now))
    with output.progress("Reading articles", "articles/s") as tell:
        assert tell
        tell(0, 80)
        tell(20, 80)
        tell(40, 80)
    text = re.sub(r"\x1b\[[\d;?]*\w", "", shown.getvalue())
    assert re.search(r"Reading articles .* 40/80 \d:\d\d:\d\d 5.0 articles/s", text), text


def test_nobody_is_told_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = watch(monkeypatch, terminal=False)
    with output.progress("Reading articles", "articles/s") as tell:
        assert tell is None
    assert shown.getvalue() == ""
