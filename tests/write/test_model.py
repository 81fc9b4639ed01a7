"""The writer with a model: what it sends, and what it makes of whatever comes back."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from brief.llm import Choice, Server
from brief.prompts import Prompts
from brief.schema import Article, Claim, Evidence, Sentence
from brief.settings import bundled
from brief.write.model import ModelWriter

QUESTION = "How many conditions come with the permit?"
TEXTS = (
    "The council attached 17 conditions to the permit.",
    "Blasting is forbidden between April and July.",
    "A cooperative said there were 15 conditions.",
)


def evidence(
    text: str, *, number: int = 0, published: str = "2025-03-01", score: float = 0.5
) -> Evidence:
    article = Article(
        id=f"a{number}", version=f"v{number}", text=text, title="t", outlet=f"Outlet {number}",
        author="", url="", published=published, retrieved="", language="en", wire="", source="s",
    )  # fmt: skip
    return Evidence(Sentence(f"a{number}", f"v{number}", 0, 0, len(text), text), article, score)


@pytest.fixture
def given() -> list[Evidence]:
    return [evidence(text, number=n) for n, text in enumerate(TEXTS)]


@pytest.fixture
def writer(model_server: Any) -> ModelWriter:
    server = Server(Choice.parse("openai-like/scripted", model_server.url), seconds=20)
    return ModelWriter(server, Prompts.load(bundled("prompts")))


def test_a_claim_points_at_the_evidence_the_model_named(
    writer: ModelWriter, model_server: Any, scripted: ModuleType, given: list[Evidence]
) -> None:
    model_server.will(scripted.claims(("There are 17 conditions.", [1]), ("No blasts.", [2, 1])))
    claims = writer.write(QUESTION, given)
    assert claims == (
        Claim("There are 17 conditions.", (given[0],)),
        Claim("No blasts.", (given[1], given[0])),
    )
