"""The forward index: what is kept of passages to rank them by."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from brief.embedding import Packed
from brief.errors import LibraryError
from brief.library import forward
from brief.library.forward import FILE, ForwardIndex


def packed(*codes: int) -> Packed:
    return Packed(np.array([0], np.uint8), np.array([codes], np.uint8))


def test_rows_come_back_replaced_and_removed(tmp_path: Path) -> None:
    index = ForwardIndex(tmp_path / "f")
    assert index.count() == 0
    vectors = np.array([[0.6, -0.8], [0.05, 0.0]], np.float32)
    index.write(["a", "b"], vectors, [packed(1, 2), packed(3)])
    index.write(["b"], vectors[:1], [packed(9)], leaving=["a"])
    rows = index.get(["a", "b"])
    assert list(rows) == ["b"]
    assert index.count() == 1
    assert rows["b"].codes.tolist() == [9]
    assert rows["b"].vector.astype(np.float32) @ vectors[0] == pytest.approx(1, abs=1e-3)
    index.close()
    index.delete()
    assert not (tmp_path / "f").exists()


@pytest.mark.parametrize("fault", ["spoilt", "gone", "of an earlier format"])
def test_a_file_that_cannot_be_used_says_what_to_do(tmp_path: Path, fault: str) -> None:
    if fault == "spoilt":
        (tmp_path / FILE).write_bytes(b"no database at all, but long enough to look at" * 9)
    elif fault != "gone":
        with closing(sqlite3.connect(tmp_path / FILE)) as connection:
            connection.execute("CREATE TABLE passages (id, vector, starts, codes)")
    index = ForwardIndex(tmp_path)
    uses = [lambda: index.get(["a"]), lambda: index.few(1)]
    if fault != "gone":  # a new library has none yet
        uses += [lambda: index.write([], None, []), index.count]
    for use in uses:
        with pytest.raises(LibraryError) as error:
            use()
        assert "brief reindex" in error.value.hint


def test_few_are_read_once_and_many_never(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forward, "FEW", 2)
    index = ForwardIndex(tmp_path)
    vectors = np.eye(3, dtype=np.float32)
    index.write(["a", "b"], vectors[:2], [packed(1)] * 2)
    few = index.few(1)
    assert few
    assert (few[0], few[1].tolist()) == (["a", "b"], vectors[:2].tolist())
    index.write(["c"], vectors[2:], [packed(1)])
    assert index.few(1) is few
    asked: list[str] = []
    index._read_only().set_trace_callback(asked.append)
    assert index.few(2) is index.few(2) is None
    assert len(asked) == 1
    index.close()
