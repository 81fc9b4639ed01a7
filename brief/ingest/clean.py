"""What every text goes through: one Unicode form, nothing invisible, one kind of white space."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# Characters that a reader never sees and a model does: controls, soft hyphen, zero-width and
# bidirectional marks, variation-free fillers, interlinear marks, the tag block, and halves of
# surrogate pairs, which no file can hold.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef]))"
    r"(?![0-9a-f]);?",
    re.IGNORECASE,
)
_GAP = re.compile(r"[^\S\n]{3,}")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")
_SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»」』)\]]*(?:\s?\[\d+\])*$")
_STARTS_ITEM = re.compile(r"[-*•–—>|]\s|\d+[.)]\s")


def clean(text: str) -> str:
    """NFC without invisible characters, `\\n` as the only line break, gaps cut to two characters.

    Two still tell columns from words and paragraphs from lines; more would only cost the patterns
    that look for them.
    """
    visible = _INVISIBLE.sub("", "\n".join(text.splitlines()))
    return _BLANK_LINES.sub("\n\n", _GAP.sub("  ", unicodedata.normalize("NFC", visible)))


def without_controls(markup: str) -> str:
    """Markup without control characters, written out or as references: XML trees refuse them."""
    return _INVISIBLE.sub("", _CONTROL_REFERENCE.sub("", markup))


def squeeze(text: str) -> str:
    """One line: every run of white space becomes one space.

    >>> squeeze("  a\\u00a0b\\n c ")
    'a b c'
    """
    return " ".join(text.split())


def ends_sentence(line: str) -> bool:
    return _SENTENCE_END.search(line) is not None


def lines_of(text: str) -> list[str]:
    """The lines that hold something, squeezed; lines of hard-wrapped prose joined again."""
    lines: list[str] = []
    for group in re.split(r"\n[^\S\n]*\n", text):
        rows = [row for row in map(squeeze, group.split("\n")) if row]
        lines += [" ".join(rows)] if _is_wrapped(rows) else rows
    return lines


def _is_wrapped(rows: list[str]) -> bool:
    """Whether the rows are one paragraph broken at a column, not paragraphs or a list.

    Each row but the last must fill its column: the next row's first word would not have fitted.
    """
    if len(rows) < 2 or len(rows[0]) < 50 or any(map(_STARTS_ITEM.match, rows)):
        return False
    width = max(map(len, rows))
    if not 40 <= width <= 120:
        return False
    full = all(len(row) + 1 + len(after.split(" ", 1)[0]) > width for row, after in pairwise(rows))
    return full and not all(map(ends_sentence, rows[:-1]))
