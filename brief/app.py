"""What can be done with a library: take articles in, ask, write, check, and prove it later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.errors import InputError, LibraryError, NoLibraryError, UsageError
from brief.parts import Parts
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
from brief.settings import PACKAGE

if TYPE_CHECKING:
    from brief.check import Grounds, Opinion
    from brief.ingest import Skipped
    from brief.ledger import Finding, Stored
    from brief.library import Added
    from brief.retrieve import Found
    from brief.write import OnText, OnVerdict

Progress = Callable[[int, int], None]
LONGEST_QUESTION = 4_000  # characters: more is a document, which `check` is for


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the sources: articles taken in, items left out, sources of no use at all."""

    added: tuple[Added, ...]
    skipped: tuple[Skipped, ...]
    failed: tuple[tuple[str, InputError], ...]


class Library(Parts):
    """A folder of articles, and everything that can be asked of it.

    >>> with Library("rare-earths") as library:  # doctest: +SKIP
    ...     library.ingest("clippings/")
    ...     answer = library.ask("Which fund may partner in the refinery?")
    """

    # -- keeping articles --------------------------------------------------------------------

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
        `InputError` for what is no ledger, or one of another library, `UsageError` for what is no
        whole digest.
        """
        from brief.ledger import Finding, load, prove

        digest = digest.strip().lower()
        if digest and not re.fullmatch("[0-9a-f]{64}", digest):
            raise UsageError(
                f"the digest given has {len(digest)} characters; one has 64, each 0-9 or a-f",
                hint='give all of what was kept when the ledger was written: its "digest", which '
                "brief verify-ledger FILE --json prints",
            )
        ledger = load(data, name=name)
        findings = prove(ledger, rendered=rendered, find=self._stored)
        if digest:
            kept = digest == ledger["digest"]
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


def _question(text: str) -> str:
    text = text.strip()
    if not text:
        raise UsageError("there are no words to go by", hint='say it in words: "Who …?"')
    if len(text) > LONGEST_QUESTION:
        raise UsageError(
            f"the question has {len(text):,} characters; {LONGEST_QUESTION:,} are the most",
            hint="shorten it, or check a longer text with: brief check FILE",
        )
    return text
