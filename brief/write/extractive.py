"""The writer that needs no model: the articles' own sentences, cut but never rephrased.

A cut takes away what leads nowhere outside its article: the place and agency at the head of a
dispatch, a credit at its end, a connecting word. What is left stands in the source word for word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from brief.llm.protocol import OnText
from brief.schema import Answer, Claim, Evidence

# "KUALA LUMPUR, Oct 2 (Reuters) - ", "LODNE (NPA) — "
_DATELINE = re.compile(r"^[A-Z][A-Z .'’/-]+(?:, [A-Z][\w. ]+ \d{1,2})?\s*\([\w .]+\)\s*[-–—]\s+")
_CREDIT = re.compile(
    r",? (?:\w+ )?(?:informs|reports|reported)(?: \w+)?"
    r" (?:via|citing|with reference to) [^,.]+(?=\.$)"
)
# Without a comma some say more than that: "Still images", "However hard", "In addition to".
_LINK = re.compile(
    r"^(?:(?:Meanwhile|Moreover|Furthermore|Additionally|Nevertheless|But(?! for\b)|And|In turn"
    r"|For (?:his|her|its|their) part),?"
    r"|(?:However|In addition|Also|Yet|Still|At the same time|Besides|Indeed),)\s+(?=\S)"
)


class ExtractiveWriter:
    """Returns the evidence itself, each sentence once, cut to what says something."""

    engine = "extractive"
    most_evidence = 4
    nearly = 0.5
    revises = False

    def write(
        self,
        question: str,  # noqa: ARG002
        evidence: Sequence[Evidence],
        *,
        failed: Sequence[Claim] = (),  # noqa: ARG002
        on_text: OnText | None = None,  # noqa: ARG002
    ) -> tuple[Claim, ...]:
        """One claim a sentence, in the order given."""
        return tuple(Claim(cut(item.sentence.text), (item,)) for item in evidence)

    def section(
        self,
        topic: str,
        heading: str,  # noqa: ARG002
        evidence: Sequence[Evidence],
        *,
        failed: Sequence[Claim] = (),  # noqa: ARG002
        on_text: OnText | None = None,  # noqa: ARG002
    ) -> tuple[Claim, ...]:
        """As `write`."""
        return self.write(topic, evidence)

    def outline(
        self,
        topic: str,  # noqa: ARG002
        headings: Sequence[str],  # noqa: ARG002
        evidence: Sequence[Evidence],  # noqa: ARG002
    ) -> dict[str, list[Evidence]]:
        """Nothing: a rule decides."""
        return {}

    def complete(self, question: str, history: Sequence[Answer]) -> str:  # noqa: ARG002
        """Nothing: a rule completes it."""
        return ""

    def facts(self, statement: str) -> tuple[str, ...]:
        """The statement."""
        return (statement,)

    def spent(self) -> dict[str, float | int | str]:
        """Nothing."""
        return {}


def cut(sentence: str) -> str:
    """The sentence without dateline, agency credit and connecting word.

    >>> cut("However, it has banned exports, Report informs via Reuters.")
    'It has banned exports.'
    """
    text = " ".join(sentence.split())
    text = _CREDIT.sub("", _DATELINE.sub("", text))
    bare = _LINK.sub("", text)
    return bare[0].upper() + bare[1:] if bare != text else text
