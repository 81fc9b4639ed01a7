"""The projection of token vectors to codes: writes brief/embedding/models/token_codes.npz.

    python -m training.token_codes CORPUS [--components 128]

CORPUS is MultiHop-RAG's corpus.jsonl, or any file of lines with "title" and "body". The projection
is the leading eigenvectors of the token vectors' second moments, which keeps dot products best;
a code goes from -7 to 7, the last standing for 2.7 standard deviations and beyond.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from brief.embedding import load
from brief.embedding.codes import LAST, MODEL

TEXTS, CHARACTERS, SPREAD = 500, 1000, 2.7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--components", type=int, default=128)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.corpus.read_text("utf-8").splitlines()]
    texts = [
        f"{row['title']}\n{row['body'][at : at + CHARACTERS]}" for row in rows for at in (0, 3000)
    ]
    rng = np.random.default_rng(0)
    chosen = rng.choice(len(texts), min(TEXTS, len(texts)), replace=False)
    moments = np.zeros((384, 384))
    for found in load().encode_tokens([texts[n] for n in chosen]):
        moments += found.vectors.T.astype(np.float64) @ found.vectors
    values, vectors = np.linalg.eigh(moments)
    order = np.argsort(-values)[: options.components]
    projection = vectors[:, order].astype(np.float16)
    count = np.trace(moments)  # every token vector has length 1
    steps = SPREAD * np.sqrt(values[order] / count) / LAST
    np.savez_compressed(MODEL, projection=projection, steps=steps.astype(np.float32))
    kept = values[order].sum() / values.sum()
    print(f"{options.components} components hold {kept:.3f} of the token vectors' mass")


if __name__ == "__main__":
    main()
