from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.retrieve.analyse import Query, analyse

OUTLETS = ("The Verge", "TechLedger", "Fortune", "The Sellen Courier")


def read(question: str) -> Query:
    return analyse(question, outlets=OUTLETS, as_of=date(2025, 11, 22))


def test_a_plain_question_is_one_part_with_its_names() -> None:
    question = "Which fund may partner in the Malaysian refinery for 16.1 million tonnes?"
    query = read(question)
    assert [part.text for part in query.parts] == [question]
    assert query.names == ("Malaysian", "16.1")
    assert query.english
    assert query.outlets == ()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Will Halden Point open, according to Fortune?", ("Halden Point",)),
        ("Which Halden Point figure does Fortune give?", ("Halden Point",)),
        ("Is it true? Did Mara Quill sign?", ("Mara Quill",)),
        ("On Monday Orrin's plant closed, and on Friday?", ("Orrin",)),
        ("What did Fortune say of The Two Ferries?", ("The Two Ferries",)),
        ("Is Mara Quill the CEO of O&T Corp?", ("Mara Quill", "CEO of O&T Corp")),
        ("Who runs the Bank of the Marches?", ("Bank of the Marches",)),
    ],
)
def test_what_opens_a_question_or_dates_it_is_no_part_of_a_name(
    question: str, names: tuple[str, ...]
) -> None:
    assert read(question).names == names


def test_each_clause_is_searched_with_the_outlet_it_belongs_to() -> None:
    query = read(
        "Does the 'Fortune' article suggest that fares will rise, while The Verge article "
        "describes a new ticket machine, and does TechLedger deny that buses are late?"
    )
    assert [(part.outlets, part.text) for part in query.parts] == [
        (("Fortune",), "Does the 'Fortune' article suggest that fares will rise,"),
        (("The Verge",), "while The Verge article describes a new ticket machine,"),
        (("TechLedger",), "and does TechLedger deny that buses are late?"),
    ]


def test_a_clause_that_only_names_an_outlet_or_date_asks_for_the_whole_question_there() -> None:
    query = read(
        "Between the report from The Verge published on October 12, 2023, and the report from "
        "Fortune published on December 6, 2023, regarding the tram line in Sellen, what changed?"
    )
    assert [(p.outlets, p.since, p.until) for p in query.parts[:2]] == [
        (("The Verge",), date(2023, 10, 12), date(2023, 10, 12)),
        (("Fortune",), date(2023, 12, 6), date(2023, 12, 6)),
    ]
    assert query.parts[2].text.startswith("regarding the tram line")


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("What did Mara Quill sign, and why did the dockers strike again?", 2),
        ("Who owns the plant in Orrin and the mine?", 1),
        # a clause with hardly a word is not left out of the search
        ("What does Quill say, and why did the dockers strike again?", 1),
        ("What have Orrin, Talmark and Corvane done about tariffs?", 1),
        ("Which firm built the plant, is sued for its smoke, and has a plea pending?", 3),
        ("What was agreed on October 7, 2023, in Sellen?", 1),
    ],
)
def test_a_question_is_cut_where_it_asks_for_something_else(question: str, parts: int) -> None:
    assert len(read(question).parts) == parts


def test_quoted_words_are_not_cut() -> None:
    query = read("Does 'The Verge' call it “a deal, at last” or \"no deal\"?")
    assert [part.text for part in query.parts] == [query.text]


@pytest.mark.parametrize(
    "question",
    [
        "Was sagt der Bericht über die geplante Raffinerie in Malaysia und warum?",
        "¿Qué fondo podría asociarse en la refinería de Malasia, y con quién?",
        "Какой фонд может стать партнером?",
        "马来西亚的炼油厂可能与哪家基金合作？",
        "Wer ist Ursula von der Leyen?",
        "WHO warnt vor neuer Welle im Winter?",
        "Kto wygrał wybory prezydenckie w Polsce?",
    ],
)
def test_a_question_in_another_language_stays_whole_and_says_so(question: str) -> None:
    query = read(question)
    assert not query.english
    assert [part.text for part in query.parts] == [question]


@pytest.mark.parametrize(
    "question",
    [
        "Refinery partner",
        "rare earths",
        "Khazanah?",
        "Who?",
        "Malaysia rare earths refinery Khazanah partner",
        "El Niño",
        "What did Ursula von der Leyen propose?",
        "Who is Van der Berg?",
        "Who succeeded Oswin Pale as headmaster?",
    ],
)
def test_keywords_and_names_are_taken_as_english(question: str) -> None:
    assert read(question).english


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_parts_that_stand_in_it_verbatim(question: str) -> None:
    query = read(question)
    assert query.parts
    assert all(part.text in question for part in query.parts)
    assert all(question[p.start : p.end].strip() == p.text for p in query.parts)
