"""Recorded, replayed, cached: the same bytes again, and the key in none of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from brief.errors import InputError, ModelError
from brief.llm import Cache, Choice, Meter, Recorder, Replay, Reply, Request, Server, Usage

KEY = "sk-test-0123456789abcdef"
HERE = "http://127.0.0.1:8080/v1"
ASKED = Request("Be brief.", "What is new? «ça»", {"type": "object"})


class Counting:
    """A model that says another thing each time."""

    name = "openai/gpt-4.1-mini"
    context_window = 1234

    def __init__(self, finish: str = "stop", form: str = '{{"n": {}}}') -> None:
        self.calls = 0
        self._finish, self._form = finish, form

    def complete(self, request: Request, *, on_text: Any = None) -> Reply:
        self.calls += 1
        return Reply(self._form.format(self.calls), Usage(1000, 100, 0.5), self._finish)


def test_a_replay_gives_back_what_was_recorded(tmp_path: Path) -> None:
    recorder = Recorder(Counting(finish="length", form="half {} «ça»"), tmp_path / "new" / "tape")
    told = recorder.complete(ASKED)
    replay = Replay(tmp_path / "new" / "tape")
    heard: list[str] = []
    assert replay.complete(ASKED, on_text=heard.append) == told
    assert heard == [told.text]
    assert (replay.name, replay.context_window) == ("openai/gpt-4.1-mini", 1234)


@pytest.mark.parametrize(
    "other",
    [
        Request("Be long.", ASKED.user, ASKED.schema),
        Request(ASKED.system, "What is old?", ASKED.schema),
        Request(ASKED.system, ASKED.user),
        Request(ASKED.system, ASKED.user, ASKED.schema, max_tokens=5),
    ],
)
def test_another_request_is_not_in_the_recording(tmp_path: Path, other: Request) -> None:
    Recorder(Counting(), tmp_path).complete(ASKED)
    with pytest.raises(ModelError, match="no reply to this request") as raised:
        Replay(tmp_path).complete(other)
    assert raised.value.exit_code == 4


def test_the_same_asked_again_is_replayed_as_it_was_told(tmp_path: Path) -> None:
    model = Cache(Counting(finish="stop"), tmp_path / "cache", HERE)
    recorder = Recorder(model, tmp_path / "tape")
    told = [recorder.complete(ASKED) for _ in range(3)]
    assert [reply.cached for reply in told] == [False, True, True]
    replay = Replay(tmp_path / "tape")
    assert [replay.complete(ASKED) for _ in range(3)] == told
    assert replay.complete(ASKED) == told[0]
    changing = Recorder(Counting(), tmp_path / "other")
    told = [changing.complete(ASKED) for _ in range(2)]
    replay = Replay(tmp_path / "other")
    assert [replay.complete(ASKED) for _ in range(2)] == told


def test_a_judge_and_a_writer_share_a_recording(tmp_path: Path) -> None:
    Recorder(Counting(), tmp_path, writes=False).complete(ASKED)
    assert Replay.writer(tmp_path) is None
    Recorder(Counting(), tmp_path).complete(ASKED)
    writer = Replay.writer(tmp_path)
    assert writer
    assert writer.name == Counting.name
    assert Replay(tmp_path, Counting.name).complete(ASKED).text
    with pytest.raises(InputError, match="nothing is recorded"):
        Replay.writer(tmp_path / "empty")


def test_a_folder_without_a_recording(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing is recorded"):
        Replay(tmp_path)
    (tmp_path / "model.json").write_text("{}")
    with pytest.raises(InputError, match="names no model"):
        Replay(tmp_path)
    (tmp_path / "model.json").write_text("{")
    with pytest.raises(InputError, match="cannot be read"):
        Replay(tmp_path)


def test_a_damaged_recording_is_named(tmp_path: Path) -> None:
    Recorder(Counting(), tmp_path).complete(ASKED)
    (file,) = (f for f in tmp_path.iterdir() if f.name != "model.json")
    for damage in ("{", "{}", '{"reply": {"text": "x", "usage": {"what": 1}, "finish": "stop"}}'):
        file.write_text(damage)
        with pytest.raises(InputError, match=file.name):
            Replay(tmp_path).complete(ASKED)


def test_a_recording_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        Recorder(Counting(), tmp_path / "file").complete(ASKED)


def test_what_is_cached_is_asked_for_once_and_costs_nothing(tmp_path: Path) -> None:
    model = Counting()
    cached = Meter(Cache(model, tmp_path, HERE))
    first, second = cached.complete(ASKED), cached.complete(ASKED)
    assert first.text == second.text
    assert model.calls == 1
    assert (first.cached, second.cached) == (False, True)
    spent = cached.spent()
    assert (spent["calls"], spent["cached"], spent["cost_usd"]) == (1, 1, 0.00056)
    cached.complete(ASKED)
    assert cached.spent()["cost_usd"] == 0
    assert not any("What is new" in file.read_text() for file in tmp_path.iterdir())


@pytest.mark.parametrize(
    "model",
    [
        Counting(finish="length"),
        Counting(form="no JSON {}"),
        Counting(form='{{"other": {}}}'),
        Counting(form="[" * 100_000 + "{}"),
    ],
)
def test_a_reply_that_is_not_whole_is_asked_for_again(tmp_path: Path, model: Counting) -> None:
    cache, asked = Cache(model, tmp_path, HERE), replace(ASKED, schema={"required": ["n"]})
    assert cache.complete(asked).text != cache.complete(asked).text


def test_a_reply_in_a_fence_is_kept(tmp_path: Path) -> None:
    cache = Cache(Counting(form='```json\n{{"n": {}}}\n```'), tmp_path, HERE)
    assert cache.complete(ASKED).text == cache.complete(ASKED).text


def test_another_server_is_asked_even_by_the_same_name(tmp_path: Path) -> None:
    model = Counting()
    first = Cache(model, tmp_path, HERE).complete(ASKED)
    assert Cache(model, tmp_path, "http://127.0.0.1:9090/v1").complete(ASKED) != first
    assert Cache(model, tmp_path, HERE).complete(ASKED).text == first.text


def test_half_a_surrogate_pair_is_kept(tmp_path: Path) -> None:
    cache = Cache(Counting(form='{{"n": "\ud83d{}"}}'), tmp_path, HERE)
    first = cache.complete(ASKED)
    assert cache.complete(ASKED).text == first.text
    assert [file.suffix for file in tmp_path.iterdir()] == [".json"]


def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError, match="No space left"):
        Recorder(Counting(), tmp_path).complete(ASKED)
    assert list(tmp_path.iterdir()) == []


def test_a_cache_of_no_use_is_told_once_and_the_model_is_asked(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    cache = Cache(Counting(), tmp_path / "file", HERE)
    assert cache.complete(ASKED).text != cache.complete(ASKED).text
    (told,) = caplog.messages
    assert told.startswith("the cache of replies is of no use: ")


def test_a_damaged_reply_in_the_cache_is_asked_for_anew(tmp_path: Path) -> None:
    cache = Cache(Counting(), tmp_path, HERE)
    cache.complete(ASKED)
    (file,) = tmp_path.iterdir()
    file.write_text("{")
    assert cache.complete(ASKED).text == cache.complete(ASKED).text == '{"n": 2}'


def test_the_key_is_in_no_recording(
    tmp_path: Path, model_server: Any, scripted: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    model_server.will(json.dumps({"said": f"Bearer {KEY}"}))
    server = Server(Choice.parse("openai-like/m", model_server.url))
    Recorder(Cache(server, tmp_path / "cache", model_server.url), tmp_path / "tape").complete(ASKED)
    files = list(tmp_path.rglob("*.json"))
    assert len(files) == 3
    assert not any(KEY in file.read_text() for file in files)
    assert model_server.seen[0][1]["Authorization"].endswith(KEY)


def test_unknown_is_not_nothing() -> None:
    class Silent(Counting):
        def complete(self, request: Request, *, on_text: Any = None) -> Reply:
            return Reply("x", Usage(None, None, 1.0))

    meter = Meter(Silent())
    meter.complete(ASKED)
    spent = meter.spent()
    assert spent["prompt_tokens"] == spent["completion_tokens"] == spent["cost_usd"] == "unknown"
    assert spent["seconds"] == 1.0
    assert meter.spent()["calls"] == 0
