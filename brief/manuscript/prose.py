"""What a reader sees of a markdown or plain text, with every word where it stands in the file.

Of the same length as the text: what is not shown (comments, tags, link targets, deleted text, code
in lists and quotes) is covered, entities are their characters. So is what nobody sees in any text.
"""

from __future__ import annotations

import html
import re

from brief.manuscript.extract import BLOCKS
from brief.schema import Manuscript

COVER = "\u00ad"  # stands for nothing: a soft hyphen, which nobody sees within a word either
_Link = tuple[int, int, str]

_INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_BETWEEN = re.compile(rf"(?<![^\W_]){_INVISIBLE}+|{_INVISIBLE}+(?![^\W_])")
_WITHIN = re.compile(_INVISIBLE)
_ENDS_LINE = re.compile("\r(?!\n)|[\x0b\x0c\x85\u2028\u2029]")
_FENCE = re.compile(
    r"^(?P<lead>(?:[ \t]|>|[-*+][ \t]|\d{1,3}[.)][ \t])*)(?P<mark>`{3,}(?=[^`]*$)|~{3,})"
)
_LITERAL_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)[^\n]*", re.MULTILINE)
_BARE_QUOTE = re.compile(r"^[ \t]*>[> \t]*(?:\[!\w+\][ \t]*)?$", re.MULTILINE)
_DEFINED = re.compile(r"^ {0,3}\[([^\[\]^\n]{1,100})\]:[ \t]*<?(https?://[^\s>]+)", re.MULTILINE)

# Possessive, so that none of these reads a stretch of text again and again.
_TEXT = r"(?:[^\[\]]++|\[[^\[\]]*+\])*+"
_TARGET = r"\(\s*(?:<(?P<target>[^<>\n]*)>|(?P<bare>(?:[^\s()]++|\([^\s()]*+\))*+))"
_TITLE = r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
_MARKUP = re.compile(
    r"(?=[\\`<h&~^!\[])(?:"  # nothing else is looked at twice
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<code>`+)"
    r"|(?P<comment><!--)"
    r"|<(?P<url>https?://[^\s<>]+)>"
    r"|(?P<address>https?://[^\s<>\"”)\]]*[^\s<>\"”)\].,;:!?*_])"
    r"|</?(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?:[\s/][^<>]*)?>"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<deleted>~~(?=\S)[^~]+(?<=\S)~~(?!~))"
    rf"|(?P<note>\^\[{_TEXT}\])"
    rf"|(?P<picture>!?)\[(?P<text>{_TEXT})\](?:{_TARGET}{_TITLE}|\[(?P<label>[^\[\]^]*)\])?)"
)
_UNSEEN = ("script", "style", "textarea")
_BEHIND = re.compile(r"[.!?…]['\"”’*_]*[ \t]+\($")  # a source in brackets behind a sentence
_SHORT = 10
_NEAR = 2_000  # characters within which code in a line ends, and a row of a table


def prose(manuscript: Manuscript) -> str:
    """The text as a reader sees it, each word at its offset; COVER stands for nothing."""
    text = _BETWEEN.sub(_blank, _ENDS_LINE.sub("\n", manuscript.text))
    text = _WITHIN.sub(COVER, text)
    if manuscript.kind == "markdown":
        return _Markdown(text).seen
    return _LITERAL_FENCE.sub(_blank, text)  # a row of ~~~ parts paragraphs there


def links_of(text: str) -> tuple[_Link, ...]:
    """(start, end, URL) of every link in a markdown text, whatever way it is written."""
    return tuple(_Markdown(text).links)


class _Markdown:
    """One way through a text."""

    def __init__(self, text: str) -> None:
        self.links: list[_Link] = []
        self._text = _BARE_QUOTE.sub(_blank, _without_code(text))
        self._urls = {m[1].casefold(): m[2] for m in _DEFINED.finditer(self._text)}
        self._last: dict[str, int] = {}  # of each closing mark the last place
        self._pieces: list[str] = []
        self._read(0, len(text))
        self.seen = "".join(self._pieces)

    def _read(self, start: int, end: int) -> None:
        while found := _MARKUP.search(self._text, start, end):
            self._pieces.append(self._text[start : found.start()])
            start = self._take(found, end)
        self._pieces.append(self._text[start:end])

    def _take(self, found: re.Match[str], limit: int) -> int:
        """Write one piece of markup; returns where what follows begins."""
        start, end = found.span()
        if found["escape"]:
            self._pieces.append(COVER + self._text[end : min(end + 1, limit)])
            end = min(end + 1, limit)
        elif found["code"]:
            end = self._code_end(found, limit)
            self._pieces.append(self._text[start:end])
        elif found["comment"]:
            end = self._closed("-->", end, limit)
            self._cover(start, end)
        elif url := found["url"] or found["address"]:
            self._link(start, end, url)
            self._cover(start, end)
        elif found["tag"]:
            end = self._tag(found, limit)
        elif found["entity"]:
            said = html.unescape(found[0])
            said = " " if said.isspace() else said[: len(found[0])]
            self._pieces.append(said.ljust(len(found[0]), COVER))
        elif found["deleted"] or found["note"] or found["picture"]:
            self._cover(start, end)
        else:
            end = self._bracket(found)
        return end

    def _bracket(self, found: re.Match[str]) -> int:
        """A link, or anything else that stands in brackets."""
        start, end = found.span()
        label = found["text"] if found["label"] is None else found["label"] or found["text"]
        url = found["target"] or found["bare"] or ""
        if found["target"] is found["bare"] is None:
            url = self._urls.get(label.casefold(), "")
            mark = found["label"] is None and not re.search(r"[^\W\d]", label)
            if not url or mark or self._text.startswith(":", end):  # [1] is for who cites whom
                self._pieces.append(self._text[start : start + 1])
                self._read(start + 1, end)
                return end
        self._link(start, end, url)
        if _BEHIND.search(self._text[max(0, start - _SHORT) : start]) and (
            self._text.startswith(")", end)
        ):
            self._pieces.append(self._pieces.pop()[:-1] + " ")
            end += 1
            self._cover(start, end)
            return end
        if not re.search(r"[^\W\d_]", found["text"]):  # a mark that leads there
            self._cover(start, end)
            return end
        self._cover(start, found.start("text"), COVER)
        self._read(*found.span("text"))
        self._cover(found.end("text"), end, COVER)
        return end

    def _link(self, start: int, end: int, url: str) -> None:
        if url.startswith(("http://", "https://")):
            self.links.append((start, end, html.unescape(url)))

    def _tag(self, found: re.Match[str], limit: int) -> int:
        start, end = found.span()
        tag = found["tag"].lower()
        if tag in _UNSEEN and not found[0].startswith("</"):
            end = self._closed(f"</{found['tag']}>", end, limit)
        if tag not in BLOCKS and tag not in ("br", "td", "th"):
            self._cover(start, end, COVER if end == found.end() else " ")
            return end
        self._cover(start, end)
        before = self._text[max(0, start - _NEAR) : start].rpartition("\n")[2]
        if "|" not in before + self._text[end : end + _NEAR].partition("\n")[0]:
            rows = 1 if tag == "br" else 2
            self._pieces[-1] = self._pieces[-1][:-rows] + "\n" * rows
        return end

    def _closed(self, mark: str, start: int, limit: int) -> int:
        """Where what is not shown ends; at its start where it never does."""
        if mark not in self._last:
            self._last[mark] = self._text.rfind(mark)
        if self._last[mark] < start:
            return start
        found = self._text.find(mark, start, limit)
        return found + len(mark) if found >= 0 else start

    def _code_end(self, found: re.Match[str], limit: int) -> int:
        mark = found[0]
        close = re.compile(rf"(?<!`){mark}(?!`)|\n[ \t]*\n")
        closed = close.search(self._text, found.end(), min(found.end() + _NEAR, limit))
        return closed.end() if closed and closed[0] == mark else found.end()

    def _cover(self, start: int, end: int, filler: str = " ") -> None:
        self._pieces.append(re.sub(r"[^\n]", filler, self._text[start:end]))


def _without_code(text: str) -> str:
    """The text without fenced code that is closed; what is not closed is left as it is."""
    lines = text.split("\n")
    opened = 0
    mark = ""
    for number, line in enumerate(lines):
        if mark and ">" in lines[opened][: lines[opened].find(mark)] and ">" not in line:
            lines[opened:number] = [" " * len(row) for row in lines[opened:number]]
            mark = ""  # the quote has ended and the code in it
        fence = _FENCE.match(line)
        if not fence:
            continue
        if not mark:
            opened, mark = number, fence["mark"]
        elif fence["mark"].startswith(mark) and not line[fence.end() :].strip():
            lines[opened : number + 1] = [" " * len(row) for row in lines[opened : number + 1]]
            mark = ""
    return "\n".join(lines)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])
