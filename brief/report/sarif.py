"""A check as SARIF 2.1.0, which code scanners and editors show on the line.

Only what breaks a rule is a result. Columns and offsets count characters (Unicode code points).
Of HTML the lines of the source are given, of DOCX the number of the paragraph takes their place;
offsets into what was extracted are in the properties.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from brief.report.documents import Document, summary
from brief.report.findings import RULES, Rule, findings, message
from brief.schema import CheckedClaim, Manuscript
from brief.text import fold

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(checked: Sequence[CheckedClaim], manuscript: Manuscript, *, version: str) -> Document:
    """The whole log; `version` is ours."""
    location = {"uri": _uri(manuscript.name)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "brief",
                        "version": version,
                        "rules": [_rule(rule) for rule in RULES],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": location, "hashes": {"sha-256": manuscript.sha256}}],
                "results": [
                    _result(rule, claim, location, manuscript) for rule, claim in findings(checked)
                ],
                "properties": {"summary": summary(checked)},
            }
        ],
    }


def _rule(rule: Rule) -> Document:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "help": {"text": rule.help},
        "defaultConfiguration": {"level": rule.level},
    }


def _result(
    rule: Rule, claim: CheckedClaim, location: Document, manuscript: Manuscript
) -> Document:
    digest = hashlib.sha256(fold(claim.text).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "ruleId": rule.id,
        "ruleIndex": RULES.index(rule),
        "level": rule.level,
        "message": {"text": message(rule, claim).replace("](", "] (")},  # no link of ours
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {**location, "index": 0},
                    "region": _region(claim, manuscript),
                }
            }
        ],
        "partialFingerprints": {"claim/v1": digest},
        "properties": {
            "verdict": claim.verdict.label,
            "score": round(claim.verdict.score, 4),
            "start": claim.start,
            "end": claim.end,
        },
    }


def _region(claim: CheckedClaim, manuscript: Manuscript) -> Document:
    place = claim.place
    region: Document = {"snippet": {"text": claim.text}}
    if place:
        region |= {"startLine": place.line, "endLine": place.end_line}
        if place.column is not None:
            region |= {"startColumn": place.column, "endColumn": place.end_column}
    if manuscript.kind in ("markdown", "text"):
        region |= {"charOffset": claim.start, "charLength": claim.end - claim.start}
    return region


def _uri(name: str) -> str:
    if name == "-":
        return "stdin"
    path = Path(name)
    # The bytes of a name, which need be no UTF-8.
    said = quote(os.fsencode(path.as_posix()))
    return f"file://{said}" if path.is_absolute() else said
