"""Passages for questions and claims, over a library of a few invented articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from brief.app import Library
from brief.embedding.minilm import MiniLM
from brief.retrieve import Retriever
from brief.schema import Filters

FERRIES = (
    "A fund may purchase the ferries, people told The Tide. The boats carry a third of the town's "
    "commuters over the sound each morning. Their owner has lost money on them for nine years, and "
    "the town council pays for the night crossings. No price has been named, and the crews want to "
    "know who will pay their pensions once the boats have changed hands."
)
ARTICLES = [
    ("Harbour Gazette", "Ferry talks", FERRIES),
    ("The Tide", "Oil prices fall", "Oil fell to a new low as traders sold in a quiet market."),
    ("Sellen Courier", "Ferry talks", FERRIES),
    ("The Tide", "Rain ahead", "Rain will reach the coast by the evening of the feast."),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("search")
    lines = [
        {"title": title, "source": outlet, "body": body, "published_at": f"2026-03-0{day}"}
        for day, (outlet, title, body) in enumerate(ARTICLES, start=1)
    ]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    with Library(folder / "library", model="none") as opened:
        opened.ingest(folder / "a.jsonl")
        yield opened


def found(library: Library, question: str, **options: bool) -> list[str]:
    return [h.article.outlet for h in library._retriever.find(question, **options).passages]


def test_words_are_stemmed_as_the_index_stems_them(library: Library) -> None:
    query = "purchase"  # whose stem has another stem
    (bm25, _), *_ = library._store.keyword_search(query, 5)
    found = library._retriever.find(query).passages
    assert found[0].passage.id == bm25


def test_a_claim_that_names_an_outlet_is_looked_for_everywhere(library: Library) -> None:
    claim = "People told The Tide that a fund may purchase the ferries."
    assert "Harbour Gazette" in found(library, claim, split=False)
    assert set(found(library, "What does The Tide report about the ferries?")) == {"The Tide"}


def test_a_copy_counts_once_unless_its_outlet_is_named(library: Library) -> None:
    once = found(library, "Who may purchase the ferries?")
    assert len({"Harbour Gazette", "Sellen Courier"} & set(once)) == 1
    named = found(library, "Who may purchase the ferries, according to the Sellen Courier?")
    assert named == ["Sellen Courier"]


@pytest.mark.parametrize(
    ("query", "filters", "notes"),
    [
        ("zebra Giraffes giraffes", None,
         "No passage searched holds “zebra” or “giraffes”: what is found is only near in meaning."),
        ("Who sold zebra-striped ferries?", None, "No passage searched holds “zebra-striped”."),
        ("ferries", Filters(since=date(2026, 3, 4)),
         "No passage searched holds “ferries”: what is found is only near in meaning."),
        ("a b c d e f zzz", Filters(outlets=("The Tide",)), "or 1 more of the words"),
        ("the ferries", None, ""),
        ("the", None, ""),
        ("Purchasing a ferry", None, ""),
    ],
)  # fmt: skip
def test_words_that_no_passage_holds_are_told(
    library: Library, query: str, filters: Filters | None, notes: str
) -> None:
    found = library.find(query, filters=filters)
    assert found.passages
    assert notes in "".join(found.notes)
    assert bool(found.notes) is bool(notes)


class Served(MiniLM):
    """As wide as the encoder of the package, but of another space."""

    address = "http://127.0.0.1:9/v1"

    def encode(self, texts: object, **_: object) -> NDArray[np.float32]:
        return -super().encode(texts)  # type: ignore[arg-type]

    def ask(self, question: str) -> tuple[NDArray[np.float32], object]:  # type: ignore[override]
        vector, tokens = super().ask(question)
        return -vector, tokens


def test_vectors_of_a_server_are_not_mixed_with_tokens_of_this_machine(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def searched(vectors: NDArray[np.float32], *_: object) -> list[list[tuple[str, float]]]:
        asked.append(vectors)
        return [[] for _ in vectors]

    monkeypatch.setattr(type(library._store), "vector_searches", lambda _, *a: searched(*a))
    question = "Who may purchase the ferries, and when will the rain reach the coast?"
    Retriever(library._store, Served()).find(question)
    (vectors,) = asked
    assert len(vectors) == 3
    assert (vectors @ vectors[0] > 0.99).all()
