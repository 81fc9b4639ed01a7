"""Sentences for questions, topics and claims, over the library of the seeds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from brief.embedding import load
from brief.embedding.crossencoder import CrossEncoder
from brief.library import ArticleStore
from brief.retrieve import EvidenceFinder, Retriever
from brief.retrieve.evidence import FIRST
from brief.retrieve.questions import questions_in


class Certain:
    """A reader to which every sentence is as likely."""

    def __init__(self, likely: float) -> None:
        self.likely, self.read = likely, list[str]()

    def answers(
        self, _: str, part: tuple[int, int], passages: Sequence[tuple[str, Sequence[str]]]
    ) -> list[NDArray[np.float32]]:
        assert part[1] > part[0]
        self.read += [sentence for _, told in passages for sentence in told]
        return [np.full(len(told), self.likely, np.float32) for _, told in passages]


@pytest.fixture(scope="module")
def finder(seeds_library: Path) -> Iterator[EvidenceFinder]:
    encoder = load()
    with ArticleStore.open(seeds_library, encoder=encoder) as store:
        yield EvidenceFinder(Retriever(store, encoder), store, encoder, CrossEncoder())


def test_the_sentence_that_answers_comes_first(finder: EvidenceFinder) -> None:
    (reading,) = finder.for_question(
        "How many people does the Mirel reservoir supply with drinking water?"
    )
    assert "2.3 million people" in reading.evidence[0].sentence.text
    scores = [found.score for found in reading.evidence]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] <= scores[0] <= 1


def test_no_more_is_read_than_what_it_takes(seeds_library: Path) -> None:
    encoder, read = load(), {}
    with ArticleStore.open(seeds_library, encoder=encoder) as store:
        for likely in (0.9, 0.1):
            reader = Certain(likely)
            finder = EvidenceFinder(Retriever(store, encoder), store, encoder, reader)
            (reading,) = finder.for_question("What does the strike cost?")
            read[likely] = len(reader.read)
            places = [(e.article.id, e.sentence.ordinal) for e in reading.evidence]
            assert len(set(places)) == len(places)
    assert FIRST <= read[0.9] <= 3 * FIRST < read[0.1]


def test_every_part_of_a_question_is_read(finder: EvidenceFinder) -> None:
    readings = finder.for_question("Who appealed against the permit, and on what date?")
    assert [reading.text for reading in readings] == [
        "Who appealed against the permit",
        "on what date?",
    ]


def test_quotes_stand_in_their_articles(finder: EvidenceFinder) -> None:
    for found in finder.for_topic("Calder Bay port strike"):
        sentence = found.sentence
        assert found.article.text[sentence.start : sentence.end] == sentence.text


def test_a_topic_says_nothing_twice(finder: EvidenceFinder) -> None:
    texts = [found.sentence.text for found in finder.for_topic("Halden Point graphite plant")]
    assert len(texts) == len(set(texts)) > 5
    # two outlets carry the agency's sentence, in nearly the same words
    assert sum("granted Orrin" in text for text in texts) == 1


def test_a_topic_that_no_article_speaks_of_has_no_evidence(finder: EvidenceFinder) -> None:
    assert finder.for_topic("Antarctic krill quotas") == []


def test_a_claim_gets_the_sentences_that_share_its_words(finder: EvidenceFinder) -> None:
    found = finder.for_claim("The Mirel reservoir supplies drinking water to 2.3 million people.")
    assert "2.3 million people" in found[0].sentence.text
    assert found[0].score > found[-1].score


@settings(deadline=None)
@given(st.text(max_size=120))
def test_questions_are_ordered_spans_of_the_question(question: str) -> None:
    spans = questions_in(question)
    assert spans
    assert all(0 <= start <= end <= len(question) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
