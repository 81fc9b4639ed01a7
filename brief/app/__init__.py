"""What can be done with a library: take articles in, ask, write, check, and prove it later."""

from __future__ import annotations

from brief.app.asking import Asking
from brief.app.checking import Checking
from brief.app.keeping import IngestReport, Keeping, Progress

__all__ = ["IngestReport", "Library", "Progress"]


class Library(Keeping, Asking, Checking):
    """A folder of articles, and everything that can be asked of it.

    >>> with Library("rare-earths") as library:  # doctest: +SKIP
    ...     library.ingest("clippings/")
    ...     answer = library.ask("Which fund may partner in the refinery?")
    """
