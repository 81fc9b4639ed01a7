"""From offsets in a manuscript's text to lines and columns of its file."""

from __future__ import annotations

from bisect import bisect_right

from brief.schema import Manuscript, Place


def starts_of_lines(text: str) -> tuple[tuple[int, int], ...]:
    """(offset, number) of each line; only "\\n" ends one, as editors and build servers count.

    >>> starts_of_lines("a\\nb")
    ((0, 1), (2, 2))
    """
    starts = [0]
    while (found := text.find("\n", starts[-1])) >= 0:
        starts.append(found + 1)
    return tuple((start, number) for number, start in enumerate(starts, start=1))


def place_of(manuscript: Manuscript, start: int, end: int) -> Place:
    """Where the text's `[start, end)` stands in the file."""
    begin, line = _line(manuscript, start)
    last_begin, last_line = _line(manuscript, max(end - 1, start))
    if manuscript.kind in ("html", "docx"):
        return Place(line, None, last_line, None)
    return Place(line, start - begin + 1, last_line, end - last_begin + 1)


def _line(manuscript: Manuscript, offset: int) -> tuple[int, int]:
    row = bisect_right(manuscript.lines, offset, key=lambda pair: pair[0])
    return manuscript.lines[row - 1] if row else (0, 1)
