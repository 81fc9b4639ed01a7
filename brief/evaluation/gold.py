"""Gold data against the articles: names of the cited files, and facts that must occur in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from brief.errors import InputError
from brief.evaluation.cases import Case, ClaimCase
from brief.evaluation.facts import met, occurs
from brief.evaluation.suite import Suite
from brief.schema import Article


def article_name(article: Article, folder: Path) -> str:
    """The name a suite cites an article by: its path below `folder`, "#n" for a line of a file.

    A source outside the folder keeps its whole name, which no `cite` can mean.
    """
    try:
        return Path(article.source).resolve().relative_to(folder).as_posix()
    except ValueError:
        return article.source


def check_gold(suite: Suite, articles: Iterable[Article]) -> None:
    """Raise InputError where the suite asks for what its own articles cannot give.

    Each cited file must be an article, each fact must occur in one of the cited articles (in any
    article where none is cited), and no accepted wording may hold a forbidden one.
    """
    texts = {article_name(article, suite.articles): article.text for article in articles}
    for case in suite.cases:
        problem = _problem(case, texts)
        if problem:
            raise InputError(
                f"{suite.path}, {case.id}: {problem}", hint="mend the entry or its articles"
            )


def _problem(case: Case, texts: Mapping[str, str]) -> str:
    cited = cited_by(case)
    for name in cited:
        if name not in texts:
            near = get_close_matches(name, texts, n=1)
            known = f", but {near[0]!r} is" if near else ""
            return f"it cites {name!r}, which is no article{known}"
    if isinstance(case, ClaimCase):
        return ""
    own = [texts[name] for name in cited] or list(texts.values())
    for fact in case.facts:
        if not any(met(fact, text) for text in own):
            return f"the fact {fact} does not occur in {', '.join(cited) or 'any article'}"
        for wording in getattr(fact, "any", ()):
            for banned in case.forbidden:
                if occurs(banned, wording):
                    return f"the accepted wording {wording!r} holds the forbidden {banned!r}"
    return ""


def cited_by(case: Case) -> tuple[str, ...]:
    """Every file an entry names as a source."""
    return case.cite if isinstance(case, ClaimCase) else (*case.cite, *case.cite_any)
