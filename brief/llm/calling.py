"""Calls to a server: tried again where that helps, over in time, failing in words of ours.

Retrying is done here and not by the client, so that one clock bounds a call with all its retries.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from brief.errors import ReplyError
from brief.llm.choice import Choice
from brief.llm.deadline import within
from brief.llm.failures import code, model_error, retry_after
from brief.llm.protocol import OnText

T = TypeVar("T")
SECONDS = 120.0  # for one call with all its retries
RETRIES = 2
LONGEST_WAIT = 30.0  # seconds that a server may ask to wait
_PASSING = {408, 409, 425, 429, 500, 502, 503, 504}
_BROKE_OFF = {"RemoteProtocolError", "ReadError"}


class Patience:
    """How long and how often one server is tried."""

    def __init__(
        self, choice: Choice, seconds: float = SECONDS, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.seconds = seconds
        self._choice = choice
        self._sleep = sleep

    def call(
        self,
        once: Callable[[Callable[[str], None]], T],
        *,
        hidden: Sequence[str],
        mend: Callable[[Exception], bool] = lambda _: False,
        on_text: OnText | None = None,
    ) -> T:
        """What `once` returns, which is handed a function to say text with as it comes.

        `mend` may change what `once` does after an error, and says whether it has. Raises
        `ModelError`, after `seconds` at the latest; what was said is not said again.
        """
        end = time.monotonic() + self.seconds
        streamed = False

        def heard(text: str) -> None:
            nonlocal streamed
            streamed = True
            if on_text:
                on_text(text)

        tried = 0
        while True:
            try:
                return within(end - time.monotonic(), once, heard)
            except ReplyError:
                raise
            except Exception as error:  # noqa: BLE001  told apart and raised again
                if mend(error):
                    continue
                wait = None if streamed or tried >= RETRIES else _wait(error, tried)
                if wait is None or wait >= end - time.monotonic():
                    raise model_error(
                        error,
                        name=self._choice.name,
                        host=self._choice.host,
                        seconds=self.seconds,
                        hidden=hidden,
                    ) from None
                tried += 1
                self._sleep(wait)


def _wait(error: Exception, tried: int) -> float | None:
    """Seconds to wait before trying again; None where that is of no use."""
    status = getattr(error, "status_code", None)
    broke_off = type(error).__name__ in _BROKE_OFF or (
        type(error).__name__ == "APIConnectionError"
        and type(error.__cause__).__name__ in _BROKE_OFF
    )
    if not (status in _PASSING or broke_off) or code(error) == "insufficient_quota":
        return None
    asked = retry_after(error)
    if asked is None:
        return float(0.5 * 2**tried)
    return asked if asked <= LONGEST_WAIT else None
