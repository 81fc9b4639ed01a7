"""The statements of a manuscript, and each as its reader sees it: without markup, on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief.manuscript import COVER, prose
from brief.schema import Manuscript
from brief.verify import split_claims
from brief.verify.statements import Statement


def statements(manuscript: Manuscript) -> list[tuple[Statement, str]]:
    """Every statement as it stands in the text, in order, and what is judged of it."""
    return list(_statements(manuscript))


def _statements(manuscript: Manuscript) -> Iterator[tuple[Statement, str]]:
    seen = prose(manuscript)
    for found in split_claims(seen):
        start, end = found.start, found.end
        while start < end and _is_nothing(seen[start]):
            start += 1
        while start < end and _is_nothing(seen[end - 1]):
            end -= 1
        said = manuscript.text[start:end]
        yield Statement(said, start, end, found.sentence_end), _words(seen[start:end])


def _is_nothing(letter: str) -> bool:
    return letter == COVER or letter.isspace()


def _words(seen: str) -> str:
    return re.sub(" {2,}", " ", seen.replace(COVER, ""))
