"""`brief ask` with a server that misbehaves: a right answer, the articles' own words, or exit 4."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import pytest

from brief.llm import Server

Run = Callable[..., Any]
End = Literal["right", "own words", "error"]
KEY = "sk-test-0123456789abcdef"
QUESTION = "How many conditions come with the permit for Halden Point?"
TRUE, FALSE = "The council attached 17 conditions.", "The council attached 19 conditions."
GERMAN = "Der Rat verhängte laut Voss 19 Auflagen."
SECONDS = 5.0  # in place of the two minutes that a call may take


def claims(*said: str, numbers: list[Any] | None = None) -> Callable[[str], str]:
    """A reply that points at the sentence with the 17 conditions."""

    def made(read: str) -> str:
        (number,) = re.findall(r"^(\d+)\. The council attached 17", read, re.MULTILINE)
        ids = [int(number)] if numbers is None else numbers
        return json.dumps({"claims": [{"text": text, "evidence": ids} for text in said]})

    return made


def slow(seconds: float, then: Callable[[Any], None]) -> Callable[[Any], None]:
    def step(handler: Any) -> None:
        handler.server.released.wait(seconds)
        then(handler)

    return step


def flood(handler: Any) -> None:
    """10 MB, in large pieces where a stream is asked for."""
    if not handler.body.get("stream"):
        handler.answer("x" * 10_000_000)
        return
    handler.open_stream()
    for _ in range(100):
        handler.piece({"content": "x" * 100_000})


Steps = Callable[[ModuleType, Any], list[Any]]
SAYS = f"no: Bearer {KEY}"
# What the server does call by call, `s` being the scripted server's module and `good` the right
# reply, and how that ends.
CASES: dict[str, tuple[Steps, End]] = {
    "401": (lambda s, good: [s.status(401, message=SAYS)], "error"),
    "403": (lambda s, good: [s.status(403, message=SAYS)], "error"),
    "404 model": (
        lambda s, good: [s.status(404, message=f"no model for {KEY}", code="model_not_found")],
        "error",
    ),
    "408": (lambda s, good: [s.status(408)], "error"),
    "408 once": (lambda s, good: [s.status(408), good], "right"),
    "429": (lambda s, good: [s.status(429)], "error"),
    "429 once": (lambda s, good: [s.status(429), good], "right"),
    "429 that asks to wait": (lambda s, good: [s.status(429, Retry_After="0.1"), good], "right"),
    "429 that asks to wait an hour": (
        lambda s, good: [s.status(429, Retry_After="3600"), good],
        "error",
    ),
    "500": (lambda s, good: [s.status(500, message=SAYS)], "error"),
    "500 twice": (lambda s, good: [s.status(500), s.status(500), good], "right"),
    "503": (lambda s, good: [s.status(503)], "error"),
    "a first byte that comes late": (lambda s, good: [slow(0.5, good)], "right"),
    "a first byte that never comes": (lambda s, good: [s.silent], "error"),
    "headers without end": (lambda s, good: [s.dripping], "error"),
    "a stall in mid-stream": (lambda s, good: [s.stalling('{"claims": [{"text": "The')], "error"),
    "a stream that ends too soon": (
        lambda s, good: [s.truncated('{"claims": [{"text": "The')],
        "error",
    ),
    "a reset connection": (lambda s, good: [s.resetting], "error"),
    "a reset connection once": (lambda s, good: [s.resetting, good], "right"),
    "a body that is no JSON": (lambda s, good: [s.raw(b"{not json")], "error"),
    "a page instead of a reply": (
        lambda s, good: [s.raw(b"<html>sign in</html>", "text/html")],
        "error",
    ),
    "empty choices": (lambda s, good: [s.raw(b'{"choices": []}')], "error"),
    "a reply that is no JSON": (lambda s, good: [s.reply('{"claims": [')], "own words"),
    "a reply that is no JSON once": (lambda s, good: [s.reply('{"claims": ['), good], "right"),
    "JSON in a code fence": (
        lambda s, good: [s.using(lambda t: f"```json\n{claims(TRUE)(t)}\n```")],
        "right",
    ),
    "a schema ignored": (lambda s, good: [s.reply("There are 17 conditions.")], "own words"),
    "another form": (lambda s, good: [s.reply('{"answer": "17"}')], "own words"),
    "a schema refused": (
        lambda s, good: [s.status(400, message="response_format?"), good],
        "right",
    ),
    "a refusal": (lambda s, good: [s.reply(None, refusal="I will not.")], "own words"),
    "a withheld reply": (lambda s, good: [s.reply("", finish="content_filter")], "own words"),
    "a reply cut for its length": (
        lambda s, good: [s.reply('{"claims": [{"te', finish="length")],
        "own words",
    ),
    "unknown evidence": (lambda s, good: [s.using(claims(TRUE, numbers=[99]))], "own words"),
    "no evidence": (lambda s, good: [s.using(claims(TRUE, numbers=[]))], "own words"),
    "citations in the text": (
        lambda s, good: [s.using(claims(f"{TRUE} [1][2] (source 3)"))],
        "right",
    ),
    "another language": (lambda s, good: [s.using(claims(GERMAN))], "own words"),
    "10 MB": (lambda s, good: [flood], "own words"),
    "a wrong number": (lambda s, good: [s.using(claims(FALSE))], "own words"),
    "a wrong number once": (
        lambda s, good: [s.using(claims("It has 19 conditions.")), good],
        "right",
    ),
}


# What may end otherwise where the reply comes in pieces.
STREAMED = (
    "408 once", "500", "a first byte that never comes", "a stall in mid-stream",
    "a stream that ends too soon", "a reset connection once", "JSON in a code fence",
    "a refusal", "a reply cut for its length", "10 MB", "a wrong number once",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "stream"), [(name, False) for name in CASES] + [(name, True) for name in STREAMED]
)
def test_a_misbehaviour_ends_as_it_should(
    brief: Run,
    model_server: Any,
    scripted: ModuleType,
    seeds_library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    stream: bool,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setitem(Server.__init__.__kwdefaults__, "seconds", SECONDS)
    steps, ends = CASES[name]
    if stream:
        monkeypatch.setenv("FORCE_COLOR", "1")  # as at a terminal, where a reply is streamed
    model_server.will(*steps(scripted, scripted.using(claims(TRUE))))
    begun = time.monotonic()
    result = brief(
        "ask", QUESTION, *([] if stream else ["--json"]), "--record", tmp_path / "tape",
        "--model", "openai-like/scripted", "--base-url", model_server.url, library=seeds_library,
    )  # fmt: skip
    assert time.monotonic() - begun < 2 * SECONDS + 60  # two calls, and loading what they need
    told = (result.out, result.err, *(f.read_text() for f in tmp_path.rglob("*.json")))
    assert not any(KEY in text or "sk-test" in text for text in told)
    if ends == "error":
        assert (result.code, result.out) == (4, "")
        assert "Traceback" not in result.err
        return
    assert result.code == 0, result.err
    if stream:
        shown = " ".join(re.sub(r"\x1b\[[\d;]*m", "", result.out).split())
        assert shown.startswith(f"{TRUE} [1]")
        assert ("own sentences" in shown) == (ends == "own words")
        return
    assert result.json["engine"] == ("openai-like/scripted" if ends == "right" else "extractive")
    assert {claim["verdict"] for claim in result.json["claims"]} == {"supported"}
    if ends == "right":
        assert [claim["text"] for claim in result.json["claims"]] == [TRUE]
        assert result.json["notes"] == []
    else:
        assert "own sentences" in result.json["notes"][0]
