"""Which words of a question are looked for, and where."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from brief.embedding import TokenVectors
from brief.retrieve.analyse import analyse
from brief.retrieve.terms import Term, searches, token_weights

OUTLETS = ("Harbour Gazette", "The Tide")


def stems(question: str) -> list[tuple[str, tuple[str, ...]]]:
    _, parts = searches(analyse(question, outlets=OUTLETS, as_of=None))
    return [(search.text, search.outlets) for search in parts]


def test_each_part_looks_for_its_own_words_where_it_says() -> None:
    question = (
        "Does the Harbour Gazette article say the dockers won, while The Tide blames the owners?"
    )
    assert stems(question) == [
        ("dockers won", ("Harbour Gazette",)), ("blames owners", ("The Tide",)),
    ]  # fmt: skip


def test_a_part_that_only_names_an_outlet_asks_the_whole_there() -> None:
    question = "Who led the dockers' strike, as reported by the Harbour Gazette and The Tide?"
    texts = stems(question)
    assert {text for text, _ in texts} == {"led dockers strike"}
    assert {name for _, outlets in texts for name in outlets} == set(OUTLETS)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What was inflation in March 2025?", "inflation"),
        ("In March 2025, what was it?", "in what was it"),
        ("¿Qué dijo el banco sobre la inflación de los precios, 2025-03-01 - 2025-03-31?", None),
    ],
)
def test_the_date_of_a_question_counts_however_little_else_it_says(
    question: str, words: str | None
) -> None:
    _, (search,) = searches(analyse(question, outlets=OUTLETS, as_of=None))
    assert search.part
    assert (search.part.since, search.part.until) == (date(2025, 3, 1), date(2025, 3, 31))
    assert words in (search.text, None)


def test_a_question_of_stop_words_is_still_looked_for() -> None:
    assert stems("Who is it?")[0][0] == "who is it"


def test_the_pieces_of_a_word_share_its_weight() -> None:
    offsets = np.array([[0, 4], [4, 7], [8, 11]])
    asked = TokenVectors(np.zeros((3, 2), np.float32), offsets)
    weights = token_weights([Term("refinery", "refineri", 0, 7)], {"refineri": 0.5}, asked)
    assert weights.tolist() == [0.25, 0.25, 0.0]
