"""Which candidates are shown: those that say what the ones before them left open.

After xQuAD (Santos, Macdonald and Ounis 2010): each part of the question is an aspect, and what has
been answered counts for less with every passage that answers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Cover:
    """How strongly what was shown makes more of the same worth less, each 0 to 1."""

    spread: float = 0.3  # a score this far under the best of its part counts 1/e of it
    answered: float = 0.9  # share of a part that a passage answering it takes away
    article: float = 0.95  # what the next passage of an article counts, of the first
    outlet: float = 0.8  # what the next passage of an outlet counts, of the first


def choose(
    scores: NDArray[np.float32],
    importance: Sequence[float],
    articles: Sequence[str],
    outlets: Sequence[str],
    limit: int,
    cover: Cover,
    *,
    once: bool = False,
) -> list[tuple[int, float]]:
    """Candidates in the order they are shown, with what each added when it was chosen.

    `scores` is (parts, candidates), -inf where a candidate may not answer a part. With `once` an
    article is shown but once.
    """
    import numpy as np

    best = scores.max(axis=1, keepdims=True, initial=-np.inf)
    with np.errstate(invalid="ignore"):
        relevance = np.nan_to_num(np.exp((scores - best) / cover.spread))
    open_ = np.array(importance, float) / (sum(importance) or 1)
    article: NDArray[np.str_] = np.array(list(articles))
    outlet: NDArray[np.str_] = np.array(list(outlets))
    left: NDArray[np.bool_] = np.asarray(np.isfinite(scores).any(axis=0))
    worth = np.ones(len(article))
    chosen: list[tuple[int, float]] = []
    while left.any() and len(chosen) < limit:
        gains = np.where(left, (open_ @ relevance) * worth, -1.0)
        place = int(gains.argmax())
        chosen.append((place, float(gains[place])))
        left[place] = False
        same = article == article[place]
        if once:
            left &= ~same
        worth[same] *= cover.article
        worth[outlet == outlet[place]] *= cover.outlet
        open_ = open_ * (1 - cover.answered * relevance[:, place])
    return chosen
