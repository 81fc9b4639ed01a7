"""The catalogue: one SQLite file, the truth from which the indexes can be rebuilt.

Here are the connection, the tables, the small facts about the library as a whole, and the one
place where SQLite's errors become ours. What the tables hold is read and written in `records`.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from brief.errors import LibraryError
from brief.library.failures import explain
from brief.library.tables import APPLICATION, SCHEMA_VERSION, TABLES

FILE = "catalogue.sqlite"
BUSY_SECONDS = 30.0


class Catalogue:
    """A connection to the catalogue. It belongs to the thread that opened it."""

    def __init__(self, folder: Path, *, writable: bool = True) -> None:
        self.folder = folder
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        with self._errors():
            if writable:
                self._connection = _connect(folder / FILE, "mode=rw")
            else:
                self._connection = self._connect_reading()
            self._check()

    @staticmethod
    def create(folder: Path, facts: Mapping[str, str | int]) -> None:
        """Make a new catalogue, whole or not at all; whoever calls holds the turn to write."""
        # Named at the end, so that one killed half-way leaves no catalogue rather than half of one.
        draft = folder / f"{FILE}.new"
        try:
            for path in folder.glob(f"{draft.name}*"):
                path.unlink()
            connection = _connect(draft, "mode=rwc")
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(TABLES)
                connection.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            finally:
                connection.close()
            draft.replace(folder / FILE)
        except (sqlite3.Error, OSError) as error:
            raise _explained(error, folder) from error

    def _connect_reading(self) -> sqlite3.Connection:
        """A connection where nothing can be written, not even SQLite's own side files."""
        log = self.folder / f"{FILE}-wal"
        if not log.exists() or not log.stat().st_size:
            return _connect(self.folder / FILE, "mode=ro&immutable=1")
        # What was confirmed last stands in the log, which cannot be read in place.
        self._copy = tempfile.TemporaryDirectory(prefix="brief-")
        for path in (self.folder / FILE, log):
            shutil.copyfile(path, Path(self._copy.name) / path.name)
        return _connect(Path(self._copy.name) / FILE, "mode=rw")

    def _check(self) -> None:
        application = self._connection.execute("PRAGMA application_id").fetchone()[0]
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION:
            raise LibraryError(
                f"{self.folder / FILE} is another program's database",
                hint="name another folder with --library",
            )
        if version > SCHEMA_VERSION:
            raise LibraryError(
                f"the library in {self.folder} was made by a newer brief (format {version}; "
                f"this one reads up to {SCHEMA_VERSION})",
                hint="upgrade: pip install --upgrade policybrief",
            )

    def close(self) -> None:
        with self._errors():
            self._connection.close()
        if self._copy:
            self._copy.cleanup()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        with self._errors():
            return self._connection.execute(sql, values).fetchall()

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, None where there is none."""
        rows = self.rows(sql, values)
        return rows[0][0] if rows else None

    def write(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; the row id of what it inserted last."""
        with self._errors():
            return self._connection.execute(sql, values).lastrowid or 0

    def write_all(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each tuple of values."""
        with self._errors():
            self._connection.executemany(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block's changes or none, also when the process is killed in it."""
        with self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with self._errors():
                # a full disk has SQLite roll back by itself
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            raise
        with self._errors():
            self._connection.execute("COMMIT")

    def get(self, key: str) -> Any:
        """A fact about the library as a whole."""
        return self.value("SELECT value FROM meta WHERE key = ?", (key,))

    def set(self, key: str, value: str | int) -> None:
        self.write("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file, [] where it is sound."""
        found = [row[0] for row in self.rows("PRAGMA quick_check(5)") if row[0] != "ok"]
        return found + [
            f"a row of {row[0]} lacks its owner" for row in self.rows("PRAGMA foreign_key_check")
        ]

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """SQLite's errors as ours, each with what to do."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise _explained(error, self.folder) from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _explained(error: Exception, folder: Path) -> LibraryError:
    hint = "restore the folder from a backup, or ingest the articles into a new one"
    if any(sign in str(error) for sign in ("not a database", "malformed")):
        return LibraryError(f"{folder / FILE}: the catalogue is damaged", hint=hint)
    message, hint = explain(error, folder, otherwise=hint)
    return LibraryError(f"{folder / FILE}: {message}", hint=hint)
