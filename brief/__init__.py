"""Answers, briefings and fact-checks from news articles, with evidence for every sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brief.app import Library

__all__ = ["Library", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # On first use only: `brief --help` needs the version and nothing else from here.
    if name == "Library":
        from brief.app import Library

        return Library
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
