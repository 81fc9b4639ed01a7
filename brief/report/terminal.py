"""Answers, search results, checks and lists as text for a terminal or a pipe.

On a terminal there are colours, tables and line wrapping; into a pipe go plain lines, one item a
line and tabs between columns. Everything from articles passes `escape` and is printed without
markup.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from brief.report import citations
from brief.report.documents import summary
from brief.report.escape import line, printable, web_link
from brief.schema import Answer, Article, CheckedClaim, Claim, Hit, VerdictLabel

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDEST = 100  # columns: longer lines are hard to read
STYLES: dict[VerdictLabel, str] = {
    "supported": "green",
    "contradicted": "bold red",
    "not_found": "yellow",
    "unchecked": "dim",
}
SIGNS: dict[VerdictLabel, str] = {
    "supported": "✓",
    "contradicted": "✗",
    "not_found": "?",
    "unchecked": "·",
}
WARNINGS: dict[VerdictLabel, str] = {
    "contradicted": "[contradicted by the sources]",
    "not_found": "[not found in the sources]",
    "unchecked": "[not checked]",
}


@cache
def console(*, stderr: bool = False) -> Console:
    """The one console for a stream; it never reads markup, emoji codes or patterns in text."""
    from rich.console import Console

    made = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if made.is_terminal:
        made.width = min(made.width, WIDEST)
    return made


def warning(claim: Claim) -> str:
    """The mark of a claim that its evidence does not carry, "" for one that it does."""
    return WARNINGS.get(claim.verdict.label, "")


def show_answer(answer: Answer) -> None:
    """The answer with its numbers, then its sources; or why there is none."""
    if answer.abstained:
        _print("The articles do not answer this.", style="bold")
        _print(answer.reason)
    cited = citations.sources(answer.claims)
    numbered = citations.numbers(cited)
    for claim in answer.claims:
        text = _text(line(claim.text))
        text.append(f" {citations.marks(claim, numbered)}", style="cyan")
        if mark := warning(claim):
            text.append(f" {mark}", style=STYLES[claim.verdict.label])
        _print(text)
    for note in answer.notes:
        _print(f"Note: {line(note)}", style="yellow")
    show_sources(cited)


def show_sources(cited: Iterable[citations.Source]) -> None:
    """Each source: number, outlet, title, date, address and what is quoted of it."""
    for source in cited:
        _print("")
        _print(_text(f"[{source.n}] ", style="cyan").append_text(_heading(source.article)))
        if address := web_link(source.article.url):
            _print(f"    {address}", style="dim")
        for quote in source.quotes:
            _print(f"    “{line(quote)}”", indent=4)


def show_hits(hits: Sequence[Hit]) -> None:
    """Passages as ranked."""
    if not hits:
        _print("Nothing found.")
    for rank, hit in enumerate(hits, start=1):
        if rank > 1:
            _print("")
        _print(_text(f"{rank}. ", style="cyan").append_text(_heading(hit.article)))
        _print(f"   {line(hit.passage.text)}", indent=3)


def show_check(checked: Sequence[CheckedClaim]) -> None:
    """Each claim with its verdict, the reasons and the quote; the counts at the end."""
    numbered = citations.sources(checked)
    by_id = {source.article.id: source.article for source in numbered}
    for claim in checked:
        label = claim.verdict.label
        head = _text(f"{SIGNS[label]} {label.replace('_', ' '):<13}", style=STYLES[label])
        _print(head.append(line(claim.text), style="default"), indent=15)
        for reason in claim.verdict.reasons:
            _print(f"  {line(reason)}", style=STYLES[label], indent=2)
        for evidence in claim.evidence:
            _print(
                _text(f"  “{line(evidence.sentence.text)}” — ").append_text(
                    _heading(by_id[evidence.article.id])
                ),
                indent=2,
            )
    counts = summary(checked)
    _print(", ".join(f"{count} {label.replace('_', ' ')}" for label, count in counts.items()))


def show_articles(articles: Sequence[Article]) -> None:
    """One article a line: id, date, outlet, title."""
    rows = [(a.id, a.published[:10], a.outlet, a.title or a.source) for a in articles]
    table(("id", "published", "outlet", "title"), rows)


def show_article(article: Article, versions: Sequence[Article]) -> None:
    """An article whole, with what is known about it."""
    _print(line(article.title) or "(no title)", style="bold")
    facts = {
        "id": article.id,
        "outlet": article.outlet,
        "author": article.author,
        "published": article.published,
        "retrieved": article.retrieved,
        "language": article.language,
        "wire credit": article.wire,
        "same reporting as": "" if article.origin in {"", article.id} else article.origin,
        "address": web_link(article.url),
        "source": article.source,
        "versions": str(len(versions)) if len(versions) > 1 else "",
    }
    for name, value in facts.items():
        if value:
            _print(f"{name}: {line(value)}")
    _print("")
    _print(printable(article.text))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Rows under their column names on a terminal, between tabs and without names in a pipe."""
    out = console()
    if not out.is_terminal:
        for row in rows:
            _print("\t".join(line(cell) for cell in row))
        return
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    made = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        made.add_column(column, no_wrap=number < len(columns) - 1, overflow="ellipsis")
    for row in rows:
        made.add_row(*(Text(line(cell)) for cell in row))
    out.print(made)


def say(message: str, *, style: str = "") -> None:
    """A message to the user, beside the result: on stderr."""
    console(stderr=True).print(line(message), style=style or None, soft_wrap=True)


def _heading(article: Article) -> Text:
    parts = [article.outlet, article.title or article.source, article.published[:10]]
    return _text(" · ".join(line(part) for part in parts if part))


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(text, style=style)


def _print(text: Text | str, *, style: str = "", indent: int = 0) -> None:
    out = console()
    shown = _text(printable(text), style) if isinstance(text, str) else text
    if not out.is_terminal:
        sys.stdout.write(f"{shown.plain}\n")
    elif indent:
        for number, part in enumerate(shown.wrap(out, out.width - indent)):
            out.print(part if number == 0 else _text(" " * indent).append_text(part))
    else:
        out.print(shown)
