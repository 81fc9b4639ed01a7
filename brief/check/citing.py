"""What a text says of its sources: notes, numbered lists of sources, links; and who cites which.

Read are markdown footnotes (`[^1]: …`), labelled lines (`[1]: …`, `[1] …`), the numbered list
under a heading such as "Sources", as our own briefings end, and web addresses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from brief.schema import Manuscript
from brief.verify.blocks import FOOTNOTE, MARK, SOURCES
from brief.verify.statements import Statement

_NOTE = re.compile(r"^\s{0,3}\[\^?(?P<label>[\w-]{1,20})\](?::\s*|\s+)(?P<said>\S.*)")
_NUMBERED = re.compile(r"^\s{0,3}(?P<label>\d{1,3})[.)]\s+(?P<said>\S.*)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)#*\s*$")
_MARK = re.compile(MARK)
_FOLLOWING = re.compile(rf"[.,;:!?'\"”’)*_]*((?:[ \t]*\n?[ \t]*{MARK})+)")
_RANGE = re.compile(r"(\d{1,4})\s*[–-]\s*(\d{1,4})")
_LINK = re.compile(r"\]\((https?://[^\s)]+)")
_URL = re.compile(r"https?://[^\s<>\"”)\]]+")
_BARE = 7  # as the level of a line that is no heading
_LONGEST = 2_000  # characters of a note that are read
MOST = 50  # sources that one mark may name


@dataclass(frozen=True, slots=True)
class Naming:
    """What a text says of a source."""

    label: str
    said: str  # "" where the mark leads nowhere
    urls: tuple[str, ...]

    @property
    def is_link(self) -> bool:
        """Whether the claim itself leads there, without a mark."""
        return self.urls == (self.label,)


def namings(manuscript: Manuscript, statements: Sequence[Statement]) -> list[tuple[Naming, ...]]:
    """For each statement the sources that the text names for it, in order."""
    text, notes = manuscript.text, definitions(manuscript.text)
    starts = [statement.start for statement in statements] + [len(text)]
    found = []
    for statement, (_, following) in zip(statements, pairwise(starts), strict=True):
        inside = text[statement.start : statement.end]
        own = _labels(inside) + _labels(_after(text, statement.end, following))
        labels = own or _labels(_after(text, statement.sentence_end, len(text)))
        labels = labels or _labels(text[statement.end : statement.sentence_end])
        named = [_naming(label, notes.get(label, "")) for label in dict.fromkeys(labels)]
        linked = [Naming(url, url, (url,)) for url in _links(manuscript, statement)]
        found.append((*named[:MOST], *linked[:MOST]))
    return found


def definitions(text: str) -> dict[str, str]:
    """Label → what the text says of that source; the first of two with one label counts."""
    found: dict[str, str] = {}
    listed = 0  # level of the heading of a list of sources, higher than any where it has no mark
    label = ""  # of the note whose lines go on
    for line in text.split("\n"):
        heading = _HEADING.match(line)
        if heading or SOURCES.match(line):
            level = len(heading[1]) if heading else _BARE
            if not (heading and 0 < listed < level):  # what is deeper is a part of the list
                listed = level if SOURCES.match(heading[2] if heading else line) else 0
            label = ""
            continue
        note = _NOTE.match(line) if FOOTNOTE.match(line) else None
        note = note or (_NUMBERED.match(line) if listed else None)
        if note:
            label = note["label"] if note["label"] not in found else ""
            if label:
                found[label] = note["said"][:_LONGEST]
        elif not line.strip():
            label = ""
        elif label and len(found[label]) < _LONGEST:
            found[label] += f" {line.strip()[:_LONGEST]}"
    return found


def _naming(label: str, said: str) -> Naming:
    urls = tuple(url.rstrip(".,;:!?") for url in _URL.findall(said)[:MOST])
    return Naming(label, re.sub(r"\\(?=\W)", "", said), urls)


def _after(text: str, end: int, limit: int) -> str:
    """The marks that follow directly, not those of the next statement."""
    found = _FOLLOWING.match(text, end, limit)
    return found[1] if found else ""


def _labels(text: str) -> list[str]:
    """The labels of the marks in a text; "2–4" names three.

    >>> _labels("so [1, 3] and so [^note][5–6]")
    ['1', '3', 'note', '5', '6']
    """
    labels: list[str] = []
    for mark in _MARK.findall(text):
        inside = mark[1:-1].lstrip("^")
        if not inside[0].isdigit() or not re.fullmatch(r"[\d\s,;–-]+", inside):
            labels.append(inside)
            continue
        for part in re.split(r"[,;]", inside):
            ends = _RANGE.fullmatch(part.strip())
            if ends and 0 <= int(ends[2]) - int(ends[1]) < MOST:
                labels += [str(number) for number in range(int(ends[1]), int(ends[2]) + 1)]
            else:
                labels.append(part.strip())
    return labels


def _links(manuscript: Manuscript, statement: Statement) -> list[str]:
    inline = _LINK.findall(manuscript.text, statement.start, statement.end)
    return inline + [
        url
        for start, end, url in manuscript.links
        if start < statement.end and statement.start < end
    ]
