"""Whether one figure bears out another, rounding, units and bounds considered."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from brief.verify.quantities import UNWRITTEN, Quantity

# "More than 40" fits 45; of 90 it would be true and mislead.
LOOSE = 1.35
# "Between 10 and 15" fits 12; "between 1 and 100" says nothing of it.
WIDE = 2
# "Some 60" fits 57 but not 54, and "some 58" fits no 54.2: who gives two digits has counted.
NEAR = 0.08


def comparable(claim: Quantity, source: Quantity) -> bool:
    """Whether two figures measure the same kind of thing."""
    return bool(_readings(claim, source))


def bears_out(claim: Quantity, source: Quantity) -> bool:
    """Whether the source's figure makes the claim's true, rounding and bounds considered."""
    return any(_bears_out(*pair) for pair in _readings(claim, source))


def _readings(claim: Quantity, source: Quantity) -> list[tuple[Quantity, Quantity]]:
    """The two figures as they may be compared: as they are, or brought to the same unit."""
    if claim.dimension == source.dimension:
        return [(claim, source)]
    dimensions = {claim.dimension, source.dimension}
    if dimensions == {"celsius", "fahrenheit"}:
        # "104°F" is 40°C, and a rise of 3.6°F is one of 2°C
        return [(claim, _converted(source, zero)) for zero in (32, 0)]
    if "degree" in dimensions and dimensions <= {"degree", "celsius", "fahrenheit"}:
        return [(claim, source)]  # which of the two is not said
    if dimensions == {"count", "length"}:
        pair = _in_metres(claim), _in_metres(source)
        return [pair] if pair[0].dimension == pair[1].dimension else []
    return []


def _converted(degrees: Quantity, zero: int) -> Quantity:
    """Degrees in the other scale, in which 0°C is `zero`."""
    low, high = (
        value * 1.8 + zero if degrees.dimension == "celsius" else (value - zero) / 1.8
        for value in (degrees.low, degrees.high)
    )
    return replace(degrees, low=low, high=high, digits=UNWRITTEN)


def _in_metres(figure: Quantity) -> Quantity:
    """ "95 m" in metres, as beside a length; alone it is 95 million."""
    if figure.dimension != "count" or not re.search(r"\d\s?m$", figure.text):
        return figure
    return replace(figure, low=figure.low / 1e6, high=figure.high / 1e6, dimension="length")


def _bears_out(claim: Quantity, source: Quantity) -> bool:
    if _equal(claim.low, source.low) and _equal(claim.high, source.high):
        if claim.relation in ("over", "under"):
            return source.relation not in ("over", "under") or claim.relation == source.relation
        return source.relation in ("exact", "about")
    if claim.relation == "over":
        return source.relation != "under" and claim.low <= source.low <= LOOSE * claim.low
    if claim.relation == "under":
        return source.relation != "over" and claim.high / LOOSE <= source.high <= claim.high
    if claim.low < claim.high:  # a range holds a figure inside it
        inside = claim.low <= source.low and source.high <= claim.high
        return inside and claim.high <= WIDE * claim.low
    if source.low < source.high or source.relation in ("over", "under"):
        return False
    if claim.relation == "about":
        near = min(NEAR * abs(source.low), _last_digit(claim))
        return abs(claim.low - source.low) <= near or _rounds(claim, source, 1)
    return _rounds(claim, source, 2)


def equal(claim: Quantity, source: Quantity) -> bool:
    """Whether two figures are the same, however they are bounded."""
    return any(_equal(mine.low, other.low) for mine, other in _readings(claim, source))


def same_digits(claim: Quantity, source: Quantity) -> bool:
    """Whether two figures differ in magnitude or unit alone: 745 million and 745 billion."""
    if min(claim.low, source.low) <= 0 or claim.low == source.low:
        return False
    if min(claim.digits, source.digits) < 2 or "ordinal" in (claim.dimension, source.dimension):
        return False
    power = math.log10(claim.low) - math.log10(source.low)
    return math.isclose(power, round(power), abs_tol=1e-6) and round(power) % 3 == 0


def _equal(a: float, b: float) -> bool:
    # a third and 33 per cent are one figure, 1,000 and 1,001 are not
    fractional = a != int(a) or b != int(b)
    return math.isclose(a, b, rel_tol=0.004 if fractional else 1e-9, abs_tol=1e-9)


def _last_digit(quantity: Quantity) -> float:
    """What one more in the last digit that a figure gives would add to it."""
    if not quantity.low or quantity.digits == UNWRITTEN:
        return math.inf
    return float(10 ** (math.floor(math.log10(abs(quantity.low))) + 1 - quantity.digits))


def _rounds(claim: Quantity, source: Quantity, least: int) -> bool:
    """Whether the source's figure, rounded to the digits that the claim gives, is the claim's."""
    if not least <= claim.digits < source.digits or source.low == 0:
        return False
    places = claim.digits - 1 - math.floor(math.log10(abs(source.low)))
    return math.isclose(round(source.low, places), claim.low, rel_tol=1e-6)
