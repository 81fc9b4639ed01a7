"""Plain-text tools that several parts share: sentence spans, content words, stems, folding.

Nothing here knows about articles or models. English is assumed where a list of words is used;
text in another language still splits into sentences and still yields words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

PARAGRAPH_BREAK = re.compile(r"\n\s*\n|\n(?=\s*[-*•] )")
WORD = re.compile(r"[^\W_]+(?:[.'’\-&][^\W_]+)*")

STOP_WORDS = frozenset(
    """a about above after again against all also although am among an and any anyone anything are
    as at be became because been before being below between both but by can could did do does doing
    down during each either else ever every few for from further get gets getting give given go goes
    going got had has have having he her here hers herself him himself his how however i if in into
    is it its itself just let like made make makes many may me might mine more most much must my
    neither no nor not now of off often on once one only onto or other our ours out over own per
    quite rather said same say saying says shall she should since so some someone something still
    such than that the their theirs them themselves then there these they this those though through
    thus to told too toward towards under until up upon very was we well were what whatever when
    where whether which while who whom whose why will with within without would yet you your
    yours""".split()  # noqa: SIM905
)

# Typography that differs between outlets and says nothing.
_FOLDS = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "…": "...", "\u00ad": None, "\u200b": None,
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Text for comparison: NFKC, one kind of quote and dash, single spaces, lower case.

    >>> fold("“Rare–earths”  RISE")
    '"rare-earths" rise'
    """
    return " ".join(unicodedata.normalize("NFKC", text).translate(_FOLDS).lower().split())


def masked(text: str, spans: Iterable[tuple[int, int]], filler: str = " ") -> str:
    """The text with every character of the spans replaced, so that offsets stay as they are.

    >>> masked("in the last week", [(3, 6)])
    'in     last week'
    """
    chars = list(text)
    for start, end in spans:
        chars[start:end] = filler * (end - start)
    return "".join(chars)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open character spans of the sentences of `text`, without surrounding white space.

    A blank line or the start of a list item always ends a sentence. Spans are ordered and do not
    overlap; together they hold every character that is not white space.
    """
    from nupunkt import sent_spans

    spans: list[tuple[int, int]] = []
    for begin, end in _pieces(text):
        for start, stop in sent_spans(text[begin:end]):
            trimmed = _trim(text, begin + start, begin + stop)
            if trimmed[0] < trimmed[1]:
                spans.append(trimmed)
    return spans


def _pieces(text: str) -> list[tuple[int, int]]:
    pieces, begin = [], 0
    for gap in PARAGRAPH_BREAK.finditer(text):
        pieces.append((begin, gap.start()))
        begin = gap.end()
    pieces.append((begin, len(text)))
    return [(start, end) for start, end in pieces if text[start:end].strip()]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def words(text: str) -> list[str]:
    """Lower-cased words in order; "U.S.", "Khazanah's" and "rare-earth" stay one word each.

    >>> words("Khazanah’s rare-earth plan, 16.1 Mt")
    ["khazanah's", 'rare-earth', 'plan', '16.1', 'mt']
    """
    return WORD.findall(fold(text))


def content_words(text: str) -> list[str]:
    """Words that carry meaning: no stop words, no question words, no possessive endings.

    >>> content_words("Which fund may partner in Malaysia's refinery?")
    ['fund', 'partner', 'malaysia', 'refinery']
    """
    bare = (word.removesuffix("'s").removesuffix("'") for word in words(text))
    return [word for word in bare if word not in STOP_WORDS and not word.endswith("n't")]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Snowball English stem of a lower-cased word, for comparing inflected forms.

    >>> stem("refineries") == stem("refinery")
    True
    """
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def stems(text: str) -> list[str]:
    """Stems of the content words of `text`, in order."""
    return [stem(word) for word in content_words(text)]
