"""From a markdown or plain text to the statements in it that can be checked.

Left out, because nothing in them can be borne out by an article: headings, code, tables but for
whole sentences in them, source and footnote lists, link targets, date lines and by-lines, footers,
questions, bare labels, "sentences" of over 2,000 characters, and sentences about what the articles
do not say. A sentence of two statements is cut in two where that is safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brief.text import sentence_spans
from brief.verify.blocks import ENDED, MARK, TRAILING, blocks, is_label
from brief.verify.coordination import halves
from brief.verify.tokens import plain

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
_LEADING = re.compile(rf"^(?:\s|{MARK}|[,;])+")
_INNER_END = re.compile(rf"((?:\s*{MARK})+)([.!]?)$")


@dataclass(frozen=True, slots=True)
class Statement:
    """A checkable statement: `text` is exactly the given text's `[start, end)`."""

    text: str
    start: int
    end: int
    sentence_end: int  # of the sentence that it is or is a part of, with the marks that follow


def split_claims(text: str) -> list[Statement]:
    """The checkable statements of `text`, in order, without citation marks around them."""
    return [
        Statement(text[begin:stop], begin, stop, end)
        for start, end in _sentences(text)
        for begin, stop in _statements(text, start, end)
    ]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for start, end in blocks(text):
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
    for marks in (TRAILING, _INNER_END):
        tail = max(start, end - TAIL)
        if mark := marks.search(text[tail:end]):
            end = tail + mark.start()
    return start, end


def _checkable(raw: str) -> bool:
    text = plain(raw)
    words = re.findall(r"[^\W\d_]{2,}|\d[\d.,]*", text)
    if len(words) < 2 or text.endswith(("?", "?”", '?"', ":")) or _SILENCE.match(text):
        return False
    ended = bool(ENDED.search(text))
    if re.fullmatch(r"\W*https?://\S+\W*", text) or is_label(text) or _BYLINE.match(text):
        return False
    rest = re.findall(r"[^\W\d_]{2,}", _DATE_WORDS.sub(" ", text))
    if len(rest) < 2:
        return False
    plain_words = any(word.islower() and len(word) > 2 for word in words)
    return ended or (len(words) >= 4 and plain_words)
