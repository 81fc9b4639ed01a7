"""Topic → briefing: bottom line, key facts, timeline and open points, every sentence from evidence.

The sentences about the topic are gathered once and each is used once: the latest report's best
sentence leads, what the articles say is open is kept apart, and what carries a date of its own
goes into the timeline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from brief.answer import checked, same
from brief.errors import InputError
from brief.schema import Briefing, Evidence, Filters, Section
from brief.verify.dates import dates, published_on

if TYPE_CHECKING:
    from brief.retrieve import EvidenceFinder
    from brief.verify import Verifier
    from brief.write import Writer

WORDS = 560  # of claims at most: with headings and sources a page
LEADING = 2  # sentences of the bottom line
FACTS = 8  # key facts
OPEN = 4  # points left open
_OPEN = re.compile(
    r"\b(?:no (?:formal )?(?:agreement|decision|deal|details|date|comment)|not (?:yet|clear|known|been "
    r"(?:agreed|decided|announced|signed|confirmed))|yet to|remains? (?:unclear|open|to be seen)"
    r"|unclear|declined to|would not say|did not (?:say|respond|give|disclose|name)|has not (?:said|"
    r"decided|named)|refused to|undecided|still (?:talking|negotiating|open)|if (?:the|it|they)\b"
    r"|not immediately|whether|unknown|pending|disputed?|nothing has been)\b",
    re.IGNORECASE,
)


def write_briefing(
    topic: str,
    *,
    finder: EvidenceFinder,
    writer: Writer,
    verifier: Verifier,
    library_state: str,
    filters: Filters | None = None,
) -> Briefing:
    """A briefing on the topic; raises `InputError` where no article is about it."""
    found = _distinct(finder.for_topic(topic, filters=filters))
    if not found:
        raise InputError(
            f"no article in the library is about {topic!r}",
            hint="name it as the articles do, or look with: brief search WORDS",
        )
    headings = _arrange(found)
    sections = []
    for heading, evidence in headings.items():
        claims = checked(writer.write(topic, evidence), verifier)
        if claims:
            sections.append(Section(heading, claims))
    return Briefing(topic, topic, tuple(sections), writer.engine, library_state)


def _distinct(found: Sequence[Evidence]) -> list[Evidence]:
    """Best first, each thing said once, as many as fit on a page."""
    kept: list[Evidence] = []
    words = 0
    for evidence in found:
        length = len(evidence.sentence.text.split())
        if words + length > WORDS or any(same(evidence, other) for other in kept):
            continue
        kept.append(evidence)
        words += length
    return kept


def _arrange(found: Sequence[Evidence]) -> dict[str, list[Evidence]]:
    """Each sentence under one heading; inside it in order of publication, then of the article."""
    left = list(found)
    latest = max(e.article.published[:10] for e in left)
    leading = [e for e in left if e.article.published[:10] == latest and not _open(e)][:LEADING]
    leading = leading or left[:LEADING]
    left = [e for e in left if e not in leading]
    undecided = [e for e in left if _open(e)][:OPEN]
    left = [e for e in left if e not in undecided]
    facts = left[:FACTS]
    dated = [e for e in left if e not in facts or _dated(e)]
    facts = [e for e in facts if e not in dated]
    return {
        "Bottom line": _in_order(leading),
        "Key facts": _in_order(facts),
        "Timeline": _in_order(dated),
        "What is not known": _in_order(undecided),
    }


def _open(evidence: Evidence) -> bool:
    return bool(_OPEN.search(evidence.sentence.text))


def _dated(evidence: Evidence) -> bool:
    published = published_on(evidence.article.published)
    return any(when.month for when in dates(evidence.sentence.text, published))


def _in_order(evidence: Sequence[Evidence]) -> list[Evidence]:
    return sorted(evidence, key=lambda e: (e.article.published, e.article.id, e.sentence.start))
