"""A model's wording made fit for a reader: text alone, no citations, markup or addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brief.llm.visible import plain
from brief.schema import Evidence
from brief.text import fold

LONGEST = 600  # characters of one claim: more is no statement
_MARKUP = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)|!\[[^\]]*\]\[[^\]]*\]"), ""),  # images
    (re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^)]*\))*\)"), r"\1"),  # links
    (re.compile(r"</?[a-zA-Z!][^<>]*>"), ""),
    (re.compile(r"`+|\*\*+|__+|~~+|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)"), ""),
    (re.compile(r"^\s*(?:#{1,6}|>+|[-*•]|\d{1,2}[.)])\s+"), ""),
)
_NUMBERS = r"(?:\d{1,3}(?:\s*[-–,;&]\s*|\s+and\s+)?)+"
_NAMED = r"(?:sources?|sentences?|evidence|refs?|references?|citations?|see)"
# A raised number is a note's after a word or a stop; after a unit or a figure it is a power.
_RAISED = (
    r"(?:(?<=[.,;!?”\"])|(?<=[^\W\d_]{3})(?<!metres)(?<!meters)(?<!miles)(?<!feet)|(?<=[^\W\d_]{3}\s))"
    r"[¹²³⁰-⁹]+(?=[\s.,;]|$)"
)
_CITATIONS = re.compile(
    # [1], [1, 2], [^3], [source 4], [S5]
    rf"\s*(?:\[\^?(?:(?:{_NAMED}|articles?)\s*:?\s*)?[SE]?{_NUMBERS}\]"
    rf"|【[^】]*】|\(\s*(?:{_NAMED}[\s:]*{_NUMBERS}|\d{{1,2}}(?:\s*,\s*\d{{1,2}})+)\s*\)"
    rf"|\(\s*(?:according to\s+)?{_NAMED}\s*:?\s*{_NUMBERS}\s*\)|{_RAISED})",
    re.IGNORECASE,
)
# A web address is never shown: where a reader may go is what the sources say of themselves.
_LINK = re.compile(
    r"\b[a-z][a-z0-9+.-]*:(?://|(?=\S*[@,;/(]))\S+|\bwww\.\S+|\b[\w.-]+\.[a-z]{2,}/\S*"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b",
    re.IGNORECASE,
)
# Names such as "Booking.com", unless the evidence has them.
_SITE = re.compile(
    r"\S+@\S+\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|info|example|test|invalid|dev|app|xyz"
    r"|co|ru|cn|me|ly|gg|sh|to|biz|site|online|link|click)\b",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    """The wording without citations and markup.

    >>> bare("The **council** attached [17 conditions](http://x.example) [1, 2].")
    'The council attached 17 conditions.'
    """
    # Links first: what stands in their brackets may be a citation.
    for pattern, instead in _MARKUP:
        text = pattern.sub(instead, text)
    text = _CITATIONS.sub("", text)
    return re.sub(r"\s+([.,;:!?])", r"\1", plain(text))


def unlinked(text: str) -> str:
    """The wording with every address in it left out.

    >>> unlinked("Log in at https://x.example/now or ask a@x.example today.")
    'Log in at [address] or ask [address] today.'
    """
    return _SITE.sub("[address]", _LINK.sub("[address]", text))


def streamed(text: str) -> str:
    """A piece of whole words as it may be shown at once, its white space kept.

    >>> streamed("See http:/\\u200b/x.example \\x1b[2Jnow ")
    'See [address] [2Jnow '
    """
    return unlinked(re.sub(r"\S+", lambda word: plain(word.group()), text))


def objection(text: str, evidence: Sequence[Evidence]) -> str:
    """Why a wording may not be shown whatever it says, "" where nothing speaks against it."""
    if not re.search(r"\w", text):
        return "it says nothing"
    if len(text) > LONGEST:
        return f"it has more than {LONGEST} characters"
    if _LINK.search(text):
        return "it holds a web address"
    quoted = fold(" ".join(item.sentence.text for item in evidence))
    if any(fold(site.group()) not in quoted for site in _SITE.finditer(text)):
        return "it holds an address that its evidence does not"
    return ""
