"""The words of the project as data: frozen, without behaviour beyond reading their own fields.

Offsets are characters, half-open `[start, end)`, into the article's clean text: a quote is
always `article.text[start:end]`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

VerdictLabel = Literal["supported", "contradicted", "not_found", "unchecked"]
ManuscriptKind = Literal["markdown", "text", "html", "docx"]


@dataclass(frozen=True, slots=True)
class Article:
    """One published text, boilerplate removed, as one version of it stands."""

    id: str  # 12 hex digits of the sha256 of `source` or `url`: the same place, the same article
    version: str  # sha256 of text and metadata: the same content, the same version
    text: str
    title: str
    outlet: str  # "" where unknown, as for every string below
    author: str
    url: str
    published: str  # ISO 8601 date, or date and time where known
    retrieved: str  # ISO 8601 date and time in UTC of taking it in
    language: str  # ISO 639-1 code
    wire: str  # the agency credited for the reporting
    source: str  # where we read it: a URL, or a path with "#n" for the n-th line of JSON Lines
    origin: str = ""  # id of the first article of the same reporting (its own where first)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of evidence: a span of an article's text."""

    article_id: str
    version: str
    ordinal: int  # 0-based place in the article
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: consecutive sentences of one article, at most 256 tokens."""

    id: str  # "<version[:16]>-<ordinal>"
    article_id: str
    version: str
    ordinal: int
    start: int
    end: int
    text: str
    first_sentence: int  # ordinals of its sentences, [first, last]
    last_sentence: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query, with its fused score (higher is better)."""

    passage: Passage
    article: Article
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence picked for a question or claim, with its score in [0, 1]."""

    sentence: Sentence
    article: Article
    score: float


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be used: publication dates inclusive, outlets by name."""

    since: date | None = None
    until: date | None = None
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking a claim gave: the label, why, and how surely the evidence supports it."""

    label: VerdictLabel
    reasons: tuple[str, ...] = ()
    score: float = 0.0  # 0 to 1: how surely the evidence supports the whole claim


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an answer or briefing, with the evidence it rests on and its verdict."""

    text: str
    evidence: tuple[Evidence, ...]
    verdict: Verdict = field(default_factory=lambda: Verdict("unchecked"))


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A text to be checked, as it stands in its file."""

    name: str  # as the user named it, "-" for standard input
    kind: ManuscriptKind
    text: str  # what offsets count in: the file's text; of HTML and DOCX what was extracted
    sha256: str  # of the file's bytes
    lines: tuple[tuple[int, int], ...]  # (offset, line that begins or goes on there), ascending
    links: tuple[tuple[int, int, str], ...] = ()  # (start, end, URL) of what was extracted


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands in its file; all numbers from 1.

    Lines are those of the file, in HTML of its source; in DOCX they are paragraphs. Columns count
    characters, the end's is the one behind the claim; None where text was extracted.
    """

    line: int
    column: int | None
    end_line: int
    end_column: int | None


@dataclass(frozen=True, slots=True)
class Citation:
    """The sources that a text itself names for a claim, and whether they carry it."""

    labels: tuple[str, ...]  # as they stand in the text: "1", or a URL
    status: Literal["carries", "another", "fails", "unknown"]
    missing: tuple[str, ...] = ()  # those of the labels that lead to no article

    @property
    def confirmed(self) -> bool:
        """Whether a source that is cited carries the claim, and none that is cited is missing."""
        return self.status == "carries" and not self.missing


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim found in somebody's text at `[start, end)`, with its verdict and evidence."""

    text: str
    start: int
    end: int
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    place: Place | None = None
    citation: Citation | None = None  # None where the text names no source for it
    second: Verdict | None = None  # a model's opinion, "unchecked" where it gave none


@dataclass(frozen=True, slots=True)
class Record:
    """How an answer or briefing was made, for its ledger."""

    verifier: str  # name and hash of what gave the verdicts
    engine: str
    prompts: tuple[tuple[str, str], ...]  # (name, sha256) where a model wrote
    sentences: tuple[tuple[str, tuple[CheckedClaim, ...]], ...]  # each with its claims


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: claims, or an abstention with its reason."""

    question: str
    claims: tuple[Claim, ...]
    engine: str
    reason: str = ""  # why it abstained: what was looked for and what came closest
    notes: tuple[str, ...] = ()
    usage: dict[str, float | int | str] = field(default_factory=dict)

    @property
    def abstained(self) -> bool:
        return not self.claims


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a briefing and its claims."""

    heading: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """A short policy briefing on a topic."""

    topic: str
    title: str
    sections: tuple[Section, ...]
    engine: str
    library_state: str  # e.g. "28 articles, 2025-01-14 to 2025-11-03"
    usage: dict[str, float | int | str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what to do where it is not as it should be."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
