"""Taking articles in, looking at them, taking them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brief.errors import InputError, LibraryError, NoLibraryError
from brief.parts import Parts
from brief.schema import Article, Check, Filters

if TYPE_CHECKING:
    from brief.ingest import Skipped
    from brief.library import Added

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the sources: articles taken in, items left out, sources of no use at all."""

    added: tuple[Added, ...]
    skipped: tuple[Skipped, ...]
    failed: tuple[tuple[str, InputError], ...]


class Keeping(Parts):
    """What is done with the articles themselves."""

    def ingest(self, *sources: str | Path, progress: Progress | None = None) -> IngestReport:
        """Take in files and folders; what is confirmed stays, whatever interrupts the rest.

        `progress` is called with (articles done, articles in all), as counted before they are read
        and less what turns out to be of no use. A source that is of no use as a whole is reported
        and does not keep the others out.
        """
        from brief.ingest import Skipped, count, read

        skipped: list[Skipped] = []
        failed: list[tuple[str, InputError]] = []

        def articles() -> Iterator[Article]:
            for source in sources:
                try:
                    for item in read(source):
                        if isinstance(item, Skipped):
                            skipped.append(item)
                        else:
                            yield item
                except InputError as error:
                    failed.append((str(source), error))

        counted = sum(map(count, sources)) if progress else 0

        def tell(done: int, so_far: int) -> None:
            if progress:
                progress(done, max(so_far, counted - len(skipped) - len(failed)))

        tell(0, 0)
        if "_store" not in self.__dict__:
            self.__dict__["_store"] = self._open(create=True)
        added = self._store.add(articles(), progress=tell)
        return IngestReport(tuple(added), tuple(skipped), tuple(failed))

    def articles(self, filters: Filters | None = None) -> list[Article]:
        """The current versions, newest publication first."""
        return self._store.articles(self._known(filters))

    def show(self, article_id: str) -> Article:
        """The current version of an article, named by its id or the beginning of it."""
        return self._store.article(article_id)

    def versions(self, article_id: str) -> list[Article]:
        """Every version of an article, the oldest first."""
        return self._store.versions(article_id)

    def remove(self, article_id: str) -> Article:
        """Take an article and all its versions out; returns what it was."""
        article = self._store.article(article_id)
        self._store.remove(article.id)
        return article

    def reindex(self, progress: Progress | None = None) -> None:
        """Build both indexes anew from the catalogue."""
        self._store.reindex(progress)

    def doctor(self, *, try_models: bool = False) -> list[Check]:
        """Check the library, and tell which models would be called; what fails has its remedy.

        No model is called unless `try_models` is set.
        """
        try:
            checks = self._store.check()
        except NoLibraryError:
            none, remedy = (
                f"none yet in {self.settings.library}",
                "make one: brief ingest FILE_OR_FOLDER",
            )
            checks = [Check("library", ok=True, detail=none, remedy=remedy)]
        except LibraryError as error:
            checks = [Check("library", ok=False, detail=str(error), remedy=error.hint)]
        return [*checks, *self._models.checks(trying=try_models)]

    def state(self) -> str:
        """How many articles there are and from when to when, in words."""
        return self._store.state()
