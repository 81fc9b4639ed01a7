"""The words of a question that are looked for, with where they stand and which tokens they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brief.retrieve.analyse import SCAFFOLD, Part, Query
from brief.text import STOP_WORDS, WORD, fold, stem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import TokenVectors


@dataclass(frozen=True, slots=True)
class Term:
    """A content word at `[start, end)` of the question."""

    word: str  # lower-cased
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Search:
    """What one part of a question, or all of it, looks for, and where."""

    terms: tuple[Term, ...]
    outlets: tuple[str, ...]  # none: anywhere
    part: Part | None  # None for the whole question
    own: bool = True  # whether the terms are the part's own, not the whole question's

    @property
    def text(self) -> str:
        """The words, not their stems: what is stemmed again may become another word."""
        return " ".join(dict.fromkeys(term.word for term in self.terms))


def searches(read: Query) -> tuple[Search, tuple[Search, ...]]:
    """The search of the whole question, and those of its parts that ask something of their own.

    A part that names outlets and says nothing else asks the whole question there.
    """
    terms = tuple(_terms(read))
    whole = Search(terms, read.outlets, None)
    parts = []
    for part in read.parts:
        inside = tuple(term for term in terms if part.start <= term.start < part.end)
        own = len({term.stem for term in inside}) > 1
        if own or part.outlets:
            outlets = part.outlets or read.outlets
            parts.append(Search(inside if own else terms, outlets, part, own))
    if not parts:  # hardly a word, but maybe when: "What was inflation in March 2025?"
        days = [part for part in read.parts if part.since or part.until]
        parts = [Search(terms, read.outlets, part, own=False) for part in days]
    return whole, tuple(parts) or (whole,)


def _terms(read: Query) -> list[Term]:
    hidden = [(n.start, n.end) for n in read.named] + [(d.start, d.end) for d in read.dated]
    kept: list[Term] = []
    spare: list[Term] = []  # for a question of nothing but stop words
    for match in WORD.finditer(read.text.replace("’", "'").replace("‘", "'")):
        word = fold(match.group()).removesuffix("'s").removesuffix("'")
        if not word or any(start <= match.start() < end for start, end in hidden):
            continue
        term = Term(word, stem(word), match.start(), match.end())
        plain = word in STOP_WORDS or word.endswith("n't") or (read.english and word in SCAFFOLD)
        (spare if plain else kept).append(term)
    return kept or spare


def token_weights(
    found: Sequence[Term], rarity: dict[str, float], asked: TokenVectors
) -> NDArray[np.float32]:
    """What each token of the question counts for, (t,): a term's rarity, shared by its pieces."""
    import numpy as np

    starts = np.array([term.start for term in found], int)[:, None]
    ends = np.array([term.end for term in found], int)[:, None]
    inside = (asked.offsets[:, 0] >= starts) & (asked.offsets[:, 1] <= ends)  # (terms, t)
    counts = np.array([rarity.get(term.stem, 1.0) for term in found], np.float32)
    weights: NDArray[np.float32] = counts / np.maximum(inside.sum(axis=1), 1) @ inside
    return weights.astype(np.float32)
