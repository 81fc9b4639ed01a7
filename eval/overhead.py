"""What `brief ask` with a model takes beyond the bare call of the model.

    python eval/overhead.py [--rounds 7] [--json]

A server on this machine answers at once. Cold, `brief ask` and scripts that do nothing but send a
request run in turns, each in a fresh process; warm, a library that is open answers, and a request
is sent bare, in turns. The figures are the medians of the differences; the CPU time says how far a
busy machine is to blame. The bound is over the bare call by the classes that we call through;
beside the openai client alone, what is seen is the time to load those classes. The first round
warms the disk cache and is thrown away. Exits 1 when a figure is over its bound.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

from brief.app import Library
from brief.llm import Choice, Request, Server
from brief.settings import bundled

QUESTION = "How many conditions come with the permit for Halden Point?"
MODEL = "openai-like/scripted"
COLD, WARM = 1500, 100  # milliseconds
# What a user would write who wants nothing but the reply.
CLIENT = """
import sys
from openai import OpenAI
OpenAI(base_url=sys.argv[1], api_key="none").chat.completions.create(
    model="scripted", max_tokens=400,
    messages=[{"role": "system", "content": "s"}, {"role": "user", "content": sys.argv[2]}])
"""
LLAMA_INDEX = """
import sys
from llama_index.core.llms import ChatMessage
from llama_index.llms.openai_like import OpenAILike
OpenAILike(model="scripted", api_base=sys.argv[1], api_key="none", is_chat_model=True).chat(
    [ChatMessage(role="system", content="s"), ChatMessage(role="user", content=sys.argv[2])])
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure in milliseconds and the most it may be; None where there is no bound."""

    name: str
    value: float
    bound: float | None
    detail: str

    @property
    def over(self) -> bool:
        return self.bound is not None and self.value > self.bound


class Copying(BaseHTTPRequestHandler):
    """A model that claims the first sentence it reads."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """One completion."""
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        said = re.findall(r"^(\d+)\. (.*17 conditions.*)$", asked["messages"][-1]["content"], re.M)
        claims = [{"text": text, "evidence": [int(number)]} for number, text in said[:1]]
        message = {"role": "assistant", "content": json.dumps({"claims": claims})}
        document = {
            "id": "c", "object": "chat.completion", "created": 0, "model": "scripted",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }  # fmt: skip
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving() -> Iterator[str]:
    """The address of the server, in a process of its own."""
    command = [sys.executable, __file__, "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"  # type: ignore[union-attr]
        finally:
            process.kill()


def serve() -> None:
    """Print the port and answer until killed."""
    server = HTTPServer(("127.0.0.1", 0), Copying)
    print(server.server_port, flush=True)
    server.serve_forever()


class Taken(NamedTuple):
    """How long something took, in milliseconds."""

    wall: float
    cpu: float  # of all threads, which a busy machine does not stretch


def run(*command: str) -> Taken:
    """A process of its own, which must succeed."""
    with tempfile.TemporaryFile() as errors:
        begun = perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise SystemExit(f"{' '.join(command)} failed:\n{errors.read().decode()}")
    return Taken(wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000)


def here(do: Callable[[], Any]) -> Taken:
    """In this process."""
    begun, used = perf_counter(), process_time()
    do()
    return Taken((perf_counter() - begun) * 1000, (process_time() - used) * 1000)


def measure(rounds: int) -> list[Row]:
    """Cold and warm, each beside the bare call in turns."""
    with serving() as address, tempfile.TemporaryDirectory() as folder:
        library = ("--library", str(Path(folder) / "library"))
        brief = (sys.executable, "-m", "brief", *library, "--no-cache")
        run(*brief, "--model", "none", "ingest", str(bundled("seeds")))
        ask = (*brief, "--model", MODEL, "--base-url", address, "ask", QUESTION)
        bare = [(sys.executable, "-c", code, address, QUESTION) for code in (CLIENT, LLAMA_INDEX)]
        cold = [[run(*command) for command in (ask, *bare)] for _ in range(rounds + 1)][1:]
        warm = _warm(Path(folder) / "library", address, 3 * rounds)
    return [
        compare("cold ask over llama-index's OpenAILike", [(t[0], t[2]) for t in cold], COLD),
        compare("cold ask over the openai client", [(t[0], t[1]) for t in cold], None),
        compare("warm ask over the same request", warm, WARM),
    ]


def _warm(folder: Path, address: str, rounds: int) -> list[tuple[Taken, Taken]]:
    server = Server(Choice.parse(MODEL, address))
    with Library(folder, model=MODEL, base_url=address, cache=False) as library:
        if library.ask(QUESTION).engine != MODEL:
            raise SystemExit("the model's answer was not used")
        request = Request("s", QUESTION)
        return [
            (here(lambda: library.ask(QUESTION)), here(lambda: server.complete(request)))
            for _ in range(rounds + 1)
        ][1:]


def compare(name: str, taken: list[tuple[Taken, Taken]], bound: float | None) -> Row:
    """The median of what ours takes longer, pair by pair."""
    wall = [median(pair[n].wall for pair in taken) for n in range(2)]
    cpu = [median(pair[n].cpu for pair in taken) for n in range(2)]
    detail = f"{wall[0]:.0f} against {wall[1]:.0f} ms; CPU {cpu[0]:.0f} against {cpu[1]:.0f} ms"
    value = median(ours.wall - bare.wall for ours, bare in taken)
    return Row(name, round(value, 1), bound, detail)


def main() -> int:
    """Measure, print, and say whether the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=7, help="how many turns are measured")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
    os.environ.pop("OPENAI_API_KEY", None)
    rows = measure(max(1, options.rounds))
    if options.json:
        print(json.dumps([asdict(row) | {"over": row.over} for row in rows], indent=2))
    else:
        for row in rows:
            limit = "" if row.bound is None else f"at most {row.bound:g}"
            print(f"{row.name:<42} {row.value:>8.1f} ms  {limit:<14} {row.detail}")
    return int(any(row.over for row in rows))


if __name__ == "__main__":
    sys.exit(main())
