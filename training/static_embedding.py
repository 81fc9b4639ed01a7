"""Distil the encoder into one vector a token: writes brief/embedding/models/static.npz.

    python -m training.static_embedding

After model2vec (Tulkens and van Dongen 2024): every token of the vocabulary goes through the
encoder alone, principal components keep 256 dimensions, and each vector is weighted by its rank in
the vocabulary, which is ordered by frequency (a stand-in for SIF, Arora et al. 2017). Needs no
text.
"""

from __future__ import annotations

import numpy as np

from brief.embedding.minilm import MiniLM, _file
from brief.embedding.static import MODEL, Static


def main() -> None:
    encoder = MiniLM()
    size = len(_file("vocab.txt").read_text("utf-8").splitlines())
    vectors = np.empty((size, encoder.dimensions), np.float32)
    for batch, (pooled,) in encoder._run(["pooled"], [[token] for token in range(size)]):
        vectors[batch] = pooled
    vectors -= vectors.mean(axis=0)
    _, components = np.linalg.eigh(vectors.T @ vectors)  # the greatest come last
    reduced = vectors @ components[:, : -Static.dimensions - 1 : -1]
    weighted = reduced * np.log(2 + np.arange(size))[:, None]
    weighted[:999] = 0  # [unused] lines and special tokens …
    weighted[100] = reduced[100]  # … but for the unknown word
    step = np.abs(weighted).max() / 127
    table = np.rint(weighted / step).astype(np.int8)
    np.savez_compressed(MODEL, table=table)
    print(f"{size} tokens, {MODEL.stat().st_size >> 20} MiB")


if __name__ == "__main__":
    main()
