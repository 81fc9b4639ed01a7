"""Removes from a page what its reader does not see: articles are untrusted.

Seen here: the `hidden` and `aria-hidden` attributes, inline styles, plain `.class` and `#id` rules
of the page's own style sheets outside of `@` rules, comments and templates. Not seen here: linked
style sheets, scripts, text in the colour of its background.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    r"|(?:font-size|opacity|max-height|max-width)\s*:\s*0*\.?0+(?:[a-z%]{1,4})?\s*(?:;|!|$)"
    r"|(?:left|top|right|bottom|text-indent|margin-left)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_BRACE = re.compile(r"([{}])")
_PLAIN = re.compile(r"[.#][\w-]+")
_KEPT = frozenset({"html", "head", "body"})


def drop_hidden(tree: HtmlElement) -> None:
    """Remove hidden elements, comments and processing instructions, keeping what follows them."""
    selectors = _hiding_selectors(tree)
    for node in list(tree.iter()):
        if node.getparent() is None or node.tag in _KEPT:
            continue
        if not isinstance(node.tag, str) or _is_hidden(node, selectors):
            node.drop_tree()


def _is_hidden(node: HtmlElement, selectors: frozenset[str]) -> bool:
    return (
        node.tag in ("template", "noscript")
        or "hidden" in node.attrib
        or node.get("aria-hidden", "").strip().lower() == "true"
        or _HIDING.search(node.get("style", "")) is not None
        or bool(
            selectors
            and not selectors.isdisjoint(
                {f"#{node.get('id', '')}", *(f".{name}" for name in node.get("class", "").split())}
            )
        )
    )


def _hiding_selectors(tree: HtmlElement) -> frozenset[str]:
    """Plain class and id selectors whose rule hides what they match on every screen."""
    hiding: set[str] = set()
    for sheet in tree.xpath("//style/text()"):
        opened: list[str] = []  # what stands before each brace that is still open
        text = ""
        for part in _BRACE.split(sheet):
            if part == "{":
                opened.append(text.rpartition(";")[2].rpartition("*/")[2].strip())
            elif part == "}" and opened:
                selectors = opened.pop()
                if not opened and selectors[:1] != "@" and _HIDING.search(text):
                    names = (name.strip() for name in selectors.split(","))
                    hiding |= {name for name in names if _PLAIN.fullmatch(name)}
            text = "" if part in "{}" else part
    return frozenset(hiding)
