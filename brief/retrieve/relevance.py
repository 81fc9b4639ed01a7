"""How well each sentence answers a question: what a sentence covers, as numbers for the reader.

Each word of the question is looked for in the sentence, in the sentences around it and in the
article, by stem and by the nearest token vector (late interaction after ColBERT, Khattab and
Zaharia 2020). What is covered where, whether the sentence offers the kind of thing that is asked
for, and the likeness of the two as wholes are the features; the reader weighs them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from brief.retrieve.answer_type import asked, offers
from brief.text import stem, words
from brief.verify.tokens import Token, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import TokenVectors

# A token pair this alike says nothing, and this alike says the same (measured on news sentences).
UNLIKE, ALIKE = 0.25, 0.65
HEARD = 0.5  # support from which a word that no passage holds counts as said in another form
# What a word is worth that stands not in the sentence but beside it, in the title, in the article.
NEAR, TITLE, ARTICLE, ARTICLE_NAME = 0.8, 0.8, 0.4, 0.85
# What the words count that only name the kind of answer, and those of the question's other parts.
FRAME, OUTSIDE = 0.3, 0.4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence and where it stands: `article` and `ordinal` tell which ones are neighbours."""

    text: str
    article: str
    title: str
    published: str
    article_stems: frozenset[str]
    ordinal: int


def features(
    question: str,
    part: tuple[int, int],
    candidates: Sequence[Candidate],
    vectors: Mapping[str, TokenVectors],
    rarity: Mapping[str, float],
) -> NDArray[np.float32]:
    """One row for each candidate, (n, 11), of how it answers `question[start:end]`.

    The rest of the question counts as what it is about. `vectors` holds the token vectors of the
    question, the candidates and their titles. `rarity` weighs stems by how few passages hold
    them, 0 to 1; a stem it lacks weighs most.
    """
    import numpy as np

    terms = [term for term in tokens(question) if term.content]
    if not terms or not candidates:
        return np.zeros((len(candidates), 11), np.float32)
    wanted = asked(question[slice(*part)])
    inside = np.array([part[0] <= term.start < part[1] for term in terms])
    frame = np.array([term.stem in wanted.frame for term in terms]) & inside
    named = np.array([_is_name(term) for term in terms])
    rare = np.array([rarity.get(term.stem, 1.0) for term in terms])
    light = np.where(frame, FRAME, 1.0) * np.where(inside, 1.0, OUTSIDE)
    weights = rare * light

    texts = [candidate.text for candidate in candidates]
    titles = list(dict.fromkeys(candidate.title for candidate in candidates))
    support = _support(terms, vectors[question], [*texts, *titles], vectors)
    own = support[: len(texts)]
    by_title = dict(zip(titles, support[len(texts) :], strict=True))
    near = _nearby(own, candidates)
    title = np.array([by_title[candidate.title] for candidate in candidates])
    held = np.array([[term.stem in c.article_stems for term in terms] for c in candidates])
    covered = np.max(
        [own, NEAR * near, TITLE * title, held * np.where(named, ARTICLE_NAME, ARTICLE)], axis=0
    )
    offered = np.array([offers(wanted, c.text, question, c.published) for c in candidates])
    covered = np.where(frame & (offered[:, None] == 1), np.maximum(covered, 0.7), covered)

    verbal = np.where(named | frame | ~inside, 0.0, weights)
    strict = wanted.kind not in ("other", "polar")
    missing = (1 - covered) * light
    whole = np.array([_mean(vectors[text]) for text in [question, *texts]])
    return np.column_stack(
        [
            own @ weights / weights.sum(),
            covered @ weights / weights.sum(),
            (own @ verbal + 0.25) / (verbal.sum() + 0.5),
            1 - missing.max(axis=1),
            1 - np.where(named, missing, 0).max(axis=1),
            (missing * rare).sum(axis=1),
            whole[1:] @ whole[0],
            offered * strict,
            (1 - offered) * strict,
            np.full(len(texts), np.log(len(terms))),
            [np.log(len(words(text)) + 1) for text in texts],
        ]
    ).astype(np.float32)


def unheard(
    question: str,
    part: tuple[int, int],
    candidates: Sequence[Candidate],
    vectors: Mapping[str, TokenVectors],
    rarity: Mapping[str, float],
) -> tuple[str, ...]:
    """Names and uncommon words of the part that no passage holds and no candidate comes near.

    A word is uncommon where the encoder's vocabulary has it only in pieces; common words are
    often said in other words, names and terms are not. Of a part that has no word in common with
    the library, every word counts.
    """
    import numpy as np

    asking = vectors[question]
    held = frozenset[str]().union(*(candidate.article_stems for candidate in candidates))
    content = [t for t in tokens(question[: part[1]]) if t.content and t.start >= part[0]]
    unheld = [t for t in content if rarity.get(t.stem, 1.0) >= 1.0 and t.stem not in held]
    terms = [
        term
        for term in unheld
        if not term.text[0].isdigit()
        and (len(unheld) == len(content) or _is_name(term) or _pieces(term, asking).sum() > 1)
    ]
    texts = list(dict.fromkeys(text for c in candidates for text in (c.text, c.title)))
    if not terms or not texts:
        return tuple(term.text for term in terms)
    nearest = np.max(_support(terms, asking, texts, vectors), axis=0)
    return tuple(term.text for term, near in zip(terms, nearest, strict=True) if near < HEARD)


def _pieces(term: Token, asking: TokenVectors) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (asking.offsets[:, 0] >= term.start) & (
        asking.offsets[:, 1] <= term.end
    )
    return inside


def _is_name(term: Token) -> bool:
    return (term.start > 0 and term.text[0].isupper()) or term.text[0].isdigit()


def _support(
    terms: Sequence[Token],
    asking: TokenVectors,
    texts: Sequence[str],
    vectors: Mapping[str, TokenVectors],
) -> NDArray[np.float32]:
    """How much of each term each text holds, 0 to 1, (texts, terms)."""
    import numpy as np

    told = [vectors[text].vectors for text in texts]
    filled = [row for row, found in enumerate(told) if len(found)]
    nearest = np.zeros((len(texts), len(asking.vectors)), np.float32)
    if filled:
        starts = np.cumsum([0, *(len(told[row]) for row in filled[:-1])])
        likeness = np.concatenate([told[row] for row in filled]) @ asking.vectors.T
        nearest[filled] = np.maximum.reduceat(likeness, starts, axis=0)
    support = np.zeros((len(texts), len(terms)), np.float32)
    for place, term in enumerate(terms):
        pieces = nearest[:, _pieces(term, asking)]
        if pieces.shape[1]:
            alike = (pieces.mean(axis=1) - UNLIKE) / (ALIKE - UNLIKE)
            support[:, place] = np.clip(alike, 0, 1)
        support[[term.stem in _stems(text) for text in texts], place] = 1.0
    return support


@lru_cache(maxsize=8192)
def _stems(text: str) -> frozenset[str]:
    whole = {stem(word.removesuffix("'s")) for word in words(text)}
    return frozenset(whole | {token.stem for token in tokens(text)})


def _mean(found: TokenVectors) -> NDArray[np.float32]:
    """The mean token as the text's vector, of length 1: close to what the encoder would pool."""
    import numpy as np

    if not len(found.vectors):
        return np.zeros(found.vectors.shape[1], np.float32)
    mean: NDArray[np.float32] = found.vectors.mean(axis=0)
    mean /= np.linalg.norm(mean) + np.float32(1e-9)
    return mean


def _nearby(own: NDArray[np.float32], candidates: Sequence[Candidate]) -> NDArray[np.float32]:
    """The best support among the two sentences before and the one after, (n, terms)."""
    import numpy as np

    places = {(c.article, c.ordinal): row for row, c in enumerate(candidates)}
    near = np.zeros_like(own)
    for row, c in enumerate(candidates):
        for step in (-2, -1, 1):
            other = places.get((c.article, c.ordinal + step))
            if other is not None:
                near[row] = np.maximum(near[row], own[other])
    return near
