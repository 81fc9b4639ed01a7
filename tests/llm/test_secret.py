"""Keys, and what is secret in an address, are blackened however they are spelt."""

from __future__ import annotations

import base64
import logging
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest

from brief.errors import ModelError
from brief.llm import Choice, Request, Server
from brief.llm.secret import blacken, secrets

KEY = "sk-test-0123456789abcdef"


def test_what_looks_like_a_key_is_blackened() -> None:
    hidden = secrets("0123456789abcdef", "")
    assert blacken("Bearer 0123456789abcdef and sk-proj-123456 or sk-ab***yz9", hidden) == (
        "Bearer [key] and [key] or [key]"
    )
    assert blacken("Bearer sk-1", secrets("sk-1", "")) == "Bearer [key]"
    assert blacken("a task-force") == "a task-force"


@pytest.mark.parametrize("key", ["none", "test", "EMPTY", "ollama"])
def test_a_stand_in_for_a_key_is_a_word_like_others(key: str) -> None:
    text = f"{key} of the {key}theless"
    assert blacken(text, secrets(key, "http://127.0.0.1/v1?v=1")) == text


@pytest.mark.parametrize(
    "echo",
    [
        KEY.upper(),
        KEY.replace("s", r"\u0073"),
        "".join(f"%{ord(c):02X}" for c in KEY),
        KEY.replace("-", "&#45;"),
        "\u200b".join(KEY),
        r"\u200b".join(KEY),
        KEY.encode().hex(),
        *(base64.b64encode(f"{lead}{KEY}!".encode()).decode() for lead in ("", "a", "ab", "abc")),
    ],
)
def test_another_spelling_is_blackened_as_well(echo: str) -> None:
    shown = blacken(f"your key is {echo} here", secrets(KEY, ""))
    assert shown.startswith("your key is ")
    assert shown.endswith(" here")
    assert "[key]" in shown
    assert len(shown) < len("your key is [key] here") + 10  # what stands beside it in base64


def test_an_address_shows_nothing_that_it_holds(
    model_server: Any, scripted: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "open/sesame"
    server = model_server.url.removeprefix("http://")
    for address in (
        f"http://ann:{quote(secret, safe='')}@{server}",
        f"http://{server}?code={quote(secret, safe='')}",
    ):
        model = Server(Choice.parse("openai-like/m", address), sleep=lambda _: None)
        told = []
        for step in (scripted.status(401, message=f"{address} says {secret}"), scripted.resetting):
            model_server.will(step)
            with pytest.raises(ModelError) as raised:
                model.complete(Request("Be brief.", "What is new?"))
            told.append(f"{raised.value} {raised.value.hint}")
        model_server.will(f"You came by {address}.")
        told.append(model.complete(Request("Be brief.", "What is new?")).text)
        assert "code=open" in model_server.seen[0][0] or "Basic" in str(model_server.seen[0][1])
        told += [caplog.text, repr(vars(model))]
        assert "POST http://127.0.0.1" in caplog.text
        assert not [text for text in told if "sesame" in text]
