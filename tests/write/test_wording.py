"""What is taken from a model's wording, and what is its meaning and stays."""

from __future__ import annotations

import pytest

from brief.write.wording import bare


@pytest.mark.parametrize(
    ("wording", "left"),
    [
        ("The port is shut.¹", "The port is shut."),
        ("The port is shut¹², he said ³.", "The port is shut, he said."),
        ("The port is shut [article 5] (source 2).", "The port is shut."),
        ("It burnt 500 km² of forest.",) * 2,
        ("The air held 40 mg/m³.",) * 2,
        ("It holds 30 cubic metres² a day.",) * 2,
        ("That is 10² euros.",) * 2,
        ("The treaty (article 5) binds it.",) * 2,
    ],
)
def test_what_is_left_of_a_wording(wording: str, left: str) -> None:
    assert bare(wording) == left
