"""A second opinion: what a judge makes of each claim, scored apart from what rules make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from brief.evaluation.metrics import Score
from brief.schema import CheckedClaim, Claim, Evidence, Verdict

# Claim and evidence → verdict, or why there is none.
Judge = Callable[[str, Sequence[Evidence]], Verdict | str]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge adds to the figures of one entry."""

    scores: Mapping[str, Score] = field(default_factory=dict)
    output: str = ""  # its verdict, for an entry that asks for one
    unscored: tuple[str, ...] = ()  # why it gave none, for each claim without


def on_writing(claims: Sequence[Claim], judge: Judge) -> Opinion:
    """Whether each claim of an answer or briefing follows from the sentences that it cites."""
    verdicts = [judge(claim.text, claim.evidence) for claim in claims]
    given = [found for found in verdicts if isinstance(found, Verdict)]
    scores = {}
    if given:
        supported = sum(found.label == "supported" for found in given)
        scores["support"] = Score(supported, len(given))
    return Opinion(scores, unscored=tuple(found for found in verdicts if isinstance(found, str)))


def on_check(expected: str, checked: Sequence[CheckedClaim], judge: Judge) -> Opinion:
    """Its own verdict on a claim, from the evidence that was found for it.

    A claim that was taken apart gets the worst verdict of its parts, and none where one part has
    none.
    """
    verdicts = [judge(part.text, part.evidence) for part in checked]
    unscored = tuple(found for found in verdicts if isinstance(found, str))
    labels = [found.label for found in verdicts if isinstance(found, Verdict)]
    if unscored or not labels:
        return Opinion(unscored=unscored)
    worst = min(labels, key=("contradicted", "not_found", "supported").index)
    right = Score(int(worst == expected))
    return Opinion({"accuracy": right, f"accuracy[{expected}]": right}, worst)
