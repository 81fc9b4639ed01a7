"""Claims that are a sentence of the source, or one with something harmless left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from brief.verify.tokens import tokens

KEPT = 0.5  # share of the sentence's words that a cut one still has
SHORT = 4  # words below which a claim is too short to be told from chance
# Words that change what is said where they are left out: denial, doubt, condition, attribution.
_WEIGHTY = frozenset(
    "not no never none nobody nothing neither nor without cannot hardly barely rarely seldom few "
    "little may might could can would should will shall must if unless until whether when would "
    "likely unlikely possible possibly probably perhaps maybe reportedly allegedly apparently "
    "alleged suspected accused proposed planned potential claimed claims denied denies deny "
    "refused rejects rejected failed fails said says told according believes thinks suggested "
    "expects expected plans plan planning wants want hopes hope considering talks aims intends "
    "almost nearly about around roughly approximately only just at least most more less "
    "some many several half part former ex deputy vice acting except but instead other false fake "
    "wrong hoax rumour rumor hypothetical seeks sought try tries tried trying".split()
)


def copied(claim: str, sources: Sequence[str]) -> bool:
    """Whether one source sentence says the claim in its own words, in their order.

    What it leaves out may be no more than half and none of the words that carry doubt, denial,
    condition or attribution.

    >>> copied("The ministry will pay 84 crowns.", ["The ministry will pay 84 crowns a dose."])
    True
    >>> copied("The ministry will pay.", ["He denied that the ministry will pay."])
    False
    """
    mine = _words(claim)
    if len(mine) < SHORT:
        return any(mine == _words(source) for source in sources if mine)
    return any(_cut(mine, _words(source)) for source in sources)


def _cut(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    if len(mine) > len(theirs) or len(mine) < KEPT * len(theirs):
        return False
    left_out, place = [], 0
    for word in theirs:
        if place < len(mine) and word == mine[place]:
            place += 1
        else:
            left_out.append(word)
    return place == len(mine) and not any(
        word in _WEIGHTY or word.endswith("n't") for word in left_out
    )


@lru_cache(maxsize=16384)
def _words(text: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(text))
