"""The one way to a server that speaks like OpenAI: its key, its address, its client.

A gateway in the manner of Azure is meant by an address with `?api-version=…`: it gets that with
every call, and the key in the header `api-key` besides the usual one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from brief.errors import SettingsError
from brief.llm.choice import Choice
from brief.llm.secret import keep_from_logs

if TYPE_CHECKING:
    from openai import OpenAI

CONNECT = 10.0  # seconds until a server is reached


def api_key(choice: Choice) -> str:
    """The key in the environment; raises `SettingsError` where one is needed, or it cannot be."""
    key = os.environ.get("OPENAI_API_KEY", "").strip()
    if not key and choice.provider == "openai":
        raise SettingsError(
            f"{choice.name} needs a key",
            hint="set $OPENAI_API_KEY, or answer without a model: --model none",
        )
    if not (key.isascii() and key.isprintable()):
        raise SettingsError(
            "$OPENAI_API_KEY holds characters that no key has", hint="copy the key anew"
        )
    return key


def open_client(choice: Choice, key: str, seconds: float) -> OpenAI:
    """The client of a server; nothing is called yet."""
    import httpx
    from openai import OpenAI

    keep_from_logs()
    # No redirects: text goes where it was sent and nowhere else. No connection outlives its call,
    # so that a model needs no closing.
    http = httpx.Client(
        timeout=httpx.Timeout(seconds, connect=CONNECT),
        limits=httpx.Limits(max_keepalive_connections=0),
    )
    parts = urlsplit(choice.base_url)
    query = dict(parse_qsl(parts.query))
    # The key stays in the client, which never shows it; llama-index would in its `repr`.
    return OpenAI(
        api_key=key or "none",
        base_url=urlunsplit(parts._replace(query="")),
        default_query=query,
        default_headers={"api-key": key} if key and "api-version" in query else None,
        max_retries=0,
        http_client=http,
    )
