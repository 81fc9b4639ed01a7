"""The forward index: of each passage its vector and the codes of its tokens, to rank it by.

It is asked for passages that the other indexes found. While there are few, it finds the nearest
itself: comparing with all of them is exact and spares loading Chroma, which takes longer than all
else in answering one question. One SQLite file, a row a passage, some kilobytes each.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brief.errors import LibraryError
from brief.library.failures import REBUILD, explain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Packed

FILE = "forward.sqlite"
FEW = 8_000  # passages up to which all are compared
VECTOR_STEP = 0.25 / 127  # no component of a vector of length 1 over many dimensions is longer
_TABLE = (
    "CREATE TABLE IF NOT EXISTS passages (id TEXT PRIMARY KEY, vector BLOB NOT NULL, "
    "starts BLOB NOT NULL, codes BLOB NOT NULL) WITHOUT ROWID"
)


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a passage."""

    vector: NDArray[np.int8]  # (dimensions,), in steps of VECTOR_STEP
    starts: NDArray[np.uint8]  # the first token of each segment
    codes: NDArray[np.uint8]  # flat, as packed


class ForwardIndex:
    """Passages by id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._reader: sqlite3.Connection | None = None
        self._few: tuple[int, list[str], NDArray[np.float32]] | None = None

    def few(self, token: int) -> tuple[list[str], NDArray[np.float32]] | None:
        """All ids and their vectors, (n, dimensions), None where there are more than FEW.

        What is kept in memory under another token, which changes with each writing, is read anew.
        """
        import numpy as np

        if self._few is None or self._few[0] != token:
            with self._errors():
                reader = self._read_only()
                if reader is None:
                    return None
                query = "SELECT id, vector FROM passages LIMIT ?"
                rows = reader.execute(query, (FEW + 1,)).fetchall()
            if not 0 < len(rows) <= FEW:
                return None
            vectors = np.stack([np.frombuffer(vector, np.int8) for _, vector in rows])
            steps = vectors.astype(np.float32) * np.float32(VECTOR_STEP)
            self._few = token, [name for name, _ in rows], steps
        return self._few[1:]

    def get(self, ids: Sequence[str]) -> dict[str, Row]:
        """The rows of the passages that are in it."""
        import numpy as np

        with self._errors():
            reader = self._read_only()
            if reader is None:
                return {}
            marks = ",".join("?" * len(ids))
            found = reader.execute(
                f"SELECT id, vector, starts, codes FROM passages WHERE id IN ({marks})",  # noqa: S608
                list(ids),
            ).fetchall()
        return {
            name: Row(
                np.frombuffer(vector, np.int8),
                np.frombuffer(starts, np.uint8),
                np.frombuffer(codes, np.uint8),
            )
            for name, vector, starts, codes in found
        }

    def write(
        self,
        ids: Sequence[str],
        vectors: NDArray[np.float32] | None,
        packed: Sequence[Packed],
        leaving: Iterable[str] = (),
    ) -> None:
        """Put passages in, each in place of what there is of it, and take others out, at once.

        `vectors` is (n, dimensions), None where there are no passages to put in.
        """
        import numpy as np

        if vectors is None:
            vectors = np.zeros((0, 1), np.float32)
        steps = np.clip(np.rint(vectors / VECTOR_STEP), -127, 127).astype(np.int8)
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._errors():
            connection = self._connect("rwc")
            try:
                with connection:
                    connection.execute(_TABLE)
                    connection.executemany(
                        "DELETE FROM passages WHERE id = ?", ((name,) for name in leaving)
                    )
                    connection.executemany(
                        "INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?)",
                        (
                            (name, vector.tobytes(), row.starts.tobytes(), row.codes.tobytes())
                            for name, vector, row in zip(ids, steps, packed, strict=True)
                        ),
                    )
            finally:
                connection.close()

    def count(self) -> int:
        """How many passages are in it."""
        if not (self._folder / FILE).is_file():
            return 0
        with self._errors(), closing(self._connect("ro")) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM passages").fetchone()[0])

    def close(self) -> None:
        self._few = None
        if self._reader:
            self._reader.close()
            self._reader = None

    def delete(self) -> None:
        """Remove the index from the disk."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _read_only(self) -> sqlite3.Connection | None:
        """A connection that stays open, None where there is no file yet."""
        if self._reader is None and (self._folder / FILE).is_file():
            self._reader = self._connect("ro")
        return self._reader

    def _connect(self, mode: str) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{(self._folder / FILE).as_uri()}?mode={mode}", uri=True, check_same_thread=False
        )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """SQLite's errors as ours, each with what to do."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            message, hint = explain(error, self._folder, otherwise=REBUILD)
            raise LibraryError(f"{self._folder}: {message}", hint=hint) from error


def nearest(
    vectors: NDArray[np.float32],
    names: Sequence[str],
    stored: NDArray[np.float32],
    within: Sequence[bool],
    limit: int,
) -> list[list[tuple[str, float]]]:
    """For each vector (k, dimensions) the nearest names that are `within`, with their cosines."""
    import numpy as np

    kept = np.flatnonzero(within)
    cosines = vectors @ stored[kept].T
    best = np.argsort(-cosines, axis=1, kind="stable")[:, :limit]
    return [
        [(names[kept[n]], float(row[n])) for n in order]
        for row, order in zip(cosines, best, strict=True)
    ]
