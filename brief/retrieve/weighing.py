"""How what speaks for a passage adds up to a score for each part of a question.

Scores of a search are sums of inverse document frequencies, scaled so that a word which no passage
holds counts 1; so they mean the same in a small library and a large one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.library import Place
    from brief.retrieve.terms import Search


@dataclass(frozen=True, slots=True)
class Weights:
    """How the signs are added up, from the table in docs/retrieval.md."""

    words: float = 0.35  # BM25 of title and body
    title: float = 0.5  # of a word in the title, of one in the body 1
    vector: float = 2.0  # cosine of the vectors
    passage: float = 3.0  # late interaction with the passage
    sentence: float = 2.0  # and with its best sentence
    whole: float = 0.05  # the passage's score for the whole question, beside that for a part
    article: float = 0.08  # the best such score of its article's passages
    day: float = 0.85  # published when the part says


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for each candidate: rows of (1 + parts, candidates), the whole question first."""

    ids: tuple[str, ...]
    places: tuple[Place, ...]
    whole: Search
    parts: tuple[Search, ...]
    words: NDArray[np.float32]
    cosines: NDArray[np.float32]
    passages: NDArray[np.float32]
    sentences: NDArray[np.float32]
    days: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidates with where they are from and how well they fit each search."""

    ids: tuple[str, ...]
    places: tuple[Place, ...]
    scores: NDArray[np.float32]  # (searches, candidates), -inf where the outlet is another


def weigh(signs: Signs, weights: Weights) -> Pool:
    """The scores of the candidates for the parts."""
    import numpy as np

    own = weights.words * signs.words + weights.vector * signs.cosines
    own += weights.passage * signs.passages + weights.sentence * signs.sentences
    table = own[1:] + weights.whole * own[0] + weights.day * signs.days[1:]
    table += weights.article * _of_article(own[0], signs.places)
    outlets = np.array([place.outlet for place in signs.places])
    for row, part in zip(table, signs.parts, strict=True):
        if part is signs.whole:
            row[:] = own[0]
        if part.outlets:
            row[~np.isin(outlets, part.outlets)] = -np.inf
    return Pool(signs.ids, signs.places, table)


def _of_article(scores: NDArray[np.float32], places: Sequence[Place]) -> NDArray[np.float32]:
    """For each candidate the best score among those of its article."""
    import numpy as np

    best: dict[str, float] = {}
    for place, score in zip(places, scores, strict=True):
        best[place.article] = max(best.get(place.article, -np.inf), float(score))
    return np.array([best[place.article] for place in places], np.float32)
