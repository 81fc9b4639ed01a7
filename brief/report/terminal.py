"""Answers, search results, checks and lists as text for a terminal or a pipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from brief.report import citations
from brief.report.agreement import Agreement, agreement
from brief.report.documents import summary
from brief.report.escape import line, printable, web_link
from brief.report.printing import console, put, say, styled, table
from brief.schema import Answer, Article, CheckedClaim, Claim, Hit, VerdictLabel

if TYPE_CHECKING:
    from rich.text import Text

    from brief.ledger import Finding
    from brief.write import OnText, OnVerdict

DECLINED = "The articles do not answer this."
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


def warning(claim: Claim) -> str:
    """The mark of a claim that its evidence does not carry, "" for one that it does."""
    return WARNINGS.get(claim.verdict.label, "")


def show_answer(answer: Answer) -> None:
    """The answer with its numbers, then its sources; or why there is none."""
    if answer.abstained:
        put(DECLINED, style="bold")
        put(answer.reason)
    cited = citations.sources(answer.claims)
    numbered = citations.numbers(cited)
    for claim in answer.claims:
        text = styled(line(claim.text))
        for mark, style in (
            (citations.marks(claim, numbered), "cyan"),
            (warning(claim), STYLES[claim.verdict.label]),
        ):
            if mark:
                text.append(f" {mark}", style=style)
        put(text)
    for note in answer.notes:
        put(f"Note: {line(note)}", style="yellow")
    show_sources(cited)


def show_sources(cited: Iterable[citations.Source]) -> None:
    """Each source: number, outlet, title, date, address and what is quoted of it."""
    for source in cited:
        put("")
        put(_heading(source.article), lead=styled(f"[{source.n}] ", style="cyan"))
        if address := web_link(source.article.url):
            put(address, lead=styled("    "), style="dim")
        for quote in source.quotes:
            put(f"“{line(quote)}”", lead=styled("    "))


def show_hits(hits: Sequence[Hit]) -> None:
    """Passages as ranked."""
    if not hits:
        put("Nothing found.")
    for rank, hit in enumerate(hits, start=1):
        if rank > 1:
            put("")
        put(_heading(hit.article), lead=styled(f"{rank}. ", style="cyan"))
        put(line(hit.passage.text), lead=styled("   "))


def show_check(checked: Sequence[CheckedClaim], judge: str = "") -> None:
    """Each claim with its verdict, the reasons and the quote; the counts at the end.

    `judge` names the model whose second opinions are shown and compared with our verdicts.
    """
    for claim in checked:
        label = claim.verdict.label
        verdict = f"{SIGNS[label]} {label.replace('_', ' '):<13}"
        put(line(claim.text), lead=styled(verdict, style=STYLES[label]))
        doubted = claim.citation is not None and not claim.citation.confirmed
        for reason in claim.verdict.reasons if label != "supported" or doubted else ():
            put(line(reason), lead=styled("  "), style=STYLES[label])
        for evidence in claim.evidence:
            quote = line(evidence.sentence.text)
            said = styled("" if quote == line(claim.text) else f"“{quote}” ")
            put(said.append("— ").append_text(_heading(evidence.article)), lead=styled("  "))
        if claim.second:
            said = styled(f"{judge}: {claim.second.label.replace('_', ' ')}")
            put(said.append(_because(claim.second.reasons)), lead=styled("  "))
    counts = summary(checked)
    put(", ".join(f"{count} {label.replace('_', ' ')}" for label, count in counts.items()))
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
    put(line(f"{judge} agrees on {found.agreed} of {found.scored}{rate}{unscored}"))


def show_proof(findings: Sequence[Finding]) -> None:
    """Each thing that was proved or was not, with the reason; the counts at the end."""
    for finding in findings:
        style = {"proven": "green", "failed": "bold red", "unproven": "yellow"}[finding.status]
        sign = {"proven": "✓", "failed": "✗", "unproven": "?"}[finding.status]
        put(line(finding.subject), lead=styled(f"{sign} {finding.status:<9}", style=style))
        if finding.reason:
            put(line(finding.reason), lead=styled("  "), style=style)
    counts = Counter(finding.status for finding in findings)
    put(", ".join(f"{counts[name]} {name}" for name in ("proven", "failed", "unproven")))


def show_articles(articles: Sequence[Article]) -> None:
    """One article a line: id, date, outlet, title."""
    rows = [(a.id, a.published[:10], a.outlet, a.title or a.source) for a in articles]
    table(("id", "published", "outlet", "title"), rows)


def show_article(article: Article, versions: Sequence[Article]) -> None:
    """An article whole, with what is known about it."""
    put(line(article.title) or "(no title)", style="bold")
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
            put(f"{name}: {line(value)}")
    put("")
    put(printable(article.text))


class Stream:
    """A model at work, on stderr where that is a terminal: its text, then a verdict a sentence.

    `on_text` and `on_verdict` are None where nobody watches.
    """

    def __init__(self, *, shown: bool = True) -> None:
        self._open = False  # a line that has not ended
        watched = shown and console(stderr=True).is_terminal
        self.on_text: OnText | None = self._told if watched else None
        self.on_verdict: OnVerdict | None = self._verdict if watched else None

    def _told(self, text: str) -> None:
        console(stderr=True).print(styled(printable(text), "dim"), end="", soft_wrap=True)
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


def _heading(article: Article) -> Text:
    parts = [article.outlet, article.title or article.source, article.published[:10]]
    return styled(" · ".join(line(part) for part in parts if part))
