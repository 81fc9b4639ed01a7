"""What is copied or lightly cut is known as such; cuts that change the meaning are not."""

from __future__ import annotations

import pytest

from brief.verify.copying import copied

SOURCE = (
    "The ministry, which answers to parliament, will pay 84 crowns a dose to Lumera on Thursday.",
    "He denied that the company had paid bribes to officials.",
    "Orrin may close its plant in Port Sellen.",
    "She resigned.",
)


@pytest.mark.parametrize(
    "claim",
    [
        "The ministry, which answers to parliament, will pay 84 crowns a dose to Lumera on Thursday.",
        "The ministry will pay 84 crowns a dose to Lumera.",
        "the ministry will pay 84 crowns a dose to Lumera on Thursday",
        "She resigned.",
    ],
)
def test_copies_and_light_cuts(claim: str) -> None:
    assert copied(claim, SOURCE)


@pytest.mark.parametrize(
    "claim",
    [
        "The ministry will pay 48 crowns a dose to Lumera.",
        "The company had paid bribes to officials.",
        "Orrin close its plant in Port Sellen.",
        "Lumera will pay 84 crowns a dose to the ministry on Thursday.",
        "The ministry will pay.",
        "Resigned.",
        "",
    ],
)
def test_what_says_something_else_is_no_copy(claim: str) -> None:
    assert not copied(claim, SOURCE)
