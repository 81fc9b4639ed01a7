"""How fast `brief` starts, how much memory it takes, and that it stays off the network.

    python eval/startup.py [--rounds 7] [--json]

The commands run in turns, A B C D A B C D …, each in a fresh process, so that a busy machine slows
all of them alike; the figures are medians and their ratios. The first round warms the disk cache
and is thrown away. Exits 1 when a figure is over its bound. Connects are counted where strace is
installed; Unix sockets are not the network.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from brief.settings import bundled

QUESTION = "Which fund may partner in the Malaysian refinery, and with whom?"
BRIEF = (sys.executable, "-m", "brief")
CLI_IMPORTS = (sys.executable, "-c", "import typer, rich")
RAG_IMPORTS = (
    sys.executable,
    "-c",
    "import llama_index.core, chromadb, llama_index.vector_stores.chroma",
)
CONNECT = re.compile(r"\bconnect\(\d+, \{sa_family=AF_INET6?\b")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure and the most it may be; None where it could not be measured."""

    name: str
    value: float | None
    bound: float
    unit: str
    detail: str

    @property
    def over(self) -> bool:
        return self.value is not None and self.value > self.bound


class Run(NamedTuple):
    """One command in a process of its own."""

    seconds: float
    cpu: float  # seconds, of all its threads and children
    memory: float  # MB at the peak


def run(command: Sequence[str]) -> Run:
    """Run a command and measure it; leaves the program where the command fails."""
    with tempfile.TemporaryFile() as errors:
        begin = perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            message = errors.read().decode(errors="replace")
            raise SystemExit(f"{' '.join(command)} failed:\n{message}")
    memory = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return Run(seconds, usage.ru_utime + usage.ru_stime, memory)


def count_connects(trace: str) -> int:
    """Connects to internet addresses in the output of strace."""
    return sum(bool(CONNECT.search(line)) for line in trace.splitlines())


def connects(command: Sequence[str], folder: Path) -> int | None:
    """How often the command, with all its children, connects to the network."""
    trace = folder / "trace"
    if not shutil.which("strace"):
        return None
    traced = ["strace", "-f", "-qq", "-e", "trace=connect", "-o", str(trace), *command]
    if subprocess.run(traced, capture_output=True, check=False).returncode:
        return None  # no permission to trace
    return count_connects(trace.read_text(errors="replace"))


def measure(rounds: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        library = ("--library", str(Path(name) / "library"))
        run((*BRIEF, *library, "ingest", str(bundled("seeds"))))
        ask = (*BRIEF, *library, "ask", QUESTION)
        commands = [CLI_IMPORTS, (*BRIEF, "--help"), RAG_IMPORTS, ask]
        taken = [[run(command) for command in commands] for _ in range(rounds + 1)][1:]
        made = connects(ask, Path(name))
    typer, help_, rag, asked = ([turn[n] for turn in taken] for n in range(4))
    memory = max(done.memory for done in asked)
    return [
        compare("brief --help", help_, typer, 1.6, "× import typer, rich"),
        compare("cold brief ask", asked, rag, 0.7, "× bare llama-index and Chroma"),
        Row("peak memory of brief ask", memory, 600, "MB", f"the most of {rounds}"),
        Row("connects of brief ask", made, 0, "", "" if made is not None else "no strace"),
    ]  # fmt: skip


def compare(name: str, ours: Sequence[Run], other: Sequence[Run], bound: float, unit: str) -> Row:
    """The ratio of two median times; the CPU time says how far a busy machine is to blame."""
    times = [median(done.seconds for done in runs) for runs in (ours, other)]
    cpu = [median(done.cpu for done in runs) for runs in (ours, other)]
    detail = f"{times[0]:.2f} s against {times[1]:.2f} s; CPU {cpu[0]:.2f} s against {cpu[1]:.2f} s"
    return Row(name, times[0] / times[1], bound, unit, detail)


def show(rows: Sequence[Row]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("figure", "value", "at most", "", "")
    for row in rows:
        value = "not measured" if row.value is None else f"{row.value:.4g}"
        mark = "[red]over[/]" if row.over else ""
        table.add_row(row.name, value, f"{row.bound:g} {row.unit}", row.detail, mark)
    Console().print(table)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=7, help="how many turns are measured")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    rows = measure(max(1, options.rounds))
    if options.json:
        print(json.dumps([asdict(row) | {"over": row.over} for row in rows], indent=2))
    else:
        show(rows)
    return int(any(row.over for row in rows))


if __name__ == "__main__":
    sys.exit(main())
