"""Whether a sentence speaks of the time that a question names: "in May", "on 7 March 2025"."""

from __future__ import annotations

from collections.abc import Sequence

from brief.verify.dates import When, dates, published_on
from brief.verify.same_dates import borne_out


def named(question: str) -> tuple[When, ...]:
    """The dates a question names, as far as it fixes them; "last week" fixes nothing.

    >>> [when.text for when in named("How full was the reservoir in May, and how full last year?")]
    ['May']
    """
    return tuple(when for when in dates(question) if when.year or when.month)


def timely(asked: Sequence[When], sentence: str, published: str) -> bool:
    """Whether the sentence gives one of the dates asked for, or was published then.

    Asked for nothing, every sentence is timely. `published` is ISO 8601, "" where unknown.

    >>> timely(named("What was inflation in March?"), "It rose to 6.4 per cent.", "2025-03-30")
    True
    >>> timely(named("What was inflation in March?"), "It was 5.2 per cent in May.", "2025-06-12")
    False
    """
    if not asked:
        return True
    day = published_on(published)
    told = dates(sentence, day)
    return any(borne_out(when, told, day) for when in asked)
