"""The forward index: what is kept of passages to rank them by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from brief.embedding import Packed
from brief.errors import LibraryError
from brief.library.forward import FILE, VECTOR_STEP, ForwardIndex


def packed(*codes: int) -> Packed:
    return Packed(np.array([0], np.uint8), np.array([codes], np.uint8))


def test_rows_come_back_replaced_and_removed(tmp_path: Path) -> None:
    index = ForwardIndex(tmp_path / "f")
    assert index.get(["a"]) == {}
    assert index.count() == 0
    vectors = np.array([[0.1, -0.2], [0.05, 0.0]], np.float32)
    index.write(["a", "b"], vectors, [packed(1, 2), packed(3)])
    index.write(["b"], vectors[:1], [packed(9)], leaving=["a"])
    rows = index.get(["a", "b"])
    assert list(rows) == ["b"]
    assert index.count() == 1
    assert rows["b"].codes.tolist() == [9]
    assert np.allclose(rows["b"].vector * VECTOR_STEP, vectors[0], atol=VECTOR_STEP)
    index.close()
    index.delete()
    assert not (tmp_path / "f").exists()


def test_a_file_that_is_none_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to look at" * 9)
    with pytest.raises(LibraryError) as error:
        ForwardIndex(tmp_path).get(["a"])
    assert "brief reindex" in error.value.hint
