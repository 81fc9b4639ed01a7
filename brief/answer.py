"""Question → answer: enough evidence or an abstention, claims from the writer, verdicts on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from brief.draft import draft
from brief.followup import complete, repeats, source_of, themselves
from brief.retrieve.evidence import LIKELY
from brief.retrieve.questions import questions_in, spoken
from brief.retrieve.updates import overtaken
from brief.schema import Answer, Claim, Evidence, Filters
from brief.text import stems
from brief.verify.contrary import contrary
from brief.write import addresses_a_model

if TYPE_CHECKING:
    from datetime import date

    from brief.retrieve import EvidenceFinder, Reading
    from brief.verify import Verifier
    from brief.write import OnText, OnVerdict, Writer

ENOUGH = 0.25  # a part of the question counts as answered from here on
AS_WELL = 0.8  # of the best score: answers as well
SAME = 0.6  # share of words in common from which two sentences say the same
_FIGURE = re.compile(r"\d(?:[\d.,]*\d)?")


def answer(
    question: str,
    *,
    finder: EvidenceFinder,
    writer: Writer,
    verifier: Verifier,
    filters: Filters | None = None,
    as_of: date | None = None,
    history: Sequence[Answer] = (),
    keep_unverified: bool = False,
    on_text: OnText | None = None,
    on_verdict: OnVerdict | None = None,
) -> Answer:
    """Answer from the library, or abstain with the reason.

    A model's text is shown to `on_text` as it comes, before it is checked, and each claim to
    `on_verdict` when it is; what fails is left out, or marked where `keep_unverified` is set.
    """
    told = source_of(question, history)
    completed = complete(question, history)
    if completed != question:
        completed = writer.complete(question, history) or completed
    if not repeats(completed, question):
        question = completed
    cites, lack, found = False, "", [told] if told else []
    if not told:
        cites, lack = finder.lacking(question, filters=filters, as_of=as_of)
        found = finder.for_question(question, filters=filters, as_of=as_of)
    readings, notes = without_orders(found)
    notes += themselves(told) if told else ()
    answered = [reading for reading in readings if enough(reading)]
    floor = ENOUGH
    if cites and not lack and not answered:
        # It asks what given reports say, and they speak of all that it names: what comes closest
        # is what they say, though hardly ever in one sentence that answers the whole.
        answered = [reading for reading in readings if reading.evidence]
        floor = 0.0
    if lack or not answered:
        reason, usage = _reason(readings, lack) + _only(filters), writer.spent()
        return Answer(question, (), writer.engine, reason=reason, notes=notes, usage=usage)

    def ask(whom: Writer, failed: Sequence[Claim]) -> tuple[Claim, ...]:
        given = choose(answered, whom, floor)
        return whom.write(question, given, failed=failed, on_text=None if failed else on_text)

    chosen = choose(answered, writer, floor)
    written = draft(ask, writer, chosen, verifier, keep=keep_unverified, on_verdict=on_verdict)
    notes += written.notes
    notes += () if told else left_open(question, readings, answered, written.claims, finder)
    build = partial(Answer, question, written.claims, written.engine, notes=notes)
    reason = "" if written.claims else _reason(readings) + _only(filters)
    return build(reason=reason, usage=writer.spent())


def without_orders(readings: Sequence[Reading]) -> tuple[list[Reading], tuple[str, ...]]:
    """The readings without sentences that speak to a model; a note where one would have counted."""
    kept, outlets = [], set()
    for reading in readings:
        orders = [e for e in reading.evidence if addresses_a_model(e.sentence.text)]
        outlets |= {e.article.outlet or e.article.source for e in orders if e.score >= ENOUGH}
        heard = tuple(e for e in reading.evidence if e not in orders)
        kept.append(replace(reading, evidence=heard))
    where = ", ".join(sorted(outlets))
    note = f"left out: orders to a language model that an article holds ({where})"
    return kept, (note,) if outlets else ()


def enough(reading: Reading) -> bool:
    """Whether the best sentence is likely enough to answer this part of the question.

    It must be likelier where the part names what no article mentions: said in another form, maybe.
    """
    least = LIKELY if reading.unheard else ENOUGH
    return bool(reading.evidence) and reading.evidence[0].score >= least


def left_open(
    question: str,
    readings: Sequence[Reading],
    answered: Sequence[Reading],
    claims: Sequence[Claim],
    finder: EvidenceFinder,
) -> tuple[str, ...]:
    """A note on each part of the question that no sentence shown answers.

    What was found for one part may answer another, which it was not read for.
    """
    shown = list(dict.fromkeys((e.sentence, e.article) for c in claims for e in c.evidence))
    notes = []
    for part, reading in zip(questions_in(question), readings, strict=True):
        # the sentence that comes closest may tell it beside what it is shown for
        closest = [(e.sentence, e.article) for e in reading.evidence[:1]]
        if reading in answered or any(one in shown for one in closest):
            continue
        told = finder.read(*spoken(question, part), [(article, [one]) for one, article in shown])
        best = sorted(told, key=lambda evidence: -evidence.score)[:1]
        if not enough(replace(reading, evidence=tuple(best))):
            notes.append(f"No sentence was found that answers: {reading.text.strip(' ?,)')}?")
    return tuple(notes)


def choose(readings: Sequence[Reading], writer: Writer, floor: float = ENOUGH) -> list[Evidence]:
    """What a writer is given: the best of each part, then those nearly as likely and not the same.

    Where several reports answer a part about as well, the latest comes first.
    """
    # every part of the question gets its sentence
    room = max(writer.most_evidence - len(readings) + 1, 1)
    chosen: list[Evidence] = []
    for reading in readings:
        top = reading.evidence[0].score
        near: list[Evidence] = []
        for evidence in reading.evidence:
            if evidence.score < max(writer.nearly * top, floor) or len(near) == room:
                break
            if not any(same(evidence, other) for other in (*chosen, *near)):
                near.append(evidence)
        old = overtaken(reading.text, near)
        near = [evidence for evidence in near if evidence not in old]
        as_well = [evidence for evidence in near if evidence.score >= AS_WELL * top]
        chosen += sorted(as_well, key=lambda e: e.article.published[:10], reverse=True)
        chosen += near[len(as_well) :]
        room = max(room - len(near) + 1, 1)
    return chosen


def same(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences say the same in nearly the same words.

    Other figures, a denial or an opposite make it something else.
    """
    if figures(one) != figures(other) and figures(one) and figures(other):
        return False
    left, right = set(stems(one.sentence.text)), set(stems(other.sentence.text))
    alike = len(left & right) >= SAME * max(min(len(left), len(right)), 1)
    return alike and not contrary(one.sentence.text, other.sentence.text)


def figures(evidence: Evidence) -> set[str]:
    return set(_FIGURE.findall(evidence.sentence.text))


def _only(filters: Filters | None) -> str:
    """Which articles were looked at, where not all.

    >>> _only(Filters(outlets=("Harbour Gazette",)))
    ' Only articles of Harbour Gazette were looked at.'
    """
    filters = filters or Filters()
    said = [f"of {' or '.join(filters.outlets)}"] if filters.outlets else []
    said += [f"from {filters.since} on"] if filters.since else []
    said += [f"until {filters.until}"] if filters.until else []
    return f" Only articles {' '.join(said)} were looked at." if said else ""


def _reason(readings: Sequence[Reading], lack: str = "") -> str:
    """Why nothing is shown. Of what no article mentions names tell most, if there are any.

    >>> from brief.retrieve import Reading
    >>> _reason([Reading("What did Orban call Azerbaijan", (), ("Orban", "call", "Azerbaijan"))])
    'No article mentions Orban or Azerbaijan.'
    """
    unheard = list(dict.fromkeys(word for reading in readings for word in reading.unheard))
    unheard = [word for word in unheard if word[0].isupper()] or unheard
    nowhere = lack or (f"No article mentions {' or '.join(unheard)}." if unheard else "")
    best = max((e for r in readings for e in r.evidence), key=lambda e: e.score, default=None)
    if best is None:
        return nowhere or "No article has anything on this."
    outlet = best.article.outlet or best.article.source
    return (
        f"{nowhere or 'No sentence answers this.'} The closest is from {outlet}, "
        f"{best.article.published[:10] or 'undated'}: “{best.sentence.text}”"
    )
