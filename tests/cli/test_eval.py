"""eval and demo."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Run = Callable[..., Any]
SUITE = """\
schema: brief.suite/1
name: walls
articles: articles
questions:
  - id: cost
    question: What will the harbour wall of Lodne cost?
    kind: single
    facts: [{number: 12, magnitude: million}]
    cite: [wall.txt]
  - {id: mayor, question: "Who is the mayor of Tavik?", kind: unanswerable, abstain: true}
claims:
  - {id: cost, claim: "The wall of Lodne will cost 12 million crowns.", verdict: supported,
     kind: number}
"""
ARTICLE = """Harbour wall of Lodne to be rebuilt

By Ada Lind
3 March 2025

The harbour wall of Lodne will cost 12 million crowns to rebuild, the port authority said on Monday.

Work is to begin in September and will take two years, according to its director, Per Aalto.
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "wall.txt").write_text(ARTICLE, "utf-8")
    path = tmp_path / "walls.yaml"
    path.write_text(SUITE.replace("id: cost, claim", "id: cost-claim, claim"), "utf-8")
    return path


def test_a_suite_of_the_user_is_measured_held_to_floors_and_renewed(
    brief: Run, suite: Path, tmp_path: Path
) -> None:
    baseline = tmp_path / "baseline.json"
    set_floors = brief("eval", suite, "--gate", baseline, "--update-baseline", "--json")
    assert set_floors.code == 0
    document = set_floors.json
    assert document["schema"] == "brief.eval/1"
    assert {item["id"] for item in document["items"]} == {"cost", "mayor", "cost-claim"}
    held = brief("eval", suite, "--gate", baseline)
    assert held.code == 0
    rows = [line.split("\t") for line in held.out.splitlines()]
    assert {row[0] for row in rows} == {"walls"}
    assert all(len(row) == 6 for row in rows)
    assert any(row[5] for row in rows)  # the floors

    floors = json.loads(baseline.read_text("utf-8"))
    floors["floors"]["walls"] = dict.fromkeys(floors["floors"]["walls"], 1.5)
    baseline.write_text(json.dumps(floors), "utf-8")
    fallen = brief("eval", suite, "--gate", baseline, "--failures")
    assert fallen.code == 1
    assert "is under its floor 1.500" in fallen.err
    refused = brief("eval", suite, "--gate", baseline, "--update-baseline")
    assert refused.code == 2
    assert "--reason" in refused.err


def test_a_suite_that_asks_for_what_its_articles_do_not_hold_is_refused(
    brief: Run, suite: Path
) -> None:
    suite.write_text(suite.read_text("utf-8").replace("number: 12,", "number: 13,"), "utf-8")
    result = brief("eval", suite)
    assert result.code == 3
    assert "cost" in result.err


def test_a_missing_suite_or_baseline_is_bad_input(brief: Run, suite: Path, tmp_path: Path) -> None:
    assert brief("eval", tmp_path / "none.yaml").code == 3
    missing = brief("eval", suite, "--gate", tmp_path / "none.json")
    assert missing.code == 3
    assert "none.json" in missing.err


def test_a_baseline_is_read_before_the_long_run(
    brief: Run, suite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("it ran")

    monkeypatch.setattr("brief.benchmarks.evaluate", never)
    damaged = tmp_path / "damaged.json"
    damaged.write_text("{", "utf-8")
    assert brief("eval", suite, "--gate", tmp_path / "none.json").code == 3
    assert brief("eval", suite, "--gate", damaged).code == 3
    assert brief("eval", suite, "--gate", damaged, "--update-baseline").code == 3
    nowhere = brief("eval", suite, "--gate", tmp_path / "none" / "b.json", "--update-baseline")
    assert nowhere.code == 2
    assert "there is no folder" in nowhere.err


@pytest.mark.parametrize(
    "options",
    [
        ["summedits", "--data", "x", "--gate", "b.json"],
        ["summedits", "--data", "x", "--judge", "openai/m"],
        ["ragtruth", "--data", "x", "--failures"],
        ["multihop-rag", "--data", "x", "--update-baseline"],
        ["multihop-rag", "--data", "x", "--reason", "so"],
        ["summedits", "--data", "x", "--keep", "y"],
        ["--keep", "y"],
    ],
)
def test_an_option_that_would_be_ignored_is_wrong_usage(brief: Run, options: list[str]) -> None:
    result = brief("eval", *options)
    assert (result.code, result.out) == (2, "")
    assert options[-1 if options[-1].startswith("--") else -2] in result.err


def test_a_set_is_measured_with_the_vectors_that_are_asked_for(brief: Run, tmp_path: Path) -> None:
    wall = {
        "id": 1, "title": "Harbour wall of Lodne to be rebuilt", "source": "The Tide",
        "published_at": "2025-03-03", "url": "https://tide.example/wall", "body": ARTICLE * 3,
    }  # fmt: skip
    cited = {"title": wall["title"], "source": "The Tide", "fact": "Work is to begin in September"}
    asked = {"answer": "September", "question_type": "inference_query"}
    rows = [
        {"query": "When is work on the wall of Lodne to begin?", "evidence_list": [cited], **asked},
        {"query": "What does the Kelm Herald say of Odrun Vask?", "evidence_list": [], **asked},
    ]
    (tmp_path / "corpus.jsonl").write_text(json.dumps(wall), "utf-8")
    (tmp_path / "queries_few.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    library = tmp_path / "kept"
    options = ("multihop-rag", "--data", tmp_path, "--keep", library, "--json")
    result = brief("--embedder", "static", "eval", *options)
    assert result.code == 0
    figures = {name: figure["value"] for name, figure in result.json["figures"].items()}
    assert (figures["article_mrr@10"], figures["fact_recall@10"]) == (1.0, 1.0)
    assert figures["abstention_recall"] == 1.0
    refused = brief("--library", library, "--embedder", "minilm", "search", "wall")
    assert "were made by minilm-l6-v2-static" in refused.err


def test_the_demo_goes_through_everything(
    brief: Run, suite: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for pattern in ("manifest.jsonl", "rare-earths-*", "malaysia-*", "orrin-*"):
        for path in seeds.glob(pattern):
            shutil.copy(path, few)
    folders = {"seeds": few, "eval": suite.parent}
    monkeypatch.setattr("brief.demo.bundled", folders.__getitem__)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = brief("demo")
    assert result.code == 0
    steps = [line for line in result.out.splitlines() if line.startswith("$ brief ")]
    assert [step.split()[2] for step in steps] == [
        "ingest", "ask", "ask", "ask", "write", "check", "eval",
    ]  # fmt: skip
    assert result.out.count("The articles do not answer this.") == 1
    folder = next(tmp_path.glob("brief-demo-*"))
    assert str(folder) in result.out
    assert (folder / "briefing.md").exists()
    assert (folder / "briefing.ledger.json").exists()
    assert "0 contradicted, 0 not found" in result.out


@pytest.fixture
def judged(brief: Run, suite: Path, model_server: Any) -> Run:
    def run(*options: str) -> Any:
        named = ("--judge", "openai-like/judge", "--base-url", model_server.url)
        return brief("eval", suite, *named, *options)

    return run


def opinion(verdict: str) -> str:
    return json.dumps({"verdict": verdict, "reason": "so it is"})


def test_a_judge_has_columns_of_its_own(
    brief: Run, judged: Run, model_server: Any, suite: Path
) -> None:
    model_server.will(opinion("not_found"))
    plain = brief("eval", suite)
    assert model_server.seen == []
    result = judged()
    assert result.code == 0, result.err
    announced = f"openai-like/judge at {model_server.url[:-3]} gets questions and evidence"
    assert result.err.splitlines()[0] == announced
    rows = {tuple(r[:2]): r for r in (line.split("\t") for line in result.out.splitlines())}
    assert ["\t".join(row[:6]) for row in rows.values()] == plain.out.splitlines()
    support, accuracy = rows["walls", "question support"], rows["walls", "claim accuracy"]
    assert (support[2], support[6], support[8]) == ("1.000", "0.000", "1")
    assert (accuracy[2], accuracy[6], accuracy[8]) == ("1.000", "0.000", "1")
    assert rows["walls", "question fact_recall"][6:] == ["", "", ""]


def test_what_the_judge_does_not_say_is_unscored(judged: Run, model_server: Any) -> None:
    model_server.will(opinion("supported"), "I cannot say.")
    result = judged("--json")
    assert result.code == 0
    opinions = result.json["judge"]
    assert opinions["model"] == "openai-like/judge"
    assert [figure["metric"] for figure in opinions["figures"]] == ["question support"]
    assert len(opinions["unscored"]) == 1
    assert "form asked for" in opinions["unscored"][0]
    free = {figure["metric"]: figure["value"] for figure in result.json["figures"]}
    assert free["claim accuracy"] == 1
    assert "gave no verdict on 1 claim: " in judged().err


def test_a_judge_is_replayed_beside_no_writer_or_another(
    brief: Run, judged: Run, suite: Path, model_server: Any, tmp_path: Path
) -> None:
    judge = ("--judge", "openai-like/judge", "--json")

    def step(handler: Any) -> None:
        handler.answer(opinion("supported") if "<claim>" in handler.said else '{"claims": []}')

    for tape, named in (("a", ()), ("b", ("--model", "openai-like/m"))):
        model_server.will(step)
        recorded = judged("--json", "--record", str(tmp_path / tape), *named)
        model_server.seen.clear()
        replayed = brief("eval", suite, *judge, "--replay", tmp_path / tape)
        assert replayed.code == 0, replayed.err
        assert replayed.json == recorded.json
        assert model_server.seen == []


def test_a_judge_that_is_down_is_an_error(
    judged: Run, model_server: Any, scripted: ModuleType
) -> None:
    model_server.will(scripted.status(403))
    result = judged()
    assert (result.code, result.out) == (4, "")


def test_a_model_that_is_named_writes_the_answers(
    brief: Run, suite: Path, model_server: Any
) -> None:
    model_server.will('{"claims": []}')
    named = ("--model", "openai-like/m", "--base-url", model_server.url)
    outputs = {
        item["id"]: item["output"] for item in brief("eval", suite, *named, "--json").json["items"]
    }
    assert outputs["cost"] == ""
    assert model_server.seen
