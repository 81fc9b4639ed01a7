"""Stretches of a text that are spoken for."""

from __future__ import annotations

from collections.abc import Iterable


class Taken:
    """Which characters of a text are taken; the asking costs the same however many are.

    >>> taken = Taken("10 May 2025", [(0, 6)])
    >>> taken.meets(3, 11), taken.meets(6, 11)
    (True, False)
    """

    def __init__(self, text: str, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._at = bytearray(len(text))
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Take `[start, end)`."""
        self._at[start:end] = b"\1" * (end - start)

    def meets(self, start: int, end: int) -> bool:
        """Whether any of `[start, end)` is taken."""
        return 1 in self._at[start:end]
