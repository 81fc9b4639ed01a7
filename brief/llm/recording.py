"""Replies kept on disk: recorded for others to replay, or cached to be asked for once."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from brief.errors import InputError, ModelError
from brief.llm.protocol import Model, OnText, Reply, Request, Usage

_MODEL = "model.json"
AGAIN = "record it again: --record DIR"
log = logging.getLogger(__name__)


class Recorder:
    """A model whose requests and replies are written to a folder, one file each."""

    def __init__(self, model: Model, folder: Path) -> None:
        self.name = model.name
        self._model = model
        self._folder = folder

    @property
    def context_window(self) -> int:
        return self._model.context_window

    def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """As the model does, and recorded."""
        reply = self._model.complete(request, on_text=on_text)
        about = {"model": self.name, "context_window": self.context_window}
        write_json(self._folder / _MODEL, about)
        write_json(_file(self._folder, self.name, request), {**_request(request), **_reply(reply)})
        return reply


class Replay:
    """What was recorded, without any connection."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        about = read_json(folder / _MODEL)
        if about is None:
            raise InputError(f"nothing is recorded in {folder}", hint=AGAIN)
        try:
            self.name = str(about["model"])
            self.context_window = int(about["context_window"])
        except (KeyError, TypeError, ValueError):
            raise InputError(f"{folder / _MODEL} names no model", hint=AGAIN) from None

    def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The reply recorded for this very request; raises `ModelError` where there is none."""
        reply = _recorded(_file(self._folder, self.name, request))
        if reply is None:
            raise ModelError(
                f"{self._folder} holds no reply to this request",
                hint=f"question, articles or prompts differ from the recording: {AGAIN}",
            )
        if on_text:
            on_text(reply.text)
        return reply


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
        if reply.finish == "stop" and (request.schema is None or _is_json(reply.text)):
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
    return {"reply": {"text": reply.text, "finish": reply.finish, "usage": asdict(reply.usage)}}


def _recorded(file: Path) -> Reply | None:
    """The reply in a file, None where there is no file."""
    kept = read_json(file)
    if kept is None:
        return None
    try:
        reply = kept["reply"]
        return Reply(str(reply["text"]), Usage(**reply["usage"]), str(reply["finish"]))
    except (KeyError, TypeError):
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


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
