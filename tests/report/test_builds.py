"""What a build shows of a check: SARIF, GitHub annotations; and agreement with a second opinion."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.manuscript import of_text, place_of
from brief.report import documents, github, printing, sarif, terminal
from brief.report.agreement import agreement
from brief.report.findings import RULES
from brief.schema import CheckedClaim, Citation, Manuscript, Verdict, VerdictLabel
from brief.verify import split_claims

Make = Callable[..., Any]
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::([^\n]*)")


def manuscript(text: str, name: str, kind: Any = "markdown") -> Manuscript:
    made = of_text(text)
    return Manuscript(name, kind, text, made.sha256, made.lines)


def claims(given: Manuscript, *labels: VerdictLabel) -> list[CheckedClaim]:
    found = split_claims(given.text)
    return [
        CheckedClaim(
            s.text, s.start, s.end, Verdict(label, ("since",)), (), place_of(given, s.start, s.end)
        )
        for s, label in zip(found, labels, strict=True)
    ]


TEXT = "# Plant\n\nIt was 100 % sold. The mine\nwas not. The 𝄞 was left. The port was sold.\n"


def test_sarif_has_what_its_schema_requires() -> None:
    given = manuscript(TEXT, "a dir/täxt.md")
    checked = claims(given, "contradicted", "not_found", "unchecked", "supported")
    log = sarif.sarif(checked, given, version="1.0")
    assert (log["version"], set(log)) == ("2.1.0", {"$schema", "version", "runs"})
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "brief"
    assert run["columnKind"] == "unicodeCodePoints"
    for rule in driver["rules"]:
        assert set(rule) == {"id", "shortDescription", "help", "defaultConfiguration"}
    assert [r["level"] for r in run["results"]] == ["error", "warning", "note"]
    for result, claim in zip(run["results"], checked, strict=False):
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        [location] = result["locations"]
        place = location["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == "a dir/täxt.md"
        assert (
            run["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"]
            == (place["artifactLocation"]["uri"])
        )
        region = place["region"]
        lines = given.text.split("\n")[region["startLine"] - 1 : region["endLine"]]
        lines[-1] = lines[-1][: region["endColumn"] - 1]
        lines[0] = lines[0][region["startColumn"] - 1 :]
        at = region["charOffset"]
        assert "\n".join(lines) == claim.text == region["snippet"]["text"]
        assert given.text[at : at + region["charLength"]] == claim.text
        assert all(isinstance(v, str) for v in result["partialFingerprints"].values())


def test_a_name_that_is_no_text_is_told_by_its_bytes() -> None:
    for name, uri in (("\udcff%.md", "%FF%25.md"), ("/a b/\udcff.md", "file:///a%20b/%FF.md")):
        [run] = sarif.sarif([], manuscript("", name), version="1")["runs"]
        assert run["artifacts"][0]["location"]["uri"] == uri


def test_what_was_extracted_has_lines_but_no_columns_or_offsets_in_its_file() -> None:
    given = manuscript("It was sold.", "/tmp/a.docx", "docx")
    [result] = sarif.sarif(claims(given, "not_found"), given, version="1")["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "file:///tmp/a.docx"
    assert set(place["region"]) == {"snippet", "startLine", "endLine"}
    assert (result["properties"]["start"], result["properties"]["end"]) == (0, 12)


def test_annotations_stand_on_the_line() -> None:
    given = manuscript(TEXT, "a,b:c.md")
    checked = claims(given, "contradicted", "not_found", "unchecked", "supported")
    lines = github.commands(checked, given).splitlines()
    assert lines == [
        "::error file=a%2Cb%3Ac.md,line=3,endLine=3,col=1,endColumn=19,"
        "title=Contradicted by the sources::"
        "Contradicted by the sources: It was 100 %25 sold.%0Asince",
        "::warning file=a%2Cb%3Ac.md,line=3,endLine=4,title=Not found in the sources::"
        "Not found in the sources: The mine was not.%0Asince",
        "::notice file=a%2Cb%3Ac.md,line=4,endLine=4,col=10,endColumn=25,title=Not checked::"
        "Not checked: The 𝄞 was left.%0Asince",
        "::notice title=brief check::1 supported, 1 contradicted, 1 not found, 1 unchecked",
    ]


def test_of_a_document_the_paragraph_is_told() -> None:
    given = manuscript("It was sold.", "a.docx", "docx")
    first = github.commands(claims(given, "not_found"), given).splitlines()[0]
    assert first.startswith("::warning file=a.docx,title=Not found in the sources::paragraph 1: ")


@given(name=st.text(min_size=1, max_size=30), reason=st.text(max_size=60))
def test_nothing_in_a_text_ends_a_command_or_begins_another(name: str, reason: str) -> None:
    given = manuscript("It was sold.", name)
    claim = CheckedClaim("It was sold.", 0, 12, Verdict("contradicted", (reason,)))
    text = github.commands([claim], given)
    first, last = text.split("\n")[:2]
    matched = COMMAND.fullmatch(first)
    assert matched
    file = dict(part.split("=", 1) for part in matched[2].split(",")).get("file", "-")
    for code, char in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        file = file.replace(code, char)
    assert file == name
    assert last.startswith("::notice title=brief check::")
    assert text.count("\n") == 2


def test_a_claim_that_holds_by_another_source_is_a_note() -> None:
    claim = CheckedClaim(
        "It was sold.", 0, 12, Verdict("supported"), citation=Citation(("1",), "another")
    )
    given = manuscript("It was sold.", "-")
    [result] = sarif.sarif([claim], given, version="1")["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == (RULES[3].id, "note")
    assert github.commands([claim], given).startswith("::notice title=Holds%2C but not")
    document = documents.check([claim], given)
    assert document["claims"][0]["citation"] == {
        "labels": ["1"],
        "status": "another",
        "missing": [],
    }


def test_a_cited_source_that_is_missing_is_told_beside_one_that_carries(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = "the source [3] was not found"
    claim = CheckedClaim(
        "It was sold.", 0, 12, Verdict("supported", (told,)),
        citation=Citation(("2", "3"), "carries", ("3",)),
    )  # fmt: skip
    given = manuscript("It was sold.", "-")
    [result] = sarif.sarif([claim], given, version="1")["runs"][0]["results"]
    assert told in result["message"]["text"]
    assert told in github.commands([claim], given)
    printing.console.cache_clear()
    terminal.show_check([claim])
    assert told in capsys.readouterr().out


def second(ours: VerdictLabel, theirs: VerdictLabel | None) -> CheckedClaim:
    opinion = Verdict(theirs, ("it thinks so",)) if theirs else None
    return CheckedClaim("It was sold.", 0, 12, Verdict(ours), second=opinion)


def test_agreement_counts_what_was_scored_and_tells_its_interval(
    capsys: pytest.CaptureFixture[str],
) -> None:
    checked = [
        *[second("supported", "supported")] * 3,
        second("contradicted", "not_found"),
        second("supported", "unchecked"),
        second("supported", None),
    ]
    found = agreement(checked)
    assert (found.scored, found.agreed, found.unscored, found.rate) == (4, 3, 1, 0.75)
    assert found.interval == pytest.approx((0.3006, 0.9544), abs=1e-4)
    document = documents.check(checked, judge="x/y")
    assert document["judge"]["table"] == [
        {"ours": "contradicted", "judge": "not_found", "claims": 1},
        {"ours": "supported", "judge": "supported", "claims": 3},
    ]
    assert document["claims"][3]["judge"] == {"verdict": "not_found", "reasons": ["it thinks so"]}
    assert "judge" not in document["claims"][5]
    printing.console.cache_clear()
    terminal.show_check(checked, "x/y")
    out = capsys.readouterr().out
    assert "  x/y: not found (it thinks so)\n" in out
    assert out.endswith("x/y agrees on 3 of 4 (0.75, 95 % 0.30 to 0.95), 1 unscored\n")
    assert agreement([]).rate is None
