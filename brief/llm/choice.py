"""Which model is meant, and where it is: "provider/model" and the server's address."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from brief.errors import SettingsError

PROVIDERS = ("openai", "openai-like")
DEFAULT = "openai/gpt-4.1-mini"  # what $OPENAI_API_KEY alone selects
OPENAI = "https://api.openai.com/v1"
EMBEDDER = "openai/text-embedding-3-small"  # an example
_LOOKS = "write provider/model: {}, or openai-like/NAME for another server"


@dataclass(frozen=True, slots=True)
class Choice:
    """A model by provider and name, and the address of its server."""

    provider: str
    model: str
    base_url: str = field(repr=False)  # it may hold a password

    @property
    def name(self) -> str:
        return f"{self.provider}/{self.model}"

    @property
    def host(self) -> str:
        """The server without path and without anything secret that the address may hold."""
        parts = urlsplit(self.base_url)
        port = f":{parts.port}" if parts.port else ""
        name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return f"{parts.scheme}://{name}{port}"

    @classmethod
    def parse(cls, name: str, base_url: str = "", *, example: str = DEFAULT) -> Choice:
        """Read "provider/model"; raises `SettingsError` for what names no model or no server.

        >>> Choice.parse("openai-like/qwen3", "http://127.0.0.1:8080/v1").host
        'http://127.0.0.1:8080'
        """
        provider, _, model = name.strip().partition("/")
        if provider not in PROVIDERS or not model:
            raise SettingsError(f"{name!r} names no model", hint=_LOOKS.format(example))
        if provider == "openai-like" and not base_url:
            raise SettingsError(
                f"{name} has no server",
                hint="name it: --base-url http://127.0.0.1:8080/v1, or set $OPENAI_BASE_URL",
            )
        choice = cls(provider, model, (base_url or OPENAI).strip().rstrip("/"))
        _check(choice.base_url)
        return choice


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(
            "the model server's address is no web address",
            hint="it begins with http:// or https:// and usually ends in /v1",
        )
