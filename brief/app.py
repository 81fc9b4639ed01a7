"""The composition root: builds the parts from the settings and offers what can be done with them.

Each part is built when it is first needed, so that listing articles loads no model.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from brief.errors import InputError, LibraryError, UsageError
from brief.schema import Answer, Article, Briefing, CheckedClaim, Filters, Hit, Verdict
from brief.settings import NO_MODEL, Settings, bundled, reply_cache

if TYPE_CHECKING:
    from types import TracebackType

    from brief.embedding import Encoder
    from brief.evaluation import Report
    from brief.ingest import Skipped
    from brief.library import Added, ArticleStore, Check
    from brief.llm import Choice, Model
    from brief.retrieve import EvidenceFinder, Found, Retriever
    from brief.verify import Verifier
    from brief.write import OnText, Writer

Progress = Callable[[int, int], None]
LONGEST_QUESTION = 4_000  # characters: more is a document, which `check` is for


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the sources: articles taken in, items left out, sources of no use at all."""

    added: tuple[Added, ...]
    skipped: tuple[Skipped, ...]
    failed: tuple[tuple[str, InputError], ...]


class Library:
    """A folder of articles, and everything that can be asked of it.

    >>> with Library("rare-earths") as library:  # doctest: +SKIP
    ...     library.ingest("clippings/")
    ...     answer = library.ask("Which fund may partner in the refinery?")
    """

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        model: str | None = None,
        base_url: str | None = None,
        offline: bool = False,
        cache: bool = True,
        record: str | Path | None = None,
        replay: str | Path | None = None,
        embedder: str = "",
    ) -> None:
        """Nothing is opened or called yet.

        `model` is "provider/model", or "none" for the writer that needs no model; where it is not
        given, the settings say. Its replies are cached unless `cache` is false, and written to the
        folder `record`; `replay` answers from such a folder without any connection. `embedder`
        is "minilm" or "static", what makes the vectors of a new library; an old one knows its own.
        """
        self.settings = Settings.load(path, model=model, base_url=base_url, offline=offline)
        self._cache = cache
        self._record = Path(record) if record else None
        self._replay = Path(replay) if replay else None
        self._embedder = embedder

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the library's files; a library that was never opened needs no closing."""
        store = self.__dict__.pop("_store", None)
        if store:
            store.close()
        for part in ("_retriever", "_finder", "_indexer"):  # they hold on to the store
            self.__dict__.pop(part, None)

    # -- the parts ---------------------------------------------------------------------------

    @cached_property
    def _encoder(self) -> Encoder:
        from brief.embedding import load

        return load()

    @cached_property
    def _indexer(self) -> Encoder:
        """What makes the library's vectors: as the library says, or as chosen for a new one."""
        from brief.embedding import NAMES, load
        from brief.library import embedder

        if self._embedder:
            return load(self._embedder)
        made_by = embedder(self.settings.library)
        known = (load(name) for name in NAMES)
        # another maker is named, with what to do, by the library when it is opened
        return next((one for one in known if one.name == made_by), self._encoder)

    @cached_property
    def _store(self) -> ArticleStore:
        return self._open(create=False)

    def _open(self, *, create: bool) -> ArticleStore:
        from brief.library import ArticleStore

        return ArticleStore.open(self.settings.library, encoder=self._indexer, create=create)

    @cached_property
    def _retriever(self) -> Retriever:
        from brief.retrieve import Retriever

        return Retriever(self._store, self._indexer)

    @cached_property
    def _finder(self) -> EvidenceFinder:
        from brief.embedding.reader import Reader
        from brief.retrieve import EvidenceFinder

        return EvidenceFinder(self._retriever, self._store, self._encoder, Reader())

    @cached_property
    def choice(self) -> Choice | None:
        """The model that would be called and where, None where none is."""
        from brief.llm import choose

        if self._replay:
            return None
        chosen = self.settings
        return choose(chosen.model, chosen.base_url, offline=chosen.offline)

    @cached_property
    def _model(self) -> Model | None:
        from brief.llm import Replay, connect

        if self._replay:
            return Replay(self._replay)
        cache = reply_cache() if self._cache else None
        return connect(self.choice, cache=cache, record=self._record) if self.choice else None

    @cached_property
    def _writer(self) -> Writer:
        if self._model is None:
            from brief.write import ExtractiveWriter

            return ExtractiveWriter()
        from brief.prompts import Prompts
        from brief.write.model import ModelWriter

        own = self.settings.prompts
        return ModelWriter(self._model, Prompts.load(bundled("prompts"), *[own] if own else []))

    @cached_property
    def _verifier(self) -> Verifier:
        from brief.verify import Verifier

        return Verifier(self._encoder)

    # -- keeping articles --------------------------------------------------------------------

    def ingest(self, *sources: str | Path, progress: Progress | None = None) -> IngestReport:
        """Take in files and folders; what is confirmed stays, whatever interrupts the rest.

        `progress` is called with (articles done, articles known). A source that is of no use as a
        whole is reported and does not keep the others out.
        """
        from brief.ingest import Skipped, read

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

        if "_store" not in self.__dict__:
            self.__dict__["_store"] = self._open(create=True)
        added = self._store.add(articles(), progress=progress)
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

    def doctor(self) -> list[Check]:
        """Check the library; each check that fails carries its remedy."""
        return self._store.check()

    def state(self) -> str:
        """How many articles there are and from when to when, in words."""
        return self._store.state()

    # -- asking ------------------------------------------------------------------------------

    def search(self, query: str, *, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
        """The passages that fit best, at most `limit`."""
        return self.find(query, filters=filters, limit=limit).passages

    def find(self, query: str, *, filters: Filters | None = None, limit: int = 10) -> Found:
        """The passages and the articles that fit best, at most `limit` of each."""
        query = _question(query)
        return self._filled()._retriever.find(query, filters=self._known(filters), limit=limit)

    def ask(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        history: Sequence[Answer] = (),
        keep_unverified: bool = False,
        on_text: OnText | None = None,
    ) -> Answer:
        """Answer from the articles, or abstain and say why.

        `history` holds the turns before, which may complete a question such as "And when?". A
        model's text comes to `on_text` before it is checked; its statements that fail are left
        out, or kept with their verdict where `keep_unverified` is set.
        """
        question = _question(question)
        self._filled()
        from brief.answer import answer

        return answer(
            question,
            finder=self._finder,
            writer=self._writer,
            verifier=self._verifier,
            filters=self._known(filters),
            history=history,
            keep_unverified=keep_unverified,
            on_text=on_text,
        )

    def write(self, topic: str, *, filters: Filters | None = None) -> Briefing:
        """Write a briefing on a topic."""
        topic = _question(topic)
        self._filled()
        from brief.briefing import write_briefing

        return write_briefing(
            topic,
            finder=self._finder,
            writer=self._writer,
            verifier=self._verifier,
            library_state=self._store.state(),
            filters=self._known(filters),
        )

    def check(self, text: str, *, filters: Filters | None = None) -> list[CheckedClaim]:
        """Check every claim of a text, markdown or plain, against the articles."""
        from brief.verify import split_claims

        self._filled()
        filters = self._known(filters)
        statements = split_claims(text)
        verdicts = self._verifier.verify_all(
            [(s.text, self._finder.for_claim(s.text, filters=filters)) for s in statements]
        )
        return [
            CheckedClaim(statement.text, statement.start, statement.end, verdict, carrying)
            for statement, (verdict, carrying) in zip(statements, verdicts, strict=True)
        ]

    def check_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """Check claims against given premises, (premise, claim) each; needs no articles."""
        return self._verifier.score_pairs(pairs)

    def _filled(self) -> Library:
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
        known = {outlet.casefold(): outlet for outlet in self._store.outlets()}
        for outlet in filters.outlets:
            if outlet.casefold() not in known:
                near = get_close_matches(outlet.casefold(), known, n=5, cutoff=0.3) or [*known][:5]
                raise UsageError(
                    f"no article of an outlet named {outlet!r} is in the library",
                    hint=f"there are, for example: {', '.join(known[name] for name in near)}",
                )
        return replace(
            filters, outlets=tuple(known[outlet.casefold()] for outlet in filters.outlets)
        )


def evaluate(
    suites: Sequence[Path], *, model: str = NO_MODEL, progress: Progress | None = None
) -> Report:
    """Run suites, each over a throw-away library of the articles it names.

    No model writes unless one is named. `progress` is called with (entries done, entries). Raises
    `InputError` for a suite that does not fit the format or its own articles.
    """
    from brief.evaluation import by_articles, check_gold, combine, load_suite, run_suite

    loaded = [load_suite(path) for path in suites]
    total, done, reports = sum(len(suite.cases) for suite in loaded), 0, []
    for articles, group in by_articles(loaded).items():
        with tempfile.TemporaryDirectory() as folder, Library(folder, model=model) as library:
            library.ingest(articles)
            for suite in group:
                check_gold(suite, library.articles())
                tell = partial(_later, progress, done, total) if progress else None
                reports.append(run_suite(suite, library, tell))
                done += len(suite.cases)
    return combine(reports)


def evaluate_multihop(
    data: Path, *, keep: Path | None = None, progress: Progress | None = None
) -> dict[str, tuple[float, tuple[float, float]]]:
    """The figures of MultiHop-RAG, from the folder that holds its articles and questions.

    Its articles are read into a throw-away library, or into the one in `keep` and left there.
    `progress` is called with (questions done, questions).
    """
    from brief.evaluation import multihop_rag

    questions = multihop_rag.load(data)
    scores = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(keep or folder, model=NO_MODEL) as library,
    ):
        library.ingest(data / multihop_rag.CORPUS)
        for done, question in enumerate(questions, 1):
            found = library.find(question.text)
            articles = [hit.article for hit in found.articles]
            abstained = library.ask(question.text).abstained
            scores.append(
                multihop_rag.score_retrieval(question, found.passages, articles)
                | multihop_rag.score_abstention(question, abstained=abstained)
            )
            if progress:
                progress(done, len(questions))
    return multihop_rag.figures(scores)


def _later(progress: Progress, before: int, total: int, done: int, _: int) -> None:
    progress(before + done, total)


def _question(text: str) -> str:
    text = text.strip()
    if not text:
        raise UsageError("the question is empty", hint='ask in words: brief ask "Who …?"')
    if len(text) > LONGEST_QUESTION:
        raise UsageError(
            f"the question has {len(text):,} characters; {LONGEST_QUESTION:,} are the most",
            hint="shorten it, or check a longer text with: brief check FILE",
        )
    return text
