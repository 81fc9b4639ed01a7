"""The reader: how likely a sentence answers a question, from the encoder's own token vectors.

A small transformer over the vectors of question, sentence and context, trained on questions about
news articles by training/train_reader.py. It does not encode text itself, so one pass of the
encoder serves retrieval, late interaction and reading.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import TokenVectors

MODEL = Path(__file__).parent / "models" / "reader.onnx"
# Tokens of each piece that are read; the end of what stands before a sentence is nearest to it.
QUESTION, SENTENCE, TITLE, BEFORE = 96, 80, 24, 40
PART, REST, TOLD, CONTEXT = 1, 2, 3, 4  # kinds of token; 0 is padding
BATCH = 16


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with its title and the sentence before it, as token vectors."""

    sentence: TokenVectors
    title: TokenVectors
    before: TokenVectors | None


class Reader:
    """Scores sentences for a question. The model loads on first use."""

    def score(
        self,
        question: TokenVectors,
        part: tuple[int, int],
        rows: Sequence[Row],
        features: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """The probability that each row answers the part of the question at those characters.

        `features` is (n, 11), as brief.retrieve.relevance makes them.
        """
        import numpy as np

        read = [assemble(question, part, row) for row in rows]
        order = sorted(range(len(read)), key=lambda n: len(read[n][1]))
        scores = np.empty(len(read), np.float32)
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            width = max(len(read[n][1]) for n in batch)
            vectors = np.zeros((len(batch), width, question.vectors.shape[1]), np.float32)
            kinds = np.zeros((len(batch), width), np.int64)
            for place, n in enumerate(batch):
                vectors[place, : len(read[n][1])], kinds[place, : len(read[n][1])] = read[n]
            inputs = {"vectors": vectors, "kinds": kinds, "features": features[batch]}
            scores[batch] = self._session.run(["scores"], inputs)[0]
        return scores

    @cached_property
    def _session(self) -> Any:  # onnxruntime carries no types
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read when the library loads
        onnxruntime: Any = import_module("onnxruntime")
        options = onnxruntime.SessionOptions()
        # idle threads sleep: between two short batches they would burn what the encoder needs
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(str(MODEL), options, providers=["CPUExecutionProvider"])


def assemble(
    question: TokenVectors, part: tuple[int, int], row: Row
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The row as the model reads it: vectors (t, 384) and the kind of each token (t,)."""
    import numpy as np

    asking, begins = question.vectors[:QUESTION], question.offsets[:QUESTION, 0]
    asked = np.where((begins >= part[0]) & (begins < part[1]), PART, REST)
    told, title = row.sentence.vectors[:SENTENCE], row.title.vectors[:TITLE]
    context = [title] if row.before is None else [title, row.before.vectors[-BEFORE:]]
    length = sum(map(len, context))
    vectors = np.concatenate([asking, told, *context])
    kinds = np.concatenate([asked, np.full(len(told), TOLD), np.full(length, CONTEXT)])
    return vectors, kinds.astype(np.int64)
