"""Which sentences are read, and what beside them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from brief.retrieve.windows import Told, promising, windows
from brief.schema import Article, Sentence

ARTICLE = Article("", "", "", "", "", "", "", "", "", "", "", "")


def passage(title: str, *texts: str) -> Told:
    article = replace(ARTICLE, id=title, title=title)
    return article, [Sentence(title, title, n, n, n + 1, text) for n, text in enumerate(texts)]


def order(question: str, *passages: Told, part: tuple[int, int] | None = None) -> list[str]:
    places = promising(question, part or (0, len(question)), passages, rarity)
    return [passages[number][1][place].text for number, place in places]


def rarity(words: object) -> dict[str, float]:
    return {word: 0.1 if word == "plant" else 1.0 for word in words}  # type: ignore[attr-defined]


def test_rare_words_count_more_than_common_ones() -> None:
    told = passage("Ferries", "The plant opens.", "The harbour closes.", "It rains.")
    assert order("When does the harbour plant open?", told)[0] == "The harbour closes."


def test_a_title_speaks_for_its_sentences() -> None:
    one, other = passage("Bread", "It costs more."), passage("The harbour", "It costs less.")
    assert order("What is known of the harbour?", one, other)[0] == "It costs less."


def test_a_part_looks_for_its_own_words_first() -> None:
    told = passage("", "The harbour closed.", "Ann Berg resigned.")
    question = "Why did the harbour close, and who resigned?"
    assert order(question, told, part=(0, 27))[0] == "The harbour closed."
    assert order(question, told, part=(32, len(question)))[0] == "Ann Berg resigned."


def test_of_equal_sentences_that_of_the_first_passage_is_read_first() -> None:
    one, other = passage("a", "The harbour closed."), passage("b", "The harbour closed!")
    assert order("Why did the harbour close?", one, other) == [
        "The harbour closed.",
        "The harbour closed!",
    ]


@given(
    st.lists(st.integers(1, 8), min_size=1, max_size=4).flatmap(
        lambda sizes: st.tuples(
            st.just(sizes),
            st.sets(
                st.integers(0, len(sizes) - 1).flatmap(
                    lambda n: st.tuples(st.just(n), st.integers(0, sizes[n] - 1))
                )
            ),
        )
    )
)
def test_windows_hold_each_place_and_its_neighbours_once(
    drawn: tuple[list[int], set[tuple[int, int]]],
) -> None:
    sizes, places = drawn
    told = [passage(str(n), *(f"{n}.{at}" for at in range(size))) for n, size in enumerate(sizes)]
    found = list(windows(told, places))
    read = [sentence.text for _, sentences in found for sentence in sentences]
    wanted = {
        f"{n}.{near}" for n, at in places for near in range(at - 1, at + 2) if 0 <= near < sizes[n]
    }
    assert sorted(read) == sorted(wanted)
    for article, sentences in found:
        ordinals = [sentence.ordinal for sentence in sentences]
        assert ordinals == list(range(ordinals[0], ordinals[-1] + 1))
        assert all(sentence.article_id == article.id for sentence in sentences)
