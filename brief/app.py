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
from typing import TYPE_CHECKING, Any

from brief.errors import InputError, LibraryError, UsageError
from brief.models import Models
from brief.schema import (
    Answer,
    Article,
    Briefing,
    Check,
    CheckedClaim,
    Evidence,
    Filters,
    Hit,
    Manuscript,
    Record,
    Verdict,
)
from brief.settings import NO_MODEL, PACKAGE, Settings

if TYPE_CHECKING:
    from types import TracebackType

    from brief.check import Grounds, Opinion
    from brief.embedding import Encoder
    from brief.evaluation import Report
    from brief.evaluation.factchecks import Result as FactcheckResult
    from brief.ingest import Skipped
    from brief.ledger import Finding, Stored
    from brief.library import Added, ArticleStore
    from brief.llm import Choice
    from brief.retrieve import EvidenceFinder, Found, Retriever
    from brief.verify import Verifier
    from brief.write import OnText, OnVerdict, Writer

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
        from brief.embedding.reader import Reader
        from brief.retrieve import EvidenceFinder

        return EvidenceFinder(self._retriever, self._store, self._encoder, Reader())

    def choose(self, model: str) -> Choice | None:
        """The model of that name and where it would be called, None where none would be."""
        return self._models.choose(model)

    @property
    def _encoder(self) -> Encoder:
        return self._models.encoder

    @cached_property
    def _writer(self) -> Writer:
        return self._models.writer

    @cached_property
    def _verifier(self) -> Verifier:
        from brief.embedding.entailment import EntailmentModel
        from brief.verify import Verifier

        return Verifier(self._encoder, EntailmentModel())

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

    def doctor(self, *, try_models: bool = False) -> list[Check]:
        """Check the library, and tell which models would be called; what fails has its remedy.

        No model is called unless `try_models` is set.
        """
        try:
            checks = self._store.check()
        except LibraryError as error:
            checks = [Check("library", ok=False, detail=str(error), remedy=error.hint)]
        return [*checks, *self._models.checks(trying=try_models)]

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
        on_verdict: OnVerdict | None = None,
    ) -> Answer:
        """Answer from the articles, or abstain and say why.

        `history` holds the turns before, which may complete a question such as "And when?". A
        model's text comes to `on_text` before it is checked, each of its statements to
        `on_verdict` when it is; those that fail are left out, or kept with their verdict where
        `keep_unverified` is set.
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
            on_verdict=on_verdict,
        )

    def write(
        self,
        topic: str,
        *,
        filters: Filters | None = None,
        keep_unverified: bool = False,
        on_text: OnText | None = None,
        on_verdict: OnVerdict | None = None,
    ) -> Briefing:
        """Write a briefing on a topic; what is said and kept of a model's text is as in `ask`."""
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
            keep_unverified=keep_unverified,
            on_text=on_text,
            on_verdict=on_verdict,
        )

    def check(
        self,
        text: str | Manuscript,
        *,
        sources: Sequence[str | Path] = (),
        filters: Filters | None = None,
        judge: str = "",
    ) -> list[CheckedClaim]:
        """Check every claim of a text against the articles, or against `sources` alone.

        What the text itself names as a claim's source is asked first. Sources are files and
        folders; no library is needed then, and none is made. `judge` names a model for a second
        opinion, which changes no verdict. A statement that does not stand as a whole is taken
        apart where a model writes, so that it is seen which of its facts does not.
        """
        from brief.check import check
        from brief.manuscript import of_text

        grounds = self._given(sources) if sources else self._articles(filters)
        return check(
            of_text(text) if isinstance(text, str) else text,
            grounds=grounds,
            verifier=self._verifier,
            opinion=self._opinion(judge) if judge else None,
            facts=self._writer.facts,
        )

    def _articles(self, filters: Filters | None) -> Grounds:
        from brief.check import LibraryArticles

        known = self._filled()._known(filters)
        return LibraryArticles(self._finder, self._retriever, self._store, known)

    def _given(self, sources: Sequence[str | Path]) -> Grounds:
        from brief.check import GivenArticles
        from brief.ingest import Skipped, read

        found = [item for source in sources for item in read(source)]
        for item in found:
            if isinstance(item, Skipped):  # evidence that is silently missing misleads
                raise InputError(f"{item.source}: {item.reason}", hint=item.hint)
        return GivenArticles(item for item in found if isinstance(item, Article))

    def _opinion(self, judge: str) -> Opinion:
        _, ask = self._models.judge(judge)

        def opinion(claim: str, evidence: Sequence[Evidence]) -> Verdict:
            said = ask(claim, evidence)
            return Verdict("unchecked", (said,)) if isinstance(said, str) else said

        return opinion

    def record(self, made: Answer | Briefing) -> Record:
        """How an answer or briefing was made and what its sentences rest on, for a ledger."""
        from brief.check.recording import claims_within

        parts = (made,) if isinstance(made, Answer) else made.sections
        claims = [claim for part in parts for claim in part.claims]
        within = claims_within(claims, self._verifier)
        prompts = self._models.prompts.hashes() if self._models.model else ()
        sentences = tuple((c.text, w) for c, w in zip(claims, within, strict=True))
        return Record(self.verifier_id(), made.engine, prompts, sentences)

    def verifier_id(self) -> str:
        """Name and hash of the rules and weights that give verdicts."""
        from brief.ledger import fingerprint

        told = fingerprint(PACKAGE / "verify", PACKAGE / "embedding" / "models")
        return f"rules+{self._encoder.name}/{told}"

    def prove(
        self, data: bytes, *, name: str, rendered: bytes | None, digest: str = ""
    ) -> tuple[dict[str, Any], list[Finding]]:
        """A ledger and whether what it says of its file and of our articles holds.

        `rendered` is the file beside it, `digest` what its digest was when it was made. Raises
        `InputError` for what is no ledger, or one of another library.
        """
        from brief.ledger import Finding, load, prove

        ledger = load(data, name=name)
        findings = prove(ledger, rendered=rendered, find=self._stored)
        if digest:
            kept = digest.lower() == ledger["digest"]
            why = "" if kept else "it is not the one that was given"
            findings.insert(1, Finding("digest", "proven" if kept else "failed", why))
        quotes = [finding for finding in findings if finding.subject.startswith("“")]
        if quotes and all(finding.status == "unproven" for finding in quotes):
            raise InputError(
                f"{name}: none of its articles is in {self.settings.library}",
                hint="name the library that it was made with: --library DIR",
            )
        return ledger, findings

    def _stored(self, article_id: str, version: str) -> Stored | None:
        from brief.ingest.draft import version_of
        from brief.ledger import Stored

        try:
            versions = self._store.versions(article_id)
        except InputError:
            return None
        for article in versions:
            if (article.id, article.version) == (article_id, version):
                return Stored(article, version_of(article))
        return None

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
    suites: Sequence[Path],
    *,
    model: str = NO_MODEL,
    judge: str = "",
    progress: Progress | None = None,
    **options: Any,
) -> Report:
    """Run suites, each over a throw-away library of the articles it names.

    No model writes unless one is named, and none judges; `options` are those of `Library`.
    `progress` is called with (entries done, entries). Raises `InputError` for a suite that does
    not fit the format or its own articles, `ModelError` where the judge's server does not answer.
    """
    from brief.evaluation import by_articles, check_gold, combine, load_suite, run_suite

    name, opinion = "", None
    if judge:
        name, opinion = Library(**options)._models.judge(judge)
    loaded = [load_suite(path) for path in suites]
    total, done, reports = sum(len(suite.cases) for suite in loaded), 0, []
    for articles, group in by_articles(loaded).items():
        with (
            tempfile.TemporaryDirectory() as folder,
            Library(folder, model=model, **options) as library,
        ):
            library.ingest(articles)
            for suite in group:
                check_gold(suite, library.articles())
                tell = partial(_later, progress, done, total) if progress else None
                reports.append(run_suite(suite, library, tell, judge=opinion))
                done += len(suite.cases)
    return replace(combine(reports), judge=name)


def evaluate_factchecks(
    name: str, folder: Path, *, progress: Progress | None = None
) -> FactcheckResult:
    """Check the texts of SummEdits or RAGTruth in `folder` and compare with what people found.

    No model but the one in the package takes part. Raises `InputError` for a set that is not known
    or not in its format.
    """
    from brief.evaluation import factchecks

    texts = factchecks.load(name, folder)
    with Library(model=NO_MODEL) as library:
        return factchecks.score(name, texts, library.check_pairs, progress)


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
