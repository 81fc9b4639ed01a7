"""From a question to an answer or an abstention, with the real parts over the seeds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from brief.answer import choose, complete
from brief.app import Library
from brief.retrieve import Reading
from brief.schema import Answer, Article, Evidence, Sentence
from brief.write.extractive import ExtractiveWriter


@pytest.fixture(scope="module")
def library(seeds_library: Path) -> Iterator[Library]:
    with Library(seeds_library) as opened:
        yield opened


def test_an_answer_is_short_and_every_claim_is_supported_by_its_quote(library: Library) -> None:
    answer = library.ask("How many people depend on the Mirel reservoir for drinking water?")
    assert "2.3 million" in answer.claims[0].text
    assert 1 <= len(answer.claims) <= 4
    for claim in answer.claims:
        assert claim.verdict.label == "supported"
        for found in claim.evidence:
            sentence = found.sentence
            assert found.article.text[sentence.start : sentence.end] == sentence.text


def test_the_later_figure_comes_before_the_earlier_one(library: Library) -> None:
    answer = library.ask("How much will Orrin's anode plant at Halden Point cost?")
    assert "$745 million" in answer.claims[0].text


@pytest.mark.parametrize("question", ["What is the price of neodymium?", "Who won the regatta?"])
def test_what_no_article_tells_is_declined_with_the_closest_sentence(
    library: Library, question: str
) -> None:
    answer = library.ask(question)
    assert answer.abstained
    assert "closest" in answer.reason


def test_a_follow_up_is_completed_from_the_turn_before(library: Library) -> None:
    first = Answer("When did dockers at Calder Bay vote on the first deal?", (), "extractive")
    assert library.ask("And how did they vote?", history=[first]).question == (
        "And how did they vote? (When did dockers at Calder Bay vote on the first deal?)"
    )


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("Is there a company that would be the partner in the refinery?", True),
        ("Which of the two deals did the dockers accept in the end?", True),
        ("When was that?", False),
        ("What are the terms of that deal?", False),
        ("Did the council approve it?", False),
        ("Why?", False),
    ],
)
def test_what_says_enough_by_itself_is_no_follow_up(question: str, *, whole: bool) -> None:
    earlier = Answer("What did the Gazette report?", (), "extractive")
    assert (complete(question, [earlier]) == question) is whole


def test_what_a_follow_up_is_about_stays_in_one_pair_of_brackets() -> None:
    earlier = Answer("What does the Orrin Harbour Board (OHB) plan (in May)?", (), "extractive")
    why = complete("And why?", [earlier])
    assert why == "And why? (What does the Orrin Harbour Board [OHB] plan [in May]?)"
    when = complete("And when?", [earlier, Answer(why, (), "extractive")])
    assert when == "And when? (What does the Orrin Harbour Board [OHB] plan [in May]?)"


@pytest.mark.parametrize("parts", [1, 3, 5, 6])
def test_every_part_of_a_question_gets_its_sentence(parts: int) -> None:
    article = Article("", "", "", "", "", "", "", "", "", "", "", "")
    words = ["ferry", "rain", "strike", "harbour", "pension", "council"]

    def told(part: int) -> tuple[Evidence, ...]:
        texts = [f"The {words[part]} was {word}." for word in ("cheap", "late", "new", "old")]
        return tuple(
            Evidence(Sentence("a", "v", 9 * part + n, 0, 0, text), article, 0.9)
            for n, text in enumerate(texts)
        )

    readings = [Reading(words[part], told(part)) for part in range(parts)]
    chosen = choose(readings, ExtractiveWriter())
    assert len(chosen) == max(parts, ExtractiveWriter.most_evidence)
    assert {word for word in words[:parts] if any(word in e.sentence.text for e in chosen)} == set(
        words[:parts]
    )
