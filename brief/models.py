"""The models that the settings name: what writes, what makes vectors, what of it leaves here.

Each is built when it is first needed; none is called by being built.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from brief.errors import LibraryError, SettingsError
from brief.llm import Choice, Model, Replay, choose, connect
from brief.schema import Check
from brief.settings import NO_MODEL, Settings, bundled, reply_cache

if TYPE_CHECKING:
    from brief.embedding import Encoder
    from brief.evaluation.judged import Judge
    from brief.prompts import Prompts
    from brief.schema import Evidence, Verdict
    from brief.write import Writer


class Models:
    """What the settings and the library on disk say about models, as parts to build with."""

    def __init__(
        self, settings: Settings, *, cache: bool, record: Path | None, replay: Path | None
    ) -> None:
        self._settings = settings
        self._cache = cache
        self._record = record
        self._replay = replay

    @cached_property
    def choice(self) -> Choice | None:
        """The model that would be called to write and where, None where none is."""
        return self.choose(self._settings.model)

    def choose(self, name: str) -> Choice | None:
        """The model of that name and where it would be called, None where none would be."""
        if self._replay:
            return None
        return choose(name, self._settings.base_url, offline=self._settings.offline)

    @cached_property
    def model(self) -> Model | None:
        """What writes, None for the writer that needs no model."""
        if self._replay:
            return Replay.writer(self._replay)
        return self._connect(self.choice) if self.choice else None

    def _connect(self, choice: Choice, *, writes: bool = True) -> Model:
        cache = reply_cache() if self._cache else None
        return connect(choice, cache=cache, record=self._record, writes=writes)

    @cached_property
    def prompts(self) -> Prompts:
        """The prompts that ship, the user's own before them."""
        from brief.prompts import Prompts

        own = self._settings.prompts
        if own and not own.is_dir():
            raise SettingsError(
                f"there is no folder {own}, which the settings name for prompts",
                hint="make it, or name another in settings.toml",
            )
        return Prompts.load(bundled("prompts"), *[own] if own else [])

    @cached_property
    def writer(self) -> Writer:
        """With a model where there is one."""
        if self.model is None:
            from brief.write import ExtractiveWriter

            return ExtractiveWriter()
        from brief.write.model import ModelWriter

        return ModelWriter(self.model, self.prompts)

    def judge(self, name: str) -> tuple[str, Judge]:
        """The model of that name as one that judges, and its name; `SettingsError` for none."""
        from brief.llm.judge import Unscored, judge

        choice = self.choose(name)
        if self._replay and name not in {"", NO_MODEL}:
            model: Model = Replay(self._replay, name)
        elif choice:
            model = self._connect(choice, writes=False)
        else:
            raise SettingsError(
                "no model is named to judge", hint="name one: --judge provider/model"
            )

        def opinion(claim: str, evidence: Sequence[Evidence]) -> Verdict | str:
            found = judge(model, self.prompts, claim, evidence)
            return found.reason if isinstance(found, Unscored) else found

        return model.name, opinion

    def checks(self, *, trying: bool) -> list[Check]:
        """What would be called, where and with which limits; called only when `trying`."""
        from brief.llm import examination

        if self._replay:
            return [Check("model", ok=True, detail=f"replies recorded in {self._replay}")]
        found = examination.of_writer(self.choice, trying=trying)
        with suppress(LibraryError):  # what a library keeps that cannot be opened: told by others
            if self.embedding:
                found += examination.of_embedder(self.embedding, self.embedder, trying=trying)
        return found

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder on this machine, which also weighs sentences and checks claims."""
        from brief.embedding import load

        return load()

    @property
    def embedding(self) -> Choice | None:
        """The server that gets what vectors are made of, None where nothing leaves."""
        return None if self._settings.offline or self._replay else self.made_by

    @cached_property
    def made_by(self) -> Choice | None:
        """The server that makes the vectors of passages and queries, None where none does.

        A library keeps the one that it was created with; one that is named is built whatever made
        the library's vectors, which refuses another where vectors are compared.
        """
        from brief.embedding import LOCAL
        from brief.llm.choice import EMBEDDER

        name, address = self._maker
        local = {"", *LOCAL, *LOCAL.values()}
        return Choice.parse(name, address, example=EMBEDDER) if name not in local else None

    @property
    def _maker(self) -> tuple[str, str]:
        """Name and address of what makes the vectors: as set, else as the library keeps it."""
        from brief.library import embedder_of

        if self._settings.embedder:
            return self._settings.embedder, self._settings.base_url
        return embedder_of(self._settings.library) or ("", "")

    @cached_property
    def embedder(self) -> Encoder:
        """What makes the vectors of passages and queries."""
        if self.made_by is None:
            from brief.embedding import LOCAL, load

            name, _ = self._maker
            return load(name) if name in ("static", LOCAL["static"]) else self.encoder
        from brief.llm.vectors import Embeddings, ServedEncoder, Source, VectorTape

        name = self.made_by.name
        source: Source = Embeddings(self.made_by, offline=self._settings.offline)
        if self._replay:
            source = VectorTape(name, self._replay)
        elif self._record:
            source = VectorTape(name, self._record, source)
        return ServedEncoder(self.made_by, source, self.encoder)
