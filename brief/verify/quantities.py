"""Numbers with their units, magnitudes and bounds, and whether one bears out another.

Handles digits and words ("16.1 million metric tons", "two dozen", "a third", "one in five",
"$1.2bn", "10 to 15 per cent", "more than 40"). Does not handle roman numerals, clock times,
telephone numbers or arithmetic between figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from brief.text import stem

Relation = Literal["exact", "about", "over", "under"]

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORDS = {word: float(value) for value, word in enumerate(_SMALL)} | {
    word: 10.0 * (place + 2) for place, word in enumerate(_TENS)
}
MAGNITUDES = {
    "hundred": 1e2, "hundreds": 1e2, "thousand": 1e3, "thousands": 1e3, "k": 1e3, "dozen": 12.0,
    "dozens": 12.0, "lakh": 1e5, "crore": 1e7, "million": 1e6, "millions": 1e6, "mln": 1e6,
    "mn": 1e6, "m": 1e6, "billion": 1e9, "billions": 1e9, "bln": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "trillions": 1e12, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
_FRACTIONS = {
    "half": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fifth": 0.2,
    "fifths": 0.2, "tenth": 0.1, "tenths": 0.1,
}  # fmt: skip
_ORDINALS = {
    word: float(place + 1)
    for place, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
    )
}
CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "a$": "AUD",
    "aud": "AUD", "c$": "CAD", "cad": "CAD", "s$": "SGD", "hk$": "HKD", "€": "EUR", "eur": "EUR",
    "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP",
    "sterling": "GBP", "¥": "JPY", "jpy": "JPY", "yen": "JPY", "yuan": "CNY", "cny": "CNY",
    "rmb": "CNY", "renminbi": "CNY", "₹": "INR", "inr": "INR", "rs": "INR", "rupee": "INR",
    "rupees": "INR", "rm": "MYR", "myr": "MYR", "ringgit": "MYR", "₩": "KRW", "won": "KRW",
    "franc": "CHF", "francs": "CHF", "chf": "CHF", "rouble": "RUB", "roubles": "RUB",
    "ruble": "RUB", "rubles": "RUB", "₽": "RUB", "rub": "RUB", "krona": "SEK", "kronor": "SEK",
    "peso": "peso", "pesos": "peso", "rand": "ZAR", "lira": "TRY", "cents": "cent", "cent": "cent",
}  # fmt: skip
# unit -> (dimension, factor to its base). A ton and a tonne are one: newspapers mean either.
_UNITS: dict[str, tuple[str, float]] = {
    "%": ("percent", 1), "percent": ("percent", 1), "pct": ("percent", 1),
    "per cent": ("percent", 1), "percentage points": ("points", 1),
    "percentage point": ("points", 1), "basis points": ("points", 0.01),
    "bps": ("points", 0.01),
    "metric tons": ("mass", 1), "metric tonnes": ("mass", 1), "metric ton": ("mass", 1),
    "tons": ("mass", 1), "ton": ("mass", 1), "tonnes": ("mass", 1), "tonne": ("mass", 1),
    "t": ("mass", 1), "kt": ("mass", 1e3), "mt": ("mass", 1e6), "kg": ("mass", 1e-3),
    "kilograms": ("mass", 1e-3), "kilogrammes": ("mass", 1e-3), "kilos": ("mass", 1e-3),
    "lb": ("mass", 4.536e-4), "lbs": ("mass", 4.536e-4),
    "km": ("length", 1e3), "kilometres": ("length", 1e3), "kilometers": ("length", 1e3),
    "kilometre": ("length", 1e3), "kilometer": ("length", 1e3), "metres": ("length", 1),
    "meters": ("length", 1), "metre": ("length", 1), "meter": ("length", 1),
    "miles": ("length", 1609.34), "mile": ("length", 1609.34), "feet": ("length", 0.3048),
    "foot": ("length", 0.3048), "cm": ("length", 0.01), "mm": ("length", 0.001),
    "hectares": ("area", 1e4), "hectare": ("area", 1e4), "acres": ("area", 4046.86),
    "square kilometres": ("area", 1e6), "square kilometers": ("area", 1e6), "sq km": ("area", 1e6),
    "square miles": ("area", 2.59e6), "barrels": ("barrel", 1), "litres": ("volume", 1),
    "liters": ("volume", 1), "gallons": ("volume", 3.785),
    "kw": ("power", 1e3), "mw": ("power", 1e6), "gw": ("power", 1e9), "megawatts": ("power", 1e6),
    "gigawatts": ("power", 1e9), "kilowatts": ("power", 1e3), "kwh": ("energy", 1e3),
    "mwh": ("energy", 1e6), "gwh": ("energy", 1e9), "twh": ("energy", 1e12),
    "seconds": ("time", 1), "minutes": ("time", 60), "minute": ("time", 60), "hours": ("time", 3600),
    "hour": ("time", 3600), "days": ("time", 86400), "day": ("time", 86400),
    "weeks": ("time", 604800), "week": ("time", 604800), "months": ("time", 2629800),
    "month": ("time", 2629800), "years": ("time", 31557600), "year": ("time", 31557600),
    "decades": ("time", 315576000), "decade": ("time", 315576000), "degrees": ("degree", 1),
    "°c": ("celsius", 1), "°f": ("fahrenheit", 1), "mph": ("speed", 1.609), "km/h": ("speed", 1),
    "kph": ("speed", 1),
}  # fmt: skip


def _any(words: Sequence[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"[\s-]") for word in sorted(words, key=len, reverse=True)
    )


_DIGITS = r"\d{1,3}(?:[,\u2009\u202f\u00a0]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDNUM = rf"(?:{_any(_TENS)})(?:[\s-](?:{_any(_SMALL[1:10])}))?|{_any(_SMALL)}"
_SIGN = rf"(?:{_any([c for c in CURRENCIES if not c[-1].isalpha()])}|\b(?:rm|rs\.?|usd|eur|gbp|aud|cad|cny|jpy|myr|inr|chf)(?=\s?\d))"
_MAG = rf"(?:(?:{_any([m for m in MAGNITUDES if len(m) > 3])})\b|(?:{_any([m for m in MAGNITUDES if len(m) <= 3])})\b)"
_UNIT = rf"(?:%|(?:{_any([u for u in _UNITS if u != '%'])})\b|(?:{_any([c for c in CURRENCIES if c.isalpha()])})\b)"
_HEDGES: dict[str, Relation] = {
    "about": "about", "around": "about", "approximately": "about", "roughly": "about",
    "some": "about", "nearly": "about", "almost": "about", "an estimated": "about",
    "estimated": "about", "circa": "about", "close to": "about", "~": "about", "c.": "about",
    "up to": "under", "as many as": "under", "as much as": "under", "at most": "under",
    "less than": "under", "fewer than": "under", "under": "under", "below": "under",
    "no more than": "under", "more than": "over", "over": "over", "at least": "over",
    "above": "over", "upwards of": "over", "no fewer than": "over", "no less than": "over",
    "exceeding": "over", ">": "over", "<": "under",
}  # fmt: skip
_HEDGE = rf"(?P<hedge>(?<!\w)(?:{_any(list(_HEDGES))})\s*(?:the\s|a\s)?)?"
_NUMBER = re.compile(
    rf"{_HEDGE}(?:(?P<sign>{_SIGN})\s?|(?<![\w.,:/]))(?P<minus>[-−](?=\d))?"
    rf"(?:(?P<digits>{_DIGITS})|(?P<word>\b(?:{_WORDNUM})\b)|(?P<article>\ba)(?=\s(?:hundred|thousand|million|billion|trillion|dozen)\b))"
    rf"(?:[\s-]?(?P<mag>{_MAG})(?:\s(?P<mag2>thousand|million|billion)\b)?)?"
    rf"(?:[\s-]?(?P<unit>{_UNIT}))?"
    rf"(?![\w]|[.,:/]\d)",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"\b(?:(?P<top>a|one|two|three|four|nine)[\s-])?(?P<bottom>{_any(list(_FRACTIONS))})\b(?=\s(?:of|the|its|their|all|a)\b|\s*[,.;]|\s*$)"
    rf"|\b(?P<n>{_WORDNUM}|\d+)\s(?:in|out\sof)\s(?:every\s)?(?P<d>{_WORDNUM}|\d+)\b(?!\s*%)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{_any(list(_ORDINALS))}))\b(?![\s-]+half)",
    re.IGNORECASE,
)
_MULTIPLES = {"doubled": 2.0, "doubling": 2.0, "twice": 2.0, "double": 2.0, "tripled": 3.0,
              "tripling": 3.0, "triple": 3.0, "quadrupled": 4.0, "halved": 0.5}  # fmt: skip
_MULTIPLE = re.compile(rf"\b(?:{_any(list(_MULTIPLES))})\b", re.IGNORECASE)
_RANGE_JOIN = re.compile(r"\s*(?:-|–|—|to|and|or)\s*", re.IGNORECASE)
_NOUN = re.compile(
    r"[\s-]*(?:(?:of|the|more|other|new|local|people's)\s+)*([^\W\d_]{3,})(?:\s+([^\W\d_]{3,}))?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in base units of its dimension: [low, high], how it is bounded, what it counts."""

    start: int
    end: int
    text: str
    low: float
    high: float
    dimension: str  # "count", "ordinal", "fraction", "percent", a currency code, "mass", …
    relation: Relation
    nouns: tuple[str, ...]  # stems of the words after it
    digits: int  # significant digits written
    weak: bool = False  # "one": often a pronoun, so it may match but is not demanded


def quantities(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """The figures of `text` in order, none overlapping `taken` (the spans of its dates)."""
    found: list[Quantity] = []
    used = list(taken)

    def free(start: int, end: int) -> bool:
        return all(end <= s or start >= e for s, e in used)

    for read, pattern in (
        (_fraction, _FRACTION),
        (_number, _NUMBER),
        (_ordinal, _ORDINAL),
        (_multiple, _MULTIPLE),
    ):
        for match in pattern.finditer(text):
            core = _core(match)
            if free(*core):
                found.append(read(match, text))
                used.append(core)
    return _join_ranges(sorted(found, key=lambda q: q.start), text)


def _core(match: re.Match[str]) -> tuple[int, int]:
    groups = match.groupdict()
    hedge = groups.get("hedge") or ""
    return match.start() + len(hedge), match.end()


def _word_value(word: str) -> float:
    if word.isdigit():
        return float(word)
    return sum(WORDS[part] for part in re.split(r"[\s-]", word.lower()))


def _nouns(text: str, end: int) -> tuple[str, ...]:
    match = _NOUN.match(text, end)
    return tuple(stem(word.lower()) for word in match.groups() if word) if match else ()


def _fraction(match: re.Match[str], text: str) -> Quantity:
    part = match.groupdict()
    if part["bottom"]:
        top = {"a": 1.0, None: 1.0}.get(part["top"] and part["top"].lower()) or _word_value(
            part["top"]
        )
        value = top * _FRACTIONS[part["bottom"].lower()]
    else:
        value = _word_value(part["n"]) / max(_word_value(part["d"]), 1.0)
    return Quantity(
        *match.span(),
        match.group(),
        100 * value,
        100 * value,
        "percent",
        "exact",
        _nouns(text, match.end()),
        2,
    )


def _number(match: re.Match[str], text: str) -> Quantity:
    part = match.groupdict()
    digits = re.sub(r"[^\d.]", "", part["digits"] or "")
    value = float(digits) if digits else (_word_value(part["word"]) if part["word"] else 1.0)
    if part["minus"]:
        value = -value
    for name in ("mag", "mag2"):
        if part[name]:
            value *= MAGNITUDES[part[name].lower()]
    unit = re.sub(r"[\s-]", " ", (part["unit"] or "").lower())
    sign = (part["sign"] or "").lower().rstrip(".")
    dimension, factor = "count", 1.0
    if sign in CURRENCIES:
        dimension = CURRENCIES[sign]
    elif unit in CURRENCIES:
        dimension = CURRENCIES[unit]
    elif unit in _UNITS:
        dimension, factor = _UNITS[unit]
    hedge = re.sub(r"\s+(?:the|a)?\s*$", "", (part["hedge"] or "").lower()).strip()
    relation = _HEDGES.get(hedge, "exact")
    value *= factor
    significant = len(digits.replace(".", "").strip("0")) or 1
    if not part["mag"] and "." not in digits:
        significant = (
            max(significant, len(digits)) if len(digits.rstrip("0")) == len(digits) else significant
        )
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    weak = value == 1 and bool(part["word"]) and not (part["mag"] or part["unit"])
    return Quantity(
        start,
        match.end(),
        match.group().strip(),
        value,
        value,
        dimension,
        relation,
        _nouns(text, match.end()),
        significant,
        weak,
    )


def _ordinal(match: re.Match[str], text: str) -> Quantity:
    part = match.groupdict()
    value = float(part["digits"]) if part["digits"] else _ORDINALS[part["word"].lower()]
    return Quantity(
        *match.span(),
        match.group(),
        value,
        value,
        "ordinal",
        "exact",
        _nouns(text, match.end()),
        2,
        weak=value == 1,
    )


def _multiple(match: re.Match[str], text: str) -> Quantity:
    value = _MULTIPLES[match.group().lower()]
    return Quantity(
        *match.span(),
        match.group(),
        value,
        value,
        "multiple",
        "exact",
        _nouns(text, match.end()),
        1,
        weak=True,
    )


def _join_ranges(found: list[Quantity], text: str) -> tuple[Quantity, ...]:
    """Put "10 to 15 per cent" and "between 10 and 15" together; "from 10 to 15" stays two."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if last is not None and _is_range(last, quantity, text):
            scale = 1.0
            if last.dimension == "count" and last.high < quantity.low / 100:
                scale = 10.0 ** (3 * round(math.log10(quantity.low / max(last.high, 1e-9)) / 3))
            low = last.low * scale
            if low <= quantity.high:
                joined[-1] = Quantity(
                    last.start, quantity.end, text[last.start : quantity.end], low, quantity.high,
                    quantity.dimension, last.relation, quantity.nouns,
                    max(last.digits, quantity.digits),
                )  # fmt: skip
                continue
        joined.append(quantity)
    return tuple(joined)


def _is_range(first: Quantity, second: Quantity, text: str) -> bool:
    between = text[first.end : second.start]
    if not _RANGE_JOIN.fullmatch(between) or "ordinal" in (first.dimension, second.dimension):
        return False
    if first.dimension not in ("count", second.dimension):
        return False
    before = text[: first.start].rstrip().lower()
    if between.strip().lower() in ("and", "or"):
        return between.strip().lower() == "and" and before.endswith("between")
    return not before.endswith("from") and first.low < second.high


def bears_out(claim: Quantity, source: Quantity) -> bool:
    """Whether the source's figure makes the claim's true, rounding and bounds considered."""
    if not comparable(claim, source):
        return False
    low, high = claim.low, claim.high
    if _close(low, source.low) and _close(high, source.high):
        return _bounds_agree(claim.relation, source.relation)
    if claim.relation == "over":
        return source.relation != "under" and source.low >= low
    if claim.relation == "under":
        return source.relation != "over" and source.high <= high
    if low < high:  # a range holds a figure inside it
        return low <= source.low and source.high <= high
    if source.low < source.high:
        return False
    if source.relation in ("over", "under"):
        return False
    if claim.relation == "about":
        return abs(low - source.low) <= 0.05 * abs(source.low) or _rounds(claim, source, 1)
    return _rounds(claim, source, 2)


def comparable(claim: Quantity, source: Quantity) -> bool:
    """Whether two figures measure the same kind of thing."""
    return claim.dimension == source.dimension


def _bounds_agree(claim: Relation, source: Relation) -> bool:
    if claim in ("over", "under"):
        return claim == source or source in ("exact", "about")
    return source in ("exact", "about")


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=0.004 if a != int(a) or b != int(b) else 1e-9, abs_tol=1e-9)


def _rounds(claim: Quantity, source: Quantity, least: int) -> bool:
    """Whether the source's figure, rounded to the digits that the claim gives, is the claim's."""
    if claim.digits < least or source.low == 0 or claim.low == 0 or claim.digits > source.digits:
        return False
    places = claim.digits - 1 - math.floor(math.log10(abs(source.low)))
    return math.isclose(round(source.low, places), claim.low, rel_tol=1e-6)
