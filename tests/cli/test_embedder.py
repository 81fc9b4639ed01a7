"""Libraries whose vectors a server makes: kept to, refused, announced, never called unasked."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Run = Callable[..., Any]
EMBEDDER = "openai-like/scripted-embedder"


@pytest.fixture
def served(brief: Run, model_server: Any, seeds: Path, tmp_path: Path) -> Path:
    """A library that was created with a server's vectors."""
    folder = tmp_path / "served"
    result = brief(
        "ingest", *seeds.glob("orrin-*"), "--embedder", EMBEDDER, "--base-url", model_server.url,
        library=folder,
    )  # fmt: skip
    assert result.code == 0, result.err
    announced = f"{EMBEDDER} at {model_server.url[:-3]} gets the articles"
    assert result.err.splitlines()[0] == announced
    model_server.seen.clear()
    return folder


QUESTION = "Who will build the Orrin plant?"


def test_a_library_keeps_the_embedder_it_was_created_with(
    brief: Run, served: Path, model_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")  # the writer's server, not its
    found = brief("search", "cost of the plant", "--json", library=served)
    assert found.json["passages"]
    assert found.err == f"{EMBEDDER} at {model_server.url[:-3]} gets questions\n"
    assert [body["input"] for body in model_server.bodies] == [["cost of the plant"]]
    assert brief("ask", QUESTION, library=served).code == 0
    model_server.seen.clear()
    assert brief("articles", library=served).code == 0
    assert brief("doctor", library=served).code == 0
    assert model_server.seen == []


def test_another_embedder_is_refused_with_the_command_that_indexes_anew(
    brief: Run, served: Path, model_server: Any, seeds: Path, seeds_library: Path
) -> None:
    for arguments in (("search", "plant"), ("ingest", seeds / "halden-point-permit.txt")):
        refused = brief(*arguments, "--embedder", "minilm", library=served)
        assert refused.code == 3
        assert f"made by {EMBEDDER}, not by minilm-l6-v2-int8" in refused.err
        assert "brief reindex --embedder minilm-l6-v2-int8" in refused.err
    named = ("--embedder", EMBEDDER, "--base-url", model_server.url)
    refused = brief("ask", QUESTION, *named, library=seeds_library)
    assert refused.code == 3
    assert f"brief reindex --embedder {EMBEDDER}" in refused.err
    model_server.seen.clear()
    assert brief("reindex", "--embedder", "minilm", library=served).code == 0
    assert brief("search", "plant", library=served).err == ""
    assert model_server.seen == []
    assert brief("reindex", *named, library=served).code == 0
    assert brief("search", "plant", library=served).code == 0
    assert model_server.seen


def test_offline_no_vector_leaves(
    brief: Run, served: Path, model_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    connects: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *where: connects.append(where))
    refused = brief("ask", QUESTION, "--offline", library=served)
    assert refused.code == 2
    assert "--offline forbids" in refused.err
    assert brief("articles", "--offline", library=served).code == 0
    assert connects == model_server.seen == []


def test_a_replay_needs_no_server_for_vectors(
    brief: Run, served: Path, model_server: Any, tmp_path: Path
) -> None:
    tape = tmp_path / "tape"
    recorded = brief("search", "cost of the plant", "--json", "--record", tape, library=served)
    model_server.seen.clear()
    replayed = brief("search", "cost of the plant", "--json", "--replay", tape, library=served)
    assert replayed.out == recorded.out
    assert replayed.err == ""
    assert model_server.seen == []
    other = brief("search", "something else", "--replay", tape, library=served)
    assert other.code == 4


def test_a_server_that_fails_leaves_a_library_that_can_be_read_and_finished(
    brief: Run, served: Path, model_server: Any, scripted: ModuleType, seeds: Path
) -> None:
    more = seeds / "halden-point-permit.txt"
    model_server.embedding = scripted.status(403)
    failed = brief("ingest", more, library=served)
    assert failed.code == 4
    model_server.seen.clear()
    listed = brief("articles", library=served)  # opening it calls nobody
    assert listed.code == 0
    assert model_server.seen == []
    sick = brief("doctor", "--json", library=served)
    assert any("brief reindex" in check["remedy"] for check in sick.json if not check["ok"])
    model_server.embedding = scripted.hashed
    assert brief("ingest", more, library=served).code == 0
    assert brief("doctor", library=served).code == 0


def test_a_dead_server_makes_no_library(
    brief: Run, model_server: Any, scripted: ModuleType, seeds: Path, tmp_path: Path
) -> None:
    model_server.embedding = scripted.status(404)
    named = ("--embedder", EMBEDDER, "--base-url", model_server.url)
    failed = brief("ingest", seeds / "halden-point-permit.txt", *named, library=tmp_path / "new")
    assert failed.code == 4
    wrong = brief("ingest", seeds, "--embedder", "word2vec", library=tmp_path / "new")
    assert wrong.code == 2
    assert "openai/text-embedding-3-small" in wrong.err
