"""The articles and their indexes: SQLite, tantivy and Chroma, which are known only here."""

from __future__ import annotations

from brief.library.contents import Place
from brief.library.intake import Added
from brief.library.store import ArticleStore, embedder_of

__all__ = ["Added", "ArticleStore", "Place", "embedder_of"]
