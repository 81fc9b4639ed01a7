"""Statements as they stand in the file, and as their reader sees them."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from brief.check.claiming import statements
from brief.manuscript import of_text, place_of

DRAFT = """The *port* <b>reopened</b> on [Tuesday](https://x.example)&nbsp;now.<!-- It was not -->
<p>&ldquo;It is over,&rdquo; Orrin \\[the owner\\] said.</p>

> The plant was sold
> in May.
"""


def test_a_claim_is_judged_without_markup_and_shown_as_it_stands() -> None:
    assert [(found.text, words) for found, words in statements(of_text(DRAFT))] == [
        (
            "The *port* <b>reopened</b> on [Tuesday](https://x.example)&nbsp;now.",
            "The *port* reopened on Tuesday now.",
        ),
        (
            "&ldquo;It is over,&rdquo; Orrin \\[the owner\\] said.",
            "“It is over,” Orrin [the owner] said.",
        ),
        ("The plant was sold\n> in May.", "The plant was sold\n> in May."),
    ]


PIECES = st.sampled_from(
    ["The plant was sold.", " It opens in May and the owner has left", ".", " ", "\n\n", "\r\n",
     "> ", "- ", "<b>", "</b>", "<p>", "<!-- It was kept. -->", "[", "](https://x.example)", "[1]",
     "&amp; ", "&ldquo;", "\\*", "~~", "`", "\u200b", "é̂", "🚢 ", "^[a note of it]", "![a](b)"]
)  # fmt: skip


@settings(deadline=None)
@example("[The plant was sold.`](https://x.example)`The plant was sold.")  # code begins in a link
@example("[The plant was sold.\\](https://x.example)")
@given(st.lists(PIECES, max_size=20).map("".join))
def test_a_claim_stands_exactly_at_its_place(text: str) -> None:
    manuscript = of_text(text)
    lines = text.split("\n")
    last = 0
    for found, words in statements(manuscript):
        assert text[found.start : found.end] == found.text != ""
        assert last <= found.start < found.end
        assert words == words.strip() != ""
        last = found.end
        place = place_of(manuscript, found.start, found.end)
        assert lines[place.line - 1][(place.column or 0) - 1] == found.text[0]
        assert lines[place.end_line - 1][(place.end_column or 0) - 2] == found.text[-1]
