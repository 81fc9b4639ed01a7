"""Verdicts by rule: what is copied passes, what is altered is caught and explained."""

from __future__ import annotations

import pytest

from brief.embedding import load
from brief.schema import Article, Evidence, Sentence
from brief.verify import Verifier

VERIFIER = Verifier(load())
SOURCE = (
    "Talmark's health ministry has signed a contract with Lumera Biologics for 4.2 million doses "
    "of its marsh fever vaccine Palustrin, Health Minister Greta Holmsund said on Thursday. "
    "The ministry will pay 84 crowns a dose. Orrin is in talks with the fund about a loan of up to "
    '$90 million. "We would rather be late and right than early and wrong," Mr Halloran said on a '
    "call with analysts. The court rejected the appeal on 10 March 2025."
)


@pytest.mark.parametrize(
    "claim",
    [
        "The ministry will pay 84 crowns a dose.",
        "Orrin is in talks with the fund about a loan of up to $90 million.",
        "The court rejected the appeal on March 10, 2025.",
        "Health Minister Greta Holmsund said the ministry has signed a contract with Lumera.",
        'Mr Halloran said: "We would rather be late and right than early and wrong."',
    ],
)
def test_what_the_source_says_is_supported(claim: str) -> None:
    (verdict,) = VERIFIER.score_pairs([(SOURCE, claim)])
    assert verdict.label == "supported", verdict.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "The ministry will pay 94 crowns a dose.",
        "The ministry has signed a contract with Lumera Biologics for 4.2 billion doses of its "
        "marsh fever vaccine Palustrin.",
        "The court rejected the appeal on 12 March 2025.",
        "The court did not reject the appeal on 10 March 2025.",
        "The court upheld the appeal on 10 March 2025.",
        "Orrin has agreed with the fund on a loan of $90 million.",
        'Mr Halloran said: "We would rather be early and wrong than late and right."',
        "Talmark's health ministry has signed a contract with Boreal Therapeutics for 4.2 million "
        "doses of its marsh fever vaccine Palustrin.",
    ],
)
def test_what_was_altered_is_not_supported_and_the_reason_is_told(claim: str) -> None:
    (verdict,) = VERIFIER.score_pairs([(SOURCE, claim)])
    assert verdict.label in ("contradicted", "not_found")
    assert verdict.reasons
    assert verdict.score < 0.5


def test_what_the_source_does_not_speak_of_is_not_found() -> None:
    (verdict,) = VERIFIER.score_pairs([(SOURCE, "Sundvik opened a smelter in Osthavn in June.")])
    assert verdict.label == "not_found"


def test_one_wrong_sentence_decides_for_a_text_of_several() -> None:
    right, wrong = "The ministry will pay 84 crowns a dose.", "The court upheld the appeal."
    (both,) = VERIFIER.score_pairs([(SOURCE, f"{right} {wrong}")])
    assert both.label != "supported"


@pytest.mark.parametrize("claim", ["?", "[1]", ""])
def test_what_says_nothing_stays_unchecked(claim: str) -> None:
    said, nothing = VERIFIER.score_pairs([(SOURCE, "The ministry will pay."), (SOURCE, claim)])
    assert (said.label, nothing.label) == ("supported", "unchecked")


def test_no_evidence_is_not_found() -> None:
    verdict, carrying = VERIFIER.verify("The port is shut.", [])
    assert verdict.label == "not_found"
    assert carrying == ()


def said(text: str, published: str) -> Evidence:
    article = Article(
        published, "v", text, "", "Meridian Ledger", "", "", published, "", "en", "", "a.txt"
    )
    return Evidence(Sentence(published, "v", 0, 0, len(text), text), article, 0.9)


@pytest.mark.parametrize(("claimed", "article"), [("2 October", 1), ("6 March", 0)])
def test_of_two_articles_with_one_sentence_the_one_of_that_day_is_shown(
    claimed: str, article: int
) -> None:
    text = "The minister resigned on Thursday."
    evidence = [said(text, "2025-03-10"), said(text, "2025-10-04")]
    verdict, carrying = VERIFIER.verify(f"The minister resigned on {claimed} 2025.", evidence)
    assert verdict.label == "supported"
    assert carrying == (evidence[article],)


def test_a_copy_is_held_against_its_own_article() -> None:
    claim = "The council attached 17 conditions."
    longer = f"{claim[:-1]}, some of which it may drop if the court says so before the plant opens."
    evidence = [said(longer, "2025-03-10"), said(claim, "2025-10-04")]
    verdict, (carrying,) = VERIFIER.verify(claim, evidence)
    assert verdict.label == "supported"
    assert carrying == evidence[1]
