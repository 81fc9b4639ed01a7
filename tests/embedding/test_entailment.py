"""The entailment model of the package: what it says, and what it does at the edges."""

from __future__ import annotations

import pytest

from brief.embedding.entailment import EntailmentModel, Reading

EVIDENCE = (
    "The council approved the new bridge on Tuesday by nine votes to four. "
    "Mayor Ines Kolar said construction could begin in spring."
)


@pytest.fixture(scope="module")
def model() -> EntailmentModel:
    return EntailmentModel()


def support(reading: Reading) -> float:
    return reading.supported - max(reading.contradicted, reading.not_mentioned)


def test_what_is_said_is_supported_rather_than_what_is_not(model: EntailmentModel) -> None:
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


def test_the_words_that_are_wrong_are_marked(model: EntailmentModel) -> None:
    claim = "The council approved the new bridge on Friday by nine votes to four."
    (reading,) = model.read([(EVIDENCE, claim)])
    start, end, _ = max(reading.marks, key=lambda mark: mark[2])
    assert claim[start:end] == "Friday"


def test_a_pair_is_read_the_same_in_any_company(model: EntailmentModel) -> None:
    pair = (EVIDENCE, "The council approved the bridge.")
    (alone,) = model.read([pair])
    among = model.read([("Rain fell. " * 40, "It rained."), pair, ("", "Snow.")])[1]
    assert among.supported == pytest.approx(alone.supported, abs=0.02)
    assert among.marks[0][:2] == alone.marks[0][:2] == (0, 3)


def test_texts_of_any_length_are_read(model: EntailmentModel) -> None:
    readings = model.read([("word " * 5000, "claim " * 5000), ("", ""), ("\ud800", "\ud800")])
    assert len(readings) == 3
    assert model.read([]) == []
