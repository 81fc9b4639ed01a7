"""The questions that one is made of."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter

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
        ("On Monday, who resigned, and why?", ["On Monday, who resigned", "why?"]),
        (
            "When the bank failed, who sold its loans, and at what price?",
            ["When the bank failed, who sold its loans", "at what price?"],
        ),
        ("What must it do, and within what time?", ["What must it do", "within what time?"]),
        ("How high was it in May, and in July?", ["How high was it in May", "in July?"]),
        ("Was it shut – and when?", ["Was it shut", "when?"]),
        ("Who wrote “Who Dares? A Life” and when?", ["Who wrote “Who Dares? A Life”", "when?"]),
        ("What did it do to rents and to wages?", ["What did it do to rents", "to wages?"]),
        ("How full was it in May? And in June?", ["How full was it in May", "And in June?"]),
        # one thing is asked
        ("Which firm built the plant, and is sued?", ["Which firm built the plant, and is sued?"]),
        ("Who signed and had signed it?", ["Who signed and had signed it?"]),
        ("On Monday, who resigned?", ["On Monday, who resigned?"]),
        ("When the bank failed, what did it owe?", ["When the bank failed, what did it owe?"]),
    ],
)
def test_each_thing_asked_is_a_part(question: str, parts: list[str]) -> None:
    assert [question[start:end] for start, end in questions_in(question)] == parts


@pytest.mark.parametrize(
    "question",
    [
        # a clause of what is asked for
        "Who is the man who shot the mayor and who was freed?",
        "Which minister who left in May and who now leads a bank was fined?",
        "What became of the people whose houses burnt and whose claims were refused?",
        "What is the film in which she plays a nurse and in which her brother appears?",
        "What is the difference between what Orrin promised and what it built?",
        "Which firm owns the mine, and is the largest employer?",
        "Who is accused of the fraud, and is the same man who ran the fund?",
        "Which firm is charged for its smoke and for its noise?",
        "Who is to buy the club and to rebuild the stadium?",
        "Which firm paid for the port and in return got the mine?",
        "How did Orrin, which owns the mine and which runs the port, react?",
        # two answers to choose from
        "Did the firm pay, or did it refuse?",
        "Who won? The Lynxes or the Orrels?",
        "Is the mine open? If not, why not?",
        # names
        "Which countries paid the alliance and WHO?",
        "Who played beside Anna Law, Jude Orr, and Will Smith?",
        "How much did it rain in March, April, and May this year?",
        'Who said "I know who did it and why" in court?',
        # nothing is asked
        "Who won the cup? Thanks!",
        "Is it true? Did Orrin resign?",
        "The port closed in May; is it open again?",
        "Orrin permit; Halden Point; conditions",
        "Orrin and how it treats its workers",
        "In May and in June how much rain fell?",
    ],
)
def test_what_belongs_together_is_one_part(question: str) -> None:
    assert questions_in(question) == [(0, len(question))]


@pytest.mark.parametrize(
    "question",
    [
        "Tell me who paid and who sold.",
        "What did she say of who paid and who sold?",
        "Who won, and did Orrel accept it?",
        "If Orrin wins, who pays and who gains?",
        "What did Orrin, who owns the mine, say, and what did the union reply?",
        "Which ministers dealt with the strike and with the tariff?",
        "Who runs the mine? Who runs the port?",
    ],
)
def test_what_is_asked_beside_something_else_is_a_part(question: str) -> None:
    assert len(questions_in(question)) == 2


@given(st.text(alphabet="who what and , ? has it the A", max_size=80))
def test_parts_are_in_order_and_apart(question: str) -> None:
    found = questions_in(question)
    assert found
    assert all(0 <= start <= end <= len(question) for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


def test_a_very_long_text_takes_no_time() -> None:
    started = perf_counter()
    questions_in("the man, who paid, and " * 1000)
    assert perf_counter() - started < 10
