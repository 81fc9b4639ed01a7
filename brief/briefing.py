"""Topic → briefing: bottom line, key facts, timeline and open points, every sentence from evidence.

The sentences about the topic are gathered once and each is used once: the latest report's best
sentence leads, what the articles say is open is kept apart, and what carries a date of its own
goes into the timeline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from brief.draft import draft
from brief.errors import InputError, ReplyError
from brief.schema import Briefing, Claim, Evidence, Filters, Section
from brief.verify.dates import dates, published_on
from brief.write import addresses_a_model

if TYPE_CHECKING:
    from brief.retrieve import EvidenceFinder
    from brief.verify import Verifier
    from brief.write import OnText, OnVerdict, Writer

WORDS = 480  # of claims at most: with headings and sources a page
LEADING = 2  # sentences of the bottom line
OPEN = 4  # points left open
_OPEN = re.compile(
    r"\b(?:no (?:formal )?(?:agreement|decision|deal|details|date|comment)|not (?:yet|clear|known)"
    r"|not been (?:agreed|decided|announced|signed|confirmed)|yet to|remains? (?:unclear|open)"
    r"|remains to be seen|unclear|declined to|would not say|did not (?:say|respond|give|disclose"
    r"|name)|has not (?:said|decided|named)|refused to|undecided|still (?:talking|negotiating|open)"
    r"|not immediately|whether|unknown|pending|disputed|nothing has been)\b",
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
    keep_unverified: bool = False,
    on_text: OnText | None = None,
    on_verdict: OnVerdict | None = None,
) -> Briefing:
    """A briefing on the topic; raises `InputError` where no article is about it.

    A model's text and verdicts are shown as those of an answer; what fails is left out, or marked
    where `keep_unverified` is set.
    """
    told = finder.for_topic(topic, filters=filters)
    found = _page([e for e in told if not addresses_a_model(e.sentence.text)])
    if not found:
        raise InputError(
            f"no article in the library is about {topic!r}",
            hint="name it as the articles do, or look with: brief search WORDS",
        )
    sections, engines, notes = [], [], []
    for heading, evidence in _outline(topic, found, writer).items():

        def ask(
            whom: Writer,
            failed: Sequence[Claim],
            heading: str = heading,
            evidence: Sequence[Evidence] = evidence,
        ) -> tuple[Claim, ...]:
            shown = None if failed else on_text
            return whom.section(topic, heading, evidence, failed=failed, on_text=shown)

        written = draft(
            ask, writer, evidence, verifier, keep=keep_unverified, on_verdict=on_verdict
        )
        notes += [f"{heading}: {note}" for note in written.notes]
        claims = written.claims
        if heading == "Timeline":
            claims = tuple(sorted(claims, key=_reported))
        if claims:
            sections.append(Section(heading, claims))
            engines.append(written.engine)
        elif evidence:
            notes.append(f"{heading}: {written.engine} wrote nothing on it")
    engine = " and ".join(dict.fromkeys(engines)) or writer.engine
    return Briefing(
        topic, topic, tuple(sections), engine, library_state, writer.spent(), tuple(notes)
    )


def _outline(
    topic: str, found: Sequence[Evidence], writer: Writer
) -> Mapping[str, Sequence[Evidence]]:
    """The writer's plan where it has one, else the rule's."""
    by_rule = _arrange(found)
    try:
        planned = writer.outline(topic, list(by_rule), found)
    except ReplyError:
        planned = {}
    return {heading: planned.get(heading, ()) for heading in by_rule} if planned else by_rule


def _reported(claim: Claim) -> str:
    return claim.evidence[0].article.published[:10] if claim.evidence else ""


def _page(found: Sequence[Evidence]) -> list[Evidence]:
    """As many as fit on a page: the best of every report, then the second best of each, and so on.

    Articles that carry the same reporting count as one report.
    """
    turns: Counter[str] = Counter()
    ranked = []
    for place, evidence in enumerate(found):
        ranked.append((turns[evidence.article.origin], place))
        turns[evidence.article.origin] += 1
    kept: list[Evidence] = []
    words = 0
    for _, place in sorted(ranked):
        length = len(found[place].sentence.text.split())
        if words + length <= WORDS:
            kept.append(found[place])
            words += length
    return kept


def _arrange(found: Sequence[Evidence]) -> dict[str, list[Evidence]]:
    """Each sentence under one heading; inside it in order of publication, then of the article."""
    left = list(found)

    def take(chosen: Sequence[Evidence]) -> list[Evidence]:
        left[:] = [evidence for evidence in left if evidence not in chosen]
        return _in_order(chosen)

    latest = max(evidence.article.published[:10] for evidence in left)
    newest = [e for e in left if e.article.published[:10] == latest]
    leading = take([e for e in newest if not _open(e)][:LEADING] or newest[:1])
    undecided = take([e for e in left if _open(e)][:OPEN])
    # the timeline has a line of every report, its best where none has a date of its own
    best = {e.article.id: e for e in reversed(left)}
    told = {e.article.id for e in left if _dated(e)}
    timeline = take(
        [e for e in left if _dated(e)] + [e for key, e in best.items() if key not in told]
    )
    return {
        "Bottom line": leading,
        "Key facts": _in_order(left),
        "Timeline": timeline,
        "What is not known": undecided,
    }


def _open(evidence: Evidence) -> bool:
    return bool(_OPEN.search(evidence.sentence.text))


def _dated(evidence: Evidence) -> bool:
    published = published_on(evidence.article.published)
    return any(when.month for when in dates(evidence.sentence.text, published))


def _in_order(evidence: Sequence[Evidence]) -> list[Evidence]:
    return sorted(evidence, key=lambda e: (e.article.published, e.article.id, e.sentence.start))
