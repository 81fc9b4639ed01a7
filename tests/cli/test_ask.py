"""ask and search: contracts, filters, batches."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
QUESTION = "Which fund may partner in the Malaysian refinery, and with whom?"
UNANSWERABLE = "What is the price of neodymium?"
SOURCE = {
    "n", "article_id", "version_sha256", "title", "outlet", "author", "published", "url", "origin",
}  # fmt: skip


def test_an_answer_fits_the_contract_and_its_quotes_are_in_the_articles(
    brief: Run, seeds_library: Path
) -> None:
    result = brief("ask", QUESTION, "--json", library=seeds_library)
    assert result.code == 0
    document = result.json
    assert set(document) == {
        "schema", "question", "answer", "abstained", "engine", "claims", "sources", "notes",
        "usage",
    }  # fmt: skip
    assert document["schema"] == "brief.answer/1"
    assert document["question"] == QUESTION
    assert document["abstained"] is False
    assert document["engine"] == "extractive"
    assert 1 <= len(document["claims"]) <= 4
    texts = {}
    for number, source in enumerate(document["sources"], start=1):
        assert set(source) == SOURCE
        assert source["n"] == number
        article = brief("show", source["article_id"], "--json", library=seeds_library).json
        assert article["version_sha256"] == source["version_sha256"]
        texts[number] = article["text"]
    for claim in document["claims"]:
        assert set(claim) == {"text", "verdict", "reasons", "evidence"}
        assert claim["evidence"]
        for evidence in claim["evidence"]:
            text = texts[evidence["source"]]
            assert evidence["quote"] == text[evidence["start"] : evidence["end"]]


def test_an_answer_as_text_numbers_its_sentences_and_lists_the_sources(
    brief: Run, seeds_library: Path
) -> None:
    result = brief("ask", QUESTION, library=seeds_library)
    assert result.code == 0
    assert result.err == ""
    answer, sources = result.out.split("\n\n", 1)
    assert answer.splitlines()[0].endswith("[1]")
    heading, quote = sources.splitlines()[0], sources.splitlines()[-1]
    assert heading.startswith("[1] Report (restated) · ")
    assert heading.endswith(" · 2025-10-02")
    assert quote.strip()[0] == "“"


def test_what_the_articles_do_not_tell_is_declined_with_exit_0(
    brief: Run, seeds_library: Path
) -> None:
    result = brief("ask", UNANSWERABLE, "--json", library=seeds_library)
    assert result.code == 0
    assert result.json["abstained"] is True
    assert (result.json["claims"], result.json["sources"], result.json["answer"]) == ([], [], "")
    assert result.json["reason"]
    told = brief("ask", UNANSWERABLE, library=seeds_library).out
    assert told.startswith("The articles do not answer this.\n")


def test_filters_leave_the_other_articles_out(brief: Run, seeds_library: Path) -> None:
    found = brief(
        "search", "graphite plant", "--until", "2025-03-01", "--outlet", "the sellen courier",
        "--json", library=seeds_library,
    ).json  # fmt: skip
    assert found["articles"]
    assert all(
        hit["outlet"] == "The Sellen Courier" and hit["published"] < "2025-03-02"
        for hit in found["articles"] + found["passages"]
    )


def test_a_search_fits_the_contract(brief: Run, seeds_library: Path) -> None:
    document = brief("search", "graphite", "--limit", "5", "--json", library=seeds_library).json
    assert set(document) == {"schema", "query", "passages", "articles"}
    assert len(document["passages"]) == 5
    place = {"rank", "article_id", "title", "outlet", "published", "url", "score"}
    for rank, passage in enumerate(document["passages"], start=1):
        assert set(passage) == place | {"text", "start", "end"}
        assert passage["rank"] == rank
    for rank, article in enumerate(document["articles"], start=1):
        assert set(article) == place
        assert article["rank"] == rank
    scores = [passage["score"] for passage in document["passages"]]
    assert scores == sorted(scores, reverse=True)


def test_a_search_for_a_word_that_is_nowhere_says_so(brief: Run, seeds_library: Path) -> None:
    note = "No passage searched holds “zebra”: what is found is only near in meaning."
    assert brief("search", "zebra", "--json", library=seeds_library).json["notes"] == [note]
    assert brief("search", "zebra", library=seeds_library).err == f"{note}\n"


def test_a_batch_answers_line_by_line_and_goes_on_after_a_bad_line(
    brief: Run, seeds_library: Path, tmp_path: Path
) -> None:
    lines = [
        json.dumps({"id": "a", "question": UNANSWERABLE}),
        "",
        "{broken",
        "[1]",
        json.dumps({"id": 2}),
        json.dumps({"id": 3, "question": 7}),
        json.dumps({"id": 4, "question": " "}),
        json.dumps({"id": 5, "question": "Who mines graphite?"}),
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    result = brief("search", "--batch", path, "--limit", "1", library=seeds_library)
    assert result.code == 3
    assert [item.get("id") for item in result.lines] == ["a", None, None, None, None, 4, 5]
    assert [item.get("schema") for item in result.lines] == [
        "brief.search/1", None, None, None, None, None, "brief.search/1",
    ]  # fmt: skip
    wrong = [item["error"] for item in result.lines if "error" in item]
    assert [text.split(":")[0] for text in wrong] == [
        "line 3", "line 4", "line 5", "line 6", "line 7",
    ]  # fmt: skip
    assert all(item["hint"] for item in result.lines if "error" in item)


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "[NaN]"])
def test_a_batch_takes_no_number_that_json_has_not(
    brief: Run, seeds_library: Path, number: str
) -> None:
    line = f'{{"id": {number}, "question": "Who mines graphite?"}}\n'
    result = brief("search", "--batch", "-", library=seeds_library, stdin=line)
    assert result.code == 3
    assert [set(item) for item in result.lines] == [{"error", "hint"}]


def test_a_batch_of_questions_from_standard_input(brief: Run, seeds_library: Path) -> None:
    stdin = json.dumps({"id": 1, "question": UNANSWERABLE})
    result = brief("ask", "--batch", "-", library=seeds_library, stdin=stdin)
    assert result.code == 0
    [document] = result.lines
    assert document["id"] == 1
    assert document["schema"] == "brief.answer/1"


@pytest.mark.parametrize("content", [None, b"\xff\xfe{}"])
def test_a_batch_that_cannot_be_read_is_bad_input(
    brief: Run, seeds_library: Path, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "questions.jsonl"
    if content:
        path.write_bytes(content)
    result = brief("ask", "--batch", path, library=seeds_library)
    assert result.code == 3
    assert str(path) in result.err


def test_a_cold_question_loads_none_of_what_only_ingesting_needs(seeds_library: Path) -> None:
    program = """
import sys
from brief.cli import main
try:
    main(sys.argv[1:])
except SystemExit as left:
    loaded = {name.split(".")[0] for name in sys.modules}
    unwanted = {"llama_index", "datasketch", "trafilatura", "dateparser", "justext", "openai"}
    sys.exit(", ".join(loaded & unwanted) or left.code)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, "--library", str(seeds_library), "ask", UNANSWERABLE],
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_last_week_counts_from_the_day_given_or_from_the_newest_article(
    brief: Run, tmp_path: Path
) -> None:
    rows = [
        {
            "title": f"Reservoir of Ostrava Vale stands at {full} per cent",
            "text": f"The reservoir of Ostrava Vale stood at {full} per cent, its board said.",
            "outlet": "Harbour Gazette (synthetic)",
            "date": day,
            "url": f"https://gazette.example/{day}",
        }
        for full, day in ((41, "2025-03-05"), (58, "2025-03-12"), (73, "2025-03-19"))
    ]
    file = tmp_path / "levels.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert brief("ingest", file, library=tmp_path / "library").code == 0

    def first(*options: str) -> str:
        found = brief("search", *options, "--json", library=tmp_path / "library").json
        return str(found["passages"][0]["text"])

    asked = "How full was the reservoir of Ostrava Vale last week?"
    assert "58" in first(asked)
    assert "41" in first(asked, "--as-of", "2025-03-12")
    assert "73" in first(asked, "--as-of", "2025-03-27")
    answer = brief("ask", asked, "--as-of", "2025-03-12", "--json", library=tmp_path / "library")
    assert "41" in answer.json["answer"]
