"""Whether a text states a required fact: a phrase among alternatives, or a number with its unit.

The numbers are read here and not by the verifier, so that the measure shares no mistake with what
it measures. Not handled: fractions and ordinals in words, roman numerals, signs ("fell by 0.3").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import isclose

from brief.text import fold

MAGNITUDES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: n for n, word in enumerate(_SMALL)} | {
    word: 10 * n for n, word in enumerate(_TENS, 2)
}
_SCALES = {
    "dozen": 12.0, "hundred": 1e2, "lakh": 1e5, "crore": 1e7, **MAGNITUDES, "k": 1e3, "m": 1e6,
    "mn": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)


def _one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_NUMBER = re.compile(
    r"(?<![\w.,])(?<![a-z]-)(?:(?P<digits>\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?P<word>{_one_of(_TENS)}(?:[ -]{_one_of(_SMALL[1:10])})?\b|{_one_of(_SMALL)}\b"
    rf"|a(?= {_one_of(_SCALES)}\b)))"
    rf"(?:[ -]?(?P<scale>{_one_of(_SCALES)})\b)?"
    r"(?![.,]?\d)"
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\.? $")
_MONTH_AFTER = re.compile(rf"(?:st|nd|rd|th)? (?:of )?{_MONTH}")
_UNITS = (
    {"%", "percent", "per cent", "pct", "percentage point"},
    {"tonne", "ton", "metric ton", "metric tonne", "t"},
    {"kilometre", "kilometer", "km"},
    {"metre", "meter", "m"},
    {"megawatt", "mw"},
    {"gigawatt", "gw"},
    {"dollar", "us dollar", "$", "us$", "usd"},
    {"euro", "€", "eur"},
    {"pound", "£", "gbp"},
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A fact met by any of several wordings."""

    any: tuple[str, ...]

    def __str__(self) -> str:
        return " or ".join(f'"{wording}"' for wording in self.any)


@dataclass(frozen=True, slots=True)
class Number:
    """A fact met by a number, of any magnitude and unit where these are left out."""

    number: float
    magnitude: str = ""  # a key of MAGNITUDES
    unit: str = ""
    tolerance: float = 0.0  # relative

    def __str__(self) -> str:
        return " ".join(filter(None, (f"{self.number:.12g}", self.magnitude, self.unit)))


Fact = Phrase | Number


def met(fact: Fact, text: str) -> bool:
    """Whether the text states the fact.

    >>> met(Phrase(("Khazanah Nasional", "Khazanah")), "Khazanah’s partner is unnamed.")
    True
    >>> met(Number(16.1, "million", "tonnes"), "some 16,100,000 metric tons")
    True
    >>> met(Number(16.1, "million"), "16.1 billion"), met(Number(17), "on 17 March")
    (False, False)
    """
    if isinstance(fact, Phrase):
        return any(occurs(wording, text) for wording in fact.any)
    return any(_is_number(fact, match) for match in _NUMBER.finditer(fold(text)))


def occurs(wording: str, text: str) -> bool:
    """Whether the wording stands in the text, beginning with a word, numbers whole.

    A wording may stop inside a word, so that one wording covers "seal" and "seals".

    >>> occurs("khazanah", "Khazanah’s partner"), occurs("ban", "urban")
    (True, False)
    >>> occurs("61 million", "161 million"), occurs("6.1", "16.1"), occurs("16", "16.1")
    (False, False, False)
    """
    return bool(_pattern(wording).search(fold(text)))


@lru_cache(maxsize=4096)
def _pattern(wording: str) -> re.Pattern[str]:
    folded = fold(wording)
    begin = r"(?<!\w)(?<!\d[.,])" if folded[0].isalnum() else ""
    end = r"(?![.,]?\d)" if folded[-1].isdigit() else ""
    return re.compile(begin + re.escape(folded) + end)


def _is_number(fact: Number, match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if not match["scale"] and (_MONTH_BEFORE.search(before) or _MONTH_AFTER.match(after)):
        return False
    digits = re.sub("[, ]", "", match["digits"] or "")
    value = float(digits) if digits else float(_word_value(match["word"]))
    values = {value * _SCALES.get(match["scale"] or "", 1.0)}
    if not fact.magnitude:
        values.add(value)
    wanted = fact.number * MAGNITUDES.get(fact.magnitude, 1.0)
    close = any(isclose(found, wanted, rel_tol=max(fact.tolerance, 1e-9)) for found in values)
    return close and (not fact.unit or _has_unit(fact.unit, before, after))


def _word_value(word: str) -> int:
    return 1 if word == "a" else sum(_WORDS[part] for part in re.split("[ -]", word))


def _has_unit(unit: str, before: str, after: str) -> bool:
    """Whether the unit, or another name of it, follows within two words or stands before."""
    name = fold(unit).removesuffix("s")
    group = "|".join(map(re.escape, next((names for names in _UNITS if name in names), {name})))
    return bool(
        re.match(rf"[ -]?(?:[a-z'-]+ ){{0,2}}(?:{group})s?(?!\w)", after)
        or re.search(rf"(?<!\w)(?:{group})s? ?$", before)
    )
