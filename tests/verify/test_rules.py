"""What each rule has against a claim, and what it lets pass."""

from __future__ import annotations

import pytest

from brief.embedding import load
from brief.verify.case import Case
from brief.verify.decision import assess, decide
from brief.verify.facts import facts
from brief.verify.rules import findings
from brief.verify.verifier import Verifier, premise_sources

VERIFIER = Verifier(load())


def case(source: str, claim: str) -> Case:
    (examined,) = VERIFIER.examine([(facts(claim), premise_sources(source))])
    assert examined
    return examined.case


CONTRADICTED = [
    ("quantity", "Orrin wants to borrow $90 million.", "Orrin wants to borrow $80 million."),
    ("quantity", "It makes 40,000 tonnes a year.", "It makes 40 million tonnes a year."),
    ("quantity", "The council voted 7 to 4 for the plan.",
     "The council voted 4 to 7 for the plan."),
    ("quantity", "Sundvik beat Osthavn 3-1.", "Sundvik beat Osthavn 1-3."),
    ("date", "The court rejected the appeal on 10 March 2025.",
     "The court rejected the appeal on 12 March 2025."),
    ("name", "The ministry signed a contract with Lumera for its vaccine.",
     "The ministry signed a contract with Boreal for its vaccine."),
    ("roles", "Orrin sued Vessel in May.", "Vessel sued Orrin in May."),
    ("roles", "Joran Pell said Orrin beat Vessel.", "Joran Pell said Vessel beat Orrin."),
    ("roles", "Orrin Energy sued Vessel.", "Orrin Energy was sued by Vessel."),
    ("roles", "The fund moved ships from Norway to Sweden.",
     "The fund moved ships from Sweden to Norway."),
    ("attribution", "The port is safe, Greta Holmsund said.",
     "The port is safe, Bram Oosterveld said."),
    ("attribution", "According to Orrin, the port is safe.",
     "According to Vessel, the port is safe."),
    ("quotation", "“We would rather be late and right than early and wrong,” he said.",
     "He said: “We would rather be early and wrong than late and right.”"),
    ("negation", "The ministry has not approved the plan for the port.",
     "The ministry has approved the plan for the port."),
    ("negation", "The ministry has approved the plan for the port.",
     "The ministry has not approved the plan for the port."),
    ("negation", "The government refused to sell the port to Vessel.",
     "The government sold the port to Vessel."),
    ("opposite", "Exports of tin to Norway rose in May.", "Exports of tin to Norway fell in May."),
    ("modality", "Orrin may close its plant in Sundvik.", "Orrin will close its plant in Sundvik."),
    ("modality", "Orrin plans to close its plant in Sundvik.",
     "Orrin closed its plant in Sundvik."),
]  # fmt: skip
MISSING = [
    ("quantity", "Orrin employs many people in Sundvik.", "Orrin employs 300 people in Sundvik."),
    ("date", "The court rejected the appeal.", "The court rejected the appeal on 12 March 2025."),
    ("name", "The ministry signed a contract for a vaccine.",
     "The ministry signed a contract with Boreal for a vaccine."),
    ("quotation", "He said he would be late.", "He said he would be “terribly late for dinner”."),
    ("cut", "The minister's brother was arrested on Monday.",
     "The minister was arrested on Monday."),
    ("cut", "The adviser to the minister was arrested.", "The minister was arrested."),
    ("cut", "The wife of President Dorn visited Sundvik.", "President Dorn visited Sundvik."),
    ("cut", "Shares of Orrin's rival Vessel fell 8 %.", "Shares of Orrin fell 8 %."),
    ("cut", "Exports fell while imports rose 5 %.", "Exports rose 5 %."),
    ("cut", "Inflation rose in Norway and unemployment in Sweden fell to 3 %.",
     "Inflation in Sweden fell to 3 %."),
]  # fmt: skip
FINE = [
    ("quantity", "Orrin wants to borrow $90 million.", "Orrin wants to borrow $90m."),
    ("quantity", "The council voted 7 to 4 for the plan.",
     "In a vote of seven to four, the council backed the plan."),
    ("quantity", "Officials met the delegation.", "Two officials met the delegation."),
    ("date", "The court rejected the appeal on 10 March 2025.",
     "The court rejected the appeal in March 2025."),
    ("name", "The ministry signed a contract with Lumera Biologics.",
     "The ministry signed a contract with Lumera."),
    ("roles", "Orrin sued Vessel in May.", "Vessel was sued by Orrin in May."),
    ("roles", "The deal between Orrin and Vessel failed.",
     "The deal between Vessel and Orrin failed."),
    ("roles", "The fund moved ships from Norway to Sweden.",
     "The fund moved ships to Sweden from Norway."),
    ("attribution", "The port is safe, Health Minister Greta Holmsund said.",
     "Holmsund said the port is safe."),
    ("quotation", "“We would rather be late and right than early and wrong,” he said.",
     "He said he would rather be “late and right”."),
    ("negation", "The ministry has not approved the plan for the port.",
     "The ministry has not approved the plan."),
    ("opposite", "Exports of tin to Norway rose in May.", "Exports of tin to Norway grew in May."),
    ("opposite", "Exports of tin did not rise in May.", "Exports of tin fell in May."),
    ("modality", "Orrin may close its plant in Sundvik.",
     "Orrin could close its plant in Sundvik."),
    ("cut", "The minister's brother was arrested on Monday.",
     "The minister's brother was arrested."),
    ("cut", "Marrovia's government has banned exports of tin.",
     "Marrovia has banned exports of tin."),
    ("cut", "Shares in Orrin fell 8 % on Monday.", "Orrin fell 8 % on Monday."),
    ("cut", "Orrin bought a mine and later sold the plant.", "Orrin sold the plant."),
    ("cut", "The plan proposed by Orrin and Vessel failed in May.", "The plan failed in May."),
    ("cut", "The minister's brother was arrested. The minister was arrested too.",
     "The minister was arrested."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "source", "claim"), CONTRADICTED)
def test_what_the_source_contradicts(rule: str, source: str, claim: str) -> None:
    assert ("contradicts", rule) in {(f.kind, f.rule) for f in findings(case(source, claim))}


@pytest.mark.parametrize(("rule", "source", "claim"), MISSING)
def test_what_the_source_does_not_say(rule: str, source: str, claim: str) -> None:
    assert ("missing", rule) in {(f.kind, f.rule) for f in findings(case(source, claim))}


@pytest.mark.parametrize(("rule", "source", "claim"), FINE)
def test_what_no_rule_objects_to(rule: str, source: str, claim: str) -> None:
    assert findings(case(source, claim)) == ()


def test_a_reason_shows_both_sides_and_the_sentence() -> None:
    laid = case("It rained. The fund paid $90 million.", "The fund paid $80 million.")
    (finding,) = findings(laid)
    assert finding.reason == "$90 million in the source, $80 million here"
    assert finding.sight
    assert finding.sight.facts.text == "The fund paid $90 million."


@pytest.mark.parametrize(
    ("source", "claim", "label", "reason"),
    [
        ("The fund paid $90 million.", "The fund paid $90 million.", "supported", ""),
        ("The fund paid $90 million.", "The fund paid $80 million.", "contradicted", "$90"),
        ("The fund paid a lot.", "The fund paid $80 million.", "not_found", "does not give $80"),
        ("The fund paid $90 million.", "Rain fell in Sundvik.", "not_found", "Rain"),
    ],
)
def test_what_the_rules_found_decides(source: str, claim: str, label: str, reason: str) -> None:
    laid = case(source, claim)
    verdict, carrying = decide(laid, assess(laid))
    assert verdict.label == label
    assert reason in " ".join(verdict.reasons)
    assert (verdict.score > 0.5) == (label == "supported")
    assert carrying


def test_a_part_that_nothing_bears_out_is_named() -> None:
    laid = case("The port opened.", "The port opened, although dogs barked loudly.")
    assert "part" in {finding.rule for finding in assess(laid).findings}
