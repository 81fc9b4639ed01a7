"""Question → passages → evidence: what the question asks for, and where the articles say it."""

from __future__ import annotations

from brief.retrieve.analyse import Part, Query, analyse
from brief.retrieve.evidence import EvidenceFinder, Reading
from brief.retrieve.search import Found, Retriever

__all__ = ["EvidenceFinder", "Found", "Part", "Query", "Reading", "Retriever", "analyse"]
