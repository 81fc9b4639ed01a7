"""HTML to be checked: what a reader sees, with the lines of the source."""

from __future__ import annotations

import pytest

from brief.errors import InputError
from brief.manuscript import place_of, read
from brief.verify import split_claims

PAGE = """<!doctype html>
<html><head><title>No claim is made here.</title><style>p {color: red}</style></head>
<body><nav>All our news of today.</nav>
<h1>The plant opens in May</h1>
<p>The plant
costs <b>$745 million</b>.<sup><a href="#fn1" id="r1">1</a></sup> It opens in
May, <a href="https://x.example/a?b=1">the owner told reporters</a>.</p>
<!-- The plant was sold.
It was. -->
<ol><li>The first unit was shut down.</li>
<li>The second unit was sold.</li></ol>
<table><tr><th>Unit</th><td>The third unit was sold.</td></tr></table>
<pre><code>The fourth unit was sold.</code></pre>
<p hidden>The fifth unit was sold.</p>
<p>Line one of it<br>goes on here.</p>
<h2>Sources</h2>
<ol><li id="fn1">Gazette, The price of a plant <a href="#r1">↩</a></li></ol>
<footer>The site was sold.</footer></body></html>
"""


def test_a_page_gives_what_its_reader_sees() -> None:
    page = read(PAGE.encode(), name="page.html")
    assert page.kind == "html"
    found = split_claims(page.text)
    assert [claim.text for claim in found] == [
        "The plant costs $745 million.",
        "It opens in May, the owner told reporters.",
        "The first unit was shut down.",
        "The second unit was sold.",
        "The third unit was sold.",
        "Line one of it\ngoes on here.",
    ]
    places = [place_of(page, claim.start, claim.end) for claim in found]
    assert [(p.line, p.end_line) for p in places] == [
        (5, 6), (6, 7), (10, 10), (11, 11), (12, 12), (15, 15),
    ]  # fmt: skip
    assert {place.column for place in places} == {None}
    assert "[^1]: Gazette, The price of a plant" in page.text
    [(start, end, url)] = page.links
    assert page.text[start:end].strip() == "the owner told reporters"
    assert url == "https://x.example/a?b=1"


def test_a_page_is_known_by_its_beginning_and_read_in_its_charset() -> None:
    markup = '<!DOCTYPE html><meta charset="windows-1252"><p>The café was sold in May.</p>'
    page = read(markup.encode("cp1252"), name="-")
    assert page.kind == "html"
    assert [claim.text for claim in split_claims(page.text)] == ["The café was sold in May."]


def test_a_raised_number_that_leads_nowhere_is_no_note() -> None:
    page = read(b"<html><p>It has 5 km<sup>2</sup> of land.</p></html>", name="a.html")
    assert page.text == "It has 5 km2 of land."


def test_a_number_raised_above_another_is_kept_apart() -> None:
    page = read(b"<html><p>It rose by 5<sup>2</sup> per cent.</p></html>", name="a.html")
    assert page.text == "It rose by 5² per cent."


def test_a_note_of_paragraphs_is_one_note() -> None:
    page = read(
        b'<html><p>The plant was sold.<a href="#n"><sup>1</sup></a></p>'
        b'<ol><li id="n"><p>Gazette.</p>'
        b"<p>It was sold in May.</p></li></ol><p>It is big now.</p></html>",
        name="a.html",
    )
    assert page.text.split("\n\n")[1:] == ["[^1]: Gazette. It was sold in May.", "It is big now."]


def test_deleted_text_is_not_said_and_quoted_text_is() -> None:
    page = read(
        b"<html><p>The plant was <del>kept</del> <s>leased</s> <ins>sold</ins>.</p>"
        b"<p>Orrin said <q>it is over</q> in May.</p></html>",
        name="a.html",
    )
    assert page.text == "The plant was sold.\n\nOrrin said “it is over” in May."


def test_a_page_within_a_form_is_read_and_a_form_is_not() -> None:
    page = read(
        b"<html><form><h1>Plant</h1><p>The plant was sold.</p></form>"
        b"<form><p>Sign up for all our news.</p></form></html>",
        name="a.html",
    )
    assert page.text == "# Plant\n\nThe plant was sold."


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body></body></html>",
        "<html><script>The plant was sold.</script></html>",
        "<html>" + "<p>x" * 100_001,
        "<html>" + "<div>" * 100_001,
        "<html>" + "<div>" * 5000 + "The plant was sold.",
        "<html>" + "<ol><li>" * 2000 + "The plant was sold.",
        "<html>\x00PNG",
    ],
)
def test_a_page_of_no_use_is_a_clear_error(markup: str) -> None:
    with pytest.raises(InputError) as error:
        read(markup.encode(), name="page.html")
    assert error.value.hint


@pytest.mark.parametrize(
    "markup",
    [
        "<html>" + "<a href='#x'>" * 2000 + "The plant was sold.",
        "<html><p>The plant was sold. " + "<" * 50_000,
        '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><p>The plant was sold. &b;',
    ],
)
def test_strange_markup_still_gives_its_text(markup: str) -> None:
    page = read(markup.encode(), name="page.html")
    assert "The plant was sold." in page.text
