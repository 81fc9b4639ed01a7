"""Names of people, places and bodies, and whether a text speaks of the same ones.

A name is a run of capitalised words, or an acronym. The first word of a sentence counts only
where something else shows that it is a name. No dictionary of names is used beyond a short list
of countries whose adjective looks different and of capitals that stand for governments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from brief.text import STOP_WORDS
from brief.verify.tokens import Token, normal

_HONORIFICS = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady president prime minister premier
    chancellor senator sen governor gov mayor king queen prince princess pope general gen colonel
    col captain capt judge justice secretary chief executive chairman chairwoman chair director
    ceo cfo representative rep congressman congresswoman ambassador spokesman spokeswoman
    spokesperson deputy vice foreign finance former analyst commissioner""".split()
)
_NOT_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december jan feb mar apr jun jul aug sep sept oct
    nov dec i""".split()
)
_LINKS = frozenset("of the and de la da di del van von der den al el bin ibn for & y".split())
# The adjective or another name of a country whose first four letters differ from it.
_SAME = {
    "us": "usa", "usa": "usa", "america": "usa", "american": "usa", "americans": "usa",
    "uk": "britain", "british": "britain", "briton": "britain", "britons": "britain",
    "french": "france", "dutch": "netherlands", "holland": "netherlands", "danish": "denmark",
    "dane": "denmark", "danes": "denmark", "polish": "poland", "pole": "poland", "poles": "poland",
    "swiss": "switzerland", "spanish": "spain", "spaniard": "spain", "greek": "greece",
    "welsh": "wales", "irish": "ireland", "finnish": "finland", "turkish": "turkey",
    "turkiye": "turkey", "eu": "europe", "european": "europe", "uae": "emirates",
    "emirati": "emirates", "burma": "myanmar", "prc": "china", "un": "un",
}  # fmt: skip
_GOVERNMENTS = {
    "beijing": "china", "washington": "usa", "moscow": "russia", "kremlin": "russia",
    "brussels": "europe", "london": "britain", "paris": "france", "berlin": "germany",
    "tokyo": "japan", "delhi": "india", "kyiv": "ukraine", "tehran": "iran", "canberra":
    "australia", "ottawa": "canada", "ankara": "turkey", "seoul": "korea",
}  # fmt: skip
_PHRASES = (
    (re.compile(r"\bunited states(?: of america)?\b", re.I), "usa"),
    (re.compile(r"\bunited kingdom\b", re.I), "britain"),
    (re.compile(r"\beuropean union\b", re.I), "europe"),
    (re.compile(r"\bunited nations\b", re.I), "un"),
    (re.compile(r"\bunited arab emirates\b", re.I), "emirates"),
    (re.compile(r"\bwhite house\b", re.I), "usa"),
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written; `words` are its folded words without honorifics and links."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]


def names(text: str, tokens: Sequence[Token]) -> tuple[Name, ...]:
    """The names of a sentence in order."""
    found: list[Name] = []
    run: list[Token] = []
    for place, token in enumerate(tokens):
        if run and not _joined(text, run[-1], token):
            _close(text, run, found)
            run = []
        if _capital(token) and not (place == 0 and not _name_at_start(tokens, text)):
            run.append(token)
        elif (
            run and token.word in _LINKS and place + 1 < len(tokens) and _capital(tokens[place + 1])
        ):
            run.append(token)
        elif run:
            _close(text, run, found)
            run = []
    if run:
        _close(text, run, found)
    return tuple(found)


def _capital(token: Token) -> bool:
    first = token.text[0]
    return first.isupper() or (len(token.text) > 2 and token.text[1].isupper() and first.isalpha())


def _name_at_start(tokens: Sequence[Token], text: str) -> bool:
    """A sentence's first word is a name if it goes on as one, is an acronym or owns something."""
    first = tokens[0]
    if first.word in STOP_WORDS or first.word in _NOT_NAMES:
        return False
    if first.text.isupper() and len(first.text) > 1:
        return True
    if re.search(r"['’]s$", first.text):
        return True
    follows = len(tokens) > 1 and _capital(tokens[1]) and text[first.end : tokens[1].start] == " "
    return follows and tokens[1].word not in _NOT_NAMES


def _joined(text: str, left: Token, right: Token) -> bool:
    gap = text[left.end : right.start]
    if re.search(r"['’]s$", left.text):
        return False
    return gap in (" ", "-", "–", ". ", " & ", "/") and not (
        gap == ". " and len(left.text) > 3 and left.word not in _HONORIFICS
    )


def _close(text: str, run: list[Token], found: list[Name]) -> None:
    while run and (run[-1].word in _LINKS or run[-1].word in _HONORIFICS):
        run = run[:-1]
    while run and (run[0].word in _LINKS or run[0].word in STOP_WORDS):
        run = run[1:]
    while run and run[0].word in _HONORIFICS:
        run = run[1:]
    words = tuple(
        t.word
        for t in run
        if t.word not in _LINKS and t.word not in _NOT_NAMES and not t.word.isdigit()
    )
    if words:
        found.append(Name(run[0].start, run[-1].end, text[run[0].start : run[-1].end], words))


def key(word: str) -> str:
    """One form for a country, its adjective and its short names; other words stay as they are.

    >>> key("french") == key("france"), key("malaysian") == key("malaysia")
    (True, True)
    """
    word = _SAME.get(word, word)
    for ending in ("ians", "ian", "ese", "ans", "an", "ish", "is", "i", "ia", "a", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@dataclass(frozen=True, slots=True)
class Known:
    """What names a text can vouch for."""

    words: frozenset[str]
    keys: frozenset[str]
    initials: frozenset[str]
    phrases: frozenset[str]


def known(texts: Iterable[str]) -> Known:
    """The words, country keys and initials that `texts` hold."""
    words: set[str] = set()
    initials: set[str] = set()
    phrases: set[str] = set()
    for text in texts:
        parts = re.findall(r"[^\W_]+(?:[.'’&][^\W_]+)*", text)
        words.update(normal(part) for part in parts)
        big = "".join(
            part[0] if part[0].isupper() else " " for part in parts if part.lower() not in _LINKS
        )
        for run in big.split():
            initials.update(
                run[i:j].lower()
                for i in range(len(run))
                for j in range(i + 2, min(len(run), i + 6) + 1)
            )
        phrases.update(name for pattern, name in _PHRASES if pattern.search(text))
    keys = {key(word) for word in words} | {key(name) for name in phrases}
    keys |= {key(_GOVERNMENTS[word]) for word in words if word in _GOVERNMENTS}
    return Known(frozenset(words), frozenset(keys), frozenset(initials), frozenset(phrases))


def spoken_of(name: Name, text: Known) -> bool:
    """Whether the text speaks of `name`: its words, its surname, its initials or its country."""
    missing = [word for word in name.words if not _has(word, text)]
    if not missing:
        return True
    if " ".join(name.words) in _PHRASE_WORDS:
        return key(_PHRASE_WORDS[" ".join(name.words)]) in text.keys
    capital_initials = "".join(word[0] for word in name.words)
    if len(name.words) > 1 and capital_initials in text.words:
        return True
    # A first name, an initial or a second part that the source leaves out is no other person.
    return (
        len(name.words) > 1
        and _has(name.words[-1], text)
        and len(missing) < len(name.words)
        and (len(name.words[0]) == 1)
    )


_PHRASE_WORDS = {
    "united states": "usa", "united kingdom": "britain", "european union": "europe",
    "united nations": "un", "united arab emirates": "emirates", "white house": "usa",
}  # fmt: skip


def _has(word: str, text: Known) -> bool:
    if word in text.words or key(word) in text.keys:
        return True
    if word in _GOVERNMENTS and key(_GOVERNMENTS[word]) in text.keys:
        return True
    return 2 <= len(word) <= 6 and word in text.initials
