"""The cited source first, then the others; what the verdict says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from brief.app import Library
from brief.check import GivenArticles, LibraryArticles, check
from brief.check.citing import Naming
from brief.check.grounds import FOR_CLAIM, closest, meant, sentences_of
from brief.errors import InputError
from brief.manuscript import of_text
from brief.report import documents
from brief.schema import Article, CheckedClaim, Citation, Evidence, Filters, Verdict

SALE = "Orrin Energy sold the Halden Point plant to Vessel Capital for $745 million in May."
MINE = "Coastline Metals opened a graphite mine in Brennick in June."


def article(name: str, text: str, **known: str) -> Article:
    facts = {"title": f"A long title of {name} here", "outlet": f"Outlet {name}", "url": ""}
    return Article(
        id=name, version=f"{name}-1", text=text, author="", published="2025-06-02", retrieved="",
        language="en", wire="", source=f"/tmp/{name}.txt", **(facts | known),
    )  # fmt: skip


ARTICLES = (
    article("a", f"{SALE} Nothing else is known."),
    article("b", MINE, url="https://www.b.example/mine/"),
)


class Words:
    """A verifier that supports what one sentence says word for word, and contradicts "never"."""

    def verify_all(
        self, cases: Sequence[tuple[str, Sequence[Evidence]]]
    ) -> list[tuple[Verdict, tuple[Evidence, ...]]]:
        judged: list[tuple[Verdict, tuple[Evidence, ...]]] = []
        for claim, evidence in cases:
            found = tuple(e for e in evidence if claim.rstrip(".") in e.sentence.text)
            label = "supported" if found else "contradicted" if "never" in claim else "not_found"
            judged.append((Verdict(label, ("so it is",)), found[:1] or tuple(evidence[:1])))
        return judged


def checked(text: str, **further: Any) -> list[CheckedClaim]:
    given = GivenArticles(ARTICLES)
    return check(of_text(text), grounds=given, verifier=Words(), **further)  # type: ignore[arg-type]


NOTES = "\n\n[^1]: Outlet a, 2025-06-02\n[^2]: https://b.example/mine?utm=1\n[^3]: Almanac\n"


@pytest.mark.parametrize(
    ("text", "label", "status", "reasons"),
    [
        (f"{SALE}[^1]", "supported", "carries", ("so it is",)),
        (f"{MINE}[^1]", "supported", "another",
         ("another source carries it (Outlet b, 2025-06-02), not the cited source [1]",)),
        (f"{MINE}[^2]", "supported", "carries", ("so it is",)),
        (f"{MINE}[^3]", "supported", "unknown",
         ("the source [3] was not found among the articles",)),
        (f"{MINE}[^9]", "supported", "unknown", ("the text names no source [9]",)),
        (f"{MINE}[^2][^3]", "supported", "carries",
         ("the source [3] was not found among the articles",)),
        ("Vessel sold the mine.[^1]", "not_found", "fails",
         ("the cited source [1] does not carry it", "so it is")),
        ("Vessel never sold a mine.[^2]", "contradicted", "fails",
         ("the cited source [2] does not carry it", "so it is")),
        ("Vessel [sold](https://b.example/mine) the mine.", "not_found", "fails",
         ("the cited Outlet b, 2025-06-02 does not carry it", "so it is")),
        ("Vessel [sold](https://elsewhere.example) the mine.", "not_found", None, ("so it is",)),
        (MINE, "supported", None, ("so it is",)),
    ],
)  # fmt: skip
def test_the_cited_source_is_asked_first(
    text: str, label: str, status: str | None, reasons: tuple[str, ...]
) -> None:
    [claim] = checked(text + NOTES)
    assert claim.verdict.label == label
    assert (claim.citation.status if claim.citation else None) == status
    assert claim.verdict.reasons == reasons


def test_a_source_that_is_missing_is_told_beside_one_that_carries() -> None:
    [claim] = checked(f"{MINE}[^2][^3]{NOTES}")
    assert claim.citation == Citation(("2", "3"), "carries", ("3",))
    assert not claim.citation.confirmed


def test_a_claim_that_another_source_carries_shows_that_one() -> None:
    [claim] = checked(f"{MINE}[^1]{NOTES}")
    assert [e.article.id for e in claim.evidence] == ["b"]


def test_the_second_opinion_sees_the_evidence_and_changes_nothing() -> None:
    seen: list[tuple[str, int]] = []

    def opinion(claim: str, evidence: Sequence[Evidence]) -> Verdict:
        seen.append((claim, len(evidence)))
        return Verdict("contradicted")

    [claim] = checked(SALE, opinion=opinion)
    assert claim.verdict.label == "supported"
    assert claim.second == Verdict("contradicted")
    assert seen == [(SALE, 3)]


BOTH = "Orrin Energy sold the Halden Point plant when Coastline Metals opened a graphite mine."
HALVES = ("Orrin Energy sold the Halden Point plant", "Coastline Metals opened a graphite mine.")


def test_a_part_has_a_citation_and_an_opinion_of_its_own() -> None:
    def opinion(claim: str, evidence: Sequence[Evidence]) -> Verdict:
        return Verdict("not_found", (claim, *sorted(e.article.id for e in evidence)))

    halves = (*HALVES, "Vell resigned.")
    sale, mine, vell = checked(f"{BOTH}[^1]{NOTES}", facts=lambda _: halves, opinion=opinion)
    assert [claim.verdict.label for claim in (sale, mine, vell)] == [
        "supported", "supported", "not_found",
    ]  # fmt: skip
    assert sale.citation == Citation(("1",), "carries")
    assert mine.citation == Citation(("1",), "another")
    assert vell.citation == Citation(("1",), "fails")
    assert sale.second == Verdict("not_found", (HALVES[0], "a", "a"))
    assert {claim.start for claim in (sale, mine, vell)} == {0}


@pytest.mark.parametrize(
    ("text", "facts", "whole"),
    [
        (BOTH, HALVES, True),
        (f"{BOTH[:-1]}, never closed.", HALVES, True),
        (BOTH, (HALVES[0], "Vell resigned."), False),
    ],
)
def test_a_statement_that_fails_has_a_part_that_fails_or_stays_whole(
    text: str, facts: tuple[str, ...], whole: bool
) -> None:
    found = [claim.text for claim in checked(text, facts=lambda _: facts)]
    assert found == ([text] if whole else list(facts))


@pytest.mark.parametrize(
    ("said", "urls", "few", "found"),
    [
        ("see a.txt for it", (), False, "a"),
        ("Outlet b · A long title of b here", (), False, "b"),
        ("A LONG title of  b here", (), False, "b"),
        ("Outlet a, 2025-06-02", (), False, "a"),
        ("Outlet a, 2 June 2025", (), False, "a"),
        ("Outlet a, June 2nd, 2025, p. 3", (), False, "a"),
        ("Outlet a (02.06.2025)", (), False, "a"),
        ("Outlet a, 3 June 2025", (), False, None),
        ("Outlet a, June 2025", (), False, None),
        ("Outlet a", (), False, None),
        ("Outlet a", (), True, "a"),
        ("Outlet a and Outlet b", (), True, None),
        ("", ("http://b.example/mine",), False, "b"),
        ("", ("https://www.b.example/mine/?utm_source=x&fbclid=1#end",), False, "b"),
        ("", ("https://b.example/mine?id=2",), False, None),
        ("Outlet abroad, 2025-06-02", (), True, None),
        ("in Outlet a's words of 2025-06-02", (), False, "a"),
        ("nothing of the kind", (), True, None),
    ],
)
def test_an_article_is_meant_only_where_there_is_no_doubt(
    said: str, urls: tuple[str, ...], few: bool, found: str | None
) -> None:
    meaning = meant(Naming("1", said, urls), ARTICLES, few=few)
    assert (meaning.id if meaning else None) == found


class Shelf:
    """A library whose search finds nothing."""

    def __init__(self, *articles: Article) -> None:
        self._articles = articles

    def search(self, said: str, **_: Any) -> list[Any]:
        return []

    def outlets(self) -> dict[str, int]:
        return Counter(article.outlet for article in self._articles)

    def articles(self, filters: Filters) -> list[Article]:
        days = (str(filters.since), str(filters.until))
        return [
            a for a in self._articles if a.outlet in filters.outlets and (a.published,) * 2 == days
        ]


@pytest.mark.parametrize(
    ("others", "filters", "found"),
    [
        ((), None, "a"),
        ((article("c", MINE, outlet="Outlet a"),), None, None),  # of the same day
        ((), Filters(outlets=("Outlet b",)), None),
        ((), Filters(since=date(2025, 6, 3)), None),
    ],
)
def test_outlet_and_day_tell_one_article_of_a_library_where_there_is_but_one(
    others: tuple[Article, ...], filters: Filters | None, found: str | None
) -> None:
    shelf: Any = Shelf(*ARTICLES, *others)
    library = LibraryArticles(shelf, shelf, shelf, filters)
    meaning = library.named(Naming("1", "Outlet a, 2 June 2025", ()))
    assert (meaning.id if meaning else None) == found


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://gazette.example/lodne", True),
        ("https://gazette.example/lodne/", True),
        ("http://www.gazette.example/lodne?utm_source=feed", True),
        ("https://gazette.example/lodne#top", True),
        ("https://gazette.example/lodne?page=2", False),
        ("https://gazette.example/", False),
    ],
)
def test_an_article_of_a_library_is_found_by_any_form_of_its_address(
    port: Library, url: str, found: bool
) -> None:
    naming = Naming(url, url, (url,))
    meaning = port._articles(None).named(naming)
    assert (meaning.title if meaning else None) == ("Strike at Lodne" if found else None)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("port")
    for name in ("lodne", "torbel"):
        (folder / f"{name}.html").write_text(
            f'<html><head><link rel="canonical" href="https://gazette.example/{name}">'
            f"<title>Strike at {name.title()}</title></head><body><article>"
            f"<h1>Strike at {name.title()}</h1>"
            f"<p>The strike at the port of {name.title()} began on Monday.</p>"
            "<p>The union said that talks with the port would go on.</p></article></body></html>"
        )
    with Library(folder / "library", model="none") as library:
        library.ingest(*sorted(folder.glob("*.html")))
        yield library


def test_rare_words_lead_to_the_sentence_and_only_the_best_are_handed_over() -> None:
    many = article("c", " ".join(f"The plant {n} of Orrin stands still." for n in range(40)))
    pairs = [(s, a) for a in (*ARTICLES, many) for s in sentences_of(a)]
    found = closest("Coastline opened a mine for Orrin.", pairs)
    assert found[0].sentence.text == MINE
    assert len(found) == FOR_CLAIM
    assert all(e.article.text[e.sentence.start : e.sentence.end] == e.sentence.text for e in found)


def test_given_sources_leave_no_library_and_none_is_left_out(tmp_path: Path, seeds: Path) -> None:
    with Library(tmp_path / "library") as library:
        [claim] = library.check(
            "The ministry will pay 84 crowns a dose.",
            sources=[seeds / "vaccine-order.html"],
        )
        assert claim.verdict.label == "supported"
        (tmp_path / "empty.txt").touch()
        with pytest.raises(InputError, match="empty"):
            library.check("It was so.", sources=[tmp_path])
    assert not (tmp_path / "library").exists()


def test_a_page_that_is_given_in_two_states_is_two_sources(tmp_path: Path) -> None:
    for name, count in (("early", 900), ("late", 800)):
        (tmp_path / f"{name}.html").write_text(
            '<html><head><link rel="canonical" href="https://gazette.example/lodne">'
            f"<title>Strike at Lodne</title></head><body><article><h1>Strike at Lodne</h1>"
            f"<p>The strike at the port of Lodne began on Monday with {count} dockers.</p>"
            "<p>The union said that talks with the port would go on.</p></article></body></html>"
        )
    text = (
        "The strike at the port of Lodne began on Monday with 900 dockers"
        " (https://gazette.example/lodne).\n\n"
        "The strike at the port of Lodne began on Monday with 800 dockers.\n"
    )
    with Library(tmp_path / "library", model="none") as library:
        claims = library.check(text, sources=sorted(tmp_path.glob("*.html")))
    document = documents.check(claims)
    assert [claim["verdict"] for claim in document["claims"]] == ["supported", "supported"]
    quotes = [claim["evidence"][0] for claim in document["claims"]]
    assert [("900" in q["quote"], q["source"]) for q in quotes] == [(True, 1), (False, 2)]
    assert len({source["version_sha256"] for source in document["sources"]}) == 2
