"""Quoted words: a quotation holds only if the source has it letter for letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from brief.text import fold

_QUOTED = re.compile(
    r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|„([^“”]+)[“”]|(?<!\w)‘([^‘]+?)’(?!\w)|(?<!\w)'([^']+)'(?!\w)"
)
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
        if re.search(r"\w", match.group(group)):
            found.append(Quotation(match.start(group), match.end(group), match.group(group)))
    return tuple(found)


def verbatim(quotation: str, sources: Iterable[str]) -> bool:
    """Whether a source has the words, typographic quotes, white space and edge marks aside.

    An ellipsis in the quotation stands for words left out: the parts must come in order.
    """
    parts = [
        part for piece in re.split(r"\[?\.\.\.\]?", fold(quotation)) if (part := piece.strip(_EDGE))
    ]
    if not parts:
        return True
    pattern = r"\b.*?\b".join(re.escape(part) for part in parts)
    search = re.compile(rf"(?<!\w){pattern}(?!\w)")
    return any(search.search(fold(source)) for source in sources)
