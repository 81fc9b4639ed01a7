"""The scripts that compare with llama-index: their models read what they are given, bounds bind."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from brief.llm import Request

SCRIPTS = Path(__file__).parent.parent.parent / "eval"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"script_{name}", SCRIPTS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tokens() -> ModuleType:
    return load("tokens")


@pytest.fixture(scope="module")
def overhead() -> ModuleType:
    return load("overhead")


def test_the_model_of_ours_claims_all_it_is_given(tokens: ModuleType) -> None:
    model = tokens.Everything(len)
    asked = Request("abc", "<evidence>\n[2025]\n1. One.\n2. Two.\n</evidence>\nQ?", {"a": 1})
    claims = json.loads(model.complete(asked).text)["claims"]
    assert claims == [{"text": "One.", "evidence": [1]}, {"text": "Two.", "evidence": [2]}]
    assert (model.tokens, model.schema) == (3 + len(asked.user), len('{"a": 1}'))


def test_the_model_of_the_stock_engine_says_all_its_sources(tokens: ModuleType) -> None:
    from llama_index.core.query_engine.citation_query_engine import CITATION_QA_TEMPLATE

    model = tokens.EverythingToo(len)
    prompt = CITATION_QA_TEMPLATE.format(context_str="Source 1:\nOne.", query_str="Q?")
    assert model.complete(prompt).text == "Source 1:\nOne."
    assert model.tokens == len(prompt)


@pytest.mark.parametrize(
    ("ours", "stock", "over"),
    [((40, 0.8), (100, 0.8), False), ((41, 0.8), (100, 0.8), True), ((10, 0.7), (100, 0.8), True)],
)
def test_both_cost_and_recall_are_bound(
    tokens: ModuleType, ours: tuple[float, float], stock: tuple[float, float], over: bool
) -> None:
    rows = [tokens.Row(str(n), *row, 5) for n, row in enumerate((ours, stock))]
    assert tokens.over(rows) == over
    assert tokens.over([*rows, tokens.Row("another", 100, 0.9, 5)])


def test_the_difference_is_taken_pair_by_pair(overhead: ModuleType) -> None:
    taken = [
        (overhead.Taken(ours, 1), overhead.Taken(bare, 1))
        for ours, bare in ((1600, 100), (9000, 7000), (1700, 100))
    ]
    row = overhead.compare("x", taken, 1500)
    assert (row.value, row.over) == (1600, True)
    assert not overhead.compare("x", taken, None).over


def test_the_server_answers_what_it_is_asked(overhead: ModuleType) -> None:
    from brief.llm import Choice, Server

    with overhead.serving() as address:
        server = Server(Choice.parse(overhead.MODEL, address))
        reply = server.complete(Request("s", "1. Nothing.\n2. It has 17 conditions."))
    assert json.loads(reply.text)["claims"] == [{"text": "It has 17 conditions.", "evidence": [2]}]


def test_a_command_that_fails_is_told(overhead: ModuleType) -> None:
    with pytest.raises(SystemExit, match="boom"):
        overhead.run(sys.executable, "-c", "raise SystemExit('boom')")
    done = overhead.run(sys.executable, "-c", "sum(range(10**6))")
    assert 0 < done.cpu <= 4 * done.wall
