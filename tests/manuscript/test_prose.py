"""What a reader sees of a text: at the same offsets, without what is not shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.errors import InputError
from brief.manuscript import COVER, of_text, prose, read


def seen(text: str) -> str:
    return " ".join(prose(of_text(text)).replace(COVER, "").split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It <b>was</b> sold<!-- not\nyet -->.", "It was sold ."),
        ("Caf&eacute;s &ldquo;won&rdquo; 4&nbsp;crowns &amp; so.", "Cafés “won” 4 crowns & so."),
        ("It [was [sic] sold](https://x.example/a_(b) 'T').", "It was [sic] sold."),
        ("It [was](<https://x.example/a b>) [sold][x].\n\n[x]: https://x.example", "It was sold. "
         "[x]:"),
        ("It was sold.[1](https://x.example) Yes [2].", "It was sold. Yes [2]."),
        ("It was sold <https://x.example> (https://x.example/y).", "It was sold ( )."),
        ("![It was kept.](a.png) It was sold.", "It was sold."),
        ("It was ~~kept~~ sold.^[Gazette, [p. 4](https://x.example)]", "It was sold."),
        (r"It was \[sic\] sold for \*5\*.", "It was [sic] sold for *5*."),
        ("The `<b>` and ``a ` <!--`` went. <!-- x -->", "The `<b>` and ``a ` <!--`` went."),
        ("It <script>was\nkept</script> was sold.", "It was sold."),
        ("> It was sold.\n>\n> ```\n> code\n> ```\n> Yes.", "> It was sold. > Yes."),
        ("- It was sold.\n\n  ```\n  code\n  ```\n- Yes.", "- It was sold. - Yes."),
        ("> ```\n> code\n\nIt was sold.\n\n```\ncode\n```", "It was sold."),
        ("It was\u200b sold\u200e. The har\u00adbour too.", "It was sold . The harbour too."),
        ("It was <!-- sold.", "It was sold."),
        ("[It was `sold. 4 < 5 & 6 > 5; a <- b.", "[It was `sold. 4 < 5 & 6 > 5; a <- b."),
    ],
)  # fmt: skip
def test_what_is_not_shown_is_left_out(text: str, expected: str) -> None:
    assert seen(text) == expected


def test_blocks_of_markup_part_paragraphs_but_no_rows() -> None:
    shown = prose(of_text("<p>It was sold</p><p>Yes</p>\n\n| a<br>b | c |\n"))
    assert [part.strip() for part in shown.split("\n\n") if part.strip()] == [
        "It was sold", "Yes", "| a    b | c |",
    ]  # fmt: skip


def test_every_way_of_linking_is_known() -> None:
    text = (
        "[a](https://x.example/1 'T') <https://x.example/2> https://x.example/3. [B][] [c] [d](/e) "
        "[5](https://x.example/6?a&amp;b)\n\n[b]: https://x.example/4\n[c]: <https://x.example/5>"
    )
    assert [url for *_, url in of_text(text).links][:6] == [
        "https://x.example/1", "https://x.example/2", "https://x.example/3", "https://x.example/4",
        "https://x.example/5", "https://x.example/6?a&b",
    ]  # fmt: skip


def test_a_plain_text_has_no_markup() -> None:
    text = "It <b>was</b> sold [x](https://x.example).\n\n~~~\n\nIt was kept."
    shown = prose(read(text.encode(), name="a.txt"))
    assert shown == text.replace("~~~", "   ")


PIECES = st.sampled_from(
    ["It was sold.", " ", "\n", "\n\n", "\r", "> ", "- ", "```", "`", "<!--", "-->", "<p>", "</p>",
     "<br/>", "<script>", "</script>", "[", "]", "](https://x.example)", "[1]", "^[", "![", "~~",
     "&amp;", "&nosuch;", "&#0;", "\\", "|", "[x]: https://x.example\n", "\u200b", "é̂", "🚢",
     "~~~\n"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_every_word_stays_at_its_place(text: str) -> None:
    manuscript = of_text(text)
    shown = prose(manuscript)
    assert len(shown) == len(text)
    assert [n for n, letter in enumerate(text) if letter == "\n" and shown[n] != "\n"] == []
    assert list(manuscript.links) == sorted(manuscript.links)
    assert all(0 <= start < end <= len(text) for start, end, _ in manuscript.links)


@pytest.mark.parametrize(
    "piece", ["<!-- ", "<script>", "[[a] ", '[a](b "', "[a]((", "` `` ", "^[a "]
)
def test_the_time_grows_with_the_length_alone(piece: str) -> None:
    prose(of_text(piece * 20_000 + "It was sold."))  # hours, were each opening looked up anew


@pytest.mark.parametrize("coding", ["utf-16", "utf-8-sig"])
def test_a_mark_of_the_byte_order_tells_the_coding(coding: str) -> None:
    assert read("Café.\r\nIt was sold.".encode(coding), name="a.txt").text == (
        "Café.\r\nIt was sold."
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [(rb"{\rtf1 It was sold.}", "RTF"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC")],
)
def test_a_document_of_another_kind_is_named(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read(data, name="a")
