"""How far a second opinion agrees with our verdicts; claims it gave none on do not count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brief.evaluation.metrics import wilson
from brief.schema import CheckedClaim


@dataclass(frozen=True, slots=True)
class Agreement:
    """Claims with a second verdict, those where it is ours, and the table of both."""

    scored: int
    agreed: int
    unscored: int
    table: Mapping[tuple[str, str], int]  # (our verdict, the other) → claims

    @property
    def rate(self) -> float | None:
        """The share of agreement; None where nothing was scored."""
        return self.agreed / self.scored if self.scored else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the rate."""
        return wilson(self.rate or 0.0, self.scored)


def agreement(checked: Iterable[CheckedClaim]) -> Agreement:
    """Compare the verdicts of claims that were given a second one."""
    pairs = [(c.verdict.label, c.second.label) for c in checked if c.second]
    scored = [(ours, theirs) for ours, theirs in pairs if theirs != "unchecked"]
    agreed = sum(ours == theirs for ours, theirs in scored)
    return Agreement(
        len(scored), agreed, len(pairs) - len(scored), dict(sorted(Counter(scored).items()))
    )
