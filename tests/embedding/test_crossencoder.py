"""The cross-encoder of the package: what it says, and what it does at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.embedding.crossencoder import (
    ASKED,
    BESIDE,
    HEADING,
    HELD,
    MOST,
    QUERY,
    SHARED,
    TOLD,
    CrossEncoder,
    Reading,
    Row,
    assemble,
)
from brief.embedding.runtime import tokenize

EVIDENCE = (
    "The council approved the new bridge on Tuesday by nine votes to four. "
    "Mayor Ines Kolar said construction could begin in spring."
)
STRIKE = (
    "Dockers walk out at Calder Bay",
    [
        "Some 6,200 dockers stopped work on Monday.",
        "The sea was calm.",
        "The strike is led by Bram Menning, who drove a crane for ten years.",
    ],
)


@pytest.fixture(scope="module")
def model() -> CrossEncoder:
    return CrossEncoder()


def support(reading: Reading) -> float:
    return reading.supported - max(reading.contradicted, reading.not_mentioned)


def test_the_sentence_that_answers_is_the_likeliest(model: CrossEncoder) -> None:
    for question, best in (("How many dockers stopped work?", 0), ("Who leads the strike?", 2)):
        (likely,) = model.answers(question, (0, len(question)), [STRIKE])
        assert likely.argmax() == best
        assert likely[best] > 0.5 > likely[1]


def test_what_no_sentence_tells_is_unlikely(model: CrossEncoder) -> None:
    question = "What does a docker earn in a year?"
    (likely,) = model.answers(question, (0, len(question)), [STRIKE])
    assert likely.max() < 0.3


def test_each_part_of_a_question_is_asked_for_itself(model: CrossEncoder) -> None:
    question = "How many dockers stopped work, and who leads the strike?"
    first, second = (
        model.answers(question, part, [STRIKE])[0].argmax() for part in ((0, 30), (32, 56))
    )
    assert (first, second) == (0, 2)


def test_a_passage_is_read_the_same_in_any_company(model: CrossEncoder) -> None:
    question = "How many dockers stopped work?"
    other = ("", ["It rained. " * 30, "Snow."])
    alone = model.answers(question, (0, 30), [STRIKE])[0]
    among = model.answers(question, (0, 30), [other, STRIKE, ("Rain", [])])
    assert among[1] == pytest.approx(alone, abs=0.01)
    assert [len(likely) for likely in among] == [2, 3, 0]


def test_a_sentence_that_is_cut_off_answers_nothing(model: CrossEncoder) -> None:
    (likely,) = model.answers("What?", (0, 5), [("", ["word " * (MOST + 9), "One. Two."])])
    assert likely[1] == 0


def test_what_is_said_is_supported_rather_than_what_is_not(model: CrossEncoder) -> None:
    said, denied, other = model.read(
        [
            (EVIDENCE, "The bridge was approved by the council on Tuesday."),
            (EVIDENCE, "The council rejected the new bridge on Tuesday."),
            (EVIDENCE, "The bridge will cost 40 million crowns."),
        ]
    )
    assert support(said) > max(support(denied), support(other))
    assert denied.contradicted > denied.not_mentioned
    assert other.not_mentioned > other.contradicted


def test_the_words_that_are_wrong_are_marked(model: CrossEncoder) -> None:
    claim = "The council approved the new bridge on Friday by nine votes to four."
    (reading,) = model.read([(EVIDENCE, claim)])
    start, end, _ = max(reading.marks, key=lambda mark: mark[2])
    assert claim[start:end] == "Friday"


def test_a_pair_is_read_the_same_in_any_company(model: CrossEncoder) -> None:
    pair = (EVIDENCE, "The council approved the bridge.")
    (alone,) = model.read([pair])
    among = model.read([("Rain fell. " * 40, "It rained."), pair, ("", "Snow.")])[1]
    assert among.supported == pytest.approx(alone.supported, abs=0.05)
    assert among.marks[0][:2] == alone.marks[0][:2] == (0, 3)


def test_texts_of_any_length_are_read(model: CrossEncoder) -> None:
    readings = model.read([("word " * 5000, "claim " * 5000), ("", ""), ("\ud800", "\ud800")])
    assert len(readings) == 3
    assert model.read([]) == []
    assert model.answers("Why?", (0, 4), []) == []


def test_words_in_common_are_told_in_any_form() -> None:
    query, told = (tokenize([text])[0][0] for text in ("Who mediated?", "A mediator and a judge."))
    kinds = assemble([Row(query, [ASKED] * len(query), [], [told])])["kinds"][0].tolist()
    assert kinds[: len(query) + 2] == [ASKED, ASKED, HELD, ASKED, ASKED]
    words = list(zip(told, kinds[len(query) + 2 :], strict=False))
    assert [kind for _, kind in words] == [TOLD, *[SHARED] * (len(told) - 5), *[TOLD] * 4]


tokens = st.lists(st.integers(1, 30521), max_size=150)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    query = draw(tokens)[:QUERY]
    kinds = draw(st.lists(st.sampled_from([ASKED, BESIDE]), min_size=QUERY, max_size=QUERY))
    sentences = draw(st.lists(tokens, max_size=5))
    return Row(query, kinds[: len(query)], draw(tokens)[:HEADING], sentences)


@given(st.lists(rows(), min_size=1, max_size=4))
def test_rows_are_laid_out_as_told(rows: list[Row]) -> None:
    read = assemble(rows)
    for place, row in enumerate(rows):
        assert read["mask"][place].sum() == len(row) == len(row.ids()) <= MOST
        inside = slice(len(row.query) + 2, len(row))
        assert np.isin(read["kinds"][place, inside], [TOLD, SHARED]).all()
        for sentence, (start, end) in enumerate(row.spans()):
            kept = row.sentences[sentence][: end - start]
            assert read["ids"][place, start:end].tolist() == kept
            assert read["pools"][place, sentence].sum() == pytest.approx(float(end > start))
        assert np.count_nonzero(read["pools"][place, len(row.sentences) :]) == 0
