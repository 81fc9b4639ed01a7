"""Names, who did what to whom, and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief.verify.case import Case, Finding, within
from brief.verify.facts import Facts
from brief.verify.names import Name, known, spoken_of

_PREPOSITION = re.compile(
    r"(?:\b(?:in|of|for|to|with|from|at|by|on|against|into|over|under|between|among|near|via|like|"
    r"through|than|towards?|about)\s+(?:the\s+|a\s+|an\s+|its\s+|his\s+|her\s+|their\s+)?"
    r"(?:[a-z-]+\s+){0,2})$"
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$")
_OWNS = re.compile(r"(?:['’]s|s['’]|..['’]s?)(?!\w)")
_SAYS = re.compile(
    r"\b(?:said|says|say|told|tells|argued|argues|announced|announces|added|adds|wrote|writes|"
    r"claimed|claims|warned|warns|stated|states|reported|reports|confirmed|confirms|insisted|"
    r"insists|explained|explains|noted|notes|believes|declared|replied)\b"
)
_ACCORDING = re.compile(r"\baccording\sto\b")


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
    claim = case.claim
    for sight in case.chosen:
        for here, there in sight.pairs.items():
            if not _verb(claim, here) or not _verb(sight.facts, there):
                continue
            mine, theirs = _doers(claim, here), _doers(sight.facts, there)
            if not mine or not theirs or _overlap(mine, theirs):
                continue
            if all(spoken_of(name, sight.source.known) for name in mine) and any(
                spoken_of(name, known(claim.text)) for name in theirs
            ):
                yield Finding(
                    "contradicts", "roles",
                    f"{theirs[0].text}, not {mine[0].text}, is who "
                    f"“{sight.facts.tokens[there].text}” in the source", sight,
                )  # fmt: skip
                return


def _overlap(mine: list[Name], theirs: list[Name]) -> bool:
    return any(
        spoken_of(a, known(b.text)) or spoken_of(b, known(a.text)) for a in mine for b in theirs
    )


_AUXILIARY = re.compile(
    r"\b(?:will|would|has|have|had|is|are|was|were|may|might|can|could|should|must|to|did|does|do|not|be|been)\s+(?:\w+ly\s+)?$"
)


def _verb(facts: Facts, place: int) -> bool:
    token = facts.tokens[place]
    if not token.content or not token.text.islower():
        return False
    before = facts.text[: token.start]
    return bool(
        _AUXILIARY.search(before) or token.text.endswith(("ed", "ing", "s")) or token.text in _PAST
    )


_PAST = frozenset(
    """bought sold won lost beat took gave made led paid told sued hit struck met left held sent
    built chose fought kept lent met overtook overthrew shot spent taught wrote""".split()
)


def _doers(facts: Facts, verb: int) -> list[Name]:
    """The names before the verb that no preposition governs; those after "by" in the passive."""
    token = facts.tokens[verb]
    after = facts.text[token.end :]
    if _PASSIVE.search(facts.text[: token.start]):
        agent = re.match(r"(?:\s+\w+){0,4}?\s+by\s+(?:the\s+)?", after)
        if not agent:
            return []
        start = token.end + agent.end()
        return [n for n in facts.names if start <= n.start <= start + 12][:1]
    for place in reversed(range(len(facts.names))):
        name = facts.names[place]
        between = facts.text[name.end : token.start]
        if name.end > token.start or re.search(r"[;:.]|,(?![^,]*,)", between):
            continue
        if _OWNS.match(facts.text[name.end - 2 :]) or _PREPOSITION.search(facts.text[: name.start]):
            continue
        doers = [name]
        while place and re.fullmatch(
            r",? (?:and |or )?(?:the )?", facts.text[facts.names[place - 1].end : doers[-1].start]
        ):
            place -= 1  # noqa: PLW2901
            doers.append(facts.names[place])
        return doers
    return []


def attribution(case: Case) -> Iterator[Finding]:
    """Words put into another's mouth."""
    mine = _speakers(case.claim)
    if not mine:
        return
    spoken = known(case.claim.text)
    for sight in case.chosen:
        theirs = _speakers(sight.facts)
        if theirs and not _overlap(mine, theirs):
            if not any(spoken_of(name, spoken) for name in theirs):
                reason = f"{theirs[-1].text} says so in the source, {mine[-1].text} here"
                yield Finding("contradicts", "attribution", reason, sight)
            return


def _speakers(facts: Facts) -> list[Name]:
    """Whoever a verb of saying, or "according to", names."""
    if found := _ACCORDING.search(facts.text):
        return [n for n in facts.names if 0 <= n.start - found.end() <= 30]
    for verb in _SAYS.finditer(facts.text):
        before = [
            name
            for name in facts.names
            if re.fullmatch(r"(?:['’]s?)?(?:\s[\w-]+){0,3}\s", facts.text[name.end : verb.start()])
        ]
        if before:
            return before
        after = [
            name
            for name in facts.names
            if re.fullmatch(r"\s(?:[\w'’-]+\s){0,4}", facts.text[verb.end() : name.start])
        ]
        if after:
            return after
    return []
