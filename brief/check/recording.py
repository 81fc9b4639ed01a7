"""The claims within each sentence of ours, for a ledger: a wrong half is seen there too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from brief.schema import CheckedClaim, Claim
from brief.verify import split_claims

if TYPE_CHECKING:
    from brief.verify import Verifier


def claims_within(sentences: Iterable[Claim], verifier: Verifier) -> list[tuple[CheckedClaim, ...]]:
    """For each sentence its claims with offsets into it, judged by the evidence it cites.

    A sentence that makes one claim keeps its verdict.
    """
    found: list[tuple[CheckedClaim, ...]] = []
    for sentence in sentences:
        parts = split_claims(sentence.text)
        if len(parts) < 2:
            whole = CheckedClaim(
                sentence.text, 0, len(sentence.text), sentence.verdict, sentence.evidence
            )
            found.append((whole,))
            continue
        judged = verifier.verify_all([(part.text, sentence.evidence) for part in parts])
        found.append(
            tuple(
                CheckedClaim(part.text, part.start, part.end, verdict, carrying)
                for part, (verdict, carrying) in zip(parts, judged, strict=True)
            )
        )
    return found
