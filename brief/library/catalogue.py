"""The catalogue: one SQLite file, the truth from which both indexes can be rebuilt.

Here are the connection, the tables, the small facts about the library as a whole, and the one
place where SQLite's errors become ours. What the tables hold is read and written in `records`.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Any

from brief.errors import LibraryError

FILE = "catalogue.sqlite"
APPLICATION = 0x62726966  # "brief", so that another program's database is not taken for ours
SCHEMA_VERSION = 1
BUSY_SECONDS = 30.0


class State(IntEnum):
    """Where a version stands in its way through the indexes; the current one is at most INDEXED."""

    PENDING = 0  # current, to be put into the indexes
    INDEXED = 1  # current, in both
    LEAVING = 2  # no longer current, may still be in one of them
    GONE = 3  # no longer current, in neither


TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX articles_origin ON articles (origin);
CREATE TABLE versions (
    key INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    version TEXT NOT NULL,
    state INTEGER NOT NULL,
    content BLOB NOT NULL,  -- digest of what makes two articles the same wherever they were read
    day INTEGER,  -- of publication, YYYYMMDD
    outlet_key TEXT NOT NULL,
    text TEXT NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT NOT NULL,
    author TEXT NOT NULL,
    url TEXT NOT NULL,
    published TEXT NOT NULL,
    retrieved TEXT NOT NULL,
    language TEXT NOT NULL,
    wire TEXT NOT NULL,
    source TEXT NOT NULL,
    UNIQUE (article_id, version)
);
CREATE INDEX versions_version ON versions (version);
CREATE INDEX versions_prefix ON versions (substr(version, 1, 16)) WHERE state < 2;
CREATE INDEX versions_content ON versions (content) WHERE state < 2;
CREATE INDEX versions_day ON versions (day) WHERE state < 2;
CREATE INDEX versions_state ON versions (state);
-- One current version an article, and never the same passages under two articles.
CREATE UNIQUE INDEX versions_current ON versions (article_id) WHERE state < 2;
CREATE UNIQUE INDEX versions_current_version ON versions (version) WHERE state < 2;
CREATE TABLE sentences (
    version_key INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    PRIMARY KEY (version_key, ordinal)
) WITHOUT ROWID;
CREATE TABLE passages (
    version_key INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    first_sentence INTEGER NOT NULL,
    last_sentence INTEGER NOT NULL,
    PRIMARY KEY (version_key, ordinal)
) WITHOUT ROWID;
CREATE TABLE bands (
    band INTEGER NOT NULL,
    version_key INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    PRIMARY KEY (band, version_key)
) WITHOUT ROWID;
CREATE INDEX bands_version ON bands (version_key);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    created TEXT NOT NULL,
    document TEXT NOT NULL
);
"""


class Catalogue:
    """A connection to the catalogue. It belongs to the thread that opened it."""

    def __init__(self, folder: Path, *, writable: bool = True) -> None:
        self.folder = folder
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        with self._errors():
            self._connection = self._connect(folder / FILE) if writable else self._connect_reading()
            self._check()

    def _connect(self, path: Path, *, query: str = "mode=rw") -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{query}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _connect_reading(self) -> sqlite3.Connection:
        """A connection where nothing can be written, not even SQLite's own side files."""
        log = self.folder / f"{FILE}-wal"
        if not log.exists() or not log.stat().st_size:
            return self._connect(self.folder / FILE, query="mode=ro&immutable=1")
        # What was confirmed last stands in the log, which cannot be read in place.
        self._copy = tempfile.TemporaryDirectory(prefix="brief-")
        for path in (self.folder / FILE, log):
            shutil.copy(path, self._copy.name)
        return self._connect(Path(self._copy.name) / FILE)

    def _check(self) -> None:
        application = self._connection.execute("PRAGMA application_id").fetchone()[0]
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION:
            raise not_a_library(self.folder)
        if version > SCHEMA_VERSION:
            raise LibraryError(
                f"the library in {self.folder} was made by a newer brief (format {version}; "
                f"this one reads up to {SCHEMA_VERSION})",
                hint="upgrade: pip install --upgrade policybrief",
            )

    @classmethod
    def create(cls, folder: Path, **meta: str | int) -> Catalogue:
        """A new catalogue with its first facts; whoever calls holds the right to write."""
        catalogue = cls.__new__(cls)
        catalogue.folder, catalogue._copy = folder, None
        with catalogue._errors():
            catalogue._connection = catalogue._connect(folder / FILE, query="mode=rwc")
            catalogue._connection.execute("PRAGMA journal_mode = WAL")
            with catalogue.transaction():
                for statement in TABLES.split(";\n"):
                    catalogue._connection.execute(statement)
                catalogue._connection.execute(f"PRAGMA application_id = {APPLICATION}")
                catalogue._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                for key, value in meta.items():
                    catalogue.set(key, value)
        return catalogue

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
            message, hint = explain(error)
            raise LibraryError(f"{self.folder / FILE}: {message}", hint=hint) from error


def explain(error: Exception) -> tuple[str, str]:
    """What went wrong with a file of the library, and what to do about it."""
    text = str(error).lower()
    for sign, message, hint in (
        (
            "locked",
            "the catalogue is locked by another program",
            "close that program, then try again",
        ),
        ("full", "the disk is full", "make room on the disk; all that was confirmed is kept"),
        (
            "no space left",
            "the disk is full",
            "make room on the disk; all that was confirmed is kept",
        ),
        ("readonly", "it cannot be written", "check the permissions of the folder"),
        ("permission denied", "it may not be opened", "check the permissions of the folder"),
        ("not a database", "it is not a catalogue", "name another folder with --library"),
        (
            "malformed",
            "the catalogue is damaged",
            "restore it from a backup, or ingest into a new folder",
        ),
    ):
        if sign in text:
            return message, hint
    return str(error), "run: brief doctor"


def not_a_library(folder: Path) -> LibraryError:
    return LibraryError(
        f"{folder} holds other files and no library",
        hint="name an empty or a new folder with --library",
    )
