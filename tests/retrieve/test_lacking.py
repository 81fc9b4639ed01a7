"""Why a question is declined before anything is read."""

from __future__ import annotations

from typing import Any

import pytest

from brief.retrieve.analyse import analyse
from brief.retrieve.lacking import lacking
from brief.schema import Filters

HELD = {"Harbour Gazette": "Pets Best insures dogs.", "The Tide": "Ada Lind of Acme spoke."}


class Held:
    """Stands for a library of one article an outlet."""

    def mentions(self, name: str, filters: Filters | None = None) -> int:
        wanted = (filters and filters.outlets) or tuple(HELD)
        return sum(all(word in HELD[outlet] for word in name.split()) for outlet in wanted)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What does The Tide say of Ada Lind?", ""),
        ("What is the price of oil?", ""),
        (
            "What do a Tide Weekly article and an article from The Tide say of Ada Lind?",
            "The library has no article of Tide Weekly.",
        ),
        (
            "What does The Tide article on Pets Best say?",
            "No article of The Tide mentions Pets Best.",
        ),
        ("What did Acme report about dogs?", ""),  # articles speak of it: no outlet
        ("What does The Tide say about an Acme report?", ""),
        (
            "What do an Acme report and an article from The Tide say?",
            "The library has no article of Acme.",
        ),
        ("Que dit l'article du Monde sur les chiens et les chats ?", ""),  # not in English
    ],
)
def test_what_is_named_and_not_there(question: str, reason: str) -> None:
    library: Any = Held()
    assert lacking(analyse(question, outlets=HELD, as_of=None), library, None) == reason


@pytest.mark.parametrize(
    ("outlets", "reason"),
    [
        (("Harbour Gazette",), "The Tide is not among the outlets asked for."),
        (("The Tide", "Harbour Gazette"), ""),
        ((), ""),
    ],
)
def test_an_outlet_that_is_not_looked_at_is_said_to_be_left_out(
    outlets: tuple[str, ...], reason: str
) -> None:
    library: Any = Held()
    read = analyse("What does The Tide say of Ada Lind?", outlets=HELD, as_of=None)
    assert lacking(read, library, Filters(outlets=outlets)) == reason
