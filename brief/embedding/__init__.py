"""Text to vectors behind one small protocol, on the user's own processor.

Importing this package costs nothing: an encoder loads its model when it is first used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from brief.errors import SettingsError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Progress = Callable[[int], None]  # told how many more texts are done
# What makes vectors on this machine: the setting, and the encoder's own name.
LOCAL = {"minilm": "minilm-l6-v2-int8", "static": "minilm-l6-v2-static"}


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The tokens of one text: row i of each array is token i, special tokens left out."""

    vectors: NDArray[np.float32]  # (t, dimensions), each of length 1
    offsets: NDArray[np.int64]  # (t, 2), the token stands at text[start:end], in characters


@dataclass(frozen=True, slots=True)
class Packed:
    """The token vectors of one text as codes (brief.embedding.codes); both empty where unused."""

    starts: NDArray[np.uint8]  # the first token of each sentence
    codes: NDArray[np.uint8]  # (t, components / 2), two codes a byte


class Encoder(Protocol):
    """Text to vectors that are compared by dot product; all have length 1."""

    @property
    def name(self) -> str:
        """Stored with every vector: two encoders with one name give the same vectors."""
        ...

    @property
    def address(self) -> str:
        """Where its server is, "" for an encoder that runs on this machine."""
        ...

    @property
    def dimensions(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """The longest text `encode` reads whole, in tokens with the special ones."""
        ...

    def encode(
        self, texts: Sequence[str], *, progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """One vector a text, (n, dimensions), in the order given."""
        ...

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Packed]]:
        """What an index keeps of texts: their vectors as of `encode`, and their tokens, packed."""
        ...

    def ask(self, question: str) -> tuple[NDArray[np.float32], TokenVectors]:
        """A question's vector, (dimensions,), and its token vectors, in one pass."""
        ...

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """One vector a token, for late interaction."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The length of each text in tokens, with the special ones, before any cut."""
        ...


def load(name: str = "minilm") -> Encoder:
    """The encoder on this machine that `name` stands for, the setting or the encoder's own name.

    Raises SettingsError for a name that is not known.
    """
    if name in ("minilm", LOCAL["minilm"]):
        from brief.embedding.minilm import MiniLM

        return MiniLM()
    if name in ("static", LOCAL["static"]):
        from brief.embedding.static import Static

        return Static()
    raise SettingsError(
        f"there is no encoder called {name!r}", hint=f"Encoders that exist: {', '.join(LOCAL)}."
    )
