"""Whether a piece of a question asks something by itself, or belongs to the piece before it.

English rules. Cutting a question wrongly is worse than leaving two questions in one.
"""

from __future__ import annotations

import re

# In small letters where it does not begin a question: "WHO", "The Who" and "Will Orr" ask nothing.
BEHIND = (
    r"(?:(?:about|above|after|against|among|at|because of|before|below|between|by|during|for|from"
    r"|in|into|of|on|over|since|through|to|under|until|up to|with|within|without)\s+)?"
)
WORDS = r"(?:what|which|who|whom|whose|when|where|why|how)\b"
_HELPS = (
    r"(?:is|are|was|were|has|have|had|does|do|did|will|would|can|could|may|must|should)(?:n['’]t)?"
)
_SUBJECT = r"(?:it|he|she|they|we|you|this|that|these|those|the|an?|any\w*|(?-i:[A-Z])[\w’'-]+)\b"
WHETHER = rf"(?-i:{_HELPS})\s+{_SUBJECT}"

_INVERTED = re.compile(rf"\b{WHETHER}", re.I)
_BEGINS = re.compile(
    r"(?:\W|\b(?:and|but|hello|hi|ok|or|please|so|then|well)\b)*"
    # "when the bank failed, …" asks nothing
    rf"(?!(?:when|where|while)\s+{_SUBJECT})"
    rf"{BEHIND}(?:{WORDS}|{_HELPS}\s+\w"
    r"|(?:any|i|i['’]d|compare|describe|explain|find|give|list|name|say|show|summari[sz]e|tell)\b)",
    re.I,
)
_WORD = re.compile(rf"\b{WORDS}", re.I)
_SENTENCE = re.compile(r"[.!:]\s+")
_ELLIPTIC = re.compile(
    r"(?:and|but|or|about|after|at|before|by|for|from|in|on|since|to|under|with|without)\b", re.I
)
_IDLE = re.compile(
    r"(?:(?:is (?:it|that|this) )?(?:correct|right|so|true)|really|any ideas?)\W*", re.I
)
_ALTERNATIVES = re.compile(r"\bor\b", re.I)
_CONDITION = re.compile(r"if (?:any|no|not|so|yes)\b", re.I)
# "the man who shot him and who was freed", "a plant which it built and which it sold"
_RELATIVE = re.compile(
    r"(?P<before>[\w’'-]+)(?P<comma>,?)\s+(?:(?:at|by|for|from|in|on|through|to|under|with)\s+)?"
    r"\b(?P<word>who|whom|whose|which|when|where)\b",
    re.I,
)
# "How did Orrin, which owns the mine, …": its verb is still to come.
_UNFINISHED = re.compile(
    rf"(?:^\W*{_HELPS}|\b(?:did|does|do|has|have|had|will|would|can|could|must|should))\s+"
    r"(?:(?:the|an?|its|his|her|their)\s+[\w-]+"
    r"|(?-i:[A-Z])[\w-]+(?:\s(?-i:[A-Z])[\w-]+)*(?:['’]s\s+[\w-]+)?)$",
    re.I,
)
_OPENS = re.compile(rf"{BEHIND}(?P<word>{WORDS})", re.I)
_ANY_OF_THEM = frozenset({"who", "whose", "which"})
# Words behind which a question word asks, though within a sentence: "say who paid and who sold".
_TELLING = re.compile(
    r"\b(?:about|after|and|as|at|before|but|by|clear|certain|from|her|him|in|into|it|know[ns]?|knew"
    r"|matters?|me|of|on|or|out|over|remember\w*|sa(?:id|ys?)|sees?|saw|show[ns]?|sure|tell[s]?"
    r"|them|to|told|unclear|us|with|you"
    r"|(?:agree|announc|ask|confirm|debat|decid|describ|determin|disclos|discover|discuss"
    r"|establish|explain|find|found|learn|list|nam|report|reveal|specif|understand|understood"
    r"|wonder)\w*)$",
    re.I,
)
_COMPARED = re.compile(rf"\b(?:between|compare|contrast)\s+{WORDS}(?!.*\band\b)", re.I)
_SUBJECT_ASKED = re.compile(rf"(?:^|,\s|\band\s)\W*(?:who|which)\b(?!.*\b{WHETHER})", re.I)
_PREDICATE = re.compile(r"(?:is|are|was|were|has|have|had)\s+(?:(?P<the>the\s+same)|the|an?)\b")


def begins(text: str) -> bool:
    """Whether the last sentence of the text begins as a question or request does.

    >>> begins("The port closed. Is it open again"), begins("On Monday"), begins("When it closed")
    (True, False, False)
    """
    return bool(_BEGINS.match(_SENTENCE.split(text)[-1]))


def asks(text: str) -> bool:
    """Whether anything is asked in the text.

    >>> asks("On Monday who resigned"), asks("Orrin"), asks("In Corvane")
    (True, False, False)
    """
    return begins(text) or bool(_WORD.search(text))


def listed(before: str, text: str) -> bool:
    """Whether what is before a comma is the first of a list of questions.

    >>> listed("Who bought it", "who sold it"), listed("How did Orrin", "which owns the mine")
    (True, False)
    """
    aside = text.startswith(("who", "which")) and _UNFINISHED.search(before)
    return begins(before) and not aside


def stands(before: str, text: str, *, asked: bool) -> bool:
    """Whether what follows a semicolon, or where `asked` a question mark, is one more question.

    >>> stands("Who won", "In May?", asked=True), stands("Who won", "Lynx or Orr?", asked=True)
    (True, False)
    """
    if _IDLE.fullmatch(before.strip()) or _IDLE.fullmatch(text) or _CONDITION.match(text):
        return False
    if not asked:
        return begins(before) and asks(text)
    if asks(text) or _ELLIPTIC.match(text):
        return True
    return "?" in text and len(text.split()) > 2 and not _ALTERNATIVES.search(text)


def continues(before: str, text: str) -> bool:
    """Whether "and" with a question word only goes on with a clause of what is before it.

    >>> continues("Who is the man who shot him", "who was freed?")
    True
    >>> continues("Tell me who shot him", "who was freed?")
    False
    """
    if not asks(before) or _COMPARED.search(before):
        return True
    opened = _OPENS.match(text)
    word = opened["word"].lower() if opened else ""
    if _INVERTED.search(text):
        return False
    return any(
        (found["word"].lower() == word or {found["word"].lower(), word} <= _ANY_OF_THEM)
        and not _TELLING.search(found["before"])
        # in "If Orrin wins, who pays and who gains" the first word is the question's own
        and not (found["comma"] and not begins(before[: found.start("word")]))
        for found in _RELATIVE.finditer(before)
    )


def predicate(before: str, text: str) -> bool:
    """Whether "and is the …" says more of who or which is asked for.

    >>> predicate("Which firm owns the mine", "is the largest employer?")
    True
    >>> predicate("What does it own", "is the mine safe?")
    False
    """
    found = _PREDICATE.match(text)
    return bool(found and (found["the"] or _SUBJECT_ASKED.search(before)))
