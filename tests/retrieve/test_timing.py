"""Sentences that speak of the time asked for, and reports that a later one overtakes."""

from __future__ import annotations

import pytest

from brief.retrieve.timing import named, timely
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
        ("Who will pay for the plant?", []),
        ("What is the price of the plant?", [OLD, SAME]),
        ("Which plant will be built?", []),
    ],
)
def test_the_latest_figure_counts(question: str, gone: list[Evidence]) -> None:
    assert overtaken(question, [OLD, SAME, NEW, RIVAL]) == gone


def test_without_dates_nothing_is_overtaken() -> None:
    assert overtaken("How much will the plant cost?", [evidence("It costs $1 million.", "")]) == []
