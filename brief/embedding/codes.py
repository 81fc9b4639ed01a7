"""Token vectors small enough to keep for every passage: fewer dimensions, half a byte each.

The projection is the first principal components of the encoder's token vectors, from
training/token_codes.py; what each component spreads over is cut into 15 steps. Stop words and
marks are left out. What ranking by codes costs is in docs/retrieval.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from brief.embedding import Packed
from brief.embedding.runtime import MODELS, file
from brief.text import STOP_WORDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import TokenVectors

MODEL = MODELS / "token_codes.npz"
LAST = 7  # codes go from -7 to 7
BLOCK = 1024  # tokens at a time: what is unpacked stays in the processor's cache
_END = re.compile(r"[.!?…][\"'”’)]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Codes:
    """Projects token vectors to codes and queries to what a dot product with codes wants."""

    projection: NDArray[np.float32]  # (dimensions, components)
    steps: NDArray[np.float32]  # (components,), the size of one step of each

    @property
    def components(self) -> int:
        return len(self.steps)

    def pack(self, text: str, found: TokenVectors) -> Packed:
        """The codes of a text's tokens and where its sentences begin, roughly, among them."""
        import numpy as np

        offsets = found.offsets.tolist()
        kept = [n for n, (start, end) in enumerate(offsets) if _tells(text[start:end].lower())]
        ends = [match.end() for match in _END.finditer(text)]
        starts = np.unique(np.searchsorted(found.offsets[kept, 0], [0, *ends]))
        scaled = np.rint(found.vectors[kept] @ self.projection / self.steps)
        codes = (np.clip(scaled, -LAST, LAST) + LAST).astype(np.uint8)
        return Packed(
            starts[starts < len(kept)].astype(np.uint8), codes[:, ::2] << 4 | codes[:, 1::2]
        )

    def near(self, packed: NDArray[np.uint8], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """About the cosine of each token of `packed` and each of `vectors`, (t, n)."""
        import numpy as np

        pairs = packed.reshape(-1, self.components // 2)
        asked = vectors @ self.projection * self.steps
        # halves of bytes are left where they are; what they are multiplied by is put in their order
        ordered = np.concatenate([asked[:, ::2], asked[:, 1::2]], axis=1)
        found = np.empty((len(pairs), len(vectors)), np.float32)
        unpacked = np.empty((BLOCK, self.components), np.float32)
        for start in range(0, len(pairs), BLOCK):
            some = pairs[start : start + BLOCK]
            block = unpacked[: len(some)]
            block[:, : some.shape[1]] = some >> 4
            block[:, some.shape[1] :] = some & 15
            np.matmul(block, ordered.T, out=found[start : start + BLOCK])
        found -= LAST * asked.sum(axis=1)
        return found


def _tells(token: str) -> bool:
    return token.isalnum() and token not in STOP_WORDS and token not in ("s", "t")


@lru_cache(maxsize=1)
def load() -> Codes:
    """The codes for the encoder that ships with the tool."""
    import numpy as np

    with np.load(file(MODEL.name)) as arrays:
        return Codes(arrays["projection"].astype(np.float32), arrays["steps"].astype(np.float32))
