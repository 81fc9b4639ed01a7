"""The article in a saved web page: trafilatura's body and metadata, with hidden text removed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from brief.errors import InputError
from brief.ingest import attribution, dates, header
from brief.ingest.clean import clean, ends_sentence, squeeze, without_controls
from brief.ingest.draft import Draft
from brief.ingest.hidden import drop_hidden
from brief.ingest.language import language_of
from brief.ingest.lines import look
from brief.ingest.metadata import metadata_of
from brief.ingest.prose import MIN_WORDS
from brief.text import fold

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd",
        "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "nav", "ol", "option",
        "p", "pre", "section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
        "title", "tr", "ul",
    }
)  # fmt: skip
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "object", "textarea"})
MAX_NODES = 100_000  # elements of a page; a long article has a few thousand
_FUTURE = "2199-12-31"  # dates come from the page, not from this machine's clock
_SHORT = 40  # words up to which a paragraph can be promotion or a caption
_LINE = 12  # words that a heading or byline stays under
_TABLE = 50  # words without a sentence that can be an article
_HEADER = 12  # lines before the body that may hold byline and date


def draft_of_page(markup: str, *, source: str) -> Draft:
    """Body and metadata of an HTML page; no paragraphs where there is no article."""
    import trafilatura

    tree = parse_page(markup, source=source)
    stated = metadata_of(tree)
    lines = page_lines(tree)
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
    if not isinstance(found, trafilatura.settings.Document) or not found.text:
        return Draft(())
    title = squeeze(clean(found.title or ""))
    paragraphs = [squeeze(row) for row in clean(found.text).split("\n")]
    body = _without_heading([row for row in paragraphs if row and _is_article(row, title)])
    if not _holds_an_article(body):
        return Draft(())
    before, after = _around(lines, body)
    outlet = squeeze(found.sitename or "").lstrip("@") or stated["outlet"]
    if not outlet or (" " not in outlet and "." in outlet):
        printed = header.outlet_in(lines, title) or attribution.outlet_of(body, before, after)
        outlet = printed or outlet
    language = language_of(" ".join(body))
    author = attribution.author_names(squeeze(found.author or "") or stated["author"])
    wire = attribution.wire_of(paragraphs, [author, *before[-_HEADER:], *after[:3]], outlet=outlet)
    if (author and fold(author) in (fold(outlet), fold(wire))) or attribution.agency(author):
        author = ""
    return Draft(
        paragraphs=body,
        title=header.without_outlet(title, outlet),
        outlet=outlet,
        author=author or attribution.author_of(before[::-1][:_HEADER]),
        url=found.url or stated["url"],
        published=_published(stated["published"], found.date or "", before, language),
        language=language,
        wire=wire,
    )


def parse_page(markup: str, *, source: str) -> HtmlElement:
    """The page's tree without what is hidden; InputError for one beyond any use."""
    from lxml import etree, html

    visible = without_controls(markup).encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(visible, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError as error:
        raise InputError(
            f"{source} holds no article text, only markup", hint="save the page again"
        ) from error
    if sum(1 for _ in tree.iter()) > MAX_NODES:
        raise InputError(
            f"{source} has more than {MAX_NODES:,} elements, too many for an article",
            hint="save the article's own page, or its text",
        )
    drop_hidden(tree)
    return tree


def page_lines(tree: HtmlElement) -> list[str]:
    """The text of a page as a reader's eye takes it in: one line a block."""
    from lxml import etree

    pieces: list[str] = []
    depth = 0  # inside an element that shows no text
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            pieces.append(node.tail or "" if not depth else "")
            continue
        unseen = node.tag in _UNSEEN
        if event == "start":
            depth += unseen
            pieces.append("\n" if node.tag in _BLOCKS else "")
            pieces.append(node.text or "" if not depth else "")
        else:
            depth -= unseen
            pieces.append("\n" if node.tag in _BLOCKS else "")
            pieces.append(node.tail or "" if not depth else "")
    flat = "".join(piece if piece == "\n" else re.sub(r"\s", " ", piece) for piece in pieces)
    return [line for line in map(squeeze, clean(flat).split("\n")) if line]


def _holds_an_article(body: Sequence[str]) -> bool:
    """Whether there is prose, or so much else that it is no menu: results, a table, a recipe."""
    words = {row: look(row).words for row in body}
    prose = sum(words[row] for row in body if ends_sentence(row))
    return prose >= MIN_WORDS or sum(words.values()) >= _TABLE


def _is_article(paragraph: str, title: str) -> bool:
    """Whether a paragraph that trafilatura kept is not the title, a credit or promotion."""
    if fold(paragraph) == fold(title) or attribution.is_credit(paragraph):
        return False
    line = look(paragraph)
    if line.zone or line.comments:
        return False
    return line.words > _SHORT or not (line.promo or line.caption or line.teaser)


def _without_heading(paragraphs: list[str]) -> tuple[str, ...]:
    """The paragraphs from the first that is prose: section name and byline stand above it."""
    for i, paragraph in enumerate(paragraphs[:_HEADER]):
        if ends_sentence(paragraph) or paragraph.count(" ") >= _LINE:
            return tuple(paragraphs[i:])
    return tuple(paragraphs)


def _around(lines: list[str], body: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The page's lines before and after the body, all of them before where it is not found."""
    begins = [row[:50] for row in body]
    places = [i for i, line in enumerate(lines) if any(map(line.startswith, begins))]
    return (lines[: places[0]], lines[places[-1] + 1 :]) if places else (lines, [])


def _published(stamp: str, found: str, before: list[str], language: str) -> str:
    """The stamp for machines, else the page's own line where it agrees with trafilatura's date."""
    if stamp:
        return stamp
    line = header.published_of(before[::-1][:_HEADER], near=found, language=language)
    return line if not found or line.startswith(found) else dates.to_iso(found)
