"""From a source to articles: files, folders, saved pages, text dumps, markdown, JSON Lines."""

from __future__ import annotations

from brief.ingest.count import count
from brief.ingest.extract import extract
from brief.ingest.files import Skipped, read

__all__ = ["Skipped", "count", "extract", "read"]
