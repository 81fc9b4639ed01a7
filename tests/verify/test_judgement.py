"""Rules and model together: who decides, and what the reader is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from brief.check.grounds import sentences_of
from brief.embedding import load
from brief.embedding.crossencoder import Reading
from brief.schema import Article, Evidence
from brief.verify import Verifier
from brief.verify.judgement import calibration, wanting

SOURCE = (
    "Lumera Biologics will deliver 4.2 million doses of its vaccine. "
    "The ministry, which answers to parliament, will pay 84 crowns a dose."
)


class Scripted:
    """An entailment model that says the same of every pair."""

    name = "scripted"

    def __init__(self, supported: float, contradicted: float, word: str = "") -> None:
        self.pairs: list[tuple[str, str]] = []
        self._said = supported, contradicted, word

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        supported, contradicted, word = self._said
        self.pairs += pairs
        return [
            Reading(
                supported,
                contradicted,
                0.0,
                ((claim.find(word), claim.find(word) + len(word), 4.0),)
                if word and word in claim
                else ((0, 1, -4.0),),
            )
            for _, claim in pairs
        ]


def test_the_model_decides_where_no_rule_fires_and_names_the_words() -> None:
    verifier = Verifier(load(), Scripted(-6.0, 6.0, "supply"))
    (verdict,) = verifier.score_pairs(
        [(SOURCE, "Lumera Biologics will supply 4.2 million vaccine doses.")]
    )
    assert verdict.label == "contradicted"
    assert "“supply”" in verdict.reasons[0]
    assert verdict.score < 0.5


def test_not_mentioned_is_kept_apart_from_contradicted() -> None:
    verifier = Verifier(load(), Scripted(-6.0, -6.0, "supply"))
    (verdict,) = verifier.score_pairs(
        [(SOURCE, "Lumera Biologics will supply 4.2 million vaccine doses.")]
    )
    assert verdict.label == "not_found"


def test_a_rule_that_fires_explains_itself() -> None:
    verifier = Verifier(load(), Scripted(-2.0, 3.0))
    (verdict,) = verifier.score_pairs([(SOURCE, "The ministry will pay 94 crowns a dose.")])
    assert verdict.label == "contradicted"
    assert "84" in verdict.reasons[0]
    assert "94" in verdict.reasons[0]


def test_a_rule_that_is_overruled_is_named() -> None:
    verifier = Verifier(load(), Scripted(12.0, -12.0))
    article = Article("a", "v", SOURCE, "", "", "", "", "", "", "en", "", "a.txt")
    evidence = [Evidence(s, article, 1.0) for s in sentences_of(article)]
    verdict, _ = verifier.verify("The ministry will not pay 84 crowns a dose.", evidence)
    assert verdict.label == "supported"
    assert verdict.reasons[0] == "the evidence says so"
    assert verdict.reasons[1].startswith("a rule finds fault: ")


@pytest.mark.parametrize(
    "claim",
    ["The ministry will pay 84 crowns a dose.", "Lumera Biologics will deliver 4.2 million doses."],
)
def test_what_is_copied_or_lightly_cut_is_supported_whatever_the_model_says(claim: str) -> None:
    (verdict,) = Verifier(load(), Scripted(-8.0, 8.0)).score_pairs([(SOURCE, claim)])
    assert verdict.label == "supported"
    assert verdict.score > calibration("texts").threshold


def test_a_sentence_cut_to_say_it_of_another_fails_whatever_the_model_says() -> None:
    model = Scripted(8.0, -8.0)
    (verdict,) = Verifier(load(), model).score_pairs(
        [("The minister's brother was arrested on Monday.", "The minister was arrested on Monday.")]
    )
    assert verdict.label == "not_found"
    assert verdict.score < calibration("texts").threshold
    assert verdict.reasons == ("the source says this of “minister's brother”",)
    assert model.pairs == []


def test_a_claim_of_several_sentences_is_read_a_sentence_at_a_time() -> None:
    model = Scripted(6.0, -6.0)
    Verifier(load(), model).score_pairs(
        [(SOURCE, "Lumera delivers vaccine doses. The ministry pays for a dose.")]
    )
    assert [claim for _, claim in model.pairs] == [
        "Lumera delivers vaccine doses.",
        "The ministry pays for a dose.",
    ]


def test_neighbouring_words_are_named_together() -> None:
    claim = "It fell by half."
    marks = [(0, 2, -3.0), (3, 7, 1.0), (8, 10, 2.0), (11, 15, -1.0), (15, 16, 1.0)]
    assert wanting(claim, marks) == "“fell by”"
