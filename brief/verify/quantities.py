"""Numbers with their units, magnitudes and bounds.

Handles digits and words ("16.1 million metric tons", "two dozen", "a third", "one in five",
"$1.2bn", "10 to 15 per cent", "more than 40"). Does not handle roman numerals, clock times,
telephone numbers, number words above ninety-nine without a magnitude, or sums of figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from brief.text import stem
from brief.verify.forms import (
    AGED,
    AND_A_HALF,
    DIVIDED,
    FRACTION,
    LABEL,
    MIXED,
    MULTIPLE,
    NOUN,
    NUMBER,
    ORDINAL,
    PART,
    POINT,
    RANGE,
)
from brief.verify.scores import scores
from brief.verify.spans import Taken
from brief.verify.units import (
    CURRENCIES,
    FRACTIONS,
    HEDGES,
    MAGNITUDES,
    MULTIPLES,
    ORDINALS,
    UNITS,
    WORDS,
    Relation,
)

UNWRITTEN = 15  # significant digits of "a third" and "double", more than anybody writes


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in base units of its dimension: [low, high], how it is bounded, what it counts."""

    start: int
    end: int
    text: str
    low: float
    high: float
    dimension: str  # "count", "ordinal", "percent", a currency code, "mass", …
    relation: Relation = "exact"
    nouns: tuple[str, ...] = ()  # stems of the words after it
    digits: int = 2  # significant digits written
    weak: bool = False  # "one", "first", "doubled": may match, but is not demanded


def quantities(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """The figures of `text` in order, none overlapping `taken` (the spans of its dates)."""
    found: list[Quantity] = []
    used = Taken(text, taken)
    for match in LABEL.finditer(text):
        used.add(*match.span())
    divided = ((MIXED, _number), (PART, _number)) if DIVIDED.search(text) else ()
    for pattern, read in (
        (POINT, _point), *divided, (FRACTION, _fraction), (NUMBER, _number),
        (ORDINAL, _ordinal), (MULTIPLE, _multiple),
    ):  # fmt: skip
        for match in pattern.finditer(text):
            start, end = (
                match.end(1) if read is _number and match["hedge"] else match.start(),
                match.end(),
            )
            if not used.meets(start, end):
                figure = read(match)
                if figure is None:
                    continue
                used.add(start, end)
                if math.isfinite(figure.low):  # a row of 400 digits is no figure
                    found.append(replace(figure, nouns=_nouns(text, match.end())))
    return _join_ranges(sorted(found, key=lambda q: q.start), text)


def _nouns(text: str, end: int) -> tuple[str, ...]:
    match = NOUN.match(text, end)
    return tuple(stem(word.lower()) for word in match.groups() if word) if match else ()


def _value(word: str) -> float:
    if word.isdigit():
        return float(word)
    return sum(WORDS[part] for part in re.split(r"[\s-]", word.lower()))


def _point(match: re.Match[str]) -> Quantity:
    value = 0.5 if match["part"].lower() == "half" else 0.25 * (3 if match["three"] else 1)
    return Quantity(*match.span(), match.group(), value, value, "points")


def _fraction(match: re.Match[str]) -> Quantity | None:
    if match["d"]:
        value = _value(match["n"]) / max(_value(match["d"]), 1.0)
        if 1 < value < math.inf:  # "12 in three cities"
            return None
    else:
        value = _share(match.group())
    percent = 100 * value
    return Quantity(
        *match.span(), match.group(), percent, percent, "percent", "about", digits=UNWRITTEN
    )


def _share(text: str) -> float:
    """The value of "half", "a quarter of", "three-quarters"."""
    words = re.findall(r"[a-z]+", text.lower())
    return math.prod(WORDS.get(word, FRACTIONS.get(word, 1.0)) for word in words)


def _number(match: re.Match[str]) -> Quantity:
    part = {key: (value or "").lower() for key, value in match.groupdict().items()}
    digits = re.sub(r"[^\d.]", "", part.get("digits", ""))
    value = float(digits) if digits else _value(part["word"]) if part.get("word") else 1.0
    mixed = re.search(AND_A_HALF, match.group(), re.IGNORECASE) is not None
    share = part.get("share") or part.get("half")
    if share:
        value = _share(share)
    value += 0.5 * mixed
    for magnitude in (part["mag"], part["mag2"]):
        value *= MAGNITUDES.get(magnitude, 1.0)
    unit, sign = re.sub(r"[\s-]", " ", part["unit"]).replace("° ", "°"), part["sign"].rstrip(".")
    currency = CURRENCIES.get(sign) or CURRENCIES.get(unit)
    dimension, factor = (currency, 1.0) if currency else UNITS.get(unit, ("count", 1.0))
    if part["old"] or AGED.search(match.string[max(match.start() - 6, 0) : match.start()]):
        dimension, factor = "age", 1.0
    hedge = re.sub(r"\s+a?\s*$", "", part["hedge"]).strip()
    relation = HEDGES.get(hedge, "about" if share else "exact")
    if part["hedge"].strip() in ("over", "under") and dimension == "time":
        relation = "exact"  # "a loan over 12 years" lasts them
    value *= -factor if part["minus"] else factor
    bare = digits.replace(".", "").lstrip("0")
    written = (len(bare if "." in digits else bare.rstrip("0")) or 1) + mixed
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    weak = part.get("word") == "one" and not (part["mag"] or part["unit"] or mixed)
    return Quantity(
        start, match.end(), match.group().strip(), value, value, dimension, relation,
        digits=UNWRITTEN if share else written, weak=weak,
    )  # fmt: skip


def _ordinal(match: re.Match[str]) -> Quantity:
    value = float(match["digits"]) if match["digits"] else ORDINALS[match["word"].lower()]
    return Quantity(*match.span(), match.group(), value, value, "ordinal", weak=value == 1)


def _multiple(match: re.Match[str]) -> Quantity:
    value = MULTIPLES[match.group().lower()]
    return Quantity(*match.span(), match.group(), value, value, "multiple", weak=True)


def _join_ranges(found: Sequence[Quantity], text: str) -> tuple[Quantity, ...]:
    """Put "10 to 15 per cent" and "between 10 and 15" together; "from 10 to 15" stays two.

    A range goes no further: of "1-2-3-4" no more than two make one.
    """
    joined: list[Quantity] = []
    sides = cache(lambda: Taken(text, [(score.start, score.end) for score in scores(text)]))
    for figure in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.low == last.high
            and _is_range(last, figure, text)
            and not sides().meets(last.start, figure.end)
        ):
            joined[-1] = replace(
                figure, start=last.start, text=text[last.start : figure.end],
                low=last.low * _scale(last, figure), relation=last.relation,
                digits=max(last.digits, figure.digits),
            )  # fmt: skip
        else:
            joined.append(figure)
    return tuple(joined)


def _scale(first: Quantity, second: Quantity) -> float:
    """What the first figure of "5 to 7 million tonnes" leaves to the second to say."""
    if first.dimension not in ("count", second.dimension) or first.low <= 0 or second.low <= 0:
        return 1.0
    words = re.findall(r"[a-z%]+", second.text.lower())
    scale = math.prod(MAGNITUDES.get(word, 1.0) for word in words)
    if any(word in MAGNITUDES for word in re.findall(r"[a-z]+", first.text.lower())):
        scale = 1.0
    unit = (
        next((UNITS[w][1] for w in words if w in UNITS), 1.0) if first.dimension == "count" else 1.0
    )
    return scale * unit


def _is_range(first: Quantity, second: Quantity, text: str) -> bool:
    between = text[first.end : second.start].lower()
    if not RANGE.fullmatch(between) or {first.dimension, second.dimension} & {
        "ordinal",
        "multiple",
    }:
        return False
    if first.dimension not in ("count", second.dimension):
        return False
    before = text[: first.start].rstrip().lower()
    joined = between.strip() == "and"
    joins = before.endswith("between") if joined else not before.endswith("from")
    return joins and first.low * _scale(first, second) < second.high
