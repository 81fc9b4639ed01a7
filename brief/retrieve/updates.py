"""Reports that give different figures for one question: the latest is the state of things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from brief.retrieve.answer_type import FIGURES, asked
from brief.retrieve.timing import named
from brief.schema import Evidence
from brief.verify.dates import dates, published_on
from brief.verify.quantities import quantities

SURELY = 0.8  # of the best score: only what answers about as surely can replace something
TOGETHER = timedelta(days=3)  # reports no further apart speak of one state, and may disagree on it
# Words of a question that wants more than the latest state.
_SIDES = re.compile(
    r"\b(?:according to|accounts?|agree\w*|at first|before|both|chang\w+|compar\w+|differ\w*|"
    r"disagree\w*|each|earlier|first|former\w*|from \S+ to|initial\w*|original\w*|previous\w*|"
    r"revis\w+|sides?|until)\b",
    re.IGNORECASE,
)


def overtaken(question: str, answering: Sequence[Evidence]) -> list[Evidence]:
    """Those of the sentences that answer a question whose figures a later report replaces.

    Nothing is overtaken where the question names a date or asks for more than one side or state,
    nor where it asks for no figure, sum, share or time: no rule can tell whether two sentences
    differ there.
    """
    if asked(question).kind not in FIGURES or named(question) or _SIDES.search(question):
        return []
    dated = [(published_on(e.article.published), e) for e in answering]
    sure = SURELY * max((e.score for e in answering), default=0.0)
    latest = max((day for day, e in dated if day and e.score >= sure), default=None)
    if latest is None:
        return []
    now = [e for day, e in dated if day and latest - day <= TOGETHER and e.score >= sure]
    said = set().union(*(_figures(e) for e in now))
    return [e for day, e in dated if day and latest - day > TOGETHER and not _figures(e) & said]


def _figures(evidence: Evidence) -> set[tuple[object, ...]]:
    """What a sentence gives in figures and dates, comparable between sentences."""
    day = published_on(evidence.article.published)
    text = evidence.sentence.text
    moments = dates(text, day)
    found: set[tuple[object, ...]] = {(when.year, when.month, when.day) for when in moments}
    spans = [(when.start, when.end) for when in moments]
    return found | {(q.low, q.high, q.dimension) for q in quantities(text, spans) if not q.weak}
