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
    near = packing.unpack(packed.codes) @ packing.query(asked.vectors).T
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
def test_packing_and_unpacking_agree_on_the_shape(tokens: int) -> None:
    packing = codes.load()
    size = tokens * packing.components // 2
    unpacked = packing.unpack(np.random.default_rng(0).integers(0, 239, size, np.uint8))
    assert unpacked.shape == (tokens, packing.components)
    assert np.all(np.abs(unpacked) <= 8)
