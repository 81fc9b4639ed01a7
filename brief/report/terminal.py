"""Answers, search results, checks and lists as text for a terminal or a pipe.

On a terminal there are colours, tables and line wrapping; into a pipe go plain lines, one item a
line and tabs between columns. Everything from articles passes `escape` and is printed without
markup.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from brief.report import citations
from brief.report.agreement import Agreement, agreement
from brief.report.documents import summary
from brief.report.escape import line, printable, web_link
from brief.schema import Answer, Article, CheckedClaim, Claim, Hit, VerdictLabel

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from brief.evaluation import Figure, Report
    from brief.evaluation.factchecks import Result as FactcheckResult
    from brief.ledger import Finding
    from brief.write import OnText, OnVerdict

DECLINED = "The articles do not answer this."
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
        _print(DECLINED, style="bold")
        _print(answer.reason)
    cited = citations.sources(answer.claims)
    numbered = citations.numbers(cited)
    for claim in answer.claims:
        text = _text(line(claim.text))
        for mark, style in (
            (citations.marks(claim, numbered), "cyan"),
            (warning(claim), STYLES[claim.verdict.label]),
        ):
            if mark:
                text.append(f" {mark}", style=style)
        _print(text)
    for note in answer.notes:
        _print(f"Note: {line(note)}", style="yellow")
    show_sources(cited)


def show_sources(cited: Iterable[citations.Source]) -> None:
    """Each source: number, outlet, title, date, address and what is quoted of it."""
    for source in cited:
        _print("")
        _print(_heading(source.article), lead=_text(f"[{source.n}] ", style="cyan"))
        if address := web_link(source.article.url):
            _print(address, lead=_text("    "), style="dim")
        for quote in source.quotes:
            _print(f"“{line(quote)}”", lead=_text("    "))


def show_hits(hits: Sequence[Hit]) -> None:
    """Passages as ranked."""
    if not hits:
        _print("Nothing found.")
    for rank, hit in enumerate(hits, start=1):
        if rank > 1:
            _print("")
        _print(_heading(hit.article), lead=_text(f"{rank}. ", style="cyan"))
        _print(line(hit.passage.text), lead=_text("   "))


def show_check(checked: Sequence[CheckedClaim], judge: str = "") -> None:
    """Each claim with its verdict, the reasons and the quote; the counts at the end.

    `judge` names the model whose second opinions are shown and compared with our verdicts.
    """
    for claim in checked:
        label = claim.verdict.label
        verdict = f"{SIGNS[label]} {label.replace('_', ' '):<13}"
        _print(line(claim.text), lead=_text(verdict, style=STYLES[label]))
        doubted = claim.citation is not None and not claim.citation.confirmed
        for reason in claim.verdict.reasons if label != "supported" or doubted else ():
            _print(line(reason), lead=_text("  "), style=STYLES[label])
        for evidence in claim.evidence:
            quote = line(evidence.sentence.text)
            said = _text("" if quote == line(claim.text) else f"“{quote}” ")
            _print(said.append("— ").append_text(_heading(evidence.article)), lead=_text("  "))
        if claim.second:
            said = _text(f"{judge}: {claim.second.label.replace('_', ' ')}")
            _print(said.append(_because(claim.second.reasons)), lead=_text("  "))
    counts = summary(checked)
    _print(", ".join(f"{count} {label.replace('_', ' ')}" for label, count in counts.items()))
    if judge:
        _show_agreement(agreement(checked), judge)


def _because(reasons: Sequence[str]) -> str:
    said = line(" ".join(reasons))
    return f" ({said})" if said else ""


def _show_agreement(found: Agreement, judge: str) -> None:
    table(
        ("ours", judge, "claims"),
        [
            (ours.replace("_", " "), theirs.replace("_", " "), str(count))
            for (ours, theirs), count in found.table.items()
        ],
    )
    low, high = found.interval
    rate = "" if found.rate is None else f" ({found.rate:.2f}, 95 % {low:.2f} to {high:.2f})"
    unscored = f", {found.unscored} unscored" if found.unscored else ""
    _print(line(f"{judge} agrees on {found.agreed} of {found.scored}{rate}{unscored}"))


def show_proof(findings: Sequence[Finding]) -> None:
    """Each thing that was proved or was not, with the reason; the counts at the end."""
    for finding in findings:
        style = {"proven": "green", "failed": "bold red", "unproven": "yellow"}[finding.status]
        sign = {"proven": "✓", "failed": "✗", "unproven": "?"}[finding.status]
        _print(line(finding.subject), lead=_text(f"{sign} {finding.status:<9}", style=style))
        if finding.reason:
            _print(line(finding.reason), lead=_text("  "), style=style)
    counts = Counter(finding.status for finding in findings)
    _print(", ".join(f"{counts[name]} {name}" for name in ("proven", "failed", "unproven")))


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


def show_figures(report: Report) -> None:
    """One figure a line, with its interval, how many entries it is over, and its floor.

    What a judge says stands in columns of its own.
    """
    columns = ["suite", "metric", "value", "95 % interval", "n", "floor"]
    judged = {(figure.suite, figure.metric): figure for figure in report.judged}
    if report.judge:
        columns += [f"by {report.judge}", "95 % interval", "n"]
    rows = []
    for figure in report.figures:
        row = [figure.suite, figure.metric, *_measured(figure)]
        row.append("" if figure.floor is None else f"{figure.floor:.3f}")
        if report.judge:
            opinion = judged.get((figure.suite, figure.metric))
            row += _measured(opinion) if opinion else ["", "", ""]
        rows.append(row)
    table(columns, rows)


def _measured(figure: Figure) -> list[str]:
    interval = f"{figure.low:.3f} to {figure.high:.3f}"
    return [f"{figure.value:.3f}", interval, str(figure.n)]


def show_factchecks(result: FactcheckResult) -> None:
    """Our figures on a set of judged texts, each with its interval, then those of others."""
    ours = [
        ("brief", metric, f"{value:.3f}", f"{low:.3f} to {high:.3f}")
        for metric, (value, (low, high)) in result.figures.items()
    ]
    others = [
        (who, metric, f"{value:.3f}", "")
        for who, figures in result.published.items()
        for metric, value in figures.items()
    ]
    table(("who", "metric", "value", "95 % interval"), ours + others)
    say(f"{result.texts} texts, {result.at_fault} of them at fault")


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


class Stream:
    """A model at work, on stderr where that is a terminal: its text, then a verdict a sentence.

    `on_text` and `on_verdict` are None where nobody watches.
    """

    def __init__(self, *, shown: bool = True) -> None:
        self._open = False  # a line that has not ended
        watched = shown and console(stderr=True).is_terminal
        self.on_text: OnText | None = self._text if watched else None
        self.on_verdict: OnVerdict | None = self._verdict if watched else None

    def _text(self, text: str) -> None:
        console(stderr=True).print(_text(printable(text), "dim"), end="", soft_wrap=True)
        self._open = True

    def _verdict(self, claim: Claim) -> None:
        if self._open:
            console(stderr=True).print("")
            self._open = False
        label = claim.verdict.label
        told = "" if label == "supported" else f" ({'; '.join(claim.verdict.reasons)})"
        say(f"{SIGNS[label]} {claim.text}{told}", style=STYLES[label])


def show_usage(usage: Mapping[str, float | int | str]) -> None:
    """What a model took, one line on stderr; nothing where none was asked."""
    if usage:
        say(", ".join(f"{name} {value}" for name, value in usage.items()), style="dim")


def say(message: str, *, style: str = "") -> None:
    """A message to the user, beside the result: on stderr."""
    shown = "\n".join(line(part) for part in message.splitlines())
    console(stderr=True).print(shown, style=style or None, soft_wrap=True)


def _heading(article: Article) -> Text:
    parts = [article.outlet, article.title or article.source, article.published[:10]]
    return _text(" · ".join(line(part) for part in parts if part))


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(text, style=style)


def _print(body: Text | str, *, style: str = "", lead: Text | None = None) -> None:
    """A line of the result; on a terminal it wraps behind its `lead`."""
    out = console()
    shown = _text(printable(body), style) if isinstance(body, str) else body
    lead = lead or _text("")
    if not out.is_terminal:
        sys.stdout.write(f"{lead.plain}{shown.plain}\n")
        return
    for number, part in enumerate(shown.wrap(out, out.width - lead.cell_len)):
        part.rstrip()
        out.print(lead if number == 0 else " " * lead.cell_len, part, sep="")
