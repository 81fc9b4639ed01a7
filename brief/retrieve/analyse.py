"""What a question asks for, by rule: outlets, publication dates, names, parts to search.

English rules. A question in another language keeps its outlets, ISO dates and names, and
stays in one part; `Query.english` says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from brief.retrieve.dates import Dated, find_dates
from brief.retrieve.english import is_english
from brief.retrieve.outlets import CALENDAR, Named, find_outlets
from brief.text import content_words, masked

# Words with which a question speaks about articles and about itself, not about the news.
SCAFFOLD = frozenset(
    """according across agree agreed agreement align aligned aligns article articles aspect
    associated based changed claim claimed claims coverage cover covered covers compare compared
    comparison consider considering consistency consistent consistently context contrast
    contrasting currently describe
    described describes detail detailed detailing details differ difference different differently
    disagree disagreement discuss discussed discusses discussing discussion emphasis emphasize
    emphasized emphasizes entities entity feature featured features featuring focus focused focuses
    focusing following highlight highlighted highlighting highlights identified identify imply
    implied implies inconsistency inconsistent inconsistently indicate indicated indicates
    indicating individual individuals information involving mention mentioned mentioning mentions
    narrative note noted notes person perspective piece portray portrayal portrayed portrays
    previous previously provide publication publications publish published recent recently regard
    regarding remain remained report reported reporting reportedly reports respective respectively
    reveal revealed reveals second source sources specific specifically state stated statement
    states stating story subsequent subsequently suggest suggested suggesting suggests""".split()  # noqa: SIM905
)
QUOTED = re.compile(r"\"([^\"]{3,200})\"|“([^”]{3,200})”|(?<!\w)['‘]([^'’]{3,120})['’](?!\w)")
_CUT = re.compile(
    r"[;?]\s+|,\s+|\s(?=(?:while|whereas|but|which|whose|compared (?:to|with)"
    r"|in contrast (?:to|with)|as opposed to|versus|rather than"
    r"|or (?:do|does|did|is|are|was|were|has|have)"
    r"|and (?:is|are|was|were|does|do|did|has|have|had|also|who|which|whose|that|the|how|what|when"
    r"|where|why))\s)",
    re.I,
)
_JOINS = (re.compile(r"\b(?:before|after|than|while|when|but) "), re.compile(r"\b(?:and|as) "))
_WORD = r"\b(?:[a-z](?=[A-Z]))?[A-Z][\w’'&-]*(?:\.[A-Z]\w*)*"
_NAME = re.compile(rf"{_WORD}(?: (?:of (?:the )?|de |bin |van |von )?{_WORD})*")
_POSSESSIVE = re.compile(r"['’]s?$|(?<=s)['’]$")
HIDDEN = "\u0001"  # stands for a character that no rule may cut at


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a question asks for, to be searched on its own."""

    text: str  # verbatim from the question
    outlets: tuple[str, ...]  # of the library, where the part names some
    since: date | None = None
    until: date | None = None
    start: int = 0  # where it stands in the question
    end: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A question and what the rules found in it."""

    text: str
    parts: tuple[Part, ...]  # at least one; a plain question is one part
    named: tuple[Named, ...]  # outlets in order, those the library lacks included
    dated: tuple[Dated, ...]
    names: tuple[str, ...]  # capitalised names and numbers, outlets and dates left out
    english: bool

    @property
    def outlets(self) -> tuple[str, ...]:
        """Outlets of the library that the question names, each once."""
        return tuple(dict.fromkeys(name for named in self.named for name in named.outlets))


def analyse(question: str, *, outlets: Collection[str], as_of: date | None) -> Query:
    """Read `question` by rule; `outlets` are the library's, `as_of` is today for "last week"."""
    named = find_outlets(question, outlets)
    dated = tuple(
        found
        for found in find_dates(question, as_of)
        if not any(found.start < n.end and n.start < found.end for n in named)  # "Business Today"
    )
    closed = [(n.start, n.end) for n in named] + [(d.start, d.end) for d in dated]
    bare = masked(question, closed)
    english = is_english(question)
    return Query(
        text=question,
        parts=_parts(question, bare, named, dated, split=english),
        named=named,
        dated=dated,
        names=_names(bare),
        english=english,
    )


def _keywords(text: str) -> tuple[str, ...]:
    return tuple(word for word in content_words(text) if word not in SCAFFOLD)


def _parts(
    question: str,
    bare: str,
    named: tuple[Named, ...],
    dated: tuple[Dated, ...],
    *,
    split: bool,
) -> tuple[Part, ...]:
    """What is searched for: clauses with two keywords or more, or an outlet or date of their own.

    A clause that only names an outlet or a date ("the report of 3 October by Reuters, and …")
    asks for what the whole question is about, from there.
    """
    closed = [(n.start, n.end) for n in named] + [(d.start, d.end) for d in dated]
    clauses = _clauses(question, bare, named, closed) if split else []
    parts = []
    for start, end in clauses:
        inside = [n for n in named if start <= n.start < end]
        days = [d for d in dated if start <= d.start < end]
        parts.append(
            Part(
                question[start:end].strip(),
                tuple(dict.fromkeys(name for n in inside for name in n.outlets)),
                *_days(days),
                start,
                end,
            )
        )
    return tuple(parts) or (Part(question.strip(), (), *_days(dated), 0, len(question)),)


def _days(dated: Sequence[Dated]) -> tuple[date | None, date | None]:
    """The first and the last day that the dates leave open."""
    since = min((d.since for d in dated if d.since), default=None)
    return since, max((d.until for d in dated if d.until), default=None)


def _clauses(
    question: str, bare: str, named: tuple[Named, ...], closed: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Spans of the clauses, no cut inside an outlet, a date or a quotation."""
    hidden = [*closed, *(match.span() for match in QUOTED.finditer(question))]
    closed_in = masked(question, hidden, HIDDEN)
    cuts = {0, len(question), *(match.end() for match in _CUT.finditer(closed_in))}
    for one, other in pairwise(named):
        if not any(one.end <= cut <= other.start for cut in cuts):
            first = max(cut for cut in cuts if cut <= one.start)
            last = min(cut for cut in cuts if cut > other.start)
            cuts |= _between(bare, (first, one.end), (other.start, last))
    clauses: list[tuple[int, int]] = []
    slight = False  # whether there is but one clause, which has hardly a word and no outlet
    for start, end in pairwise(sorted(cuts)):
        apart = any(start <= place < end for place, _ in closed)
        if clauses and (slight or (_small(bare[start:end]) and not apart)):
            clauses[-1] = (clauses[-1][0], end)
        else:
            clauses.append((start, end))
        slight = len(clauses) == 1 and not apart and _small(bare[slice(*clauses[0])])
    return clauses


def _small(text: str) -> bool:
    return len(_keywords(text)) < 2


def _between(bare: str, one: tuple[int, int], other: tuple[int, int]) -> set[int]:
    """Where to cut a clause between two outlets that each have something said of them.

    `one` runs from the clause's start to the first outlet's end, `other` from the second outlet
    to the clause's end.
    """
    if _small(bare[one[1] : other[0]]):
        return set()
    if not _small(bare[slice(*other)]):
        return {other[0]}
    for joins in _JOINS:
        for match in reversed(list(joins.finditer(bare, one[1], other[0]))):
            sides = bare[one[0] : match.start()], bare[match.end() : other[0]]
            if not any(_small(side) for side in sides):
                return {match.end()}
    return set()


def _names(bare: str) -> tuple[str, ...]:
    found = []
    for match in _NAME.finditer(bare):
        words = match.group().split()
        opens = not re.search(r"[^\s.?!:;][\s\"“]*$", bare[: match.start()])
        # what opens a question or dates it is no part of the name: "Will Orrin", "On Monday Orrin"
        while words and ((opens and not content_words(words[0])) or CALENDAR.fullmatch(words[0])):
            del words[0]
        if content_words(" ".join(words)) and (match.start() or " " in match.group()):
            found.append(_POSSESSIVE.sub("", " ".join(words)))
    numbers = re.findall(r"(?<![\w.:])[$€£]?\d[\d,.]*\d%?(?!:\d)|(?<![\w.:])\d+%?(?![:\d])", bare)
    return tuple(dict.fromkeys([*found, *numbers]))
