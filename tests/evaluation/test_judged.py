from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from brief.evaluation.judged import on_check, on_writing
from brief.evaluation.metrics import Score
from brief.schema import CheckedClaim, Claim, Evidence, Verdict


def saying(*labels: str) -> Callable[[str, Sequence[Evidence]], Verdict | str]:
    """A judge with these verdicts in turn; what is no label is a reason for none."""
    left = list(labels)

    def judge(claim: str, evidence: Sequence[Evidence]) -> Verdict | str:
        label = left.pop(0)
        return Verdict(label) if label in {"supported", "contradicted", "not_found"} else label

    return judge


def test_claims_without_a_verdict_count_neither_way() -> None:
    claims = [Claim("One.", ()), Claim("Two.", ()), Claim("Three.", ())]
    found = on_writing(claims, saying("supported", "no JSON", "contradicted"))
    assert found.scores == {"support": Score(1, 2)}
    assert found.unscored == ("no JSON",)
    assert on_writing(claims, saying("a", "b", "c")).scores == {}
    assert on_writing([], saying()).scores == {}


@pytest.mark.parametrize(
    ("labels", "output"),
    [
        (("supported", "not_found"), "not_found"),
        (("not_found", "contradicted"), "contradicted"),
        (("supported", "supported"), "supported"),
    ],
)
def test_a_claim_in_parts_gets_the_worst_verdict(labels: tuple[str, ...], output: str) -> None:
    parts = [CheckedClaim("", 0, 0, Verdict("supported")) for _ in labels]
    found = on_check("supported", parts, saying(*labels))
    assert found.output == output
    right = Score(int(output == "supported"))
    assert found.scores == {"accuracy": right, "accuracy[supported]": right}


def test_one_part_without_a_verdict_leaves_the_claim_without() -> None:
    parts = [CheckedClaim("", 0, 0, Verdict("supported")) for _ in range(2)]
    found = on_check("supported", parts, saying("contradicted", "no JSON"))
    assert (found.scores, found.output, found.unscored) == ({}, "", ("no JSON",))
    assert on_check("supported", [], saying()).scores == {}
