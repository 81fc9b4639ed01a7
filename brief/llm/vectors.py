"""Vectors by a server that speaks like OpenAI, for libraries that were created with it.

Only the vectors of passages and queries come from there: tokens are counted and compared with the
encoder on this machine.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from brief.embedding import Encoder, Packed, Progress, TokenVectors
from brief.errors import ModelError, SettingsError
from brief.llm.calling import SECONDS, Patience
from brief.llm.choice import Choice
from brief.llm.client import api_key, open_client
from brief.llm.recording import AGAIN, read_json, write_json
from brief.llm.secret import secrets

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

BATCH = 64  # texts in one call, each of at most 256 tokens


class Source(Protocol):
    """Where vectors come from."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of any length; raises `ModelError`."""
        ...


class Embeddings:
    """The embeddings of one model on one server."""

    def __init__(
        self,
        choice: Choice,
        *,
        seconds: float = SECONDS,
        offline: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._choice = choice
        self._offline = offline
        self._patience = Patience(choice, seconds, sleep)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """As `Source` says, and all of them finite."""
        if self._offline:
            raise SettingsError(
                f"the library's vectors are made by {self._choice.name}, and --offline forbids it",
                hint="leave out --offline, or make them here: brief reindex --embedder minilm",
            )
        key = api_key(self._choice)
        client = open_client(self._choice, key, self._patience.seconds)
        with client:
            found: Vectors = self._patience.call(
                # as floats: not every server knows the packed form that the client asks for
                lambda _: _read(
                    client.embeddings.create(
                        input=list(texts), model=self._choice.model, encoding_format="float"
                    ),
                    len(texts),
                ),
                hidden=secrets(key, self._choice.base_url),
            )
        return found


class VectorTape:
    """Vectors recorded in a folder, and replayed from it where there is no source."""

    def __init__(self, name: str, folder: Path, source: Source | None = None) -> None:
        self._name = name
        self._folder = folder
        self._source = source

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """As the source gives them, or gave them when they were recorded."""
        import numpy as np

        asked = json.dumps([self._name, "vectors", *texts]).encode()
        file = self._folder / f"{hashlib.sha256(asked).hexdigest()}.json"
        if self._source:
            found = self._source.vectors(texts)
            document = {"model": self._name, "texts": list(texts), "vectors": found.tolist()}
            write_json(file, document)
            return found
        kept = read_json(file)
        if kept is None:
            raise ModelError(f"{self._folder} holds no vectors of this text", hint=AGAIN)
        return np.array(kept["vectors"], np.float32)


class ServedEncoder:
    """An `Encoder` whose vectors of whole texts come from a server."""

    def __init__(self, choice: Choice, source: Source, local: Encoder) -> None:
        self.name = choice.name
        self.address = choice.base_url
        self.max_tokens = local.max_tokens
        self._source = source
        self._local = local

    @cached_property
    def dimensions(self) -> int:
        """Found out by asking once."""
        return int(self.encode(["How long is a vector?"]).shape[1])

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """One vector a text, of length 1, in the order given."""
        import numpy as np

        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        parts = []
        for start in range(0, len(texts), BATCH):
            batch = [text or " " for text in texts[start : start + BATCH]]  # "" is refused by some
            parts.append(self._source.vectors(batch))
            if progress:
                progress(len(batch))
        found = np.concatenate(parts)
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return found

    def read(self, texts: Sequence[str]) -> tuple[Vectors, list[Packed]]:
        """The vectors by the server, the packed tokens by the encoder on this machine."""
        return self.encode(texts), self._local.read(texts)[1]

    def ask(self, question: str) -> tuple[Vectors, TokenVectors]:
        """The vector by the server, the token vectors by the encoder on this machine."""
        return self.encode([question])[0], self._local.ask(question)[1]

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """By the encoder on this machine."""
        return self._local.encode_tokens(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """By the encoder on this machine."""
        return self._local.count_tokens(texts)


def _read(reply: object, wanted: int) -> Vectors:
    """The rows of a reply in the order asked for; raises `ValueError` for any other reply."""
    import numpy as np

    rows = sorted(reply.data, key=lambda row: row.index)  # type: ignore[attr-defined]
    found: Vectors = np.array([row.embedding for row in rows], np.float32)
    if found.ndim != 2 or len(found) != wanted or not np.isfinite(found).all():
        raise ValueError("not one vector a text")
    if not np.linalg.norm(found, axis=1).all():
        raise ValueError("a vector of length 0")
    return found
