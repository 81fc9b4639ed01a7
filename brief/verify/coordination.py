"""Where a sentence is two statements with a conjunction between them, each true or false alone.

A sentence is cut only where both sides have a subject and a verb of their own and nothing before
the joint reaches over it: no speaker or doubt ("said that", "expects"), no condition or relative
clause, no opening phrase of time or place, no quotation. Whatever is unclear stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_JOINT = re.compile(
    r"(?P<comma>\s*;\s+(?:and\s+|but\s+)?|,\s+(?:and|but|while|whereas)\s+)|\s+(?:and|but)\s+"
)
# What reaches over a joint: subordination, and verbs that take a whole statement.
_REACHES = re.compile(
    r"[“”\"«»‘:()]|\]\(|[.!?]\s+(?-i:[A-Z])|\b(?:if|unless|because|although|though|when|after|before|until|since|that|"
    r"whether|which|who|whose|whom|where|as|once|provided|how|why|what|both|either|neither|nor|"
    r"between|according|reportedly|allegedly|apparently|probably|possibly|perhaps|likely|"
    r"sa(?:id|ys?|ying)|t(?:ells?|old)|argue[sd]?|announce[sd]?|add(?:s|ed)|wr(?:ites?|ote)|claim(?:s|ed)?|"
    r"warn(?:s|ed)?|report(?:s|ed)|confirm(?:s|ed)?|insist(?:s|ed)?|explain(?:s|ed)?|"
    r"note[sd]|state[sd]|den(?:y|ies|ied)|declare[sd]?|repl(?:ies|ied)|expect(?:s|ed)?|"
    r"believe[sd]?|th(?:inks?|ought)|hope[sd]?|fear(?:s|ed)?|kn(?:ows?|ew|own)|show(?:s|ed|n)?|"
    r"means?|meant|suggest(?:s|ed)?|estimate[sd]?|f(?:inds?|ound)|agree[sd]?|see[ms]?(?:s|ed)?|saw|"
    r"hear[sd]?|learn(?:s|ed|t)?|predict(?:s|ed)?|promise[sd]?|vow(?:s|ed)?|pledge[sd]?|"
    r"suspect(?:s|ed)?|assume[sd]?|let|make|made|help(?:s|ed)?|want(?:s|ed)?)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:in|on|at|by|from|for|with|under|over|during|despite|within|without|through|throughout|"
    r"amid|among|last|this|next|yesterday|today|earlier|later|meanwhile|there|here|also|to)\s|"
    r"\w+ly\b|[^\s,]+(?:\s[^\s,]+){0,3},\s",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[.,'’&-][^\W_]+)*|[$€£]\d[\d.,]*|%")
_MARK = re.compile(r"\[\^?[^\]\s]{1,20}\]")
_AUXILIARY = frozenset(
    "is are was were has have had will would can could may might must shall should did does do".split()
)
_PAST = frozenset(  # forms that are no participle as well
    """fell rose grew went gave took began wrote drew flew threw chose broke spoke drove came became
    ran shrank sank rang sang wore tore stole froze""".split()
)
_EITHER = frozenset(  # past tense or participle
    """met held kept led lost paid sent sold stood won built bought brought left cut put set hit shut
    spent lent struck beat fought taught split spread""".split()
)
_PRESENT = frozenset(
    """holds leads costs plans remains stands owns runs produces supplies mines sells buys pays
    employs covers includes contains needs requires lies begins ends opens closes exports imports
    makes takes gives keeps controls bans allows""".split()
)
_SAYING = frozenset("said says told tells announced added confirmed warned reported".split())
_PRONOUN = frozenset(
    """it he she they this that these those we i you some others each one both all none its his her
    their another there then so not also""".split()
)
_PREPOSITION = frozenset(
    """in on at by from for with under over during of to into as against about than through across
    between among after before since until near via""".split()
)
_DETERMINER = frozenset("the a an its their his her this these those no every all some".split())
_PLURAL = frozenset("are were have do".split())
_NO_SUBJECT = (
    _PRONOUN
    | _PREPOSITION
    | _AUXILIARY
    | frozenset(
        "now just even therefore thus hence still only never yet while whereas instead again".split()
    )
)
_ENDS_SUBJECT = _PRONOUN - {"others", "each", "one"} | frozenset(
    "to and or but while whereas".split()
)
_SUBJECT = 7  # words that a subject may have
_SHORT = 3  # words that a statement needs


def halves(sentence: str) -> list[tuple[int, int]]:
    """Spans of the statements in a sentence: one that is the whole, or those it is safely cut into.

    >>> text = "Malaysia banned raw exports and China offered technology."
    >>> [text[start:end] for start, end in halves(text)]
    ['Malaysia banned raw exports', 'China offered technology.']
    >>> halves("The fund and the ministry met in May.")
    [(0, 37)]
    """
    whole = [(0, len(sentence))]
    if _REACHES.search(_MARK.sub("", sentence)) or _OPENING.match(sentence):
        return whole
    cuts: list[tuple[int, int]] = []
    begin = 0
    for joint in _JOINT.finditer(sentence):
        after = next(_JOINT.finditer(sentence, joint.end()), None)
        right = sentence[joint.end() : after.start() if after else len(sentence)]
        left, firm = sentence[begin : joint.start()], joint["comma"] is not None
        if not firm and "," in left:
            continue  # the last of a list, as likely as not
        if _is_clause(left, firm=True) and _is_clause(right, firm=firm):
            cuts.append(joint.span())
            begin = joint.end()
    edges = [0, *(edge for cut in cuts for edge in cut), len(sentence)]
    return list(pairwise(edges))[::2] if cuts else whole


def _is_clause(text: str, *, firm: bool) -> bool:
    """Whether a text has a subject and a finite verb; `firm` where punctuation speaks for it too."""
    words = _WORD.findall(_MARK.sub(" ", text))
    if len(words) < _SHORT or words[0].lower() in _NO_SUBJECT or words[0].endswith("ly"):
        return False
    subject = len(_WORD.findall(_MARK.sub(" ", re.split(r"[,;]", text)[0])))
    for place, word in enumerate(words[1 : min(_SUBJECT + 1, subject)], start=1):
        if is_finite(words, place, firm=firm):
            if not firm and word in _PLURAL and not words[place - 1].endswith("s"):
                return False  # "A and B are": both are the subject
            return words[place - 1].lower() not in _DETERMINER | _PREPOSITION
        if word.lower() in _ENDS_SUBJECT:
            return False
    return False


def tells(text: str) -> bool:
    """Whether a text is more than a label: it has a few words and a verb in a tense.

    >>> tells("dockers at Lodne extended their strike"), tells("Dockers' Union, yearly report")
    (True, False)
    """
    words = _WORD.findall(_MARK.sub(" ", text))
    return len(words) > _SHORT and any(
        is_finite(words, place, firm=True)
        or words[place] in _SAYING
        # "the rules ban", where one rule "bans"
        or (f"{words[place]}s" in _PRESENT and re.fullmatch("[a-z]+s", words[place - 1]))
        for place in range(1, len(words))
    )


def is_finite(words: Sequence[str], place: int, *, firm: bool) -> bool:
    """Whether a word is a verb in a tense, as far as it and its neighbours tell."""
    word = words[place]
    if word in _AUXILIARY | _PAST:
        return True
    named = (words[place - 1][:1].isupper() and place - 1 > 0) or words[place - 1].istitle()
    if word in _PRESENT:
        return named or firm
    if not (word in _EITHER or (word.endswith("ed") and word.islower() and len(word) > 3)):
        return False
    if named and words[place - 1].lower() not in _DETERMINER:
        return True
    after = words[place + 1] if place + 1 < len(words) else ""
    takes_object = (
        after.lower() in _DETERMINER or after[:1].isupper() or after[:1] in "$€£0123456789"
    )
    return firm and bool(after) and takes_object
