"""A manuscript's claims, each with its verdict: the source that the text names is asked first."""

from __future__ import annotations

from brief.check.checking import Opinion, check
from brief.check.grounds import GivenArticles, Grounds, LibraryArticles

__all__ = ["GivenArticles", "Grounds", "LibraryArticles", "Opinion", "check"]
