"""The questions that one is made of."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.retrieve.questions import questions_in


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who makes Xen and who sells it?", ["Who makes Xen", "who sells it?"]),
        ("Who runs it, and since when?", ["Who runs it", "since when?"]),
        ("What may he do, and under what condition?", ["What may he do", "under what condition?"]),
        (
            "Who bought the club, for how much, and with whose money?",
            ["Who bought the club", "for how much", "with whose money?"],
        ),
        (
            "How many fell in March, how many in May, and how many have got up?",
            ["How many fell in March", "how many in May", "how many have got up?"],
        ),
        ("What is her post, and has she kept it?", ["What is her post", "has she kept it?"]),
        ("Who won, and did Orrel accept it?", ["Who won", "did Orrel accept it?"]),
        # one thing is asked
        ("Which firm built the plant, and is sued?", ["Which firm built the plant, and is sued?"]),
        ("Who signed and had signed it?", ["Who signed and had signed it?"]),
        ("On Monday, who resigned?", ["On Monday, who resigned?"]),
        ("When the bank failed, what did it owe?", ["When the bank failed, what did it owe?"]),
    ],
)
def test_each_thing_asked_is_a_part(question: str, parts: list[str]) -> None:
    assert [question[start:end] for start, end in questions_in(question)] == parts


@given(st.text(alphabet="who what and , ? has it the A", max_size=80))
def test_parts_are_in_order_and_apart(question: str) -> None:
    found = questions_in(question)
    assert found
    assert all(0 <= start <= end <= len(question) for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
