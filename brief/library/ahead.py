"""Articles read and prepared by a thread, one group ahead, so that the encoder need not wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Ahead(Generic[Item]):
    """An iterator whose next item is being made while the last one is worked on."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = iter(items)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="read")
        self._next = self._thread.submit(next, self._items, None)

    def __enter__(self) -> Ahead[Item]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown()

    def __iter__(self) -> Iterator[Item]:
        while (item := self._next.result()) is not None:
            self._next = self._thread.submit(next, self._items, None)
            yield item

    @property
    def ready(self) -> bool:
        """Whether the next item can be had without waiting."""
        return self._next.done()
