"""Names of people, places and bodies, and whether a text speaks of the same ones.

A name is a run of capitalised words, or an acronym. The first word of a sentence counts only
where something else shows that it is a name. No dictionary of names is used beyond a short list
of countries whose adjective looks different and of capitals that stand for governments.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from brief.text import STOP_WORDS
from brief.verify.tokens import WORD, Token, normal

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
# The adjective or another name of a country that does not become it when endings are cut.
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
_PEOPLES = """
afghanistan afghan afghans; azerbaijan azeri azeris; belgium belgian belgians; congo congolese
cuba cuban cubans; cyprus cypriot cypriots; england english; finland finns
greenland greenlandic greenlanders; iceland icelandic icelanders; kazakhstan kazakh kazakhs
kosovo kosovar kosovars; kyrgyzstan kyrgyz; laos laotian laotians; lebanon lebanese
liechtenstein liechtensteiner; madagascar malagasy; mauritius mauritian mauritians
monaco monegasque; montenegro montenegrin montenegrins; mozambique mozambican mozambicans
myanmar burmese; niamey niger nigerien nigeriens; norway norwegian norwegians
peru peruvian peruvians; philippines filipino filipinos; portugal portuguese
scotland scottish scots; sweden swedish swede swedes; tajikistan tajik tajiks
thailand thai thais; togo togolese; turkey turk turks; turkmenistan turkmen turkmens
uzbekistan uzbek uzbeks
"""  # "nigeria" loses its ending and becomes "niger", whose own name is that of its capital here
_SAME |= {
    other: country
    for country, *others in map(str.split, re.split(r"[;\n]", _PEOPLES.strip()))
    for other in others
}
_GOVERNMENTS = {
    "beijing": "china", "washington": "usa", "moscow": "russia", "kremlin": "russia",
    "brussels": "europe", "london": "britain", "paris": "france", "berlin": "germany",
    "tokyo": "japan", "delhi": "india", "kyiv": "ukraine", "tehran": "iran", "canberra":
    "australia", "ottawa": "canada", "ankara": "turkey", "seoul": "korea",
}  # fmt: skip
_PHRASES = {
    "united states": "usa", "united kingdom": "britain", "european union": "europe",
    "united nations": "un", "united arab emirates": "emirates", "white house": "usa",
}  # fmt: skip
ACRONYM = 6  # letters that the initials of a name have at most
_ENDINGS = ("ians", "ian", "ese", "ans", "an", "ish", "is", "ia", "i", "a", "e", "o", "s", "y")


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
        begins = _capital(token) and (place > 0 or _name_at_start(tokens, text))
        links = run and token.word in _LINKS and place + 1 < len(tokens)
        if begins or (links and _capital(tokens[place + 1])):
            run.append(token)
        elif run:
            _close(text, run, found)
            run = []
    if run:
        _close(text, run, found)
    return tuple(found)


def opening_name(tokens: Sequence[Token], familiar: Collection[str]) -> Name | None:
    """The first word of a sentence as a name, if it is `familiar` as one from elsewhere."""
    if not tokens or not _capital(tokens[0]) or tokens[0].word not in familiar:
        return None
    first = tokens[0]
    return Name(first.start, first.end, first.text, (first.word,))


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


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """One form for a country, its adjective and its short names; other words may lose an ending.

    >>> key("french") == key("france"), key("germany") == key("german")
    (True, True)
    """
    word = _SAME.get(word, word)
    while True:
        cut = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 4), "")
        if not cut:
            return word
        word = word[: -len(cut)]


@dataclass(frozen=True, slots=True)
class Known:
    """What names a text can vouch for."""

    words: frozenset[str]
    acronyms: frozenset[str]
    keys: frozenset[str]
    initials: frozenset[str]  # of runs of capitalised words, 2 to 6 letters
    alone: frozenset[str]  # capitalised words with no other beside them
    given: Mapping[str, frozenset[str]]  # surname or head word -> capitalised words before it


@lru_cache(maxsize=8192)
def known(text: str) -> Known:
    """The names that `text` speaks of, in the forms that others may use for them."""
    words: set[str] = set()
    acronyms: set[str] = set()
    initials: set[str] = set()
    alone: set[str] = set()
    given: dict[str, set[str]] = {}
    run: list[str] = []

    def end_run() -> None:
        letters = "".join(word[0] for word in run)
        for size in range(2, min(len(letters), ACRONYM) + 1):
            initials.update((letters[:size], letters[-size:]))
        if len(run) == 1:
            alone.add(run[0])
        run.clear()

    last_end = 0
    for match in WORD.finditer(text):
        word = normal(match.group())
        words.add(word)
        if match.group().isupper() and len(match.group()) > 1:
            acronyms.add(word)
        gap = text[last_end : match.start()]
        broken = not match.group()[0].isupper() or gap not in (" ", "-", ". ")
        if broken and (word not in _LINKS or gap != " "):
            end_run()
        if match.group()[0].isupper():
            if run and run[-1] not in _HONORIFICS:
                given.setdefault(word, set()).add(run[-1])
            run.append(word)
        last_end = match.end()
    end_run()
    keys = {key(word) for word in words if word not in STOP_WORDS or word == "us"}
    keys |= {key(_GOVERNMENTS[word]) for word in words if word in _GOVERNMENTS}
    lower = text.lower()
    keys |= {key(name) for phrase, name in _PHRASES.items() if phrase in lower}
    return Known(
        frozenset(words),
        frozenset(acronyms),
        frozenset(keys),
        frozenset(initials),
        frozenset(alone),
        {word: frozenset(before) for word, before in given.items()},
    )


def spoken_of(name: Name, text: Known) -> bool:
    """Whether the text speaks of `name`: its words, its surname, its initials or its country."""
    if all(_has(word, text) for word in name.words):
        return True
    phrase = " ".join(name.words)
    if phrase in _PHRASES:
        return key(_PHRASES[phrase]) in text.keys
    if len(name.words) == 1:
        return name.text.isupper() and phrase in text.initials
    if "".join(word[0] for word in name.words) in text.acronyms:
        return True
    first, last = name.words[0], name.words[-1]
    if re.search(r"\b(?:of|for|and|the)\b", name.text):
        return False
    # The source may drop a first name or the tail of a company's; another first name is another.
    before = text.given.get(last, frozenset())
    by_surname = last in text.words and (not before or any(word[0] == first[0] for word in before))
    return by_surname or first in text.alone


def _has(word: str, text: Known) -> bool:
    if word in text.words or key(word) in text.keys:
        return True
    return word in _GOVERNMENTS and key(_GOVERNMENTS[word]) in text.keys
