"""The rules that compare a claim with its best evidence, each with a reason a reader can check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from brief.verify import names, polarity, quotations
from brief.verify.coverage import Alignment
from brief.verify.dates import When, agree, borne_out, finer
from brief.verify.facts import Facts
from brief.verify.quantities import Quantity, bears_out, comparable

SURE = 0.8  # likeness from which two words count as the same for a rule


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the source says otherwise, or does not say it."""

    kind: Literal["contradicts", "missing"]
    rule: str
    reason: str
    source: int = 0  # which of the sentences given


@dataclass(frozen=True, slots=True)
class Case:
    """A claim beside the sentences chosen for it, best first, and what else may vouch for it."""

    claim: Facts
    sources: tuple[Facts, ...]
    alignments: tuple[Alignment, ...]
    others: tuple[Facts, ...]  # the rest of the evidence
    context: tuple[str, ...]  # titles, outlets and authors of the articles of `sources`


def findings(case: Case) -> list[Finding]:
    """All that the rules have against the claim."""
    rules = (_quotations, _quantities, _dates, _names, _negation, _opposites, _modality, _roles)
    return [finding for rule in rules for finding in rule(case)]


def _quotations(case: Case) -> Iterator[Finding]:
    texts = [s.text for s in (*case.sources, *case.others)]
    for quotation in case.claim.quotations:
        if not quotations.verbatim(quotation.text, texts):
            yield Finding(
                "missing",
                "quotation",
                f"the evidence does not have “{quotation.text}” word for word",
            )


def _quantities(case: Case) -> Iterator[Finding]:
    here = [(q, n) for n, s in enumerate(case.sources) for q in s.quantities]
    matched = [
        [(q, n) for q, n in here if bears_out(figure, q)] for figure in case.claim.quantities
    ]
    spoken_for = {id(q) for group in matched for q, _ in group}
    for figure, group in zip(case.claim.quantities, matched, strict=True):
        if group or figure.weak:
            continue
        rivals = [(q, n) for q, n in here if id(q) not in spoken_for and _rival(figure, q)]
        if rivals:
            rival, number = rivals[0]
            yield Finding(
                "contradicts", "quantity", f"{rival.text} in the source, {figure.text} here", number
            )
        else:
            yield Finding("missing", "quantity", f"the evidence does not give {figure.text}")


def _rival(claim: Quantity, source: Quantity) -> bool:
    if not comparable(claim, source):
        return False
    if claim.dimension == "count":
        return bool(set(claim.nouns) & set(source.nouns))
    return True


def _dates(case: Case) -> Iterator[Finding]:
    for when in case.claim.dates:
        if any(borne_out(when, s.dates, s.published) for s in (*case.sources, *case.others)):
            continue
        rival = next(
            (
                (d, n)
                for n, s in enumerate(case.sources)
                for d in s.dates
                if _rival_date(when, d, case)
            ),
            None,
        )
        if rival:
            yield Finding(
                "contradicts", "date", f"{rival[0].text} in the source, {when.text} here", rival[1]
            )
        else:
            yield Finding("missing", "date", f"the evidence does not give the date {when.text}")


def _rival_date(claim: When, source: When, case: Case) -> bool:
    if agree(claim, source) is not False:
        return False
    return not any(agree(other, source) for other in case.claim.dates) and not finer(source, claim)


def _names(case: Case) -> Iterator[Finding]:
    texts = [s.text for s in (*case.sources, *case.others)]
    vouch = names.known([*texts, *case.context])
    spoken = names.known([case.claim.text])
    for name in case.claim.names:
        if names.spoken_of(name, vouch):
            continue
        rest = (
            [n for n in case.sources[0].names if not names.spoken_of(n, spoken)]
            if case.sources
            else []
        )
        if rest and _aligned(case, excluding=name.words) >= 0.75:
            yield Finding("contradicts", "name", f"{rest[0].text} in the source, {name.text} here")
        else:
            yield Finding("missing", "name", f"the evidence does not name {name.text}")


def _aligned(case: Case, excluding: Sequence[str]) -> float:
    values = [
        value
        for token, value in zip(case.claim.tokens, case.alignments[0].likeness, strict=True)
        if token.content and token.word not in excluding
    ]
    return sum(values) / len(values) if values else 0.0


def _negation(case: Case) -> Iterator[Finding]:
    claim, source, alignment = case.claim, case.sources[0], case.alignments[0]
    mine = {place for scope in claim.negations for place in scope.words}
    theirs = {place for scope in source.negations for place in scope.words}
    pairs = _pairs(alignment)
    back = {there: here for here, there in pairs.items()}
    for scope in claim.negations:
        head = next((place for place in scope.words if place in pairs), None)
        if head is not None and head in scope.words[:2] and pairs[head] not in theirs:
            yield Finding(
                "contradicts", "negation", f"the source says this without “{scope.marker}”"
            )
            return
    for scope in source.negations:
        head = next(iter(scope.words), None)
        if head is not None and head in back and back[head] not in mine:
            yield Finding(
                "contradicts",
                "negation",
                f"the source says “{scope.marker} {source.tokens[head].text}”",
            )
            return


def _pairs(alignment: Alignment) -> dict[int, int]:
    return {
        here: there
        for here, (value, there) in enumerate(zip(alignment.likeness, alignment.place, strict=True))
        if value >= SURE and there >= 0
    }


def _opposites(case: Case) -> Iterator[Finding]:
    claim, source, alignment = case.claim, case.sources[0], case.alignments[0]
    stems = {token.stem for token in source.tokens}
    mine = {token.stem for token in claim.tokens}
    denied = {p for scope in (*source.negations,) for p in scope.words}
    own = {p for scope in claim.negations for p in scope.words}
    for here, token in enumerate(claim.tokens):
        if token.stem in stems or here in own:
            continue
        for there, other in enumerate(source.tokens):
            if (
                polarity.opposite(token.stem, other.stem)
                and other.stem not in mine
                and there not in denied
            ):
                yield Finding(
                    "contradicts", "opposite", f"“{other.text}” in the source, “{token.text}” here"
                )
                return


def _modality(case: Case) -> Iterator[Finding]:
    claim, source, alignment = case.claim, case.sources[0], case.alignments[0]
    mine = {place for scope in claim.hedges for place in scope.words}
    if claim.hedges:
        return
    back = {there: here for here, there in _pairs(alignment).items()}
    for scope in source.hedges:
        head = next(iter(scope.words), None)
        if head is not None and head in back and back[head] not in mine:
            yield Finding(
                "missing", "modality",
                f"the source leaves this open (“{scope.marker} {source.tokens[head].text}”), the claim does not",
            )  # fmt: skip
            return


def _roles(case: Case) -> Iterator[Finding]:
    """Two names around the same verb, in the other order, and neither sentence in the passive."""
    claim, source, alignment = case.claim, case.sources[0], case.alignments[0]
    pairs = _pairs(alignment)
    if len(claim.names) < 2 or _passive(claim.text) != _passive(source.text):
        return
    for first, second in zip(claim.names, claim.names[1:], strict=False):
        verbs = [
            place for place, token in enumerate(claim.tokens)
            if first.end <= token.start < second.start and token.content and place in pairs
        ]  # fmt: skip
        heads = [
            next(
                (
                    p
                    for p, t in enumerate(claim.tokens)
                    if n.start <= t.start < n.end and p in pairs
                ),
                None,
            )
            for n in (first, second)
        ]
        if not verbs or heads[0] is None or heads[1] is None:
            continue
        left, right = pairs[heads[0]], pairs[heads[1]]
        if right < pairs[verbs[0]] < left and claim.text.count(first.text) == 1:
            yield Finding(
                "contradicts",
                "roles",
                f"the source has {second.text} and {first.text} the other way round",
            )


def _passive(text: str) -> bool:
    words = text.lower().split()
    return "by" in words
