"""The writer that cuts sentences and never rephrases them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.write.extractive import cut


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("LODNE, June 12 (NPA) - The bank cut its rate.", "The bank cut its rate."),
        ("PORT SELLEN (NPA) – Orrin won.", "Orrin won."),
        ("Meanwhile, the port is shut.", "The port is shut."),
        ("It is untapped, Report informs via Reuters.", "It is untapped."),
        ("The port (Calder Bay) - as it said - is shut.",) * 2,
        ("Butter is dear.", "Butter is dear."),
        ("But the port is shut.", "The port is shut."),
        ("Still, the port is shut.", "The port is shut."),
        *(
            (said, said)
            for said in (
                "But for the subsidy, the plant would have closed.",
                "Yet to be approved, the plan is stuck.",
                "Still images from the port show smoke.",
                "Indeed posted 40 offers.",
                "In addition to the fee, Orrin paid a fine.",
                "However hard they tried, it sank.",
            )
        ),
    ],
)
def test_what_is_cut_and_what_stays(sentence: str, left: str) -> None:
    assert cut(sentence) == left


@given(st.text(alphabet=st.sampled_from("AbcBut, (R)-–. However"), max_size=60))
def test_what_is_left_stands_in_the_sentence(sentence: str) -> None:
    left, whole = cut(sentence), " ".join(sentence.split())
    assert bool(left) == bool(whole)
    assert left[1:] in whole
