"""From a manuscript to checked claims: split, find evidence, judge, say who carries it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brief.check.citing import Naming, namings
from brief.check.claiming import statements
from brief.check.grounds import Grounds
from brief.check.parts import Split, parting
from brief.manuscript import place_of
from brief.schema import Article, CheckedClaim, Citation, Evidence, Manuscript, Verdict

if TYPE_CHECKING:
    from brief.verify import Verifier

# A second opinion on a claim and the evidence that was found for it.
Opinion = Callable[[str, Sequence[Evidence]], Verdict]
Judged = tuple[Verdict, tuple[Evidence, ...]]


@dataclass(frozen=True, slots=True)
class _Case:
    """A claim on its way, with the sources that the text names for it."""

    text: str
    named: tuple[Naming, ...]
    cited: tuple[Article, ...]  # those of them that are there
    missing: tuple[Naming, ...]  # those that are not


@dataclass(frozen=True, slots=True)
class _Found:
    """What a case came to, and all the evidence that was looked at for it."""

    case: _Case
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    citation: Citation | None
    seen: tuple[Evidence, ...]


def check(
    manuscript: Manuscript,
    *,
    grounds: Grounds,
    verifier: Verifier,
    opinion: Opinion | None = None,
    facts: Split = lambda claim: (claim,),
) -> list[CheckedClaim]:
    """Every claim of a manuscript with its verdict, in order.

    A claim whose source the text names is checked against that source, and against all articles
    where it does not carry the claim. The verdict never depends on the second opinion. What does
    not stand is taken apart into its `facts`, each with the place and the sources of the whole.
    """
    found = statements(manuscript)
    known: dict[Naming, Article | None] = {}
    cases = [
        _case(said, named, grounds, known)
        for (_, said), named in zip(found, namings(manuscript, [s for s, _ in found]), strict=True)
    ]
    parted = parting(facts)
    return [
        CheckedClaim(
            statement.text if part.case is case else part.case.text,
            statement.start,
            statement.end,
            part.verdict,
            part.evidence,
            place_of(manuscript, statement.start, statement.end),
            part.citation,
            opinion(part.case.text, part.seen) if opinion else None,
        )
        for (statement, _), case, whole in zip(
            found, cases, _judged(cases, grounds, verifier), strict=True
        )
        for part in _apart(whole, parted, grounds, verifier)
    ]


def _judged(cases: Sequence[_Case], grounds: Grounds, verifier: Verifier) -> list[_Found]:
    near = [grounds.within(c.text, c.cited) if c.cited else () for c in cases]
    first = verifier.verify_all([(c.text, e) for c, e in zip(cases, near, strict=True)])
    everywhere = [
        () if _carried(case, judged) else grounds.for_claim(case.text)
        for case, judged in zip(cases, first, strict=True)
    ]
    rest = [n for n, judged in enumerate(first) if not _carried(cases[n], judged)]
    anywhere = dict(
        zip(rest, verifier.verify_all([(cases[n].text, everywhere[n]) for n in rest]), strict=True)
    )
    return [
        _Found(
            case,
            *_conclude(case, first[n], anywhere.get(n)),
            tuple(dict.fromkeys((*near[n], *everywhere[n]))),
        )
        for n, case in enumerate(cases)
    ]


def _apart(whole: _Found, parted: Split, grounds: Grounds, verifier: Verifier) -> list[_Found]:
    """The facts of what does not stand, of which one at least does not either; else itself."""
    told = () if whole.verdict.label == "supported" else parted(whole.case.text)
    if len(told) < 2:
        return [whole]
    parts = _judged([replace(whole.case, text=fact) for fact in told], grounds, verifier)
    return [whole] if all(part.verdict.label == "supported" for part in parts) else parts


def _case(
    text: str, named: tuple[Naming, ...], grounds: Grounds, known: dict[Naming, Article | None]
) -> _Case:
    for naming in named:
        if naming not in known:
            known[naming] = grounds.named(naming)
    cited = {found.id: found for naming in named if (found := known[naming])}
    # A link may lead anywhere; a numbered source is named for the claim's sake.
    missing = tuple(n for n in named if known[n] is None and not n.is_link)
    return _Case(text, named, tuple(cited.values()), missing)


def _carried(case: _Case, judged: Judged) -> bool:
    return bool(case.cited) and judged[0].label == "supported"


def _conclude(
    case: _Case, by_cited: Judged, anywhere: Judged | None
) -> tuple[Verdict, tuple[Evidence, ...], Citation | None]:
    labels = tuple(naming.label for naming in case.named)
    lost = [_lost(naming) for naming in case.missing]
    missing = tuple(naming.label for naming in case.missing)
    if anywhere is None:
        return _with(by_cited[0], lost), by_cited[1], Citation(labels, "carries", missing)
    verdict, evidence = anywhere
    if not case.cited:
        citation = Citation(labels, "unknown", missing) if case.missing else None
        return _with(verdict, lost), evidence, citation
    cited = _list(case)
    if verdict.label == "supported":
        other = ", ".join(dict.fromkeys(_name(e.article) for e in evidence))
        note = f"another source carries it ({other}), not the cited {cited}"
        return _with(verdict, [note, *lost]), evidence, Citation(labels, "another", missing)
    if by_cited[0].label == "contradicted":
        verdict, evidence = by_cited
    note = f"the cited {cited} does not carry it"
    return _with(verdict, [note, *lost]), evidence, Citation(labels, "fails", missing)


def _list(case: _Case) -> str:
    marks = [f"[{n.label}]" for n in case.named if n not in case.missing and not n.is_link]
    return f"source {', '.join(marks)}" if marks else ", ".join(_name(a) for a in case.cited)


def _lost(naming: Naming) -> str:
    if not naming.said:
        return f"the text names no source [{naming.label}]"
    return f"the source [{naming.label}] was not found among the articles"


def _name(article: Article) -> str:
    return ", ".join(filter(None, (article.outlet or article.source, article.published[:10])))


def _with(verdict: Verdict, notes: Sequence[str]) -> Verdict:
    if not notes:
        return verdict
    why = () if verdict.label == "supported" else verdict.reasons
    return replace(verdict, reasons=(*notes, *why))
