"""SummEdits and RAGTruth: their files, their figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from brief.errors import InputError
from brief.evaluation import factchecks
from brief.schema import Verdict

PAGE = "The council attached 17 conditions to the permit."


def check(pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
    return [Verdict("supported" if "17" in text else "contradicted") for _, text in pairs]


def write(folder: Path, rows: Sequence[object]) -> Path:
    lines = "\n".join(json.dumps(row) for row in rows)
    (folder / "dev.jsonl").write_text(lines + "\n", encoding="utf-8")
    return folder


def test_summedits_counts_both_kinds_of_text_alike(tmp_path: Path) -> None:
    rows = [
        {"doc": PAGE, "summary": "It has 17 conditions.", "label": 1},
        {"doc": PAGE, "summary": "It has 71 conditions.", "label": 0},
        {"doc": PAGE, "summary": "It has 17 clauses.", "label": 0},
    ]
    texts = factchecks.load("summedits", write(tmp_path, rows))
    done: list[tuple[int, int]] = []
    result = factchecks.score("summedits", texts, check, lambda *told: done.append(told))
    assert result.figures["balanced_accuracy"][0] == 0.75
    assert (result.texts, result.at_fault) == (3, 2)
    assert done[-1] == (3, 3)
    told = result.to_dict()
    assert told["figures"]["balanced_accuracy"]["low"] <= 0.75
    assert told["published"]["GPT-4"] == {"balanced_accuracy": 0.833}


def test_ragtruth_has_precision_recall_and_f1_of_texts_at_fault(tmp_path: Path) -> None:
    rows = [
        {"source": PAGE, "response": "It has 17 conditions.", "hallucinated": False},
        {"source": PAGE, "response": "It has 71 conditions.", "hallucinated": True},
        {"source": PAGE, "response": "It has no conditions.", "hallucinated": False},
    ]
    result = factchecks.score("ragtruth", factchecks.load("ragtruth", write(tmp_path, rows)), check)
    values = {name: value for name, (value, _) in result.figures.items()}
    assert values == {"precision": 0.5, "recall": 1.0, "f1": pytest.approx(2 / 3)}


def test_a_figure_that_is_undefined_is_left_out(tmp_path: Path) -> None:
    rows = [{"source": PAGE, "response": "It has 17 conditions.", "hallucinated": True}]
    result = factchecks.score("ragtruth", factchecks.load("ragtruth", write(tmp_path, rows)), check)
    assert {name: value for name, (value, _) in result.figures.items()} == {"recall": 0, "f1": 0}


def test_only_the_end_of_a_line_ends_a_line(tmp_path: Path) -> None:
    row = {"source": f"{PAGE}\u2028More.", "response": "So.\x85", "hallucinated": False}
    file = tmp_path / "dev.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8-sig")
    [text] = factchecks.load("ragtruth", tmp_path)
    assert (text.source, text.text) == (row["source"], row["response"])


def test_a_line_that_is_not_as_it_should_be_is_named(tmp_path: Path) -> None:
    write(tmp_path, [{"doc": PAGE, "summary": "It has 17 conditions.", "label": 1}, {"doc": PAGE}])
    with pytest.raises(InputError, match=r"dev\.jsonl, line 2") as caught:
        factchecks.load("summedits", tmp_path)
    assert "summary" in caught.value.hint


def test_an_unknown_set_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        factchecks.load("summaries", tmp_path)
    assert "summedits" in caught.value.hint
    with pytest.raises(InputError, match="no"):
        factchecks.load("ragtruth", tmp_path)
