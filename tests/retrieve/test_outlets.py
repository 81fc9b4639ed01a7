from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.retrieve.outlets import aliases, find_outlets

LIBRARY = (
    "The Times",
    "The Times of India",
    "The Straits Times",
    "The Verge",
    "Fortune",
    "Wired",
    "BBC News - Technology",
    "BBC News - Business",
    "SportsDesk.com",
    "Report",
    "Star Wire | World Business Leader",
    "The New York Ledger",
    "Agence Sund-Marrow",
    "Tidal Union",
    "Gulf Daily Pilot",
    "WHO News",
)


def held(question: str) -> list[tuple[str, ...]]:
    return [named.outlets for named in find_outlets(question, LIBRARY) if named.outlets]


@pytest.mark.parametrize(
    "question",
    [
        "What did people tell The Times about the fund?",
        "Who would be the partner, as people who know it told The Straits Times?",
        "Why was The Verge sold?",
        "Who bought The Times of India?",
        "What did the minister say in an interview with The Times?",
    ],
)
def test_an_outlet_that_is_spoken_to_or_traded_is_no_source(question: str) -> None:
    assert held(question) == []


def missing(question: str) -> list[str]:
    return [named.name for named in find_outlets(question, LIBRARY) if not named.outlets]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did The Times report on the strike?", [("The Times",)]),
        ("What did The Times of India report?", [("The Times of India",)]),
        ("According to the Times of India, who won?", [("The Times of India",)]),
        ("Does the Verge article mention a price?", [("The Verge",)]),
        ("according to the straits times, what was signed?", [("The Straits Times",)]),
        ("Which firm, as reported by Wired and Fortune, was sold?", [("Wired",), ("Fortune",)]),
        ("Does the 'Fortune' article name the buyer?", [("Fortune",)]),
        (
            "What do BBC News articles say of the tax?",
            [("BBC News - Business", "BBC News - Technology")],
        ),
        (
            "Who, as per a BBC report, resigned?",
            [("BBC News - Business", "BBC News - Technology")],
        ),
        ("Did SportsDesk report the injury?", [("SportsDesk.com",)]),
        ("Did SportsDesk.com report the injury?", [("SportsDesk.com",)]),
        ("How did Star Wire describe it?", [("Star Wire | World Business Leader",)]),
        (
            "Which firm, according to Wired and the BBC, was sold?",
            [("Wired",), ("BBC News - Business", "BBC News - Technology")],
        ),
        ("What was in the NYL report?", [("The New York Ledger",)]),
        ("What did the ASM say about the mine?", [("Agence Sund-Marrow",)]),
        ("According to the TU, who won?", [("Tidal Union",)]),
        ("What does the GDP's latest report say?", [("Gulf Daily Pilot",)]),
    ],
)
def test_an_outlet_is_found_by_its_name_and_by_what_it_goes_by(
    question: str, expected: list[tuple[str, ...]]
) -> None:
    assert held(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What did The Hindustan Times report?",
        "Does the Times of London article say so?",
        "How many Fortune 500 companies moved?",
        "Did the wired telegraph reach Perth?",
        "Who made a fortune in rare earths?",
        "What does the report say about the refinery?",
        "What did the Straits Times Index close at?",
        "By how much did GDP grow?",
        "What do forecasts of prices, GDP and wages say?",
        "Who reported the outbreak?",
        "Which WHO officials resigned?",
    ],
)
def test_a_name_inside_a_longer_one_or_a_common_word_is_no_outlet(question: str) -> None:
    assert held(question) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Considering a Reuters report on Sudan, who leads it?", ["Reuters"]),
        ("What did the Wall Street Journal article say?", ["Wall Street Journal"]),
        ("According to an article in The Hindu, who won?", ["The Hindu"]),
        ("What was mentioned by The Economic Times and Wired?", ["The Economic Times"]),
        ("Does an article from Space.com describe the star?", ["Space.com"]),
    ],
)
def test_an_outlet_that_the_library_lacks_is_told_by_how_it_is_cited(
    question: str, expected: list[str]
) -> None:
    assert [name.removeprefix("the ") for name in missing(question)] == expected


@pytest.mark.parametrize(
    "question",
    [
        "Which fund may partner in the Malaysian refinery?",
        "What did the Wired article say about Sam Bankman-Fried and FTX?",
        "Between the Wired report on Lionel Messi published in May and the next, what changed?",
        "How did Malaysia respond to China's offer, according to Fortune?",
        "Who discussed the plan in Brazil?",
        "Was it mentioned by Xi Jinping?",
    ],
)
def test_people_places_and_companies_are_no_missing_outlets(question: str) -> None:
    assert missing(question) == []


@settings(deadline=None)
@given(st.text(max_size=120), st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_spans_are_verbatim_ordered_and_apart_for_any_text_and_library(
    question: str, outlets: list[str]
) -> None:
    found = find_outlets(question, outlets)
    assert all(question[named.start : named.end] == named.name for named in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(set(named.outlets) <= set(outlets) for named in found)


@settings(deadline=None)
@given(st.from_regex(r"(The )?[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", fullmatch=True))
def test_every_outlet_of_two_words_is_found_by_its_own_name(outlet: str) -> None:
    found = find_outlets(f"what was said in {outlet}, and by whom?", [outlet])
    assert [named.outlets for named in found if named.outlets] == [(outlet,)]
    assert outlet in aliases(outlet)[0]
