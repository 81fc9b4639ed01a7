"""How well each sentence answers a question: late interaction, context and answer type, weighed.

Each word of the question is looked for in the sentence, in the sentences around it and in the
article, by stem and by the nearest token vector (late interaction after ColBERT, Khattab and
Zaharia 2020). What is covered where, whether the sentence offers the kind of thing that is asked
for, and the cosine of the two go into a logistic model whose weights were fitted on questions
about news articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brief.retrieve.answer_type import asked, offers
from brief.text import stem, words
from brief.verify.tokens import Token, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Encoder, TokenVectors

# A token pair this alike says nothing, and this alike says the same (measured on news sentences).
UNLIKE, ALIKE = 0.25, 0.65
# What a word is worth that stands not in the sentence but beside it, in the title, in the article.
NEAR, TITLE, ARTICLE, ARTICLE_NAME = 0.8, 0.8, 0.4, 0.85
# What the words count that only name the kind of answer, and those of the question's other parts.
FRAME, OUTSIDE = 0.3, 0.4
FEATURES = (
    "own", "covered", "verbal", "weakest", "names", "gaps", "cosine", "offers", "denied", "terms",
    "length",
)  # fmt: skip
WEIGHTS = (0.087, 0.655, 4.498, 0.573, 0.225, -0.135, 5.639, 0.712, -1.068, 1.33, -0.252)
BIAS = -10.591


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence and where it stands; `article` groups the candidates of one article, in order."""

    text: str
    article: str
    title: str
    published: str
    article_stems: frozenset[str]
    ordinal: int


def answering(
    question: str,
    part: tuple[int, int],
    candidates: Sequence[Candidate],
    *,
    encoder: Encoder,
    rarity: Mapping[str, float],
) -> list[float]:
    """How likely each candidate answers `question[start:end]`, 0 to 1.

    The rest of the question counts as what it is about. `rarity` weighs stems by how few
    passages hold them, 0 to 1; a stem it lacks weighs most.
    """
    import numpy as np

    rows = features(question, part, candidates, encoder=encoder, rarity=rarity)
    logits = rows @ np.array(WEIGHTS, np.float32) + BIAS
    return [float(p) for p in 1 / (1 + np.exp(-logits))]


def features(
    question: str,
    part: tuple[int, int],
    candidates: Sequence[Candidate],
    *,
    encoder: Encoder,
    rarity: Mapping[str, float],
) -> NDArray[np.float32]:
    """One row of FEATURES for each candidate, (n, len(FEATURES))."""
    import numpy as np

    terms = [term for term in tokens(question) if term.content]
    if not terms or not candidates:
        return np.zeros((len(candidates), len(FEATURES)), np.float32)
    wanted = asked(question[slice(*part)])
    inside = np.array([part[0] <= term.start < part[1] for term in terms])
    frame = np.array([term.stem in wanted.frame for term in terms]) & inside
    named = np.array([_is_name(term) for term in terms])
    rare = np.array([rarity.get(term.stem, 1.0) for term in terms])
    light = np.where(frame, FRAME, 1.0) * np.where(inside, 1.0, OUTSIDE)
    weights = rare * light

    texts = [candidate.text for candidate in candidates]
    titles = list(dict.fromkeys(candidate.title for candidate in candidates))
    encoded = encoder.encode_tokens([question, *texts, *titles])
    asking, told = encoded[0], encoded[1:]
    support = np.array(
        [
            _support(terms, asking, text, of)
            for text, of in zip([*texts, *titles], told, strict=True)
        ]
    )
    own = support[: len(texts)]
    by_title = dict(zip(titles, support[len(texts) :], strict=True))
    near = _nearby(own, candidates)
    title = np.array([by_title[candidate.title] for candidate in candidates])
    held = np.array([[term.stem in c.article_stems for term in terms] for c in candidates])
    covered = np.max(
        [own, NEAR * near, TITLE * title, held * np.where(named, ARTICLE_NAME, ARTICLE)], axis=0
    )
    offered = np.array([offers(wanted.kind, c.text, question, c.published) for c in candidates])
    covered = np.where(frame & offered[:, None], np.maximum(covered, 0.7), covered)

    total = weights.sum()
    verbal = np.where(named | frame | ~inside, 0.0, weights)
    vectors = encoder.encode([question, *texts])
    strict = wanted.kind not in ("other", "polar")
    missing = (1 - covered) * light
    return np.column_stack(
        [
            own @ weights / total,
            covered @ weights / total,
            (own @ verbal + 0.25) / (verbal.sum() + 0.5),
            1 - missing.max(axis=1),
            1 - np.where(named, missing, 0).max(axis=1),
            (missing * rare).sum(axis=1),
            vectors[1:] @ vectors[0],
            offered * strict,
            ~offered * strict,
            np.full(len(texts), np.log(len(terms))),
            [np.log(len(words(text)) + 1) for text in texts],
        ]
    ).astype(np.float32)


def _is_name(term: Token) -> bool:
    return (term.start > 0 and term.text[0].isupper()) or term.text[0].isdigit()


def _support(
    terms: Sequence[Token], asking: TokenVectors, text: str, told: TokenVectors
) -> NDArray[np.float32]:
    """How much of each term the text holds, 0 to 1, (len(terms),)."""
    import numpy as np

    held = {stem(word.removesuffix("'s")) for word in words(text)} | {t.stem for t in tokens(text)}
    if not len(told.vectors):
        return np.zeros(len(terms), np.float32)
    nearest = (asking.vectors @ told.vectors.T).max(axis=1)
    starts, ends = asking.offsets[:, 0], asking.offsets[:, 1]
    found = np.zeros(len(terms), np.float32)
    for place, term in enumerate(terms):
        pieces = nearest[(starts >= term.start) & (ends <= term.end)]
        alike = (pieces.mean() - UNLIKE) / (ALIKE - UNLIKE) if len(pieces) else 0.0
        found[place] = 1.0 if term.stem in held else min(max(alike, 0.0), 1.0)
    return found


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
