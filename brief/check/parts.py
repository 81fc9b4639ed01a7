"""A statement taken apart by a model: only where its facts say no more and no less than it does."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from brief.errors import ModelError
from brief.verify.facts import facts as read

Split = Callable[[str], Sequence[str]]
Turn = tuple[str, tuple[str, ...]]  # a word that denies or leaves open, and the stems it governs
log = logging.getLogger(__name__)


def parting(facts: Split) -> Split:
    """`facts`, but for those that drop a denial or a doubt, and none once the model has failed.

    Verdicts need no model, and each further call would fail as late as the first.
    """
    failed = False

    def parted(statement: str) -> Sequence[str]:
        nonlocal failed
        if failed:
            return (statement,)
        try:
            told = facts(statement)
        except ModelError as error:
            failed = True
            log.warning("statements that fail stay whole: %s (%s)", error, error.hint)
            return (statement,)
        return told if _turned_alike(statement, told) else (statement,)

    return parted


def _turned_alike(statement: str, told: Sequence[str]) -> bool:
    """Whether the facts deny and leave open what the statement does, and nothing else.

    >>> _turned_alike("Orrin has not sold the plant.", ["Orrin has not sold.", "The plant."])
    True
    >>> _turned_alike("Orrin has not sold the plant.", ["Orrin sold.", "The plant was not sold."])
    False
    """
    whole = _turns(statement)
    return all(_fits(fact, whole) for fact in told)


def _fits(fact: str, whole: Sequence[Turn]) -> bool:
    own, said = _turns(fact), read(fact).stems
    first = {(marker, words[:1]) for marker, words in own}
    return all(
        (marker, words[:1]) in first for marker, words in whole if said.issuperset(words[:1])
    ) and all(
        any(marker == other and set(words[:1]) <= set(others) for other, others in whole)
        for marker, words in own
    )


def _turns(text: str) -> list[Turn]:
    facts = read(text)
    return [
        (scope.marker.lower(), tuple(facts.tokens[n].stem for n in scope.words))
        for scope in (*facts.negations, *facts.hedges)
    ]
