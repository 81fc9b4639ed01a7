"""The ledger of an answer or briefing as JSON: the document, and what each sentence rests on."""

from __future__ import annotations

import hashlib

from brief.ledger import FORMAT, digest
from brief.report.documents import Document
from brief.schema import CheckedClaim, Record


def ledger(document: Document, record: Record, rendered: bytes | None, *, version: str) -> Document:
    """`brief.ledger/2`, its digest over all the rest.

    `rendered` is the file that it is to lie beside, None where there is none; `version` is ours.
    """
    whole: Document = {
        "schema": FORMAT,
        "sha256": None if rendered is None else hashlib.sha256(rendered).hexdigest(),
        "made": {
            "brief": version,
            "verifier": record.verifier,
            "engine": record.engine,
            "prompts": dict(record.prompts),
        },
        "document": document,
        "sentences": [
            {"text": text, "claims": [_claim(claim) for claim in claims]}
            for text, claims in record.sentences
        ],
    }
    return {**whole, "digest": digest(whole)}


def _claim(claim: CheckedClaim) -> Document:
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "verdict": claim.verdict.label,
        "score": round(claim.verdict.score, 4),
        "reasons": list(claim.verdict.reasons),
        "evidence": [
            {
                "article_id": evidence.article.id,
                "version_sha256": evidence.article.version,
                "quote": evidence.sentence.text,
                "start": evidence.sentence.start,
                "end": evidence.sentence.end,
            }
            for evidence in claim.evidence
        ],
    }
