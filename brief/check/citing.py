"""What a text says of its sources: notes, numbered lists of sources, links; and who cites which.

Read are markdown footnotes (`[^1]: …`), labelled lines (`[1]: …`, `[1] …`), the numbered list
under a heading such as "Sources", as our own briefings end, and web addresses.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile

from brief.schema import Manuscript
from brief.verify.blocks import FOOTNOTE, MARK, SOURCES
from brief.verify.statements import Statement

_NOTE = re.compile(r"^\s{0,3}\[\^?(?P<label>[\w-]{1,20})\](?::\s*|\s+)(?P<said>\S.*)")
_NUMBERED = re.compile(r"^\s{0,3}(?P<label>\d{1,3})[.)]\s+(?P<said>\S.*)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)#*\s*$")
_MARK = re.compile(MARK)
_FOLLOWING = re.compile(rf"[.,;:!?'\"”’)*_]*((?:[ \t]*\n?[ \t]*{MARK})+)")
_RANGE = re.compile(r"(\d{1,4})\s*[–-]\s*(\d{1,4})")
_INLINE = re.compile(r"\^\[((?:[^\[\]]++|\[[^\[\]]*+\])++)\]")
_PARAGRAPH_END = re.compile(r"\n[ \t>]*\n")
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
    text = manuscript.text
    notes, places = _notes(text)
    starts = [statement.start for statement in statements] + [len(text)]
    found = []
    for statement, (_, following) in zip(statements, pairwise(starts), strict=True):
        inside = text[statement.start : statement.end]
        own = _labels(inside) + _labels(_after(text, statement.end, following))
        labels = own or _labels(_after(text, statement.sentence_end, len(text)))
        labels = labels or _labels(text[statement.end : statement.sentence_end])
        limit = _limit(text, statement.end, following)
        links = _links(manuscript, statement.start, _line_end(text, statement.end, limit))
        named = [
            _naming(label, notes.get(label, ""), _urls(manuscript, places.get(label, ())))
            for label in dict.fromkeys(labels)
            if label in notes or not any(f"[{label}]" in text[a:b] for a, b, _ in links)
        ]
        named += [
            _naming(m[1].strip(), m[1]) for m in _INLINE.finditer(text, statement.start, limit)
        ]
        linked = [Naming(url, url, (url,)) for url in dict.fromkeys(url for *_, url in links)]
        found.append((*named[:MOST], *linked[:MOST]))
    return found


def definitions(text: str) -> dict[str, str]:
    """Label → what the text says of that source; the first of two with one label counts."""
    return _notes(text)[0]


def _notes(text: str) -> tuple[dict[str, str], dict[str, list[tuple[int, int]]]]:
    """What the text says of each source, and where."""
    found: dict[str, str] = {}
    places: dict[str, list[tuple[int, int]]] = {}
    end = -1
    listed = 0  # level of the heading of a list of sources, higher than any where it has no mark
    label = ""  # of the note whose lines go on
    for line in text.split("\n"):
        start, end = end + 1, end + 1 + len(line)
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
                places[label] = [(start, end)]
        elif not line.strip():
            label = ""
        elif label and len(found[label]) < _LONGEST:
            found[label] += f" {line.strip()[:_LONGEST]}"
            places[label].append((start, end))
    return found, places


def _naming(label: str, said: str, linked: Sequence[str] = ()) -> Naming:
    urls = [url.rstrip(".,;:!?") for url in _URL.findall(said)]
    return Naming(
        label, re.sub(r"\\(?=\W)", "", said), tuple(dict.fromkeys([*urls, *linked]))[:MOST]
    )


def _urls(manuscript: Manuscript, places: Iterable[tuple[int, int]]) -> list[str]:
    """Where the words of a note lead."""
    return [url for start, end in places for *_, url in _links(manuscript, start, end)]


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


def _limit(text: str, end: int, following: int) -> int:
    """Where what belongs to a statement ends: at the next one or with the paragraph."""
    ended = _PARAGRAPH_END.search(text, end, following)
    return ended.start() if ended else following


def _line_end(text: str, end: int, limit: int) -> int:
    """The end of the line on which a statement ends: a link there that says nothing is its own."""
    found = text.find("\n", end, limit)
    return found if found >= 0 else limit


def _links(manuscript: Manuscript, start: int, end: int) -> list[tuple[int, int, str]]:
    """The links that stand, in part at least, within a span."""
    links = manuscript.links
    first = bisect_right(links, start, key=lambda link: link[1])
    return list(takewhile(lambda link: link[0] < end, islice(links, first, None)))
