"""What is secret of a server, its key and what its address may hold: kept out of what is shown.

Whoever echoes a secret may spell it otherwise. The common ways are known here: escapes, characters
that do not show, base64 and hexadecimal. A model that is asked to can find others.
"""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

_KEY, _VALUE = 16, 6  # characters: a shorter one is a word that any text may hold
_SURE = 8  # bytes: what a shorter one is in base64, any text may hold
_UNSEEN = (
    r"(?:[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060-\u2064\ufeff\U000e0000-\U000e007f]"
    r"|\\u(?:00ad|200[b-f]))*"
)
_LIKE_A_KEY = re.compile(r"\bsk-[\w*-]{6,}")


def secrets(key: str, address: str) -> tuple[str, ...]:
    """The key, unless it is a stand-in such as "ollama", and what is secret in the web address.

    That is its password, and what its query says but for a version.

    >>> secrets("none", "https://ann:opensesame@x.example/v1?api-version=2024-10-21&code=abcdef")
    ('opensesame', 'abcdef')
    """
    parts = urlsplit(address)
    said = [value for name, value in parse_qsl(parts.query) if name != "api-version"]
    held = [value for value in (unquote(parts.password or ""), *said) if len(value) >= _VALUE]
    return (key, *held) if len(key) >= _KEY or key.startswith("sk-") else tuple(held)


def blacken(text: str, hidden: Sequence[str] = ()) -> str:
    """The text without the secrets, and without what looks like a key."""
    for secret in hidden:
        text = _spelt(secret).sub("[key]", text)
    return _LIKE_A_KEY.sub("[key]", text)


@lru_cache(maxsize=8)
def _spelt(secret: str) -> re.Pattern[str]:
    escaped = (
        rf"(?:{re.escape(c)}|\\u{ord(c):04x}|%{ord(c):02x}|&#(?:{ord(c)}|x{ord(c):x});)"
        for c in secret
    )
    ways, data = [_UNSEEN.join(escaped)], secret.encode()
    if len(data) >= _SURE:
        ways += [data.hex(), *map(re.escape, _base64(data))]
    return re.compile("|".join(ways), re.IGNORECASE)


def _base64(data: bytes) -> list[str]:
    """What of base64 tells of the data alone, wherever in a longer text the data begins."""
    found = []
    for before, first in ((0, 0), (1, 2), (2, 3)):
        whole = base64.b64encode(bytes(before) + data).decode().rstrip("=")
        sure = whole[first : (before + len(data)) * 8 // 6]
        found += [sure, sure.replace("+", "-").replace("/", "_")]
    return found


class _Discreet(logging.Filter):
    """Shows no address with its password and query, nor a traceback that names one."""

    def filter(self, record: logging.LogRecord) -> bool:
        import httpx

        if isinstance(record.args, tuple):
            record.args = tuple(
                arg.copy_with(userinfo=b"", query=None) if isinstance(arg, httpx.URL) else arg
                for arg in record.args
            )
        record.exc_info = None
        return True


_DISCREET = _Discreet()  # one, since a logger takes the same filter only once


def keep_from_logs() -> None:
    """Have the client's own loggers tell no address whole."""
    for name in ("httpx", "openai._base_client"):
        logging.getLogger(name).addFilter(_DISCREET)
