"""A model behind a server that misbehaves: a reply, or a `ModelError` in time that helps."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import ModuleType
from typing import Any

import pytest

from brief.errors import ModelError, ReplyError, SettingsError
from brief.llm import Choice, Request, Server
from brief.llm.server import LARGEST

KEY = "sk-test-0123456789abcdef"
SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
ASKED = Request("Be brief.", "What is new?", SCHEMA, max_tokens=50)
PLAIN = Request("Be brief.", "What is new?")


class Waits(list[float]):
    """Stands for `sleep` and remembers."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def make(model_server: Any, waits: Waits) -> Callable[..., Server]:
    def made(*, seconds: float = 30, **options: Any) -> Server:
        choice = Choice.parse("openai-like/scripted", model_server.url)
        return Server(choice, seconds=seconds, sleep=waits, **options)

    return made


def test_a_reply_with_what_it_took(make: Callable[..., Server], model_server: Any) -> None:
    model_server.will("{}")
    reply = make().complete(ASKED)
    assert (reply.text, reply.finish) == ("{}", "stop")
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (200, 20)
    assert 0 < reply.usage.seconds < 30
    path, _, body = model_server.seen[0]
    assert path == "/v1/chat/completions"
    assert body["model"] == "scripted"
    assert body["temperature"] == 0
    assert body["max_tokens"] == 50
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA


def test_a_stream_comes_in_pieces_and_is_the_reply(
    make: Callable[..., Server], model_server: Any
) -> None:
    text = "The deal is done — «sûr»."
    model_server.will(text)
    heard: list[str] = []
    reply = make().complete(PLAIN, on_text=heard.append)
    assert len(heard) > 2
    assert "".join(heard) == reply.text == text
    assert reply.usage.prompt_tokens == 200
    assert reply.finish == "stop"


@pytest.mark.parametrize(
    ("number", "code", "says", "hint"),
    [
        (400, "", "refused", "model's name"),
        (400, "context_length_exceeded", "refused", "context"),
        (401, "", "key was refused", "OPENAI_API_KEY"),
        (402, "", "refused", "server"),
        (403, "", "may not use", "another key"),
        (404, "", "no such model", "/v1"),
        (422, "", "refused", "limits"),
    ],
)
def test_a_refusal_is_an_error_at_once(
    make: Callable[..., Server],
    model_server: Any,
    scripted: ModuleType,
    number: int,
    code: str,
    says: str,
    hint: str,
) -> None:
    model_server.will(scripted.status(number, message="because", code=code))
    with pytest.raises(ModelError, match=says) as raised:
        make().complete(PLAIN)
    assert raised.value.exit_code == 4
    assert hint in raised.value.hint
    assert f"status {number}" in str(raised.value)
    assert "because" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(model_server.seen) == 1


@pytest.mark.parametrize("number", [408, 409, 429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_again_twice(
    make: Callable[..., Server],
    model_server: Any,
    scripted: ModuleType,
    waits: Waits,
    number: int,
) -> None:
    model_server.will(scripted.status(number), scripted.status(number), "{}")
    assert make().complete(ASKED).text == "{}"
    assert waits == [0.5, 1.0]
    model_server.will(scripted.status(number))
    with pytest.raises(ModelError, match=f"status {number}"):
        make().complete(ASKED)
    assert len(model_server.seen) == 3


def test_the_server_says_how_long_to_wait(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType, waits: Waits
) -> None:
    model_server.will(scripted.status(429, Retry_After="7"), "{}")
    make().complete(ASKED)
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    model_server.will(scripted.status(503, Retry_After=date), "{}")
    make().complete(ASKED)
    assert waits[0] == 7
    assert 15 < waits[1] <= 20


@pytest.mark.parametrize(
    "asked", ["nan", "inf", "soon", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"]
)
def test_a_wait_that_is_no_time_is_not_told(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType, waits: Waits, asked: str
) -> None:
    model_server.will(scripted.status(429, Retry_After=asked))
    with pytest.raises(ModelError) as raised:
        make().complete(ASKED)
    assert waits == [0.5, 1.0]
    assert "asks to wait" not in raised.value.hint


@pytest.mark.parametrize("asked", ["3600", "29.9"])
def test_too_long_a_wait_is_told_and_not_waited(
    make: Callable[..., Server],
    model_server: Any,
    scripted: ModuleType,
    waits: Waits,
    asked: str,
) -> None:
    model_server.will(scripted.status(429, Retry_After=asked))
    with pytest.raises(ModelError, match="too many requests") as raised:
        make(seconds=20).complete(ASKED)
    assert "asks to wait" in raised.value.hint
    assert waits == []


def test_an_empty_account_is_not_tried_again(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType, waits: Waits
) -> None:
    model_server.will(scripted.status(429, code="insufficient_quota"))
    with pytest.raises(ModelError) as raised:
        make().complete(ASKED)
    assert "credit" in raised.value.hint
    assert waits == []


@pytest.mark.parametrize("step", ["silent", "dripping"])
@pytest.mark.parametrize("stream", [False, True])
def test_nothing_hangs(
    make: Callable[..., Server],
    model_server: Any,
    scripted: ModuleType,
    step: str,
    stream: bool,
) -> None:
    server = make(seconds=30)
    model_server.will("{}")
    server.complete(PLAIN)  # the client is loaded: what is timed below is the wait alone
    server._patience.seconds = 0.4
    model_server.will(getattr(scripted, step))
    begun = time.monotonic()
    with pytest.raises(ModelError, match="no reply in time"):
        server.complete(PLAIN, on_text=(lambda _: None) if stream else None)
    assert time.monotonic() - begun < 5


def test_a_stream_that_stalls_ends_in_time(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType
) -> None:
    server = make(seconds=30)
    model_server.will("{}")
    server.complete(PLAIN)
    server._patience.seconds = 0.6
    model_server.will(scripted.stalling("The deal is"))
    heard: list[str] = []
    with pytest.raises(ModelError, match="no reply in time"):
        server.complete(PLAIN, on_text=heard.append)
    assert "".join(heard) == "The deal is"
    model_server.will("{}")
    server._patience.seconds = 30
    assert server.complete(PLAIN).text == "{}"  # the next call is as good as ever


def test_a_reader_slower_than_the_stream_ends_in_time(
    make: Callable[..., Server], model_server: Any
) -> None:
    def step(handler: Any) -> None:
        handler.open_stream()
        for _ in range(1000):
            handler.piece({"content": "x"})

    model_server.will(step)
    server, heard = make(seconds=2), list[str]()
    server.context_window  # noqa: B018  loads the client

    def slow(text: str) -> None:
        heard.append(text)
        time.sleep(0.1)

    with pytest.raises(ModelError, match="no reply in time"):
        server.complete(PLAIN, on_text=slow)
    assert len(heard) < 100


def test_a_truncated_stream_is_an_error_and_not_said_twice(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType
) -> None:
    model_server.will(scripted.truncated("The deal is"), "The deal is off.")
    heard: list[str] = []
    with pytest.raises(ModelError, match="broke off"):
        make().complete(PLAIN, on_text=heard.append)
    assert "".join(heard) == "The deal is"
    assert len(model_server.seen) == 1


def test_a_reset_connection_is_tried_again(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType
) -> None:
    model_server.will(scripted.resetting, "{}")
    assert make().complete(ASKED).text == "{}"
    model_server.will(scripted.resetting)
    with pytest.raises(ModelError, match=r"no connection|broke off"):
        make().complete(ASKED)
    assert len(model_server.seen) == 3


def test_no_server_at_all(waits: Waits) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(Choice.parse("openai-like/m", f"http://127.0.0.1:{port}/v1"), sleep=waits)
    with pytest.raises(ModelError, match=f"127.0.0.1:{port}: no connection") as raised:
        server.complete(PLAIN)
    assert "--base-url" in raised.value.hint
    assert waits == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>Sign in</html>", "text/html"),
        (b"{not json", "application/json"),
        (b"[]", "application/json"),
        (b"{}", "application/json"),
        (b'{"choices": []}', "application/json"),
        (b'{"choices": null}', "application/json"),
        (b'{"choices": [{}]}', "application/json"),
        (b"", "application/json"),
        (b"\xff\xfe\x00", "application/json"),
    ],
)
def test_a_body_that_is_no_completion_is_an_error(
    make: Callable[..., Server],
    model_server: Any,
    scripted: ModuleType,
    body: bytes,
    kind: str,
) -> None:
    model_server.will(scripted.raw(body, kind))
    with pytest.raises(ModelError, match="the reply"):
        make().complete(ASKED)


def test_what_is_no_count_is_unknown_and_what_is_no_word_is_one(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType
) -> None:
    message = {"role": "assistant", "content": "{}"}
    choices = [{"index": 0, "message": message, "finish_reason": {"why": "stop"}}]
    body = json.loads(scripted.completion(choices))
    body["usage"] = {"prompt_tokens": "many", "completion_tokens": -1}
    model_server.will(scripted.raw(json.dumps(body).encode()))
    reply = make().complete(ASKED)
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (None, None)
    assert reply.finish == "{'why': 'stop'}"


def test_an_error_inside_a_stream(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType
) -> None:
    def step(handler: Any) -> None:
        handler.open_stream()
        handler.piece({"content": "The"})
        handler.event({"error": {"message": "out of memory"}})
        handler.chunk(b"")

    model_server.will(step)
    with pytest.raises(ModelError, match="broke off: out of memory"):
        make().complete(PLAIN, on_text=lambda _: None)


def test_a_redirect_is_not_followed(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType
) -> None:
    model_server.will(scripted.status(307, Location="http://192.0.2.1/v1/chat/completions"))
    with pytest.raises(ModelError, match="status 307"):
        make().complete(PLAIN)
    assert len(model_server.seen) == 1


@pytest.mark.parametrize("stream", [False, True])
def test_a_huge_reply_is_no_answer(
    make: Callable[..., Server], model_server: Any, stream: bool
) -> None:
    def step(handler: Any) -> None:
        if not stream:
            handler.answer("x" * 10_000_000)
            return
        handler.open_stream()
        for _ in range(100):
            handler.piece({"content": "x" * 100_000})

    model_server.will(step)
    with pytest.raises(ReplyError, match=f"{LARGEST:,}"):
        make().complete(PLAIN, on_text=(lambda _: None) if stream else None)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("options", "finish", "text"),
    [
        ({"refusal": "I will not."}, "refusal", "I will not."),
        ({"finish": "length"}, "length", "half"),
        ({"finish": "content_filter"}, "content_filter", "half"),
    ],
)
def test_how_a_reply_ended_is_kept(
    make: Callable[..., Server],
    model_server: Any,
    scripted: ModuleType,
    stream: bool,
    options: dict[str, str],
    finish: str,
    text: str,
) -> None:
    model_server.will(scripted.reply(None if "refusal" in options else "half", **options))
    reply = make().complete(PLAIN, on_text=(lambda _: None) if stream else None)
    assert (reply.finish, reply.text) == (finish, text)


def test_what_a_server_does_not_take_is_left_out_from_then_on(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType
) -> None:
    def picky(handler: Any) -> None:
        for name in ("response_format", "temperature", "max_tokens", "stream_options"):
            if name in handler.body:
                scripted.status(400, message=f"Unsupported parameter: '{name}'")(handler)
                return
        handler.answer("{}")

    server = make()
    model_server.will(picky)
    assert server.complete(ASKED, on_text=lambda _: None).text == "{}"
    assert model_server.bodies[-1]["max_completion_tokens"] == 50
    before = len(model_server.seen)
    assert server.complete(ASKED).text == "{}"
    assert len(model_server.seen) == before + 1


@pytest.mark.parametrize("said", ["json_schema", "xgrammar", "structured outputs"])
def test_a_schema_is_left_out_whatever_it_is_called(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType, said: str
) -> None:
    model_server.will(scripted.status(400, message=f"no {said} here"), "{}")
    assert make().complete(ASKED).text == "{}"
    assert "response_format" not in model_server.bodies[-1]


@pytest.mark.parametrize("stream", [False, True])
def test_a_model_that_thinks_gets_room_for_it(
    make: Callable[..., Server], model_server: Any, scripted: ModuleType, stream: bool
) -> None:
    model_server.will(scripted.reply("", finish="length"), "{}")
    server = make()
    reply = server.complete(ASKED, on_text=(lambda _: None) if stream else None)
    assert (reply.text, reply.usage.prompt_tokens) == ("{}", 400)
    server.complete(ASKED)
    assert [body["max_tokens"] for body in model_server.bodies] == [50, 4050, 4050]
    model_server.will(scripted.reply("", finish="length"))
    assert make().complete(ASKED).finish == "length"
    assert len(model_server.seen) == 2


def test_offline_opens_no_connection(
    model_server: Any, make: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    opened: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *where: opened.append(where))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *where, **_: opened.append(where))
    for server in (make(offline=True), Server(Choice.parse("openai/gpt-4.1-mini"), offline=True)):
        assert server.context_window > 1000  # can be asked without a connection
        with pytest.raises(ModelError, match="--offline forbids"):
            server.complete(PLAIN)
    assert opened == []
    assert model_server.seen == []


def test_openai_needs_a_key_and_another_server_does_not(
    make: Callable[..., Server], model_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match="needs a key"):
        Server(Choice.parse("openai/gpt-4.1-mini", model_server.url)).complete(PLAIN)
    model_server.will("{}")
    make().complete(PLAIN)
    assert KEY not in str(model_server.seen[0])
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    for name in ("openai/gpt-4.1-mini", "openai/gpt-of-tomorrow", "openai/o4-mini"):
        server = Server(Choice.parse(name, model_server.url))
        assert server.complete(PLAIN).text == "{}"
        assert model_server.seen[-1][1]["Authorization"] == f"Bearer {KEY}"
        assert server.context_window >= 8192


def test_the_key_shows_nowhere(
    make: Callable[..., Server],
    model_server: Any,
    scripted: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    server = make()
    said = []
    for step in (
        scripted.status(401, message=f"Incorrect API key provided: {KEY}"),
        scripted.status(500, message=f"header was Bearer {KEY}"),
        scripted.status(403, message="key sk-te****************cdef may not"),
        scripted.raw(f'{{"detail": "{KEY}"}}'.encode()),
        scripted.resetting,
    ):
        model_server.will(step)
        with pytest.raises(ModelError) as raised:
            server.complete(ASKED)
        assert raised.value.__cause__ is None
        assert raised.value.__suppress_context__
        said += [str(raised.value), raised.value.hint, repr(raised.value)]
    model_server.will(f"your key is {KEY}")
    said += [server.complete(PLAIN).text, repr(server), repr(vars(server))]
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert logged
    for text in (*said, logged, *capfd.readouterr()):
        assert KEY not in text
        assert "sk-te" not in text
