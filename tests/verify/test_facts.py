"""Taking a sentence apart takes time in proportion to its length."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest

from brief.verify.facts import facts


def seconds(text: str) -> float:
    """The least time that it took of two times."""
    found = []
    for _ in range(2):
        facts.cache_clear()
        begun = process_time()
        facts(text, date(2025, 10, 2))
        found.append(process_time() - begun)
    return min(found)


@pytest.mark.parametrize("piece", ["7 ", "May 2025 ", "not ", "“a "])
def test_the_time_grows_with_the_length_not_with_its_square(piece: str) -> None:
    facts(piece, date(2025, 10, 2))  # loads the stemmer
    short, long = (seconds(piece * (length // len(piece))) for length in (800, 12_800))
    assert long < 64 * short  # 16 times as long, of which the square is 256


def test_a_range_of_ranges_is_none() -> None:
    assert [q.text for q in facts("They sold 1-2-3-4 ships.").quantities] == ["1-2", "3-4"]
