"""Who cites whom: marks, notes, lists of sources, links."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.check.citing import MOST, definitions, namings
from brief.check.claiming import statements
from brief.manuscript import of_text, read
from brief.verify import split_claims

BRIEFING = r"""# Title

## Bottom line

Talks have begun. [1] Nothing was signed [2][3]. Orrin sold the plant [1] and Vessel has left [2].
Orrin sold the mine and Vessel has left. [3]

- China leads the field,[^note] by far. It [mines](https://x.example/mines) most.

## Sources

1. Report \[restated\] · Talks on a refinery · 2025-10-02

   > “The refinery is the subject of talks.”

2. Gazette · A long
   title · <https://gazette.example/2>

[^note]: Almanac, 2024

## Outlook

1. This is no source at all.
"""


def test_definitions_are_found_by_label() -> None:
    assert definitions(BRIEFING) == {
        "1": r"Report \[restated\] · Talks on a refinery · 2025-10-02",
        "2": "Gazette · A long title · <https://gazette.example/2>",
        "note": "Almanac, 2024",
    }


def test_a_list_of_sources_goes_on_below_deeper_headings() -> None:
    text = "# Sources\n\n## Papers\n\n1. Gazette\n\n### Others\n\n2. Ledger\n\n# Plan\n\n3. Wait."
    assert definitions(text) == {"1": "Gazette", "2": "Ledger"}


def test_each_statement_has_the_sources_that_are_named_for_it() -> None:
    claims = split_claims(BRIEFING)
    named = namings(of_text(BRIEFING), claims)
    labels = {s.text: [n.label for n in found] for s, found in zip(claims, named, strict=True)}
    assert labels == {
        "Talks have begun.": ["1"],
        "Nothing was signed": ["2", "3"],
        "Orrin sold the plant": ["1"],
        "Vessel has left": ["2"],
        "Orrin sold the mine": ["3"],
        "Vessel has left.": ["3"],
        "China leads the field,[^note] by far.": ["note"],
        "It [mines](https://x.example/mines) most.": ["https://x.example/mines"],
        "This is no source at all.": [],
    }
    first, second = named[0][0], named[1][0]
    assert first.said == "Report [restated] · Talks on a refinery · 2025-10-02"
    assert second.urls == ("https://gazette.example/2",)
    assert (named[1][1].said, named[1][1].is_link) == ("", False)
    assert named[-2][0].is_link


@pytest.mark.parametrize(
    ("marks", "labels"),
    [
        ("[1, 3]", ["1", "3"]),
        ("[2–4]", ["2", "3", "4"]),
        ("[^a-b]", ["a-b"]),
        ("[4-2]", ["4-2"]),
        ("[1][1]", ["1"]),
        ("", []),
    ],
)
def test_marks_are_read_as_a_reader_does(marks: str, labels: list[str]) -> None:
    text = f"The plant was sold {marks}."
    [found] = namings(of_text(text), split_claims(text))
    assert [naming.label for naming in found] == labels


def test_links_of_a_page_belong_to_the_claims_they_stand_in() -> None:
    text = "The plant was sold. The mine was not."
    manuscript = replace(of_text(text), links=((4, 9, "https://x.example/plant"),))
    first, second = namings(manuscript, split_claims(text))
    assert [n.urls for n in first] == [("https://x.example/plant",)]
    assert second == ()


def _urls(text: str) -> list[tuple[str, ...]]:
    manuscript = of_text(text)
    found = namings(manuscript, [statement for statement, _ in statements(manuscript)])
    return [tuple(url for naming in named for url in naming.urls) for named in found]


def test_a_link_behind_a_claim_that_says_nothing_itself_is_its_source() -> None:
    text = (
        "The plant was sold.[1](https://x.example/1) It is big. ([Gazette](https://x.example/2))\n"
        "The mine was not. See https://x.example/3\n\n[Other](https://x.example/4)\n\nOrrin left."
    )
    assert _urls(text) == [
        ("https://x.example/1",), ("https://x.example/2",), ("https://x.example/3",), (),
    ]  # fmt: skip


def test_a_note_within_the_line_names_its_source() -> None:
    manuscript = of_text(
        "The plant was sold.^[Gazette, 2 June 2025, https://x.example/1] It is big."
    )
    first, second = namings(manuscript, [found for found, _ in statements(manuscript)])
    assert [(naming.said, naming.urls) for naming in first] == [
        ("Gazette, 2 June 2025, https://x.example/1", ("https://x.example/1",))
    ]
    assert second == ()


def test_a_note_leads_where_its_words_do() -> None:
    page = read(
        b'<html><p>The plant was sold.<a href="#n"><sup>1</sup></a></p><ol><li id="n"><p>Gazette, '
        b'<a href="https://x.example/1">here</a></p></li></ol></html>',
        name="a.html",
    )
    [[note]] = namings(page, split_claims(page.text))
    assert (note.label, note.urls) == ("1", ("https://x.example/1",))


def test_a_mark_that_is_a_link_needs_no_note() -> None:
    page = read(
        b'<html><p>The plant was sold <a href="https://x.example/1">[1]</a>. '
        b"It is big [2].</p></html>",
        name="a.html",
    )
    linked, lost = namings(page, split_claims(page.text))
    assert [naming.urls for naming in linked] == [("https://x.example/1",)]
    assert [(naming.label, naming.said) for naming in lost] == [("2", "")]


PIECES = st.sampled_from(
    ["It was sold.", " [1]", "[^x]", "[1–9999]", "[9-1]", "\n", "[^x]: a https://x.y",
     "# Sources\n", "1. one\n", "](https://a.b)", "[", "Orrin sold it and Vessel has left "]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_gives_each_statement_its_namings(text: str) -> None:
    found = split_claims(text)
    named = namings(of_text(text), found)
    assert len(named) == len(found)
    assert all(len(each) <= 2 * MOST for each in named)
