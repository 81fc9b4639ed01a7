"""What turns or weakens a statement: negation, and how sure it claims to be.

Each marker has a scope: from the marker to the end of its clause. No parser is used, so a scope
is a stretch of words between marks of punctuation and conjunctions; the rules that use it compare
only the words that both texts share.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from brief.verify.spans import Taken
from brief.verify.tokens import Token

FARTHEST = 100  # content words that a marker governs at most: more are a list without commas
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|nobody|nothing|nowhere|without|cannot|hardly|barely|"
    r"n['’]t|\w+n['’]t|denied|denies|deny|denying|failed\sto|fails\sto|failing\sto|fail\sto|"
    r"refused\sto|refuses\sto|declined\sto|declines\sto|stopped\sshort\sof|"
    r"ruled\sout|rules\sout|rejected\s(?:claims|reports|the\sclaim)|unable\sto|yet\sto|"
    r"rather\sthan|should\shave|instead\sof|lack(?:s|ed|ing)?|absence\sof|no\slonger|far\sfrom)\b",
    re.IGNORECASE,
)  # fmt: skip
# Phrases that look like negation and are none.
_NO_NEGATION = re.compile(
    r"\bnot\s(?:the\s)?only\b|\bno\s(?:doubt|later\sthan|less\sthan|fewer\sthan|more\sthan)\b|"
    r"\bnot\sleast\b|\bnone\sother\b|\bno\.\s?\d|\bcan(?:not|['’]t)\shelp\sbut\b|\bwhether\sor\snot\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:(?-i:may)|might|could|possibly|perhaps|probably|likely|unlikely|"
    r"expect(?:s|ed)?\sto|expected|plan(?:s|ned|ning)?\sto|intend(?:s|ed)?\sto|"
    r"aim(?:s|ed|ing)?\sto|hop(?:es?|ed|ing)\sto|seek(?:s|ing)?\sto|sought\sto|"
    r"consider(?:s|ing)|weigh(?:s|ing)|(?:is|are|was|were|be|been)\sconsidered|"
    r"in\s(?:\w+\s)?talks|negotiating|discussing|propos(?:es?|ed|al|ing)|whether|if|"
    r"potential(?:ly)?|possible|alleged(?:ly)?|reportedly|rumou?red|suspected|apparently|"
    r"appears?\sto|seems?\sto|threaten(?:s|ed)?\sto|ready\sto|willing\sto|set\sto|"
    r"want(?:s|ed)?\sto|scheduled\sto|prepar(?:es?|ed|ing)\sto|urged|urges|call(?:ed|s|ing)\s(?:for|(?:up)?on)|"
    r"(?:ask(?:s|ed)?|order(?:s|ed)?|instruct(?:s|ed)?|invite[sd]?|press(?:es|ed)?)\s(?:[\w’'.-]+\s){1,4}to|"
    r"pledged\sto|promised\sto|vowed\sto|draft|believed\sto|thought\sto|projected\sto|forecast\sto|"
    r"are\sto|is\sto|needs?|requires?|awaits?|awaiting|pending|subject\sto|would|under\sreview|asked\sfor|demand(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)  # fmt: skip
_REFUSAL = re.compile(
    r"\b(?:bann(?:ed|ing|s)|bans?|prohibit(?:ed|s|ing)?|forbid(?:s|den|ding)?|forbade|block(?:ed|s|ing)|"
    r"reject(?:ed|s|ing)|refus(?:ed|es|ing)|cancel(?:l?ed|s|l?ing)|suspend(?:ed|s|ing)|"
    r"prevent(?:ed|s|ing)|abandon(?:ed|s|ing)|scrap(?:ped|s|ping)|ruled\sout|rules\sout|"
    r"turn(?:ed|s)?\sdown|call(?:ed)?\soff|withdr[ae]w)\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\bif\b", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"[;:—–.!?]|,(?=\s)|\s(?:but|although|though|while|whereas|because|since|after|before|when|which|who|until)\s"
)
_JOINT = re.compile(
    r"[;:—–]|,(?=\s)|\s(?:but|although|though|while|whereas|because|since|after|before|despite|"
    r"according\sto|as\spart\sof|which|who|where|when|in\sorder\sto|so\sthat|and)\s",
    re.IGNORECASE,
)


class Clauses(Protocol):
    """A text and its words."""

    @property
    def text(self) -> str: ...
    @property
    def tokens(self) -> tuple[Token, ...]: ...


@dataclass(frozen=True, slots=True)
class Scope:
    """A marker and the words it governs, as positions among the sentence's tokens."""

    marker: str
    words: tuple[int, ...]


def negations(text: str, tokens: Sequence[Token]) -> tuple[Scope, ...]:
    """What `text` denies."""
    skipped = Taken(text, [match.span() for match in _NO_NEGATION.finditer(text)])
    return tuple(
        scope for at, scope in _scopes(_NEGATION, text, tokens) if not skipped.meets(at, at + 1)
    )


def refusals(text: str, tokens: Sequence[Token]) -> tuple[Scope, ...]:
    """What `text` says is banned, refused or prevented, and so is not."""
    return tuple(scope for _, scope in _scopes(_REFUSAL, text, tokens))


def hedges(text: str, tokens: Sequence[Token]) -> tuple[Scope, ...]:
    """What `text` leaves open: possibilities, plans, talks, hearsay."""
    supposes = bool(_IF.search(text))
    return tuple(
        scope
        for _, scope in _scopes(_HEDGE, text, tokens)
        # "would" reports as often as it supposes, unless there is an "if"
        if supposes or scope.marker.lower() != "would"
    )


def _scopes(
    pattern: re.Pattern[str], text: str, tokens: Sequence[Token]
) -> list[tuple[int, Scope]]:
    found = []
    places = [place for place, token in enumerate(tokens) if token.content]
    starts = [tokens[place].start for place in places]
    end = -1
    for match in pattern.finditer(text):
        if end < match.end():  # else the clause ends where that of the marker before it does
            stop = _CLAUSE_END.search(text, match.end())
            end = stop.start() if stop else len(text)
        first, last = bisect_left(starts, match.end()), bisect_left(starts, end)
        inside = tuple(places[first : min(last, first + FARTHEST)])
        found.append((match.start(), Scope(match.group(), inside)))
    return found


def governed(scopes: Sequence[Scope], reach: int) -> set[int]:
    """Positions of the first `reach` words that each marker governs."""
    return {place for scope in scopes for place in scope.words[:reach]}


def parts(text: str) -> list[tuple[int, int]]:
    """Spans of the parts of a sentence that each say something of their own, by its joints."""
    cuts = [0, *(match.start() for match in _JOINT.finditer(text)), len(text)]
    return list(pairwise(cuts))


def clause(facts: Clauses, place: int) -> list[int]:
    """Positions of the tokens in the clause around `place`."""
    at = facts.tokens[place].start
    ends = [match.start() for match in _CLAUSE_END.finditer(facts.text)]
    low = max((end for end in ends if end <= at), default=-1)
    high = min((end for end in ends if end > at), default=len(facts.text))
    return [p for p, token in enumerate(facts.tokens) if low < token.start < high]
