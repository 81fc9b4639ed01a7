"""A file's bytes to a manuscript, by what the bytes are; files are untrusted."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import PurePath

from brief.errors import InputError
from brief.manuscript.extract import Extract
from brief.manuscript.places import starts_of_lines
from brief.manuscript.prose import links_of
from brief.schema import Manuscript, ManuscriptKind

LARGEST = 5_000_000  # bytes: beyond it is no text that a person wrote to be checked
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_READABLE = "give markdown, plain text, HTML or DOCX"
_OTHERS = {
    b"%PDF": "a PDF",
    b"{\\rtf": "rich text (RTF)",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a document of an old Office (DOC, XLS or PPT)",
}


def read(data: bytes, *, name: str) -> Manuscript:
    """The text in a file's bytes; `name` is told in errors, its ending helps to tell the kind.

    Raises InputError for what is empty, too large, binary, or no readable document.
    """
    if len(data) > LARGEST:
        raise InputError(f"{name} has over {LARGEST:,} bytes", hint="check it in parts")
    ending = PurePath(name).suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        from brief.manuscript.word import extract_word

        return _extracted(name, "docx", data, extract_word(data, source=name))
    for beginning, what in _OTHERS.items():
        if data.startswith(beginning):
            raise InputError(f"{name} is {what}", hint=_READABLE)
    if ending in (".html", ".htm", ".xhtml") or _PAGE.match(data[:4000].decode("latin-1")):
        from brief.ingest.decode import decode
        from brief.manuscript.page import extract_page

        markup = decode(data, source=name)
        return _extracted(name, "html", data, extract_page(markup, source=name))
    text = _text(data, name)
    if ending in (".txt", ".text"):
        return Manuscript(name, "text", text, _sha256(data), starts_of_lines(text))
    return _markdown(name, data, text)


def of_text(text: str) -> Manuscript:
    """A manuscript of markdown or plain text that is at hand."""
    return _markdown("-", text.encode("utf-8", "surrogatepass"), text)


def _markdown(name: str, data: bytes, text: str) -> Manuscript:
    lines = starts_of_lines(text)
    return Manuscript(name, "markdown", text, _sha256(data), lines, links_of(text))


def _text(data: bytes, name: str) -> str:
    try:
        utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is no UTF-8 text", hint="save it as text in UTF-8") from error
    if "\x00" in text:
        raise InputError(f"{name} is binary", hint=_READABLE)
    if not text.strip():
        raise InputError(f"{name} is empty", hint="give a text that claims something")
    return text


def _extracted(name: str, kind: ManuscriptKind, data: bytes, extract: Extract) -> Manuscript:
    text = extract.text
    if not text.strip():
        raise InputError(f"{name} holds no text", hint="give a text that claims something")
    return Manuscript(name, kind, text, _sha256(data), tuple(extract.lines), tuple(extract.links))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
