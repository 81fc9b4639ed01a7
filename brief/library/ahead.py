"""Articles read by a thread, one group ahead, so that the encoder need not wait for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

from brief.schema import Article

GROUP_CHARACTERS = 100_000  # about four seconds of encoding
GROUP_ARTICLES = 200


def grouped(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Groups of whole articles, small enough that little is lost when one is interrupted."""
    group: list[Article] = []
    size = 0
    for article in articles:
        group.append(article)
        size += len(article.text)
        if size >= GROUP_CHARACTERS or len(group) == GROUP_ARTICLES:
            yield group
            group, size = [], 0
    if group:
        yield group


class Ahead:
    """An iterator whose next group is being read while the last one is worked on."""

    def __init__(self, groups: Iterator[list[Article]]) -> None:
        self._groups = groups
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="read")
        self._next = self._thread.submit(next, groups, None)

    def __enter__(self) -> Ahead:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown()

    def __iter__(self) -> Iterator[list[Article]]:
        while group := self._next.result():
            self._next = self._thread.submit(next, self._groups, None)
            yield group

    @property
    def ready(self) -> bool:
        """Whether the next group can be had without waiting."""
        return self._next.done()

    @property
    def waiting(self) -> int:
        """How many articles have been read and not handed out."""
        return len(self._next.result() or ()) if self.ready else 0
