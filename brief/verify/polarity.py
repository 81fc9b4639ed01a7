"""What turns or weakens a statement: negation, opposites, and how sure it claims to be.

Each marker has a scope: from the marker to the end of its clause. No parser is used, so a scope
is a stretch of words between marks of punctuation and conjunctions; the rules that use it compare
only the words that both texts share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from brief.text import stem
from brief.verify.tokens import Token

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|nobody|nothing|nowhere|without|cannot|hardly|barely|"
    r"n['’]t|\w+n['’]t|denied|denies|deny|denying|failed\sto|fails\sto|failing\sto|fail\sto|"
    r"refused\sto|refuses\sto|declined\sto|declines\sto|stopped\sshort\sof|"
    r"ruled\sout|rules\sout|rejected\s(?:claims|reports|the\sclaim)|unable\sto|yet\sto|"
    r"rather\sthan|instead\sof|lack(?:s|ed|ing)?|absence\sof|no\slonger|far\sfrom)\b",
    re.IGNORECASE,
)  # fmt: skip
# Phrases that look like negation and are none.
_NO_NEGATION = re.compile(
    r"\bnot\sonly\b|\bno\s(?:doubt|later\sthan|less\sthan|fewer\sthan|more\sthan)\b|"
    r"\bnot\sleast\b|\bnone\sother\b|\bno\.\s?\d|\bcan(?:not|['’]t)\shelp\sbut\b|\bwhether\sor\snot\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|would|possibly|perhaps|probably|likely|unlikely|expected\sto|expects\sto|"
    r"expect(?:ed|s)?|plan(?:s|ned|ning)?\sto|intend(?:s|ed)?\sto|aim(?:s|ed|ing)?\sto|"
    r"hop(?:es?|ed|ing)\sto|seek(?:s|ing)?\sto|sought\sto|consider(?:s|ing|ed)?|weigh(?:s|ing|ed)?|"
    r"in\s(?:\w+\s)?talks|negotiat(?:e|es|ing|ions)|discuss(?:es|ing)|discussions|propos(?:es?|ed|al|ing)|"
    r"if|whether|should|potential(?:ly)?|alleged(?:ly)?|allegations?|reportedly|rumou?red|"
    r"suspected|apparent(?:ly)?|appears?\sto|seems?\sto|threaten(?:s|ed)?\sto|ready\sto|"
    r"offer(?:s|ed)?\sto|willing\sto|set\sto|due\sto\s(?=be\b)|want(?:s|ed)?\sto|hopes|can|"
    r"scheduled\sto|prepar(?:es?|ed|ing)\sto|urged|urges|called\sfor|calls\sfor|pledged\sto|"
    r"promised\sto|vowed\sto|tentative(?:ly)?|draft|believed\sto|thought\sto|claim(?:s|ed)?\sthat|estimated\sto)\b",
    re.IGNORECASE,
)  # fmt: skip
_CLAUSE_END = re.compile(
    r"[;:—–.!?]|,(?=\s)|\s(?:but|although|though|while|whereas|because|since|after|before|when|which|who|until)\s"
)
_OPPOSITES = """
rise rose risen increase increased grow grew grown climb climbed gain gained jump jumped surge surged soar soared up higher expand expanded raise raised boost boosted
| fall fell fallen decrease decreased decline declined drop dropped shrink shrank slip slipped plunge plunged tumble tumbled down lower cut cuts reduce reduced slash slashed contract
; approve approved accept accepted agree agreed back backed support supported endorse endorsed welcome welcomed
| reject rejected refuse refused oppose opposed veto vetoed dismiss dismissed condemn condemned
; ban banned prohibit prohibited forbid forbidden bar barred block blocked outlaw outlawed
| allow allowed permit permitted legalise legalised legalize legalized authorise authorised authorize authorized
; win won victory | lose lost defeat
; start started begin began begun launch launched open opened resume resumed
| end ended stop stopped halt halted close closed suspend suspended cancel cancelled canceled
; before earlier | after later
; import imports imported | export exports exported
; buy bought purchase purchased acquire acquired | sell sold divest divested
; more | fewer less
; majority | minority
; most | few least
; confirm confirmed | deny denied
; first | last
; strengthen strengthened tighten tightened | weaken weakened ease eased loosen loosened relax relaxed
; pass passed succeed succeeded success | fail failed failure
; hire hired appoint appointed | fire fired sack sacked dismiss dismissed
; join joined enter entered | leave left quit withdraw withdrew exit exited
; surplus profit | deficit loss
; guilty convicted | innocent acquitted cleared
; public state-owned | private
; arrive arrived | depart departed
; best strongest largest biggest highest | worst weakest smallest lowest
; north northern | south southern
; east eastern | west western
; same | different
; include included | exclude excluded
; temporary temporarily | permanent permanently
; possible | impossible
; legal lawful | illegal unlawful
; likely | unlikely
; able | unable
; alive survived | dead died killed
; domestic | foreign
; ahead | behind
; upgrade upgraded | downgrade downgraded
; encourage encouraged | discourage discouraged
; optimistic | pessimistic
; positive | negative
; strong | weak
; early | late
; long | short
; male man men boy | female woman women girl
; old | young new
; always | never
; love loved like liked | hate hated dislike disliked
"""


def _opposite_table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _OPPOSITES.split(";"):
        left, right = ({stem(w) for w in side.split()} for side in pair.split("|"))
        for mine, theirs in ((left, right), (right, left)):
            for word in mine:
                table.setdefault(word, set()).update(theirs)
    return {word: frozenset(others) for word, others in table.items()}


OPPOSITES = _opposite_table()


@dataclass(frozen=True, slots=True)
class Scope:
    """A marker and the words it governs, as positions among the sentence's tokens."""

    marker: str
    words: tuple[int, ...]


def negations(text: str, tokens: Sequence[Token]) -> tuple[Scope, ...]:
    """What `text` denies."""
    skipped = [match.span() for match in _NO_NEGATION.finditer(text)]
    return tuple(
        scope
        for at, scope in _scopes(_NEGATION, text, tokens)
        if not any(start <= at < end for start, end in skipped)
    )


def hedges(text: str, tokens: Sequence[Token]) -> tuple[Scope, ...]:
    """What `text` leaves open: possibilities, plans, talks, hearsay."""
    return tuple(scope for _, scope in _scopes(_HEDGE, text, tokens))


def _scopes(
    pattern: re.Pattern[str], text: str, tokens: Sequence[Token]
) -> list[tuple[int, Scope]]:
    found = []
    for match in pattern.finditer(text):
        stop = _CLAUSE_END.search(text, match.end())
        end = stop.start() if stop else len(text)
        inside = tuple(
            place for place, token in enumerate(tokens)
            if match.end() <= token.start < end and token.content
        )  # fmt: skip
        found.append((match.start(), Scope(match.group(), inside)))
    return found


def opposite(left: str, right: str) -> bool:
    """Whether two stems say opposite things, by a short list.

    >>> opposite("rose", "fell"), opposite("rose", "grew")
    (True, False)
    """
    return right in OPPOSITES.get(left, frozenset())
