"""The command line, run in this process (fast) or as a process of its own (real)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from brief.cli import main
from brief.report import printing

COMMAND = Path(sys.executable).with_name("brief")


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def brief(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Run a command here; `library` is the option that stands before it."""

    def run(*arguments: str | Path, library: Path | None = None, stdin: str = "") -> Result:
        printing.console.cache_clear()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        root = ["--library", str(library)] if library else []
        with pytest.raises(SystemExit) as left:
            main([*root, *map(str, arguments)])
        out, err = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Result(left.value.code, out, err)

    return run


@pytest.fixture
def process() -> Callable[..., Result]:
    """Run the installed command as users do."""

    def run(*arguments: str | Path, library: Path | None = None, stdin: str = "") -> Result:
        root = ["--library", str(library)] if library else []
        done = subprocess.run(
            [str(COMMAND), *root, *map(str, arguments)],
            input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=120,
        )  # fmt: skip
        return Result(done.returncode, done.stdout, done.stderr)

    return run
