"""An OpenAI-compatible server on this machine that does what a test tells it to.

Each request for a chat takes the next step of the script; the last step serves all that follow. A
step is a text (a well-formed reply), or a function of the handler that writes whatever it likes.
Embeddings are bags of hashed words unless `embedding` is another step.
"""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Step = Callable[["Handler"], None]
USAGE = {"prompt_tokens": 200, "completion_tokens": 20, "total_tokens": 220}


class Handler(BaseHTTPRequestHandler):
    """One request: what was sent, and the ways to answer."""

    server: Scripted
    protocol_version = "HTTP/1.1"
    body: dict[str, Any]

    def log_message(self, *_: object) -> None: ...

    def do_POST(self) -> None:
        self.body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.seen.append((self.path, dict(self.headers), self.body))
        try:
            embeds = self.path.partition("?")[0].endswith("/embeddings")
            (self.server.embedding if embeds else self.server.next_step())(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    @property
    def said(self) -> str:
        """Everything the client said, as one text."""
        return "\n".join(message["content"] for message in self.body["messages"])

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer(self, text: str | None, *, finish: str = "stop", refusal: str | None = None) -> None:
        """A well-formed completion, in pieces where the client asked for a stream."""
        if self.body.get("stream"):
            self.stream(text or "", finish=finish, refusal=refusal)
            return
        message = {"role": "assistant", "content": text, "refusal": refusal}
        self.send(200, completion([{"index": 0, "message": message, "finish_reason": finish}]))

    def stream(
        self, text: str, *, finish: str = "stop", refusal: str | None = None, end: bool = True
    ) -> None:
        self.open_stream()
        for start in range(0, len(text), 7):
            self.piece({"content": text[start : start + 7]})
        if refusal:
            self.piece({"refusal": refusal})
        if not end:
            return
        self.piece({}, finish=finish)
        self.event({**chunk([]), "usage": USAGE})
        self.chunk(b"data: [DONE]\n\n")
        self.chunk(b"")

    def open_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def piece(self, delta: dict[str, str], *, finish: str | None = None) -> None:
        self.event(chunk([{"index": 0, "delta": delta, "finish_reason": finish}]))

    def event(self, document: dict[str, Any]) -> None:
        self.chunk(b"data: " + json.dumps(document).encode() + b"\n\n")

    def chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()


class Scripted(ThreadingHTTPServer):
    """The server; `seen` holds (path, headers, body) of every request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: list[Step] = []
        self.embedding: Step = hashed
        self.seen: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.released = threading.Event()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [body for _, _, body in self.seen]

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no error here."""

    def will(self, *steps: str | Step) -> None:
        """Forget what was, and do this from now on."""
        self.script = [reply(step) if isinstance(step, str) else step for step in steps]
        self.seen.clear()

    def next_step(self) -> Step:
        with self._lock:
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]


@contextmanager
def running() -> Iterator[Scripted]:
    """A server that is up inside the block."""
    with Scripted() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()


def completion(choices: Any) -> bytes:
    return json.dumps(
        {
            "id": "c", "object": "chat.completion", "created": 0, "model": "scripted",
            "choices": choices, "usage": USAGE,
        }
    ).encode()  # fmt: skip


def chunk(choices: list[Any]) -> dict[str, Any]:
    return {
        "id": "c", "object": "chat.completion.chunk", "created": 0, "model": "scripted",
        "choices": choices,
    }  # fmt: skip


def reply(text: str | None, *, finish: str = "stop", refusal: str | None = None) -> Step:
    return lambda handler: handler.answer(text, finish=finish, refusal=refusal)


def claims(*said: tuple[str, list[Any]]) -> str:
    """The JSON of claims, (text, numbers) each."""
    return json.dumps({"claims": [{"text": text, "evidence": ids} for text, ids in said]})


def using(function: Callable[[str], str]) -> Step:
    """A model that makes its reply of what it reads."""
    return lambda handler: handler.answer(function(handler.said))


def hashed(handler: Handler) -> None:
    """Vectors of length other than 1, the last text's first: who reads them must put both right."""
    rows = []
    for index, text in enumerate(handler.body["input"]):
        vector = [0.1] + [0.0] * 63
        for word in re.findall(r"\w+", text.lower()):
            vector[1 + zlib.crc32(word.encode()) % 63] += 1.0
        rows.append({"object": "embedding", "index": index, "embedding": vector})
    document = {"object": "list", "data": rows[::-1], "model": "scripted", "usage": USAGE}
    handler.send(200, json.dumps(document).encode())


def status(number: int, *, message: str = "no", code: str = "", **headers: str) -> Step:
    body = json.dumps({"error": {"message": message, "code": code, "type": "t", "param": None}})
    return lambda handler: handler.send(number, body.encode(), **headers)


def raw(body: bytes, kind: str = "application/json") -> Step:
    return lambda handler: handler.send(200, body, Content_Type=kind)


def silent(handler: Handler) -> None:
    """Takes the request and never answers."""
    handler.server.released.wait(60)
    handler.close_connection = True


def stalling(text: str) -> Step:
    """Begins a stream and then says no more."""

    def step(handler: Handler) -> None:
        handler.stream(text, end=False)
        handler.server.released.wait(60)
        handler.close_connection = True

    return step


def dripping(handler: Handler) -> None:
    """Sends its headers byte by byte, without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not handler.server.released.wait(0.05):
        handler.wfile.write(b"a")
        handler.wfile.flush()
    handler.close_connection = True


def truncated(text: str) -> Step:
    """Begins a stream and hangs up."""

    def step(handler: Handler) -> None:
        handler.stream(text, end=False)
        handler.close_connection = True

    return step


def resetting(handler: Handler) -> None:
    """Resets the connection instead of answering."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()
