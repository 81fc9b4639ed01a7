"""Who holds an office, and of what."""

from __future__ import annotations

import pytest

from brief.retrieve.offices import held_elsewhere, office_asked


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("Who is the mayor of Tolvik?", ("mayor", "Tolvik")),
        ("And who was the president of the Bank of Corvane?", ("president", "Bank of Corvane")),
        ("Who's the Ruvenian prime minister?", ("prime minister", "Ruvenian")),
        ("Who is Averon's chief executive?", ("chief executive", "Averon")),
        ("Who is the mayor?", None),
        ("Who is she?", None),
        ("When is the president of Corvane elected?", None),
    ],
)
def test_the_office_asked_for(question: str, office: tuple[str, str] | None) -> None:
    assert office_asked(question) == office


@pytest.mark.parametrize(
    ("sentence", "elsewhere"),
    [
        ("Corvane's president, Per Lunde, came to Karsholm in Ruvenia.", True),
        ("Per Lunde, the president of Corvane, came to Karsholm.", True),
        ("Ruvenia received Corvanian President Per Lunde.", True),
        ("Ruvenia's president, Tilde Rask, met the president of Corvane.", False),
        ("Ruvenian President Tilde Rask spoke.", False),
        ("Its president, Tilde Rask, spoke.", False),
        ("President Tilde Rask spoke in Corvane.", False),
        ("Tilde Rask spoke for Ruvenia.", False),
    ],
)
def test_of_what_a_sentence_names_the_holder(sentence: str, *, elsewhere: bool) -> None:
    assert held_elsewhere(("president", "Ruvenia"), sentence) is elsewhere


@pytest.mark.parametrize(
    ("country", "people"),
    [
        ("Norway", "Norwegian"),
        ("Sweden", "Swedish"),
        ("Belgium", "Belgian"),
        ("Portugal", "Portuguese"),
        ("Peru", "Peruvian"),
        ("Lebanon", "Lebanese"),
        ("Scotland", "Scottish"),
        ("Congo", "Congolese"),
        ("Myanmar", "Burmese"),
        ("Niger", "Nigerien"),
    ],
)
def test_a_country_is_known_by_its_adjective(country: str, people: str) -> None:
    assert not held_elsewhere(("president", country), f"{people} President Tilde Rask spoke.")
    assert held_elsewhere(("president", country), "Nigerian President Per Lunde spoke.")
