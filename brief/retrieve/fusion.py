"""Two rankings of one search, by words and by meaning, made one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

RRF_K = 60  # Cormack, Clarke and Büttcher 2009


def reciprocal_ranks(
    rankings: Sequence[tuple[float, Sequence[str]]],
) -> dict[str, float]:
    """Weighted reciprocal rank fusion: the sum of weight / (60 + rank), rank from 1.

    >>> reciprocal_ranks([(1.0, ["a", "b"]), (1.0, ["b"])])["b"] > 1 / 61
    True
    """
    scores: dict[str, float] = {}
    for weight, ranking in rankings:
        for rank, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + weight / (RRF_K + rank)
    return scores


def best_first(scores: Mapping[str, float]) -> list[str]:
    """Names by falling score; equal scores in the order of the names, so that runs agree."""
    return sorted(scores, key=lambda name: (-scores[name], name))
