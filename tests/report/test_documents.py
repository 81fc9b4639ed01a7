from __future__ import annotations

from collections.abc import Callable
from typing import Any

from brief.report import documents
from brief.schema import Answer, Briefing, CheckedClaim, Hit, Passage, Section, Verdict

Make = Callable[..., Any]


def test_an_answer_is_the_contract(article: Make, quote: Make, claim: Make) -> None:
    a = article("a", "Lead. It fell to 3 %.", author="A. Writer")
    document = documents.answer(
        Answer("How low?", (claim("It fell to 3 %.", quote(a, "It fell to 3 %.")),), "extractive")
    )
    assert document == {
        "schema": "brief.answer/1",
        "question": "How low?",
        "answer": "It fell to 3 %.",
        "abstained": False,
        "engine": "extractive",
        "claims": [
            {
                "text": "It fell to 3 %.",
                "verdict": "supported",
                "reasons": [],
                "evidence": [{"source": 1, "quote": "It fell to 3 %.", "start": 6, "end": 21}],
            }
        ],
        "sources": [
            {
                "n": 1,
                "article_id": "a",
                "version_sha256": "aaaaaaaa",
                "title": "Title a",
                "outlet": "Outlet a",
                "author": "A. Writer",
                "published": "2025-10-02",
                "url": "https://example.org/a",
                "origin": "a",
            }
        ],
        "notes": [],
        "usage": {},
    }


def test_an_abstention_says_why() -> None:
    document = documents.answer(Answer("Who?", (), "extractive", reason="nobody is named"))
    assert (document["abstained"], document["answer"]) == (True, "")
    assert document["reason"] == "nobody is named"


def test_a_briefing_numbers_sources_over_all_sections(
    article: Make, quote: Make, claim: Make
) -> None:
    a, b = article("a", "One."), article("b", "Two.")
    document = documents.briefing(
        Briefing(
            "topic",
            "Title",
            (
                Section("Bottom line", (claim("Two.", quote(b, "Two.")),)),
                Section("Key facts", (claim("One.", quote(a, "One.")),)),
            ),
            "extractive",
            "2 articles",
        )
    )
    assert list(document) == [
        "schema", "topic", "title", "sections", "sources", "engine", "notes", "usage",
    ]  # fmt: skip
    assert [source["article_id"] for source in document["sources"]] == ["b", "a"]
    assert [s["claims"][0]["evidence"][0]["source"] for s in document["sections"]] == [1, 2]


def test_a_check_counts_every_verdict(article: Make, quote: Make) -> None:
    a = article("a", "One.")
    checked = [
        CheckedClaim("One.", 0, 4, Verdict("supported", score=0.98765), (quote(a, "One."),)),
        CheckedClaim("Two.", 5, 9, Verdict("not_found", ("nothing says so",)), ()),
    ]
    document = documents.check(checked)
    assert document["summary"] == {
        "supported": 1, "contradicted": 0, "not_found": 1, "unchecked": 0,
    }  # fmt: skip
    assert document["claims"][0]["score"] == 0.9877
    assert document["claims"][1]["reasons"] == ["nothing says so"]
    assert document["claims"][0]["evidence"][0]["source"] == document["sources"][0]["n"]


def test_a_search_ranks_passages_and_each_article_once(article: Make) -> None:
    a, b = article("a", "One. Two."), article("b", "Three.")

    def hit(found: Any, start: int, end: int, score: float) -> Hit:
        text = found.text[start:end]
        passage = Passage(f"{found.id}-{start}", found.id, found.version, 0, start, end, text, 0, 0)
        return Hit(passage, found, score)

    passages = [hit(a, 0, 4, 3.0), hit(b, 0, 6, 2.0), hit(a, 5, 9, 1.0)]
    document = documents.search("q", passages, passages[:2], ["searched as a whole"])
    assert document["notes"] == ["searched as a whole"]
    assert [(p["rank"], p["article_id"], p["text"]) for p in document["passages"]] == [
        (1, "a", "One."), (2, "b", "Three."), (3, "a", "Two."),
    ]  # fmt: skip
    assert [(d["rank"], d["article_id"], d["score"]) for d in document["articles"]] == [
        (1, "a", 3.0), (2, "b", 2.0),
    ]  # fmt: skip
