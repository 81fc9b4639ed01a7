"""Sentences of two statements: cut where it is safe, whole where anything reaches over the joint."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.verify import split_claims
from brief.verify.coordination import halves


def parts(sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in halves(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Malaysia banned raw exports and China offered technology.",
         ["Malaysia banned raw exports", "China offered technology."]),
        ("Exports rose by 3 % in May, while imports fell by 2 %.",
         ["Exports rose by 3 % in May", "imports fell by 2 %."]),
        ("The plant costs $745 million; the owner is Orrin Energy.",
         ["The plant costs $745 million", "the owner is Orrin Energy."]),
        ("Khazanah bought a stake in the mine and the port was sold to Petronas.",
         ["Khazanah bought a stake in the mine", "the port was sold to Petronas."]),
        ("Orrin may sell the plant, but Vessel has not offered a price.",
         ["Orrin may sell the plant", "Vessel has not offered a price."]),
        ("Exports rose, imports fell and prices were flat.", None),
        ("The fund and the ministry met in May.", None),
        ("The council approved the budget and the plan proposed in May.", None),
        ("The court suspended the rule and ordered a review.", None),
        ("The minister said exports rose and imports fell.", None),
        ("According to Reuters exports rose and imports fell.", None),
        ("Exports rose and imports fell, the ministry said.", None),
        ("The bank expects exports to rise and imports have fallen.", None),
        ("If exports rose and imports fell, the bank would act.", None),
        ("In May exports rose and imports fell.", None),
        ("Reportedly Orrin sold the plant and Vessel bought it.", None),
        ("The plant opened in May, and it cost $5 million.", None),
        ("Talks between China and Malaysia opened on Monday.", None),
        ("“Exports rose and imports fell,” he wrote.", None),
        ("The plant that Orrin owns was closed and Vessel was sold.", None),
    ],
)  # fmt: skip
def test_only_what_stands_alone_is_cut(sentence: str, expected: list[str] | None) -> None:
    assert parts(sentence) == (expected or [sentence])


def test_claims_are_the_halves_and_know_their_sentence() -> None:
    text = "Talks go on.\n\n- Orrin sold the plant [1] and Vessel has bought a mine [2].\n"
    _, first, second = split_claims(text)
    assert (first.text, second.text) == ("Orrin sold the plant", "Vessel has bought a mine")
    assert first.sentence_end == second.sentence_end == text.rindex(".") + 1


WORDS = st.lists(
    st.sampled_from(
        "Orrin Malaysia the plant and but ; , was sold fell rose [1] in May said 5 % while".split()
    ),
    max_size=25,
).map(" ".join)


@given(st.one_of(WORDS, st.text(max_size=80)))
def test_halves_are_ordered_and_within_the_sentence(sentence: str) -> None:
    end = 0
    for start, stop in halves(sentence):
        assert end <= start <= stop <= len(sentence)
        end = stop
