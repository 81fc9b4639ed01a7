"""From a markdown or plain text to the statements in it that can be checked.

Left out, because nothing in them can be borne out by an article: headings, code, tables but for
whole sentences in them, source and footnote lists, link targets, date lines and by-lines, footers,
questions, bare labels, "sentences" of over 2,000 characters, and sentences about what the articles
do not say. A sentence of two statements is cut in two where that is safe. Does not handle HTML
beyond comments and tags alone on a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brief.text import sentence_spans
from brief.verify.coordination import halves
from brief.verify.tokens import plain

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
_META = re.compile(
    r"^\W*(?:engine|library|date|dated|published|updated|created|generated|prepared|author|by|"
    r"written by|topic|tags?|keywords?|source|sources|url|link|image|photo|caption|as of|model|"
    r"version|contact|email|phone)\b\s*(?:\*\*|__)?\s*:",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^\W*(?:by|from|photo|image)\s+[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,4}\W*$")
_DATE_WORDS = re.compile(
    r"\d+|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b(?:mon|tues|wednes|thurs|"
    r"fri|satur|sun)day\b|\b(?:utc|gmt|am|pm|st|nd|rd|th|to|of|on|at|as|articles?|updated|published|date)\b",
    re.IGNORECASE,
)
_TELLS = r"(?:say|give|name|report|mention|state|tell|contain|answer|show|explain|cover|address)s?"
# A sentence that says this and nothing else.
_SILENCE = re.compile(
    r"(?!.*(?:;|,\s(?:but|while|though|although|yet)\s|,\sand\s(?!wh|how)))"
    r"\W*(?:(?:but|however|and|still|yet),?\s+)?"
    r"(?:(?:(?:the|these|any|our|available)\s+)*(?:articles?|sources?|library|evidence)\s+(?:here\s+)?"
    rf"(?:do|does)(?:\s+not|n['’]t)\s+{_TELLS}\b|"
    rf"(?:none of|no|neither of)\s+(?:(?:the|these)\s+)?(?:articles?|sources?)\s+{_TELLS}\b|"
    r".*\bnot\s+(?:stated|given|named|reported|mentioned|covered|said|found)\s+(?:in|by)\s+(?:the|any)\s+"
    r"(?:articles?|sources?|library|evidence)\W*$)",
    re.IGNORECASE | re.DOTALL,
)
LONGEST = 2_000  # characters of a sentence: what is longer is data without punctuation
TAIL = 300  # characters before the end in which the marks stand
# A citation mark: [1], [1, 3], [2–4], [^1], [^note].
MARK = r"\[(?:\^?\d+(?:\s*[,;–-]\s*\d+)*|\^[\w-]{1,20})\](?!\()"
_LEADING = re.compile(rf"^(?:\s|{MARK}|[,;])+")
_TRAILING = re.compile(rf"(?:\s|{MARK})+$")
_INNER_END = re.compile(rf"((?:\s*{MARK})+)([.!]?)$")
_ENDED = re.compile(r"[.!…]['\"”’)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Statement:
    """A checkable statement: `text` is exactly the given text's `[start, end)`."""

    text: str
    start: int
    end: int
    sentence_end: int  # of the sentence that it is or is a part of, with the marks that follow


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def split_claims(text: str) -> list[Statement]:
    """The checkable statements of `text`, in order, without citation marks around them."""
    return [
        Statement(text[begin:stop], begin, stop, end)
        for start, end in _sentences(text)
        for begin, stop in _statements(text, start, end)
    ]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _blocks(text):
        for first, last in sentence_spans(text[start:end]):
            yield start + first, start + last


def _statements(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of what a sentence states, [] where nothing in it can be checked."""
    dot = "." * text[start:end].endswith(".")  # it may go with the marks before it
    start, end = _bare(text, start, end)
    if not 0 < end - start <= LONGEST or not _checkable(text[start:end] + dot):
        return []
    cut = [_bare(text, start + first, start + last) for first, last in halves(text[start:end])]
    if all(begin < stop and _checkable(f"{text[begin:stop]}.") for begin, stop in cut):
        return cut
    return [(start, end)]


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without citation marks and white space at either end."""
    if mark := _LEADING.match(text[start:end]):
        start += mark.end()
    for marks in (_TRAILING, _INNER_END):
        tail = max(start, end - TAIL)
        if mark := marks.search(text[tail:end]):
            end = tail + mark.start()
    return start, end


def _checkable(raw: str) -> bool:
    text = plain(raw)
    words = re.findall(r"[^\W\d_]{2,}|\d[\d.,]*", text)
    if len(words) < 2 or text.endswith(("?", "?”", '?"', ":")) or _SILENCE.match(text):
        return False
    ended = bool(_ENDED.search(text))
    if re.fullmatch(r"\W*https?://\S+\W*", text) or _META.match(text) or _BYLINE.match(text):
        return False
    rest = re.findall(r"[^\W\d_]{2,}", _DATE_WORDS.sub(" ", text))
    if len(rest) < 2:
        return False
    plain_words = any(word.islower() and len(word) > 2 for word in words)
    return ended or (len(words) >= 4 and plain_words)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of running prose: paragraphs, list items and table cells."""
    lines = _lines(text)
    footer = _footer_start(lines)
    block: list[_Line] = []
    fence = ""
    skipping = 0  # level of the heading that opened a list of sources
    note = False  # inside a footnote or a numbered source
    front = (
        bool(lines)
        and lines[0].text.strip() == "---"
        and any(line.text.strip() == "---" for line in lines[1:])
    )

    def flush() -> Iterator[tuple[int, int]]:
        if block:
            yield block[0].start, block[-1].end
            block.clear()

    for number, line in enumerate(lines[:footer]):
        body = line.text
        if front:
            front = number == 0 or body.strip() != "---"
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
            skipping = 7
            continue
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
        if len(cell.split()) >= 4 and _ENDED.search(_TRAILING.sub("", cell)):
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
        _META.match(line)
        or re.fullmatch(r"([*_])(?!\1)[^*_]+\1", line)
        or re.fullmatch(r"<(\w+)[^>]*>.*</\1>", line)
        or re.search(r"\bengine\s*:|\blibrary\s*:", line, re.IGNORECASE)
        or not re.search(r"[.!?]\W*$|\w{3}[.!?]\s", line)
    )
