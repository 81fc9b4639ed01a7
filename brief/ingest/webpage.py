"""The article in a saved web page: trafilatura's body and metadata, with hidden text removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brief.ingest import attribution, dates
from brief.ingest.clean import clean, squeeze
from brief.ingest.draft import Draft
from brief.ingest.language import language_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|"
    r"opacity\s*:\s*0(?:\.0*)?\s*(?:;|$|!)",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"""(?:"datePublished"\s*:\s*"|article:published_time["'][^>]*?content=["']|"""
    r"""itemprop=["']datePublished["'][^>]*?(?:content|datetime)=["'])([^"']{8,40})"""
)
_FUTURE = "2199-12-31"  # dates come from the page, not from this machine's clock


def draft_of_page(markup: str) -> Draft:
    """Body and metadata of an HTML page; no paragraphs where there is no article."""
    import trafilatura
    from lxml import etree, html

    try:
        tree = html.document_fromstring(
            markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return Draft(())
    drop_hidden(tree)
    found = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        favor_precision=True,
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "max_date": _FUTURE,
        },
    )
    if found is None or not found.text:
        return Draft(())
    body = tuple(filter(None, map(squeeze, clean(found.text).split("\n"))))
    author = squeeze(found.author or "")
    outlet = squeeze(found.sitename or "")
    return Draft(
        paragraphs=body,
        title=squeeze(found.title or ""),
        outlet=outlet,
        author="" if attribution.wire_of((), [author]) else author,
        url=found.url or "",
        published=_published(markup, found.date or ""),
        language=language_of(" ".join(body)),
        wire=attribution.wire_of(body, [author]),
    )


def drop_hidden(tree: HtmlElement) -> None:
    """Remove what a reader of the page does not see."""
    from lxml import etree

    for node in list(tree.iter()):
        if not isinstance(node.tag, str):
            if node.getparent() is not None and node.tag is etree.Comment:
                node.drop_tree()
            continue
        hidden = (
            node.tag in ("template", "noscript")
            or "hidden" in node.attrib
            or node.get("aria-hidden", "").strip().lower() == "true"
            or _HIDDEN_STYLE.search(node.get("style", "")) is not None
        )
        if hidden and node.getparent() is not None and node.tag not in ("html", "body"):
            node.drop_tree()


def _published(markup: str, found: str) -> str:
    """The page's machine-readable stamp, with its time, else the date trafilatura found."""
    for stamp in _STAMP.findall(markup):
        if moment := dates.to_iso(stamp):
            return moment
    return dates.to_iso(found)
