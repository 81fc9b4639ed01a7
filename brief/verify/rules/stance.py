"""Denied or affirmed, the opposite word, open or settled."""

from __future__ import annotations

from collections.abc import Iterator

from brief.verify.case import Case, Finding, Sight
from brief.verify.facts import Facts
from brief.verify.grammar import is_verb
from brief.verify.opposites import negative_word, opposite, opposites_of, undone
from brief.verify.polarity import clause, governed

REACH = 4  # content words after a marker that it surely governs


def negation(case: Case) -> Iterator[Finding]:
    """What one side denies and the other affirms."""
    for sight in case.telling:
        if finding := _denied(case.claim, sight) or _denying(case.claim, sight):
            yield finding
            return


def _denied(claim: Facts, sight: Sight) -> Finding | None:
    """Something the source denies, or says was refused, and the claim affirms."""
    source = sight.facts
    back = {there: here for here, there in sight.pairs.items()}
    mine = governed((*claim.negations, *claim.refusals), REACH)
    for scope in (*source.negations, *source.refusals):
        there = next(iter(scope.words), -1)
        here = back.get(there)
        if here is None or here in mine or not sight.same_clause(claim, here, there):
            continue
        # A thing that was refused may well be spoken of; a deed that was refused was not done.
        if scope in source.refusals and not is_verb(claim, here):
            continue
        if not _own_denial(claim, here, source):
            reason = f"the source says “{scope.marker} {source.tokens[there].text}”"
            return Finding("contradicts", "negation", f"{reason}, the claim does not", sight)
    return None


def _denying(claim: Facts, sight: Sight) -> Finding | None:
    """Something the claim denies and the source affirms."""
    source = sight.facts
    theirs = governed((*source.negations, *source.refusals), REACH)
    for scope in claim.negations:
        here = next(iter(scope.words), -1)
        there = sight.pairs.get(here)
        if there is None or there in theirs or not sight.same_clause(claim, here, there):
            continue
        denied = [claim.tokens[p].stem for p in scope.words[:REACH]]
        around = [source.tokens[p].stem for p in clause(source, there)]
        if not _own_denial(source, there, claim) and not any(
            opposite(word, other) for word in around for other in denied
        ):
            reason = f"the claim says “{scope.marker} {claim.tokens[here].text}”"
            return Finding("contradicts", "negation", f"{reason}, the source does not", sight)
    return None


def _own_denial(facts: Facts, place: int, other: Facts) -> bool:
    """Whether the clause around `place` denies by a word of its own that `other` lacks."""
    theirs = {token.stem for token in other.tokens}
    return any(
        undone(facts.tokens[p].stem, stem) for p in clause(facts, place) for stem in theirs
    ) or any(
        negative_word(facts.tokens[p].stem) and facts.tokens[p].stem not in theirs
        for p in clause(facts, place)
    )


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
                if sight.agreement(claim, [here], [there]) >= 2:
                    yield Finding(
                        "contradicts", "opposite",
                        f"“{other.text}” in the source, “{token.text}” here", sight,
                    )  # fmt: skip
                    return


def modality(case: Case) -> Iterator[Finding]:
    """What the source leaves open and the claim settles."""
    claim, sight = case.claim, case.best
    back = {there: here for here, there in sight.pairs.items()}
    mine = governed(claim.hedges, len(claim.tokens))
    for scope in sight.facts.hedges:
        for there in scope.words[:1]:
            here = back.get(there)
            if here is None or here in mine or not sight.same_clause(claim, here, there):
                continue
            yield Finding(
                "contradicts", "modality",
                f"the source leaves this open (“{scope.marker} {sight.facts.tokens[there].text}”), "
                "the claim does not", sight,
            )  # fmt: skip
            return
