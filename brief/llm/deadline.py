"""A call that ends in time, whatever the other side does."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")


def within(
    seconds: float, call: Callable[[Callable[[str], None]], T], on_text: Callable[[str], None]
) -> T:
    """What `call` returns; raises `TimeoutError` after `seconds`.

    `call` runs in a thread of its own, since a name look-up or a server that drips bytes is bound
    by no timeout of the client; what it says in pieces is handed to `on_text` in this thread.
    """
    said: SimpleQueue[tuple[str, Any]] = SimpleQueue()

    def run() -> None:
        try:
            said.put(("end", call(lambda text: said.put(("text", text)))))
        except BaseException as error:  # noqa: BLE001  raised again below, in the caller's thread
            said.put(("error", error))

    Thread(target=run, name="model", daemon=True).start()
    end = monotonic() + seconds
    while True:
        left = end - monotonic()
        try:
            kind, value = said.get(timeout=max(left, 0))
        except Empty:
            raise TimeoutError from None
        if kind == "end":
            result: T = value
            return result
        if kind == "error":
            raise value
        if left < 0:  # pieces may come faster than they are taken
            raise TimeoutError
        on_text(value)
