"""Names and terms of a question that the library does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from brief.retrieve.analyse import SCAFFOLD
from brief.verify.tokens import Token, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Encoder
    from brief.schema import Article, Sentence

# Words of questions that say nothing of what is asked about.
ASKING = SCAFFOLD | {"happen", "happened", "happens", "change", "changes", "thank", "thanks"}
HEARD = 0.45  # likeness from which a word that no passage holds counts as said in another form


def unheard(
    question: str,
    part: tuple[int, int],
    passages: Sequence[tuple[Article, Sequence[Sentence]]],
    rarity: Callable[[Iterable[str]], Mapping[str, float]],
    encoder: Encoder,
) -> tuple[str, ...]:
    """Names and uncommon words of the part that no passage holds and none found comes near.

    A word is uncommon where the encoder's vocabulary has it only in pieces; common words are
    often said in other words, names and terms are not. Of a part that has no word in common with
    the library, every word counts. `passages` are those found for the question, and `rarity` tells
    of stems how few passages hold them, 1 for none.
    """
    content = [
        token
        for token in tokens(question[: part[1]])
        if token.content and token.start >= part[0] and token.word not in ASKING
    ]
    rare = rarity(term.stem for term in content)
    held = frozenset[str]().union(*(_stems_of(_all_of(article)) for article, _ in passages))
    unheld = [t for t in content if rare.get(t.stem, 1.0) >= 1.0 and t.stem not in held]
    if not unheld or not passages:
        return tuple(term.text for term in unheld)
    (asking,) = encoder.encode_tokens([question])
    pieces = [
        (asking.offsets[:, 0] >= term.start) & (asking.offsets[:, 1] <= term.end) for term in unheld
    ]
    named = [
        (term, inside)
        for term, inside in zip(unheld, pieces, strict=True)
        if not term.text[0].isdigit()
        and (len(unheld) == len(content) or _is_name(term) or inside.sum() > 1)
    ]
    if not named:
        return ()
    texts = {a.title for a, _ in passages} | {s.text for _, told in passages for s in told}
    read = [text.vectors for text in encoder.encode_tokens(sorted(texts)) if len(text.vectors)]

    def near(inside: NDArray[np.bool_]) -> float:
        asked = asking.vectors[inside].T
        likeness = [float((told @ asked).max(axis=0).mean()) for told in read]
        return max(likeness, default=0.0) if inside.any() else 0.0

    return tuple(term.text for term, inside in named if near(inside) < HEARD)


def _is_name(term: Token) -> bool:
    return term.start > 0 and term.text[0].isupper()


def _all_of(article: Article) -> str:
    return f"{article.title} {article.outlet} {article.author} {article.wire} {article.text}"


@lru_cache(maxsize=256)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokens(text))
