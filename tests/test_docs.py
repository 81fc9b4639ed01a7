"""The README shows what the tool prints: its examples are run and compared.

    python tests/test_docs.py

writes the README anew with what the tool prints now.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from brief.app import Library
from brief.cli import COMMANDS, options

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
EXAMPLE = re.compile(r"```console\n\$ (?P<command>.+)\n(?P<output>(?s:.*?))```\n")
# What differs from day to day.
TODAY = re.compile(r"(?<=\*Date: )\d+ \w+ \d{4}")


def refreshed(text: str, library: Path) -> str:
    """The text with every example's output as the tool prints it now."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "BRIEF_LIBRARY": str(library),
    }

    def example(match: re.Match[str]) -> str:
        done = subprocess.run(
            match["command"], shell=True, cwd=ROOT, env=environment, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
        )  # fmt: skip
        assert done.returncode in {0, 1}, done.stdout
        output = TODAY.sub("3 November 2025", done.stdout).replace(f"{ROOT}/", "")
        return f"```console\n$ {match['command']}\n{output}```\n"

    return EXAMPLE.sub(example, text)


def test_the_examples_of_the_readme_are_what_the_tool_prints(seeds_library: Path) -> None:
    text = README.read_text("utf-8")
    assert EXAMPLE.search(text)
    assert refreshed(text, seeds_library) == text, "run: python tests/test_docs.py"


def test_the_python_of_the_readme_runs(tmp_path: Path, seeds: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    (tmp_path / "seeds").symlink_to(seeds)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, text=True, encoding="utf-8",
        capture_output=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer, briefing = done.stdout.splitlines()
    assert answer.startswith("Khazanah Nasional")
    assert "Malaysia" in briefing


@pytest.mark.parametrize("option", options.ROOT)
def test_the_readme_names_every_option_of_the_root(option: str) -> None:
    assert option in README.read_text("utf-8")


def test_the_readme_names_every_command() -> None:
    text = README.read_text("utf-8")
    for command in COMMANDS:
        assert f"brief {command.__name__.replace('_', '-')}" in text


def test_every_file_the_readme_names_is_there() -> None:
    for name in re.findall(r"`([\w./-]+(?:\.\w+|/))`", README.read_text("utf-8")):
        if not name.startswith(("briefing", "manifest", "FILE", "pip")):
            assert (ROOT / name).exists(), name


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "NOTICE", "LICENSE"])
def test_what_a_reader_expects_is_there(name: str) -> None:
    assert (ROOT / name).read_text("utf-8").strip()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, Library(folder) as library:
        library.ingest(ROOT / "seeds")
        README.write_text(refreshed(README.read_text("utf-8"), Path(folder)), "utf-8")
