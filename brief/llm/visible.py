"""Text as a reader sees it."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"  # some scripts are spelt with them


def plain(text: str) -> str:
    """One line of what a reader sees: no control, format or tag characters.

    >>> plain("17\\u200b conditions,\\n8 of them <5 years old")
    '17 conditions, 8 of them <5 years old'
    """
    seen = "".join(c for c in text if c.isspace() or c in _JOINERS or not _invisible(c))
    return " ".join(seen.split())


def _invisible(character: str) -> bool:
    selector = "\U000e0100" <= character <= "\U000e01ef"
    return selector or unicodedata.category(character)[0] == "C"
