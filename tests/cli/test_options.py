"""Options of the root: known by name, and free to stand behind a command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from brief import cli
from brief.cli.options import ROOT, root_first

Run = Callable[..., Any]


def test_every_option_of_the_root_is_listed() -> None:
    parameters = typer.main.get_command(cli.app).params
    listed = {p.opts[0]: not getattr(p, "is_flag", False) for p in parameters}
    assert {name: listed[name] for name in ROOT} == ROOT
    assert set(listed) - set(ROOT) == {"--version"}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["ask", "x", "--model=none"], ["--model=none", "ask", "x"]),
        (["ask", "--offline", "x"], ["--offline", "ask", "x"]),
        (["ask", "x", "--library=--odd"], ["--library=--odd", "ask", "x"]),
        (["ask", "--", "--model", "x"], ["ask", "--", "--model", "x"]),
        (["--library", "a", "ask"], ["--library", "a", "ask"]),
    ],
)
def test_they_are_read_before_the_command(given: list[str], read: list[str]) -> None:
    assert root_first(given) == read


@pytest.mark.parametrize("name", [name for name, valued in ROOT.items() if valued])
@pytest.mark.parametrize("behind", [[], ["--json"], ["--"]])
def test_one_without_its_value_is_wrong_usage(brief: Run, name: str, behind: list[str]) -> None:
    for before in ([], ["ask"], ["ask", "Who?"]):
        result = brief(*before, name, *behind)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"brief: {name} needs a value\n")


def test_the_library_may_be_named_behind_the_command(brief: Run, seeds_library: Path) -> None:
    assert brief("articles", "--library", seeds_library).out.count("\n") > 30
