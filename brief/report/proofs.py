"""What proving a ledger gave, as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from brief.ledger import Finding
from brief.report.documents import Document


def proof(name: str, ledger: Document, findings: Sequence[Finding]) -> Document:
    """`brief.proof/1`."""
    return {
        "schema": "brief.proof/1",
        "ledger": name,
        "digest": ledger["digest"],
        "made": ledger.get("made", {}),
        "proven": all(finding.status == "proven" for finding in findings),
        "findings": [
            {"subject": finding.subject, "status": finding.status, "reason": finding.reason}
            for finding in findings
        ],
    }
