"""all-MiniLM-L6-v2 in 8-bit integers on onnxruntime, from training/export_encoder.py.

It does not handle other languages well: the model has read English.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.embedding import Packed, Progress, TokenVectors
from brief.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    import tokenizers
    from numpy.typing import NDArray

MODELS = Path(__file__).parent / "models"
CLS, SEP = 101, 102  # their lines in vocab.txt
BATCH_TOKENS = 1024  # with padding: more was no faster and takes more memory
OVERLAP = 64  # tokens that neighbouring windows of a long text share


class MiniLM:
    """Sentence and token vectors of all-MiniLM-L6-v2. Model and tokenizer load on first use."""

    name = "minilm-l6-v2-int8"
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

        rows = [ids[: self.max_tokens - 2] for ids, _ in self._tokenize(texts)]
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

        tokenized = self._tokenize(texts)
        rows = [ids[: self.max_tokens - 2] for ids, _ in tokenized]
        for batch, (pooled, hidden) in self._run(["pooled", "tokens"], rows):
            for index, vector, window in zip(batch, pooled, hidden, strict=True):
                size = len(rows[index])
                offsets = np.array(tokenized[index][1][:size], np.int64).reshape(-1, 2)
                yield index, vector, TokenVectors(window[1 : 1 + size], offsets)

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """One vector of length 1 for each token of each text, special tokens left out.

        A text longer than `max_tokens` is read in windows that overlap, and each token is taken
        from the window in which it has the most context on its shorter side.
        """
        import numpy as np

        tokenized = self._tokenize(texts)
        size = self.max_tokens - 2
        windows = [
            (text, start)
            for text, (ids, _) in enumerate(tokenized)
            for start in range(0, max(len(ids) - OVERLAP, 1), size - OVERLAP)
        ]
        rows = [tokenized[text][0][start : start + size] for text, start in windows]
        vectors = [np.empty((len(ids), self.dimensions), np.float32) for ids, _ in tokenized]
        for batch, (hidden,) in self._run(["tokens"], rows):
            for index, window in zip(batch, hidden, strict=True):
                text, start = windows[index]
                # half of each overlap belongs to either window; the ends of a text to the only one
                first = OVERLAP // 2 if start else 0
                last = len(rows[index])
                if start + last < len(tokenized[text][0]):
                    last -= OVERLAP // 2
                vectors[text][start + first : start + last] = window[1 + first : 1 + last]
        return [
            TokenVectors(found, np.array(offsets, np.int64).reshape(-1, 2))
            for found, (_, offsets) in zip(vectors, tokenized, strict=True)
        ]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The length of each text in tokens, the two special ones counted, before any cut."""
        return [len(ids) + 2 for ids, _ in self._tokenize(texts)]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text as lines of vocab.txt, without special ones."""
        return [ids for ids, _ in self._tokenize(texts)]

    def _tokenize(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        # half a surrogate pair cannot be encoded; "?" takes its place so that offsets stay true
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        encodings = self._tokenizer.encode_batch(clean, add_special_tokens=False)
        return [(encoding.ids, encoding.offsets) for encoding in encodings]

    def _run(
        self, outputs: list[str], rows: list[list[int]]
    ) -> Iterator[tuple[list[int], list[NDArray[np.float32]]]]:
        """Batches of rows of like length: their indices and what the model says of them."""
        import numpy as np

        for batch in _batches([len(row) + 2 for row in rows]):
            width = max(len(rows[i]) for i in batch) + 2
            ids = np.zeros((len(batch), width), np.int64)
            mask = np.zeros_like(ids)
            for place, i in enumerate(batch):
                row = [CLS, *rows[i], SEP]
                ids[place, : len(row)] = row
                mask[place, : len(row)] = 1
            yield batch, self._session.run(outputs, {"ids": ids, "mask": mask})

    @cached_property
    def _tokenizer(self) -> tokenizers.Tokenizer:
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

        vocabulary = _file("vocab.txt")
        wordpiece = models.WordPiece.from_file(str(vocabulary))  # [UNK] for what it cannot spell
        tokenizer = Tokenizer(wordpiece)
        tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        return tokenizer

    @cached_property
    def _session(self) -> Any:  # onnxruntime carries no types
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read when the library loads
        onnxruntime: Any = import_module("onnxruntime")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _threads()
        options.enable_mem_pattern = False  # helps only where shapes repeat, and takes 20 MB
        # waiting threads sleep: on a busy machine, spinning costs up to half the processor's time
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(
            str(_file(f"{self.name}.onnx")), options, providers=["CPUExecutionProvider"]
        )


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Indices of texts grouped so that little is padded and no batch exceeds BATCH_TOKENS.

    >>> list(_batches([2000, 3, 1000, 4]))
    [[1, 3], [2], [0]]
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        # the newest is the longest: the whole batch is padded to it
        if batch and lengths[index] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _threads() -> int:
    """The cores this process may use, or fewer where OMP_NUM_THREADS says so."""
    wish = os.environ.get("OMP_NUM_THREADS", "")
    if wish.isdecimal() and int(wish):
        return int(wish)
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _file(name: str) -> Path:
    path = MODELS / name
    if not path.is_file():
        raise ModelError(
            f"the model file {path} is missing",
            hint="Install brief again: pip install --force-reinstall --no-deps policybrief",
        )
    return path
