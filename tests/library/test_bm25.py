"""Keyword search: what matches, and how the fields weigh."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from brief.errors import LibraryError
from brief.library import ArticleStore
from brief.library.bm25 import KeywordIndex
from brief.schema import Article
from brief.text import stem

Make = Callable[..., Article]


@pytest.fixture
def news(store: ArticleStore, article: Make) -> ArticleStore:
    store.add(
        [
            article("Refineries were inspected by Orbán.", place="1", title="Steel", outlet="Post"),
            article("The vote was held on Monday.", place="2", title="Refinery", outlet="Herald"),
            article("Nobody came to it at all.", place="3", title="Who is it?", outlet="Refinery"),
        ]
    )
    return store


def sources(store: ArticleStore, query: str, limit: int = 10, **named: object) -> str:
    hits = store.keyword_search(query, limit, **named)  # type: ignore[arg-type]
    passages = store.passages([name for name, _ in hits])
    return "".join(store.article(passages[name].article_id).source for name, _ in hits)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("refining", ""),
        ("What of the REFINERY?", "123"),
        ("orban", "1"),
        ("ORBÁN's inspections", "1"),
        ("monday", "2"),
        ("who is it", "3"),  # nothing but stop words: then they are looked for
        ("xyzzy", ""),
        ("", ""),
        ('?! "" * AND (body:', ""),
        ("title:steel", "1"),  # words, no query language
        ("refinery " * 5000, "123"),
    ],
)
def test_words_match_by_stem_and_without_accents(
    news: ArticleStore, query: str, expected: str
) -> None:
    assert "".join(sorted(sources(news, query))) == expected


@pytest.mark.parametrize(
    ("weights", "first"),
    [
        ({"title": 9.0, "outlet": 0.1, "body": 0.1}, "2"),
        ({"title": 0.1, "outlet": 9.0, "body": 0.1}, "3"),
        ({"title": 0.1, "outlet": 0.1, "body": 9.0}, "1"),
    ],
)
def test_fields_weigh_as_they_are_told(
    news: ArticleStore, weights: dict[str, float], first: str
) -> None:
    assert sources(news, "refinery", weights=weights)[0] == first


def test_scores_fall_and_the_limit_holds(news: ArticleStore) -> None:
    scores = [score for _, score in news.keyword_search("refinery inspected monday", 10)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3
    assert len(sources(news, "refinery", 2)) == 2
    assert sources(news, "refinery", 0) == ""


@pytest.mark.parametrize(
    ("word", "as_rare_as"),
    [
        ("refineries", "refinery"),
        ("orbán", "inspected"),
        ("steel-refinery", "steel"),  # the rarer half
        ("refineries-steel", "steel"),
        ("steel-unknown", "unknown"),
        ("&", "unknown"),
    ],
)
def test_a_word_is_as_rare_as_its_rarest_piece(
    news: ArticleStore, word: str, as_rare_as: str
) -> None:
    for form in (word, stem(word)):
        rarity = news.rarity([form, stem(as_rare_as)])
        assert rarity[form] == rarity[stem(as_rare_as)]


def test_a_stem_is_not_taken_for_a_word(store: ArticleStore, article: Make) -> None:
    store.add([article("The purchase was made.")])
    assert stem(stem("purchase")) != stem("purchase")
    assert store.rarity([stem("purchase")])[stem("purchase")] < 1


def test_an_index_that_another_writes_to_is_told_to_be_locked(tmp_path: Path) -> None:
    one, other = KeywordIndex(tmp_path), KeywordIndex(tmp_path)
    one.write([], [])
    with pytest.raises(LibraryError, match="locked") as caught:
        other.write([], [])
    assert "close that program" in caught.value.hint
    one.release()
    other.write([], [])
    other.release()
