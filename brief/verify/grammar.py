"""What little grammar the rules need, without a parser: verbs, who does them, who says things."""

from __future__ import annotations

import re

from brief.verify.facts import Facts
from brief.verify.names import Name

_AUXILIARY = re.compile(
    r"\b(?:will|would|has|have|had|is|are|was|were|may|might|can|could|should|must|to|did|does|do|"
    r"not|be|been)\s+(?:\w+ly\s+)?$"
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$")
_PAST = frozenset(
    """bought sold won lost beat took gave made led paid told sued hit struck met left held sent
    built chose fought kept lent met overtook overthrew shot spent taught wrote""".split()
)
_PREPOSITION = re.compile(
    r"(?:\b(?:in|of|for|to|with|from|at|by|on|against|into|over|under|between|among|near|via|like|"
    r"through|than|towards?|about)\s+(?:the\s+|a\s+|an\s+|its\s+|his\s+|her\s+|their\s+)?"
    r"(?:[a-z-]+\s+){0,2})$"
)
_OWNS = re.compile(r"(?:['’]s|s['’])$")
_AND = re.compile(r",?\s(?:and\s|or\s)?(?:the\s)?")
_SAYS = re.compile(
    r"\b(?:said|says|say|told|tells|argued|argues|announced|announces|added|adds|wrote|writes|"
    r"claimed|claims|warned|warns|stated|states|reported|reports|confirmed|confirms|insisted|"
    r"insists|explained|explains|noted|notes|believes|declared|replied)\b"
)
_ACCORDING = re.compile(r"\baccording\sto\b", re.IGNORECASE)


def is_verb(facts: Facts, place: int) -> bool:
    """Whether a word looks like a verb: by its ending, its helper, or a short list."""
    token = facts.tokens[place]
    if not token.content or not token.text.islower():
        return False
    helped = _AUXILIARY.search(facts.text[: token.start])
    return bool(helped or token.text.endswith(("ed", "ing", "s")) or token.text in _PAST)


def doers(facts: Facts, verb: int) -> list[Name]:
    """The names before a verb that no preposition governs; the one after "by" in the passive."""
    token = facts.tokens[verb]
    if _PASSIVE.search(facts.text[: token.start]):
        agent = re.match(r"(?:\s+\w+){0,4}?\s+by\s+(?:the\s+)?", facts.text[token.end :])
        start = token.end + agent.end() if agent else len(facts.text)
        return [name for name in facts.names if start <= name.start <= start + 12][:1]
    before = [name for name in facts.names if name.end <= token.start]
    while before:
        name = before.pop()
        between = facts.text[name.end : token.start]
        if re.search(r"[;:.]|,(?![^,]*,)", between) or _OWNS.search(name.text):
            continue
        if _PREPOSITION.search(facts.text[: name.start]):
            continue
        found = [name]
        while before and _AND.fullmatch(facts.text[before[-1].end : found[-1].start]):
            found.append(before.pop())
        return found
    return []


def attributed(sentence: str) -> bool:
    """Whether the sentence tells who says what it says."""
    return bool(_ACCORDING.search(sentence) or _SAYS.search(sentence))


def speakers(facts: Facts) -> list[Name]:
    """Whoever a verb of saying, or "according to", names."""
    if found := _ACCORDING.search(facts.text):
        return [n for n in facts.names if 0 <= n.start - found.end() <= 30]
    for verb in _SAYS.finditer(facts.text):
        near = [
            name
            for name in facts.names
            if re.fullmatch(r"(?:['’]s?)?(?:\s[\w-]+){0,3}\s", facts.text[name.end : verb.start()])
        ] or [
            name
            for name in facts.names
            if re.fullmatch(r"\s(?:[\w'’-]+\s){0,4}", facts.text[verb.end() : name.start])
        ]
        if near:
            return near
    return []
