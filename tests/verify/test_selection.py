"""The sentences that the entailment model reads beside a claim."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brief.verify.selection import joined, select

SENTENCES = [
    "Send this page to someone via email",
    "Orrin makes batteries in Port Sellen.",
    "It lost 40 million crowns last year.",
    "Shares in Orrin fell 8.6 per cent on Monday.",
    "The weather was fine.",
    "Story continues below advertisement",
    "Its chief executive, Mara Lindqvist, said she would stay.",
]


def test_what_shares_most_with_the_claim_is_read_in_the_order_of_the_text() -> None:
    chosen = select(
        "Orrin's shares fell on Monday after Mara Lindqvist said she would stay", SENTENCES
    )
    assert {3, 6} <= set(chosen)
    assert chosen == sorted(chosen)
    assert 0 not in chosen


def test_a_sentence_that_begins_with_a_pronoun_brings_the_one_before_it() -> None:
    assert select("Orrin lost 40 million crowns.", SENTENCES, most=1) == [1, 2]


def test_the_text_that_is_read_has_a_limit() -> None:
    long = ["word " * 300, "Orrin makes batteries."]
    chosen = select("word", long)
    assert chosen == [0]
    assert len(joined(long, chosen).split()) <= 130


def test_no_sentences_no_choice() -> None:
    assert select("anything", []) == []


@given(st.text(max_size=40), st.lists(st.text(max_size=60), max_size=8))
def test_any_text_gives_known_places_once_each(claim: str, sentences: list[str]) -> None:
    chosen = select(claim, sentences)
    assert chosen == sorted(set(chosen))
    assert all(0 <= place < len(sentences) for place in chosen)
    assert bool(chosen) == bool(sentences)
