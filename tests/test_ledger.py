"""Ledgers: what is proven, what fails, what cannot be told."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.errors import InputError
from brief.ingest.draft import version_of
from brief.ledger import Finding, Stored, digest, fingerprint, load, prove
from brief.report.ledgers import ledger
from brief.schema import Article, CheckedClaim, Evidence, Record, Sentence, Verdict

TEXT = "Orrin sold the plant. It cost $745 million."
ARTICLE = Article(
    "a1", "", TEXT, "A title", "Gazette", "", "", "2025-06-02", "", "en", "", "a.txt"
)  # fmt: skip
VERSION = version_of(ARTICLE)
RENDERED = b"# Plant\n\nOrrin sold the plant\\. \\[1\\]\n"


def evidence() -> Evidence:
    return Evidence(Sentence("a1", VERSION, 0, 0, 21, TEXT[:21]), _stored(VERSION).article, 1.0)


def _stored(version: str, text: str = TEXT) -> Stored:
    article = Article("a1", version, text, *list(_fields()))
    return Stored(article, version_of(article))


def _fields() -> tuple[str, ...]:
    return ("A title", "Gazette", "", "", "2025-06-02", "", "en", "", "a.txt")


@pytest.fixture
def made() -> dict[str, Any]:
    source = {"n": 1, "article_id": "a1", "version_sha256": VERSION, "title": "A title",
              "outlet": "Gazette"}  # fmt: skip
    quote = {"source": 1, "quote": TEXT[:21], "start": 0, "end": 21}
    document = {
        "sections": [{"claims": [{"text": "Orrin sold the plant.", "evidence": [quote]}]}],
        "sources": [source],
    }
    claim = CheckedClaim("Orrin sold the plant.", 0, 21, Verdict("supported"), (evidence(),))
    record = Record("rules/1", "extractive", (("answer", "0f"),), ((claim.text, (claim,)),))
    return json.loads(json.dumps(ledger(document, record, RENDERED, version="1.0")))


def library(article_id: str, version: str) -> Stored | None:
    return _stored(version) if (article_id, version) == ("a1", VERSION) else None


def statuses(findings: list[Finding]) -> dict[str, str]:
    return {finding.subject.split(" — ")[0]: finding.status for finding in findings}


def test_what_is_untouched_is_proven(made: dict[str, Any]) -> None:
    findings = prove(made, rendered=RENDERED, find=library)
    assert statuses(findings) == {
        "ledger": "proven", "file": "proven", "“Orrin sold the plant.”": "proven",
    }  # fmt: skip
    assert made["sha256"] == hashlib.sha256(RENDERED).hexdigest()
    assert made["made"] == {
        "brief": "1.0", "verifier": "rules/1", "engine": "extractive", "prompts": {"answer": "0f"},
    }  # fmt: skip


def test_spacing_and_order_are_no_edit(made: dict[str, Any]) -> None:
    shuffled = load(json.dumps(dict(reversed(made.items())), indent=7).encode(), name="l")
    assert prove(shuffled, rendered=RENDERED, find=library)[0].status == "proven"


def _paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items: Any = ()
    if isinstance(node, dict | list):
        items = node.items() if isinstance(node, dict) else enumerate(node)
    inner = [deeper for key, value in items for deeper in _paths(value, (*path, key))]
    return inner or [path]


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_an_edit_of_any_value_is_seen(data: st.DataObject) -> None:
    original = _example()
    path = data.draw(st.sampled_from([p for p in _paths(original) if p != ("digest",)]))
    edited = copy.deepcopy(original)
    node = edited
    for key in path[:-1]:
        node = node[key]
    before = node[path[-1]]
    node[path[-1]] = data.draw(
        st.one_of(st.text(max_size=5), st.integers(), st.none()).filter(lambda v: v != before)
    )
    assert digest(edited) != original["digest"]


def _example() -> dict[str, Any]:
    record = Record("v", "e", (("p", "0"),), (("It is.", ()), ("So.", ())))
    document = {"claims": [{"text": "It is.", "evidence": []}], "sources": [], "usage": {"s": 0.1}}
    return ledger(document, record, None, version="1")


def test_an_edited_file_is_named_with_what_it_no_longer_says(made: dict[str, Any]) -> None:
    findings = prove(made, rendered=RENDERED.replace(b"sold", b"bought"), find=library)
    assert [(f.subject, f.status) for f in findings[1:3]] == [
        ("file", "failed"), ("“Orrin sold the plant.”", "failed"),
    ]  # fmt: skip
    added = prove(made, rendered=RENDERED + b"\nMore.", find=library)
    assert [f.status for f in added] == ["proven", "failed", "proven"]
    assert prove(made, rendered=None, find=library)[1] == Finding(
        "file", "unproven", "it is not beside the ledger"
    )


def test_a_quote_must_stand_where_the_ledger_says(made: dict[str, Any]) -> None:
    made["sentences"][0]["claims"][0]["evidence"][0]["start"] = 1
    made["digest"] = digest(made)  # forged anew
    findings = prove(made, rendered=RENDERED, find=library)
    assert [f.status for f in findings] == ["proven", "proven", "failed", "proven"]
    assert "at that place" in findings[2].reason


def test_a_version_that_is_gone_or_changed_proves_nothing(made: dict[str, Any]) -> None:
    gone = prove(made, rendered=RENDERED, find=lambda *_: None)
    assert (gone[-1].status, gone[-1].reason) == (
        "unproven", "this version of Gazette, A title is not in the library",
    )  # fmt: skip
    changed = prove(made, rendered=RENDERED, find=lambda *_: _stored(VERSION, TEXT + " So."))
    assert (changed[-1].status, changed[-1].reason) == (
        "failed", "the library's copy of Gazette, A title was changed",
    )  # fmt: skip


def test_a_document_that_says_other_than_its_sentences_fails(made: dict[str, Any]) -> None:
    made["document"]["sections"][0]["claims"][0]["text"] = "Orrin kept the plant."
    assert statuses(prove(made, rendered=RENDERED, find=library))["sentences"] == "failed"


def test_claims_that_do_not_stand_in_their_sentence_fail(made: dict[str, Any]) -> None:
    made["sentences"][0]["claims"][0]["text"] = "Orrin kept the plant."
    made["digest"] = digest(made)  # forged anew
    findings = prove(made, rendered=RENDERED, find=library)
    assert [(f.subject, f.status) for f in findings][:2] == [
        ("ledger", "proven"), ("“Orrin sold the plant.”", "failed"),
    ]  # fmt: skip
    assert "not what stands in it" in findings[1].reason


def test_a_name_that_is_given_twice_hides_nothing(made: dict[str, Any]) -> None:
    text = json.dumps(made).replace('"made": {', '"made": {"engine": "a person", ')
    with pytest.raises(InputError, match="is no ledger"):
        load(text.encode(), name="l")


def _without(*path: Any) -> Callable[[dict[str, Any]], None]:
    def drop(ledger: dict[str, Any]) -> None:
        node: Any = ledger
        for key in path[:-1]:
            node = node[key]
        del node[path[-1]]

    return drop


@pytest.mark.parametrize(
    "damage",
    [
        _without("digest"),
        _without("document"),
        _without("sentences", 0, "claims"),
        _without("document", "sources", 0),
        _without("sentences", 0, "claims", 0, "evidence", 0, "quote"),
        _without("sentences", 0, "claims", 0, "start"),
        lambda made: made.update(sentences=7),
        lambda made: made["sentences"][0]["claims"][0].update(end="x"),
        lambda made: made["sentences"][0]["claims"][0]["evidence"][0].update(start="0"),
        lambda made: made["sentences"][0]["claims"][0]["evidence"][0].update(start=-4),
    ],
)
def test_a_damaged_ledger_is_a_clear_error(
    made: dict[str, Any], damage: Callable[[dict[str, Any]], None]
) -> None:
    damage(made)
    with pytest.raises(InputError, match="damaged"):
        prove(made, rendered=RENDERED, find=library)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"", "is no ledger"),
        (b"\xff\xfe", "is no ledger"),
        (b"[1]", "is no ledger"),
        (b"{}", "is no ledger"),
        (b"[" * 100_000, "is no ledger"),
        (b'{"schema": "brief.ledger/1"}', "'brief.ledger/1', not a brief.ledger/2"),
    ],
)
def test_what_is_no_ledger_is_bad_input(data: bytes, wrong: str) -> None:
    with pytest.raises(InputError, match=wrong):
        load(data, name="x.json")


def test_a_fingerprint_is_of_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1", "utf-8")
    first = fingerprint(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"x")
    assert fingerprint(tmp_path) == first
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert fingerprint(tmp_path) != first
