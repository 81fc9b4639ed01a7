"""Reports that give different figures for one question: the latest is the state of things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from brief.retrieve.timing import named
from brief.schema import Evidence
from brief.verify.dates import dates, published_on
from brief.verify.quantities import quantities

SURELY = 0.8  # of the best score: only what answers about as surely can replace something
TOGETHER = timedelta(days=3)  # reports no further apart speak of one state, and may disagree on it
# Words by which a question asks for a sum, share, number, measure, age, time or length of time.
_SUMS = (
    "price|costs?|budget|fees?|fine|salary|wage|pay|value|revenues?|profits?|loan|sum|bill|bail|"
    "debt|income|turnover|sales|investment|rent|ransom|bonus"
)
_SHARES = (
    "percentage|per cent|percent|share|proportion|(?:interest )?rate|fraction|inflation|"
    "unemployment|pay (?:rise|increase)|margin"
)
_FIGURE = re.compile(
    r"\bwhen\b|\bdeadline\b|\bsince what\b|\bhow (?:big|deep|expensive|far|fast|heavy|high|hot"
    r"|large|long|low|many|much|old|soon|tall|wide)\b"
    r"|\b(?:what|which) (?:age|date|day|month|number|quarter|time|year)\b"
    r"|\b(?:what|which)(?: (?:is|was|are|were|(?:will|would) be))?(?: (?:the|its|their|a))?"
    rf" (?:\S+ ){{0,2}}?(?:{_SUMS}|{_SHARES}|turnout)\b(?! of living)|^(?:cost|price|value) of\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:at present|by now|current(?:ly)?|finally|in the end|latest|now|nowadays|so far|still"
    r"|these days|today)\b",
    re.IGNORECASE,
)
_STILL = re.compile(r"\bstill\b", re.IGNORECASE)  # "still in May" was then
# Times that no calendar fixes; "this year" goes on.
_THEN = re.compile(
    r"\b(?:(?:last|next) (?:year|month|week)|(?:spring|summer|autumn|winter)|ago"
    r"|(?:day|week|month|year)s? (?:after|before|earlier|later)|after (?:the|its|his|her|their))\b",
    re.IGNORECASE,
)
# Words of a question that wants more than the latest state.
_SIDES = re.compile(
    # what was planned or hoped for, whatever has come of it: "was to cost", "did it ask for"
    r"\b(?:was|were) (?:\S+ ){0,6}?(?<!ed )(?<!given )(?<!paid )(?<!sent )(?<!sold )to "
    r"(?!the\b|an?\b|whom\b)[a-z]|"
    r"\b(?:was|were|had) (?:\S+ ){0,4}?(?:due|expected|forecast|hoped|intended|meant|planned"
    r"|promised|scheduled|supposed|wanted)\b|"
    r"\bdid (?:\S+ ){1,4}?(?:ask|demand|expect|hope|offer|plan|promise|propose|reckon|want)\b|"
    r"\b(?:according to|accounts?|agree\w*|at first|before|both|chang\w+|compar\w+|differ\w*|"
    r"disagree\w*|each|earlier|first|former\w*|from \S+ to|initial\w*|original\w*|previous\w*|"
    r"revis\w+|sides?|until)\b",
    re.IGNORECASE,
)


def overtaken(question: str, answering: Sequence[Evidence]) -> list[Evidence]:
    """Those of the sentences that answer a question which a later report replaces.

    Nothing is overtaken where the question asks for more than one side or state; nor, unless it
    asks for how things are now, where it names a time or asks for no figure, sum, share or time: no
    rule can tell whether two sentences differ there. An older sentence that gives the figures of
    the latest and others besides is kept: it tells more of the same state.
    """
    if _SIDES.search(question):
        return []
    then = named(question) or _THEN.search(question)
    now_asked = bool(_NOW.search(_STILL.sub("", question) if then else question))
    if not now_asked and (then or not _FIGURE.search(question)):
        return []
    dated = [(published_on(e.article.published), e) for e in answering]
    sure = SURELY * max((e.score for e in answering), default=0.0)
    latest = max((day for day, e in dated if day and e.score >= sure), default=None)
    if latest is None:
        return []
    now = [e for day, e in dated if day and latest - day <= TOGETHER and e.score >= sure]
    said = set().union(*(_figures(e) for e in now))
    older = [e for day, e in dated if day and latest - day > TOGETHER]
    if not said:  # a figure that the latest does not give is not replaced by it
        return older if now_asked else []
    return [e for e in older if not said < _figures(e)]


def _figures(evidence: Evidence) -> set[tuple[object, ...]]:
    """What a sentence gives in figures and dates, comparable between sentences."""
    day = published_on(evidence.article.published)
    text = evidence.sentence.text
    moments = dates(text, day)
    found: set[tuple[object, ...]] = {(when.year, when.month, when.day) for when in moments}
    spans = [(when.start, when.end) for when in moments]
    return found | {(q.low, q.high, q.dimension) for q in quantities(text, spans) if not q.weak}
