"""Text from articles and questions is untrusted: nothing in it may act on a terminal or a page."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, urlsplit

# Escape sequences: with parameters (colours, cursor), operating-system strings, single characters.
ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
# Controls, writing-direction overrides, invisible characters and tags, halves of surrogate pairs.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
MARKDOWN = re.compile(r"([\\`*\[\]<>|~#]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;))")
AUTOLINK = re.compile(r"(?i)(?<=[a-z])(:)(?=//)|(?<=\bwww)(\.)")


def printable(text: str) -> str:
    """The text without anything that would act on a terminal; line breaks and tabs stay.

    >>> printable("a \\x1b[31mred\\x1b[0m word\\u202e")
    'a red word'
    """
    return UNSAFE.sub("", ANSI.sub("", text))


def line(text: str) -> str:
    """The same on one line, runs of white space of any kind as one space.

    >>> line("one\\rtwo\\x0cthree\\u2028four")
    'one two three four'
    """
    spaced = " ".join(ANSI.sub("", text).split())  # some white space is unsafe, and no letter
    return " ".join(UNSAFE.sub("", spaced).split())


def markdown(text: str) -> str:
    """One line of markdown that renders as exactly this text: no markup, links or images in it.

    GitHub still links a bare mail address, whichever of its characters is escaped.

    >>> markdown("see [this](http://x.example) *now*")
    'see \\\\[this\\\\](http\\\\://x.example) \\\\*now\\\\*'
    """
    escaped = AUTOLINK.sub(r"\\\g<0>", MARKDOWN.sub(r"\\\1", line(text)))
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", re.sub(r"^([-+=])", r"\\\1", escaped))


def web_link(url: str) -> str:
    """The URL fit to be printed as a link, or "" where it is no plain web address.

    >>> web_link("javascript:alert(1)"), web_link("https://x.example/a b")
    ('', 'https://x.example/a%20b')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    return quote(line(url), safe="%/:=&?~#+!$,;'@()*[]-._")


def dumps(document: Any, *, indent: int | None = None) -> str:
    """JSON with readable letters in which every unsafe character is escaped, so none is lost."""
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    return UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    # Line breaks of `indent` are outside UNSAFE; what matches can only stand inside a string.
    return json.dumps(match.group())[1:-1]
