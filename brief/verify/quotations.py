"""Quoted words: a quotation holds only if the source has it letter for letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from brief.text import fold

# A quotation of over 2,000 characters is none: a mark is missing.
_QUOTED = re.compile(
    r"“([^”]{1,2000})”|\"([^\"]{1,2000})\"|«([^»]{1,2000})»|„([^“”]{1,2000})[“”]|"
    r"(?<!\w)‘([^‘]{1,2000}?)’(?!\w)|(?<!\w)'([^']{1,2000})'(?!\w)"
)
_GAP = re.compile(r"\[[^\]]*\]|\.\.\.")
_EDGE = " \t\n.,;:!?'\""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words, without their marks."""

    start: int
    end: int
    text: str


def quotations(text: str) -> tuple[Quotation, ...]:
    """The quoted passages of `text` in order; a quoted single word counts too."""
    found = []
    for match in _QUOTED.finditer(text):
        group = next(g for g in range(1, 7) if match.group(g) is not None)
        words = match.group(group)
        # White space at an edge shows that two marks were paired that do not belong together.
        if words.strip() == words and re.search(r"\w", words):
            found.append(Quotation(match.start(group), match.end(group), words))
    return tuple(found)


def verbatim(quotation: str, sources: Iterable[str]) -> bool:
    """Whether a source has the words in this order; marks, case and white space aside.

    An ellipsis or a bracket in the quotation stands for words left out or put in: the parts must
    come in order.
    """
    parts = [_letters(part) for part in _GAP.split(fold(quotation))]
    return any(parts) and any(
        _in_turn(parts, f" {_letters(_GAP.sub(' ', fold(source)))} ") for source in sources
    )


def _in_turn(parts: Sequence[str], text: str) -> bool:
    """Whether whole words of `text` are the parts in their order.

    After a gap a part may begin within a word: "[t]he".
    """
    place = 0
    for number, part in enumerate(parts):
        if part:
            wanted = f"{part} " if number else f" {part} "
            found = text.find(wanted, place)
            if found < 0:
                return False
            place = found + len(wanted)
    return True


def nearest(quotation: str, source: str) -> str:
    """The source's own words where the quotation is theirs but for a few; "" where it is not."""
    mine, theirs = _letters(fold(quotation)).split(), source.split()
    bare = [_letters(fold(word)) for word in theirs]
    if len(mine) < 4:
        return ""
    matcher = SequenceMatcher(None, mine, bare, autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    if sum(b.size for b in blocks) < 0.6 * len(mine):
        return ""
    start, end = blocks[0].b, blocks[-1].b + blocks[-1].size
    return " ".join(theirs[start:end]).strip(_EDGE + "“”") if end - start <= 1.6 * len(mine) else ""


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.replace("'", "")))
