"""What the client raises, told once in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from brief.errors import ModelError
from brief.llm.secret import blacken

ENDED_BADLY = "the reply broke off"
_SAID = 300  # characters of a server's own words
_CHECK_SERVER = "check that the server runs, and its address (--base-url, $OPENAI_BASE_URL)"
_LATER = "try again later, or answer without a model: --model none"
_BUG = "try another server, or answer without a model: --model none"


@dataclass(frozen=True, slots=True)
class Advice:
    """What a kind of failure means and what to do about it."""

    message: str
    hint: str


# By class name, so that reading this loads no client; the nearest class of an error counts.
ADVICE = {
    "AuthenticationError": Advice("the key was refused", "check $OPENAI_API_KEY"),
    "OAuthError": Advice("the sign-in was refused", "check $OPENAI_API_KEY"),
    "SubjectTokenProviderError": Advice("no token for the server", "check $OPENAI_API_KEY"),
    "PermissionDeniedError": Advice(
        "the key may not use this model", "use a model that it may, or another key"
    ),
    "NotFoundError": Advice(
        "the server has no such model or address",
        "check the model's name and --base-url, which usually ends in /v1",
    ),
    "BadRequestError": Advice("the request was refused", "check the model's name and its limits"),
    "UnprocessableEntityError": Advice("the request was refused", "check the model's limits"),
    "ConflictError": Advice("the server is busy with a like request", _LATER),
    "RateLimitError": Advice("too many requests, or the account's limit is reached", _LATER),
    "InternalServerError": Advice("the server failed", _LATER),
    "APIStatusError": Advice("the server refused", _CHECK_SERVER),
    "APIResponseValidationError": Advice("the reply is no chat completion", _CHECK_SERVER),
    "APITimeoutError": Advice("no reply in time", _LATER),
    "APIConnectionError": Advice("no connection to the server", _CHECK_SERVER),
    "APIError": Advice(ENDED_BADLY, _LATER),
    "LengthFinishReasonError": Advice("the reply was cut for its length", _BUG),
    "ContentFilterFinishReasonError": Advice("the server's filter withheld the reply", _BUG),
    "WebSocketConnectionClosedError": Advice(ENDED_BADLY, _LATER),
    "WebSocketQueueFullError": Advice(ENDED_BADLY, _LATER),
    "OpenAIError": Advice("the client cannot call the server", _CHECK_SERVER),
    # What the connection raises while a reply is being read, which the client hands through.
    "TimeoutException": Advice("no reply in time", _LATER),
    "TransportError": Advice(ENDED_BADLY, _LATER),
    "HTTPError": Advice(ENDED_BADLY, _LATER),
    "StreamError": Advice(ENDED_BADLY, _LATER),
    "InvalidURL": Advice("the server's address is no web address", _CHECK_SERVER),
    "TimeoutError": Advice("no reply in time", _LATER),
    # What reading a body that is no chat completion ends in.
    "ValueError": Advice("the reply is no chat completion", _CHECK_SERVER),
    "LookupError": Advice("the reply holds no text", _CHECK_SERVER),
    "TypeError": Advice("the reply is no chat completion", _CHECK_SERVER),
    "AttributeError": Advice("the reply is no chat completion", _CHECK_SERVER),
}


def advice(kind: type[BaseException]) -> Advice | None:
    """What is known of an exception class, or of the nearest above it; None for a stranger."""
    return next((ADVICE[c.__name__] for c in kind.__mro__ if c.__name__ in ADVICE), None)


def model_error(
    error: Exception, *, name: str, host: str, seconds: float, hidden: Sequence[str]
) -> ModelError:
    """The error for the user, without the secrets; raises what is not the server's doing."""
    known = advice(type(error))
    if known is None:
        raise error
    message, hint = known.message, known.hint
    status = getattr(error, "status_code", None)
    if message == "no reply in time":
        message = f"{message} ({seconds:.0f} s)"
    if status == 429 and code(error) == "insufficient_quota":
        hint = "the account has no credit left: add some, or answer with --model none"
    elif wait := retry_after(error):
        hint = f"the server asks to wait {wait:.0f} s; {_LATER}"
    if status and about_length(error):
        hint = "the model's context is too small for the prompt: use a larger one"
    told = f"{name} at {host}: {message}"
    if status:
        told += f" (status {status})"
    if words := said(error, hidden):
        told += f": {words}"
    return ModelError(told, hint=hint)


def said(error: Exception, hidden: Sequence[str]) -> str:
    """The server's own words on one line, cut short, the secrets blackened."""
    body = getattr(error, "body", None)
    words: Any = body.get("message") if isinstance(body, dict) else None
    if not isinstance(words, str):
        return ""
    shown = blacken(words, hidden)
    return re.sub(r"[\W\s]*[\x00-\x1f\x7f-\x9f]+\s*", " ", shown).strip()[:_SAID]


def code(error: Exception) -> str:
    """The server's word for the failure, such as "insufficient_quota"."""
    return str(getattr(error, "code", None) or "")


def about_length(error: Exception) -> bool:
    """Whether the prompt did not fit into the model's context."""
    words = f"{code(error)} {error}".lower()
    return "context" in words and any(w in words for w in ("length", "size", "window", "exceed"))


def retry_after(error: Exception) -> float | None:
    """Seconds that the server asks to wait, as a number or as a date; None where it does not."""
    from email.utils import parsedate_to_datetime

    response = getattr(error, "response", None)
    value = response.headers.get("retry-after", "") if response is not None else ""
    try:
        return max(float(value), 0.0) if isfinite(float(value)) else None
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    from datetime import UTC, datetime

    return max((when - datetime.now(UTC)).total_seconds(), 0.0) if when.tzinfo else None
