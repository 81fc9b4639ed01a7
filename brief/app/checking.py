"""What holds of a text, and what proves it later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.errors import InputError, UsageError
from brief.parts import Parts
from brief.schema import (
    Answer,
    Article,
    Briefing,
    CheckedClaim,
    Evidence,
    Filters,
    Manuscript,
    Record,
    Verdict,
)
from brief.settings import PACKAGE

if TYPE_CHECKING:
    from brief.check import Grounds, Opinion
    from brief.ledger import Finding, Stored


class Checking(Parts):
    """What is held against the articles, and the ledgers that tell of it."""

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

    def check_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """Check claims against given premises, (premise, claim) each; needs no articles."""
        return self._verifier.score_pairs(pairs)

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
