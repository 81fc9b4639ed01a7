"""Replies kept on disk: recorded for others to replay, or cached to be asked for once."""

from __future__ import annotations

import json
import logging
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from brief.errors import InputError, ModelError
from brief.llm.protocol import Model, OnText, Reply, Request, Usage
from brief.llm.structured import data_of

_MODEL = "model.json"
AGAIN = "record it again: --record DIR"
log = logging.getLogger(__name__)


class Recorder:
    """A model whose requests and replies are written to a folder, one file each.

    The folder tells which model writes, so that a replay need not be told; a judge is named anew.
    """

    def __init__(self, model: Model, folder: Path, *, writes: bool = True) -> None:
        self.name = model.name
        self._model = model
        self._writes = writes
        self._tape = _Tape(folder, model.name)

    @property
    def context_window(self) -> int:
        return self._model.context_window

    def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """As the model does, and recorded."""
        reply = self._model.complete(request, on_text=on_text)
        if self._writes:
            about = {"model": self.name, "context_window": self.context_window}
            write_json(self._tape.folder / _MODEL, about)
        write_json(self._tape.turn(request), {**_request(request), **_reply(reply)})
        return reply


class Replay:
    """What was recorded, without any connection."""

    def __init__(self, folder: Path, judge: str = "") -> None:
        """Of the model that wrote, or of the judge that is named."""
        self.name, self.context_window = judge, 0  # which is not asked of a judge
        if not judge:
            about = read_json(folder / _MODEL)
            if about is None:
                raise InputError(f"nothing is recorded in {folder}", hint=AGAIN)
            try:
                self.name = str(about["model"])
                self.context_window = int(about["context_window"])
            except (KeyError, TypeError, ValueError):
                raise InputError(f"{folder / _MODEL} names no model", hint=AGAIN) from None
        self._tape = _Tape(folder, self.name)

    @classmethod
    def writer(cls, folder: Path) -> Replay | None:
        """The model that wrote, None where none did while other things were recorded."""
        others = [] if (folder / _MODEL).exists() else [*folder.glob("*.json")]
        return None if others else cls(folder)

    def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The reply recorded for this very request; raises `ModelError` where there is none."""
        reply = _recorded(self._tape.turn(request)) or _recorded(self._tape.first(request))
        if reply is None:
            raise ModelError(
                f"{self._tape.folder} holds no reply to this request",
                hint=f"question, articles or prompts differ from the recording: {AGAIN}",
            )
        if on_text:
            on_text(reply.text)
        return reply


class _Tape:
    """The files of one model in a folder: one for each time that the same was asked."""

    def __init__(self, folder: Path, model: str) -> None:
        self.folder = folder
        self._model = model
        self._turns: Counter[Path] = Counter()

    def first(self, request: Request) -> Path:
        return _file(self.folder, self._model, request)

    def turn(self, request: Request) -> Path:
        """The next file of a request."""
        file = self.first(request)
        self._turns[file] += 1
        turn = self._turns[file]
        return file if turn == 1 else file.with_stem(f"{file.stem}-{turn}")


class Cache:
    """A model that is not asked the same twice; holds replies only, none of what was sent.

    `address` is its server's: two may serve other models by one name. A folder that cannot be used
    is told once, and the model is asked.
    """

    def __init__(self, model: Model, folder: Path, address: str) -> None:
        self.name = model.name
        self._model = model
        self._folder = folder
        self._asked = f"{model.name} {address}"
        self._told = False

    @property
    def context_window(self) -> int:
        return self._model.context_window

    def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The kept reply, else the model's, which is kept where it is whole."""
        file = _file(self._folder, self._asked, request)
        kept = None
        with self._tolerant():
            kept = _recorded(file)
        if kept is not None:
            if on_text:
                on_text(kept.text)
            return replace(kept, cached=True)
        reply = self._model.complete(request, on_text=on_text)
        if _whole(request, reply):
            with self._tolerant():
                write_json(file, _reply(reply))
        return reply

    @contextmanager
    def _tolerant(self) -> Iterator[None]:
        try:
            yield
        except InputError as error:
            if not self._told:
                log.warning("the cache of replies is of no use: %s", error)
            self._told = True


def _file(folder: Path, model: str, request: Request) -> Path:
    return folder / f"{request.key(model)}.json"


def _request(request: Request) -> dict[str, Any]:
    return {"request": asdict(request)}


def _reply(reply: Reply) -> dict[str, Any]:
    return {"reply": asdict(reply)}


def _recorded(file: Path) -> Reply | None:
    """The reply in a file, None where there is no file."""
    kept = read_json(file)
    if kept is None:
        return None
    try:
        reply = kept["reply"]
        cached = reply.get("cached") is True
        return Reply(str(reply["text"]), Usage(**reply["usage"]), str(reply["finish"]), cached)
    except (KeyError, TypeError, AttributeError):
        raise InputError(f"{file} holds no reply", hint=f"delete it, or {AGAIN}") from None


def read_json(file: Path) -> Any:
    """What stands in a file, None where there is no file."""
    try:
        return json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InputError(f"{file} cannot be read: {error}", hint=f"delete it, or {AGAIN}") from None


def write_json(file: Path, document: dict[str, Any]) -> None:
    """Whole or not at all, whoever else writes it."""
    part = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=file.parent, suffix=".part", delete=False
        ) as stream:
            part = Path(stream.name)
            # in ASCII: a reply may hold half a surrogate pair, which UTF-8 cannot
            json.dump(document, stream, indent=1, sort_keys=True)
        part.replace(file)
    except OSError as error:
        raise InputError(
            f"{file.parent} cannot be written: {error}", hint="name another folder"
        ) from None
    finally:
        if part:
            part.unlink(missing_ok=True)


def _whole(request: Request, reply: Reply) -> bool:
    """Whether a reply ended by itself and has the fields that were asked for."""
    if reply.finish != "stop" or request.schema is None:
        return reply.finish == "stop"
    try:
        data = data_of(reply)
    except ValueError:
        return False
    return isinstance(data, dict) and data.keys() >= set(request.schema.get("required", ()))
