"""What is shown first, and what is held back in favour of what is still open."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from brief.retrieve.cover import Cover, choose


def test_each_part_gets_its_best_passage_before_any_gets_two() -> None:
    scores = np.array([[3.0, 2.9, 0.0], [0.0, 0.0, 2.0]], np.float32)
    chosen = [place for place, _ in choose(scores, [1, 1], "abc", "xyz", 3, Cover())]
    assert chosen == [0, 2, 1]


def test_outlets_take_turns_where_the_question_has_one_part() -> None:
    scores = np.array([[3.0, 2.99, 2.98]], np.float32)
    chosen = choose(scores, [1], "abc", ["x", "x", "y"], 3, Cover(answered=0))
    assert [place for place, _ in chosen] == [0, 2, 1]


def test_what_may_not_answer_is_not_shown() -> None:
    scores = np.array([[1.0, -np.inf]], np.float32)
    assert [place for place, _ in choose(scores, [1], "ab", "xy", 5, Cover())] == [0]
    assert choose(np.zeros((1, 0), np.float32), [1], [], [], 5, Cover()) == []


@given(
    st.lists(st.lists(st.floats(0, 20, width=32), min_size=8, max_size=8), min_size=1, max_size=5),
    st.lists(st.sampled_from("abc"), min_size=8, max_size=8),
    st.integers(0, 10),
)
def test_nothing_is_shown_twice(rows: list[list[float]], articles: list[str], limit: int) -> None:
    scores = np.array(rows, np.float32)
    chosen = [p for p, _ in choose(scores, [1.0] * len(rows), articles, articles, limit, Cover())]
    assert len(chosen) == len(set(chosen)) == min(limit, 8)
    once = choose(scores, [1.0] * len(rows), articles, articles, limit, Cover(), once=True)
    shown = [articles[place] for place, _ in once]
    assert len(shown) == len(set(shown)) == min(limit, len(set(articles)))
