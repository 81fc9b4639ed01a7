"""The prose of an HTML page that is to be checked, with the lines of its source.

All that a reader sees is taken, not only what looks like an article; navigation, footers, forms and
code are left out. Lines are exact to the element: a line break within a tag is not seen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brief.errors import InputError
from brief.ingest.webpage import parse_page
from brief.manuscript.extract import BLOCKS, Extract

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_UNSEEN = frozenset(
    {
        "audio", "button", "canvas", "datalist", "del", "embed", "footer", "form", "head", "iframe",
        "math", "nav", "noscript", "object", "s", "script", "select", "strike", "style", "svg",
        "template", "textarea", "title", "video",
    }
)  # fmt: skip
DEEPEST = 250  # elements within each other; beyond 256 the parser leaves text out without a word
_MARK = re.compile(r"\[?([\w-]{1,20})\]?")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BACK = re.compile(r"[\^↩↑⏎\ufe0e\s]*")


def extract_page(markup: str, *, source: str) -> Extract:
    """The page's text; InputError for a page beyond any use."""
    tree = parse_page(markup, source=source)
    if _depth(tree) >= DEEPEST:
        raise InputError(
            f"{source} is nested too deeply to be read whole", hint="save the text of the page"
        )
    return _Walk(_notes(tree)).through(tree)


def _depth(tree: HtmlElement) -> int:
    from lxml import etree

    deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _notes(tree: HtmlElement) -> dict[str, str]:
    """Id of each note's element → its label, from the raised numbers that link to it."""
    return {
        link.get("href")[1:]: mark[1]
        for link in tree.iter("a")
        if (link.get("href") or "").startswith("#")
        and (mark := _MARK.fullmatch("".join(link.itertext()).strip()))
        and (link.getparent().tag == "sup" or "[" in mark[0] or len(link.xpath("./sup")) == 1)
    }


class _Walk:
    """One way through a tree."""

    def __init__(self, notes: dict[str, str]) -> None:
        self._out = Extract()
        self._notes = notes
        self._line = 1
        self._unseen = 0  # elements open that show no text
        self._links: list[int] = []  # where the links that are open began
        self._items: list[int | None] = []  # of each list open how many items, None in a bare list
        self._note: HtmlElement | None = None  # the note that is open
        self._marks = 0  # links open whose text is a note's mark, already written

    def through(self, tree: HtmlElement) -> Extract:
        from lxml import etree

        for event, node in etree.iterwalk(tree, events=("start", "end")):
            if event == "start":
                self._line = max(self._line, node.sourceline or 1)
                self._open(node)
                self._text(self._raised(node))
            else:
                self._close(node)
                self._text(node.tail)
        return self._out

    def _raised(self, node: HtmlElement) -> str | None:
        """The element's own text; a number raised above another is kept apart from it."""
        text: str | None = node.text
        raised = node.tag == "sup" and text and text.isdigit() and self._out.after_digit
        return text.translate(_RAISED) if raised and text else text

    def _open(self, node: HtmlElement) -> None:
        tag = node.tag
        self._unseen += _shows_nothing(node)
        if tag in ("ol", "ul"):
            self._items.append(0 if tag == "ol" else None)
        if tag in BLOCKS and self._note is not None:
            self._out.add(" ", self._line)  # all of a note is one block
        elif tag in BLOCKS:
            self._out.block(_HEADINGS.get(tag) or (self._item() if tag == "li" else ""))
        elif tag in ("td", "th"):
            self._cell()
        elif tag == "br":
            self._out.line_break()
        if label := self._notes.get(node.get("id") or node.get("name") or ""):
            self._out.block(f"[^{label}]: ")
            self._note = node
        if tag == "q":
            self._out.add("“", self._line)
        if tag == "a":
            self._links.append(self._out.offset)
            if mark := self._mark(node):
                self._marks += 1
                self._out.add(mark, self._line)

    def _close(self, node: HtmlElement) -> None:
        self._unseen -= _shows_nothing(node)
        if node is self._note:
            self._note = None
        if node.tag == "q":
            self._out.add("”", self._line)
        if node.tag == "a":
            self._marks -= bool(self._mark(node))
            start, url = self._links.pop(), re.sub("^//", "https://", node.get("href") or "")
            if url.startswith(("http://", "https://")):
                self._out.link(start, url)
        elif node.tag in BLOCKS:
            if self._note is None:
                self._out.block()
            if node.tag in ("ol", "ul"):
                self._items.pop()

    def _mark(self, node: HtmlElement) -> str:
        """How the link to a note is written, "" for any other link."""
        href = node.get("href") or ""
        text = "".join(node.itertext()).strip()
        label = self._notes.get(href[1:]) if href.startswith("#") else None
        return f"[^{label}]" if label and _MARK.fullmatch(text) else ""

    def _item(self) -> str:
        if not self._items or self._items[-1] is None:
            return "- "
        self._items[-1] += 1
        return f"{self._items[-1]}. "

    def _cell(self) -> None:
        if self._out.empty:
            self._out.block("| ")
        else:
            self._out.add(" | ", self._line)

    def _text(self, text: str | None) -> None:
        if text and not self._unseen and not self._marks and not _is_back(text):
            self._line = self._out.add(text, self._line)
        elif text:
            self._line += text.count("\n")


def _shows_nothing(node: HtmlElement) -> bool:
    if node.tag == "pre":
        return node.find(".//code") is not None or node.find(".//samp") is not None
    if node.tag == "form":  # some systems wrap a whole page in one
        return node.find(".//article") is None and node.find(".//h1") is None
    return node.tag in _UNSEEN


def _is_back(text: str) -> bool:
    return bool(text.strip()) and _BACK.fullmatch(text) is not None
