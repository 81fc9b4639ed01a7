"""check: the claims of any text, against a library or given files, in every form of report."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from brief.app import Library

Run = Callable[..., Any]
CARRIED = {"labels": ["1"], "status": "carries", "missing": []}


@pytest.mark.parametrize(
    ("text", "verdict", "code"),
    [
        ("Talmark is to get 4.2 million doses from Lumera Biologics.", "supported", 0),
        ("Talmark ordered 9.7 million doses of marsh fever vaccine in January.", "", 1),
        ("The mayor of Lodne has opened a museum of clocks.", "not_found", 1),
    ],
)
def test_claims_of_a_text_get_verdicts(
    brief: Run, seeds_library: Path, text: str, verdict: str, code: int
) -> None:
    result = brief("check", "-", "--json", library=seeds_library, stdin=f"# A text\n\n{text}\n")
    assert result.code == code
    document = result.json
    assert document["schema"] == "brief.check/1"
    [claim] = document["claims"]
    assert set(claim) == {
        "text", "start", "end", "verdict", "score", "reasons", "evidence",
        "line", "column", "end_line", "end_column",
    }  # fmt: skip
    assert (claim["line"], claim["column"], claim["end_column"]) == (3, 1, 1 + len(text))
    assert claim["text"] == text
    assert (claim["start"], claim["end"]) == (10, 10 + len(text))
    assert claim["verdict"] == verdict or (not verdict and claim["verdict"] != "supported")
    assert sum(document["summary"].values()) == 1


def test_a_text_without_claims_passes(brief: Run, seeds_library: Path) -> None:
    result = brief("check", "-", library=seeds_library, stdin="# Only a heading\n")
    assert result.code == 0
    assert result.out == "0 supported, 0 contradicted, 0 not found, 0 unchecked\n"
    assert result.err == "no claims found\n"


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "cannot be read"),
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"PK\x03\x04\x00\x00", "is binary"),
        (b"caf\xe9", "no UTF-8"),
        (b"x" * 5_000_001, "over 5,000,000 bytes"),
        (b"%PDF-1.7 The plant was sold.", "is a PDF"),
        (b"<html><body></body></html>", "holds no text"),
    ],
)
def test_what_cannot_be_checked_is_bad_input(
    brief: Run, seeds_library: Path, tmp_path: Path, content: bytes | None, wrong: str
) -> None:
    path = tmp_path / "text.md"
    if content is not None:
        path.write_bytes(content)
    result = brief("check", path, library=seeds_library)
    assert result.code == 3
    assert wrong in result.err
    assert len(result.err.splitlines()) == 2


def test_pairs_need_no_library(brief: Run, tmp_path: Path) -> None:
    premise = "The port of Calder Bay reopened on Tuesday after a strike of nine days."
    pairs = [
        {"id": "a", "premise": premise, "claim": "The port reopened after a strike of nine days."},
        {"id": "b", "premise": premise, "claim": "The port reopened after a strike of six days."},
    ]
    stdin = "\n".join(map(json.dumps, pairs))
    result = brief("check", "--pairs", "-", library=tmp_path / "none", stdin=stdin)
    assert result.code == 0
    first, second = result.lines
    assert set(first) == {"id", "verdict", "score"}
    assert (first["id"], first["verdict"]) == ("a", "supported")
    assert second["verdict"] != "supported"
    assert 0 <= second["score"] < first["score"] <= 1


def test_a_mark_of_the_byte_order_is_no_part_of_a_line(brief: Run, tmp_path: Path) -> None:
    line = json.dumps({"id": "ä", "premise": "Il pleut.", "claim": "Il pleut."}, ensure_ascii=False)
    file = tmp_path / "pairs.jsonl"
    file.write_text(line, "utf-8-sig")
    for source, stdin in ((str(file), ""), ("-", f"\ufeff{line}")):
        result = brief("check", "--pairs", source, library=tmp_path / "none", stdin=stdin)
        assert (result.code, result.lines[0]["id"]) == (0, "ä")


TRUE = "Talmark has signed a contract for 4.2 million doses of its marsh fever vaccine."
FALSE = "The full price was 19 crowns a dose."
NOWHERE = "The mayor of Lodne has opened a museum of clocks."
DRAFT = f"# Vaccine\n\n{TRUE}[^1] {FALSE}\n\n{NOWHERE}\n\n[^1]: Talmark Today, 2025-01-30\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, "utf-8")
    return path


@pytest.fixture
def sources(seeds: Path) -> tuple[str, ...]:
    order, audit = seeds / "vaccine-order.html", seeds / "vaccine-audit.txt"
    return ("--sources", str(order), "--sources", str(audit))


def test_given_sources_need_no_library(
    brief: Run, draft: Path, sources: tuple[str, ...], tmp_path: Path
) -> None:
    result = brief("check", draft, *sources, "--json", library=tmp_path / "none")
    assert result.code == 1
    document = result.json
    assert [claim["verdict"] for claim in document["claims"]] == [
        "supported", "contradicted", "not_found",
    ]  # fmt: skip
    first = document["claims"][0]
    assert first["citation"] == CARRIED
    assert document["sources"][0]["outlet"] == "Talmark Today"
    assert document["document"]["kind"] == "markdown"
    assert not (tmp_path / "none").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft.md"]


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        (FALSE, "contradicted", 1), (FALSE, "not_found", 1), (FALSE, "none", 0),
        (NOWHERE, "contradicted", 0), (NOWHERE, "not_found", 1), (NOWHERE, "none", 0),
    ],
)  # fmt: skip
def test_what_makes_it_fail_can_be_chosen(
    brief: Run, sources: tuple[str, ...], text: str, fail_on: str, code: int
) -> None:
    result = brief("check", "-", *sources, "--fail-on", fail_on, stdin=text)
    assert result.code == code
    assert result.out


def test_sarif_and_annotations_come_from_one_check(
    brief: Run, draft: Path, sources: tuple[str, ...], tmp_path: Path
) -> None:
    log = tmp_path / "log.sarif"
    written = brief("check", draft, *sources, "--sarif", "-o", log, "--fail-on", "none")
    assert (written.code, written.out) == (0, "")
    [run] = json.loads(log.read_text("utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == [
        "claim-contradicted", "claim-not-found",
    ]  # fmt: skip
    shown = brief("check", draft, *sources, "--github")
    assert shown.code == 1
    error, warning, notice = shown.out.splitlines()
    assert error.startswith(f"::error file={draft},line=3,endLine=3,col={len(TRUE) + 6},")
    assert warning.startswith(f"::warning file={draft},line=5,endLine=5,col=1,")
    assert notice.startswith("::notice title=brief check::1 supported")


def test_a_page_is_checked_as_its_reader_sees_it(
    brief: Run, sources: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "draft.html"
    path.write_text(f"<html><body><h1>Vaccine</h1>\n<p>{FALSE}</p></body></html>", "utf-8")
    result = brief("check", path, *sources, "--json")
    [claim] = result.json["claims"]
    document = result.json["document"]
    assert document["text"][claim["start"] : claim["end"]] == claim["text"] == FALSE
    assert (claim["line"], claim["column"], document["kind"]) == (2, None, "html")


def test_a_document_is_checked_from_standard_input_or_a_file(
    brief: Run, sources: tuple[str, ...], tmp_path: Path
) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    path = tmp_path / "draft.docx"
    with zipfile.ZipFile(path, "w") as archive:
        body = f"<w:p/><w:p><w:r><w:t>{FALSE}</w:t></w:r></w:p>"
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        )
    result = brief("check", path, *sources, "--json")
    [claim] = result.json["claims"]
    assert (claim["verdict"], claim["line"], claim["column"]) == ("contradicted", 2, None)
    shown = brief("check", path, *sources, "--github").out.splitlines()[0]
    assert shown.startswith(f"::error file={path},title=")
    assert "::paragraph 2: " in shown


def test_a_source_that_is_cited_must_pass_the_filters(
    brief: Run, seeds_library: Path, seeds: Path
) -> None:
    with Library(seeds_library) as library:
        article = next(a for a in library.articles() if a.url.endswith("marsh-fever-order"))
    text = f"Lumera Biologics makes the marsh fever vaccine Palustrin. [1]\n\n[1]: {article.url}\n"
    cited = brief("check", "-", "--json", library=seeds_library, stdin=text)
    assert cited.json["claims"][0]["citation"] == CARRIED
    late = ("--since", "2025-06-01")
    result = brief("check", "-", "--json", *late, library=seeds_library, stdin=text)
    assert result.json["claims"][0]["citation"]["status"] == "unknown"


def test_our_own_briefing_is_checked_against_the_sources_it_cites(
    brief: Run, seeds_library: Path, tmp_path: Path
) -> None:
    path = tmp_path / "briefing.md"
    assert brief("write", "marsh fever vaccine", "-o", path, library=seeds_library).code == 0
    result = brief("check", path, "--json", library=seeds_library)
    assert result.code == 0
    citations = [claim["citation"] for claim in result.json["claims"]]
    assert {citation["status"] for citation in citations} == {"carries"}


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        (["--json", "--sarif"], "exclude each other"),
        (["--github", "--sarif"], "exclude each other"),
        (["-o", "x"], "-o needs a format"),
        (["--fail-on", "everything"], "--fail-on"),
        (["--sources", "x", "--since", "2025-01-01"], "exclude each other"),
        (["--pairs", "x"], "exclude each other"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    brief: Run, draft: Path, options: list[str], wrong: str
) -> None:
    result = brief("check", draft, *options)
    assert (result.code, result.out) == (2, "")
    assert wrong in result.err


def test_no_report_replaces_what_is_read(brief: Run, draft: Path, tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text(FALSE, "utf-8")
    for out in (draft, source):
        before = out.read_bytes()
        result = brief("check", draft, "--sources", source, "--json", "-o", out)
        assert (result.code, result.out) == (2, "")
        assert f"{out.name} is what is to be checked or read" in result.err
        assert out.read_bytes() == before


@pytest.mark.parametrize("out", ["", "none/report.json"])
def test_where_no_report_can_be_written_nothing_is_read(
    brief: Run, tmp_path: Path, out: str
) -> None:
    result = brief("check", tmp_path / "unread.md", "--json", "-o", tmp_path / out)
    assert result.code == 2
    assert "folder" in result.err


@pytest.mark.parametrize(
    "option", ["--sarif", "--github", "--json", "--sources=x", "--judge=x/y", "--fail-on=none"]
)
def test_pairs_take_no_other_option(brief: Run, option: str) -> None:
    assert brief("check", "--pairs", "x", option).code == 2


def test_a_source_that_cannot_be_read_is_named(brief: Run, draft: Path, tmp_path: Path) -> None:
    result = brief("check", draft, "--sources", tmp_path / "none.txt")
    assert result.code == 3
    assert "none.txt does not exist" in result.err


# -- a second opinion --------------------------------------------------------------------------


@pytest.fixture
def judged(
    brief: Run, draft: Path, sources: tuple[str, ...], model_server: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:  # fmt: skip
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")

    def run(*options: str) -> Any:
        named = ("--judge", "openai-like/scripted", "--base-url", model_server.url)
        return brief("check", draft, *sources, *named, *options)

    return run


def test_a_judge_is_reported_and_changes_no_verdict(judged: Run, model_server: Any) -> None:
    said = [
        json.dumps({"verdict": label, "reason": f"seems {label}"})
        for label in ("supported", "supported")
    ]
    model_server.will(*said, "I cannot tell.")
    result = judged("--json")
    assert result.code == 1
    document = result.json
    assert [claim["verdict"] for claim in document["claims"]] == [
        "supported", "contradicted", "not_found",
    ]  # fmt: skip
    assert [claim["judge"]["verdict"] for claim in document["claims"]] == [
        "supported", "supported", "unchecked",
    ]  # fmt: skip
    told = document["judge"]
    assert (told["model"], told["scored"], told["agreed"], told["unscored"]) == (
        "openai-like/scripted", 2, 1, 1,
    )  # fmt: skip
    assert told["rate"] == 0.5
    assert told["interval"][0] < 0.5 < told["interval"][1]
    assert result.err.splitlines()[0] == (
        f"openai-like/scripted at {model_server.url[:-3]} gets claims and evidence"
    )


def test_the_report_shows_agreement(judged: Run, model_server: Any) -> None:
    model_server.will(json.dumps({"verdict": "supported", "reason": "it says so"}))
    lines = judged().out.splitlines()
    assert "  openai-like/scripted: supported (it says so)" in lines
    assert lines[-1] == "openai-like/scripted agrees on 1 of 3 (0.33, 95 % 0.06 to 0.79)"


def test_a_judge_that_is_not_there_exits_4(
    judged: Run, model_server: Any, scripted: ModuleType
) -> None:
    model_server.will(scripted.status(401, message="no"))
    result = judged()
    assert (result.code, result.out) == (4, "")


def test_no_model_is_no_judge(brief: Run, draft: Path, sources: tuple[str, ...]) -> None:
    for name in ("none", "nonsense"):
        result = brief("check", draft, *sources, "--judge", name)
        assert result.code == 2
