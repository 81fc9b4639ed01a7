"""Who may write: one process at a time, in turn."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from brief.errors import LibraryError

if TYPE_CHECKING:
    from filelock import BaseFileLock

WAIT_SECONDS = 120.0
TURN_SECONDS = 10.0  # after which a process lets others write, if they wait
TURN, QUEUE, VECTORS = "library.lock", "queue.lock", "vectors.lock"
FILES = (TURN, QUEUE, VECTORS)

log = logging.getLogger(__name__)


def lock(folder: Path, name: str) -> BaseFileLock:
    """A lock file that the operating system frees when its holder dies."""
    from filelock import FileLock

    return FileLock(folder / name, timeout=WAIT_SECONDS)


class Turn:
    """The right to write to a library. Those who wait stand in a queue of one file lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._since = 0.0

    @cached_property
    def _turn(self) -> BaseFileLock:
        return lock(self._folder, TURN)

    @property
    def over(self) -> bool:
        """Whether it has been held long enough."""
        return time.monotonic() - self._since > TURN_SECONDS

    @contextmanager
    def held(self) -> Iterator[None]:
        """The right to write for the length of a block."""
        self.take()
        try:
            yield
        finally:
            self.release()

    def take(self, *, wait: bool = True) -> bool:
        """Hold the right to write; False where another process has it and `wait` is false."""
        from filelock import Timeout

        if self._turn.is_locked:
            return True
        queue = lock(self._folder, QUEUE)
        try:
            try:
                # Whoever is next keeps the queue until it has its turn, so that the one who had
                # it last cannot take it again at once.
                with queue.acquire(timeout=0):
                    self._turn.acquire(timeout=0)
            except Timeout:
                if not wait:
                    return False
                log.warning(
                    "another process is writing to the library in %s; waiting for its turn to end",
                    self._folder,
                )
                with queue.acquire(timeout=WAIT_SECONDS):
                    self._turn.acquire(timeout=WAIT_SECONDS)
        except Timeout:
            raise LibraryError(
                f"the library in {self._folder} has been locked by another process for "
                f"{WAIT_SECONDS:.0f} s",
                hint="wait until that process has ended, or end it; then try again",
            ) from None
        except OSError as error:
            raise LibraryError(
                f"the library in {self._folder} cannot be written: {error.strerror}",
                hint="check the permissions of the folder, or name another with --library",
            ) from error
        self._since = time.monotonic()
        return True

    def release(self) -> None:
        """Let others write; releasing what is not held does no harm."""
        if self._turn.is_locked:
            self._turn.release()
