"""The prose of a DOCX file that is to be checked, with the numbers of its paragraphs.

Read with the standard library's zip and lxml: what is needed of the format is a page long, and an
archive from a stranger must not unpack to more than it may, nor its XML name entities. Deleted,
struck and hidden text, comments, headers and footers are left out; tracked insertions are taken as
accepted.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from brief.errors import InputError
from brief.manuscript.extract import Extract

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PART = 20_000_000  # bytes of one part unpacked; a novel has about 5 million
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading (?P<level>[1-9])|title|subtitle)", re.IGNORECASE)
_CODE = re.compile(r"code|preformatted", re.IGNORECASE)
_HIDING = ("vanish", "strike", "dstrike")  # what is struck out is no longer said
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a way of packing that Python does not know
    RuntimeError,  # a password
    ValueError,
    OSError,
)


def extract_word(data: bytes, *, source: str) -> Extract:
    """The document's text; InputError where it is none, damaged or unpacks to too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = set(archive.namelist())
    except _DAMAGED as error:
        raise InputError(
            f"{source} is binary and no readable archive", hint="save the document as DOCX again"
        ) from error
    if "word/document.xml" not in names:
        raise InputError(
            f"{source} is binary: an archive without a Word document",
            hint="give markdown, plain text, HTML or DOCX",
        )
    return _Reader(archive, names, source).read()


class _Reader:
    """One document on its way to text."""

    def __init__(self, archive: zipfile.ZipFile, names: set[str], source: str) -> None:
        self._archive, self._names, self._source = archive, names, source
        self._out = Extract()
        self._styles = self._style_names()
        self._urls = {part: self._targets(part) for part in ("document", "footnotes", "endnotes")}

    def read(self) -> Extract:
        number = 0
        goes_on = False  # the mark at a paragraph's end is deleted: the next one is a part of it
        for number, paragraph in enumerate(self._part("word/document.xml").iter(f"{_W}p"), start=1):
            self._paragraph(paragraph, number, goes_on)
            goes_on = any(
                paragraph.find(f"{_W}pPr/{_W}rPr/{_W}{gone}") is not None
                for gone in ("del", "moveFrom")
            )
        for kind, label in (("footnote", ""), ("endnote", "e")):
            self._notes(kind, label, number + 1)
        return self._out

    def _paragraph(self, paragraph: _Element, number: int, goes_on: bool) -> None:
        style = self._styles.get(_value(paragraph, "pPr", "pStyle"), "")
        if _CODE.search(style) or any(a.tag == _FALLBACK for a in paragraph.iterancestors()):
            return
        if not goes_on:
            self._out.block(self._lead(paragraph, style))
        self._runs(paragraph, number, "document")

    def _lead(self, paragraph: _Element, style: str) -> str:
        if heading := _HEADING.match(style):
            return "#" * min(int(heading["level"] or 1), 6) + " "
        if paragraph.find(f"{_W}pPr/{_W}numPr") is not None or style.startswith("List"):
            return "- "
        return "| " if _in_table(paragraph) else ""

    def _runs(self, paragraph: _Element, number: int, part: str) -> None:
        for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen",
                                   f"{_W}footnoteReference", f"{_W}endnoteReference"):  # fmt: skip
            if not self._is_shown(node, paragraph):
                continue
            name = str(node.tag).removeprefix(_W)
            start = self._out.offset
            if name == "t":
                self._out.add((node.text or "").replace("\n", " "), number)
                if url := self._link_around(node, part):
                    self._out.link(start, url)
            elif name == "noBreakHyphen":
                self._out.add("-", number)
            elif name.endswith("Reference"):
                label = "e" * (name == "endnoteReference") + (node.get(f"{_W}id") or "")
                self._out.add(f"[^{label}]", number)
            else:
                self._out.add(" ", number)
        if _in_table(paragraph) and not self._out.empty:
            self._out.add(" |", number)

    def _is_shown(self, node: _Element, paragraph: _Element) -> bool:
        """Whether a run belongs to this very paragraph and is neither hidden nor a spare copy."""
        for above in node.iterancestors():
            if above is paragraph:
                return True
            if above.tag in (_FALLBACK, f"{_W}p", f"{_W}moveFrom", f"{_W}del"):
                return False
            if above.tag == f"{_W}r" and any(_is_on(above, name) for name in _HIDING):
                return False
        return False

    def _link_around(self, node: _Element, part: str) -> str:
        link = next(node.iterancestors(f"{_W}hyperlink"), None)
        return self._urls[part].get(link.get(f"{_R}id") or "", "") if link is not None else ""

    def _notes(self, kind: str, label: str, number: int) -> None:
        if f"word/{kind}s.xml" not in self._names:
            return
        for note in self._part(f"word/{kind}s.xml").iter(f"{_W}{kind}"):
            if note.get(f"{_W}type"):
                continue  # the line above the notes
            self._out.block(f"[^{label}{note.get(f'{_W}id')}]: ")
            for paragraph in note.iter(f"{_W}p"):
                self._runs(paragraph, number, f"{kind}s")
                self._out.add(" ", number)

    def _style_names(self) -> dict[str, str]:
        """Style id → its name, which is English whatever the language of the program."""
        if "word/styles.xml" not in self._names:
            return {}
        styles = self._part("word/styles.xml").iter(f"{_W}style")
        return {s.get(f"{_W}styleId") or "": _value(s, "name") for s in styles}

    def _targets(self, part: str) -> dict[str, str]:
        name = f"word/_rels/{part}.xml.rels"
        if name not in self._names:
            return {}
        targets: Iterator[_Element] = self._part(name).iter("{*}Relationship")
        return {
            t.get("Id") or "": t.get("Target") or ""
            for t in targets
            if (t.get("Target") or "").startswith(("http://", "https://"))
        }

    def _part(self, name: str) -> _Element:
        from lxml import etree

        try:
            with self._archive.open(name) as stream:
                xml = stream.read(MAX_PART + 1)
        except _DAMAGED as error:
            raise InputError(
                f"{self._source}: {name} in it is damaged or locked",
                hint="save the document again, without a password",
            ) from error
        if len(xml) > MAX_PART:
            raise InputError(
                f"{self._source}: {name} in it unpacks to over {MAX_PART:,} bytes",
                hint="check it in parts",
            )
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(xml, parser)
        except etree.XMLSyntaxError as error:
            raise InputError(
                f"{self._source}: {name} in it is no valid XML", hint="save the document again"
            ) from error
        if root.getroottree().docinfo.doctype:
            raise InputError(
                f"{self._source}: {name} in it declares entities, which no Word document does",
                hint="save the document again with a word processor",
            )
        return root


def _is_on(run: _Element, name: str) -> bool:
    """Whether a run has a property; "false" takes back one that its style gives it."""
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(f"{_W}val") not in ("0", "false", "off")


def _in_table(paragraph: _Element) -> bool:
    return next(paragraph.iterancestors(f"{_W}tc"), None) is not None


def _value(node: _Element, *path: str) -> str:
    found = node.find("/".join(f"{_W}{name}" for name in path))
    return (found.get(f"{_W}val") or "") if found is not None else ""
