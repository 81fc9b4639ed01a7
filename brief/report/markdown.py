"""The briefing as markdown: sections with numbered claims, the sources, and how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from brief.report import citations, escape
from brief.report.terminal import warning
from brief.schema import Article, Briefing, Claim, Section

BOTTOM_LINE = "Bottom line"  # the one section that is running text; the others are lists


def briefing(written: Briefing, *, on: date) -> str:
    """The whole document; `on` is the day it is dated."""
    cited = citations.sources(claim for section in written.sections for claim in section.claims)
    numbered = citations.numbers(cited)
    blocks = [f"# {escape.markdown(written.title)}", f"*{_date_line(cited, on)}*"]
    for section in written.sections:
        blocks += [f"## {escape.markdown(section.heading)}", _body(section, numbered)]
    blocks += ["## Sources", *(_source(source) for source in cited)]
    blocks += ["---", f"*{_footer(written)}*"]
    return "\n\n".join(blocks) + "\n"


def _date_line(cited: list[citations.Source], on: date) -> str:
    days = sorted(source.article.published[:10] for source in cited if source.article.published)
    written = f"{on:%-d %B %Y}"
    if not days:
        return written
    if days[0] == days[-1]:
        return f"{written} · from reports of {days[0]}"
    return f"{written} · from reports of {days[0]} to {days[-1]}"


def _body(section: Section, numbered: Mapping[str, int]) -> str:
    claims = [_claim(claim, numbered) for claim in section.claims]
    if section.heading == BOTTOM_LINE:
        return " ".join(claims)
    return "\n".join(f"- {claim}" for claim in claims)


def _claim(claim: Claim, numbered: Mapping[str, int]) -> str:
    parts = [escape.markdown(claim.text), citations.marks(claim, numbered)]
    if mark := warning(claim):
        parts.append(f"**{mark}**")
    return " ".join(part for part in parts if part)


def _source(source: citations.Source) -> str:
    quotes = "\n".join(f"   > {escape.markdown(quote)}\n   >" for quote in source.quotes)
    return f"{source.n}. {_reference(source.article)}\n\n{quotes.removesuffix(chr(10) + '   >')}"


def _reference(article: Article) -> str:
    named = [article.outlet, article.title or article.source, article.published]
    parts = [escape.markdown(part) for part in named if part]
    if address := escape.web_link(article.url):
        parts.append(f"<{address}>")
    return " · ".join(parts)


def _footer(written: Briefing) -> str:
    return escape.markdown(
        f"Written by brief, engine {written.engine}, from a library of {written.library_state}."
    )
