from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from brief.report.escape import UNSAFE, dumps, line, markdown, printable, web_link

hostile = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b[]()<>!*_`~#|\\&;:/.-+=0123456789 \n\t\r\u202e\u200b\x9b"),
    ),
    max_size=80,
)
renderer = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"),
        ("bell\x07 back\x08 eight-bit\x9b1m", "bell back eight-bit1m"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("tag\U000e0041 half\ud800", "tag half"),
        ("Ünïcode – “quotes” 中文 😀 می‌خواهم", "Ünïcode – “quotes” 中文 😀 می‌خواهم"),
        ("two\n\tlines", "two\n\tlines"),
    ],
)
def test_printable_keeps_letters_and_drops_what_acts(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(hostile)
def test_nothing_unsafe_is_ever_printed(text: str) -> None:
    assert not UNSAFE.search(printable(text))
    assert "\n" not in line(text)


@pytest.mark.parametrize(
    "space", ["\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\xa0"]
)
def test_white_space_of_any_kind_parts_words(space: str) -> None:
    assert line(f" one{space}two{space}") == "one two"


@given(hostile)
def test_markdown_renders_as_the_very_text(text: str) -> None:
    rendered = renderer.parse(markdown(text))
    inline = [token for token in rendered if token.type == "inline"]
    assert [token.type for token in rendered if token.nesting == 1] in ([], ["paragraph_open"])
    kinds = {child.type for token in inline for child in token.children or []}
    assert kinds <= {"text", "text_special"}
    shown = "".join(child.content for token in inline for child in token.children or [])
    assert shown == line(text)


@pytest.mark.parametrize("text", ["https://evil.example/x", "see WWW.evil.example now"])
def test_bare_addresses_are_no_links(text: str) -> None:
    # GitHub's flavour links them by these signs, which an escape takes away.
    assert not re.search(r"[a-z]://|www\.", markdown(text), re.IGNORECASE)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://", "[", "http://[x"],
)
def test_only_web_addresses_are_links(url: str) -> None:
    assert web_link(url) == ""


@given(hostile)
def test_a_link_cannot_break_out(text: str) -> None:
    link = web_link(f"https://example.org/{text}")
    assert not set(link) & set('<> \n\t"`\\')
    assert link.isascii()


@given(st.recursive(hostile, lambda inner: st.lists(inner) | st.dictionaries(hostile, inner)))
def test_json_keeps_every_character_and_prints_none_that_acts(document: object) -> None:
    written = dumps(document, indent=2)
    assert json.loads(written) == document
    assert not UNSAFE.search(written)
