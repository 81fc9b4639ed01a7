"""The briefing as markdown: sections with numbered claims, the sources, and how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from brief.report import citations, escape
from brief.report.terminal import warning
from brief.schema import Article, Briefing, Claim, Section

BOTTOM_LINE = "Bottom line"  # running text; the other sections are lists
TIMELINE = "Timeline"  # a list under each day of publication


def briefing(written: Briefing, *, on: date) -> str:
    """The whole document; `on` is the day it is dated."""
    cited = citations.sources(claim for section in written.sections for claim in section.claims)
    numbered = citations.numbers(cited)
    blocks = [f"# {escape.markdown(written.title)}", f"*{_date_line(cited, on)}*"]
    for section in written.sections:
        blocks += [f"## {escape.markdown(section.heading)}", _body(section, numbered)]
    said = " ".join(claim.text for section in written.sections for claim in section.claims)
    blocks += ["## Sources", *(_source(source, said) for source in cited)]
    if written.notes:
        # below the sources: they speak of the reporting, and are no claims to check
        blocks += ["### Notes", "\n".join(f"- {escape.markdown(note)}" for note in written.notes)]
    blocks += ["---", f"*{_footer(written)}*"]
    return "\n\n".join(blocks) + "\n"


def _date_line(cited: list[citations.Source], on: date) -> str:
    days = sorted(source.article.published[:10] for source in cited if source.article.published)
    span = f" · reports of {days[0]} to {days[-1]}" if days else ""
    return f"Date: {_long(on)}{span}"


def _body(section: Section, numbered: Mapping[citations.Key, int]) -> str:
    if section.heading == BOTTOM_LINE:
        return " ".join(_claim(claim, numbered) for claim in section.claims)
    if section.heading != TIMELINE:
        return _list(section.claims, numbered)
    days = groupby(section.claims, key=_reported)
    return "\n\n".join(f"**{day}**\n\n{_list(claims, numbered)}" for day, claims in days)


def _list(claims: Iterable[Claim], numbered: Mapping[citations.Key, int]) -> str:
    return "\n".join(f"- {_claim(claim, numbered)}" for claim in claims)


def _reported(claim: Claim) -> str:
    days = [evidence.article.published[:10] for evidence in claim.evidence]
    return f"Reported {_long(date.fromisoformat(days[0]))}" if any(days[:1]) else "Without a date"


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _claim(claim: Claim, numbered: Mapping[citations.Key, int]) -> str:
    parts = [escape.markdown(claim.text), citations.marks(claim, numbered)]
    if mark := warning(claim):
        parts.append(f"**{mark}**")
    return " ".join(part for part in parts if part)


def _source(source: citations.Source, said: str) -> str:
    """The reference, and below it the quotes that do not stand in the text itself."""
    quotes = [quote for quote in source.quotes if " ".join(quote.split()) not in said]
    lines = [f"   > {escape.markdown(quote)}" for quote in quotes]
    return "\n\n".join([f"{source.n}. {_reference(source.article)}", *lines])


def _reference(article: Article) -> str:
    named = [article.outlet, article.title or article.source, article.published]
    parts = [escape.markdown(part) for part in named if part]
    if address := escape.web_link(article.url):
        parts.append(f"<{address}>")
    return " · ".join(parts)


def _footer(written: Briefing) -> str:
    return escape.markdown(f"Engine: {written.engine} · Library: {written.library_state}")
