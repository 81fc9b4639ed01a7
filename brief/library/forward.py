"""The forward index: of each passage its vector and the codes of its tokens, to rank it by.

It does not search: it is asked for passages that the other indexes found. One SQLite file, a row
a passage, some kilobytes each.
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

    def get(self, ids: Sequence[str]) -> dict[str, Row]:
        """The rows of the passages that are in it."""
        import numpy as np

        with self._errors():
            if self._reader is None:
                if not (self._folder / FILE).is_file():
                    return {}
                self._reader = self._connect("ro")
            marks = ",".join("?" * len(ids))
            found = self._reader.execute(
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
        if self._reader:
            self._reader.close()
            self._reader = None

    def delete(self) -> None:
        """Remove the index from the disk."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)

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
