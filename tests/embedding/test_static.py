"""The static embedding: what it can do without a network."""

from __future__ import annotations

import numpy as np

from brief.embedding import load


def test_like_texts_have_like_vectors_of_length_one() -> None:
    encoder = load("static")
    vectors = encoder.encode(
        ["The central bank cut rates.", "The bank lowered its interest rate.", "A seal swam.", ""]
    )
    assert np.allclose(np.linalg.norm(vectors[:3], axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert np.isfinite(vectors).all()


def test_it_has_no_tokens_to_keep() -> None:
    encoder = load("static")
    _, [packed] = encoder.read(["One. Two."])
    vector, asked = encoder.ask("One?")
    assert len(packed.codes) == len(asked.vectors) == 0
    assert vector.shape == (encoder.dimensions,)
    assert encoder.count_tokens(["One."]) == [4]
