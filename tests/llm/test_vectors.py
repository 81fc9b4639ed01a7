"""Vectors by a server: whole, in order, or a clear error."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from brief.embedding.minilm import MiniLM
from brief.errors import ModelError, SettingsError
from brief.llm import Choice, Request, Server
from brief.llm.vectors import BATCH, Embeddings, ServedEncoder, VectorTape

KEY = "sk-test-0123456789abcdef"
EMBEDDER = "openai-like/scripted-embedder"


@pytest.fixture
def encoder(model_server: Any) -> ServedEncoder:
    choice = Choice.parse(EMBEDDER, model_server.url)
    return ServedEncoder(choice, Embeddings(choice, sleep=lambda _: None), MiniLM())


def test_vectors_are_of_length_one_and_in_order(encoder: ServedEncoder, model_server: Any) -> None:
    texts = [f"word{n}" for n in range(BATCH + 3)]
    done: list[int] = []
    vectors = encoder.encode([*texts, ""], progress=done.append)
    assert vectors.shape == (BATCH + 4, encoder.dimensions) == (BATCH + 4, 64)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert np.allclose(vectors[5], encoder.encode(["word5"])[0])
    assert done == [BATCH, 4]
    body = model_server.bodies[0]
    assert (body["model"], len(body["input"])) == ("scripted-embedder", BATCH)
    assert body["encoding_format"] == "float"
    assert encoder.encode([]).shape == (0, 64)


def test_tokens_are_a_matter_of_this_machine(encoder: ServedEncoder, model_server: Any) -> None:
    assert encoder.count_tokens(["one two"]) == [4]
    assert encoder.encode_tokens(["one two"])[0].vectors.shape == (2, 384)
    assert model_server.seen == []


def row(index: int, vector: Any) -> dict[str, Any]:
    return {"object": "embedding", "index": index, "embedding": vector}


@pytest.mark.parametrize(
    "data",
    [
        [],
        [row(0, [1.0, 2.0]), row(1, [1.0, 2.0])],
        [row(0, [0.0, 0.0])],
        [row(0, ["a"])],
        [row(0, [float("nan"), 1.0])],
        [row(0, [])],
        None,
    ],
)
def test_a_reply_that_is_not_one_vector_a_text(
    encoder: ServedEncoder, model_server: Any, scripted: ModuleType, data: Any
) -> None:
    model_server.embedding = scripted.raw(json.dumps({"data": data, "model": "m"}).encode())
    with pytest.raises(ModelError, match=r"the reply is no|the reply holds no"):
        encoder.encode(["one"])


def test_trouble_is_told_and_the_key_is_not(
    encoder: ServedEncoder,
    model_server: Any,
    scripted: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    model_server.embedding = scripted.status(401, message=f"bad {KEY}")
    with pytest.raises(ModelError, match="key was refused") as raised:
        encoder.encode(["one"])
    assert KEY not in str(raised.value)
    model_server.embedding = scripted.status(503)
    with pytest.raises(ModelError, match="status 503"):
        encoder.encode(["one"])
    assert len(model_server.seen) == 4
    monkeypatch.delenv("OPENAI_API_KEY")
    choice = Choice.parse("openai/text-embedding-3-small", model_server.url)
    with pytest.raises(SettingsError, match="needs a key"):
        Embeddings(choice).vectors(["one"])
    with pytest.raises(SettingsError, match="--offline forbids"):
        Embeddings(choice, offline=True).vectors(["one"])


def test_a_tape_gives_back_what_was_recorded(tmp_path: Path) -> None:
    class Once:
        def vectors(self, texts: Any) -> Any:
            return np.array([[0.1, 1 / 3]], np.float32)

    recorded = VectorTape("m", tmp_path, Once()).vectors(["a"])
    assert (VectorTape("m", tmp_path).vectors(["a"]) == recorded).all()
    for name, texts in (("m", ["b"]), ("n", ["a"])):
        with pytest.raises(ModelError, match="holds no vectors"):
            VectorTape(name, tmp_path).vectors(texts)


def test_a_gateway_in_the_manner_of_azure(
    model_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    address = model_server.url.replace("/v1", "/openai/deployments/mine?api-version=2024-10-21")
    model_server.will("{}")
    choice = Choice.parse("openai-like/mine", address)
    assert Server(choice).complete(Request("s", "u")).text == "{}"
    Embeddings(choice).vectors(["one"])
    paths = [path for path, _, _ in model_server.seen]
    assert paths == [
        "/openai/deployments/mine/chat/completions?api-version=2024-10-21",
        "/openai/deployments/mine/embeddings?api-version=2024-10-21",
    ]
    assert all(headers["api-key"] == KEY for _, headers, _ in model_server.seen)
    model_server.will("{}")
    Server(Choice.parse("openai-like/mine", model_server.url)).complete(Request("s", "u"))
    assert "api-key" not in model_server.seen[0][1]
