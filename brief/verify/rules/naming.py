"""Names, who did what to whom, and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief.verify.case import Case, Finding, Sight, content, within
from brief.verify.facts import Facts
from brief.verify.names import Name, known, spoken_of

_PREPOSITION = re.compile(
    r"(?:\b(?:in|of|for|to|with|from|at|by|on|against|into|over|under|between|among|near|via|like|"
    r"through|and|or|than|towards?|about)\s+(?:the\s+|a\s+|an\s+|its\s+|his\s+|her\s+|their\s+)?"
    r"(?:[a-z-]+\s+){0,2})$"
)
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
            and (agreement := sight.agreement(mine, theirs))
        ]
        placed, _, rival, sight = max(rivals, key=lambda r: r[:2], default=(False, 0, None, None))
        nearby = any(
            spoken_of(name, s.source.known) or spoken_of(name, s.source.surroundings)
            for s in case.chosen
        )
        if rival and (placed or not nearby) and not _leads(name, case.claim):
            reason = f"{rival.text} in the source, {name.text} here"
            yield Finding("contradicts", "name", reason, sight)
        elif not nearby and not any(spoken_of(name, s.source.known) for s in case.others):
            yield Finding("missing", "name", f"the evidence does not name {name.text}")


def _leads(name: Name, claim: Facts) -> bool:
    """Whether the claim is about `name`: then a source about another is no contradiction."""
    return not content(claim, within(claim, 0, name.start))


def roles(case: Case) -> Iterator[Finding]:
    """The same deed with its doer and its other party exchanged."""
    claim = case.claim
    for sight in case.chosen:
        pairs = sight.pairs
        for here, there in pairs.items():
            if not _verb(claim, here) or not _verb(sight.facts, there):
                continue
            mine, theirs = _doer(claim, here), _doer(sight.facts, there)
            if mine is None or theirs is None:
                continue
            if spoken_of(mine, known(theirs.text)) or spoken_of(theirs, known(mine.text)):
                continue
            if spoken_of(mine, sight.source.known) and spoken_of(theirs, known(claim.text)):
                yield Finding(
                    "contradicts", "roles",
                    f"in the source {theirs.text}, not {mine.text}, is who {sight.facts.tokens[there].text}",
                    sight,
                )  # fmt: skip
                return


_VERB_END = re.compile(
    r"(?:ed|es|s|en|ing|ew|ought|old|ade|ook|ave|id|ent|un|ut|ose|ell|ost|on|et)$"
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


def _doer(facts: Facts, verb: int) -> Name | None:
    """The name before the verb that no preposition governs; after "by" in the passive."""
    token = facts.tokens[verb]
    after = facts.text[token.end :]
    if re.search(
        r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$", facts.text[: token.start]
    ):
        agent = re.match(r"(?:\s+\w+){0,4}?\s+by\s+(?:the\s+)?", after)
        if not agent:
            return None
        start = token.end + agent.end()
        return next((n for n in facts.names if start <= n.start <= start + 12), None)
    for name in reversed(facts.names):
        if name.end > token.start:
            continue
        between = facts.text[name.end : token.start]
        if re.search(r"[;:.]|,(?![^,]*,)", between) or re.match(r"['’]s", between):
            continue
        if name.text.endswith(("'s", "’s", "s'", "s’")):
            continue
        if _PREPOSITION.search(facts.text[: name.start]):
            continue
        return name
    return None


def attribution(case: Case) -> Iterator[Finding]:
    """Words put into another's mouth."""
    mine = _speaker(case.claim)
    if mine is None:
        return
    sight = case.best
    theirs = _speaker(sight.facts)
    if theirs is None or spoken_of(mine, known(theirs.text)) or spoken_of(theirs, known(mine.text)):
        return
    if not spoken_of(mine, sight.source.known):
        yield Finding(
            "contradicts",
            "attribution",
            f"{theirs.text} says so in the source, {mine.text} here",
            sight,
        )


def _speaker(facts: Facts) -> Name | None:
    """Whoever a verb of saying, or "according to", names."""
    if found := _ACCORDING.search(facts.text):
        return next((n for n in facts.names if 0 <= n.start - found.end() <= 30), None)
    for verb in _SAYS.finditer(facts.text):
        before = [n for n in facts.names if 0 <= verb.start() - n.end <= 2]
        after = [n for n in facts.names if 0 <= n.start - verb.end() <= 25]
        if before:
            return before[-1]
        if after and re.match(
            r"\s+(?:the\s+)?(?:[a-z-]+\s+){0,3}$", facts.text[verb.end() : after[0].start]
        ):
            return after[0]
    return None
