"""Follow-ups: whether a question leans on the one before it, and what it asks when it does.

English rules. Somebody's wording that they miss is left as it stands, which is declined at worst.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from brief.retrieve import Reading
from brief.retrieve.analyse import SCAFFOLD
from brief.retrieve.questions import ABOUT
from brief.schema import Answer
from brief.text import content_words, fold, stems
from brief.verify.dates import When, dates
from brief.verify.grammar import attributed
from brief.verify.names import Name, key, names
from brief.verify.tokens import tokens

BARE, SHORT = 2, 3  # content words: fewer never stand alone, fewer do not if one points back
_FILLERS = r"(?:thanks|thank you|great|hm+|no|ok(?:ay)?|right|sorry|well|yes)"
_LEAD = re.compile(
    rf"^(?:{_FILLERS}[,.!]+\s+)*(?:(?:and|but|so|then)\b,?\s*)?(?:(?:what|how) about\s+)?",
    re.IGNORECASE,
)
_IDLE = re.compile(rf"(?:{_FILLERS}\b(?: a lot| so much| very much)?\W*)+", re.IGNORECASE)
# With which a request begins: capitals make no name of it.
_REQUEST = re.compile(
    r"^(?:Compare|Describe|Explain|Find|Give|List|Name|Please|Say|Show|Summari[sz]e|Tell)\b"
)
_JOIN = re.compile(r"^(?:and|or|but)\b,?\s*", re.IGNORECASE)
_PERSONAL = re.compile(r"\b(?:it|its|he|she|his|her|him|they|them|their)\b", re.IGNORECASE)
_HELPS = "is are was were will would has had have can could may might should does did do must"
_INVERTED = re.compile(rf"\b(?:{_HELPS.replace(' ', '|')})\s+$", re.IGNORECASE)
# A subject or an owner: a verb, a helper or a noun comes next, no preposition and no end.
_GOES_ON = re.compile(
    rf"\s+(?:{_HELPS.replace(' ', '|')}\b"
    r"|(?!(?:and|or|but|in|on|at|for|from|to|by|of|with|as|than|until|after|before|when)\b)\w)",
    re.IGNORECASE,
)
# These point back only where little else is said: "there is", "that would", "one of".
_POINTING = re.compile(
    r"\b(?:that|this|those|these|there|the same|both|ones?)\b"
    r"|\b(?:afterwards?|later|next)\W*$",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\bthe\s+(.+)", re.IGNORECASE)
# "Who is Maarten?", "What is inflation?", not "What was the turnout?"
_WHO_IS = re.compile(
    r"(?:who|what|where)(?:['’]s| is| are| was| were) (?!(?:the|this|that|these|those|there)\b)\S",
    re.IGNORECASE,
)
_GOVERNED = re.compile(
    r"^(?:(?:in|on|at|for|from|to|by|of|with|since|until|before|after|as for|according to)\s+)?"
    r"(?:the\s+)?",
    re.IGNORECASE,
)
_GOVERNS = re.compile(r"\b(according to|as for|\w+)\s+(?:the\s+)?$", re.IGNORECASE)
_TODAY = re.compile(r"(?:last|next|this|today|tomorrow|yesterday)\b", re.IGNORECASE)
_TIMED = re.compile(r"\b(?:in|on|at|from|by|since|until|before|after)\s+$", re.IGNORECASE)
_OWNS = re.compile(r"['’]s$")
_ASKS_SOURCE = re.compile(
    r"\b(?:who|whom)\b(?!.*\b(?:he|she|they|it|him|them|else)\b)"
    r".*\b(?:says?|said|claim(?:s|ed)|report(?:s|ed)|states?|stated|told)\b"
    r"|\b(?:says|said|according to) whom?\b|\b(?:sources?|outlets?|newspapers?|papers?)\b",
    re.IGNORECASE,
)
_ASKS_MORE = re.compile(r"\b(?:others?|another|else(?:where)?|more|further)\b", re.IGNORECASE)
_SOURCES = SCAFFOLD | {"outlet", "outlets", "newspaper", "newspapers", "paper", "papers"}
_BRACKETS = str.maketrans("()", "[]")


def complete(question: str, history: Sequence[Answer]) -> str:
    """A follow-up as it is to be read, any other question as it is.

    A name or date alone takes the place of its like in the question before; any other follow-up
    gets that question in brackets behind it.

    >>> earlier = Answer("When did Xi visit Malaysia?", (), "extractive")
    >>> complete("And what did he demand?", [earlier])
    'And what did he demand? (When did Xi visit Malaysia?)'
    >>> then = Answer("And what did he demand? (When did Xi visit Malaysia?)", (), "extractive")
    >>> complete("Who was with him?", [earlier, then])
    'Who was with him? (When did Xi visit Malaysia?)'
    >>> other = Answer("What about Lynas? (When did Xi visit Malaysia?)", (), "extractive")
    >>> complete("Where is its plant?", [earlier, other])
    'Where is its plant? (What about Lynas?)'
    >>> complete("Who runs Khazanah?", [earlier])
    'Who runs Khazanah?'
    >>> complete("And Lynas?", [Answer("Where is Khazanah's plant?", (), "extractive")])
    "Where is Lynas's plant?"
    >>> once = Answer("What did Xi demand of them?", (), "extractive")
    >>> complete("what did Xi demand of them", [once])
    'What did Xi demand of them?'
    """
    if not history or not leans(question, history[-1]):
        return question
    last = history[-1].question
    if repeats(question, ABOUT.sub("", last)):
        return last
    before = _before(last)
    about = _JOIN.sub("", before.translate(_BRACKETS).rstrip(" ?.!"))
    return _exchanged(question, before) or f"{question.rstrip(' ?.!')}? ({about}?)"


def repeats(one: str, other: str) -> bool:
    """Whether two questions are one, however it is spelled.

    >>> repeats("who runs it", "Who runs it?")
    True
    """
    return fold(one).strip(" ?.!") == fold(other).strip(" ?.!")


def leans(question: str, last: Answer) -> bool:
    """Whether a question cannot be understood without the turn before it.

    It has hardly a word of its own, begins as a continuation, or speaks of what it does not name.
    """
    if _IDLE.fullmatch(question.strip()):
        return False
    asked = _LEAD.sub("", question, count=1)
    named = _named(asked)
    told = len(content_words(asked))
    own = told - sum(len(content_words(name.text)) for name in named)
    if any(_points_back(asked, match, named) for match in _PERSONAL.finditer(asked)):
        return True
    if _WHO_IS.match(asked) and told:
        return False
    if told < BARE or own == 0:
        return True
    if asked != question:
        return not (named and own >= BARE)
    return told < SHORT and (
        bool(_POINTING.search(asked)) or (not named and _known_as_the(asked, last))
    )


def _points_back(question: str, pronoun: re.Match[str], named: Sequence[Name]) -> bool:
    """Whether a pronoun stands for what an earlier turn named.

    "When did Orrin say it would open?" names it; "Did Orrin approve it?" and "What did it tell
    Orrin?" do not.
    """
    bound = any(name.end <= pronoun.start() for name in named)
    within = _GOES_ON.match(question, pronoun.end())
    return not (bound and within and not _INVERTED.search(question[: pronoun.start()]))


def _known_as_the(question: str, last: Answer) -> bool:
    """Whether "the …" is something that an article of the last answer speaks of."""
    definite = _DEFINITE.search(question)
    if not definite:
        return False
    wanted = set(stems(definite[1]))
    texts = {e.article.version: e.article.text for c in last.claims for e in c.evidence}
    return any(wanted & set(stems(text)) for text in texts.values())


def _before(question: str) -> str:
    """What the last question was about: itself, or what it was completed with."""
    about = ABOUT.search(question)
    if not about:
        return question
    own = question[: about.start()]
    return own if _named(own) else f"{about[1]}?"


def _exchanged(question: str, before: str) -> str:
    """The question before with the follow-up's name or date for its like, "" where none is clear.

    >>> _exchanged("And in May?", "How full was the Mirel reservoir in August?")
    'How full was the Mirel reservoir in May?'
    >>> _exchanged("And in June?", "What happened on 3 May 2024?")
    'What happened in June 2024?'
    >>> _exchanged("And Vietnam?", "What has China offered Malaysia?")
    ''
    >>> _exchanged("And to Vietnam?", "What has China sold to Malaysia?")
    'What has China sold to Vietnam?'
    """
    asked = _LEAD.sub("", question, count=1).rstrip(" ?.!")
    value = _GOVERNED.sub("", asked)
    opening = asked.removesuffix(value).lower()
    olds: list[Name | When]
    new = next((when for when in dates(asked) if value == when.text), None)
    if new:
        olds = list(dates(before))
    elif any(value == name.text for name in _named(asked)):
        olds = list(_named(before))
        if key(_bare(value).lower()) in {key(_bare(old.text).lower()) for old in olds}:
            return ""
    else:
        return ""
    if len(olds) > 1:
        governing = opening.removesuffix("the ").strip()
        olds = [old for old in olds if governing and governing == _governs(before, old)]
    if len(olds) != 1:
        return ""
    old = olds[0]
    start = old.start
    if before[:start].lower().endswith("the "):
        start -= len("the ")
    head = before[:start]
    if (
        new and (opening or _TODAY.match(value)) and (old_opening := _TIMED.search(head))
    ):  # "on 3 May", "in June"
        head = head[: old_opening.start()] + opening.removesuffix("the ")
    if new and isinstance(old, When) and old.year and not new.year and (new.month or new.quarter):
        value += f" {old.year}"
    article = "the " if opening.endswith("the ") else ""
    owns = _OWNS.search(old.text)
    return head + article + _bare(value) + (owns[0] if owns else "") + before[old.end :]


def _bare(name: str) -> str:
    return _OWNS.sub("", name)


def _governs(text: str, value: Name | When) -> str:
    """The preposition before a name or date."""
    word = _GOVERNS.search(text[: value.start])
    return word[1].lower() if word else ""


def _named(text: str) -> tuple[Name, ...]:
    """The names in a question, also in one that is a name alone; no dates."""
    text = _REQUEST.sub(lambda word: word[0].lower(), text)
    head = "of "  # what begins a sentence is hardly told from a name
    found = names(head + text, tokens(head + text))
    when = dates(text)
    moved = (replace(n, start=n.start - len(head), end=n.end - len(head)) for n in found)
    return tuple(n for n in moved if not any(w.start < n.end and n.start < w.end for w in when))


def source_of(question: str, history: Sequence[Answer]) -> Reading | None:
    """What the last answer rests on, where the question only asks who says so."""
    asks = _ASKS_SOURCE.search(question) and not set(content_words(question)) - _SOURCES
    if not (asks and history and history[-1].claims) or _ASKS_MORE.search(question):
        return None
    told = dict.fromkeys(e for claim in history[-1].claims for e in claim.evidence)
    return Reading(question, tuple(replace(evidence, score=1.0) for evidence in told))


def themselves(told: Reading) -> tuple[str, ...]:
    """A note for each outlet of which a sentence names nobody who says so."""
    alone = (e.article for e in told.evidence if not attributed(e.sentence.text))
    outlets = dict.fromkeys(article.outlet or article.source for article in alone)
    return tuple(f"{outlet} says so itself; the sentence names no source." for outlet in outlets)
