"""Passages hold every sentence once and fit the encoder, whatever the text."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from brief.library.passages import Span, build, with_title
from brief.text import sentence_spans

WORDS = st.text("abcdefgh", min_size=1, max_size=60)
SENTENCES = st.lists(WORDS, min_size=1, max_size=60).map(lambda words: " ".join(words) + ".")
TEXTS = st.lists(SENTENCES, max_size=12).map(" ".join)
TITLES = st.one_of(st.just(""), st.lists(WORDS, max_size=40).map(" ".join))


@settings(deadline=None)
@given(TEXTS, TITLES)
def test_every_sentence_once_in_order_within_the_limit(parts: Any, text: str, title: str) -> None:
    encoder = parts.HashingEncoder()
    sentences = sentence_spans(text)
    passages = build(text, title, sentences, encoder)
    place, covered = 0, []
    for passage in passages:
        assert passage.start < passage.end
        assert not text[place : passage.start].strip()
        place = passage.end
        covered += range(passage.first, passage.last + 1)
        read = with_title(title, text[passage.start : passage.end], encoder)
        assert encoder.count_tokens([read])[0] <= encoder.max_tokens
    assert not text[place:].strip()
    # a divided sentence stands in several passages, no other does
    assert list(dict.fromkeys(covered)) == list(range(len(sentences)))
    assert covered == sorted(covered)


def test_sentences_share_passages_evenly(encoder: Any) -> None:
    text = " ".join(["one two three four five six."] * 8)  # 7 tokens each, 30 fit
    passages = build(text, "", sentence_spans(text), encoder)
    assert [one.last - one.first + 1 for one in passages] == [4, 4]
    assert passages[1] == Span(116, 231, 4, 7)


def test_a_sentence_too_long_for_the_encoder_is_divided_between_words(encoder: Any) -> None:
    text = "Short. " + " ".join(f"w{i}" for i in range(50)) + "."
    passages = build(text, "Title", sentence_spans(text), encoder)
    pieces = [text[one.start : one.end] for one in passages]
    assert " ".join(pieces) == text
    assert {one.last for one in passages[1:]} == {1}


def test_a_long_title_leaves_room_for_the_text(encoder: Any) -> None:
    title = " ".join(f"t{i}" for i in range(500))
    read = with_title(title, "The text.", encoder)
    assert read.startswith("t0 t1 ")
    assert read.endswith("\nThe text.")
    assert encoder.count_tokens([read])[0] <= encoder.max_tokens // 2
