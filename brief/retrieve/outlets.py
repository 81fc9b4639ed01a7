"""Outlets named in a question: those of the library by name or alias, others by how they are cited.

Nothing here knows an outlet: names come from the library, aliases from rules on their spelling.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from brief.text import STOP_WORDS

# "BBC News - Technology", "Wired | Latest", "Live Science: News": the first part is the name.
_TAIL = re.compile(r"\s+[|–—-]\s+|:\s+")
_DOMAIN = re.compile(r"^(?:www\.)?(.{2,}?)\.(?:com|org|net|info|news|co\.[a-z]{2}|[a-z]{2})$", re.I)
_GENERIC = {"news", "online", "sport", "sports", "media", "magazine", "newspaper", "daily", "tv"}
_REPORT = (
    r"(?:articles?|reports?|reporting|pieces?|stor(?:y|ies)|reviews?|coverage|columns?|editorials?"
    r"|interviews?|dispatch(?:es)?|posts?|features?|blog|analys[ie]s|newspaper|website)"
)
_TELLS = (
    r"(?:reported|reports|wrote|writes|published|covered|covers|noted|notes|mentioned|mentions"
    r"|described|describes|discussed|discusses|highlighted|highlights|stated|states|said|says|say"
    r"|suggested|suggests|claimed|claims|revealed|reveals|detailed|details|quoted|quotes"
    r"|indicated|indicates|identified|featured|carried|cited|ran|called|presented|provided|report)"
)
_BEFORE = re.compile(
    rf"(?:\b(?:according to|as per|per|via|both|another(?: one)?(?: from| by| in| on)?"
    rf"|{_REPORT}(?: \w+ed)? (?:from|by|in|on|at|of)"
    rf"|{_TELLS} (?:by|in|on|from))(?: both)?(?: the)?|,|\b(?:and|or)(?: the)?) ?[\"'“‘]?$",
    re.I,
)
_AFTER = re.compile(rf"^[\"'”’]?(?:['’]s?)?(?: \w+)?(?:,| and| or)? (?:{_REPORT}|{_TELLS})\b", re.I)
# Initials stand for much else: they are an outlet's only where they are plainly cited.
_INITIALS_BEFORE = re.compile(
    rf"\b(?:according to|as per|via|{_REPORT}(?: \w+ed)? (?:from|by|in)|{_TELLS} by)(?: the)?"
    r" [\"'“‘]?$",
    re.I,
)
_INITIALS_AFTER = re.compile(rf"^[\"'”’]?(?:['’]s(?: \w+)?)? (?:{_REPORT}|{_TELLS})\b", re.I)
_NO_OUTLET = frozenset({"AI", "EU", "IT", "PM", "TV", "UK", "UN", "US"})  # never, though cited so
# An outlet that is spoken to or traded is in the news, and not where it stands.
_SPOKEN_TO = re.compile(
    r"\b(?:t(?:ell|ells|old|elling)|(?:spoken?|spoke|speaks|speaking|talked|talking|said) to"
    r"|interviews? with|(?:own|b(?:uy|ought)|acquir|sue|s(?:ell|old))(?:e?[ds]|ing)?)(?: the)? "
    r"[\"'“‘]?$",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|(?:answer|object|reaction|refer|repl[iy]|respond|response)\w*"
    r" to)(?: the| an?)? [\"'“‘]?$",
    re.I,
)
_TRADED = re.compile(r"^[\"'”’]? (?:be(?:en|ing)? )?(?:sold|bought|acquired|owned|sued)\b")
# What may follow a name without making it a longer one.
_EXTENDS_AFTER = re.compile(
    r"^(?: of)? (?!(?:Article|Report|Story|Review)s?\b)[A-Z]\w+|^ \d|^[.\-&]\w"
)
_EXTENDS_BEFORE = re.compile(r"(?:\b[A-Z][\w.]*(?: of| &)?|&) $|[\w&][-.]$")
_STARTERS = STOP_WORDS | {"according", "based", "compare", "considering", "though"}

_NAME = (
    r"(?:The |the )?(?:[A-Z][\w.&'’-]*|[a-z]?[A-Z]{2,})"
    r"(?: (?:of |of the |& )?[A-Z][\w.&'’-]*)*"
)
_MEDIA_SHAPE = re.compile(
    r"\b(?:Times|Post|Journal|News|Guardian|Herald|Tribune|Telegraph|Chronicle|Gazette|Magazine"
    r"|Weekly|Daily|Express|Mail|Standard|Observer|Review|Reporter|Examiner|Inquirer|Register"
    r"|Press|Globe|Mirror|Today|Week|Digest|Monitor|Bulletin)\b|\.(?:com|org|net|in|co\.\w\w)$"
)

CALENDAR = re.compile(
    r"(?:the )?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Spring|Summer|Autumn|Winter)",
    re.I,
)
_INITIALS = re.compile(r"[A-Z]{3,5}")


@dataclass(frozen=True, slots=True)
class Named:
    """An outlet named at `[start, end)` of the question and what the library holds under it."""

    name: str  # as the question has it
    start: int
    end: int
    outlets: tuple[str, ...]  # as the library spells them; empty where it holds none


def aliases(outlet: str) -> tuple[set[str], set[str]]:
    """Names an outlet goes by: those that stand alone, and those that need a cue beside them.

    >>> sorted(aliases("The Straits Times")[0])
    ['Straits Times', 'The Straits Times']
    >>> sorted(aliases("BBC News - Technology")[1])
    ['BBC', 'BNT']
    """
    strong = {outlet, _TAIL.split(outlet)[0]}
    strong |= {domain.group(1) for name in strong if (domain := _DOMAIN.match(name))}
    strong |= {re.sub(r"^[Tt]he ", "", name) for name in strong}
    weak = set()
    for name in strong:
        words = name.split()
        while len(words) > 1 and words[-1].lower() in _GENERIC:
            words.pop()
            weak.add(" ".join(words))
        parts = re.split(r"[\s-]+", name)
        initials = "".join(word[0] for word in parts if word[:1].isupper() and word != "The")
        least = 3 if any(part.lower() in _GENERIC for part in parts) else 2
        if len(initials) >= least and " " in name and initials not in _NO_OUTLET:
            weak.add(initials)
    strong = {name for name in strong if len(name) > 1}
    # "The Times" is a name, "Times" is a word of many names
    bare = {name for name in strong if " " not in name and f"The {name}" in strong}
    return strong - bare, (weak | bare) - strong


def find_outlets(question: str, outlets: Collection[str]) -> tuple[Named, ...]:
    """Outlets that the question names, in order; those the library lacks have no `outlets`.

    A name inside a longer one does not count: "The Times" is not found in "The Times of India",
    "Times" not in "The Hindustan Times".
    """
    taken: list[Named] = []
    lowered = question.lower()
    for name, strong, held in _names(frozenset(outlets)):
        if name.lower() not in lowered:
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I)
        made = not any(
            pattern.search(outlet) for outlet in held
        )  # of the initials of all its words
        for match in pattern.finditer(question):
            start, end = match.span()
            free = all(end <= other.start or start >= other.end for other in taken)
            if free and _is_name(question, start, end, name, strong=strong, made=made):
                taken.append(Named(match.group(), start, end, held))
    taken += _cited(question, taken)
    return tuple(sorted(taken, key=lambda named: named.start))


@lru_cache(maxsize=8)
def _names(outlets: frozenset[str]) -> tuple[tuple[str, bool, tuple[str, ...]], ...]:
    """Every alias, longest first, whether it stands alone, and the outlets that go by it."""
    held: dict[str, tuple[str, bool, set[str]]] = {}
    for outlet in sorted(outlets):
        strong, weak = aliases(outlet)
        for name in strong | weak:
            known = held.setdefault(name.lower(), (name, False, set()))
            held[name.lower()] = (known[0], known[1] or name in strong, known[2] | {outlet})
    found = [(name, strong, tuple(sorted(names))) for name, strong, names in held.values()]
    return tuple(sorted(found, key=lambda entry: (-len(entry[0]), entry[0])))


def _is_name(question: str, start: int, end: int, name: str, *, strong: bool, made: bool) -> bool:
    """Whether `name` is used as an outlet's there; `made` initials are no part of its full name."""
    before, found, after = question[:start], question[start:end], question[end:]
    if _EXTENDS_AFTER.match(after) or _extends_before(before):
        return False
    if _SPOKEN_TO.search(before) or _TRADED.match(after):
        return False
    if name.isupper() and not strong:
        if not found.isupper():  # "Who reported …" is no citation of WHO News
            return False
        if made:
            return bool(_INITIALS_AFTER.match(after) or _INITIALS_BEFORE.search(before))
    cited = bool(_AFTER.match(after) or _BEFORE.search(before))
    quoted = before[-1:] in "'\"“‘" and after[:1] in "'\"”’" and bool(before) and bool(after)
    if strong and found.isupper() and name.isupper() and len(name) > 2:
        return True
    if re.fullmatch(_REPORT, found, re.I) and not quoted:  # an outlet called "Report"
        return found[0].isupper() and bool(before.strip()) and cited
    if found[0].islower() and name[0].isupper():
        return cited and (strong or " " in name)
    if strong and (" " in name or "." in name):
        return True
    return cited or quoted or (strong and bool(before.strip()))


def _extends_before(before: str) -> bool:
    match = _EXTENDS_BEFORE.search(before)
    if not match:
        return False
    return match.group().strip().lower() not in _STARTERS


def _cited(question: str, known: list[Named]) -> Iterator[Named]:
    """Names that are cited the way an outlet is, and that no outlet of the library goes by."""
    candidates = []
    for match in re.finditer(rf"(?<![\w'’]){_NAME}", question):
        start, end = _trim(question, *match.span())
        if (
            end - start < 2
            or CALENDAR.fullmatch(question[start:end])
            or any(start < other.end and other.start < end for other in known)
        ):
            continue
        candidates.append((start, end))
    for start, end in candidates:
        name, before, after = question[start:end], question[:start], question[end:]
        strong_after = re.match(rf"^[\"'”’]?(?: \w+)? {_REPORT}\b", after)
        strong_before = re.search(
            rf"\b{_REPORT}(?: (?:\w+ed|both))? (?:from|by|in)(?: both)?(?: the)? [\"'“‘]?$"
            rf"|\banother(?: one)? (?:from|by|in)(?: the)? [\"'“‘]?$"
            rf"|\b(?:reported|published) by [\"'“‘]?$",
            before,
            re.I,
        )
        weak = _BEFORE.search(before) or re.match(rf"^ {_TELLS}\b", after)
        titled = shaped(name) or name.startswith("The ")
        told = re.search(rf"\b{_TELLS} by $|\banother on $|\baccording to $", before, re.I)
        beside = bool(known) and _INITIALS.fullmatch(name) and told
        own = re.match(rf"^['’]s(?: \w+)? {_REPORT}\b", after) and _MEDIA_SHAPE.search(name)
        if strong_after or strong_before or own or (weak and (titled or beside)):
            yield Named(name, start, end, ())


def shaped(name: str) -> bool:
    """Whether a name is made like an outlet's: "Harbour Gazette", "acme.com"."""
    return bool(_MEDIA_SHAPE.search(name))


def subject(question: str, named: Named) -> bool:
    """Whether a name is what is asked about: "… say about the World Bank report"."""
    return bool(_ABOUT.search(question[: named.start]))


def _trim(question: str, start: int, end: int) -> tuple[int, int]:
    """Without a question word in front and a possessive or stop behind."""
    words = question[start:end].split(" ")
    while words and words[0].lower() in _STARTERS - {"the"}:
        start += len(words.pop(0)) + 1
    while end > start and question[end - 1] in ".'’,-& ":
        end -= 1
    if question[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, max(end, start)
