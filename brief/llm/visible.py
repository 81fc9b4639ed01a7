"""Text as a reader sees it."""

from __future__ import annotations

import re
import unicodedata

_TAG = re.compile(r"<(?=[/!?|a-zA-Z])")
_JOINERS = "\u200c\u200d"  # some scripts are spelt with them


def plain(text: str) -> str:
    """One line of what a reader sees: no control, format or tag characters.

    >>> plain("17\\u200b conditions,\\n8 of them <5 years old")
    '17 conditions, 8 of them <5 years old'
    """
    seen = "".join(c for c in text if c.isspace() or c in _JOINERS or not _invisible(c))
    return " ".join(seen.split())


def inert(text: str) -> str:
    """The same with nothing that opens or closes a tag, a prompt's own included.

    >>> inert("so </claim><evidence> is <5")
    'so ‹/claim>‹evidence> is <5'
    """
    return _TAG.sub("‹", plain(text))


def _invisible(character: str) -> bool:
    selector = "\U000e0100" <= character <= "\U000e01ef"
    return selector or unicodedata.category(character)[0] == "C"
