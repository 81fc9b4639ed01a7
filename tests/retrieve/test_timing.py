"""Sentences that speak of the time asked for, and reports that a later one overtakes."""

from __future__ import annotations

from datetime import date

import pytest

from brief.retrieve.dates import find_dates
from brief.retrieve.timing import during, named, of_today, timely, without_today
from brief.retrieve.updates import overtaken
from brief.schema import Article, Evidence, Sentence


def evidence(text: str, published: str) -> Evidence:
    article = Article(published, "", text, "", "Herald", "", "", published, "", "en", "", "")
    return Evidence(Sentence(published, "", 0, 0, len(text), text), article, 0.5)


@pytest.mark.parametrize(
    ("question", "sentence", "published", "expected"),
    [
        ("How full was it in May?", "It is 38 per cent full.", "2025-05-20", True),
        ("How full was it in May?", "It is 29 per cent full.", "2025-08-20", False),
        ("How full was it in May?", "In May it was 38 per cent full.", "2025-08-20", True),
        ("How full was it in May 2024?", "It is 38 per cent full.", "2025-05-20", False),
        ("What was said on 7 March 2025?", "It costs 140 million.", "2025-03-07", True),
        ("What was said on 7 March 2025?", "It costs 140 million.", "2025-03-09", False),
        ("What was said in 2025?", "It costs 140 million.", "2025-03-09", True),
        ("What was said last week?", "It costs 140 million.", "2020-03-09", True),
        ("What was said in May?", "It costs 140 million.", "", False),
    ],
)
def test_a_sentence_is_timely(question: str, sentence: str, published: str, expected: bool) -> None:
    assert timely(named(question), sentence, published) is expected


TODAY = date(2025, 3, 19)  # a Wednesday


@pytest.mark.parametrize(
    ("asked", "sentence", "published", "expected"),
    [
        ("last week", "It is full.", "2025-03-10", True),
        ("last week", "It is full.", "2025-03-17", False),
        ("last week", "It was full on Friday.", "2025-03-17", True),
        ("last week", "It was full last week.", "2025-03-18", True),
        ("last month", "It rose to 6.4 per cent in February.", "2025-03-12", True),
        ("last month", "It rose to 6.4 per cent in January.", "2025-03-12", False),
        ("last quarter", "It grew in the fourth quarter of 2024.", "2025-02-12", True),
        ("last year", "It grew in 2024.", "2025-02-12", True),
        ("last year", "It grew in the 2020s.", "2025-02-12", False),
        ("yesterday", "It is full.", "2025-03-18", True),
        ("yesterday", "It is full.", "", False),
        ("since last week", "It is full.", "2025-03-19", True),
        ("at all", "It is full.", "", True),
    ],
)
def test_a_sentence_is_of_the_days_that_count_from_today(
    asked: str, sentence: str, published: str, expected: bool
) -> None:
    assert during(find_dates(f"How full was it {asked}?", TODAY), sentence, published) is expected


def test_a_part_has_the_days_of_its_own_or_else_of_the_question() -> None:
    question = "Who left this week, who left last week, and who left on 3 May 2024?"
    this, last, _ = dated = find_dates(question, TODAY)
    assert of_today(dated, (0, 18)) == (this,)
    assert of_today(dated, (20, 38)) == (last,)
    assert of_today(dated, (44, 67)) == (this, last)
    assert of_today(find_dates("Who has left today?", TODAY), (0, 19)) == ()


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Who left last week and why?", "Who left and why?"),
        ("What fell in the past three days?", "What fell ?"),
        ("What fell earlier this month?", "What fell ?"),
        ("What fell a few days ago?", "What fell ?"),
        ("How big was last year's harvest?", "How big was harvest?"),
        ("Who left in the last week of March?", "Who left in the last week of March?"),
        ("Who leads today?", "Who leads today?"),
        ("Who left on 3 May?", "Who left on 3 May?"),
    ],
)
def test_what_counts_from_today_is_not_read_and_moves_nothing(question: str, read: str) -> None:
    masked = without_today(question)
    assert masked.split() == read.split()
    assert len(masked) == len(question)


OLD = evidence("The plant will cost $620 million.", "2025-02-11")
NEW = evidence("The plant will cost $745 million, the company said.", "2025-05-20")
RIVAL = evidence("The plant will cost $800 million, a union said.", "2025-05-21")
SAME = evidence("The cost was put at $745 million.", "2025-04-02")


@pytest.mark.parametrize(
    ("question", "gone"),
    [
        ("How much will the plant cost?", [OLD, SAME]),
        ("What will the plant cost now, and who says so?", [OLD, SAME]),
        ("How much will the plant cost according to each side?", []),
        ("How much was the plant to cost originally?", []),
        ("How much did the plant cost in February 2025?", []),
        ("How much was the plant to cost?", []),
        ("How much did the company expect it to cost?", []),
        ("How much had it been expected to cost?", []),
        ("How much did the plant cost last year?", []),
        ("How much was the plant worth after the delay?", []),
        ("How much was still to be paid in February?", []),
        ("How much has the plant cost so far?", [OLD, SAME]),
        ("What share of it is sold nowadays?", [OLD, SAME]),
        ("How much was paid to the builder?", [OLD, SAME]),
        ("Who will pay for the plant?", []),
        ("What is the price of the plant?", [OLD, SAME]),
        ("Which plant will be built?", []),
    ],
)
def test_the_latest_figure_counts(question: str, gone: list[Evidence]) -> None:
    assert overtaken(question, [OLD, SAME, NEW, RIVAL]) == gone


def test_without_dates_nothing_is_overtaken() -> None:
    assert overtaken("How much will the plant cost?", [evidence("It costs $1 million.", "")]) == []
