"""The parts that everything is built from, as the settings say.

Each part is built when it is first needed, so that listing articles loads no model.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from brief.errors import LibraryError, UsageError
from brief.models import Models
from brief.schema import Filters
from brief.settings import Settings
from brief.text import fold

if TYPE_CHECKING:
    from brief.embedding import Encoder
    from brief.embedding.crossencoder import CrossEncoder
    from brief.library import ArticleStore
    from brief.llm import Choice
    from brief.retrieve import EvidenceFinder, Retriever
    from brief.verify import Verifier
    from brief.write import Writer


class Parts:
    """A library's store, what searches it, and the models that read and write."""

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        model: str | None = None,
        base_url: str | None = None,
        offline: bool = False,
        embedder: str | None = None,
        cache: bool = True,
        record: str | Path | None = None,
        replay: str | Path | None = None,
    ) -> None:
        """Nothing is opened or called yet.

        `model` is "provider/model", or "none" for the writer that needs no model; where it is not
        given, the settings say. Its replies are cached unless `cache` is false, and written to the
        folder `record`; `replay` answers from such a folder without any connection. `embedder`
        makes the vectors of a new library: "minilm" or "static" on this machine, or
        "provider/model"; an old library knows its own.
        """
        self.settings = Settings.load(
            path, model=model, base_url=base_url, offline=offline, embedder=embedder
        )
        self._models = Models(
            self.settings,
            cache=cache,
            record=Path(record) if record else None,
            replay=Path(replay) if replay else None,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the library's files; a library that was never opened needs no closing."""
        store = self.__dict__.pop("_store", None)
        if store:
            store.close()
        for part in ("_retriever", "_finder"):  # they hold on to the store
            self.__dict__.pop(part, None)

    @property
    def choice(self) -> Choice | None:
        """The model that would be called to write and where, None where none is."""
        return self._models.choice

    @property
    def embedding(self) -> Choice | None:
        """The server that gets what vectors are made of, None where nothing leaves."""
        return self._models.embedding

    @cached_property
    def _store(self) -> ArticleStore:
        return self._open(create=False)

    def _open(self, *, create: bool) -> ArticleStore:
        from brief.library import ArticleStore

        return ArticleStore.open(
            self.settings.library, encoder=self._models.embedder, create=create
        )

    @cached_property
    def _retriever(self) -> Retriever:
        from brief.retrieve import Retriever

        return Retriever(self._store, self._models.embedder)

    @cached_property
    def _finder(self) -> EvidenceFinder:
        from brief.retrieve import EvidenceFinder

        return EvidenceFinder(self._retriever, self._store, self._encoder, self._crossencoder)

    def choose(self, model: str) -> Choice | None:
        """The model of that name and where it would be called, None where none would be."""
        return self._models.choose(model)

    @property
    def _encoder(self) -> Encoder:
        return self._models.encoder

    @cached_property
    def _crossencoder(self) -> CrossEncoder:
        from brief.embedding.crossencoder import CrossEncoder

        return CrossEncoder()

    @cached_property
    def _writer(self) -> Writer:
        return self._models.writer

    @cached_property
    def _verifier(self) -> Verifier:
        from brief.verify import Verifier

        return Verifier(self._encoder, self._crossencoder)

    def _filled(self) -> Self:
        """Itself, where there are articles; `LibraryError` where there are none."""
        if not self._store.count():
            raise LibraryError(
                f"there are no articles in {self.settings.library} yet",
                hint="take some in: brief ingest FILE_OR_FOLDER",
            )
        return self

    def _known(self, filters: Filters | None) -> Filters | None:
        """The filters with the outlets as the library spells them."""
        if filters is None:
            return None
        if filters.since and filters.until and filters.since > filters.until:
            raise UsageError(
                f"--since {filters.since} is later than --until {filters.until}",
                hint="swap the two dates",
            )
        known = {fold(outlet): outlet for outlet in self._store.outlets()}
        for outlet in filters.outlets:
            if fold(outlet) not in known:
                near = get_close_matches(fold(outlet), known, n=5, cutoff=0.3) or [*known][:5]
                raise UsageError(
                    f"no article of an outlet named {outlet!r} is in the library",
                    hint=f"there are, for example: {', '.join(known[name] for name in near)}",
                )
        return replace(filters, outlets=tuple(known[fold(outlet)] for outlet in filters.outlets))
