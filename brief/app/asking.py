"""What the articles tell: passages, answers and briefings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from brief.errors import UsageError
from brief.parts import Parts
from brief.schema import Answer, Briefing, Filters, Hit
from brief.text import words

if TYPE_CHECKING:
    from brief.retrieve import Found
    from brief.write import OnText, OnVerdict

LONGEST_QUESTION = 4_000  # characters: more is a document, which `check` is for


class Asking(Parts):
    """What is asked of the articles."""

    def search(
        self,
        query: str,
        *,
        filters: Filters | None = None,
        as_of: date | None = None,
        limit: int = 10,
    ) -> list[Hit]:
        """The passages that fit best, at most `limit`; the rest is as in `find`."""
        return self.find(query, filters=filters, as_of=as_of, limit=limit).passages

    def find(
        self,
        query: str,
        *,
        filters: Filters | None = None,
        as_of: date | None = None,
        limit: int = 10,
    ) -> Found:
        """The passages and the articles that fit best, at most `limit` of each.

        "Last week" counts from the day `as_of`, or else from that of the newest article.
        """
        query, retriever = _question(query), self._filled()._retriever
        return retriever.find(query, filters=self._known(filters), as_of=as_of, limit=limit)

    def ask(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        as_of: date | None = None,
        history: Sequence[Answer] = (),
        keep_unverified: bool = False,
        on_text: OnText | None = None,
        on_verdict: OnVerdict | None = None,
    ) -> Answer:
        """Answer from the articles, or abstain and say why; `as_of` is as in `find`.

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
            as_of=as_of,
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


def _question(text: str) -> str:
    text = text.strip()
    if not words(text):
        raise UsageError("there are no words to go by", hint='say it in words: "Who …?"')
    if len(text) > LONGEST_QUESTION:
        raise UsageError(
            f"the question has {len(text):,} characters; {LONGEST_QUESTION:,} are the most",
            hint="shorten it, or check a longer text with: brief check FILE",
        )
    return text
