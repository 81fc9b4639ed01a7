"""The few sentences of a long text that an entailment model should read beside a claim.

By words alone: rare words of the claim count more than frequent ones, and each further sentence
is taken for what it adds to those before. The same choice is made in training and in use.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from brief.verify.tokens import tokens

SENTENCES = 4  # that are read together
WORDS = 130  # of all of them; what is longer is cut
FIGURE = 1.5  # weight of a figure or a name beside another word's 1
WHOLE = 0.35  # what covering the claim is worth again, beside adding to what is covered
_POINTING = re.compile(
    r"^\W*(?:and|but|so|then|also)?\W*(?:he|she|it|its|his|her|they|their|this|that|these|those|such|both|"
    r"the (?:company|group|man|woman|player|team|ceo|president|minister|firm|author|actor|"
    r"singer|report|study|move|decision|deal|bill|law|case|plan|former))\b",
    re.IGNORECASE,
)


def select(claim: str, sentences: Sequence[str], *, most: int = SENTENCES) -> list[int]:
    """Indices of the sentences to read for `claim`, in their own order; at least one if any.

    A sentence that begins with a pronoun brings the one before it where there is room.

    >>> select("Ann owns a cat.", ["It rained.", "Ann owns two cats.", "Bob left."], most=1)
    [1]
    """
    read = [_stems(sentence) for sentence in sentences]
    weight = _weights(claim, read)
    best = sorted(range(len(read)), key=lambda n: (-_sum(weight, read[n]), n))[: 4 * most]
    chosen: list[int] = []
    covered: set[str] = set()
    room = WORDS
    while best and len(chosen) < most:
        top = max(
            best,
            key=lambda n: _sum(weight, read[n] - covered) + WHOLE * _sum(weight, read[n]),
        )
        best.remove(top)
        length = len(sentences[top].split())
        if chosen and length > room:
            continue
        chosen.append(top)
        covered |= read[top]
        room -= length
        before = top - 1
        if (
            len(chosen) < most + 1
            and top
            and before not in chosen
            and _POINTING.match(sentences[top])
            and len(sentences[before].split()) <= room
        ):
            chosen.append(before)
            covered |= read[before]
            room -= len(sentences[before].split())
            if before in best:
                best.remove(before)
    return sorted(chosen)


def joined(sentences: Sequence[str], chosen: Sequence[int]) -> str:
    """The chosen sentences as one text of at most `WORDS` words."""
    return " ".join(" ".join(sentences[n] for n in chosen).split()[:WORDS])


def _weights(claim: str, read: Sequence[frozenset[str]]) -> dict[str, float]:
    """For each stem of the claim how much a sentence that has it tells of the claim."""
    weight = {}
    for token in tokens(claim):
        if token.content:
            among = sum(token.stem in stems for stems in read)
            rare = math.log((len(read) + 1) / (among + 0.5)) + 0.2
            special = token.text[0].isupper() or token.text[0].isdigit()
            weight[token.stem] = rare * (FIGURE if special else 1.0)
    return weight


def _sum(weight: dict[str, float], stems: frozenset[str]) -> float:
    return sum(value for stem, value in weight.items() if stem in stems)


@lru_cache(maxsize=65536)
def _stems(sentence: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokens(sentence) if token.content)
