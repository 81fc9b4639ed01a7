"""What can be said of one line of a text dump by looking at it alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from brief.ingest import clutter
from brief.ingest.clean import ends_sentence
from brief.ingest.dates import time_of, to_iso
from brief.ingest.language import COMMON_WORDS
from brief.text import fold

_SEPARATED = re.compile(r"\s[|•·»>/–-]\s|\s{2,}|[|•·]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
USUAL = 0.2  # share of common words assumed where they are not known: enough for a sentence
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what its own words say of it."""

    text: str
    key: str  # folded, letters and digits only: equal for a headline and its repetition
    words: float  # an ideograph or kana counts for half
    stops: float  # share of words that are common in the language
    sentence: bool  # ends as a sentence does
    zone: bool  # heads a list of other articles
    comments: bool  # heads what readers wrote
    promo: bool  # speaks of the site
    caption: bool  # speaks of a picture
    teaser: bool  # points to something else to read
    pieces: int  # parts between separators: a menu has many
    cut: bool  # a teaser that stops in the middle
    dated: bool  # a date or a time and little else


def look(text: str, common: frozenset[str] = COMMON_WORDS["en"]) -> Line:
    """What one line says; `common` are the words that make up prose in its language.

    In a language without such a list (`common` is empty) sentences count, other lines do not.
    """
    folded = fold(text)
    words = _WORD.findall(_CJK.sub(" ", text))
    count = len(words) + len(_CJK.findall(text)) / 2
    sentence = ends_sentence(text)
    return Line(
        text=text,
        key="".join(filter(str.isalnum, folded)),
        words=count,
        stops=_share(word.lower() in common for word in words) if common else USUAL,
        sentence=sentence,
        zone=clutter.heads_list(folded, count),
        comments=clutter.heads_comments(folded, count),
        promo=clutter.promotes(folded, count),
        caption=clutter.captions(folded, count),
        teaser=clutter.points_elsewhere(folded, count),
        pieces=len(_SEPARATED.findall(text)) + 1,
        cut=count < 40 and folded.endswith(("...", "[...]")),
        dated=count <= (4 if sentence else 12) and bool(time_of(text) or to_iso(text)),
    )


def _share(marks: Iterable[bool]) -> float:
    listed = list(marks)
    return sum(listed) / len(listed) if listed else 0.0
