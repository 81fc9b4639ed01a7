"""Articles and evidence made by hand, for what is done with them once they are found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brief.schema import Article, Claim, Evidence, Sentence, Verdict, VerdictLabel


@pytest.fixture
def article() -> Callable[..., Article]:
    def make(name: str, text: str = "", **known: str) -> Article:
        facts = {
            "title": f"Title {name}", "outlet": f"Outlet {name}", "author": "",
            "url": f"https://example.org/{name}", "published": "2025-10-02",
            "origin": name,
        }  # fmt: skip
        return Article(
            id=name, version=name * 8, text=text, retrieved="2025-10-03T00:00:00+00:00",
            language="en", wire="", source=f"{name}.txt", **(facts | known),
        )  # fmt: skip

    return make


@pytest.fixture
def quote() -> Callable[[Article, str], Evidence]:
    def make(article: Article, text: str) -> Evidence:
        start = article.text.index(text)
        sentence = Sentence(article.id, article.version, 0, start, start + len(text), text)
        return Evidence(sentence, article, 0.9)

    return make


@pytest.fixture
def claim() -> Callable[..., Claim]:
    def make(text: str, *evidence: Evidence, label: VerdictLabel = "supported") -> Claim:
        return Claim(text, evidence, Verdict(label))

    return make
