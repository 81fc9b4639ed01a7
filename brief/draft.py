"""A writer's claims, checked: what fails goes back once, then is dropped or marked.

Where a model gives nothing that stands, the articles' own sentences take its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brief.errors import ReplyError
from brief.schema import Claim, Evidence, Verdict
from brief.write import ExtractiveWriter, addresses_a_model, handed_on

if TYPE_CHECKING:
    from brief.verify import Verifier
    from brief.write import OnVerdict, Writer

# Has a writer write, told which of its claims failed before.
Ask = Callable[["Writer", Sequence[Claim]], tuple[Claim, ...]]
NOTED = 2  # disagreements that a reader is told of
_OWN = "these are the articles' own sentences"


@dataclass(frozen=True, slots=True)
class Draft:
    """Claims with their verdicts, who wrote them, and what the reader should know."""

    claims: tuple[Claim, ...]
    engine: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A claim that stands, and evidence nobody cites that says otherwise."""

    claim: Claim
    against: Evidence
    reasons: tuple[str, ...]


def draft(
    ask: Ask,
    writer: Writer,
    evidence: Sequence[Evidence],
    verifier: Verifier,
    *,
    keep: bool,
    on_verdict: OnVerdict | None = None,
) -> Draft:
    """Have it written and checked; claims that fail are kept with their verdict, or dropped.

    Raises `ModelError` where a model's server does not answer.
    """
    if not writer.revises:
        return Draft(checked(ask(writer, ()), verifier), writer.engine)
    try:
        claims, conflicts = _revised(ask, writer, evidence, verifier, on_verdict)
    except ReplyError as error:
        return _own_words(ask, verifier, f"{error}; {_OWN}")
    standing = tuple(claim for claim in claims if _stands(claim))
    if claims and not standing:
        said = f"nothing that {writer.engine} wrote is borne out by the articles"
        own = _own_words(ask, verifier, f"{said}; {_OWN}")
        if not keep:
            return own
        note = f"{said}: it is marked, and stands below the articles' own sentences"
        return Draft((*own.claims, *claims), writer.engine, (note,))
    notes = [_disagreement(conflict) for conflict in conflicts[:NOTED]]
    if (dropped := len(claims) - len(standing)) and not keep:
        named = "1 statement" if dropped == 1 else f"{dropped} statements"
        notes.append(f"left out, as the articles do not bear it out: {named} of {writer.engine}")
    return Draft(claims if keep else standing, writer.engine, tuple(notes))


def checked(
    claims: Sequence[Claim], verifier: Verifier, evidence: Sequence[Evidence] = ()
) -> tuple[Claim, ...]:
    """The claims with their verdicts against the very sentences that they cite.

    One that fails there is checked against all of `evidence`, and cites what carries it if it
    stands. One without evidence keeps the verdict it has, which says why.
    """
    cited = verifier.verify_all([(claim.text, claim.evidence) for claim in claims], drafted=True)
    judged = [
        claim if _refused(claim) else replace(claim, verdict=verdict)
        for claim, (verdict, _) in zip(claims, cited, strict=True)
    ]
    failed = [n for n, c in enumerate(judged) if evidence and c.evidence and not _stands(c)]
    anywhere = verifier.verify_all([(judged[n].text, evidence) for n in failed], drafted=True)
    for n, (verdict, carrying) in zip(failed, anywhere, strict=True):
        if verdict.label == "supported":
            judged[n] = replace(judged[n], evidence=carrying, verdict=verdict)
    return tuple(judged)


def _revised(
    ask: Ask,
    writer: Writer,
    evidence: Sequence[Evidence],
    verifier: Verifier,
    on_verdict: OnVerdict | None,
) -> tuple[tuple[Claim, ...], list[Conflict]]:
    """The better of a first attempt and of a second that is told what is wrong with the first."""

    def attempt(failed: Sequence[Claim]) -> tuple[Claim, ...]:
        claims = tuple(map(_own, checked(ask(writer, failed), verifier, evidence)))
        if on_verdict:
            for claim in claims:
                on_verdict(claim)
        return claims

    first = attempt(())
    conflicts = unstated(first, evidence, verifier)
    failed = [claim for claim in first if not _stands(claim)]
    failed += [_one_sided(conflict) for conflict in conflicts if _no_older(conflict)]
    if not failed:
        return first, conflicts
    try:
        second = attempt(failed)
    except ReplyError:
        return first, conflicts
    after = unstated(second, evidence, verifier)
    if _worth(second, after) >= _worth(first, conflicts):
        return second, after
    return first, conflicts


def _own(claim: Claim) -> Claim:
    """The claim; failed where what it cites does not say so itself, but what others should."""
    if not _stands(claim) or not handed_on(claim.text, claim.evidence):
        return claim
    reason = "its evidence only hands these words on: say who says so, or leave it out"
    return replace(claim, verdict=Verdict("not_found", (reason,)))


def unstated(
    claims: Sequence[Claim], evidence: Sequence[Evidence], verifier: Verifier
) -> list[Conflict]:
    """What stands in the evidence against a claim that stands, and no claim cites."""
    cited = [item for claim in claims for item in claim.evidence]
    pairs = [
        (claim, item)
        for claim in claims
        if _stands(claim)
        for item in evidence
        if item not in cited
    ]
    verdicts = verifier.verify_all([(claim.text, [item]) for claim, item in pairs], drafted=True)
    return [
        Conflict(claim, item, verdict.reasons)
        for (claim, item), (verdict, _) in zip(pairs, verdicts, strict=True)
        if verdict.label == "contradicted"
    ]


def _own_words(ask: Ask, verifier: Verifier, why: str) -> Draft:
    own = ExtractiveWriter()
    return Draft(checked(ask(own, ()), verifier), own.engine, (why,))


def _stands(claim: Claim) -> bool:
    return claim.verdict.label == "supported"


def _refused(claim: Claim) -> bool:
    """Whether the writer itself said what is wrong with a claim."""
    return not claim.evidence and claim.verdict.label != "unchecked"


def _worth(claims: Sequence[Claim], conflicts: Sequence[Conflict]) -> int:
    return sum(1 if _stands(claim) else -1 for claim in claims) - len(conflicts)


def _no_older(conflict: Conflict) -> bool:
    """Whether what speaks against a claim is as new as what it rests on: no mere update."""
    newest = max(item.article.published[:10] for item in conflict.claim.evidence)
    return conflict.against.article.published[:10] >= newest


def _one_sided(conflict: Conflict) -> Claim:
    who = _named(conflict.against)
    if addresses_a_model(who):  # the model is told this below our own instructions
        who = "another report"
    against = f"{who} differs, say both: {'; '.join(conflict.reasons)}"
    return replace(conflict.claim, verdict=Verdict("contradicted", (against,)))


def _disagreement(conflict: Conflict) -> str:
    return f"{_named(conflict.against)} says otherwise: “{conflict.against.sentence.text}”"


def _named(item: Evidence) -> str:
    article = item.article
    return f"{article.outlet or article.source}, {article.published[:10] or 'undated'}"
