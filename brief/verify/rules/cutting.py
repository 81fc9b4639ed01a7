"""A sentence cut so that its deed falls to another: "the minister's brother" to "the minister"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brief.text import STOP_WORDS
from brief.verify.case import Case, Finding
from brief.verify.coordination import is_finite
from brief.verify.copying import HARMLESS, PHRASE, Spelling, fits, spelling
from brief.verify.facts import Facts

LEAST = 3  # words below which a claim is too short to be told from chance
SHOWN = 5  # words of the other's name that the reason gives
_DETERMINERS = frozenset("a an the this that these those its his her their".split())
_PREPOSITIONS = frozenset("of to for in at by from with on".split())
_JOINS = frozenset("and while but whereas as when because although though".split())
# Whoever speaks, decides or trades for a body, and words for some or a part of it.
_STANDS_FOR = frozenset(
    """government cabinet ministry parliament board council court army military forces navy police
    authorities officials spokesman spokeswoman spokesperson lawyers management members people
    delegation team shares share stock price prices president leaders leadership state city town
    village province region country republic kingdom island port number group set series pair lot
    majority thousands hundreds dozens millions kind type start beginning middle end""".split()
)
_LIGHT = (STOP_WORDS - _DETERMINERS) | HARMLESS | PHRASE


def cuts(case: Case) -> Iterator[Finding]:
    """What the source says of one and the claim, by leaving words out, of another."""
    if len(case.claim.tokens) < LEAST:
        return
    others = [_other(case.claim, sight.facts) for sight in (*case.chosen, *case.others)]
    if "" in others:
        return
    for sight, other in zip(case.chosen, others, strict=False):
        if other:
            yield Finding("missing", "cut", f"the source says this of “{other}”", sight)
            return


def _other(claim: Facts, source: Facts) -> str | None:
    """Whom the source says it of, "" where that is whom the claim names.

    None where the claim has words of its own.
    """
    mine, theirs = spelling(claim.text), spelling(source.text)
    found: list[str] = []

    def allowed(done: int, start: int, end: int) -> bool:
        owned = start and theirs.owners[start - 1] and not mine.owners[done - 1]
        if owned and _is_other(theirs.words[start:end]):
            span = (start - 1, end)
        elif set(mine.words[:done]) <= _DETERMINERS and _governs(theirs, start, end):
            span = (start, end + 1)
        elif start and not theirs.breaks[end] and (joint := _joint(source, start, end)):
            span = (joint, end)
        else:
            return True
        found.append(_shown(source, *span))
        return False

    if fits(mine.words, theirs.words, allowed):
        return ""
    return found[0] if found else None


def _is_other(words: Sequence[str]) -> bool:
    """Whether what is owned, or has a complement, is one that its owner does not stand for."""
    end = next((n for n, word in enumerate(words) if word in _PREPOSITIONS), len(words))
    head = {word for word in words[:end] if word not in STOP_WORDS}
    return bool(head) and not head & _STANDS_FOR


def _governs(source: Spelling, start: int, end: int) -> bool:
    """Whether a noun and a preposition are left out, so that the next words only complete it."""
    if any(source.breaks[start + 1 : end + 1]):
        return False
    while end > start and source.words[end - 1] in _DETERMINERS:
        end -= 1
    words = source.words[start:end]
    return bool(words) and words[-1] in _PREPOSITIONS and _is_other(words)


def _joint(source: Facts, start: int, end: int) -> int:
    """Where in `[start, end)` another subject begins, after a verb or a complement; 0 if none."""
    texts = [token.text for token in source.tokens]
    words = [token.word for token in source.tokens]
    repeated = words[start - 1] in _PREPOSITIONS and words[start - 1] == words[end - 1]
    if end == len(words) or not (repeated or is_finite(texts, start, firm=True)):
        return 0
    for place in range(start + 2, end - repeated):
        word = words[place]
        verb = not word.endswith("s") and is_finite(texts, place, firm=True)
        if words[place - 1] in _JOINS and not (verb or word in _LIGHT or word.endswith("ly")):
            return place
    return 0


def _shown(source: Facts, start: int, end: int) -> str:
    """The words as they stand, with the rest of a phrase or name that they break off in."""
    tokens = source.tokens
    last = min(end, start + SHOWN) - 1
    while last + 1 < len(tokens) and (
        tokens[last].word in _DETERMINERS
        or (tokens[last].text[0].isupper() and tokens[last + 1].text[0].isupper())
    ):
        last += 1
    return source.text[tokens[start].start : tokens[last].end]
