"""Denied or affirmed, the opposite word, open or settled."""

from __future__ import annotations

from collections.abc import Iterator

from brief.verify.case import Case, Finding, Sight
from brief.verify.polarity import Scope, clause, negative_word, opposite, opposites_of, undone

ABOUT_IT = 0.45
REACH = 3  # content words after a marker that it surely governs


def negation(case: Case) -> Iterator[Finding]:
    """What one side denies and the other affirms."""
    for sight in _relevant(case):
        if finding := _negation(case, sight):
            yield finding
            return


def _relevant(case: Case) -> list[Sight]:
    return [*case.chosen, *(s for s in case.others if s.coverage >= ABOUT_IT)]


def _negation(case: Case, sight: Sight) -> Finding | None:
    claim, source = case.claim, sight.facts
    pairs = sight.pairs()
    back = {there: here for here, there in pairs.items()}
    mine = {place for scope in claim.negations for place in scope.words}
    theirs = {place for scope in source.negations for place in scope.words}
    for scope in source.negations:
        head = _head(scope, back)
        if head is None or back[head] in mine or not _same_clause(sight, head, pairs):
            continue
        if any(
            negative_word(t.stem) or undone(t.stem, source.tokens[head].stem) for t in claim.tokens
        ):
            continue
        return Finding(
            "contradicts", "negation",
            f"the source says “{scope.marker} {source.tokens[head].text}”, the claim does not", sight,
        )  # fmt: skip
    for scope in claim.negations:
        head = _head(scope, pairs)
        if head is None or pairs[head] in theirs or not _same_clause(sight, pairs[head], pairs):
            continue
        around = [source.tokens[p] for p in clause(source, pairs[head])]
        if any(
            negative_word(t.stem)
            or undone(t.stem, claim.tokens[head].stem)
            or any(opposite(t.stem, claim.tokens[p].stem) for p in scope.words[:REACH])
            for t in around
        ):
            continue
        return Finding(
            "contradicts", "negation",
            f"the claim says “{scope.marker} {claim.tokens[head].text}”, the source says it without",
            sight,
        )  # fmt: skip
    return None


def _head(scope: Scope, known: dict[int, int]) -> int | None:
    """The word the marker governs, if it has a partner on the other side."""
    return next((place for place in scope.words[:1] if place in known), None)


def _same_clause(sight: Sight, place: int, pairs: dict[int, int]) -> bool:
    """Whether at least half of what the two texts share stands in the clause of `place`."""
    inside = set(clause(sight.facts, place))
    shared = [there for there in pairs.values() if sight.facts.tokens[there].content]
    return len(shared) >= 2 and 2 * sum(p in inside for p in shared) >= len(shared)


def opposites(case: Case) -> Iterator[Finding]:
    """A word of the claim whose partner in the source is its opposite."""
    claim = case.claim
    for sight in case.chosen:
        source = sight.facts
        stems = {token.stem for token in source.tokens}
        own = {token.stem for token in claim.tokens}
        denied = {p for scope in source.negations for p in scope.words[:REACH]}
        denying = {p for scope in claim.negations for p in scope.words[:REACH]}
        for here, token in enumerate(claim.tokens):
            if token.stem in stems or not opposites_of(token.stem):
                continue
            for there, other in enumerate(source.tokens):
                if not opposite(token.stem, other.stem) or other.stem in own:
                    continue
                if (here in denying) != (there in denied):
                    continue
                if sight.agreement([here], [there]) >= 2:
                    yield Finding(
                        "contradicts", "opposite",
                        f"“{other.text}” in the source, “{token.text}” here", sight,
                    )  # fmt: skip
                    return


def modality(case: Case) -> Iterator[Finding]:
    """What the source leaves open and the claim settles."""
    claim = case.claim
    if claim.hedges or claim.negations:
        return
    sight = case.best
    pairs = sight.pairs()
    back = {there: here for here, there in pairs.items()}
    for scope in sight.facts.hedges:
        head = _head(scope, back)
        if head is not None and _same_clause(sight, head, pairs):
            yield Finding(
                "contradicts", "modality",
                f"the source leaves this open (“{scope.marker} {sight.facts.tokens[head].text}”), "
                "the claim does not", sight,
            )  # fmt: skip
            return
