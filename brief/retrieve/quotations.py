"""Sentences that a quotation holds together: what was said is not shown without who said it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from brief.schema import Sentence
from brief.text import PARAGRAPH_BREAK

LONGEST = 500  # characters that a quotation may join
_OPENS, _CLOSES = re.compile(r"[“„«]"), re.compile(r"[”»]")
_STRAIGHT = re.compile(r'(?<!\d)"')  # behind a figure it may mean inches


def whole_quotations(text: str, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of an article, those that one quotation runs through made one.

    Only within a paragraph, and only where the quotation is closed in LONGEST characters.

    >>> text = '"It failed. Nobody paid," she said. It rained.'
    >>> spans = [(0, 11), (12, 35), (36, 46)]
    >>> told = [Sentence("a", "v", n, *span, text[slice(*span)]) for n, span in enumerate(spans)]
    >>> [sentence.text for sentence in whole_quotations(text, told)]
    ['"It failed. Nobody paid," she said.', 'It rained.']
    """
    joined: list[Sentence] = []
    waiting = list(sentences)
    while waiting:
        first = waiting.pop(0)
        for further, last in enumerate(waiting, start=1):
            if last.end - first.start > LONGEST or not _open(text[first.start : last.start]):
                break
            if PARAGRAPH_BREAK.search(text, first.start, last.start):
                break
            if not _open(text[first.start : last.end]):
                spoken = text[first.start : last.end]
                first = replace(first, end=last.end, text=spoken)
                del waiting[:further]
                break
        joined.append(first)
    return joined


def _open(text: str) -> bool:
    """Whether a quotation is begun in the text and not ended."""
    curly = len(_OPENS.findall(text)) > len(_CLOSES.findall(text))
    return curly or len(_STRAIGHT.findall(text)) % 2 == 1
