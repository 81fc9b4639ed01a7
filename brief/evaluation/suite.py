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
from typing import ClassVar, Literal

import yaml

from brief.errors import InputError
from brief.evaluation.entries import Entry, Loader
from brief.evaluation.facts import MAGNITUDES, Fact, Number, Phrase
from brief.schema import VerdictLabel

SCHEMA = "brief.suite/1"
Task = Literal["question", "topic", "claim"]
KINDS = ("single", "cross", "update", "conflict", "unanswerable")
VERDICTS: tuple[VerdictLabel, ...] = ("supported", "contradicted", "not_found")


@dataclass(frozen=True, slots=True)
class QuestionCase:
    id: str
    question: str
    kind: str
    facts: tuple[Fact, ...] = ()
    forbidden: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    cite_any: tuple[str, ...] = ()
    abstain: bool = False
    task: ClassVar[Task] = "question"

    @property
    def asked(self) -> str:
        return self.question

    @property
    def expected(self) -> str:
        return "to be declined" if self.abstain else "; ".join(map(str, self.facts))


@dataclass(frozen=True, slots=True)
class TopicCase:
    id: str
    topic: str
    facts: tuple[Fact, ...]
    forbidden: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    cite_any: tuple[str, ...] = ()
    task: ClassVar[Task] = "topic"
    kind: ClassVar[str] = "briefing"

    @property
    def asked(self) -> str:
        return self.topic

    @property
    def expected(self) -> str:
        return "; ".join(map(str, self.facts))


@dataclass(frozen=True, slots=True)
class ClaimCase:
    id: str
    claim: str
    verdict: VerdictLabel
    kind: str
    cite: tuple[str, ...] = ()
    task: ClassVar[Task] = "claim"

    @property
    def asked(self) -> str:
        return self.claim

    @property
    def expected(self) -> str:
        return self.verdict


Case = QuestionCase | TopicCase | ClaimCase


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
        questions=top.entries("questions", _question),
        topics=top.entries("topics", _topic),
        claims=top.entries("claims", _claim),
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


def _question(entry: Entry) -> QuestionCase:
    case = QuestionCase(
        id=entry.text("id"),
        question=entry.text("question"),
        kind=entry.choice("kind", KINDS),
        facts=entry.entries("facts", _fact),
        forbidden=entry.texts("forbidden"),
        cite=entry.texts("cite"),
        cite_any=entry.texts("cite_any"),
        abstain=entry.flag("abstain"),
    )
    if case.abstain != (case.kind == "unanswerable"):
        raise entry.error(
            "`abstain: true` and `kind: unanswerable` belong together", "set both or neither"
        )
    if case.abstain and (case.facts or case.cite or case.cite_any):
        raise entry.error(
            "a question to be declined cannot require facts or sources", "take them out"
        )
    if not case.abstain and not case.facts:
        raise entry.error("no `facts:` are required", "add one, or set `abstain: true`")
    return case


def _topic(entry: Entry) -> TopicCase:
    case = TopicCase(
        id=entry.text("id"),
        topic=entry.text("topic"),
        facts=entry.entries("facts", _fact),
        forbidden=entry.texts("forbidden"),
        cite=entry.texts("cite"),
        cite_any=entry.texts("cite_any"),
    )
    if not case.facts:
        raise entry.error("no `facts:` are required", "add what the briefing must say")
    return case


def _claim(entry: Entry) -> ClaimCase:
    return ClaimCase(
        id=entry.text("id"),
        claim=entry.text("claim"),
        verdict=entry.choice("verdict", VERDICTS),
        kind=entry.text("kind"),
        cite=entry.texts("cite"),
    )


def _fact(entry: Entry) -> Fact:
    if "any" in entry.fields:
        return Phrase(entry.texts("any", required=True))
    return Number(
        entry.number("number"),
        entry.choice("magnitude", ("", *MAGNITUDES), default=""),
        entry.text("unit", default=""),
        entry.number("tolerance", default=0.0),
    )


def _tree_hash(root: Path) -> str:
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*")}
    digest = hashlib.sha256()
    for name, path in sorted(files.items()) if root.is_dir() else [(root.name, root)]:
        if path.is_file() and not path.name.startswith("."):
            data = path.read_bytes()
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()
