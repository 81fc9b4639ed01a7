"""What a question names and the library does not hold: reasons to decline it before reading on.

An outlet that is cited and not held, and a name that no article of the outlets cited mentions.
A question that cites no outlet is left to the reader of the evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brief.retrieve.outlets import shaped, subject
from brief.retrieve.search import narrowed

if TYPE_CHECKING:
    from brief.library import ArticleStore
    from brief.retrieve.analyse import Query
    from brief.schema import Filters


def lacking(read: Query, store: ArticleStore, filters: Filters | None) -> str:
    """Why the library cannot answer the question, in words; "" where nothing is known to lack.

    A name counts as mentioned where one passage, with its title, holds all its words.
    """
    if not read.english:
        return ""
    missing = [named.name for named in read.named if not named.outlets]
    missing = [name for name in dict.fromkeys(missing) if not _body(name, read, store)]
    if missing:
        return f"The library has no article of {_either(missing)}."
    if not read.outlets:
        return ""
    if filters and filters.outlets and not set(read.outlets) & set(filters.outlets):
        return f"{_either(read.outlets)} is not among the outlets asked for."
    wanted = narrowed(filters, read.outlets)
    unknown = [name for name in read.names if not store.mentions(name, wanted)]
    if not unknown:
        return ""
    return f"No article of {_either(read.outlets)} mentions {_either(unknown)}."


def _body(name: str, read: Query, store: ArticleStore) -> bool:
    """Whether a name cited like an outlet is that of a body which articles speak of: "Acme report".

    Beside other outlets it is taken for one, unless it is what the question is about.
    """
    asked = len(read.named) == 1 or any(
        subject(read.text, named) for named in read.named if named.name == name
    )
    return asked and not shaped(name) and bool(store.mentions(name))


def _either(names: tuple[str, ...] | list[str]) -> str:
    """
    >>> _either(["A", "B", "C"])
    'A, B or C'
    """
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
