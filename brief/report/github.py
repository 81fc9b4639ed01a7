"""A check as GitHub workflow commands, which a build shows as annotations on the line.

`::error file=…,line=…::message`; see "Workflow commands for GitHub Actions". GitHub shows the
first ten of each kind in a step.
"""

from __future__ import annotations

from collections.abc import Sequence

from brief.report.documents import summary
from brief.report.findings import Rule, findings, message
from brief.schema import CheckedClaim, Manuscript, Place

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def commands(checked: Sequence[CheckedClaim], manuscript: Manuscript) -> str:
    """One command a line, the counts last."""
    lines = [_annotation(rule, claim, manuscript) for rule, claim in findings(checked)]
    counts = (f"{count} {label.replace('_', ' ')}" for label, count in summary(checked).items())
    lines.append(f"::notice title=brief check::{_data(', '.join(counts))}")
    return "\n".join(lines) + "\n"


def _annotation(rule: Rule, claim: CheckedClaim, manuscript: Manuscript) -> str:
    properties: dict[str, str | int] = {}
    said = message(rule, claim)
    if manuscript.name != "-":
        properties["file"] = manuscript.name
    if manuscript.kind == "docx":
        said = f"paragraph {claim.place.line if claim.place else '?'}: {said}"
    elif claim.place:
        properties |= _place(claim.place)
    properties["title"] = rule.title
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[rule.level]} {listed}::{_data(said)}"


def _place(place: Place) -> dict[str, str | int]:
    lines: dict[str, str | int] = {"line": place.line, "endLine": place.end_line}
    # GitHub takes columns only for what stands on one line.
    if place.line == place.end_line and place.column is not None and place.end_column is not None:
        lines |= {"col": place.column, "endColumn": place.end_column}
    return lines


def _data(text: str) -> str:
    """A message in which nothing ends the command or begins another.

    >>> _data("100 %\\n::error::x")
    '100 %25%0A::error::x'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
