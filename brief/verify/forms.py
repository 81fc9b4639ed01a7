"""The forms that figures take in English, as patterns; `quantities` reads what they find."""

from __future__ import annotations

import re
from collections.abc import Iterable

from brief.verify.units import (
    CURRENCIES,
    FRACTIONS,
    HEDGES,
    MAGNITUDES,
    MULTIPLES,
    ORDINALS,
    SMALL,
    TENS,
    UNITS,
)


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in longest_first)


_DIGITS = r"\d{1,3}(?:[,\u2009\u202f\u00a0]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPELT = rf"(?:{_any(TENS)})(?:[\s-](?:{_any(SMALL[1:10])}))?|{_any(SMALL)}"
_CODES = r"\b(?:rm|rs\.?|usd|eur|gbp|aud|cad|cny|jpy|myr|inr|chf)(?=\s?\d)"
_SIGN = rf"(?:{_any(c for c in CURRENCIES if not c[-1].isalpha())}|{_CODES})"
_WORDY = _any(u for u in (*UNITS, *CURRENCIES) if u[-1].isalpha() and u not in ("won", "m"))
# "A wall 95 m high" is not 95 million of them.
_METRES = r"m[\s-](?:tall|high|long|wide|deep|thick|above|below|away|race|sprint|hurdles)\b(?!-)"
# Nobody has twelve won, but of forty candidates twelve may have won.
_WON = r"(?:(?<=\d,\d\d\d[\s-])|(?<=\d{5}[\s-])|(?<=illion[\s-])|(?<=[bt]n[\s-]))won"
_UNIT = rf"(?:%|°(?:\s?[cf]\b)?|(?:{_WORDY}|{_WON}|(?={_METRES})m)\b)"
_MAGNITUDE = rf"(?:{_any(MAGNITUDES)})\b"
_ROUND = r"(?:hundred|thousand|lakh|million|crore|billion|trillion|dozen)\b"
AND_A_HALF = r"[\s-]and[\s-]a[\s-]half\b(?!\sof\b)"
_SHARE = rf"(?:a|one|two|three|four|five|nine)[\s-](?:{_any(FRACTIONS)})"


def _figure(core: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<hedge>(?<!\w)(?:{_any(HEDGES)})\s*(?:a\s)?)?"
        rf"(?:(?P<sign>{_SIGN})\s?|(?<![\w.,:/]))(?P<minus>[-−](?=\d))?(?:{core})"
        rf"(?:[\s-]?(?P<mag>(?(sign)|(?!{_METRES})){_MAGNITUDE})(?:\s(?P<mag2>thousand|million|billion)\b)?)?"
        rf"(?:[\s-]?(?P<unit>{_UNIT}))?(?:{AND_A_HALF})?"
        r"(?P<old>[\s-]old\b)?(?!\w|[.,:/]\d)",
        re.IGNORECASE,
    )


NUMBER = _figure(
    rf"(?P<digits>{_DIGITS})|(?P<word>\b(?:{_SPELT})\b)|(?P<article>\ba)(?=\s{_ROUND})"
)
DIVIDED = re.compile(_any(FRACTIONS), re.IGNORECASE)  # saves the two below for most sentences
# "half a million", "a quarter of an hour": of one, and not of what follows.
PART = _figure(
    rf"\b(?:(?P<share>(?:a\s)?half|{_SHARE})(?:\sof)?\s(?:an?|one)[\s-](?=(?:{_ROUND}|{_UNIT}))"
    rf"|(?P<half>(?:a\s)?half)[\s-](?={_ROUND}))"
)
# "two and a half years", "a year and a half"
MIXED = _figure(
    rf"(?:(?P<digits>{_DIGITS})|(?P<word>\b(?:{_SPELT})\b)|(?P<article>\ban?\b))"
    rf"(?:{AND_A_HALF}|(?=[\s-](?:{_MAGNITUDE}|{_UNIT}){AND_A_HALF}))"
)
# "a third term" is no third: after a bare fraction comes no noun.
FRACTION = re.compile(
    rf"\b(?:{_SHARE}|half)\b"
    r"(?=\s*[,.;:)]|\s*$|\s(?:of|to|in|on|from|for|and|at|over|more|less|lower|higher|since|this|by|"
    r"last|the|its|their|his|her|all|a|are|is|were|was|have|has|said|say)\b)"
    rf"|\b(?P<n>{_SPELT}|\d+)\s(?:in|out\sof)\s(?:every\s)?(?P<d>{_SPELT}|\d+)\b(?!\s*%)",
    re.IGNORECASE,
)
POINT = re.compile(
    r"\b(?:a\s|one[\s-]|(?P<three>three)[\s-])?(?P<part>half|quarters?)(?:\sof)?(?:\sa)?[\s-]"
    r"(?:percentage[\s-])?points?\b",
    re.IGNORECASE,
)
# "Covid-19", "F-16", but not what ends "10 MW-15 MW"
LABEL = re.compile(r"(?<!\d\s)\b(?:[A-Z][A-Za-z]*|covid)-\d+")
ORDINAL = re.compile(
    rf"\b(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{_any(ORDINALS)}))\b(?!-half)", re.IGNORECASE
)
MULTIPLE = re.compile(rf"\b(?:{_any(MULTIPLES)})\b", re.IGNORECASE)
AGED = re.compile(r"\baged\s$", re.IGNORECASE)
RANGE = re.compile(r"\s*(?:-|–|—|to|and)\s*", re.IGNORECASE)
NOUN = re.compile(
    r"[\s-]*(?:(?:of|the|more|other|new|local|its|their|such)\s+)*([^\W\d_]{3,})(?:\s+([^\W\d_]{3,}))?"
)
