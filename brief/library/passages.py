"""Sentences to passages: consecutive sentences that the encoder reads whole, title included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brief.embedding import Encoder

TITLE_SHARE = 4  # a title takes at most a quarter of what the encoder reads
_GAP = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """A passage before it has a name: characters [start, end), sentences [first, last]."""

    start: int
    end: int
    first: int
    last: int


def with_title(title: str, text: str, encoder: Encoder) -> str:
    """What the encoder reads for a passage: without its title "the visit" could be anybody's."""
    return f"{_heading(title, encoder)}\n{text}" if title else text


def build(
    text: str, title: str, sentences: Sequence[tuple[int, int]], encoder: Encoder
) -> list[Span]:
    """Passages of like length that hold every sentence once, each within the encoder's limit.

    A sentence longer than the limit alone is divided between words, or within a word where that
    is longer still.
    """
    special = encoder.count_tokens([""])[0]
    room = encoder.max_tokens - encoder.count_tokens([_heading(title, encoder)])[0]
    pieces: list[tuple[Span, int]] = []
    counts = encoder.count_tokens([text[start:end] for start, end in sentences])
    for ordinal, ((start, end), count) in enumerate(zip(sentences, counts, strict=True)):
        parts = [(start, end, count - special)]
        if count - special > room:
            parts = _divide(text, start, end, room, special, encoder)
        pieces += [(Span(begin, stop, ordinal, ordinal), size) for begin, stop, size in parts]

    total = sum(size for _, size in pieces)
    target = total / max(1, -(-total // room))  # like lengths, so that none is a mere remainder
    passages: list[Span] = []
    filled = 0
    for piece, size in pieces:
        if passages and filled and filled + size <= room and filled + size / 2 <= target:
            last = passages[-1]
            passages[-1] = Span(last.start, piece.end, last.first, piece.last)
            filled += size
        else:
            passages.append(piece)
            filled = size
    return passages


def _heading(title: str, encoder: Encoder) -> str:
    limit = encoder.max_tokens // TITLE_SHARE
    special = encoder.count_tokens([""])[0]
    if encoder.count_tokens([title])[0] - special <= limit:
        return title
    start, end, _ = _divide(title, 0, len(title), limit, special, encoder)[0]
    return title[start:end]


def _divide(
    text: str, start: int, end: int, limit: int, special: int, encoder: Encoder
) -> list[tuple[int, int, int]]:
    """(start, end, tokens) of the halves, and theirs, until each is within the limit."""
    size = encoder.count_tokens([text[start:end]])[0] - special
    if size <= limit or end - start < 2:
        return [(start, end, size)]
    middle = (start + end) // 2
    gaps = [
        gap.span()
        for gap in _GAP.finditer(text, start, end)
        if start < gap.start() and gap.end() < end
    ]
    left, right = min(gaps, key=lambda gap: abs(gap[0] - middle), default=(middle, middle))
    return [
        *_divide(text, start, left, limit, special, encoder),
        *_divide(text, right, end, limit, special, encoder),
    ]
