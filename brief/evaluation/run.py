"""Running a suite against a system, one entry after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from brief.errors import BriefError
from brief.evaluation.cases import Case, ClaimCase, QuestionCase, TopicCase
from brief.evaluation.gold import article_name
from brief.evaluation.judged import Judge, on_check, on_writing
from brief.evaluation.results import Item, Report, Stamp, figures, judged_figures
from brief.evaluation.scoring import item, score_claim, score_question, score_topic
from brief.evaluation.suite import Suite
from brief.schema import Answer, Briefing, CheckedClaim, Claim, Hit, Verdict

DEPTH = 50  # passages searched for, enough to hold the ten articles that are scored


class System(Protocol):
    """What is evaluated: a library that holds the articles of the suite."""

    def ask(self, question: str) -> Answer: ...
    def search(self, query: str, *, limit: int) -> Sequence[Hit]: ...
    def write(self, topic: str) -> Briefing: ...
    def check(self, text: str) -> Sequence[CheckedClaim]: ...
    def check_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]: ...


def run_suite(
    suite: Suite,
    system: System,
    progress: Callable[[int, int], None] | None = None,
    *,
    judge: Judge | None = None,
) -> Report:
    """Ask the system everything in the suite; `progress` hears (entries done, entries).

    A `judge` gives its opinion on every claim; what it raises is raised.

    An entry on which the system fails (a model server is down) is unscored, with the reason, and
    takes part in no figure; the gate does not pass such a run. A bug is raised.
    """
    items = []
    for done, case in enumerate(suite.cases, 1):
        items.append(_run(case, suite, system, judge))
        if progress:
            progress(done, len(suite.cases))
    return Report(
        suites=(Stamp(suite.name, suite.sha256, suite.articles_sha256),),
        items=tuple(items),
        figures=figures(suite.name, items),
        judged=judged_figures(suite.name, items) if judge else (),
    )


def _run(case: Case, suite: Suite, system: System, judge: Judge | None) -> Item:
    claims: Sequence[Claim] = ()
    checked: Sequence[CheckedClaim] = ()
    try:
        if isinstance(case, QuestionCase):
            hits = system.search(case.question, limit=DEPTH)
            ranked = dict.fromkeys(article_name(hit.article, suite.articles) for hit in hits)
            answer = system.ask(case.question)
            claims = answer.claims
            scored = score_question(case, answer, list(ranked), suite, system.check_pairs)
        elif isinstance(case, TopicCase):
            written = system.write(case.topic)
            claims = [claim for section in written.sections for claim in section.claims]
            scored = score_topic(case, written, suite, system.check_pairs)
        else:
            checked = system.check(case.claim)
            scored = score_claim(case, checked, suite)
    except BriefError as error:
        return item(case, suite, "", unscored=str(error))
    if judge is None:
        return scored
    if isinstance(case, ClaimCase):
        return replace(scored, opinion=on_check(case.verdict, checked, judge))
    return replace(scored, opinion=on_writing(claims, judge))
