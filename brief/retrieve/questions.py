"""The questions that one is made of, and how each is put to the cross-encoder."""

from __future__ import annotations

import re

# A second question begins behind "and", a comma or a semicolon with a question word of its own, or
# behind ", and" as one that asks for yes or no: "…, and has he kept it?"
_ASKS = (
    r"(?:(?:about|above|after|against|at|because of|before|below|by|for|from|in|into|of|on|over"
    r"|since|through|to|under|until|with|without)\s+)?"
    r"(?:what|which|who|whom|whose|when|where|why|how)\b"
)
_WHETHER = (
    r"(?:is|are|was|were|has|have|had|does|do|did|will|would|can|could|may|must|should)\s+"
    r"(?:it|he|she|they|we|you|this|that|these|those|the|an?|any\w*|(?-i:[A-Z])[\w’'-]+)\b"
)
_NEXT_QUESTION = re.compile(
    rf"[,;?]?\s+\(?(?:and|or|but)\s+(?={_ASKS})|,\s+(?:and|or|but)\s+(?={_WHETHER})|[;?]\s+(?=\w)"
    # of a list, "who bought it, for how much, and why?", each but the last ends with a comma
    rf"|,\s+(?={_ASKS}[^;?]*,?\s+(?:and|or)\s+(?:{_ASKS}|{_WHETHER}))",
    re.IGNORECASE,
)
# "on the first and on the second offer", "to the site and to the campaign": two things are asked.
_AGAIN = re.compile(
    r"\b(because of|after|at|before|by|for|from|in|of|on|to|with)\s[^,;?]+?(\s+and\s+)\1\s", re.I
)
# What `brief.followup` puts behind a question mark, never with "and" in front: a reader's own
# brackets ask something more.
ABOUT = re.compile(r"(?<=\?)\s\((?!(?:and|or|but)\b)([^()]+)\?\)\s*$", re.IGNORECASE)
_LEAD = re.compile(r"^(?:and|but|so|then)\b,?\s*", re.IGNORECASE)


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
    cuts = [match.span() for match in _NEXT_QUESTION.finditer(asked)]
    cuts = cuts or [match.span(2) for match in _AGAIN.finditer(asked)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(asked)]
    spans = list(zip(starts, ends, strict=True))
    return [(a, b) for a, b in spans if question[a:b].strip(" ?.!,;")] or [(0, len(question))]


def spoken(question: str, part: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """A part of a follow-up behind what it is about, as one would ask both at once.

    This is how the cross-encoder has learnt to read a question of which something is asked already.

    >>> spoken("And with whom? (Which fund may partner?)", (0, 14))
    ('Which fund may partner, and with whom?', (28, 38))
    >>> spoken("Which fund may partner?", (0, 23))
    ('Which fund may partner?', (0, 23))
    """
    about = ABOUT.search(question)
    if not about:
        return question, part
    head = about[1] + ", and "
    text = head + _LEAD.sub("", question[slice(*part)].strip())
    return text, (len(head), len(text))
