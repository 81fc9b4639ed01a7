"""Running a suite against a system, one entry after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from brief.errors import BriefError
from brief.evaluation.gold import article_name
from brief.evaluation.results import Item, Report, Stamp, figures
from brief.evaluation.scoring import item, score_claim, score_question, score_topic
from brief.evaluation.suite import Case, QuestionCase, Suite, TopicCase
from brief.schema import Answer, Briefing, CheckedClaim, Hit, Verdict

DEPTH = 50  # passages searched for, enough to hold the ten articles that are scored


class System(Protocol):
    """What is evaluated: a library that holds the articles of the suite."""

    def ask(self, question: str) -> Answer: ...
    def search(self, query: str, *, limit: int) -> Sequence[Hit]: ...
    def write(self, topic: str) -> Briefing: ...
    def check(self, text: str) -> Sequence[CheckedClaim]: ...
    def check_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]: ...


def run_suite(
    suite: Suite, system: System, progress: Callable[[int, int], None] | None = None
) -> Report:
    """Ask the system everything in the suite; `progress` hears (entries done, entries).

    An entry on which the system fails (a model server is down) is unscored, with the reason, and
    takes part in no figure; the gate does not pass such a run. A bug is raised.
    """
    items = []
    for done, case in enumerate(suite.cases, 1):
        items.append(_run(case, suite, system))
        if progress:
            progress(done, len(suite.cases))
    return Report(
        suites=(Stamp(suite.name, suite.sha256, suite.articles_sha256),),
        items=tuple(items),
        figures=figures(suite.name, items),
    )


def _run(case: Case, suite: Suite, system: System) -> Item:
    try:
        if isinstance(case, QuestionCase):
            hits = system.search(case.question, limit=DEPTH)
            ranked = dict.fromkeys(article_name(hit.article, suite.articles) for hit in hits)
            answer = system.ask(case.question)
            return score_question(case, answer, list(ranked), suite, system.check_pairs)
        if isinstance(case, TopicCase):
            return score_topic(case, system.write(case.topic), suite, system.check_pairs)
        return score_claim(case, system.check(case.claim), suite)
    except BriefError as error:
        return item(case, suite, "", unscored=str(error))
