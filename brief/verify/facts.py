"""What a sentence says that rules can compare: read once, kept for every claim that meets it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate

from brief.verify import dates, names, polarity, quantities, quotations
from brief.verify.spans import Taken
from brief.verify.tokens import Token, plain, tokens


@dataclass(frozen=True, slots=True)
class Facts:
    """A sentence taken apart; spans and positions refer to `text`, which is free of markdown."""

    text: str
    published: date | None
    tokens: tuple[Token, ...]
    dates: tuple[dates.When, ...]
    quantities: tuple[quantities.Quantity, ...]
    names: tuple[names.Name, ...]
    quotations: tuple[quotations.Quotation, ...]
    negations: tuple[polarity.Scope, ...]
    hedges: tuple[polarity.Scope, ...]
    refusals: tuple[polarity.Scope, ...]
    stems: frozenset[str]  # of the content words
    rank: tuple[int, ...]  # for each token how many content words stand before it


@lru_cache(maxsize=8192)
def facts(raw: str, published: date | None = None) -> Facts:
    """Take a sentence apart; `published` resolves "Thursday" and the year of "in April"."""
    text = plain(raw)
    words = tokens(text)
    when = dates.dates(text, published)
    figures = quantities.quantities(text, [(d.start, d.end) for d in when])
    taken = Taken(text, [(d.start, d.end) for d in when] + [(q.start, q.end) for q in figures])
    return Facts(
        text,
        published,
        words,
        when,
        figures,
        tuple(name for name in names.names(text, words) if not taken.meets(name.start, name.end)),
        quotations.quotations(text),
        polarity.negations(text, words),
        polarity.hedges(text, words),
        polarity.refusals(text, words),
        frozenset(word.stem for word in words if word.content),
        tuple(accumulate((word.content for word in words[:-1]), initial=0)) if words else (),
    )


def with_opening_name(read: Facts, familiar: Collection[str]) -> Facts:
    """The same sentence, its first word taken for a name if it is `familiar` as one.

    Alone, the first word of a sentence does not show whether it is a name.
    """
    if read.names and read.names[0].start == 0:
        return read
    name = names.opening_name(read.tokens, familiar)
    return replace(read, names=(name, *read.names)) if name else read
