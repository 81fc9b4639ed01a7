"""What kind of thing a question asks for, and whether a sentence offers one.

Read off the question's own words by rule: "how many", "when", "who", "what price". A kind is
demanded only where its signs in a sentence are plain (a figure, a sum of money, a date, a name that
the question does not hold); everything else is "other" and demands nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from brief.text import content_words, stem
from brief.verify.dates import dates, published_on
from brief.verify.names import names
from brief.verify.quantities import Quantity, quantities
from brief.verify.tokens import tokens
from brief.verify.units import CURRENCIES

Kind = Literal[
    "person", "name", "place", "time", "duration", "count", "money", "percent", "measure", "reason",
    "polar", "other",
]  # fmt: skip

_SUMS = "price|cost|costs|budget|fee|fine|salary|value|revenue|revenues|profit|loan|sum|bill|bail"
_SHARES = "percentage|per cent|percent|share|proportion|rate|interest rate|turnout|fraction"
_PLACES = "country|countries|city|cities|place|port|state|province|region|town|site|location"
_ASKS_WHAT = r"(?:what|which)(?:\s+(?:is|was|are|were|will be|would be))?(?:\s+(?:the|its|their))?"
_QUESTIONS: tuple[tuple[Kind, str], ...] = (
    ("duration", r"\bhow long\b|\bfor how (?:many|much) (?:days|weeks|months|years|time)\b"),
    ("time", r"\bwhen\b|\b(?:what|which|on what|in what) (?:date|day|month|year|time|quarter)\b"
             r"|\bhow soon\b|\bby what date\b|\bdeadline\b|\bsince what\b"),
    ("percent", rf"\bby how much\b.*\b(?:per cent|percent)|{_ASKS_WHAT}\s+(?:\w+\s+){{0,2}}?"
                rf"(?:{_SHARES})\b|\bhow (?:big|large|high) (?:a|is the) (?:share|rate)"),
    ("money", rf"\bhow (?:much|expensive)\b.*\b(?:cost|costs|pay|paid|pays|spend|spent|worth|"
              rf"price|money|lend|lent|invest\w*|charge\w*|raise[ds]?|sold|sell|fine[ds]?|owe\w*)\b"
              rf"|{_ASKS_WHAT}\s+(?:\w+\s+){{0,2}}?(?:{_SUMS})\b(?!\s+of\s+living)"
              rf"|\bhow much (?:would|will|does|did|is|was) .*\bcost"),
    ("measure", r"\bhow (?:much|big|large|far|high|tall|deep|fast|wide|heavy|old|often|low|hot)\b"
                r"|\bby how much\b"),
    ("count", r"\bhow many\b|\bwhat number of\b|\bwhat is the (?:total|number)\b"),
    ("place", rf"\bwhere\b|\b(?:what|which)\s+(?:\w+\s+)?(?:{_PLACES})\b"),
    ("person", r"\bwho(?:m|se)?\b|\b(?:what|which) (?:official|minister|president|person|man|woman|"
               r"executive|analyst|leader|author|chief executive)\b"),
    ("name", r"\b(?:which|what) (?:company|firm|fund|bank|agency|group|union|party|outlet|"
             r"newspaper|organi[sz]ation|institution|court|regulator|ministry|university)\b"),
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
    r"|caus\w+|for fear|prompted|given that|thanks to)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:last|next|this) (?:week|month|year|spring|summer|autumn|winter|quarter)|"
    r"(?:spring|summer|autumn|winter|first|second|third|fourth) (?:of|quarter|half))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The kind of answer wanted, and the stems of the words that merely name that kind."""

    kind: Kind
    frame: frozenset[str]


def asked(question: str) -> Asked:
    """Read what the question wants.

    >>> asked("How much would the refinery cost?").kind
    'money'
    >>> asked("Has anything been signed?").kind
    'polar'
    """
    for kind, pattern in _PATTERNS:
        if found := pattern.search(question):
            return Asked(kind, frozenset(map(stem, content_words(found.group()))))
    return Asked("other", frozenset())


def offers(kind: Kind, sentence: str, question: str, published: str = "") -> bool:
    """Whether `sentence` holds an answer of that kind which the question does not hold itself."""
    match kind:
        case "reason":
            return bool(_REASON.search(sentence))
        case "time":
            return bool(dates(sentence, published_on(published)) or _TIMES.search(sentence))
        case "person" | "name" | "place":
            known = {token.word for token in tokens(question)}
            return any(set(name.words) - known for name in names(sentence, tokens(sentence)))
        case "count" | "money" | "percent" | "measure" | "duration":
            moments = dates(sentence, published_on(published))
            figures = quantities(sentence, [(when.start, when.end) for when in moments])
            return any(_measures(kind, figure) for figure in figures)
        case _:
            return True


def _measures(kind: Kind, figure: Quantity) -> bool:
    if figure.weak or figure.dimension == "ordinal":
        return False
    money = figure.dimension in CURRENCIES.values() or "crown" in figure.nouns
    match kind:
        case "money":
            return money
        case "percent":
            return figure.dimension in ("percent", "points")
        case "duration":
            return figure.dimension == "time"
        case "count":
            return not money and figure.dimension not in ("percent", "points", "time")
        case _:
            return True
