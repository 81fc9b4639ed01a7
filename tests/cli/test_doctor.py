"""`brief doctor` on models: it tells what would be called, and calls only when asked."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Run = Callable[..., Any]
KEY = "sk-test-0123456789abcdef"


@pytest.fixture
def doctor(brief: Run, seeds_library: Path, model_server: Any) -> Callable[..., Any]:
    """The checks by name, and the exit code."""

    def run(*options: str, model: str = "openai-like/scripted") -> tuple[dict[str, Any], int]:
        named = ("--model", model, "--base-url", model_server.url)
        result = brief("doctor", "--json", *named, *options, library=seeds_library)
        assert KEY not in result.out + result.err
        return {check["name"]: check for check in result.json}, result.code

    return run


def test_without_a_model_it_says_so(brief: Run, seeds_library: Path) -> None:
    result = brief("doctor", library=seeds_library)
    assert result.code == 0
    assert "model\tok\tnone: answers are the articles' own sentences" in result.out


def test_it_tells_where_and_with_which_limits_and_calls_nobody(
    doctor: Any, model_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    connects: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *where: connects.append(where))
    checks, code = doctor()
    assert code == 0
    assert checks["model"]["detail"] == f"openai-like/scripted at {model_server.url[:-3]}, no key"
    limits = checks["limits"]["detail"]
    assert "context 8,192 tokens (assumed)" in limits
    assert "120 s" in limits
    assert "price unknown" in limits
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    checks, _ = doctor(model="openai/gpt-4.1-mini")
    assert checks["model"]["detail"].endswith("key from $OPENAI_API_KEY")
    assert "context 1,047,576 tokens," in checks["limits"]["detail"]
    assert "$0.4 in and $1.6 out a million tokens" in checks["limits"]["detail"]
    assert connects == []
    assert "model's reply" not in checks


def test_a_missing_key_is_named(doctor: Any) -> None:
    checks, code = doctor("--try", model="openai/gpt-4.1-mini")
    assert code == 1
    assert "needs a key" in checks["model"]["detail"]
    assert "OPENAI_API_KEY" in checks["model"]["remedy"]


def test_it_tries_on_request(doctor: Any, model_server: Any, scripted: ModuleType) -> None:
    model_server.will('{"ready": true}')
    checks, code = doctor("--try")
    assert code == 0
    assert "as asked, in " in checks["model's reply"]["detail"]
    assert "JSON schema taken" in checks["model's reply"]["detail"]
    (body,) = model_server.bodies
    assert body["stream"]
    model_server.will(scripted.status(400, message="no response_format here"), '{"ready": true}')
    checks, _ = doctor("--try")
    assert "JSON without a schema" in checks["model's reply"]["detail"]


def test_what_fails_is_told_with_what_to_do(
    doctor: Any, model_server: Any, scripted: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    for step, says, remedy in (
        (scripted.status(401, message=f"bad {KEY}"), "key was refused", "OPENAI_API_KEY"),
        (scripted.reply("Yes, I am ready."), "not in the form asked for", "another model"),
        (scripted.reply(None, refusal="no"), "refuses", "--model none"),
    ):
        model_server.will(step)
        checks, code = doctor("--try")
        assert code == 1
        assert says in checks["model's reply"]["detail"]
        assert remedy in checks["model's reply"]["remedy"]


def test_a_server_of_vectors_is_told_and_tried(
    brief: Run, model_server: Any, seeds: Path, tmp_path: Path, scripted: ModuleType
) -> None:
    named = ("--embedder", "openai-like/vectors", "--base-url", model_server.url)
    brief("ingest", *seeds.glob("orrin-*"), *named, library=tmp_path)
    model_server.seen.clear()
    told = brief("doctor", library=tmp_path)
    assert told.code == 0
    assert f"openai-like/vectors at {model_server.url[:-3]}" in told.out
    assert model_server.seen == []
    tried = brief("doctor", "--try", library=tmp_path)
    assert "a vector of 64 numbers" in tried.out
    model_server.embedding = scripted.status(403)
    failed = brief("doctor", "--try", library=tmp_path)
    assert failed.code == 1
    assert "may not use this model" in failed.out


def test_no_library_yet_is_told_and_is_no_fault(brief: Run, tmp_path: Path) -> None:
    result = brief("doctor", library=tmp_path / "none")
    assert result.code == 0
    assert f"library\tok\tnone yet in {tmp_path / 'none'}\tmake one: brief ingest " in result.out
    assert not (tmp_path / "none").exists()
    assert "model\tok" in result.out


def test_a_folder_that_can_be_no_library_is_a_fault(brief: Run, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    for place in (tmp_path, tmp_path / "thesis.txt"):
        result = brief("doctor", library=place)
        assert result.code == 1
        assert "library\tFAILED" in result.out
