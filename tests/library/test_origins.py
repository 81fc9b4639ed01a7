"""Which articles are of one origin, in whatever order they come, change and go."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brief.library.catalogue import Catalogue
from brief.library.intake import Draft, Intake
from brief.library.origins import overlap, shingles
from brief.library.records import Records
from brief.schema import Article

Make = Callable[..., Article]


def prose(seed: int, words: int) -> list[str]:
    source = random.Random(seed)
    return ["".join(source.choices("abcdefghij", k=6)) for _ in range(words)]


def text(*runs: list[str]) -> str:
    return " ".join(word for run in runs for word in run) + "."


class Shelf:
    """A catalogue without indexes."""

    def __init__(self, folder: Path, encoder: Any) -> None:
        folder.mkdir()
        Catalogue.create(folder, {})
        self.catalogue = Catalogue(folder)
        self._intake = Intake(self.catalogue)
        self._encoder = encoder

    def put(self, *articles: Article) -> None:
        for article in articles:
            with self.catalogue.transaction():
                self._intake.put(Draft(article, self._encoder))

    def remove(self, article: Article) -> None:
        with self.catalogue.transaction():
            self._intake.remove(article.id)

    def origins(self) -> dict[str, str]:
        """Source of each article → source of its origin."""
        articles = Records(self.catalogue).articles()
        source = {one.id: one.source for one in articles}
        return {one.source: source[one.origin] for one in articles}


@pytest.fixture
def shelves(tmp_path: Path, encoder: Any) -> Iterator[Callable[[], Shelf]]:
    made: list[Shelf] = []

    def make() -> Shelf:
        made.append(Shelf(tmp_path / str(len(made)), encoder))
        return made[-1]

    yield make
    for shelf in made:
        shelf.catalogue.close()


@pytest.fixture
def family(article: Make) -> dict[str, Article]:
    """An agency's story, what outlets made of it, and articles that have nothing to do with it."""
    story = prose(0, 300)
    spec = {
        "copy": (text(story), "", "2025-03-02"),
        "agency": (text(story, prose(1, 10)), "AFP", "2025-03-01"),
        # half of it, between paragraphs of the outlet's own
        "cut": (text(prose(2, 60), story[:150], prose(3, 60)), "", "2025-03-03"),
        # a quarter of it, with the credit
        "credited": (text(story[100:175], prose(4, 200)), "afp", "2025-03-04"),
        # a quarter of it and no credit, or another's
        "quoting": (text(story[200:275], prose(5, 200)), "", "2025-03-05"),
        "rival": (text(story[:75], prose(6, 200)), "Reuters", "2025-03-05"),
        "other": (text(prose(7, 300)), "AFP", "2025-01-01"),
        "empty": ("…", "", "2025-01-01"),
    }
    return {
        name: article(body, place=name, title=name, wire=wire, published=published)
        for name, (body, wire, published) in spec.items()
    }


EXPECTED = {
    "copy": "agency", "agency": "agency", "cut": "agency", "credited": "agency",
    "quoting": "quoting", "rival": "rival", "other": "other", "empty": "empty",
}  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(sorted(EXPECTED)))
def test_the_order_of_arrival_does_not_matter(
    shelves: Callable[[], Shelf], family: dict[str, Article], order: list[str]
) -> None:
    shelf = shelves()
    shelf.put(*(family[name] for name in order))
    assert shelf.origins() == EXPECTED


def test_those_that_only_one_linked_are_apart_when_it_goes(
    shelves: Callable[[], Shelf], article: Make
) -> None:
    one, two = prose(0, 100), prose(1, 100)
    ends = [
        article(text(one), place="one", title="one", published="2025-01-01"),
        article(text(two), place="two", title="two", published="2025-01-02"),
    ]
    link = article(text(one, two), place="link", title="link", published="2025-01-03")
    shelf = shelves()
    shelf.put(*ends, link)
    assert set(shelf.origins().values()) == {"one"}
    shelf.remove(link)
    assert shelf.origins() == {"one": "one", "two": "two"}
    shelf.put(link, article(text(prose(2, 100)), place="link", title="link"))
    assert shelf.origins() == {"one": "one", "two": "two", "link": "link"}


def test_a_group_keeps_together_when_its_first_goes_or_turns_out_later(
    shelves: Callable[[], Shelf], family: dict[str, Article], article: Make
) -> None:
    shelf = shelves()
    shelf.put(*family.values())
    shelf.remove(family["other"])
    later = replace(family["agency"], version="f" * 64, published="2025-04-01")
    shelf.put(later)
    assert {name for name, origin in shelf.origins().items() if origin == "copy"} == {
        "copy", "agency", "cut", "credited",
    }  # fmt: skip
    shelf.remove(family["copy"])
    assert shelf.origins()["agency"] == "cut"


def test_overlap_is_the_share_of_the_shorter() -> None:
    long = prose(0, 104)
    assert overlap(shingles(text(long)), shingles(text(long[:54]))) == 1.0
    assert overlap(shingles(text(long)), shingles(text(long[:29], prose(1, 25)))) == 0.5
    assert overlap(shingles("A, b!"), shingles("a B")) == 1.0
    assert overlap(shingles("…"), shingles("a b")) == 0.0
