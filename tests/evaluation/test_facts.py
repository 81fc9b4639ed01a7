from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from brief.evaluation.facts import Number, Phrase, met, occurs

words = st.text(st.characters(categories=["Ll"], max_codepoint=0x17F), min_size=3, max_size=9)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Number(16.1, "million"), "about 16.1 million metric tons"),
        (Number(16.1, "million", "tonnes"), "16.1 million metric tons"),
        (Number(16.1, "million", "tonnes"), "16,100,000 tonnes"),
        (Number(240000), "240 000 doses"),
        (Number(240000), "240,000 doses were lost"),
        (Number(240, "thousand"), "240,000 doses"),
        (Number(1.2, "billion"), "$1.2bn"),
        (Number(1.2, "billion", "$"), "$1.2bn"),
        (Number(130, "million", "crowns"), "130 million Marrovian crowns"),
        (Number(9, "", "%"), "nine per cent"),
        (Number(18, "", "%"), "an 18-percent rise"),
        (Number(8, "", "percent"), "a tariff of 8%"),
        (Number(24), "twenty-four members"),
        (Number(24), "two dozen"),
        (Number(100), "a hundred"),
        (Number(140), "cost 140 million"),  # magnitude left out: any
        (Number(17), "17 conditions"),
        (Number(100, tolerance=0.05), "some 104 of them"),
        (Number(2, "million"), "between 1.5 and 2 million"),
        (Number(3), "It lost 3."),
    ],
)
def test_a_number_is_read(fact: Number, text: str) -> None:
    assert met(fact, text)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Number(16.1, "million"), "16.1 billion tons"),
        (Number(16.1, "million"), "61 million"),
        (Number(16.1, "million", "tonnes"), "16.1 million people"),
        (Number(6.1), "16.1"),
        (Number(16), "16.1"),
        (Number(9, "", "%"), "9 months"),
        (Number(17), "on 17 March"),
        (Number(17), "on March 17, 2025"),
        (Number(17), "the 17th of March"),
        (Number(2), "SARS-CoV-2 and G2"),
        (Number(100, tolerance=0.05), "some 106 of them"),
        (Number(24), "24.5"),
    ],
)
def test_another_number_is_not_taken_for_it(fact: Number, text: str) -> None:
    assert not met(fact, text)


@given(
    st.integers(1, 999_999),
    st.sampled_from(["", " thousand", " million", " billion"]),
    words,
    words,
)
def test_a_written_number_is_met_whatever_stands_around_it(
    value: int, scale: str, before: str, after: str
) -> None:
    text = f"{before} {value:,}{scale} of {after}"
    assert met(Number(value, scale.strip()), text)
    assert not met(Number(value + 1, scale.strip()), text)
    assert not met(Number(value, "trillion"), text)


@given(st.floats(0.01, 9999).map(lambda value: round(value, 2)), st.floats(0, 0.2))
def test_tolerance_is_relative(value: float, tolerance: float) -> None:
    fact = Number(value, "million", tolerance=tolerance)
    assert met(fact, f"{value} million")
    assert not met(fact, f"{value * 1.3 + 0.02:.2f} million")


@pytest.mark.parametrize(
    ("wording", "text", "found"),
    [
        ("Khazanah", "Khazanah’s partner", True),
        ("raw rare earth", "raw rare earths", True),
        ("rare-earth", "rare‑earth ore", True),
        ("ban", "an urban plan", False),
        ("61 million", "161 million", False),
        ("1 million", "61 million", False),
        ("20%", "a 20% stake", True),
        ("$5", "US$5", True),
        ("2019", "20195", False),
        ("first  line", "first\nline", True),
    ],
)
def test_a_wording_is_found_at_the_start_of_a_word(wording: str, text: str, found: bool) -> None:
    assert occurs(wording, text) is found


@given(words, words, words)
def test_a_phrase_is_met_by_any_of_its_wordings(one: str, other: str, rest: str) -> None:
    assume(not rest.startswith((one, other)) and not other.startswith(one))
    fact = Phrase((one, other))
    assert met(fact, f"{rest} {other}.")
    assert met(fact, f"({one.upper()})") or one.upper().lower() != one
    assert not met(fact, rest)
