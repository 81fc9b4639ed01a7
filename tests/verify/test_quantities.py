"""Figures in text and whether one bears out another."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.verify.quantities import quantities
from brief.verify.same_quantities import bears_out, same_digits


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("16.1 million metric tons", 16.1e6, "mass"),
        ("16.1 Mt", 16.1e6, "mass"),
        ("$1.2bn", 1.2e9, "USD"),
        ("1.2 billion dollars", 1.2e9, "USD"),
        ("RM12.5 million", 12.5e6, "MYR"),
        ("£3m", 3e6, "GBP"),
        ("54.2 per cent", 54.2, "percent"),
        ("54.2%", 54.2, "percent"),
        ("one in five", 20, "percent"),
        ("rose by a fifth", 20, "percent"),
        ("half of all", 50, "percent"),
        ("two thirds of it", 200 / 3, "percent"),
        ("a quarter of a percentage point", 0.25, "points"),
        ("25 basis points", 0.25, "points"),
        ("twenty-one ships", 21, "count"),
        ("two dozen ships", 24, "count"),
        ("1,200 people", 1200, "count"),
        ("a million people", 1e6, "count"),
        ("the third time", 3, "ordinal"),
        ("a 17-year-old boy", 17, "age"),
        ("180 million cubic metres", 180e9, "volume"),
        ("twelve years", 12 * 31557600, "time"),
        ("half a million people", 500_000, "count"),
        ("a half-billion dollars", 500e6, "USD"),
        ("three quarters of a million doses", 750_000, "count"),
        ("half an hour", 1800, "time"),
        ("half a per cent", 0.5, "percent"),
        ("one and a half million euros", 1.5e6, "EUR"),
        ("two-and-a-half years", 2.5 * 31557600, "time"),
        ("a year and a half", 1.5 * 31557600, "time"),
        ("over two and a half million tonnes", 2.5e6, "mass"),
        ("40 degrees Celsius", 40, "celsius"),
        ("a wall 95 m high", 95, "length"),
        ("£3m high-speed line", 3e6, "GBP"),
        ("5 trillion won", 5e12, "KRW"),
        ("a 50,000-won note", 50_000, "KRW"),
        ("12 candidates won", 12, "count"),
        ("of them, 12 won", 12, "count"),
    ],
)
def test_one_figure(text: str, value: float, dimension: str) -> None:
    (figure,) = quantities(text)
    assert math.isclose(figure.low, value)
    assert (figure.low, figure.dimension) == (figure.high, dimension)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10 to 15 per cent", 10, 15),
        ("10-15 Mt", 10e6, 15e6),
        ("between 5 and 7 million people", 5e6, 7e6),
        ("3.5% to 4%", 3.5, 4),
    ],
)
def test_ranges(text: str, low: float, high: float) -> None:
    (figure,) = quantities(text)
    assert (figure.low, figure.high) == (low, high)


@pytest.mark.parametrize("text", ["The council voted 4 to 7.", "a 4-7 vote", "They won 2-3."])
def test_a_score_is_no_range(text: str) -> None:
    assert len(quantities(text)) == 2


@pytest.mark.parametrize("text", ["won 4 to 7 seats", "won by 10 to 15 per cent", "4 to 7 ships"])
def test_what_was_won_may_be_a_range(text: str) -> None:
    assert len(quantities(text)) == 1


@pytest.mark.parametrize(
    "text", ["from 10 to 15 per cent", "6.75 per cent and 6.5 per cent", "12 in three cities"]
)
def test_a_change_or_a_list_is_no_range(text: str) -> None:
    assert len(quantities(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "no figure here",
        "a third term",
        "hundreds of people",
        "v2.0.1",
        "open 24/7",
        "A4",
        "Covid-19",
    ],
)
def test_no_figure(text: str) -> None:
    assert [q for q in quantities(text) if q.dimension not in ("ordinal",)] == []


SUPPORTED = [
    ("16.1 million metric tons", "16.1 Mt"),
    ("$1.2bn", "1.2 billion dollars"),
    ("16 million tonnes", "16.1 million tonnes"),  # rounds as written
    ("about 60 million", "61 million"),
    ("some 55 per cent", "54.2 per cent"),
    ("about 1,200", "1,150"),
    ("almost four weeks", "26 days"),
    ("more than 40", "45"),
    ("at least 40", "40"),
    ("up to 40", "38"),
    ("20 per cent", "one in five"),
    ("a third of them", "34 per cent of them"),
    ("33 per cent", "a third of them"),
    ("between 10 and 15", "12"),
    ("40", "about 40"),
    ("12 months", "one year"),
    ("half a million people", "some 500,000 people"),
    ("about 250,000 people", "a quarter of a million people"),
    ("2.5 years", "two and a half years"),
    ("104°F", "40 degrees Celsius"),
    ("a rise of 3.6°F", "a rise of 2°C"),
    ("38°C", "100°F"),  # 37.8
    ("40 degrees", "40°C"),
    ("95 m", "95 metres tall"),
]
NOT_SUPPORTED = [
    ("61 million tonnes", "16.1 million tonnes"),
    ("60 million", "61 million"),  # one digit, no hedge
    ("some 58 per cent", "54.2 per cent"),  # nobody rounds so
    ("about 60 per cent", "54.2 per cent"),
    ("45", "more than 40"),  # surer than the source
    ("more than 40", "38"),
    ("more than 40", "400"),  # true, and misleading
    ("$1.2bn", "1.2 billion euros"),
    ("12 per cent", "12 percentage points"),
    ("12", "between 10 and 15"),
    ("1.2 million", "1.2 billion"),
    ("third", "second"),
    ("between 1 and 100", "12"),
    ("half a million people", "a million people"),
    ("two years", "two and a half years"),
    ("40°C", "40°F"),
    ("95 m", "95 million tonnes"),
]


@pytest.mark.parametrize(("claim", "source"), SUPPORTED)
def test_borne_out(claim: str, source: str) -> None:
    assert bears_out(quantities(claim)[0], quantities(source)[0])


@pytest.mark.parametrize(("claim", "source"), NOT_SUPPORTED)
def test_not_borne_out(claim: str, source: str) -> None:
    assert not bears_out(quantities(claim)[0], quantities(source)[0])


def test_a_wrong_magnitude_is_recognised() -> None:
    assert same_digits(quantities("$745 billion")[0], quantities("$745 million")[0])
    assert same_digits(
        quantities("180 million litres")[0], quantities("180 million cubic metres")[0]
    )
    assert not same_digits(quantities("$745 million")[0], quantities("$620 million")[0])


def test_a_row_of_hundreds_of_digits_is_no_figure() -> None:
    digits = "9" * 400
    assert quantities(f"{digits} tons, {digits} in 5, {digits}th") == ()


def test_figures_may_be_as_far_apart_as_can_be() -> None:
    (huge,), (tiny,) = quantities("25" + 300 * "0"), quantities(f"0.{300 * '0'}26")
    assert not bears_out(huge, tiny)
    assert not same_digits(huge, tiny)


@given(st.text(max_size=120) | st.lists(st.sampled_from(
    ["$", "1", "2.5", ",", "000", " ", "million", "bn", "%", "to", "-", "between", "and", "half",
     "a", "of", "one", "in", "five", "year", "-old", "€", "third", "about", "/", ".", "over"]
), max_size=15).map("".join))  # fmt: skip
def test_figures_are_ordered_slices_with_finite_values(text: str) -> None:
    end = 0
    for figure in quantities(text):
        assert end <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.text
        assert math.isfinite(figure.low)
        assert figure.low <= figure.high
        assert bears_out(figure, figure) or figure.low < figure.high
        end = figure.end


@given(st.integers(1, 10**12))
def test_thousands_separators_and_spelling_of_magnitudes_say_the_same(number: int) -> None:
    (plain,), (separated,) = quantities(f"{number} ships"), quantities(f"{number:,} ships")
    assert plain.low == separated.low == number
    assert bears_out(plain, separated)


@given(st.integers(101, 998), st.integers(101, 998), st.sampled_from(["million", "billion"]))
def test_another_figure_of_as_many_digits_is_not_borne_out(
    one: int, other: int, magnitude: str
) -> None:
    (claim,), (source,) = quantities(f"{one} {magnitude} t"), quantities(f"{other} {magnitude} t")
    if one % 10 and other % 10:  # a zero at the end may be rounding
        assert bears_out(claim, source) == (one == other)
