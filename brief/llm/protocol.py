"""What is asked of a language model and what comes back, whoever runs the model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

OnText = Callable[[str], None]  # told each piece of a reply as it comes


@dataclass(frozen=True, slots=True)
class Request:
    """One message to a model: what to do, and what to do it with."""

    system: str  # instructions: ours alone
    user: str  # question and evidence: untrusted
    schema: Mapping[str, Any] | None = None  # JSON schema of the reply, None for free text
    max_tokens: int = 1024  # of the reply

    def key(self, model: str) -> str:
        """The sha256 that stands for this request to this model."""
        said = [model, self.system, self.user, self.schema, self.max_tokens]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Usage:
    """What one reply took; None where the server does not say."""

    prompt_tokens: int | None
    completion_tokens: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said."""

    text: str
    usage: Usage
    finish: str = "stop"  # "length", "refusal" or "content_filter" where it did not end by itself
    cached: bool = False  # taken from the cache: nothing was spent


class Model(Protocol):
    """A language model that answers one request at a time."""

    @property
    def name(self) -> str:
        """ "provider/model", as it is named in answers, footers and the ledger."""
        ...

    @property
    def context_window(self) -> int:
        """Tokens that request and reply may have together."""
        ...

    def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The reply, streamed through `on_text` where given; raises `ModelError`."""
        ...
