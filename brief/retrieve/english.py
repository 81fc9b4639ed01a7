"""Whether a question is in English, so that rules and lists of words may be used on it."""

from __future__ import annotations

import re

from brief.text import STOP_WORDS, words

# Small words of other languages that readers of English news may ask in, and English ones that
# also stand in those.
_FOREIGN = frozenset(
    """aan al aux avec beim che chi chez como con cosa cuál cuándo das dans de del dem den der des
    desde di die dos du een ein eine einen el em en entre es est et foi für gegen gli het hat haben
    il ist kan la las le les los mais mit nach não nel niet nicht no oder ou où para pas per por
    pour pourquoi qual quando que quel quelle quelles quels quem qui quién qué quoi se sein si sind
    sobre sont sous su sul sur uma un una und une unter van vom von voor waarom wann warum wat
    welche welcher wer werden wie wird wo zu zum zur è é über""".split()  # noqa: SIM905
)
# "Ursula von der Leyen", "Rio de Janeiro"
_PARTICLES = re.compile(
    r"(?<=\w)(?:\s(?:al|bin|da|de|del|della|den|der|di|dos|du|el|la|le|van|von))+(?=\s[A-Z])"
)
_OPENS = re.compile(r"\W*(?:[Ww]ho|[Ww]ere)\b")  # not the WHO
_SHARED = frozenset("a an as am any at do in is me no so was we were who".split())  # noqa: SIM905


def is_english(question: str) -> bool:
    """Whether the rules for English may be used: Latin letters, its small words, not another's."""
    letters = [char for char in question if char.isalpha()]
    if sum(char.isascii() for char in letters) < 0.8 * len(letters):
        return False
    found = words(_PARTICLES.sub("", question))
    # "El Niño", "de minimis": one such word, or one in a name, is no other language
    foreign = sum(
        word in _FOREIGN and (not place or word in question) for place, word in enumerate(found)
    )
    english = sum(word in STOP_WORDS and word not in _SHARED for word in found)
    english += bool(_OPENS.match(question))
    if foreign > 1:
        return english > foreign
    if english or len(found) < 3:
        return True
    # keywords have no small words, but nor has many a question in a language not listed
    keywords = "?" not in question and all(char.isascii() for char in letters)
    return not foreign and (keywords or len(found) < 6)
