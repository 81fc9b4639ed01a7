"""Whether a sentence speaks of the office asked for: the president of Malaysia, not of China."""

from __future__ import annotations

import re

from brief.verify.names import known

_WHO = r"\bwho(?:['’]s|\s+(?:is|was|are|were))\s+(?:the\s+)?"
_NAME = r"[A-Z][\w.&’'-]*(?:\s(?:(?:of|the|and|for)\s){0,2}[A-Z][\w.&’'-]*)*"
_ROLE = r"[a-z][a-z-]*(?:\s[a-z][a-z-]*){0,2}"
_PEOPLE = r"[A-Z]\w*(?:ese|[aei]an|ish)"  # "Chinese", "Malaysian", "Danish"
_ASKED = (
    re.compile(rf"(?i:{_WHO})(?P<role>{_ROLE})\s+of\s+(?:the\s+)?(?P<of>{_NAME})\W*$"),
    re.compile(rf"(?i:{_WHO})(?P<of>{_NAME})['’]s?\s+(?P<role>{_ROLE})\W*$"),
    re.compile(rf"(?i:{_WHO})(?P<of>{_PEOPLE})\s+(?P<role>{_ROLE})\W*$"),
)

Office = tuple[str, str]  # "president", "Malaysia"


def office_asked(question: str) -> Office | None:
    """The office that a question asks the holder of, and of what it is.

    >>> office_asked("Who is the chief executive of Sundvik Metals?")
    ('chief executive', 'Sundvik Metals')
    >>> office_asked("Who is Marrovia's mines minister?")
    ('mines minister', 'Marrovia')
    """
    found = next(filter(None, (form.search(question) for form in _ASKED)), None)
    return (found["role"], found["of"]) if found else None


def held_elsewhere(office: Office, sentence: str) -> bool:
    """Whether the sentence speaks of such an office, and only of another place or body.

    >>> held_elsewhere(("president", "Malaysia"), "In Malaysia, Chinese President Xi was met.")
    True
    >>> held_elsewhere(("president", "Malaysia"), "The president met the president of China.")
    False
    """
    role, of = re.escape(office[0]), known(office[1]).keys
    places = re.finditer(
        rf"(?:(?P<owner>{_NAME})['’]s?\s+|(?P<people>{_PEOPLE})\s+)?(?i:\b{role}\b)"
        rf"(?:\s+of\s+(?:the\s+)?(?P<of>{_NAME}))?",
        sentence,
    )
    owners = [place["owner"] or place["people"] or place["of"] for place in places]
    return bool(owners) and not any(not owner or of & known(owner).keys for owner in owners)
