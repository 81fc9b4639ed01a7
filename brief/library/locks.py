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
POLL_SECONDS = 0.01
TURN, VECTORS = "library.lock", "vectors.lock"
QUEUES = {TURN: "library.queue", VECTORS: "vectors.queue"}
FILES = (*QUEUES, *QUEUES.values())

log = logging.getLogger(__name__)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other process, and no other store in this one, uses the vectors during a block."""
    lock = _lock(folder, VECTORS)
    _acquire(folder, lock, WAIT_SECONDS)
    try:
        yield
    finally:
        lock.release()


class Turn:
    """The right to write to a library, for one process at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._since = 0.0

    @cached_property
    def _turn(self) -> BaseFileLock:
        return _lock(self._folder, TURN)

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
        if self._turn.is_locked:
            return True
        if not _acquire(self._folder, self._turn, 0):
            if not wait:
                return False
            log.warning(
                "another process is writing to the library in %s; waiting for its turn to end",
                self._folder,
            )
            _acquire(self._folder, self._turn, WAIT_SECONDS)
        self._since = time.monotonic()
        return True

    def release(self) -> None:
        """Let others write; releasing what is not held does no harm."""
        if self._turn.is_locked:
            self._turn.release()


def _lock(folder: Path, name: str) -> BaseFileLock:
    """A lock file that the operating system frees when its holder dies."""
    from filelock import FileLock

    return FileLock(folder / name, poll_interval=POLL_SECONDS)


def _acquire(folder: Path, lock: BaseFileLock, seconds: float) -> bool:
    """Wait for a lock in a queue; False where it is taken and there is no time to wait."""
    from filelock import Timeout

    # Whoever is next keeps the queue until it has the lock, so that the one who had it last
    # cannot take it again at once.
    queue = _lock(folder, QUEUES[Path(lock.lock_file).name])
    try:
        with queue.acquire(timeout=seconds):
            lock.acquire(timeout=seconds)
    except Timeout:
        if not seconds:
            return False
        raise LibraryError(
            f"the library in {folder} has been locked by another process for {seconds:.0f} s",
            hint="wait until that process has ended, or end it; then try again",
        ) from None
    except OSError as error:
        raise LibraryError(
            f"the library in {folder} cannot be written: {error.strerror}",
            hint="check the permissions of the folder, or name another with --library",
        ) from error
    return True
