"""What of a check a build shows on the line: each with the rule it breaks and how bad that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from brief.report.escape import line
from brief.schema import Article, CheckedClaim

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way in which a claim can fail."""

    id: str
    level: Level
    title: str
    help: str


CONTRADICTED = Rule(
    "claim-contradicted", "error", "Contradicted by the sources",
    "A source says otherwise. Correct the claim, or cite a source that bears it out.",
)  # fmt: skip
NOT_FOUND = Rule(
    "claim-not-found", "warning", "Not found in the sources",
    "No source says so. Add the source that does, or leave the claim out.",
)  # fmt: skip
UNCHECKED = Rule(
    "claim-unchecked", "note", "Not checked", "The claim could not be checked."
)  # fmt: skip
CITATION = Rule(
    "citation-not-confirmed", "note", "Holds, but not by every cited source",
    "A source that the text cites does not say so or is not there. Cite the one named here.",
)  # fmt: skip
RULES = (CONTRADICTED, NOT_FOUND, UNCHECKED, CITATION)
_BY_LABEL = {"contradicted": CONTRADICTED, "not_found": NOT_FOUND, "unchecked": UNCHECKED}


def findings(checked: Iterable[CheckedClaim]) -> Iterator[tuple[Rule, CheckedClaim]]:
    """The claims that break a rule, in order."""
    for claim in checked:
        doubted = claim.citation is not None and not claim.citation.confirmed
        rule = _BY_LABEL.get(claim.verdict.label, CITATION if doubted else None)
        if rule:
            yield rule, claim


def message(rule: Rule, claim: CheckedClaim) -> str:
    """What is wrong and what the sources say, a line each."""
    lines = [f"{rule.title}: {line(claim.text)}", *map(line, claim.verdict.reasons)]
    lines += [f"“{line(e.sentence.text)}” — {named(e.article)}" for e in claim.evidence]
    return "\n".join(lines)


def named(article: Article) -> str:
    """Outlet, title and day of an article on one line."""
    parts = (article.outlet, article.title or article.source, article.published[:10])
    return " · ".join(line(part) for part in parts if part)
