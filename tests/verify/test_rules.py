"""Figures, dates and names as the rules read them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.verify.dates import dates
from brief.verify.names import names
from brief.verify.quantities import bears_out, quantities
from brief.verify.tokens import tokens


@pytest.mark.parametrize(
    ("claim", "source", "fits"),
    [
        ("$1.2bn", "1.2 billion dollars", True),
        ("16.1 Mt", "16.1 million metric tons", True),
        ("16 million tons", "61 million tons", False),
        ("6.4 per cent", "6.4%", True),
        ("6.4 per cent", "6.1 per cent", False),
        ("more than 40 people", "45 people", True),
        ("more than 50 people", "45 people", False),
        ("twelve ships", "12 ships", True),
        ("$90 million", "90 million euros", False),
    ],
)
def test_figures_bear_each_other_out_or_not(claim: str, source: str, fits: bool) -> None:
    (mine,), (theirs,) = quantities(claim), quantities(source)
    assert bears_out(mine, theirs) is fits


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("on 2 October 2025", (2025, 10, 2)),
        ("on October 2, 2025", (2025, 10, 2)),
        ("on 2025-10-02", (2025, 10, 2)),
        ("in April 2025", (2025, 4, None)),
        ("in 2019", (2019, None, None)),
    ],
)
def test_dates_in_their_usual_forms(text: str, read: tuple[int, int | None, int | None]) -> None:
    (when,) = dates(text)
    assert (when.year, when.month, when.day) == read


def test_a_weekday_is_read_from_the_day_of_publication() -> None:
    (when,) = dates("on Thursday", date(2025, 10, 4))  # a Saturday
    assert (when.year, when.month, when.day) == (2025, 10, 2)


@given(st.integers(1, 999_999), st.sampled_from(["tonnes", "people", "km", "%"]))
def test_a_figure_bears_itself_out(value: int, unit: str) -> None:
    (figure,) = quantities(f"{value:,} {unit}")
    assert bears_out(figure, figure)
    assert not bears_out(figure, quantities(f"{value * 3 + 7:,} {unit}")[0])


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for found in (*quantities(text), *dates(text), *names(text, tokens(text))):
        assert 0 <= found.start < found.end <= len(text)
