"""all-MiniLM-L6-v2 in 8-bit integers on onnxruntime, from training/export_encoder.py.

It does not handle other languages well: the model has read English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from brief.embedding import Packed, Progress, TokenVectors
from brief.embedding.runtime import CLS, SEP, batches, session, tokenize, word_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OVERLAP = 64  # tokens that neighbouring windows of a long text share


class MiniLM:
    """Sentence and token vectors of all-MiniLM-L6-v2. Model and tokenizer load on first use."""

    name = "minilm-l6-v2-int8"
    address = ""
    dimensions = 384
    max_tokens = 256

    def encode(
        self, texts: Sequence[str], *, progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """One vector a text, (n, 384), the mean over its tokens, of length 1, in the order given.

        What a text has beyond `max_tokens` is not read. `progress` is told the number of texts
        that each batch has finished.
        """
        import numpy as np

        rows = [ids[: self.max_tokens - 2] for ids, _ in tokenize(texts)]
        vectors = np.empty((len(rows), self.dimensions), np.float32)
        for batch, (pooled,) in self._run(["pooled"], rows):
            vectors[batch] = pooled
            if progress:
                progress(len(batch))
        return vectors

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Packed]]:
        """One vector a text as `encode` gives it, and of the same pass its tokens, packed."""
        import numpy as np

        from brief.embedding.codes import load

        codes = load()
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        packed: dict[int, Packed] = {}
        # token vectors take 200 times the room, so they are packed as they come
        for index, vector, found in self._read(texts):
            vectors[index] = vector
            packed[index] = codes.pack(texts[index], found)
        return vectors, [packed[index] for index in range(len(texts))]

    def ask(self, question: str) -> tuple[NDArray[np.float32], TokenVectors]:
        """A question's vector and token vectors; what is beyond `max_tokens` is not read."""
        ((_, vector, found),) = self._read([question])
        return vector, found

    def _read(
        self, texts: Sequence[str]
    ) -> Iterator[tuple[int, NDArray[np.float32], TokenVectors]]:
        """Index, vector and token vectors of each text, in the order they are done."""
        import numpy as np

        tokenized = tokenize(texts)
        rows = [ids[: self.max_tokens - 2] for ids, _ in tokenized]
        for batch, (pooled, tokens) in self._run(["pooled", "tokens"], rows):
            for place, index in enumerate(batch):
                inside = slice(1, 1 + len(rows[index]))
                offsets = np.array(tokenized[index][1][: len(rows[index])], np.int64)
                found = TokenVectors(tokens[place, inside], offsets.reshape(-1, 2))
                yield index, pooled[place], found

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """One vector of length 1 for each token of each text, special tokens left out.

        A text longer than `max_tokens` is read in windows that overlap, and each token is taken
        from the window in which it has the most context on its shorter side.
        """
        import numpy as np

        tokenized = tokenize(texts)
        size = self.max_tokens - 2
        windows = [
            (text, start)
            for text, (ids, _) in enumerate(tokenized)
            for start in range(0, max(len(ids) - OVERLAP, 1), size - OVERLAP)
        ]
        rows = [tokenized[text][0][start : start + size] for text, start in windows]
        shapes = [(len(ids), self.dimensions) for ids, _ in tokenized]
        vectors = [np.empty(shape, np.float32) for shape in shapes]
        for batch, (tokens,) in self._run(["tokens"], rows):
            for place, index in enumerate(batch):
                text, start = windows[index]
                # half of each overlap belongs to either window; the ends of a text to the only one
                first = OVERLAP // 2 if start else 0
                last = len(rows[index])
                if start + last < len(tokenized[text][0]):
                    last -= OVERLAP // 2
                inside = slice(1 + first, 1 + last)  # behind the special token
                vectors[text][start + first : start + last] = tokens[place, inside]
        return [
            TokenVectors(found, np.array(offsets, np.int64).reshape(-1, 2))
            for found, (_, offsets) in zip(vectors, tokenized, strict=True)
        ]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The length of each text in tokens, the two special ones counted, before any cut."""
        return [len(ids) + 2 for ids, _ in tokenize(texts)]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text as lines of vocab.txt, without special ones."""
        return [ids for ids, _ in tokenize(texts)]

    def _run(
        self, outputs: list[str], rows: list[list[int]]
    ) -> Iterator[tuple[list[int], list[NDArray[np.float32]]]]:
        """Batches of rows of like length: their indices and what the model says of them."""
        import numpy as np

        for batch in batches([len(row) + 2 for row in rows]):
            width = max(len(rows[i]) for i in batch) + 2
            ids = np.zeros((len(batch), width), np.int64)
            mask = np.zeros_like(ids)
            for place, i in enumerate(batch):
                row = [CLS, *rows[i], SEP]
                ids[place, : len(row)] = row
                mask[place, : len(row)] = 1
            yield batch, self._session.run(outputs, {"words": word_vectors(ids), "mask": mask})

    @cached_property
    def _session(self) -> Any:
        return session(self.name)
