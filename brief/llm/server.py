"""Models behind the OpenAI chat interface: OpenAI itself and every server that speaks like it.

The one module that talks to the client libraries. Retrying is done here and not by them, so that
one clock bounds a call with all its retries.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from brief.errors import ModelError, ReplyError, SettingsError
from brief.llm.choice import Choice
from brief.llm.deadline import within
from brief.llm.failures import blacken, code, model_error, retry_after
from brief.llm.protocol import OnText, Reply, Request, Usage

if TYPE_CHECKING:
    from llama_index.core.llms.function_calling import FunctionCallingLLM

WINDOW = 8192  # tokens, of a server that does not say
SECONDS = 120.0  # for one call with all its retries
CONNECT = 10.0  # seconds until a server is reached
RETRIES = 2
LONGEST_WAIT = 30.0  # seconds that a server may ask to wait
LARGEST = 1_000_000  # characters of a reply: more is no answer
_PASSING = {408, 409, 425, 429, 500, 502, 503, 504}
# What not every server takes, by the word it complains with; left out once it was refused.
_OPTIONAL = ("response_format", "stream_options", "temperature", "max_tokens")


class Server:
    """One model on one server."""

    def __init__(
        self,
        choice: Choice,
        *,
        seconds: float = SECONDS,
        offline: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = choice.name
        self._choice = choice
        self._seconds = seconds
        self._offline = offline
        self._sleep = sleep
        self._refused: set[str] = set()
        self._client: FunctionCallingLLM | None = None

    @property
    def context_window(self) -> int:
        return int(self._llm().metadata.context_window)

    def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The reply, streamed through `on_text` where given.

        Raises `ModelError` for whatever keeps the server from answering, after `SECONDS` at the
        latest, and `ReplyError` for a reply that is too long to be one.
        """
        if self._offline:
            raise ModelError(
                f"{self.name} was not called: --offline forbids any connection",
                hint="leave out --offline, or answer without a model: --model none",
            )
        key = self._key()
        self._llm()  # loading the client is not the server's time
        begun = time.monotonic()
        streamed = False

        def heard(text: str) -> None:
            nonlocal streamed
            streamed = True
            if on_text:
                on_text(text)

        tried = 0
        while True:
            left = begun + self._seconds - time.monotonic()
            try:
                reply = within(left, lambda emit: self._call(request, on_text and emit), heard)
            except ReplyError:
                self._close()
                raise
            except Exception as error:  # noqa: BLE001  told apart and raised again
                if self._gives_up(error):
                    continue
                wait = None if streamed else self._wait(error, tried)
                left = begun + self._seconds - time.monotonic()
                if wait is None or wait >= left:
                    self._close()
                    raise model_error(
                        error,
                        name=self.name,
                        host=self._choice.host,
                        seconds=self._seconds,
                        key=key,
                    ) from None
                tried += 1
                self._sleep(wait)
            else:
                usage = Usage(
                    reply.usage.prompt_tokens,
                    reply.usage.completion_tokens,
                    round(time.monotonic() - begun, 3),
                )
                return Reply(blacken(reply.text, key), usage, reply.finish)

    def _gives_up(self, error: Exception) -> bool:
        """Whether the server refused something it need not take, which is left out from now on."""
        if getattr(error, "status_code", None) not in {400, 422}:
            return False
        words = f"{getattr(error, 'param', '')} {error}"
        words = words.replace("json_schema", "response_format")
        for name in _OPTIONAL:
            if name in words and name not in self._refused:
                self._refused.add(name)
                return True
        return False

    def _wait(self, error: Exception, tried: int) -> float | None:
        """Seconds to wait before trying again; None where that is of no use."""
        status = getattr(error, "status_code", None)
        broke_off = type(error).__name__ in {"RemoteProtocolError", "ReadError"} or (
            type(error).__name__ == "APIConnectionError"
            and type(error.__cause__).__name__ in {"RemoteProtocolError", "ReadError"}
        )
        if tried >= RETRIES or not (status in _PASSING or broke_off):
            return None
        if code(error) == "insufficient_quota":
            return None
        asked = retry_after(error)
        if asked is None:
            return float(0.5 * 2**tried)
        return asked if asked <= LONGEST_WAIT else None

    def _call(self, request: Request, emit: OnText | None) -> Reply:
        from llama_index.core.base.llms.types import ChatMessage, MessageRole

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=request.system),
            ChatMessage(role=MessageRole.USER, content=request.user),
        ]
        llm, options = self._llm(), self._options(request)
        if emit is None:
            return _whole(llm.chat(messages, **options).raw)
        if "stream_options" not in self._refused:
            options["stream_options"] = {"include_usage": True}
        return _streamed(llm.stream_chat(messages, **options), emit)

    def _options(self, request: Request) -> dict[str, Any]:
        from openai import omit

        options: dict[str, Any] = {"max_tokens": request.max_tokens}
        if "max_tokens" in self._refused:
            options = {"max_completion_tokens": request.max_tokens}
        if "temperature" in self._refused:
            options["temperature"] = omit
        if request.schema is not None and "response_format" not in self._refused:
            named = {"name": "reply", "strict": True, "schema": dict(request.schema)}
            options["response_format"] = {"type": "json_schema", "json_schema": named}
        return options

    def _key(self) -> str:
        key = os.environ.get("OPENAI_API_KEY", "").strip()
        if not key and self._choice.provider == "openai":
            raise SettingsError(
                f"{self.name} needs a key",
                hint="set $OPENAI_API_KEY, or answer without a model: --model none",
            )
        return key

    def _llm(self) -> FunctionCallingLLM:
        if self._client is None:
            self._client = _connect(self._choice, self._key(), self._seconds)
        return self._client

    def _close(self) -> None:
        """Give the connection up, so that an abandoned call ends."""
        if self._client is not None:
            self._client._get_client().close()  # type: ignore[attr-defined]
            self._client = None


def _connect(choice: Choice, key: str, seconds: float) -> FunctionCallingLLM:
    import httpx
    from llama_index.llms.openai import OpenAI
    from llama_index.llms.openai_like import OpenAILike
    from openai import OpenAI as Client

    # No redirects: text goes where it was sent and nowhere else. No connection outlives its call,
    # so that a model needs no closing.
    http = httpx.Client(
        timeout=httpx.Timeout(seconds, connect=CONNECT),
        limits=httpx.Limits(max_keepalive_connections=0),
    )
    # The key stays in the client, which never shows it; llama-index would in its `repr`.
    client = Client(
        api_key=key or "none", base_url=choice.base_url, max_retries=0, http_client=http
    )
    options: dict[str, Any] = {
        "model": choice.model,
        "api_base": choice.base_url,
        "api_key": "none",
        "temperature": 0.0,
        "max_retries": 0,
        "openai_client": client,
    }
    if choice.provider == "openai":
        known: FunctionCallingLLM = OpenAI(**options)
        try:
            _ = known.metadata
        except ValueError:  # a model newer than the library
            pass
        else:
            return known
    like: FunctionCallingLLM = OpenAILike(**options, is_chat_model=True, context_window=WINDOW)
    return like


def _whole(raw: Any) -> Reply:
    choice = raw.choices[0]
    refusal = getattr(choice.message, "refusal", None)
    text = _fitting(refusal or choice.message.content or "")
    return Reply(text, _usage(raw), "refusal" if refusal else choice.finish_reason or "")


def _streamed(pieces: Any, emit: OnText) -> Reply:
    text, refusal, finish, usage = "", "", "", Usage(None, None, 0.0)
    for piece in pieces:
        raw = piece.raw
        if getattr(raw, "usage", None):
            usage = _usage(raw)
        for choice in raw.choices[:1]:
            finish = choice.finish_reason or finish
            refusal += getattr(choice.delta, "refusal", None) or ""
        if piece.delta:
            text = _fitting(text + piece.delta)
            emit(piece.delta)
    return Reply(refusal or text, usage, "refusal" if refusal else finish)


def _usage(raw: Any) -> Usage:
    counted = getattr(raw, "usage", None)
    return Usage(
        getattr(counted, "prompt_tokens", None), getattr(counted, "completion_tokens", None), 0.0
    )


def _fitting(text: str) -> str:
    if len(text) > LARGEST:
        raise ReplyError(
            f"the model's reply has more than {LARGEST:,} characters",
            hint="try another model, or answer without one: --model none",
        )
    return text
