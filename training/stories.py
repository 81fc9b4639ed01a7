"""Invented stories in the news, each told by a few articles, with questions and claims about them.

A story in stories.txt: `@article letter | outlet | date | title` and numbered sentences for each
article; under `@questions` the sentences that answer (`a3 b2`: either; `a3 + b5`: one part each;
`-`: none) and the question; under `@claims` label, sentences that decide, kind and the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from brief.text import sentence_spans
from training.verifier_sets import HERE, Claim, Premise, marked

_PLACE = re.compile(r"([a-z])(\d+)")


@dataclass(slots=True)
class Report:
    """An article of a story, its sentences as they are numbered in the file."""

    outlet: str
    published: str
    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        return " ".join(self.lines)


@dataclass(slots=True)
class Story:
    """Its articles by letter, and the lines of its questions and claims."""

    articles: dict[str, Report] = field(default_factory=dict)
    questions: list[tuple[str, str]] = field(default_factory=list)  # answers, question
    claims: list[tuple[str, str]] = field(default_factory=list)  # label, sentences and kind, claim

    def places(self, named: str) -> list[tuple[str, int]]:
        """(article, sentence) of "a3 b2", sentences as `sentence_spans` finds them, from 0."""
        return [
            (letter, place)
            for letter, number in _PLACE.findall(named)
            for place in _found(tuple(self.articles[letter].lines))[int(number) - 1]
        ]


@lru_cache(maxsize=4096)
def _found(lines: tuple[str, ...]) -> list[list[int]]:
    """For each line the numbers of the sentences that the tool finds in it."""
    spans, found, at = sentence_spans(" ".join(lines)), [], 0
    for line in lines:
        inside = [n for n, (start, end) in enumerate(spans) if start < at + len(line) and end > at]
        found.append(inside)
        at += len(line) + 1
    return found


def stories() -> list[Story]:
    """All stories, in the order of the file."""
    found: list[Story] = []
    rows: list[tuple[str, str]] = []
    for line in (HERE / "stories.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "@story":
            found.append(Story())
        elif mark == "@article":
            letter, *about = (part.strip() for part in rest.split("|"))
            found[-1].articles[letter] = Report(*about)
        elif mark in ("@questions", "@claims"):
            rows = getattr(found[-1], mark[1:])
        elif re.match(r"\d+\. ", line):
            found[-1].articles[letter].lines.append(rest)
        elif line:
            left, _, right = line.partition(" = ")
            rows.append((left, right))
    return found


def held_out(number: int) -> bool:
    """Whether a story is kept to judge by: one in ten, by its place in the file."""
    return number % 10 == 3


def asked(number: int, story: Story) -> Iterator[dict[str, Any]]:
    """The questions as rows of questions.jsonl, articles named as `titled` does."""
    names = [_name(number, letter) for letter in story.articles]
    for answers, question in story.questions:
        parts = [story.places(part) for part in answers.split("+")]
        told = [[f"{_name(number, a)}:{n}" for a, n in part] for part in parts]
        yield {"articles": names, "question": question, "answers": told if any(told) else []}


def titled(number: int, story: Story) -> dict[str, tuple[str, str]]:
    """Title and text of its articles by name."""
    return {_name(number, a): (r.title, r.body) for a, r in story.articles.items()}


def _name(number: int, letter: str) -> str:
    return f"s{number}{letter}"


def told(number: int, story: Story) -> Iterator[Premise]:
    """The claims beside the article or articles that decide them."""
    groups: dict[str, list[Claim]] = {}
    for left, claim in story.claims:
        label, *places, kind = left.split()
        letters = "".join(dict.fromkeys(place[0] for place in places))
        if kind == "outdated":  # the older report is no evidence against it
            letters = letters[-1]
        groups.setdefault("".join(sorted(letters)), []).append(Claim(claim, label, kind=kind))
    every = tuple(marked([c for group in groups.values() for c in group], edits=True))
    by_text = {claim.text: claim for claim in every}
    for letters, claims in groups.items():
        text = "\n\n".join(story.articles[letter].body for letter in letters)
        yield Premise(f"story:{number}", text, tuple(by_text[c.text] for c in claims))
