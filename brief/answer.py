"""Question → answer: enough evidence or an abstention, claims from the writer, verdicts on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from brief.schema import Answer, Claim, Evidence, Filters
from brief.text import content_words, stems

if TYPE_CHECKING:
    from brief.retrieve import EvidenceFinder, Reading
    from brief.verify import Verifier
    from brief.write import Writer

ENOUGH = 0.08  # a part of the question counts as answered from here on
NEXT_BEST = 0.4  # a further sentence is given if it is nearly as likely as the best one
LONGEST = 4  # sentences of an answer
SAME = 0.6  # share of words in common from which two sentences say the same
_FOLLOW_UP = re.compile(
    r"^(?:and|but|so|then|what about|how about)\b|\b(?:it|its|he|she|his|her|him|they|them|their"
    r"|that|this|those|these|there|the same|both|one)\b",
    re.IGNORECASE,
)


def answer(
    question: str,
    *,
    finder: EvidenceFinder,
    writer: Writer,
    verifier: Verifier,
    filters: Filters | None = None,
    history: Sequence[Answer] = (),
) -> Answer:
    """Answer from the library, or abstain with the reason."""
    question = complete(question, history)
    readings = finder.for_question(question, filters=filters)
    answered = [reading for reading in readings if enough(reading)]
    if not answered:
        return Answer(question, (), writer.engine, reason=_reason(readings))
    chosen = choose(answered)
    claims = checked(writer.write(question, chosen), verifier)
    notes = tuple(
        f"The articles do not say: {reading.text.strip(' ?,')}?"
        for reading in readings
        if reading not in answered
    )
    return Answer(question, claims, writer.engine, notes=notes)


def enough(reading: Reading) -> bool:
    """Whether the best sentence is likely enough to answer this part of the question."""
    likely = bool(reading.evidence) and reading.evidence[0].score >= ENOUGH
    return likely and not reading.unheard


def choose(readings: Sequence[Reading]) -> list[Evidence]:
    """One to four sentences: the best of each part, then those nearly as likely and not the same.

    Where several reports answer a part about as well, the latest comes first.
    """
    room = LONGEST - len(readings) + 1  # every part of the question gets its sentence
    chosen: list[Evidence] = []
    for reading in readings:
        top = reading.evidence[0].score
        near: list[Evidence] = []
        for evidence in reading.evidence:
            if evidence.score < max(NEXT_BEST * top, ENOUGH) or len(near) == room:
                break
            if not any(same(evidence, other) for other in (*chosen, *near)):
                near.append(evidence)
        chosen += sorted(near, key=lambda e: e.article.published[:10], reverse=True)
        room = max(room - len(near) + 1, 1)
    return chosen


def same(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences say the same in nearly the same words."""
    left, right = set(stems(one.sentence.text)), set(stems(other.sentence.text))
    return len(left & right) >= SAME * max(min(len(left), len(right)), 1)


def checked(claims: Sequence[Claim], verifier: Verifier) -> tuple[Claim, ...]:
    """The claims with their verdicts against the very sentences that they cite."""
    verdicts = verifier.verify_all([(claim.text, claim.evidence) for claim in claims])
    return tuple(
        replace(claim, verdict=verdict)
        for claim, (verdict, _) in zip(claims, verdicts, strict=True)
    )


def complete(question: str, history: Sequence[Answer]) -> str:
    """A follow-up with the question before it in brackets, any other question as it is.

    >>> earlier = Answer("When did Xi visit Malaysia?", (), "extractive")
    >>> complete("And what did he demand?", [earlier])
    'And what did he demand? (When did Xi visit Malaysia?)'
    >>> complete("Who runs Khazanah?", [earlier])
    'Who runs Khazanah?'
    """
    if not history or not (_FOLLOW_UP.search(question) or len(content_words(question)) < 2):
        return question
    before = history[-1].question.split(" (")[0]
    return f"{question} ({before})"


def _reason(readings: Sequence[Reading]) -> str:
    unheard = dict.fromkeys(word for reading in readings for word in reading.unheard)
    nowhere = f"No article mentions {' or '.join(unheard)}." if unheard else ""
    best = max((e for r in readings for e in r.evidence), key=lambda e: e.score, default=None)
    if best is None:
        return nowhere or "No article has anything on this."
    outlet = best.article.outlet or best.article.source
    return (
        f"{nowhere or 'No sentence answers this.'} The closest is from {outlet}, "
        f"{best.article.published[:10] or 'undated'}: “{best.sentence.text}”"
    )
