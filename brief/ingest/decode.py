"""Bytes to text: byte order mark, the page's own charset, UTF-8, then charset-normalizer."""

from __future__ import annotations

import codecs
import re

from brief.errors import InputError
from brief.ingest.language import language_of

MAX_BYTES = 50 * 1024 * 1024
MAX_REPLACED = 0.002  # share of characters that may be undecodable: a stray byte, not a wrong guess

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive (or an office document)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a media file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
)
_META_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
# Charsets of pages; Python knows codecs besides that are none.
_CHARSET = re.compile(
    r"(?:utf-8|(?:us-)?ascii|latin|iso-?8859|windows-|cp\d|koi8|gb|big5|euc-|shift|sjis|x-sjis|mac|tis-"
    r"|hz-|johab|ks_c|iso-2022)[\w.:-]*",
    re.IGNORECASE,
)
# What browsers read pages as that declare these, and names that Python does not know.
_MEANT = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "ascii", "us-ascii"), "cp1252"),
    "windows-874": "cp874", "windows-31j": "cp932", "x-sjis": "cp932", "shift_jis": "cp932",
}  # fmt: skip
# Languages whose older files are in a charset of Windows that others are easily taken for.
_USUAL = {
    "cp1252": frozenset({"da", "de", "en", "es", "fi", "fr", "id", "it", "ms", "nl", "pt", "sv"}),
    "cp1250": frozenset({"cs", "hu", "pl", "ro"}),
}
_AS_TEXT = "save the article as text, HTML, markdown or JSON Lines and ingest that file"


def decode(data: bytes, *, source: str) -> str:
    """The text of a file; InputError for what is empty, too large, binary or undecodable."""
    if len(data) > MAX_BYTES:
        raise too_large(source, len(data))
    if not data.strip():
        raise InputError(f"{source} is empty", hint="leave it out, or save the page again")
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{source} is {kind}, not text", hint=_AS_TEXT)
    text = _decoded(data)
    if text is None or "\x00" in text:
        raise InputError(f"{source} is binary, not text", hint=_AS_TEXT)
    if text.count("\ufffd") > MAX_REPLACED * len(text):
        raise InputError(
            f"{source}: its character encoding could not be told", hint="save it as UTF-8"
        )
    return text


def too_large(source: str, size: int) -> InputError:
    return InputError(
        f"{source} has {size / 1024 / 1024:.0f} MB; an article file may have "
        f"{MAX_BYTES // 1024 // 1024} MB",
        hint="split it, for example into several JSON Lines files",
    )


def _decoded(data: bytes) -> str | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace")
    if b"\x00" in data:
        return None
    almost = data.decode(errors="replace")
    undecodable = almost.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    if undecodable == 0:
        return almost
    declared = _META_CHARSET.search(data[:4096])
    if declared and _CHARSET.fullmatch(name := declared[1].decode("ascii", "replace")):
        for meant in (_MEANT.get(name.lower(), name), name):
            try:
                return data.decode(meant)
            except (LookupError, UnicodeDecodeError):
                pass  # pages lie about their charset; what follows does not ask them
    is_utf8 = any(char > "\x7f" and char != "\ufffd" for char in almost)
    if is_utf8 and undecodable <= MAX_REPLACED * len(almost):
        return almost  # with a stray byte, cut in the middle of a character for instance
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:200_000])
    best = matches.best()
    if best is None:
        return None
    # Its own guesses at the language decide between equals: in a line or two of English it takes
    # "£" for the letter that Central Europe has there.
    equal = {
        name
        for match in matches
        if match.chaos <= best.chaos
        for name in match.could_be_from_charset
    }
    for charset, languages in _USUAL.items():
        text = data.decode(charset, errors="replace")
        if charset in equal and language_of(text) in languages:
            return text
    return data.decode(best.encoding, errors="replace")
