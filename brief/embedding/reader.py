"""The reader: how likely a sentence answers a question.

It is the encoder's upper half, trained by training/train_reader.py on questions about news articles
to read question and sentence together. The lower half has read each text for itself, so that one
pass of the encoder serves retrieval, late interaction and reading.
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
QUESTION, SENTENCE, TITLE = 96, 80, 24  # tokens of each piece that are read
PART, REST, TOLD, CONTEXT = 1, 2, 3, 4  # kinds of token; 0 is padding
FEATURES = 11  # numbers beside the tokens, as brief.retrieve.relevance makes them
BATCH = 16


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence and the title of its article, as token vectors."""

    sentence: TokenVectors
    title: TokenVectors


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

        `features` is (n, FEATURES).
        """
        import numpy as np

        read = [assemble(question, part, row) for row in rows]
        order = sorted(range(len(read)), key=lambda n: len(read[n][1]))
        scores = np.empty(len(read), np.float32)
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            width = max(len(read[n][1]) for n in batch)
            vectors = np.zeros((len(batch), width, question.middle.shape[1]), np.float32)
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

    asking, begins = question.middle[:QUESTION], question.offsets[:QUESTION, 0]
    asked = np.where((begins >= part[0]) & (begins < part[1]), PART, REST)
    told, title = row.sentence.middle[:SENTENCE], row.title.middle[:TITLE]
    vectors = np.concatenate([asking, told, title]).astype(np.float32)
    kinds = np.concatenate([asked, np.full(len(told), TOLD), np.full(len(title), CONTEXT)])
    return vectors, kinds.astype(np.int64)
