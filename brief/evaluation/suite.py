"""Suites: YAML files of questions, briefing topics and claims with what must come out.

    schema: brief.suite/1
    name: refinery
    articles: ../seeds                # relative to this file
    questions:
      - id: partner-fund
        question: Which fund may partner in the Malaysian refinery?
        kind: single                  # single | cross | update | conflict | unanswerable
        facts:                        # every one is required
          - any: [Khazanah Nasional]  # met by any of these wordings
          - number: 16.1              # met by this number, magnitude and unit being optional
            magnitude: million
            unit: tonnes
            tolerance: 0.01           # relative
        forbidden: [61 million]
        cite: [talks.txt]             # all of them; "feed.jsonl#2" is the 2nd line of that file
        cite_any: [a.txt, b.txt]      # one of them
      - {id: price, question: "What does neodymium cost?", kind: unanswerable, abstain: true}
    topics:
      - {id: rare-earths, topic: Rare earths, facts: [...]}         # also forbidden, cite, cite_any
    claims:
      - {id: banned, claim: China banned exports., verdict: supported, kind: negation, cite: []}

A file may hold any of the three lists. What does not fit is refused with the file and the entry.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from brief.errors import InputError
from brief.evaluation import cases
from brief.evaluation.cases import Case, ClaimCase, QuestionCase, TopicCase
from brief.evaluation.entries import Entry, Loader

SCHEMA = "brief.suite/1"


@dataclass(frozen=True, slots=True)
class Suite:
    name: str
    path: Path
    articles: Path  # file or folder that holds the articles, absolute
    sha256: str  # of the suite file
    articles_sha256: str  # of the names and bytes of the article files
    questions: tuple[QuestionCase, ...] = ()
    topics: tuple[TopicCase, ...] = ()
    claims: tuple[ClaimCase, ...] = ()

    @property
    def cases(self) -> tuple[Case, ...]:
        return (*self.questions, *self.topics, *self.claims)


def load_suite(path: Path) -> Suite:
    """The suite in the YAML file at `path`.

    Raises InputError naming file and entry for anything that does not fit the format.
    """
    try:
        data = path.read_bytes()
        document = yaml.load(data, Loader=Loader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read: {error.strerror}", hint="name a suite file in YAML"
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}, line {mark.line + 1}" if mark else f"{path}"
        problem = getattr(error, "problem", None) or getattr(error, "reason", "unreadable")
        raise InputError(f"{place}: no valid YAML: {problem}", hint="mend that line") from error
    top = Entry(f"{path}", document)
    top.choice("schema", (SCHEMA,))
    name, articles = top.text("name"), (path.parent / top.text("articles")).resolve()
    if not articles.exists():
        raise InputError(
            f"{path}: its articles {articles} do not exist",
            hint="`articles:` is a file or folder, relative to the suite file",
        )
    suite = Suite(
        name=name,
        path=path,
        articles=articles,
        sha256=hashlib.sha256(data).hexdigest(),
        articles_sha256=_tree_hash(articles),
        questions=top.entries("questions", cases.question),
        topics=top.entries("topics", cases.topic),
        claims=top.entries("claims", cases.claim),
    )
    top.close()
    if not suite.cases:
        raise top.error("it has no entry", "add `questions:`, `topics:` or `claims:`")
    for name, times in Counter(case.id for case in suite.cases).items():
        if times > 1:
            raise top.error(f"the id {name!r} stands {times} times", "give each entry its own")
    return suite


def by_articles(suites: Iterable[Suite]) -> dict[Path, tuple[Suite, ...]]:
    """The suites by the articles they are asked of: each key wants a library of its own."""
    groups: dict[Path, tuple[Suite, ...]] = {}
    for suite in suites:
        groups[suite.articles] = (*groups.get(suite.articles, ()), suite)
    return groups


def _tree_hash(root: Path) -> str:
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*")}
    digest = hashlib.sha256()
    for name, path in sorted(files.items()) if root.is_dir() else [(root.name, root)]:
        if path.is_file() and not path.name.startswith("."):
            data = path.read_bytes()
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()
