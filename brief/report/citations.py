"""Numbers for sources, in the order of their first use: one number an article, as it then stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brief.schema import Article, CheckedClaim, Claim

Key = tuple[str, str]  # id and version: two states of one article are two sources


@dataclass(frozen=True, slots=True)
class Source:
    """A cited article, its number, and the sentences of it that are quoted, in article order."""

    n: int
    article: Article
    quotes: tuple[str, ...]


def sources(claims: Iterable[Claim | CheckedClaim]) -> list[Source]:
    """The cited articles in order of first use, each with what is quoted of it."""
    articles: dict[Key, Article] = {}
    quotes: dict[Key, dict[int, str]] = {}
    for claim in claims:
        for evidence in claim.evidence:
            key = key_of(evidence.article)
            articles.setdefault(key, evidence.article)
            quotes.setdefault(key, {})[evidence.sentence.start] = evidence.sentence.text
    return [
        Source(n, article, tuple(text for _, text in sorted(quotes[key].items())))
        for n, (key, article) in enumerate(articles.items(), start=1)
    ]


def key_of(article: Article) -> Key:
    """What tells an article and its state from all others."""
    return article.id, article.version


def numbers(cited: Iterable[Source]) -> dict[Key, int]:
    """The key of an article → its number."""
    return {key_of(source.article): source.n for source in cited}


def marks(claim: Claim | CheckedClaim, numbered: Mapping[Key, int]) -> str:
    """The citation marks of a claim: "[1][3]", or "" where it cites nothing."""
    cited = sorted({numbered[key_of(evidence.article)] for evidence in claim.evidence})
    return "".join(f"[{n}]" for n in cited)
