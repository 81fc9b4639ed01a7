"""The library with the encoder that users have, over the articles that ship with the tool."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from brief.embedding import Encoder, load
from brief.library import ArticleStore
from brief.library.passages import with_title
from brief.schema import Filters


@pytest.fixture(scope="module")
def real_encoder() -> Encoder:
    return load()


@pytest.fixture
def seeded(seeds_library: Path, real_encoder: Encoder, way: None) -> Iterator[ArticleStore]:
    with ArticleStore.open(seeds_library, encoder=real_encoder) as store:
        yield store


def test_every_article_is_found_by_its_title(seeded: ArticleStore, real_encoder: Encoder) -> None:
    articles = {one.id: one for one in seeded.articles()}
    assert len(articles) > 20
    vectors = real_encoder.encode([one.title for one in articles.values()])
    for one, vector in zip(articles.values(), vectors, strict=True):
        for hits in (
            seeded.vector_searches(vector[None], 5)[0],
            seeded.keyword_search(one.title, 5),
        ):
            passages = seeded.passages([name for name, _ in hits])
            origins = [articles[passages[name].article_id].origin for name, _ in hits]
            assert one.origin in origins, one.title


def test_similarities_are_cosines_and_fall(seeded: ArticleStore, real_encoder: Encoder) -> None:
    [vector] = real_encoder.encode(["graphite anode plant"])
    hits = seeded.vector_searches(vector[None], 20)[0]
    scores = [score for _, score in hits]
    assert scores == sorted(scores, reverse=True)
    passage = seeded.passages([hits[0][0]])[hits[0][0]]
    title = seeded.article(passage.article_id).title
    [stored] = real_encoder.encode([with_title(title, passage.text, real_encoder)])
    assert scores[0] == pytest.approx(float(vector @ stored), abs=0.02)  # int8 in other batches


def test_passages_fit_the_encoder(seeded: ArticleStore, real_encoder: Encoder) -> None:
    for one in seeded.articles():
        passages = seeded.passages_of(one.version)
        texts = [with_title(one.title, passage.text, real_encoder) for passage in passages]
        assert max(real_encoder.count_tokens(texts)) <= real_encoder.max_tokens
        assert passages[-1].last_sentence == len(seeded.sentences(one.version)) - 1


def test_copies_of_an_agency_have_one_origin(seeded: ArticleStore) -> None:
    outlets = {
        one.origin: {other.outlet for other in seeded.articles() if other.origin == one.origin}
        for one in seeded.articles()
        if one.wire
    }
    assert any(len(several) > 1 for several in outlets.values())
    assert len({one.origin for one in seeded.articles()}) > 20


def test_filters_hold_with_real_vectors(seeded: ArticleStore, real_encoder: Encoder) -> None:
    [vector] = real_encoder.encode(["price of power"])
    for outlet in seeded.outlets():
        filters = Filters(outlets=(outlet.upper(),))
        hits = seeded.vector_searches(vector[None], 1000, filters)[0]
        passages = seeded.passages([name for name, _ in hits]).values()
        expected = {one.id for one in seeded.articles(filters)}
        assert {passage.article_id for passage in passages} == expected
