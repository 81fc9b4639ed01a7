"""Token vectors as codes."""

from __future__ import annotations

import numpy as np
import pytest

from brief.embedding import codes, load

TEXT = "Harbour wall to be rebuilt\nThe wall will cost 12 million crowns. Work begins in May."


def test_codes_keep_what_is_near_to_what() -> None:
    encoder, packing = load(), codes.load()
    _, [packed] = encoder.read([TEXT])
    _, asked = encoder.ask("price of the seawall")
    near = packing.near(packed.codes, asked.vectors)
    [found] = encoder.encode_tokens([TEXT])
    exact = (found.vectors @ asked.vectors.T).max(axis=0)
    assert np.corrcoef(near.max(axis=0), exact)[0, 1] > 0.8
    assert packed.starts.tolist()[:2] == [0, 3]  # title: harbour wall rebuilt
    assert len(packed.starts) == 3


def test_one_pass_gives_what_two_would() -> None:
    encoder = load()
    vectors, _ = encoder.read([TEXT])
    assert np.allclose(vectors, encoder.encode([TEXT]), atol=1e-5)
    vector, asked = encoder.ask(TEXT)
    assert np.allclose(vector, vectors[0], atol=1e-5)
    assert len(asked.vectors) == len(asked.offsets)


@pytest.mark.parametrize("tokens", [0, 1, 9])
def test_codes_are_read_as_they_were_packed(tokens: int) -> None:
    packing, rng = codes.load(), np.random.default_rng(0)
    steps = rng.integers(-codes.LAST, codes.LAST + 1, (tokens, packing.components))
    stored = (steps + codes.LAST).astype(np.uint8)
    asked = rng.normal(size=(3, len(packing.projection))).astype(np.float32)
    near = packing.near(stored[:, ::2] << 4 | stored[:, 1::2], asked)
    expected = (steps * packing.steps) @ (asked @ packing.projection).T
    assert near.shape == (tokens, 3)
    assert near == pytest.approx(expected, rel=1e-3, abs=1e-3)
