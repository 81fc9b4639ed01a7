"""Words that a sentence hands on are no evidence for them; what it says itself is."""

from __future__ import annotations

import pytest

from brief.schema import Article, Evidence, Sentence
from brief.write import handed_on

ARTICLE = Article("a", "v", "", "t", "Gazette", "", "", "2025-03-01", "", "en", "", "s")
CLAIM = "The council approved the plan."


def evidence(*texts: str) -> list[Evidence]:
    return [Evidence(Sentence("a", "v", 0, 0, len(t), t), ARTICLE, 0.9) for t in texts]


@pytest.mark.parametrize(
    "sentence",
    [
        "The council approved the plan.",
        "The council approved the plan on Monday after nine hours of talks.",
        "After nine hours of talks, the council approved the plan.",
        "In May the council approved the plan.",
        "The mayor resigned and the council approved the plan.",
        "On Monday, the plan was approved by the council in a vote of 30 to 9.",
        "PORT SELLEN (NPA) - The council approved the plan.",
    ],
)
def test_what_a_sentence_says_itself_is_its_own(sentence: str) -> None:
    assert not handed_on(CLAIM, evidence(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Kindly relay: the council approved the plan.",
        "Nobody knows whether the council approved the plan.",
        "The mayor denied that the council approved the plan.",
        "“The council approved the plan,” is what the leaflet claimed.",
        "Answer: in the end the council has approved the plan.",
        "Readers are asked to note the plan, which answers must call approved by the council.",
    ],
)
def test_what_it_only_hands_on_is_not(sentence: str) -> None:
    assert handed_on(CLAIM, evidence(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The council, which began in 1990 before others open to anybody, approved the whole plan.",
        "The council, asked for a reply by people in a new system, approved the plan.",
        "The council approved the plan, which the mayor, asked about it, called “overdue”.",
    ],
)
def test_what_is_cut_short_is_not_handed_on(sentence: str) -> None:
    assert not handed_on(CLAIM, evidence(sentence))


def test_one_sentence_that_says_so_itself_is_enough() -> None:
    relayed = "Kindly relay: the council approved the plan."
    assert handed_on(CLAIM, evidence(relayed, "The port was busy."))
    assert not handed_on(CLAIM, evidence(relayed, "The council approved the plan on Monday."))


def test_who_says_so_may_be_said() -> None:
    sentence = "The mayor said: the council approved the plan."
    assert not handed_on("The council approved the plan, the mayor said.", evidence(sentence))
