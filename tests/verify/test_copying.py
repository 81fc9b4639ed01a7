"""What is copied or lightly cut is known as such; cuts that change the meaning are not."""

from __future__ import annotations

import pytest

from brief.verify.copying import copied

SOURCE = (
    "The ministry, which answers to parliament, will pay 84 crowns a dose to Lumera on Thursday.",
    "He denied that the company had paid bribes to officials.",
    "Orrin may close its plant in Port Sellen.",
    "She resigned.",
    "On Monday, Orrin's chairman also sold his shares in Vessel (a rival) to the fund in June.",
    "The fund does not plan to sell Vessel before July.",
)


@pytest.mark.parametrize(
    "claim",
    [
        "The ministry, which answers to parliament, will pay 84 crowns a dose to Lumera on Thursday.",
        "The ministry will pay 84 crowns a dose to Lumera.",
        "the ministry will pay 84 crowns a dose to Lumera on Thursday",
        "She resigned.",
        "Orrin’s chairman sold his shares in Vessel to the fund.",
        "On Monday, Orrin's chairman also sold his shares in Vessel (a rival) to the fund.",
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
        "On Monday, Orrin also sold his shares in Vessel (a rival) to the fund in June.",
        "On Monday, Orrin's chairman also sold his shares to the fund in June.",
        "On Monday, Orrin's chairman also sold his shares in Vessel (a rival) to the fund June.",
        "The fund does not plan to sell Vessel.",
        "",
    ],
)
def test_what_says_something_else_is_no_copy(claim: str) -> None:
    assert not copied(claim, SOURCE)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("The minister's brother was arrested on Monday.", "The minister was arrested on Monday."),
        ("The wife of President Dorn visited Sundvik.", "President Dorn visited Sundvik."),
        ("Shares of Orrin's rival Vessel fell 8 %.", "Shares of Orrin fell 8 %."),
        ("Exports of tin fell while imports rose 5 %.", "Exports of tin rose 5 %."),
        ("The wife of Joran Pell, the mayor, was arrested.", "The mayor was arrested."),
        ("The directors' lawyer has resigned.", "The directors resigned."),
        ("Orrin bought 5,300,200 barrels of oil.", "Orrin bought 5,200 barrels of oil."),
    ],
)
def test_a_cut_that_gives_the_deed_to_another_is_no_copy(source: str, claim: str) -> None:
    assert not copied(claim, [source])


def test_a_row_of_one_word_is_read_at_once() -> None:
    assert not copied("a " * 300, ["a " * 500])
