"""Claims against evidence: split a text into statements, give each a verdict with its reasons."""

from __future__ import annotations

from brief.verify.statements import Statement, split_claims
from brief.verify.verifier import Verifier

__all__ = ["Statement", "Verifier", "split_claims"]
