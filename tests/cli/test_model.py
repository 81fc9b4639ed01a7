"""Commands with a model, from a question to what the reader sees, over a scripted server."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Run = Callable[..., Any]
KEY = "sk-test-0123456789abcdef"
QUESTION = "How many conditions come with the permit for Halden Point?"
TRUE = "The council attached 17 conditions."
FALSE = "The council attached 19 conditions."


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def ask(brief: Run, model_server: Any, seeds_library: Path) -> Run:
    def asked(*options: str, question: str = QUESTION) -> Any:
        named = ("--model", "openai-like/scripted", "--base-url", model_server.url)
        return brief("ask", question, "--json", *named, *options, library=seeds_library)

    return asked


def pointing(*texts: str) -> Callable[[Any], None]:
    """A model that names for each text the sentence that tells of the 17 conditions."""

    def step(handler: Any) -> None:
        (number,) = re.findall(r"^(\d+)\. The council attached 17", handler.said, re.MULTILINE)
        claims = [{"text": text, "evidence": [int(number)]} for text in texts]
        handler.answer(json.dumps({"claims": claims}))

    return step


def test_a_claim_that_stands_is_the_answer(ask: Run, model_server: Any) -> None:
    model_server.will(pointing("The permit comes with 17 conditions attached by the council. [1]"))
    result = ask("--verbose")
    assert result.code == 0
    document = result.json
    assert document["engine"] == "openai-like/scripted"
    (claim,) = document["claims"]
    assert claim["text"] == "The permit comes with 17 conditions attached by the council."
    assert claim["verdict"] == "supported"
    assert "17 conditions" in claim["evidence"][0]["quote"]
    assert document["usage"]["calls"] == 1
    assert document["usage"]["cost_usd"] == "unknown"
    assert len(document["usage"]["prompts_sha256"]) == 64
    first, *rest = result.err.splitlines()
    assert first == f"openai-like/scripted at {model_server.url[:-3]} gets questions and evidence"
    assert "prompt_tokens 200" in rest[-1]
    assert KEY not in result.out + result.err


def test_a_ledger_names_the_model_and_the_prompts_it_was_given(
    ask: Run, brief: Run, model_server: Any, seeds_library: Path, tmp_path: Path
) -> None:
    model_server.will(pointing("The permit comes with 17 conditions attached by the council."))
    path = tmp_path / "answer.json"
    assert ask("--ledger", str(path)).code == 0
    ledger = json.loads(path.read_text("utf-8"))
    made = ledger["made"]
    assert made["engine"] == "openai-like/scripted"
    assert {"answer", "retry"} <= set(made["prompts"])
    assert all(len(sha256) == 64 for sha256 in made["prompts"].values())
    assert brief("verify-ledger", path, library=seeds_library).code == 0


def test_trouble_with_the_server_exits_4_in_two_lines(
    ask: Run, model_server: Any, scripted: ModuleType
) -> None:
    model_server.will(scripted.status(401, message=f"key {KEY} is wrong"))
    result = ask()
    assert (result.code, result.out) == (4, "")
    assert len(result.err.splitlines()) == 3  # who gets the text, what is wrong, what to do
    assert KEY not in result.err


def test_offline_calls_nobody(
    ask: Run, brief: Run, seeds_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connects: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *where: connects.append(where))
    result = ask("--offline")
    assert result.code == 2
    assert "--offline forbids" in result.err
    monkeypatch.setenv("BRIEF_MODEL", "openai/gpt-4.1-mini")
    result = brief("ask", QUESTION, "--json", "--offline", library=seeds_library)
    assert result.json["engine"] == "extractive"
    assert result.err == ""
    assert connects == []


def test_a_key_alone_selects_openai_and_none_means_none(
    brief: Run, seeds_library: Path, model_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brief.app import Library

    with Library(seeds_library) as library:
        assert library.choice
        assert library.choice.name == "openai/gpt-4.1-mini"
    assert brief("ask", QUESTION, "--json", "--model", "none", library=seeds_library).err == ""
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.url)
    with Library(seeds_library) as library:
        assert library.choice is None
    monkeypatch.setenv("BRIEF_MODEL", "openai/gpt-4o")
    model_server.will(pointing(TRUE))
    result = brief("ask", QUESTION, "--json", library=seeds_library)
    assert result.json["engine"] == "openai/gpt-4o"
    assert result.json["usage"]["cost_usd"] == 0.0007


def test_settings_come_from_a_file(
    brief: Run, seeds_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "policybrief" / "settings.toml"
    file.parent.mkdir()
    file.write_text('model = "none"\n')
    assert brief("ask", QUESTION, library=seeds_library).code == 0
    for wrong in ('api_key = "sk-1"', "model = 5", "model ="):
        file.write_text(wrong)
        result = brief("ask", QUESTION, library=seeds_library)
        assert result.code == 2
        assert "settings.toml" in result.err
        assert "sk-1" not in result.err


def test_a_replay_is_the_recording_byte_for_byte(
    ask: Run, brief: Run, model_server: Any, seeds_library: Path, tmp_path: Path
) -> None:
    tape = tmp_path / "tape"
    model_server.will(pointing(FALSE), pointing(TRUE))
    recorded = ask("--record", str(tape), "--no-cache")
    calls = len(model_server.seen)
    replayed = brief("ask", QUESTION, "--json", "--replay", tape, library=seeds_library)
    assert replayed.out == recorded.out
    assert len(model_server.seen) == calls == 2
    assert not any(KEY in file.read_text() for file in tape.iterdir())
    other = brief("ask", "Who opposed the increase of January 2025?", "--replay", tape,
                  library=seeds_library)  # fmt: skip
    assert other.code == 4


def test_the_same_question_is_asked_once(ask: Run, model_server: Any) -> None:
    model_server.will(pointing(TRUE))
    first, second = ask().json, ask().json
    assert len(model_server.seen) == 1
    assert first["claims"] == second["claims"]
    assert second["usage"]["cached"] == 1
    ask("--no-cache")
    assert len(model_server.seen) == 2


def test_a_briefing_by_a_model_marks_what_fails(
    brief: Run, model_server: Any, seeds_library: Path
) -> None:
    def step(handler: Any) -> None:
        numbered = re.findall(r"^(\d+)\. (.*)$", handler.said, re.MULTILINE)
        if "Headings:" in handler.said:
            ids = [int(number) for number, _ in numbered]
            headings = ("Bottom line", "Key facts", "Timeline", "What is not known")
            parts = [{"heading": h, "evidence": ids[n::4]} for n, h in enumerate(headings)]
            handler.answer(json.dumps({"sections": parts}))
            return
        claims = [{"text": text, "evidence": [int(number)]} for number, text in numbered]
        claims.append({"text": "The Moon is made of cheese.", "evidence": [1]})
        handler.answer(json.dumps({"claims": claims}))

    model_server.will(step)
    result = brief(
        "write", "Halden Point graphite plant", "--model", "openai-like/m",
        "--base-url", model_server.url, library=seeds_library,
    )  # fmt: skip
    assert result.code == 0, result.err
    assert "openai-like/m" in result.out
    for line in result.out.splitlines():
        if "made of cheese" in line:
            assert "not found in the sources" in line
    assert "made of cheese" in result.out
    assert model_server.seen
