"""A static embedding distilled from all-MiniLM-L6-v2: one vector a token, whatever stands around.

Text vectors are weighted means of token vectors: faster to make than the encoder's and less exact.
For backfills of hundreds of thousands of articles. The table is made by
training/static_embedding.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from brief.embedding import Packed, Progress, TokenVectors
from brief.embedding.minilm import MiniLM
from brief.embedding.runtime import MODELS, file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = MODELS / "static.npz"
AT_ONCE = 512  # texts whose token vectors are in memory together


class Static:
    """Sentence vectors without a network. The table loads on first use."""

    name = "minilm-l6-v2-static"
    address = ""
    dimensions = 256
    max_tokens = 256

    def __init__(self) -> None:
        self._words = MiniLM()  # for its tokens; its network is never loaded

    def encode(
        self, texts: Sequence[str], *, progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """One vector a text, (n, 256), of length 1; a text without a word has that of [UNK]."""
        import numpy as np

        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for at in range(0, len(texts), AT_ONCE):
            some = self._words.token_ids(texts[at : at + AT_ONCE])
            rows = [ids[: self.max_tokens] or [UNKNOWN] for ids in some]
            starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
            table = self._table[np.concatenate(rows)].astype(np.float32)
            vectors[at : at + len(rows)] = np.add.reduceat(table, starts, axis=0)
            if progress:
                progress(len(rows))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + np.float32(1e-9)
        return vectors

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Packed]]:
        """The vectors; no codes, as a token's vector here says no more than the word does."""
        import numpy as np

        nothing = np.zeros(0, np.uint8)
        return self.encode(texts), [Packed(nothing, nothing)] * len(texts)

    def ask(self, question: str) -> tuple[NDArray[np.float32], TokenVectors]:
        """The question's vector, and no token vectors."""
        return self.encode([question])[0], self.encode_tokens([question])[0]

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """No token vectors: late interaction needs the encoder."""
        import numpy as np

        shape = (0, MiniLM.dimensions)
        none = TokenVectors(np.zeros(shape, np.float32), np.zeros((0, 2), np.int64))
        return [none] * len(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The length of each text in tokens, as the encoder counts them."""
        return self._words.count_tokens(texts)

    @cached_property
    def _table(self) -> NDArray[np.int8]:
        import numpy as np

        with np.load(file(MODEL.name)) as arrays:
            table: NDArray[np.int8] = arrays["table"]
        return table


UNKNOWN = 100  # the line of [UNK] in vocab.txt
