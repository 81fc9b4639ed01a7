"""A statement's facts: none of them turned, and none asked for of a model that has failed."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pytest

from brief.check.parts import parting
from brief.errors import ModelError


@pytest.mark.parametrize(
    ("statement", "facts", "kept"),
    [
        ("Orrin met Vell and sold the plant.", ["Orrin met Vell.", "Orrin sold the plant."], True),
        ("Orrin met Vell, but did not sell the plant.",
         ["Orrin met Vell.", "Orrin did not sell the plant."], True),
        ("Orrin has not sold the plant in May.",
         ["Orrin sold the plant.", "Orrin sold in May."], False),
        ("Orrin met Vell, but did not sell the plant.",
         ["Orrin did not meet Vell.", "Orrin sold the plant."], False),
        ("Orrin met Vell and may close the plant.",
         ["Orrin met Vell.", "Orrin may close the plant."], True),
        ("Orrin met Vell and may close the plant.",
         ["Orrin met Vell.", "Orrin closed the plant."], False),
        ("Orrin planned to sell the plant and to hire Vell.",
         ["Orrin planned to sell the plant.", "Orrin planned to hire Vell."], True),
    ],
)  # fmt: skip
def test_what_is_denied_or_left_open_stays_so(statement: str, facts: list[str], kept: bool) -> None:
    assert parting(lambda _: facts)(statement) == (facts if kept else (statement,))


def test_a_model_that_fails_is_not_asked_again_and_that_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked: list[str] = []

    def facts(statement: str) -> Sequence[str]:
        asked.append(statement)
        raise ModelError("no connection", hint="check the server")

    parted = parting(facts)
    with caplog.at_level(logging.WARNING):
        assert [parted(text) for text in ("a", "b")] == [("a",), ("b",)]
    assert asked == ["a"]
    assert caplog.messages == ["statements that fail stay whole: no connection (check the server)"]
