"""Language models behind one small protocol.

Importing this package loads no client and opens no connection: that happens when a model is first
asked. The key is read from the environment there, and is kept nowhere else.
"""

from __future__ import annotations

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
]
