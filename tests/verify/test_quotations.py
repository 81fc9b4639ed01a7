"""Quoted words in a source, and texts that are hard to read."""

from __future__ import annotations

import time

import pytest

from brief.verify.quotations import verbatim
from brief.verify.tokens import plain

SOURCE = "“The plan,” he said, “was good; nobody had read it at the airport.”"


@pytest.mark.parametrize(
    "quotation",
    [
        "the plan",
        "was good: nobody",
        "the plan ... was good ... read it",
        "The plan … nobody [in parliament] had read it",
        "[N]obody had read it",
        "nobody [h]ad read it",
    ],
)
def test_words_that_the_source_has_in_this_order(quotation: str) -> None:
    assert verbatim(quotation, ["Another sentence.", SOURCE])


@pytest.mark.parametrize(
    "quotation",
    [
        "the plane",
        "he plan",
        "nobody ... the plan",
        "was ... it at the air",
        "the plan had",
        "[...]",
    ],
)
def test_words_that_it_has_not(quotation: str) -> None:
    assert not verbatim(quotation, [SOURCE])


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("The **plant *at last* opens** [1], [he](https://x.example) said [2–3].",
         "The plant at last opens, he said."),
        ("[![A port](a.png)](https://x.example/port) opens.", "A port opens."),
        ("`code` and __more__\n> of it", "code and more of it"),
        ("5 * 3 is 15, snake_case_name is [sic] a name (so)", None),
    ],
)  # fmt: skip
def test_markdown_is_taken_off(text: str, bare: str | None) -> None:
    assert plain(text) == (bare or text)


@pytest.mark.parametrize(
    "piece", ["[", "*a ", "_a ", "`a ", "[a](", "![", " ", "[1,", "*_", "\n> "]
)
def test_any_text_is_read_once(piece: str) -> None:
    begun = time.process_time()
    plain(piece * 50_000 + "x")
    assert time.process_time() - begun < 5


def test_a_quotation_of_many_parts_is_looked_for_once() -> None:
    begun = time.process_time()
    assert not verbatim("the ... " * 12 + "zzz", ["the a " * 120])
    assert time.process_time() - begun < 5
