"""Evidence as a model reads it: numbered sentences, one a line, below their date and outlet.

What articles say is untrusted: each sentence is one line without anything invisible or any tag,
so that no text can end its line, its number or the evidence. Sentences that speak to a model
instead of a reader are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brief.llm.instructions import addresses_a_model
from brief.llm.visible import inert
from brief.schema import Article, Evidence

_ROUND = str.maketrans("[]", "()")  # a bracket would end the heading
BUDGET = 1200  # tokens of evidence in one prompt at most


@dataclass(frozen=True, slots=True)
class Packed:
    """The evidence of one prompt: its lines, and what each number stands for."""

    text: str
    by_number: dict[int, Evidence]


def pack(evidence: Sequence[Evidence], budget: int = BUDGET) -> Packed:
    """The best-scored sentences that fit into `budget` tokens, none of them cut.

    They are numbered by date, then as they stand in their article, so that a later report is read
    after what it changes.
    """
    chosen: list[Evidence] = []
    headed: set[str] = set()
    for item in sorted(evidence, key=lambda e: -e.score):
        if addresses_a_model(item.sentence.text):
            continue
        cost = tokens(inert(item.sentence.text)) + 3
        if item.article.id not in headed:
            cost += tokens(_heading(item.article)) + 1
        if cost <= budget:
            budget -= cost
            headed.add(item.article.id)
            chosen.append(item)
    chosen.sort(key=lambda e: (e.article.published, e.article.id, e.sentence.start))
    lines, numbered, last = [], {}, ""
    for number, item in enumerate(chosen, start=1):
        if item.article.id != last:
            last = item.article.id
            lines.append(_heading(item.article))
        lines.append(f"{number}. {inert(item.sentence.text)}")
        numbered[number] = item
    return Packed("\n".join(lines), numbered)


def tokens(text: str) -> int:
    """How many tokens a text has at most, as far as one can tell without the model's own count.

    >>> tokens("The council attached 17 conditions.")
    12
    """
    return -(-len(text.encode()) // 3)


def _heading(article: Article) -> str:
    """Date and outlet, as the rest of the line stands for both; an order is no outlet."""
    named = "" if addresses_a_model(article.outlet) else inert(article.outlet)
    named = named.translate(_ROUND)[:60]
    return f"[{article.published[:10] or 'undated'}{f', {named}' if named else ''}]"
