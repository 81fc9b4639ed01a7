"""Names, who did what to whom, and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from brief.verify.case import Case, Finding, Sight, within
from brief.verify.facts import Facts
from brief.verify.grammar import doers, is_verb, speakers
from brief.verify.names import Name, known, spoken_of

_PREPOSITIONS = frozenset("from to in into of for with by at on over against".split())


def names(case: Case) -> Iterator[Finding]:
    """Each name of the claim has to be spoken of where its evidence stands."""
    spoken = known(case.claim.text)
    for name in case.claim.names:
        if spoken_of(name, case.best.source.known):
            continue
        mine = within(case.claim, name.start, name.end)
        rivals = [
            (sight.same_place(case.claim, mine, theirs), agreement, other, sight)
            for sight in case.chosen
            for other in sight.facts.names
            if not spoken_of(other, spoken)
            and (theirs := within(sight.facts, other.start, other.end))
            and (agreement := sight.agreement(case.claim, mine, theirs))
        ]
        nearby = case.speaks_of(name)
        if rivals and not case.leads(name):
            placed, around, rival, sight = max(rivals, key=lambda r: r[:2])
            alike = _governor(name, case.claim) == _governor(rival, sight.facts)
            if placed or (alike and around > 1 and not nearby):
                reason = f"{rival.text} in the source, {name.text} here"
                yield Finding("contradicts", "name", reason, sight)
                continue
        if not nearby:
            yield Finding("missing", "name", f"the evidence does not name {name.text} with this")


def _governor(name: Name, facts: Facts) -> str:
    """The word before a name, which tells its part in the sentence: "in", "by", "minister"."""
    words = re.findall(r"[\w'’-]+", facts.text[: name.start])
    return words[-1].lower() if words else ""


def roles(case: Case) -> Iterator[Finding]:
    """The same deed with its doer and its other party exchanged."""
    for sight in case.chosen:
        if finding := _exchanged(case.claim, sight) or _other_doer(case.claim, sight):
            yield finding
            return


def _exchanged(claim: Facts, sight: Sight) -> Finding | None:
    """Two names of the claim, each in the very place of the other."""
    # "Orrin was sued by Vessel" has the places of "Orrin sued Vessel"
    kept = [
        name for _, mine, theirs in _deeds(claim, sight) if _overlap(mine, theirs) for name in mine
    ]
    for one, other in combinations(claim.names, 2):
        if _same(one, other):
            continue
        if _crossed(claim, one, other, sight.facts) or (
            not _overlap(kept, (one, other))
            and _stands_for(claim, one, other, sight)
            and _stands_for(claim, other, one, sight)
            and not _stands_for(claim, one, one, sight)
            and not _stands_for(claim, other, other, sight)
        ):
            reason = f"{one.text} and {other.text} are the other way round in the source"
            return Finding("contradicts", "roles", reason, sight)
    return None


def _crossed(claim: Facts, one: Name, other: Name, source: Facts) -> bool:
    """Whether two names follow each other's preposition: "from Norway to Sweden"."""
    first, second = _governor(one, claim), _governor(other, claim)
    if first == second or not {first, second} <= _PREPOSITIONS:
        return False

    def follows(name: Name, preposition: str) -> bool:
        return any(_same(name, n) and _governor(n, source) == preposition for n in source.names)

    return (
        claim.text[one.end : other.start].strip() == second
        and follows(other, first)
        and follows(one, second)
        and not follows(one, first)
        and not follows(other, second)
    )


def _stands_for(claim: Facts, name: Name, theirs: Name, sight: Sight) -> bool:
    """Whether the source has the name `theirs` where the claim has `name`."""
    here = within(claim, name.start, name.end)
    return any(
        _same(theirs, other)
        and sight.same_place(claim, here, within(sight.facts, other.start, other.end))
        for other in sight.facts.names
    )


def _other_doer(claim: Facts, sight: Sight) -> Finding | None:
    """A verb both have, done by another in the source, where the claim's doer is named too."""
    for there, mine, theirs in _deeds(claim, sight):
        if _overlap(mine, theirs):
            continue
        if all(spoken_of(name, sight.source.known) for name in mine) and any(
            spoken_of(name, known(claim.text)) for name in theirs
        ):
            deed = sight.facts.tokens[there].text
            reason = f"{theirs[0].text}, not {mine[0].text}, is who “{deed}” in the source"
            return Finding("contradicts", "roles", reason, sight)
    return None


def _deeds(claim: Facts, sight: Sight) -> Iterator[tuple[int, list[Name], list[Name]]]:
    """Each verb that both have: its place in the source, and who does it here and there."""
    for here, there in sight.pairs.items():
        if is_verb(claim, here) and is_verb(sight.facts, there):
            mine, theirs = doers(claim, here), doers(sight.facts, there)
            if mine and theirs:
                yield there, mine, theirs


def attribution(case: Case) -> Iterator[Finding]:
    """Words put into another's mouth."""
    mine = speakers(case.claim)
    if not mine:
        return
    spoken = known(case.claim.text)
    for sight in case.chosen:
        theirs = speakers(sight.facts)
        if theirs and not _overlap(mine, theirs):
            if not any(spoken_of(name, spoken) for name in theirs):
                reason = f"{theirs[-1].text} says so in the source, {mine[-1].text} here"
                yield Finding("contradicts", "attribution", reason, sight)
            return


def _overlap(mine: Sequence[Name], theirs: Sequence[Name]) -> bool:
    return any(_same(a, b) for a in mine for b in theirs)


def _same(one: Name, other: Name) -> bool:
    return spoken_of(one, known(other.text)) or spoken_of(other, known(one.text))
