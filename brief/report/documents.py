"""The JSON documents that other programs read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from brief.report.agreement import Agreement, agreement
from brief.report.citations import Key, Source, key_of, numbers, sources
from brief.schema import (
    Answer,
    Article,
    Briefing,
    CheckedClaim,
    Claim,
    Hit,
    Manuscript,
    Verdict,
    VerdictLabel,
)

Document = dict[str, Any]


def answer(given: Answer) -> Document:
    """`brief.answer/1`; "reason" is there only in an abstention."""
    cited = sources(given.claims)
    document: Document = {
        "schema": "brief.answer/1",
        "question": given.question,
        "answer": " ".join(claim.text for claim in given.claims),
        "abstained": given.abstained,
        "engine": given.engine,
        "claims": [_claim(claim, numbers(cited)) for claim in given.claims],
        "sources": [_source(source) for source in cited],
        "notes": list(given.notes),
        "usage": dict(given.usage),
    }
    if given.abstained:
        document["reason"] = given.reason
    return document


def briefing(written: Briefing) -> Document:
    """`brief.briefing/1`."""
    cited = sources(claim for section in written.sections for claim in section.claims)
    return {
        "schema": "brief.briefing/1",
        "topic": written.topic,
        "title": written.title,
        "sections": [
            {
                "heading": section.heading,
                "claims": [_claim(claim, numbers(cited)) for claim in section.claims],
            }
            for section in written.sections
        ],
        "sources": [_source(source) for source in cited],
        "engine": written.engine,
        "notes": list(written.notes),
        "usage": dict(written.usage),
    }


def check(
    checked: Sequence[CheckedClaim], manuscript: Manuscript | None = None, judge: str = ""
) -> Document:
    """`brief.check/1`: offsets are characters into the text that was checked.

    Of HTML and DOCX that is the text that was extracted, and it is given with them. `judge` names
    the model whose second opinions the claims have.
    """
    cited = sources(checked)
    document: Document = {
        "schema": "brief.check/1",
        "claims": [_checked(claim, numbers(cited)) for claim in checked],
        "sources": [_source(source) for source in cited],
        "summary": summary(checked),
    }
    if manuscript:
        document["document"] = {
            "name": manuscript.name,
            "kind": manuscript.kind,
            "sha256": manuscript.sha256,
        }
        if manuscript.kind in ("html", "docx"):
            document["document"]["text"] = manuscript.text
    if judge:
        document["judge"] = {"model": judge, **_agreement(agreement(checked))}
    return document


def _checked(claim: CheckedClaim, numbered: Mapping[Key, int]) -> Document:
    document: Document = {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "verdict": claim.verdict.label,
        "score": round(claim.verdict.score, 4),
        "reasons": list(claim.verdict.reasons),
        "evidence": _evidence(claim, numbered),
    }
    if place := claim.place:
        document |= {
            "line": place.line,
            "column": place.column,
            "end_line": place.end_line,
            "end_column": place.end_column,
        }
    if claim.citation:
        document["citation"] = {
            "labels": list(claim.citation.labels),
            "status": claim.citation.status,
            "missing": list(claim.citation.missing),
        }
    if claim.second:
        document["judge"] = {
            "verdict": claim.second.label,
            "reasons": list(claim.second.reasons),
        }
    return document


def _agreement(found: Agreement) -> Document:
    return {
        "scored": found.scored,
        "agreed": found.agreed,
        "rate": None if found.rate is None else round(found.rate, 4),
        "interval": [round(end, 4) for end in found.interval],
        "unscored": found.unscored,
        "table": [
            {"ours": ours, "judge": theirs, "claims": count}
            for (ours, theirs), count in found.table.items()
        ],
    }


def summary(checked: Sequence[CheckedClaim]) -> dict[str, int]:
    """How many claims got each verdict."""
    labels = [claim.verdict.label for claim in checked]
    return {label: labels.count(label) for label in get_args(VerdictLabel)}


def search(
    query: str, passages: Sequence[Hit], articles: Sequence[Hit], notes: Sequence[str] = ()
) -> Document:
    """`brief.search/1`: passages and articles, each as ranked."""
    return {
        "schema": "brief.search/1",
        "query": query,
        "passages": [
            {
                "rank": rank,
                **_place(hit.article),
                "text": hit.passage.text,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "score": round(hit.score, 6),
            }
            for rank, hit in enumerate(passages, start=1)
        ],
        "articles": [
            {"rank": rank, **_place(hit.article), "score": round(hit.score, 6)}
            for rank, hit in enumerate(articles, start=1)
        ],
        **({"notes": list(notes)} if notes else {}),
    }


def pair(verdict: Verdict) -> Document:
    """The verdict on a claim whose premise was given."""
    return {"verdict": verdict.label, "score": round(verdict.score, 4)}


def article(shown: Article, *, text: bool) -> Document:
    """An article as data, with its text where wanted."""
    document: Document = {
        **_place(shown),
        "version_sha256": shown.version,
        "author": shown.author,
        "retrieved": shown.retrieved,
        "language": shown.language,
        "wire": shown.wire,
        "source": shown.source,
        "origin": shown.origin,
    }
    return {**document, "text": shown.text} if text else document


def _claim(claim: Claim, numbered: Mapping[Key, int]) -> Document:
    return {
        "text": claim.text,
        "verdict": claim.verdict.label,
        "reasons": list(claim.verdict.reasons),
        "evidence": _evidence(claim, numbered),
    }


def _evidence(claim: Claim | CheckedClaim, numbered: Mapping[Key, int]) -> list[Document]:
    return [
        {
            "source": numbered[key_of(evidence.article)],
            "quote": evidence.sentence.text,
            "start": evidence.sentence.start,
            "end": evidence.sentence.end,
        }
        for evidence in claim.evidence
    ]


def _source(source: Source) -> Document:
    cited = source.article
    return {
        "n": source.n,
        "article_id": cited.id,
        "version_sha256": cited.version,
        "title": cited.title,
        "outlet": cited.outlet,
        "author": cited.author,
        "published": cited.published,
        "url": cited.url,
        "origin": cited.origin,
    }


def _place(found: Article) -> Document:
    return {
        "article_id": found.id,
        "title": found.title,
        "outlet": found.outlet,
        "published": found.published,
        "url": found.url,
    }
