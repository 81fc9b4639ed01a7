"""The questions that one is made of, and how each is put to the cross-encoder."""

from __future__ import annotations

import re
from itertools import zip_longest

from brief.retrieve.analyse import HIDDEN, QUOTED
from brief.retrieve.clauses import (
    BEHIND,
    WHETHER,
    WORDS,
    asks,
    continues,
    listed,
    predicate,
    stands,
)
from brief.text import masked

# A second question begins behind "and", a comma or a semicolon with a question word of its own, or
# behind ", and" as one that asks for yes or no: "…, and has he kept it?"
_ASKS = rf"{BEHIND}(?-i:{WORDS})"
_NEXT_QUESTION = re.compile(
    rf"(?:(?P<mark>[,;?]\s+|\s*[–—]\s*|\s+-\s+)|\s+)\(?(?:and|or|but|&)\s+(?={_ASKS})"
    rf"|(?P<whether>,\s+(?:and|but)\s+)(?={WHETHER})"
    r"|(?P<stop>[;?])\s+(?=\w)"
    # of a list, "who bought it, for how much, and why?", each but the last ends with a comma
    rf"|(?P<comma>,)\s+(?={_ASKS}[^;?]{{0,300}},?\s+(?:and|or)\s+(?:{_ASKS}|{WHETHER}))",
    re.IGNORECASE,
)
# "on the first and on the second offer", "to the site and to the campaign": two things are asked,
# not in "in the port and in return", nor in "to buy the port and to close the mine".
_AGAIN = re.compile(
    r"\b(because of|about|after|against|at|before|by|during|for|from|in|of|on|to|under|with)\s"
    r"[^,;?]+?(,?\s+and\s+)\1\s"
    rf"(?!{WORDS}|(?:addition|all|average|chance|course|date|example|exchange|fact|first|general"
    r"|instance|last|least|now|once|part|particular|purpose|response|return|then|time|turn"
    r"|the (?:end|meantime|process|same time|way))\b)"
    r"(?!(?<=\bto\s)(?!the\b|an?\b)[a-z]+\s+(?:the|an?|its|his|her|their|(?-i:[A-Z])\w*)\b)",
    re.IGNORECASE,
)
# "Which firm is in Orrel and in Corvane?" asks for the one of which both is true.
_ONE = re.compile(rf"\W*which\s+(?!\w*s\b)[\w-]+,?\s(?!.*\b{WHETHER})", re.IGNORECASE)
_CLOSED = re.compile(rf"{QUOTED.pattern}|\((?!(?:and|or|but)\b)[^()]*\)", re.IGNORECASE)
# What `brief.followup` puts behind a question mark, never with "and" in front: a reader's own
# brackets ask something more.
ABOUT = re.compile(r"(?<=\?)\s\((?!(?:and|or|but)\b)([^()]+)\?\)\s*$", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:ok(?:ay)?|right|thanks|well|yes)[,.!]+\s+)*(?:and|but|so|then)\b,?\s*", re.IGNORECASE
)


def questions_in(question: str) -> list[tuple[int, int]]:
    """Spans of the questions that a compound one is made of, in order, each with its own answer.

    These are not the parts of a `Query`, each of which is searched for: "Which firm built the plant
    and is sued for its smoke?" is one question, searched for in two parts. The cross-encoder was
    trained with these spans. What a follow-up is about, in brackets at the end, asks nothing.

    >>> question = "Which fund may partner, and with whom? (What is planned?)"
    >>> [question[start:end] for start, end in questions_in(question)]
    ['Which fund may partner', 'with whom?']
    >>> question = "Who bought it (and when?)"
    >>> [question[start:end] for start, end in questions_in(question)]
    ['Who bought it', 'when?)']
    >>> question = "Who bought it, for how much, and has the club agreed?"
    >>> [question[start:end] for start, end in questions_in(question)]
    ['Who bought it', 'for how much', 'has the club agreed?']
    >>> question = "How did they vote on the first and on the second offer?"
    >>> [question[start:end] for start, end in questions_in(question)]
    ['How did they vote on the first', 'on the second offer?']
    """
    about = ABOUT.search(question)
    asked = question[: about.start()] if about else question
    asked = masked(asked, [match.span() for match in _CLOSED.finditer(asked)], HIDDEN)
    cuts = _cuts(asked)
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(asked)]
    spans = list(zip(starts, ends, strict=True))
    return [(a, b) for a, b in spans if question[a:b].strip(" ?.!,;")] or [(0, len(question))]


def _cuts(asked: str) -> list[tuple[int, int]]:
    """What stands between the questions, as spans."""
    found = list(_NEXT_QUESTION.finditer(asked))
    cuts: list[tuple[int, int]] = []
    for match, later in zip_longest(found, found[1:]):
        before = asked[cuts[-1][1] if cuts else 0 : match.start()]
        text = asked[match.end() : later.start() if later else len(asked)]
        if _apart(match, before, text):
            cuts.append(match.span())
    if cuts:
        return cuts
    again = [match.span(2) for match in _AGAIN.finditer(asked)]
    return again if again and asks(asked[: again[0][0]]) and not _ONE.match(asked) else []


def _apart(cut: re.Match[str], before: str, text: str) -> bool:
    """Whether what is before a possible cut and what is behind it are two questions."""
    if cut["stop"]:
        return stands(before, text, asked=cut["stop"] == "?")
    if cut["comma"]:
        return listed(before, text)
    if cut["whether"]:
        return asks(before) and not predicate(before, text)
    return bool(cut["mark"] and asks(before)) or not continues(before, text)


def spoken(question: str, part: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """A part of a follow-up behind what it is about, as one would ask both at once.

    This is how the cross-encoder has learnt to read a question of which something is asked already.

    >>> spoken("And with whom? (Which fund may partner?)", (0, 14))
    ('Which fund may partner, and with whom?', (28, 38))
    >>> spoken("OK, and why? (Which fund may partner?)", (0, 12))[0]
    'Which fund may partner, and why?'
    >>> spoken("Which fund may partner?", (0, 23))
    ('Which fund may partner?', (0, 23))
    """
    about = ABOUT.search(question)
    if not about:
        return question, part
    head = about[1] + ", and "
    text = head + _LEAD.sub("", question[slice(*part)].strip())
    return text, (len(head), len(text))
