"""Question → passages: parts searched by words and by meaning, weighed, and chosen to cover all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from brief.retrieve.analyse import Query, analyse
from brief.retrieve.candidates import gather, signs
from brief.retrieve.cover import Cover, choose
from brief.retrieve.terms import Search, searches
from brief.retrieve.weighing import Pool, Signs, Weights, weigh
from brief.schema import Filters, Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Encoder, TokenVectors
    from brief.library import ArticleStore

WEIGHTS, COVER = Weights(), Cover()
CANDIDATES = 30  # passages that each search of a part brings
SHARED = 0.4  # what a part counts that only names an outlet for the whole question
NAMED = 5  # words that a note names
FOREIGN = (
    "The question is not in English: it was searched as a whole, without looking for its parts."
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: the question as read, passages and articles, best first."""

    query: Query
    passages: list[Hit]
    articles: list[Hit]  # the best passage of each of the first articles
    notes: tuple[str, ...] = ()


class Retriever:
    """Finds passages and articles of a library for a question."""

    def __init__(
        self,
        store: ArticleStore,
        encoder: Encoder,
        *,
        weights: Weights = WEIGHTS,
        cover: Cover = COVER,
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._weights = weights
        self._cover = cover

    def search(
        self,
        query: str,
        *,
        filters: Filters | None = None,
        limit: int = 10,
        as_of: date | None = None,
    ) -> list[Hit]:
        """The passages that fit best, at most `limit`."""
        return self.find(query, filters=filters, limit=limit, as_of=as_of).passages

    def read(self, question: str, as_of: date | None = None) -> Query:
        """The question as the rules read it, with the outlets of the library.

        A day without its year is the latest that the library has reports of.
        """
        return analyse(question, outlets=self._store.outlets(), as_of=as_of or self._store.newest())

    def find(
        self,
        query: str,
        *,
        filters: Filters | None = None,
        limit: int = 10,
        as_of: date | None = None,
        split: bool = True,
    ) -> Found:
        """Passages and articles for a question, at most `limit` of each.

        With `split` false it is searched as a whole, and wherever an article may stand: a claim or
        a topic that names an outlet speaks of it.
        """
        read = self.read(query, as_of)
        whole, parts = searches(read)
        notes: tuple[str, ...] = ()
        if split:
            notes = () if read.english else (FOREIGN,)
            notes += self._unheld(whole, filters)
        else:
            whole = replace(whole, outlets=())
            parts = (whole,)
        found = self.signs(query, whole, parts, filters, max(CANDIDATES, limit))
        if not found:
            return Found(read, [], [], notes)
        passages, articles = self.ranked(found, read, limit, copies=not split)
        hits = self._hits([*passages, *articles])
        return Found(read, hits[: len(passages)], hits[len(passages) :], notes)

    def signs(
        self,
        query: str,
        whole: Search,
        parts: Sequence[Search],
        filters: Filters | None = None,
        room: int = CANDIDATES,
    ) -> Signs | None:
        """What speaks for each candidate, None where there is none; each search brings `room`."""
        vector, asked = self._encoder.ask(query)
        vectors = _part_vectors(vector, asked, parts, served=bool(self._encoder.address))
        ids = gather(self._store, whole, parts, vectors, filters, room)
        if not ids:
            return None
        return signs(self._store, ids, whole, parts, vectors, asked, self._weights.title)

    def ranked(
        self, found: Signs, read: Query, limit: int, *, copies: bool = False
    ) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
        """Passages as they are shown, and the best passage of each article, with their gains.

        Copies of one agency's story count once, unless `copies` is set: a claim may be the copy's
        own words.
        """
        pool = weigh(found, self._weights)
        if not copies:
            pool = _originals(pool, read)
        return (
            self._chosen(pool, found.parts, limit, once=False),
            self._chosen(pool, found.parts, limit, once=True),
        )

    def _unheld(self, whole: Search, filters: Filters | None) -> tuple[str, ...]:
        """A note on the words that no passage holds: what is found is found without them."""
        words = {term.stem: term.word for term in whole.terms}
        rarity = self._store.rarity(words)
        unheld = [
            word
            for stem, word in words.items()
            if rarity[stem] == 1 or (filters and not self._store.mentions(word, filters))
        ]
        if not unheld:
            return ()
        named = " or ".join(f"“{word}”" for word in unheld[:NAMED])
        more = f" or {len(unheld) - NAMED} more of the words" if len(unheld) > NAMED else ""
        so = ": what is found is only near in meaning" if len(unheld) == len(words) else ""
        return (f"No passage searched holds {named}{more}{so}.",)

    def _chosen(
        self, pool: Pool, parts: Sequence[Search], limit: int, *, once: bool
    ) -> list[tuple[str, float]]:
        chosen = choose(
            pool.scores,
            [1.0 if search.own else SHARED for search in parts],
            [place.article for place in pool.places],
            [place.outlet for place in pool.places],
            limit,
            self._cover,
            once=once,
        )
        return [(pool.ids[place], gain) for place, gain in chosen]

    def _hits(self, chosen: Sequence[tuple[str, float]]) -> list[Hit]:
        passages = self._store.passages([name for name, _ in chosen])
        articles = self._store.articles_of({p.version for p in passages.values()})
        return [
            Hit(passages[name], articles[passages[name].version], score) for name, score in chosen
        ]


def _part_vectors(
    vector: NDArray[np.float32], asked: TokenVectors, parts: Sequence[Search], *, served: bool
) -> NDArray[np.float32]:
    """The vectors of the whole question and of its parts: the mean token of each, of length 1.

    Where a server makes the vectors, but not those of tokens, the parts have that of the whole.
    """
    import numpy as np

    rows = [vector]
    for search in parts:
        part = search.part
        inside = (
            (asked.offsets[:, 0] >= part.start) & (asked.offsets[:, 0] < part.end)
            if part and search.own and not served
            else np.zeros(len(asked.offsets), bool)
        )
        mean = asked.vectors[inside].mean(axis=0) if inside.any() else vector
        rows.append(mean / (np.linalg.norm(mean) or 1))
    return np.array(rows, np.float32)


def _originals(pool: Pool, read: Query) -> Pool:
    """Without copies of one agency's story, unless the question names the outlet of the copy."""
    import numpy as np

    scores = pool.scores.max(axis=0, initial=-np.inf)
    first: dict[str, str] = {}
    for place in np.argsort(-scores, kind="stable"):
        first.setdefault(pool.places[place].origin, pool.places[place].article)
    keep = [
        n
        for n, place in enumerate(pool.places)
        if first[place.origin] == place.article or place.outlet in read.outlets
    ]
    if len(keep) == len(pool.ids):
        return pool
    return Pool(
        tuple(pool.ids[n] for n in keep),
        tuple(pool.places[n] for n in keep),
        pool.scores[:, keep],
    )


def narrowed(filters: Filters | None, outlets: tuple[str, ...]) -> Filters | None:
    """The user's filters, and of the outlets they leave only those the question names."""
    if not outlets:
        return filters
    filters = filters or Filters()
    kept = tuple(o for o in outlets if not filters.outlets or o in filters.outlets)
    return replace(filters, outlets=kept or filters.outlets)
