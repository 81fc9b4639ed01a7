"""What the library does with articles, with real SQLite, tantivy and Chroma."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from brief.errors import InputError, LibraryError
from brief.library import ArticleStore
from brief.library.catalogue import Catalogue
from brief.library.indexing import Indexer
from brief.library.intake import Intake
from brief.schema import Article, Filters

Make = Callable[..., Article]
Agree = Callable[[ArticleStore], bool]


def found(store: ArticleStore, word: str) -> set[str]:
    """Ids of the articles whose passages the keyword index gives for a word."""
    hits = [name for name, _ in store.keyword_search(word, 100)]
    assert len(hits) == len(set(hits))
    return {passage.article_id for passage in store.passages(hits).values()}


def all_passages(store: ArticleStore) -> list[str]:
    return sorted(
        passage.id for article in store.articles() for passage in store.passages_of(article.version)
    )


def healthy(store: ArticleStore) -> bool:
    return all(check.ok for check in store.check() if check.name != "disk")


def test_the_same_article_again_changes_nothing_and_costs_no_encoding(
    store: ArticleStore, encoder: Any, numbered: Make
) -> None:
    articles = [numbered(i) for i in range(5)]
    assert [added.status for added in store.add(articles)] == ["new"] * 5
    encoded = encoder.encoded
    assert [added.status for added in store.add(articles)] == ["unchanged"] * 5
    assert encoder.encoded == encoded
    assert store.state() == "5 articles, 2025-03-01"


def test_a_changed_article_is_a_new_version_and_the_old_one_leaves_the_indexes(
    store: ArticleStore, agree: Agree, numbered: Make
) -> None:
    store.add([numbered(1), numbered(2)])
    [added] = store.add([numbered(1, revised=True)])
    assert added.status == "updated"
    assert [one.text for one in store.versions(added.article_id)] == [
        numbered(1).text,
        numbered(1, revised=True).text,
    ]
    assert found(store, "unique1") == set()
    assert found(store, "revised1") == {added.article_id}
    assert agree(store)
    assert healthy(store)


def test_a_text_that_comes_back_is_current_again(store: ArticleStore, numbered: Make) -> None:
    first, second = numbered(1), numbered(1, revised=True)
    statuses = [store.add([one])[0].status for one in (first, second, first)]
    assert statuses == ["new", "updated", "updated"]
    assert store.article(first.id).version == first.version
    assert [one.version for one in store.versions(first.id)] == [second.version, first.version]
    assert found(store, "unique1") == {first.id}
    assert found(store, "revised1") == set()
    assert healthy(store)


def test_versions_that_follow_each_other_in_one_call_end_with_the_last(
    store: ArticleStore, agree: Agree, numbered: Make
) -> None:
    first, second = numbered(1), numbered(1, revised=True)
    store.add([first])
    statuses = [added.status for added in store.add([second, first, second, first])]
    assert statuses == ["updated"] * 4
    assert store.article(first.id).version == first.version
    assert agree(store)


def test_the_same_content_from_another_place_is_not_indexed_again(
    store: ArticleStore, article: Make
) -> None:
    store.add([article(place="a.txt")])
    elsewhere = article(place="b.txt")
    [added] = store.add([elsewhere])
    assert (added.article_id, added.status) == (article(place="a.txt").id, "duplicate")
    # not even where something beside the content differs
    [added] = store.add([replace(elsewhere, author="N. N.", version="f" * 64)])
    assert added.status == "duplicate"
    # the same words in another outlet are another article
    assert store.add([article(place="c.txt", outlet="The Weekly")])[0].status == "new"
    assert len(store.articles()) == 2


def test_an_article_that_becomes_a_copy_of_another_gives_way_to_it(
    store: ArticleStore, agree: Agree, article: Make
) -> None:
    store.add([article(place="a.txt"), article("Other text entirely.", place="b.txt")])
    [added] = store.add([article(place="b.txt")])
    assert (added.article_id, added.status) == (article(place="a.txt").id, "duplicate")
    assert [one.source for one in store.articles()] == ["a.txt"]
    assert agree(store)
    # and is there again when it has a text of its own
    assert store.add([article("A third text.", place="b.txt")])[0].status == "new"
    assert len(store.articles()) == 2


def test_articles_that_change_places_are_all_there_still(
    store: ArticleStore, agree: Agree, article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brief.library.intake.GROUP_ARTICLES", 1)
    one, two, three = (f"Text {name} of its own." for name in ("one", "two", "three"))
    store.add([article(one, place="a"), article(two, place="b")])
    # "c" was a copy when it came, and "a" has been one for a while
    handed = [
        article(two, place="a"), article(two, place="c"), article(three, place="a"),
        article(one, place="b"),
    ]  # fmt: skip
    added = store.add(handed)
    assert [one.status for one in added] == ["duplicate", "new", "new", "updated"]
    assert {a.source: a.text for a in store.articles()} == {"a": three, "b": one, "c": two}
    swapped = store.add([article(one, place="a"), article(three, place="b")])
    assert [one.status for one in swapped] == ["new", "updated"]
    assert {a.source: a.text for a in store.articles()} == {"a": one, "b": three, "c": two}
    assert agree(store)
    assert healthy(store)


def test_removing_takes_out_all_versions_and_all_else_stays(
    store: ArticleStore, agree: Agree, numbered: Make
) -> None:
    store.add([numbered(1), numbered(2)])
    store.add([numbered(1, revised=True)])
    store.remove(numbered(1).id[:8])
    assert [one.id for one in store.articles()] == [numbered(2).id]
    assert agree(store)
    assert store.sentences(numbered(1).version) == []
    with pytest.raises(InputError, match="no article"):
        store.versions(numbered(1).id)
    assert store.add([numbered(1)])[0].status == "new"
    assert healthy(store)


def test_sentences_and_passages_are_spans_of_the_text(store: ArticleStore, numbered: Make) -> None:
    store.add([numbered(3)])
    [stored] = store.articles()
    sentences, passages = store.sentences(stored.version), store.passages_of(stored.version)
    assert len(sentences) == 8
    assert len(passages) > 1
    for span in (*sentences, *passages):
        assert span.text == stored.text[span.start : span.end]
        assert (span.article_id, span.version) == (stored.id, stored.version)
    assert store.passages([one.id for one in passages] + ["unknown-0"]) == {
        one.id: one for one in passages
    }
    covered = [i for one in passages for i in range(one.first_sentence, one.last_sentence + 1)]
    assert covered == [one.ordinal for one in sentences]


@pytest.fixture
def dated(store: ArticleStore, article: Make, way: None) -> ArticleStore:
    """Three outlets, two of them spelt alike but for case; the last article has no date."""
    spec = [
        ("1", "The Daily", "2025-01-31"),
        ("2", "The Daily", "2025-02-01T23:30+08:00"),
        ("3", "THE WEEKLY", "2025-02-28"),
        ("4", "The Weekly", ""),
    ]
    store.add(
        article(f"The levy is number {n}.", place=n, outlet=outlet, published=published)
        for n, outlet, published in spec
    )
    return store


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (None, "1234"),
        (Filters(), "1234"),
        (Filters(since=date(2025, 2, 1)), "23"),
        (Filters(until=date(2025, 2, 1)), "12"),
        (Filters(since=date(2025, 2, 1), until=date(2025, 2, 1)), "2"),
        (Filters(outlets=("the weekly",)), "34"),
        (Filters(outlets=("The Weekly", "the daily")), "1234"),
        (Filters(since=date(2025, 1, 1), outlets=("The Weekly",)), "3"),
        (Filters(outlets=("Nobody's",)), ""),
    ],
)
def test_filters_mean_the_same_in_the_list_and_in_both_indexes(
    dated: ArticleStore, encoder: Any, filters: Filters | None, expected: str
) -> None:
    by_words = [name for name, _ in dated.keyword_search("levy", 10, filters)]
    by_vector = [
        name for name, _ in dated.vector_searches(encoder.encode(["levy"]), 10, filters)[0]
    ]
    for names in (by_words, by_vector):
        passages = dated.passages(names).values()
        sources = sorted(dated.article(passage.article_id).source for passage in passages)
        assert "".join(sources) == expected
    assert "".join(sorted(one.source for one in dated.articles(filters))) == expected


def test_filters_are_applied_before_the_limit(dated: ArticleStore, encoder: Any) -> None:
    only = Filters(since=date(2025, 2, 28))
    best = [name for name, _ in dated.keyword_search("levy number 1", 1)]
    assert best != [name for name, _ in dated.keyword_search("levy number 1", 1, only)] != []
    vectors = encoder.encode(["The levy is number 1."])
    assert [len(found) for found in dated.vector_searches(vectors, 1, only)] == [1]


def test_articles_come_newest_first_and_undated_last(dated: ArticleStore) -> None:
    assert [one.source for one in dated.articles()] == ["3", "2", "1", "4"]
    assert dated.outlets() == {"The Daily": 2, "THE WEEKLY": 1, "The Weekly": 1}
    assert dated.state() == "4 articles, 2025-01-31 to 2025-02-28"
    assert dated.count() == 4


def test_an_article_is_named_by_the_beginning_of_its_id(store: ArticleStore, article: Make) -> None:
    ids = ("aaa111111111", "aaa222222222", "bbb333333333")
    store.add(replace(article(f"Text {name}.", place=name), id=name) for name in ids)
    assert store.article(" BBB ").id == "bbb333333333"
    with pytest.raises(InputError, match="aaa111111111, aaa222222222") as caught:
        store.article("aaa")
    assert "more characters" in caught.value.hint
    for unknown in ("", "c", "%", "_______"):
        with pytest.raises(InputError, match="no article"):
            store.article(unknown)


def test_progress_counts_articles(store: ArticleStore, numbered: Make) -> None:
    told: list[tuple[int, int]] = []
    store.add((numbered(i) for i in range(3)), progress=lambda *figures: told.append(figures))
    assert told[-1] == (3, 3)


def test_an_error_of_whoever_reads_the_articles_keeps_what_was_confirmed(
    store: ArticleStore, numbered: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brief.library.intake.GROUP_ARTICLES", 2)

    def articles() -> Any:
        yield from (numbered(i) for i in range(4))
        raise InputError("broken", hint="mend it")

    with pytest.raises(InputError, match="broken"):
        store.add(articles())
    assert len(store.articles()) == 4
    assert healthy(store)
    assert store.add([numbered(9)])[0].status == "new"


def test_an_interruption_keeps_what_was_confirmed(
    store: ArticleStore, agree: Agree, numbered: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brief.library.intake.GROUP_ARTICLES", 2)
    read: list[int] = []

    def articles() -> Any:
        for i in range(1000):
            read.append(i)
            yield numbered(i)

    def interrupt(done: int, _: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.add(articles(), progress=interrupt)
    assert len(read) < 20  # nobody reads on
    assert store.count() == 4
    assert agree(store)
    assert healthy(store)


def test_indexing_anew_gives_the_same_and_takes_another_encoder(
    tmp_path: Path, parts: Any, encoder: Any, agree: Agree
) -> None:
    folder = tmp_path / "library"
    parts.base(folder, encoder)
    other = parts.HashingEncoder("other", 32)
    with ArticleStore.open(folder, encoder=other) as store:
        assert store.count() == 6
        for refused in (
            lambda: store.add([parts.numbered(9)]),
            lambda: store.keyword_search("report", 5),
            lambda: store.vector_searches(other.encode(["report"]), 5),
        ):
            with pytest.raises(LibraryError, match="made by hashing, not by other") as caught:
                refused()
            assert "brief reindex" in caught.value.hint
        assert not healthy(store)
        told: list[tuple[int, int]] = []
        store.reindex(lambda *figures: told.append(figures))
        assert told[-1][0] == told[-1][1] == len(all_passages(store))
        assert healthy(store)
        assert agree(store)
        store.add([parts.numbered(9)])
        assert found(store, "unique9") == {parts.numbered(9).id}
    for kind in ("bm25", "vectors", "forward"):
        assert [path.name for path in (folder / kind).iterdir()] == ["2"]


def test_a_reader_sees_what_another_has_written_and_indexed_anew(
    store: ArticleStore, encoder: Any, numbered: Make, agree: Agree
) -> None:
    store.add([numbered(1)])
    with ArticleStore.open(store.folder, encoder=encoder) as reader:
        assert found(reader, "unique1") == {numbered(1).id}
        store.add([numbered(2)])
        assert found(reader, "unique2") == {numbered(2).id}
        assert agree(reader)
        store.reindex()
        store.add([numbered(3)])
        assert found(reader, "unique3") == {numbered(3).id}
        assert agree(reader)


def test_what_is_written_down_and_not_indexed_yet_is_not_found(
    store: ArticleStore, numbered: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_catch_up", lambda indexer: None)
    store.add([numbered(1)])
    assert store.count() == 1
    assert store.keyword_search("unique1", 5) == []
    assert store.keyword_scores("unique1", []) == {}
    assert store.rarity(["unique1"]) == {"unique1": 1.0}
    assert store.mentions("unique1") == 0


def test_an_article_removed_while_it_is_being_indexed_leaves_nothing(
    store: ArticleStore,
    numbered: Make,
    agree: Agree,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store.add([numbered(0)])
    real = Indexer._write

    def late(self: Indexer, *values: Any) -> None:
        with closing(Catalogue(store.folder)) as catalogue, catalogue.transaction():
            Intake(catalogue).remove(numbered(1).id)
        real(self, *values)

    with monkeypatch.context() as patch:
        patch.setattr(Indexer, "_write", late)
        store.add([numbered(1)])
    store.repair()
    assert store.keyword_search("unique1", 5) == []
    assert agree(store)
