"""The forward index: of each passage its vector and the codes of its tokens, to rank it by.

It is asked for passages that the other indexes found. While there are few, it finds the nearest
itself: comparing with all of them is exact and spares loading Chroma, which takes longer than all
else in answering one question. One SQLite file, a row a passage, some kilobytes each.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
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
FORMAT = 2  # of the file; format 1 had vectors in steps of a byte, which cut the longest components
FEW = 8_000  # passages up to which all are compared
MAPPED = 1 << 30  # bytes of the file: a read from memory is twice as fast as by a call
_TABLE = (
    "CREATE TABLE IF NOT EXISTS passages (id TEXT PRIMARY KEY, vector BLOB NOT NULL, "
    "starts BLOB NOT NULL, codes BLOB NOT NULL) WITHOUT ROWID"
)


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a passage."""

    vector: NDArray[np.float16]  # (dimensions,)
    starts: NDArray[np.uint8]  # the first token of each segment
    codes: NDArray[np.uint8]  # flat, as packed


class ForwardIndex:
    """Passages by id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._reader: sqlite3.Connection | None = None
        self._few: tuple[int, tuple[list[str], NDArray[np.float32]] | None] | None = None

    def few(self, token: int) -> tuple[list[str], NDArray[np.float32]] | None:
        """All ids and their vectors, (n, dimensions), None where there are more than FEW.

        What is kept in memory under another token, which changes with each writing, is read anew.
        """
        import numpy as np

        if self._few is None or self._few[0] != token:
            with self._errors():
                reader = self._read_only()
                # to skip over rows takes a tenth of the time of reading them
                many = reader.execute("SELECT 1 FROM passages LIMIT 1 OFFSET ?", (FEW,)).fetchone()
                rows = [] if many else reader.execute("SELECT id, vector FROM passages").fetchall()
            self._few = token, None
            if rows:
                vectors = np.stack([np.frombuffer(vector, np.float16) for _, vector in rows])
                self._few = token, ([name for name, _ in rows], vectors.astype(np.float32))
        return self._few[1]

    def get(self, ids: Sequence[str]) -> dict[str, Row]:
        """The rows of the passages that are in it."""
        import numpy as np

        with self._errors():
            query = (
                "SELECT id, vector, starts, codes FROM passages "
                "WHERE id IN (SELECT value FROM json_each(?))"
            )
            found = self._read_only().execute(query, (json.dumps(list(ids)),)).fetchall()
        return {
            name: Row(
                np.frombuffer(vector, np.float16),
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
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._errors():
            connection = self._connect("rwc")
            try:
                with connection:
                    connection.execute(_TABLE)
                    connection.execute(f"PRAGMA user_version = {FORMAT}")
                    connection.executemany(
                        "DELETE FROM passages WHERE id = ?", ((name,) for name in leaving)
                    )
                    connection.executemany(
                        "INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?)",
                        (
                            (name, vector.tobytes(), row.starts.tobytes(), row.codes.tobytes())
                            for name, vector, row in zip(
                                ids, vectors.astype(np.float16), packed, strict=True
                            )
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

    def _read_only(self) -> sqlite3.Connection:
        """A connection that stays open."""
        if self._reader is None:
            if not (self._folder / FILE).is_file():
                raise FileNotFoundError("the forward index is missing")
            self._reader = self._connect("ro")
            self._reader.execute(f"PRAGMA mmap_size = {MAPPED}")
        return self._reader

    def _connect(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{(self._folder / FILE).as_uri()}?mode={mode}", uri=True, check_same_thread=False
        )
        with ExitStack() as on_error:
            on_error.callback(connection.close)
            (found,) = connection.execute("PRAGMA user_version").fetchone()
            if found != FORMAT and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise LibraryError(
                    f"{self._folder}: the index was made by another version of brief", hint=REBUILD
                )
            on_error.pop_all()
        return connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """SQLite's errors as ours, each with what to do."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            message, hint = explain(error, self._folder, otherwise=REBUILD)
            raise LibraryError(f"{self._folder}: {message}", hint=hint) from error


def nearest(
    vectors: NDArray[np.float32], names: Sequence[str], stored: NDArray[np.float32], limit: int
) -> list[list[tuple[str, float]]]:
    """For each vector (k, dimensions) the names of the nearest `stored`, with their cosines."""
    import numpy as np

    limit = min(limit, len(names))
    if limit < 1:
        return [[] for _ in vectors]
    found = []
    for near in vectors @ stored.T:
        some = np.argpartition(near, -limit)[-limit:]  # to sort all takes longer than to compare
        best = some[np.argsort(-near[some])]
        found.append([(names[n], float(near[n])) for n in best])
    return found
