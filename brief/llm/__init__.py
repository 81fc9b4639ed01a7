"""Language models behind one small protocol.

Importing this package loads no client and opens no connection: that happens when a model is first
asked. The key is read from the environment there, and is kept nowhere else.
"""

from __future__ import annotations

import os
from pathlib import Path

from brief.errors import SettingsError
from brief.llm.choice import DEFAULT, Choice
from brief.llm.meter import Meter
from brief.llm.protocol import Model, OnText, Reply, Request, Usage
from brief.llm.recording import Cache, Recorder, Replay
from brief.llm.server import Server
from brief.llm.structured import ask

__all__ = [
    "DEFAULT",
    "Cache",
    "Choice",
    "Meter",
    "Model",
    "OnText",
    "Recorder",
    "Replay",
    "Reply",
    "Request",
    "Server",
    "Usage",
    "ask",
    "choose",
    "connect",
]


def choose(name: str, base_url: str, *, offline: bool) -> Choice | None:
    """The model that is meant by a setting; None for none.

    Where nothing is set, a key alone selects OpenAI's default model. Raises `SettingsError` for
    a name that is no model's, and for a model that may not be called.
    """
    if not name and os.environ.get("OPENAI_API_KEY", "").strip() and not base_url and not offline:
        name = DEFAULT
    if name in {"", "none"}:
        return None
    choice = Choice.parse(name, base_url)
    if offline:
        raise SettingsError(
            f"--offline forbids calling {choice.name}",
            hint="leave out one of --offline and --model",
        )
    return choice


def connect(
    choice: Choice, *, cache: Path | None = None, record: Path | None = None, writes: bool = True
) -> Model:
    """The model, with its replies kept in the folders named; connects when it is first asked.

    One that `writes` is named in its recording, a judge is not.
    """
    model: Model = Server(choice)
    if cache:
        model = Cache(model, cache, choice.base_url)
    return Recorder(model, record, writes=writes) if record else model
