from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import brief as package
from brief import cli

Run = Callable[..., Any]
COMMANDS = (
    "ingest", "ask", "search", "write", "check", "verify-ledger", "chat", "articles", "show",
    "remove", "reindex", "doctor", "demo", "eval",
)  # fmt: skip


def two_lines(err: str) -> tuple[str, str]:
    """An error says what is wrong, then what to do, and nothing else."""
    wrong, todo = err.splitlines()
    assert wrong.startswith("brief: ")
    assert todo.startswith("  ")
    return wrong, todo


def test_help_names_every_command(brief: Run) -> None:
    for result in (brief(), brief("--help"), brief("-h")):
        assert result.code == 0
        assert {line.split()[0] for line in result.out.split("Commands:")[1].splitlines()[1:]} == {
            *COMMANDS
        }


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(brief: Run, command: str) -> None:
    result = brief(command, "--help")
    assert result.code == 0
    assert result.out.startswith(f"Usage: brief {command} ")
    assert "..." not in result.out.split("\n\n")[1]  # the purpose in one line that fits


def test_the_list_of_commands_cuts_no_sentence(brief: Run) -> None:
    assert "..." not in brief().out.split("Commands:")[1]


def test_version(brief: Run) -> None:
    assert brief("--version").out == f"brief {package.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "wrong", "todo"),
    [
        (["bogus"], "No such command", "brief --help"),
        (["ask", "--bogus", "x"], "No such option: --bogus", "brief ask --help"),
        (["ask"], "no question", "in quotes"),
        (["ask", ""], "no words to go by", "in words"),
        (["ask", " \n "], "no words to go by", "in words"),
        (["ask", "???"], "no words to go by", "in words"),
        (["search", "🙂\u200b"], "no words to go by", "in words"),
        (["ask", "x" * 4001], "4,001 characters", "shorten"),
        (["search", "x" * 50_000], "50,000 characters", "shorten"),
        (["write", " "], "no words to go by", "in words"),
        (["ask", "x", "--batch", "-"], "exclude each other", "one of them"),
        (["ask", "x", "--since", "yesterday"], "'yesterday' is no date", "brief ask --help"),
        (["articles", "--since", "2025-02-01", "--until", "2025-01-01"], "is later than", "swap"),
        (["articles", "--outlet", "Gazette"], "outlet named 'Gazette'", "Harbour Gazette"),
        (["search", "x", "--limit", "0"], "--limit", "brief search --help"),
        (["check"], "no file is given", "standard input"),
        (["check", "x", "--fail-on", "y"], "'--fail-on': 'y' is not one of", "brief check --help"),
        (["check", "x", "--pairs", "y"], "exclude each other", "one of them"),
        (["show"], "ID", "brief show --help"),
    ],
)
def test_wrong_usage_is_told_in_two_lines_and_exits_2(
    brief: Run, seeds_library: Path, arguments: list[str], wrong: str, todo: str
) -> None:
    result = brief(*arguments, library=seeds_library)
    assert result.code == 2
    assert result.out == ""
    first, second = two_lines(result.err)
    assert wrong in first
    assert todo in second


def test_control_characters_of_an_argument_are_not_echoed(brief: Run, seeds_library: Path) -> None:
    result = brief("show", "\x1b]0;owned\x07\x1b[31mx", library=seeds_library)
    assert result.code == 3
    assert not {"\x1b", "\x07"} & set(result.err)


@pytest.mark.parametrize("command", [["ask", "x"], ["articles"], ["chat"], ["reindex"]])
def test_without_a_library_says_how_to_make_one(
    brief: Run, tmp_path: Path, command: list[str]
) -> None:
    result = brief(*command, library=tmp_path / "none")
    assert result.code == 3
    assert "brief ingest" in two_lines(result.err)[1]
    assert not (tmp_path / "none").exists()


def test_the_library_is_the_option_else_the_variable(
    brief: Run, seeds_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEF_LIBRARY", str(seeds_library))
    assert brief("articles").code == 0
    assert brief("articles", library=tmp_path / "none").code == 3


def test_a_bug_shows_its_traceback(brief: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> int:
        raise RuntimeError("a bug")

    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(RuntimeError, match="a bug"):
        brief("articles")


def test_ctrl_c_anywhere_is_told_and_exits_130(brief: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "app", interrupted)
    result = brief("articles")
    assert result.code == 130
    assert "interrupted" in two_lines(result.err)[0]


def test_standard_input_is_utf_8_in_any_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.TextIOWrapper(io.BytesIO("\ufeffÇa".encode()), encoding="latin-1")
    monkeypatch.setattr("sys.stdin", given)
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert given.read() == "Ça"


def test_the_installed_command_runs(process: Run) -> None:
    assert process("--version").out == f"brief {package.__version__}\n"
    result = process("bogus")
    assert (result.code, result.out) == (2, "")
    two_lines(result.err)


def test_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "brief", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"brief {package.__version__}\n"


def test_a_reader_that_leaves_early_is_no_error(seeds_library: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "brief", "--library", str(seeds_library), "articles"],
        stdout=writing, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


def test_help_loads_nothing_heavy() -> None:
    program = """
import sys
from brief.cli import main
try:
    main(["--help"])
except SystemExit:
    print(sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    heavy = {"numpy", "chromadb", "llama_index", "onnxruntime", "tantivy", "trafilatura",
             "dateparser", "pydantic", "sqlite3", "yaml", "nupunkt"}  # fmt: skip
    assert "typer" in done.stderr
    assert not {name for name in heavy if f"'{name}'" in done.stderr}


def test_an_interruption_is_one_whatever_a_library_makes_of_it(
    brief: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise ImportError("initialization failed") from error

    monkeypatch.setattr("brief.app.Library.articles", interrupted)
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result = brief("articles")
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert result.code == 130
    assert two_lines(result.err)[0] == "brief: interrupted"
