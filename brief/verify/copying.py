"""Claims that are a sentence of the source, or one with something harmless left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from brief.verify.tokens import tokens

KEPT = 0.5  # share of the sentence's words that a cut one still has
SHORT = 4  # words below which a claim is too short to be told from chance
LONGEST = 150  # words beyond which a sentence is not compared with its cuts
# Words that change what is said where they are left out: denial, doubt, condition, attribution.
_WEIGHTY = frozenset(
    "not no never none nobody nothing neither nor without cannot hardly barely rarely seldom few "
    "little may might can could would should will shall must if unless until whether when would "
    "likely unlikely possible possibly probably perhaps maybe reportedly allegedly apparently "
    "alleged suspected accused proposed planned potential claimed claims denied denies deny "
    "refused rejects rejected failed fails said says told according believes thinks suggested "
    "expects expected plans plan planning wants want hopes hope considering talks aims intends "
    "almost nearly about around roughly approximately only just at least most more less "
    "some many several half part former ex deputy vice acting except but instead other false fake "
    "wrong hoax rumour rumor hypothetical seeks sought try tries tried trying".split()
)
_DENIAL = frozenset("not no never none nobody nothing neither nor cannot hardly only".split())
# Words that may go wherever they stand.
HARMLESS = frozenset(
    "also however now already still meanwhile indeed really very simply actually".split()
)
# Words that begin a phrase of its own, which may go at the end of a sentence.
PHRASE = frozenset(
    "in on at by from for with under over during of to into as against through across between among "
    "after before since near via amid despite following including while because although though "
    "and which who whose where that yesterday today tomorrow last this next earlier later monday "
    "tuesday wednesday thursday friday saturday sunday".split()
)
_BREAK = re.compile(r"(?=.*\s).*[,;:()\[\]]|\s[–-]\s|—")  # "1,200" has none


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of a sentence as they are compared."""

    words: tuple[str, ...]
    owners: tuple[bool, ...]  # for each word whether it has a possessive ending
    breaks: tuple[bool, ...]  # whether punctuation, or nothing, stands before it; and at the end

    @property
    def forms(self) -> tuple[tuple[str, bool], ...]:
        return tuple(zip(self.words, self.owners, strict=True))


@lru_cache(maxsize=16384)
def spelling(text: str) -> Spelling:
    """The words of `text`, what of them owns something, and where it has its breaks."""
    found = tokens(text)
    between = [text[a.end : b.start] for a, b in pairwise(found)]
    owners = [
        bool(re.search(r"['’]s$", t.text))
        or (t.word.endswith("s") and text[t.end : t.end + 2] in ("' ", "’ "))
        for t in found
    ]
    breaks = [True, *(bool(_BREAK.search(gap)) for gap in between), True]
    return Spelling(tuple(t.word for t in found), tuple(owners), tuple(breaks))


def copied(claim: str, sources: Sequence[str]) -> bool:
    """Whether one source sentence says the claim in its own words, in their order.

    What it leaves out may be no more than half, none of the words that carry doubt, denial,
    condition or attribution, and nothing that the rest hangs on: a phrase between two marks of
    punctuation, one that opens or ends the sentence, or a harmless word.

    >>> copied("The ministry will pay Lumera.", ["The ministry will pay Lumera on Thursday."])
    True
    >>> copied("The minister was arrested.", ["The minister's brother was arrested."])
    False
    """
    mine = spelling(claim)
    if len(mine.words) < SHORT:
        return any(mine.forms == spelling(source).forms for source in sources if mine.words)
    return any(_cut(mine, spelling(source)) for source in sources)


def _cut(mine: Spelling, theirs: Spelling) -> bool:
    length, kept = len(theirs.words), len(mine.words)
    return KEPT * length <= kept <= length and fits(
        mine.forms, theirs.forms, lambda _, start, end: _innocent(theirs, start, end)
    )


def _innocent(source: Spelling, start: int, end: int) -> bool:
    """Whether leaving out `[start, end)` leaves the rest as true as it was."""
    words, breaks = source.words[start:end], source.breaks
    if any(word in _WEIGHTY or word.endswith("n't") for word in words):
        return False
    if len(words) == 1 and (words[0] in HARMLESS or (start == 0 and words[0] == "and")):
        return True
    if start and end < len(source.words):
        return breaks[start] and breaks[end]
    if start:  # "does not plan to do so before July" denies less than what is left of it
        denies = any(w in _DENIAL or w.endswith("n't") for w in source.words[:start])
        return breaks[start] or (words[0] in PHRASE and not denies)
    return breaks[end] and (words[0] in PHRASE | HARMLESS or words[0].endswith(("ly", "ing")))


def fits(
    mine: Sequence[object], theirs: Sequence[object], allowed: Callable[[int, int, int], bool]
) -> bool:
    """Whether `theirs` becomes `mine` by leaving out stretches of it, each of them `allowed`.

    `allowed` is asked how many of `mine` stand before the stretch, and where it begins and ends.
    """
    rest = iter(theirs)
    if len(theirs) > LONGEST:
        return tuple(mine) == tuple(theirs)
    if not all(word in rest for word in mine):
        return False
    ends = {0}  # where what has been compared so far may end
    for done, word in enumerate(mine):
        ends = {
            place + 1
            for end in ends
            for place in range(end, len(theirs))
            if theirs[place] == word and (place == end or allowed(done, end, place))
        }
    return any(end == len(theirs) or allowed(len(mine), end, len(theirs)) for end in ends)
