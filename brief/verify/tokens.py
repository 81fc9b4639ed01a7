"""Words of a sentence with their places, and the sentence freed of markdown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from brief.text import STOP_WORDS, fold, stem

# Hyphenated words are cut: "rare-earth" and "rare earths" have to meet.
WORD = re.compile(r"[^\W_]+(?:[.'’&][^\W_]+)*")
# None of these reads a stretch of text twice, whatever stands in it.
_CITATION = re.compile(r"(?<!\s)\s*\[\^?\d+(?:\s*[,;–-]\s*\d+)*\](?!\()")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^)\s\[]*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = tuple(
    re.compile(rf"(?<!\w)({marks})(?=\S)([^{mark}\n]+)(?<=\S)\1(?!\w)")
    for mark, marks in (("*", r"\*{1,3}"), ("_", "_{1,3}"), ("`", "`"))
)
NESTED = 4  # marks within marks that are taken off
_LINE_MARKS = re.compile(r"\n[ \t]*(?:>[ \t]?)+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its span in the sentence, its folded form and stem."""

    start: int
    end: int
    text: str
    word: str  # folded, unaccented, without possessive ending
    stem: str
    content: bool


@lru_cache(maxsize=65536)
def normal(word: str) -> str:
    """A word for comparison: folded, without accents or possessive ending; "U.S." becomes "us"."""
    plain = fold(word).removesuffix("'s").removesuffix("'")
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    if re.fullmatch(r"(?:[a-z]\.)+[a-z]?", plain):
        plain = plain.replace(".", "")
    return plain


def tokens(text: str) -> tuple[Token, ...]:
    """The words of `text` in order; numbers and abbreviations stay whole."""
    found = []
    for match in WORD.finditer(text):
        word = normal(match.group())
        content = (word not in STOP_WORDS and len(word) > 1) or word.isdigit()
        found.append(Token(*match.span(), match.group(), word, stem(word), content))
    return tuple(found)


def plain(text: str) -> str:
    """`text` without citation marks, markdown emphasis, link targets and quote marks of lines."""
    text = _LINE_MARKS.sub("\n", unicodedata.normalize("NFC", text))
    text = _CITATION.sub("", text)
    for _ in range(NESTED):
        text = _LINK.sub(r"\1", text)
        for emphasis in _EMPHASIS:
            text = emphasis.sub(r"\2", text)
    return " ".join(text.split())
