"""The passages that may answer, with what speaks for each: words, meaning, nearness of tokens.

Scores of a search are sums of inverse document frequencies, scaled so that a word which no passage
holds counts 1; so they mean the same in a small library and a large one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brief.embedding import codes
from brief.retrieve.terms import Search, token_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import TokenVectors
    from brief.library import ArticleStore, Place
    from brief.library.forward import Row
    from brief.schema import Filters


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
class Pool:
    """Candidates with where they are from and how well they fit each search."""

    ids: tuple[str, ...]
    places: tuple[Place, ...]
    scores: NDArray[np.float32]  # (searches, candidates), -inf where the outlet is another


def gather(
    store: ArticleStore,
    whole: Search,
    parts: Sequence[Search],
    vectors: NDArray[np.float32],
    filters: Filters | None,
    limit: int,
) -> list[str]:
    """Ids of passages that hold most of some part's words, or are near the question's meaning."""
    from brief.retrieve.search import narrowed

    found: dict[str, None] = {}
    for search in {(s.text, s.outlets): s for s in (*parts, whole)}.values():
        wanted = narrowed(filters, search.outlets)
        found.update((name, None) for name, _ in store.keyword_search(search.text, limit, wanted))
    for near in store.vector_searches(vectors, limit, filters):
        found.update((name, None) for name, _ in near)
    return list(found)


def weigh(
    store: ArticleStore,
    ids: Sequence[str],
    whole: Search,
    parts: Sequence[Search],
    vectors: NDArray[np.float32],
    asked: TokenVectors,
    weights: Weights,
) -> Pool:
    """The scores of the candidates for the parts; `vectors` are the whole's and the parts'."""
    import numpy as np

    places = store.places(ids)
    ids = [name for name in ids if name in places]
    kept = [places[name] for name in ids]
    rarity = store.rarity({term.stem for search in (whole, *parts) for term in search.terms})
    rows = store.rows(ids)
    cosines = _cosines([rows[name].vector if name in rows else None for name in ids], vectors)
    likeness = Likeness(
        [rows.get(name) for name in ids], asked, token_weights(whole.terms, rarity, asked)
    )
    outlets = np.array([place.outlet for place in kept])
    scores: list[NDArray[np.float32]] = []
    context = np.zeros(len(ids), np.float32)
    for number, search in enumerate((whole, *parts)):
        if number and search is whole:
            scores.append(scores[0])
            continue
        tokens = token_weights(search.terms, rarity, asked)
        score = weights.words * _words(store, search, ids, weights.title)
        score += weights.vector * cosines[:, number]
        score += weights.passage * likeness.passages(tokens)
        score += weights.sentence * likeness.sentences(tokens)
        if number:
            score += context + weights.day * _published(search, kept)
        else:
            context = weights.whole * score + weights.article * _of_article(score, kept)
        scores.append(score)
    for score, search in zip(scores[1:], parts, strict=True):
        if search.outlets and search is not whole:
            score[~np.isin(outlets, search.outlets)] = -np.inf
    table = np.array(scores[1:], np.float32)
    if parts[0] is whole and whole.outlets:
        table[:, ~np.isin(outlets, whole.outlets)] = -np.inf
    return Pool(tuple(ids), tuple(kept), table)


class Likeness:
    """Late interaction (Khattab and Zaharia 2020): of each token of the question the nearest one.

    Computed on the codes of the candidates' tokens, per passage and per sentence, the title being a
    sentence of its own, for the tokens of the question that have a weight in the whole of it.
    """

    def __init__(
        self, rows: Sequence[Row | None], asked: TokenVectors, weights: NDArray[np.float32]
    ) -> None:
        import numpy as np

        packing = codes.load()
        self._asked = np.flatnonzero(weights)
        known = [(n, row) for n, row in enumerate(rows) if row and len(row.codes)]
        self._known = np.array([n for n, _ in known], int)
        self._size = len(rows)
        if not known:
            return
        flat = [row.codes.reshape(-1, packing.components // 2) for _, row in known]
        begins = np.cumsum([0, *(len(part) for part in flat[:-1])])
        starts = [row.starts + begin for (_, row), begin in zip(known, begins, strict=True)]
        near = packing.near(np.concatenate(flat), asked.vectors[self._asked])
        self._sentences = np.maximum.reduceat(near, np.concatenate(starts), axis=0)
        self._firsts = np.cumsum([0, *(len(part) for part in starts[:-1])])
        self._passages = np.maximum.reduceat(self._sentences, self._firsts, axis=0)

    def passages(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The weighted sum over the question's tokens for each candidate, (n,)."""
        return self._spread(self._passages @ weights[self._asked] if len(self._known) else None)

    def sentences(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The same for the best sentence of each candidate, (n,)."""
        import numpy as np

        if not len(self._known):
            return self._spread(None)
        return self._spread(
            np.maximum.reduceat(self._sentences @ weights[self._asked], self._firsts)
        )

    def _spread(self, known: NDArray[np.float32] | None) -> NDArray[np.float32]:
        import numpy as np

        spread = np.zeros(self._size, np.float32)
        if known is not None:
            spread[self._known] = known
        return spread


def _words(
    store: ArticleStore, search: Search, ids: Sequence[str], title: float
) -> NDArray[np.float32]:
    import numpy as np

    held = store.keyword_scores(search.text, ids, {"title": title, "body": 1.0})
    return np.array([held.get(name, 0.0) for name in ids], np.float32)


def _cosines(
    rows: Sequence[NDArray[np.float16] | None], vectors: NDArray[np.float32]
) -> NDArray[np.float32]:
    import numpy as np

    nothing = np.zeros(vectors.shape[1], np.float16)
    stored = np.array([nothing if row is None else row for row in rows], np.float32)
    cosines: NDArray[np.float32] = stored.reshape(-1, vectors.shape[1]) @ vectors.T
    return cosines


def _of_article(scores: NDArray[np.float32], places: Sequence[Place]) -> NDArray[np.float32]:
    """For each candidate the best score among those of its article."""
    import numpy as np

    best: dict[str, float] = {}
    for place, score in zip(places, scores, strict=True):
        best[place.article] = max(best.get(place.article, -np.inf), float(score))
    return np.array([best[place.article] for place in places], np.float32)


def _published(search: Search, places: Sequence[Place]) -> NDArray[np.float32]:
    """1 for a candidate published when the part says, 0 for any other."""
    import numpy as np

    from brief.library.records import number_of

    part = search.part
    if part is None or not (part.since or part.until):
        return np.zeros(len(places), np.float32)
    since = number_of(part.since) if part.since else 1
    until = number_of(part.until) if part.until else 99_999_999
    return np.array([float(since <= (p.day or 0) <= until) for p in places], np.float32)
