"""Names and terms of a question that the library does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from brief.retrieve.analyse import SCAFFOLD
from brief.verify.tokens import Token, tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Encoder, TokenVectors
    from brief.schema import Article, Sentence

# Words of questions that say nothing of what is asked about.
ASKING = SCAFFOLD | {"happen", "happened", "happens", "change", "changes", "thank", "thanks"}
HEARD = 0.45  # likeness from which a word that no passage holds counts as said in another form


class Unheard:
    """What of a question neither the library nor the passages found for it mention.

    `rarity` tells of stems how few passages of the library hold them, 1 for none.
    """

    def __init__(
        self,
        question: str,
        passages: Sequence[tuple[Article, Sequence[Sentence]]],
        rarity: Callable[[Iterable[str]], Mapping[str, float]],
        encoder: Encoder,
    ) -> None:
        self._question = question
        self._passages = passages
        self._rarity = rarity
        self._encoder = encoder

    def in_part(self, part: tuple[int, int]) -> tuple[str, ...]:
        """Names and uncommon words of the part that no passage holds and none found comes near.

        A word is uncommon where the encoder's vocabulary has it only in pieces; common words are
        often said in other words, names and terms are not. Of a part that has no word in common
        with the library, every word counts.
        """
        content = [
            token
            for token in tokens(self._question[: part[1]])
            if token.content and token.start >= part[0] and token.word not in ASKING
        ]
        rare = self._rarity(term.stem for term in content)
        unheld = [term for term in content if rare.get(term.stem, 1.0) >= 1.0]
        if unheld:  # the index stems in another way, and knows nothing of authors
            unheld = [term for term in unheld if term.stem not in self._held]
        if not unheld or not self._passages:
            return tuple(term.text for term in unheld)
        asked = self._asked
        pieces = [
            (asked.offsets[:, 0] >= term.start) & (asked.offsets[:, 1] <= term.end)
            for term in unheld
        ]
        return tuple(
            term.text
            for term, inside in zip(unheld, pieces, strict=True)
            if not term.text[0].isdigit()
            and (len(unheld) == len(content) or _is_name(term) or inside.sum() > 1)
            and self._nearest(inside) < HEARD
        )

    def _nearest(self, inside: NDArray[np.bool_]) -> float:
        """How near any sentence comes to the tokens of the question that are `inside`."""
        asked = self._asked.vectors[inside].T
        likeness = [float((told @ asked).max(axis=0).mean()) for told in self._told]
        return max(likeness, default=0.0) if inside.any() else 0.0

    @cached_property
    def _held(self) -> frozenset[str]:
        return frozenset().union(*(_stems_of(_all_of(article)) for article, _ in self._passages))

    @cached_property
    def _asked(self) -> TokenVectors:
        return self._encoder.encode_tokens([self._question])[0]

    @cached_property
    def _told(self) -> list[NDArray[np.float32]]:
        texts = {a.title for a, _ in self._passages}
        texts |= {s.text for _, told in self._passages for s in told}
        read = self._encoder.encode_tokens(sorted(texts))
        return [text.vectors for text in read if len(text.vectors)]


def _is_name(term: Token) -> bool:
    return term.start > 0 and term.text[0].isupper()


def _all_of(article: Article) -> str:
    return f"{article.title} {article.outlet} {article.author} {article.wire} {article.text}"


@lru_cache(maxsize=256)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokens(text))
