"""A library of two short articles, a suite about it, and a system that follows a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings

from brief.evaluation import Suite, load_suite
from brief.schema import (
    Answer,
    Article,
    Briefing,
    CheckedClaim,
    Claim,
    Evidence,
    Hit,
    Passage,
    Section,
    Sentence,
    Verdict,
)

settings.register_profile("unhurried", deadline=None)  # a busy machine is no fault of a figure
settings.load_profile("unhurried")

TALKS = (
    "Khazanah Nasional may partner in the refinery. The permit is open. "
    "Talks are at an early stage."
)
RESERVES = "Malaysia holds 16.1 million tonnes of rare earths. The estimate dates from 2019."

SUITE = """
schema: brief.suite/1
name: refinery
articles: articles
questions:
  - id: partner
    question: Which fund may partner in the refinery?
    kind: single
    facts: [{any: [Khazanah Nasional, Khazanah]}]
    forbidden: [Temasek]
    cite: [talks.txt]
  - id: reserves
    question: How large are the reserves?
    kind: update
    facts: [{number: 16.1, magnitude: million, unit: tonnes}, {any: ["2019"]}]
    cite_any: [reserves.txt, talks.txt]
  - {id: price, question: "What does neodymium cost?", kind: unanswerable, abstain: true}
topics:
  - id: refinery-topic
    topic: The refinery
    facts: [{any: [Khazanah]}, {any: [early stage]}]
    cite: [talks.txt]
claims:
  - {id: stage, claim: Talks are early., verdict: supported, kind: copy, cite: [talks.txt]}
  - {id: amount, claim: It holds 61 million tonnes., verdict: contradicted, kind: number}
  - {id: price-claim, claim: Neodymium costs 80 dollars., verdict: not_found, kind: absent}
"""


@pytest.fixture
def suite_file(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "talks.txt").write_text(TALKS)
    (folder / "reserves.txt").write_text(RESERVES)
    path = tmp_path / "suite.yaml"
    path.write_text(SUITE)
    return path


@pytest.fixture
def suite(suite_file: Path) -> Suite:
    return load_suite(suite_file)


@pytest.fixture
def articles(suite: Suite) -> dict[str, Article]:
    return {
        path.stem: Article(
            id=path.stem, version=path.stem * 4, text=path.read_text(), title=path.stem,
            outlet="", author="", url="", published="", retrieved="", language="en", wire="",
            source=str(path),
        )
        for path in suite.articles.iterdir()
    }  # fmt: skip


@pytest.fixture
def quote(articles: dict[str, Article]) -> Callable[[str, str], Evidence]:
    """The evidence that stands in the named article."""

    def make(name: str, text: str) -> Evidence:
        article = articles[name]
        start = article.text.index(text)
        end = start + len(text)
        return Evidence(Sentence(name, article.version, 0, start, end, text), article, 0.9)

    return make


@pytest.fixture
def extract(quote: Callable[[str, str], Evidence]) -> Callable[[str, str], Claim]:
    """A claim that is a sentence of the named article."""

    def make(name: str, text: str) -> Claim:
        return Claim(text, (quote(name, text),), Verdict("supported"))

    return make


@dataclass
class Script:
    """A system that says what it was told to say, and declines everything else."""

    answers: Mapping[str, Sequence[Claim]] = field(default_factory=dict)
    found: Sequence[Article] = ()
    briefing: Sequence[Claim] = ()
    verdicts: Mapping[str, Sequence[CheckedClaim]] = field(default_factory=dict)
    trouble: Exception | None = None

    def ask(self, question: str) -> Answer:
        if self.trouble:
            raise self.trouble
        return Answer(question, tuple(self.answers.get(question, ())), "script", "nothing on it")

    def search(self, query: str, *, limit: int) -> list[Hit]:
        return [
            Hit(Passage(f"{a.id}-{n}", a.id, a.version, n, 0, 1, a.text[:1], 0, 0), a, 1.0)
            for a in self.found
            for n in range(2)
        ][:limit]

    def write(self, topic: str) -> Briefing:
        return Briefing(topic, topic, (Section("Facts", tuple(self.briefing)),), "script", "")

    def check(self, text: str) -> Sequence[CheckedClaim]:
        return self.verdicts.get(text, ())

    def check_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """A claim follows from a premise that holds each of its words."""
        return [
            Verdict("supported" if set(claim.split()) <= set(premise.split()) else "not_found")
            for premise, claim in pairs
        ]


@pytest.fixture
def script() -> type[Script]:
    return Script
