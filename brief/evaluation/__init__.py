"""How well the system does: suites of questions, topics and claims, their figures, the gate."""

from __future__ import annotations

from brief.evaluation.gate import (
    Baseline,
    Gate,
    baseline_text,
    gate,
    load_baseline,
    renew_baseline,
)
from brief.evaluation.gold import check_gold
from brief.evaluation.results import Figure, Item, Report, combine
from brief.evaluation.run import System, run_suite
from brief.evaluation.suite import Suite, by_articles, load_suite

__all__ = [
    "Baseline",
    "Figure",
    "Gate",
    "Item",
    "Report",
    "Suite",
    "System",
    "baseline_text",
    "by_articles",
    "check_gold",
    "combine",
    "gate",
    "load_baseline",
    "load_suite",
    "renew_baseline",
    "run_suite",
]
