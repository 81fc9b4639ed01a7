"""The passages that may answer, with what speaks for each: words, meaning, nearness of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from brief.embedding import codes
from brief.retrieve.terms import Search, token_weights
from brief.retrieve.weighing import Signs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import TokenVectors
    from brief.library import ArticleStore, Place
    from brief.library.forward import Row
    from brief.schema import Filters


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


def signs(
    store: ArticleStore,
    ids: Sequence[str],
    whole: Search,
    parts: Sequence[Search],
    vectors: NDArray[np.float32],
    asked: TokenVectors,
    title: float,
) -> Signs:
    """What speaks for each candidate; `vectors` are the whole's and the parts'.

    A word in the title counts `title` of one in the body.
    """
    import numpy as np

    places = store.places(ids)
    ids = [name for name in ids if name in places]
    kept = [places[name] for name in ids]
    rarity = store.rarity({term.stem for search in (whole, *parts) for term in search.terms})
    rows = store.rows(ids)
    likeness = Likeness(
        [rows.get(name) for name in ids], asked, token_weights(whole.terms, rarity, asked)
    )
    found: dict[Search, tuple[NDArray[np.float32], ...]] = {}
    for search in dict.fromkeys((whole, *parts)):
        tokens = token_weights(search.terms, rarity, asked)
        found[search] = (
            _words(store, search, ids, title),
            likeness.passages(tokens),
            likeness.sentences(tokens),
            _published(search, kept),
        )
    words, passages, sentences, days = (
        np.array([found[search][sign] for search in (whole, *parts)]) for sign in range(4)
    )
    cosines = _cosines([rows[name].vector if name in rows else None for name in ids], vectors).T
    return Signs(
        tuple(ids), tuple(kept), whole, tuple(parts), words, cosines, passages, sentences, days
    )


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
