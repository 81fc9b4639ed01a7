"""Names and terms of a question that the library does not know."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from brief.embedding import Encoder, load
from brief.retrieve.unheard import Unheard
from brief.schema import Article, Sentence

TEXT = "The strike at Calder Bay was led by Bram Menning. A mediator met both sides."
ARTICLE = Article(
    "a", "v", "o", TEXT, "Dockers walk out", "The Gazette", "", "", "2025-03-03", "", "en", ""
)
SENTENCES = [
    Sentence("a", "v", 0, 0, 49, TEXT[:49]),
    Sentence("a", "v", 1, 50, len(TEXT), TEXT[50:]),
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load()


def rarity(words: Iterable[str]) -> dict[str, float]:
    """As of a library that holds nothing but the article's first words."""
    return {word: 0.5 for word in words if word in ("strike", "led")}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who led the strike at Calder Bay?", ()),
        ("What does neodymium cost?", ("neodymium", "cost")),  # no word in common: all count
        ("Who led the strike in Lodne?", ("Lodne",)),
        ("Who led the protest at Calder Bay?", ()),  # common words are said in others
        ("", ()),
    ],
)
def test_names_and_terms_that_nobody_mentions(
    encoder: Encoder, question: str, expected: tuple[str, ...]
) -> None:
    unheard = Unheard(question, [(ARTICLE, SENTENCES)], rarity, encoder)
    assert unheard.in_part((0, len(question))) == expected


def test_only_the_part_that_is_asked_counts(encoder: Encoder) -> None:
    question = "Who led the strike, and what does neodymium cost?"
    unheard = Unheard(question, [(ARTICLE, SENTENCES)], rarity, encoder)
    assert unheard.in_part((0, 18)) == ()
    assert unheard.in_part((24, len(question))) == ("neodymium", "cost")


def test_without_passages_every_word_is_unheard(encoder: Encoder) -> None:
    question = "Who led the strike?"
    unheard = Unheard(question, [], lambda _: {}, encoder)
    assert unheard.in_part((0, len(question))) == ("led", "strike")
