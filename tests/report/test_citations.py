from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from brief.report.citations import marks, numbers, sources

Make = Callable[..., Any]


def test_one_number_an_article_in_order_of_first_use(
    article: Make, quote: Make, claim: Make
) -> None:
    a, b = article("a", "First. Second."), article("b", "Third.")
    claims = [
        claim("x", quote(b, "Third.")),
        claim("y", quote(a, "Second."), quote(b, "Third.")),
        claim("z", quote(a, "First.")),
    ]
    cited = sources(claims)
    assert [(s.n, s.article.id, s.quotes) for s in cited] == [
        (1, "b", ("Third.",)),
        (2, "a", ("First.", "Second.")),  # in the article's order, each once
    ]
    assert [marks(c, numbers(cited)) for c in claims] == ["[1]", "[1][2]", "[2]"]


def test_two_states_of_one_article_are_two_sources(article: Make, quote: Make, claim: Make) -> None:
    old, new = article("a", "900 came."), replace(article("a", "800 came."), version="later")
    claims = [claim("x", quote(old, "900 came.")), claim("y", quote(new, "800 came."))]
    cited = sources(claims)
    assert [(s.n, s.article, s.quotes) for s in cited] == [
        (1, old, ("900 came.",)),
        (2, new, ("800 came.",)),
    ]
    assert [marks(c, numbers(cited)) for c in claims] == ["[1]", "[2]"]


def test_a_claim_without_evidence_has_no_mark(claim: Make) -> None:
    assert sources([claim("x")]) == []
    assert marks(claim("x"), {}) == ""
