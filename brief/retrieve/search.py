"""Question → passages: parts searched by words and by meaning, fused, and given their turns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from brief.retrieve.analyse import Part, Query, analyse
from brief.retrieve.cover import Candidate, in_turns
from brief.retrieve.fusion import best_first, reciprocal_ranks
from brief.schema import Filters, Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Encoder
    from brief.library import ArticleStore

POOL = 50  # passages that each search of a part brings
DENSE_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: the question as read, passages and articles, best first."""

    query: Query
    passages: list[Hit]
    articles: list[Hit]  # the best passage of each of the first articles


class Retriever:
    """Finds passages and articles of a library for a question."""

    def __init__(self, store: ArticleStore, encoder: Encoder) -> None:
        self._store = store
        self._encoder = encoder

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

    def find(
        self,
        query: str,
        *,
        filters: Filters | None = None,
        limit: int = 10,
        as_of: date | None = None,
    ) -> Found:
        """Passages and articles for a question, at most `limit` of each."""
        read = analyse(query, outlets=self._store.outlets(), as_of=as_of)
        vectors = self._encoder.encode([part.text for part in read.parts])
        rankings = [
            self._ranking(part, vector, read, filters)
            for part, vector in zip(read.parts, vectors, strict=True)
        ]
        chosen = in_turns(rankings)
        passages = self._store.passages([candidate.id for candidate in chosen])
        articles = {
            passage.version: self._store.article(passage.article_id)
            for passage in passages.values()
        }
        hits: list[Hit] = []
        firsts: dict[str, Hit] = {}
        origins: dict[str, str] = {}
        for candidate in chosen:
            passage = passages.get(candidate.id)
            if passage is None:
                continue
            article = articles[passage.version]
            # copies of one agency's story count once
            if origins.setdefault(article.origin or article.id, article.id) != article.id:
                continue
            hit = Hit(passage, article, candidate.score)
            hits.append(hit)
            firsts.setdefault(article.id, hit)
        return Found(read, hits[:limit], list(firsts.values())[:limit])

    def _ranking(
        self, part: Part, vector: NDArray[np.float32], read: Query, filters: Filters | None
    ) -> list[Candidate]:
        wanted = narrowed(filters, part.outlets or read.outlets)
        words = self._store.keyword_search(" ".join(part.keywords) or part.text, POOL, wanted)
        near = self._store.vector_search(vector, POOL, wanted)
        scores = reciprocal_ranks(
            [(1.0, [name for name, _ in words]), (DENSE_WEIGHT, [name for name, _ in near])]
        )
        return [Candidate(name, scores[name]) for name in best_first(scores)]


def narrowed(filters: Filters | None, outlets: tuple[str, ...]) -> Filters | None:
    """The user's filters, and of the outlets they leave only those the question names."""
    if not outlets:
        return filters
    filters = filters or Filters()
    kept = tuple(o for o in outlets if not filters.outlets or o in filters.outlets)
    return replace(filters, outlets=kept or filters.outlets)
