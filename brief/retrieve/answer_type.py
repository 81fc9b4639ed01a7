"""What kind of thing a question asks for, and how plainly a sentence offers one.

Read off the question's own words by rule: "how many doses", "when", "who", "how old", "what price".
A kind is demanded only where its signs in a sentence are plain (a figure with the right unit, a
sum of money, a date, a name that the question does not hold); "other" and yes-no questions demand
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from brief.text import content_words, stem
from brief.verify.dates import dates, published_on
from brief.verify.names import names
from brief.verify.quantities import Quantity, quantities
from brief.verify.tokens import tokens
from brief.verify.units import CURRENCIES

Kind = Literal[
    "person", "name", "place", "time", "year", "duration", "age", "count", "money", "percent",
    "length", "amount", "reason", "polar", "other",
]  # fmt: skip

FIGURES = frozenset(
    ("time", "year", "duration", "age", "count", "money", "percent", "length", "amount")
)

_SUMS = (
    "price|cost|costs|budget|fee|fees|fine|salary|wage|pay|value|revenue|revenues|profit|profits|"
    "loan|sum|bill|bail|debt|income|turnover|sales|investment|rent|ransom|bonus"
)
_SHARES = (
    "percentage|per cent|percent|share|proportion|rate|interest rate|turnout|fraction|inflation|"
    "unemployment|pay rise|pay increase|margin"
)
_PLACES = (
    "country|countries|city|cities|place|port|state|province|region|town|site|location|village"
)
_BODIES = (
    "company|companies|firm|fund|bank|agency|group|union|party|outlet|newspaper|organi[sz]ation|"
    "institution|court|regulator|ministry|university|team|club|studio|network|brand|carrier"
)
_PEOPLE = (
    "official|minister|president|person|man|woman|executive|analyst|leader|author|senator|judge|"
    "actor|actress|player|coach|director|member|columnist|spokes\\w+|governor|mayor|lawyer"
)
_WHAT = r"(?:what|which)(?:\s+(?:is|was|are|were|will be|would be))?(?:\s+(?:the|its|their|a))?"
_QUESTIONS: tuple[tuple[Kind, str], ...] = (
    ("age", r"\bhow old\b|\bat what age\b|\bwhat age\b"),
    ("duration", r"\bhow long\b(?! is the| are the)|\bfor how (?:many|much) (?:days|weeks|months|"
                 r"years|hours|time)\b|\bhow many (?:days|weeks|months|years|hours|minutes)\b"),
    ("year", r"\b(?:in |since )?(?:what|which) year\b"),
    ("time", r"\bwhen\b|\b(?:what|which) (?:date|day|month|time|quarter)\b|\bhow soon\b"
             r"|\bdeadline\b|\bsince what\b|\bby what date\b"),
    ("percent", rf"\b{_WHAT}\s+(?:\S+\s+){{0,2}}?(?:{_SHARES})\b"
                r"|\bhow (?:high|big|large|low) (?:is|was|were|are|will|a|would)\b.{0,20}\b"
                r"(?:inflation|rate|share|turnout|unemployment)\b|\bby what margin\b"),
    ("money", rf"\bhow (?:much|expensive)\b.*\b(?:cost|costs|pay|paid|pays|spend|spent|worth|"
              rf"price\w*|money|lend|lent|invest\w*|charge\w*|raised?|sold|sell|fine[ds]?|owe\w*|"
              rf"earn\w*|make|made|donat\w*|lose|lost|fund\w*)\b|\bhow large a (?:loan|sum|fine)\b"
              rf"|\b{_WHAT}\s+(?:\S+\s+){{0,2}}?(?:{_SUMS})\b(?!\s+of\s+living)"
              rf"|^(?:cost|price|value) of\b"),
    ("length", r"\bhow (?:far|tall|deep|wide)\b|\bhow (?:high|long) (?:is|are|was|were) the\b"),
    ("count", r"\bhow many\s+(?P<noun>[\w-]+(?:\s[\w-]+)?)|\bwhat number of\s+(?P<noun2>[\w-]+)"),
    ("amount", r"\bhow (?:much|big|large|fast|heavy|low|hot|high)\b|\bby how much\b"),
    ("place", rf"\bwhere\b|\b(?:what|which)\s+(?:\w+\s+)?(?:{_PLACES})\b"),
    ("person", rf"\bwho(?:m|se)?\b|\b(?:what|which) (?:\w+ )?(?:{_PEOPLE})\b|\bname the\b"),
    ("name", rf"\b(?:which|what) (?:\w+ )?(?:{_BODIES})\b"),
    ("reason", r"\bwhy\b|\bwhat (?:is|was|were|are) the reasons?\b|\bfor what reason\b"
               r"|\bwhat (?:caused|prompted|led)\b|\bhow come\b"),
    ("polar", r"^(?:and |but |so )?(?:is|are|was|were|has|have|had|did|does|do|will|would|can|could"
              r"|should|may|might|must)\b|\bwhether\b"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _QUESTIONS)
_REASON = re.compile(
    r"\b(?:because|due to|owing to|since|as a result|so that|in order to|after|following|amid"
    r"|in an? (?:effort|bid|attempt)|aim(?:s|ed|ing)? to|seek(?:s|ing)? to|hop(?:es|ed|ing) to"
    r"|want(?:s|ed|ing)? to|meant to|designed to|to (?:protect|avoid|prevent|limit|ensure|boost"
    r"|reduce|cut|meet|help|allow|keep|secure|curb|stop|focus)|blam\w+|cit(?:ed|ing|es)|reason\w*"
    r"|caus\w+|for fear|prompted|given that|thanks to|concern\w*|worr\w+)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:last|next|this) (?:week|month|year|spring|summer|autumn|fall|winter|quarter)|"
    r"(?:spring|summer|autumn|winter|first|second|third|fourth) (?:of|quarter|half)|(?:days|weeks|"
    r"months|years) (?:ago|later)|immediately)\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\baged? \d+|\d[ -]years?[ -]old|, \d{1,3},|\bin (?:his|her|their) \w+ies\b", re.I
)
_WHERE = re.compile(
    r"\b(?:in|at|near|from|to|outside|around|across|off|of|into|through|along|for|between|on)"
    r"(?: the| its| his| her)?(?: \w+){0,3}? $"
)
_FOLK = frozenset(
    map(
        stem,
        ("people", "persons", "workers", "employees", "staff", "members", "residents", "citizens"),
    )
)
_UNITS: dict[str, frozenset[str]] = {
    "duration": frozenset({"time"}),
    "percent": frozenset({"percent", "points"}),
    "length": frozenset({"length"}),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The kind of answer wanted, and stems: of words that only name it, and of what is counted."""

    kind: Kind
    frame: frozenset[str]
    counted: frozenset[str] = frozenset()


@lru_cache(maxsize=512)
def asked(question: str) -> Asked:
    """Read what the question wants.

    >>> asked("How much would the refinery cost?").kind
    'money'
    >>> asked("Has anything been signed?").kind
    'polar'
    """
    for kind, pattern in _PATTERNS:
        if found := pattern.search(question):
            nouns = " ".join(filter(None, found.groupdict().values()))
            counted = frozenset(map(stem, content_words(nouns)))
            named = content_words(found.group()) if kind != "count" else []
            return Asked(kind, frozenset(map(stem, named)), counted)
    return Asked("other", frozenset())


def offers(wanted: Asked, sentence: str, question: str, published: str = "") -> float:
    """How plainly `sentence` holds such an answer that the question does not hold: 0, ½ or 1."""
    match wanted.kind:
        case "reason":
            return float(bool(_REASON.search(sentence)))
        case "age":
            return float(bool(_AGE.search(sentence)))
        case "time":
            return float(bool(_dated(sentence, published) or _TIMES.search(sentence)))
        case "year":
            return float(any(when[2] for when in _dated(sentence, published)))
        case "person" | "name" | "place":
            return _named(wanted.kind, sentence, question)
        case "other" | "polar":
            return 1.0
        case _:
            found = _figures(sentence, published)
            return max((_measures(wanted, figure, sentence) for figure in found), default=0.0)


def _named(kind: Kind, sentence: str, question: str) -> float:
    known = {token.word for token in tokens(question)}
    new = [name for name in names(sentence, tokens(sentence)) if set(name.words) - known]
    if kind != "place":
        return float(bool(new))
    placed = any(_WHERE.search(sentence[: name.start]) for name in new)
    return 1.0 if placed else 0.5 * bool(new)


@lru_cache(maxsize=8192)
def _dated(sentence: str, published: str) -> tuple[tuple[int, int, int | None], ...]:
    return tuple((d.start, d.end, d.year) for d in dates(sentence, published_on(published)))


@lru_cache(maxsize=8192)
def _figures(sentence: str, published: str) -> tuple[Quantity, ...]:
    moments = [(start, end) for start, end, _ in _dated(sentence, published)]
    found = quantities(sentence, moments)
    return tuple(f for f in found if not f.weak and f.dimension != "ordinal")


def _measures(wanted: Asked, figure: Quantity, sentence: str) -> float:
    money = figure.dimension in CURRENCIES.values() or "crown" in figure.nouns
    kind = wanted.kind
    if kind == "money":
        return float(money)
    if kind == "amount":
        return 0.5 if figure.dimension in ("count", "time") and not money else 1.0
    if kind in _UNITS:
        return float(figure.dimension in _UNITS[kind])
    if money or figure.dimension in ("percent", "points", "time", "age"):
        return 0.0
    nouns = {*figure.nouns, *(stem(word) for word in content_words(figure.text))}
    if not wanted.counted or wanted.counted & nouns or (wanted.counted & _FOLK and nouns & _FOLK):
        return 1.0
    return 0.5 if wanted.counted & {token.stem for token in tokens(sentence)} else 0.25
