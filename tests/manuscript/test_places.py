"""Offsets, lines and columns of any text: the claim stands exactly where it is said to."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from brief.manuscript import of_text, place_of, read
from brief.verify import split_claims

PIECES = st.sampled_from(
    ["The plant opens in May.", "It was sold and the owner has left.", "[1]", "[^2]: x", "- ", "# ",
     "\n", "\n\n", "\r\n", " ", "\t", "é̂", "𝄞 ", "Exports rose; imports fell.", "| ", "Sources\n"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=20).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_line_and_columns_lead_to_the_claim(text: str) -> None:
    manuscript = of_text(text)
    lines = text.split("\n")
    for claim in split_claims(text):
        assert text[claim.start : claim.end] == claim.text
        assert claim.end <= claim.sentence_end
        place = place_of(manuscript, claim.start, claim.end)
        assert place.column
        assert place.end_column
        shown = lines[place.line - 1 : place.end_line]
        shown[-1] = shown[-1][: place.end_column - 1]
        shown[0] = shown[0][place.column - 1 :]
        assert "\n".join(shown) == claim.text


@settings(deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=12))
def test_lines_of_a_page_ascend_and_exist(pieces: list[str]) -> None:
    body = "".join(f"<p>{piece}\n</p>" for piece in pieces)
    markup = f"<html><body><p>It begins here.</p>\n{body}</body></html>"
    page = read(markup.encode(), name="a.html")
    numbers = [line for _, line in page.lines]
    assert numbers == sorted(numbers)
    assert 1 <= numbers[0] <= numbers[-1] <= markup.count("\n") + 1
    for claim in split_claims(page.text):
        assert page.text[claim.start : claim.end] == claim.text


def test_the_byte_order_mark_is_no_character_of_the_text() -> None:
    manuscript = read("\ufeffThe plant was sold.\r\nIt was.".encode(), name="a.txt")
    assert manuscript.text.startswith("The plant")
    assert manuscript.kind == "text"
    place = place_of(manuscript, 0, 19)
    assert (place.line, place.column, place.end_line, place.end_column) == (1, 1, 1, 20)
