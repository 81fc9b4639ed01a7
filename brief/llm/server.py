"""Models behind the OpenAI chat interface: OpenAI itself and every server that speaks like it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from brief.errors import ModelError, ReplyError
from brief.llm.calling import SECONDS, Patience
from brief.llm.choice import Choice
from brief.llm.client import api_key, open_client
from brief.llm.protocol import OnText, Reply, Request, Usage
from brief.llm.secret import blacken, secrets

if TYPE_CHECKING:
    from llama_index.core.llms.function_calling import FunctionCallingLLM

WINDOW = 8192  # tokens, of a server that does not say
THINKING = 4000  # tokens more for a model that thinks before it writes
LARGEST = 1_000_000  # characters of a reply: more is no answer
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
        self._offline = offline
        self._patience = Patience(choice, seconds, sleep)
        self._refused: set[str] = set()
        self._thinks = False
        self._client: FunctionCallingLLM | None = None

    @property
    def context_window(self) -> int:
        return int(self._llm().metadata.context_window)

    @property
    def takes_schemas(self) -> bool:
        """Whether it was told the form of a reply and did not refuse; before a call, a guess."""
        return "response_format" not in self._refused

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
        hidden = secrets(api_key(self._choice), self._choice.base_url)
        self._llm()  # loading the client is not the server's time
        begun = time.monotonic()
        try:
            reply = self._patience.call(
                lambda emit: self._call(request, emit if on_text else None),
                hidden=hidden,
                mend=self._gives_up,
                on_text=on_text,
            )
        except ModelError:
            self._close()
            raise
        # What was streamed is not blackened: a key may lie across two pieces, and they go to the
        # eyes of the one whose key it is and are kept nowhere.
        counted = reply.usage
        usage = Usage(
            counted.prompt_tokens, counted.completion_tokens, round(time.monotonic() - begun, 3)
        )
        return Reply(blacken(reply.text, hidden), usage, reply.finish)

    def _gives_up(self, error: Exception) -> bool:
        """Whether the server refused something it need not take, which is left out from now on."""
        if getattr(error, "status_code", None) not in {400, 422}:
            return False
        words = f"{getattr(error, 'param', '')} {error}"
        words = re.sub("schema|grammar|structured", "response_format", words)
        for name in _OPTIONAL:
            if name in words and name not in self._refused:
                self._refused.add(name)
                return True
        return False

    def _call(self, request: Request, emit: OnText | None) -> Reply:
        reply = self._once(request, emit)
        if reply.text.strip() or reply.finish != "length" or self._thinks:
            return reply
        self._thinks = True  # all its tokens went into thoughts that are not shown
        again, first = self._once(request, emit), reply.usage
        usage = Usage(
            _sum(first.prompt_tokens, again.usage.prompt_tokens),
            _sum(first.completion_tokens, again.usage.completion_tokens),
            0.0,
        )
        return Reply(again.text, usage, again.finish)

    def _once(self, request: Request, emit: OnText | None) -> Reply:
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

        longest = request.max_tokens + (THINKING if self._thinks else 0)
        options: dict[str, Any] = {"max_tokens": longest}
        if "max_tokens" in self._refused:
            options = {"max_completion_tokens": longest}
        if "temperature" in self._refused:
            options["temperature"] = omit
        if request.schema is not None and "response_format" not in self._refused:
            named = {"name": "reply", "strict": True, "schema": dict(request.schema)}
            options["response_format"] = {"type": "json_schema", "json_schema": named}
        return options

    def _llm(self) -> FunctionCallingLLM:
        if self._client is None:
            self._client = _connect(self._choice, self._patience.seconds)
        return self._client

    def _close(self) -> None:
        """Give the connection up, so that an abandoned call ends."""
        if self._client is not None:
            self._client._get_client().close()  # type: ignore[attr-defined]
            self._client = None


def _connect(choice: Choice, seconds: float) -> FunctionCallingLLM:
    from llama_index.llms.openai import OpenAI
    from llama_index.llms.openai_like import OpenAILike

    options: dict[str, Any] = {
        "model": choice.model,
        "api_base": choice.host,  # the client has the whole address, and the key
        "api_key": "none",
        "temperature": 0.0,
        "max_retries": 0,
        "openai_client": open_client(choice, api_key(choice), seconds),
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
    return Reply(text, _usage(raw), "refusal" if refusal else str(choice.finish_reason or ""))


def _streamed(pieces: Any, emit: OnText) -> Reply:
    text, refusal, finish, usage = "", "", "", Usage(None, None, 0.0)
    for piece in pieces:
        raw = piece.raw
        if getattr(raw, "usage", None):
            usage = _usage(raw)
        for choice in raw.choices[:1]:
            finish = str(choice.finish_reason or finish)
            refusal += getattr(choice.delta, "refusal", None) or ""
        if piece.delta:
            text = _fitting(text + piece.delta)
            emit(piece.delta)
    return Reply(refusal or text, usage, "refusal" if refusal else finish)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _usage(raw: Any) -> Usage:
    """What it counted; a count that is none is as unknown as one that is missing."""
    counted = getattr(raw, "usage", None)
    told = (getattr(counted, name, None) for name in ("prompt_tokens", "completion_tokens"))
    prompt, completion = (n if type(n) is int and n >= 0 else None for n in told)
    return Usage(prompt, completion, 0.0)


def _fitting(text: str) -> str:
    if len(text) > LARGEST:
        raise ReplyError(
            f"the model's reply has more than {LARGEST:,} characters",
            hint="try another model, or answer without one: --model none",
        )
    return text
