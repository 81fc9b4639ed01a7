"""The running prose of a markdown or plain text: what of it may state something at all.

Left out are headings, code, tables but for whole sentences in them, source and footnote lists,
lines of tags, and footers. Does not handle HTML beyond comments and tags alone on a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from brief.verify.coordination import tells

_DATA = re.compile(r"\s*(?:#|[\"']?[\w.-]+[\"']?\s*[:=]|---|\+\+\+|\.\.\.)")  # of front matter
_FENCE = re.compile(r"^\s{0,3}(```+(?=[^`]*$)|~~~+)(.*)$")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?:\s+|$)(.*?)#*\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r"^\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
FOOTNOTE = re.compile(r"^\s{0,3}\[(?:\^?[\w-]{1,20}\]:|(?:\^[\w-]{1,20}|\d{1,4})\]\s+\S)")
_TAG = re.compile(r"^\s*(?:</?[A-Za-z][^>]*>\s*)+$|^\s*<!--.*-->\s*$")
# The heading of a list of sources.
SOURCES = re.compile(
    r"^\W*(?:\d+\.?\s+)?(?:sources?|references?|footnotes?|endnotes?|bibliography|works cited|"
    r"citations?|links?|further reading|source list|sources and quotes)\W*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?P<never>topic|tags?|keywords?|url|link|email|author|by|written by)|engine|library|"
    r"dated?|published|updated|created|generated|prepared|sources?|image|photo|caption|as of|model|"
    r"version|contact|phone)\b\s*(?:\*\*|__)?\s*:",
    re.IGNORECASE,
)
_BARE = 7  # as the level of a list of sources under a line that is no heading
_TITLE = re.compile(r"[“\"][^“”\"]*[”\"]")
# A citation mark: [1], [1, 3], [2–4], [^1], [^note].
MARK = r"\[(?:\^?\d+(?:\s*[,;–-]\s*\d+)*|\^[\w-]{1,20})\](?!\()"
TRAILING = re.compile(rf"(?:\s|{MARK})+$")
ENDED = re.compile(r"[.!…]['\"”’)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of running prose: paragraphs, list items and table cells."""
    lines = _lines(text)
    footer = _footer_start(lines)
    block: list[_Line] = []
    fence = ""
    skipping = 0  # level of the heading that opened a list of sources
    note = False  # inside a footnote or a numbered source
    front = _front(lines)

    def flush() -> Iterator[tuple[int, int]]:
        if block:
            yield block[0].start, block[-1].end
            block.clear()

    for number, line in enumerate(lines[:footer]):
        blank = number > 0 and not lines[number - 1].text.strip()
        body = line.text
        if number < front:
            continue
        if mark := _FENCE.match(body):
            yield from flush()
            if not fence:
                fence = mark.group(1)
            elif mark.group(1).startswith(fence) and not mark.group(2).strip():
                fence = ""
            continue
        if fence:
            continue
        if not body.strip():
            yield from flush()
            note = False
            continue
        following = lines[number + 1].text if number + 1 < footer else ""
        if heading := _HEADING.match(body):
            yield from flush()
            level = len(heading.group(1))
            if skipping and level > skipping:
                continue
            skipping = level if SOURCES.match(heading.group(2)) else 0
            continue
        if _underlined(body, following, block):
            yield from flush()
            skipping = 2 if SOURCES.match(body) else 0
            continue
        if SOURCES.match(body) and not block:
            skipping = _BARE
            continue
        if skipping == _BARE and blank and _is_prose(lines[number:footer]):
            skipping = 0
        if skipping:
            continue
        if (
            _RULE.match(body)
            or _UNDERLINE.match(body)
            or _TAG.match(body)
            or _TABLE_RULE.match(body)
        ):
            yield from flush()
            continue
        if FOOTNOTE.match(body) and not block:
            note = True
            continue
        if note and body[:1] in " \t":
            continue
        note = False
        if body.count("|") >= 2 or (body.count("|") == 1 and "|" in following):
            yield from flush()
            if not _TABLE_RULE.match(following):
                yield from _cells(line)
            continue
        lead = _ITEM.match(body) or _QUOTE.match(body)
        if lead and (_ITEM.match(body) or not block):
            yield from flush()
            inner = _ITEM.match(body[lead.end() :]) if _QUOTE.match(body) else None
            offset = line.start + lead.end() + (inner.end() if inner else 0)
            block.append(_Line(offset, line.end, body))
        else:
            block.append(line)
    yield from flush()


def _front(lines: list[_Line]) -> int:
    """How many lines a text has before its body: its data, in YAML or TOML, between two rules."""
    ends = {"---": ("---", "..."), "+++": ("+++",)}.get(lines[0].text.strip())
    if not ends or len(lines) < 2 or not _DATA.match(lines[1].text):
        return 0
    bodies = (n for n, line in enumerate(lines, 1) if n > 1 and line.text.strip() in ends)
    return next(bodies, 0)


def is_label(line: str) -> bool:
    """Whether a line tells of the text itself, such as its date or maker, and states nothing.

    >>> is_label("Updated: 3 March 2025"), is_label("Updated: the port has reopened")
    (True, False)
    """
    label = _LABEL.match(line)
    return bool(label and (label["never"] or not tells(line[label.end() :])))


def _is_prose(lines: list[_Line]) -> bool:
    """Whether a paragraph begins here that is no part of a list of sources."""
    first = lines[0].text
    if first[:1] in " \t" or any(form.match(first) for form in (_ITEM, _QUOTE, FOOTNOTE)):
        return False
    paragraph = " ".join(takewhile(str.strip, (line.text for line in lines)))
    return bool(ENDED.search(TRAILING.sub("", paragraph)) and tells(_TITLE.sub("", paragraph)))


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for piece in text.split("\n"):
        lines.append(_Line(start, start + len(piece), piece))
        start += len(piece) + 1
    return lines


def _underlined(body: str, following: str, block: list[_Line]) -> bool:
    """Whether a line is a heading by the row of = or - below it."""
    if block or not _UNDERLINE.match(following) or "|" in body:
        return False
    return following.lstrip().startswith("=") or not re.search(
        r"[.!?:;,]['\"”’)]*(?:\s*\[\d+\])*\s*$", body
    )


def _cells(line: _Line) -> Iterator[tuple[int, int]]:
    start = line.start
    for cell in line.text.split("|"):
        if len(cell.split()) >= 4 and ENDED.search(TRAILING.sub("", cell)):
            yield start, start + len(cell)
        start += len(cell) + 1


def _footer_start(lines: list[_Line]) -> int:
    """Index of the first line of a footer, after the last rule; the number of lines if none."""
    for number in range(len(lines) - 1, 0, -1):
        if _RULE.match(lines[number].text):
            tail = [line.text.strip() for line in lines[number + 1 :] if line.text.strip()]
            if tail and all(_is_footer(line) for line in tail):
                return number
            break
    return len(lines)


def _is_footer(line: str) -> bool:
    """Whether a line below a rule tells of the text itself, and states nothing."""
    if _ITEM.match(line) or re.search(MARK, line):
        return False
    return bool(
        is_label(line)
        or re.fullmatch(r"([*_])(?!\1)[^*_]+\1", line)
        or re.fullmatch(r"<(\w+)[^>]*>.*</\1>", line)
        or re.search(r"\bengine\s*:|\blibrary\s*:", line, re.IGNORECASE)
        or not re.search(r"[.!?]\W*$|\w{3}[.!?]\s", line)
    )
