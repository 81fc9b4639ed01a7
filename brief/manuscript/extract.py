"""Text taken out of a page or a document: grows block by block, knows the line of each piece.

The blocks are written as markdown writes them ("# ", "- ", "[^1]: "), so that headings, lists,
tables and notes are told apart further on whatever kind of file they come from.
"""

from __future__ import annotations

import re

BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody",
        "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
_RUN = re.compile(r"\s+|\S+")


class Extract:
    """Text with white space as a reader sees it: one space in a block, one blank line between."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._lead = ""
        self._empty = True  # nothing stands in the current block yet
        self._space = ""  # white space that is due before the next word
        self.lines: list[tuple[int, int]] = []
        self.links: list[tuple[int, int, str]] = []

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def offset(self) -> int:
        """Where the next word begins, give or take the white space before it."""
        return self._length

    @property
    def empty(self) -> bool:
        """Whether nothing stands in the current block yet."""
        return self._empty

    @property
    def after_digit(self) -> bool:
        """Whether what comes next stands right after a digit."""
        last = self._pieces[-1][-1:] if self._pieces else ""
        return last.isdigit() and not (self._empty or self._space)

    def block(self, lead: str = "") -> None:
        """Begin a block; one that gets no words leaves nothing behind."""
        self._lead, self._empty, self._space = lead, True, ""

    def add(self, text: str, line: int) -> int:
        """Add running text that begins on a line of the file; returns the line it ends on."""
        for run in _RUN.findall(text):
            if run.isspace():
                self._space = self._space or " "
                line += run.count("\n")
            else:
                self._word(run, line)
        return line

    def line_break(self) -> None:
        """End a line within the block."""
        self._space = "\n"

    def link(self, start: int, url: str) -> None:
        """Note that what was added since `start` leads to a URL."""
        if self._length > start:
            self.links.append((start, self._length, url))

    def _word(self, word: str, line: int) -> None:
        if self._empty:
            self._put(("\n\n" if self._pieces else "") + self._lead)
        else:
            self._put(self._space)
        self._empty, self._space = False, ""
        if not self.lines or self.lines[-1][1] != line:
            self.lines.append((self._length, line))
        self._put(word)

    def _put(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
