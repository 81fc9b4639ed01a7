"""What a question asks for, and whether a sentence offers it."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.retrieve import answer_type
from brief.retrieve.answer_type import asked, offers


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(answer_type).failed == 0


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How old is the mediator?", "age"),
        ("For how many weeks was the port shut?", "duration"),
        ("In what year was the firm founded?", "year"),
        ("By what date must they answer?", "time"),
        ("What share of the plant did it buy?", "percent"),
        ("How high was inflation in March?", "percent"),
        ("What does a dose cost?", "other"),
        ("What is the price of neodymium?", "money"),
        ("How much did the ministry pay for the doses?", "money"),
        ("How tall is the dam?", "length"),
        ("How many doses were delivered?", "count"),
        ("How much water was released?", "amount"),
        ("Which city will host it?", "place"),
        ("Who opposed the increase?", "person"),
        ("Which company runs the plant?", "name"),
        ("What caused the delay?", "reason"),
        ("Has anything been signed?", "polar"),
        ("What did the minister announce?", "other"),
    ],
)
def test_kind_of_a_question(question: str, kind: str) -> None:
    assert asked(question).kind == kind


@pytest.mark.parametrize(
    ("question", "offering", "lacking"),
    [
        ("How old is Bram?", "Bram, 54, leads the union.", "Bram leads 54 unions."),
        ("How many doses came?", "Some 600,000 doses came.", "The doses cost $600,000."),
        ("What is the price of graphite?", "Graphite fell to $510 a tonne.", "It sold 510 tonnes."),
        ("When did it start?", "It began on 3 March.", "It began with a walkout."),
        ("What percentage voted yes?", "71.6 per cent voted yes.", "There were 71 votes."),
        ("How long did it last?", "It lasted nine days.", "It lasted, said nine dockers."),
        ("Who opposed it?", "It was opposed by Anna Eikeland.", "It was opposed by many."),
        ("How tall is the dam?", "The dam is 84 metres high.", "The dam holds 84 million tonnes."),
        ("Why was it shut?", "It was shut because of the strike.", "It was shut."),
    ],
)
def test_a_sentence_offers_what_is_asked_or_not(question: str, offering: str, lacking: str) -> None:
    wanted = asked(question)
    assert offers(wanted, offering, question) == 1.0
    assert offers(wanted, lacking, question) < 1.0


def test_a_name_that_the_question_holds_is_no_answer() -> None:
    question = "Who runs Khazanah Nasional?"
    assert offers(asked(question), "It would partner with Khazanah Nasional.", question) == 0.0


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_question_and_sentence_can_be_read(question: str, sentence: str) -> None:
    assert 0.0 <= offers(asked(question), sentence, question) <= 1.0
