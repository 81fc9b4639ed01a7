"""Names, opposites, denials and coverage: what the rules are made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.text import stem
from brief.verify.coverage import align, likeness_of, share, weights
from brief.verify.facts import facts
from brief.verify.grammar import doers, speakers
from brief.verify.names import known, spoken_of
from brief.verify.opposites import opposite
from brief.verify.polarity import hedges, negations
from brief.verify.tokens import tokens


@pytest.mark.parametrize(
    ("name", "text", "same"),
    [
        ("Greta Holmsund", "Health Minister Holmsund spoke.", True),
        ("Greta Holmsund", "Osric Holmsund spoke.", False),
        ("Greta Holmsund", "Health Minister Valdane spoke.", False),
        ("Lumera Biologics", "The company Lumera won.", True),
        ("Marrovian Grid Authority", "The MGA agreed.", True),
        ("MGA", "The Marrovian Grid Authority agreed.", True),
        ("France", "The French government agreed.", True),
        ("Beijing", "China agreed.", True),
        ("Germany", "The French government agreed.", False),
        ("Bank of Corvane", "The Bank of Ruvenia agreed.", False),
    ],
)
def test_a_name_is_spoken_of_in_other_forms(name: str, text: str, same: bool) -> None:
    (found,) = facts(f"They met {name} there.").names
    assert spoken_of(found, known(text)) is same


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        ("rose", "fell", True),
        ("approved", "vetoed", True),
        ("exports", "imports", True),
        ("rose", "grew", False),
        ("rose", "table", False),
        ("rose", "rose", False),
    ],
)
def test_opposites(one: str, other: str, opposed: bool) -> None:
    assert opposite(stem(one), stem(other)) is opposed
    assert opposite(stem(other), stem(one)) is opposed


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("The fund did not pay the bill.", ["pay bill"]),
        ("It didn't pay, but sold the ship.", ["pay"]),
        ("Without a loan the yard closed.", ["loan yard closed"]),
        ("Orrin denied paying bribes.", ["paying bribes"]),
        ("The fund not only paid the bill.", []),
        ("No doubt it paid no later than May.", []),
        ("The fund paid.", []),
    ],
)
def test_denials_and_what_they_reach(text: str, denied: list[str]) -> None:
    words = tokens(text)
    found = negations(text, words)
    assert [" ".join(words[p].text for p in scope.words) for scope in found] == denied


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Orrin may close its yard.", ["may"]),
        ("In May Orrin closed its yard.", []),
        ("The deal would end in June.", []),
        ("If it rained the deal would end.", ["If", "would"]),
    ],
)
def test_what_is_left_open(text: str, marked: list[str]) -> None:
    assert [scope.marker for scope in hedges(text, tokens(text))] == marked


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The fund said Orrin sued Vessel.", "sued", ["Orrin"]),
        ("Before that, Joran Pell from Orrin sued it.", "sued", ["Joran Pell"]),
        ("The yard was sold by Orrin.", "sold", ["Orrin"]),
        ("The chairman of Orrin resigned.", "resigned", []),
    ],
)
def test_who_does_it(text: str, verb: str, expected: list[str]) -> None:
    read = facts(text)
    place = next(n for n, token in enumerate(read.tokens) if token.text == verb)
    assert [name.text for name in doers(read, place)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The port is safe, Greta Holmsund said.", ["Greta Holmsund"]),
        ("The port is safe, said Greta Holmsund.", ["Greta Holmsund"]),
        ("According to Greta Holmsund, it is safe.", ["Greta Holmsund"]),
        ("Greta Holmsund opened the port.", []),
    ],
)
def test_who_says_it(text: str, expected: list[str]) -> None:
    assert [name.text for name in speakers(facts(text))] == expected


def test_a_word_is_laid_beside_its_own_or_the_likest() -> None:
    claim, source = facts("Ships dock rarely."), facts("Boats and ships dock.")
    cosines = np.zeros((len(claim.tokens), len(source.tokens)), dtype=np.float32)
    cosines[2, 0] = 0.4
    found = align(claim, source, cosines)
    assert found.place == (2, 3, 0)
    assert found.likeness == pytest.approx((1.0, 1.0, 0.45))


def test_the_share_covered_is_weighted() -> None:
    assert share([1.0, 0.0, 0.5], [2.0, 1.0, 1.0]) == pytest.approx(2.5 / 4)
    assert share([], []) == share([0.0], [0.0]) == 1.0


def test_a_likeness_grows_with_the_cosine_from_nothing_to_all() -> None:
    assert [likeness_of(c) for c in (-1, 0.2, 0.4, 0.6, 1)] == pytest.approx([0, 0, 0.5, 1, 1])


def test_figures_have_no_weight_and_names_have_more() -> None:
    assert weights(facts("They saw Orrin pay 300 crowns last week.")) == pytest.approx(
        (0, 1, 1.2, 1, 0, 1, 0, 0)
    )


@given(st.text(max_size=80))
def test_any_sentence_can_be_taken_apart(text: str) -> None:
    read = facts(text)
    for found in (*read.names, *read.quantities, *read.dates, *read.quotations):
        assert 0 <= found.start < found.end <= len(read.text)
    for scope in (*read.negations, *read.hedges, *read.refusals):
        assert all(read.tokens[place].content for place in scope.words)
