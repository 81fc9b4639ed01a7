"""Every error of the client has its sentence and its hint."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import openai
import pytest
from openai import _exceptions

from brief.errors import ModelError
from brief.llm.failures import ADVICE, advice, model_error


def tree(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    yield kind
    for below in kind.__subclasses__():
        yield from tree(below)


# What it raises for misuse by a programmer lies in other modules of it.
RAISED = [kind for kind in tree(openai.OpenAIError) if kind.__name__ in vars(_exceptions)]


@pytest.mark.parametrize("kind", sorted(set(RAISED), key=lambda kind: kind.__name__))
def test_every_error_of_the_client_has_advice_of_its_own(kind: type[BaseException]) -> None:
    assert kind.__name__ in ADVICE


@pytest.mark.parametrize(
    "kind", [*tree(httpx.HTTPError), *tree(httpx.StreamError), httpx.InvalidURL]
)
def test_every_error_of_the_connection_has_advice(kind: type[BaseException]) -> None:
    found = advice(kind)
    assert found
    assert found.hint


def test_a_bug_of_ours_is_no_error_of_the_server() -> None:
    class BugError(Exception): ...

    assert advice(BugError) is None
    with pytest.raises(BugError):
        raise model_error(BugError(), name="m", host="h", seconds=1, hidden=())
    told = model_error(TimeoutError(), name="m", host="h", seconds=12, hidden=())
    assert isinstance(told, ModelError)
    assert str(told) == "m at h: no reply in time (12 s)"
