"""Commands with a model, from a question to what the reader sees, over a scripted server."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Run = Callable[..., Any]
KEY = "sk-test-0123456789abcdef"
QUESTION = "How many conditions come with the permit for Halden Point?"
TRUE = "The council attached 17 conditions."
FALSE = "The council attached 19 conditions."


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def ask(brief: Run, model_server: Any, seeds_library: Path) -> Run:
    def asked(*options: str, question: str = QUESTION) -> Any:
        named = ("--model", "openai-like/scripted", "--base-url", model_server.url)
        return brief("ask", question, "--json", *named, *options, library=seeds_library)

    return asked


def pointing(*texts: str) -> Callable[[Any], None]:
    """A model that names for each text the sentence that tells of the 17 conditions."""

    def step(handler: Any) -> None:
        (number,) = re.findall(r"^(\d+)\. The council attached 17", handler.said, re.MULTILINE)
        claims = [{"text": text, "evidence": [int(number)]} for text in texts]
        handler.answer(json.dumps({"claims": claims}))

    return step


def test_a_claim_that_stands_is_the_answer(ask: Run, model_server: Any) -> None:
    model_server.will(pointing("The permit comes with 17 conditions attached by the council. [1]"))
    result = ask("--verbose")
    assert result.code == 0
    document = result.json
    assert document["engine"] == "openai-like/scripted"
    (claim,) = document["claims"]
    assert claim["text"] == "The permit comes with 17 conditions attached by the council."
    assert claim["verdict"] == "supported"
    assert "17 conditions" in claim["evidence"][0]["quote"]
    assert document["usage"]["calls"] == 1
    assert document["usage"]["cost_usd"] == "unknown"
    assert len(document["usage"]["prompts_sha256"]) == 64
    first, *rest = result.err.splitlines()
    assert first == f"openai-like/scripted at {model_server.url[:-3]} gets questions and evidence"
    assert "prompt_tokens 200" in rest[-1]
    assert KEY not in result.out + result.err


def test_a_ledger_names_the_model_and_the_prompts_it_was_given(
    ask: Run, brief: Run, model_server: Any, seeds_library: Path, tmp_path: Path
) -> None:
    model_server.will(pointing("The permit comes with 17 conditions attached by the council."))
    path = tmp_path / "answer.json"
    assert ask("--ledger", str(path)).code == 0
    ledger = json.loads(path.read_text("utf-8"))
    made = ledger["made"]
    assert made["engine"] == "openai-like/scripted"
    assert {"answer", "retry"} <= set(made["prompts"])
    assert all(len(sha256) == 64 for sha256 in made["prompts"].values())
    assert brief("verify-ledger", path, library=seeds_library).code == 0


def test_trouble_with_the_server_exits_4_in_two_lines(
    ask: Run, model_server: Any, scripted: ModuleType
) -> None:
    model_server.will(scripted.status(401, message=f"key {KEY} is wrong"))
    result = ask()
    assert (result.code, result.out) == (4, "")
    assert len(result.err.splitlines()) == 3  # who gets the text, what is wrong, what to do
    assert KEY not in result.err


def test_offline_calls_nobody(
    ask: Run, brief: Run, seeds_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connects: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *where: connects.append(where))
    result = ask("--offline")
    assert result.code == 2
    assert "--offline forbids" in result.err
    monkeypatch.setenv("BRIEF_MODEL", "openai/gpt-4.1-mini")
    result = brief("ask", QUESTION, "--json", "--offline", library=seeds_library)
    assert result.json["engine"] == "extractive"
    assert result.err == ""
    assert connects == []


def test_a_key_alone_selects_openai_and_none_means_none(
    brief: Run, seeds_library: Path, model_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brief.app import Library

    with Library(seeds_library) as library:
        assert library.choice
        assert library.choice.name == "openai/gpt-4.1-mini"
    assert brief("ask", QUESTION, "--json", "--model", "none", library=seeds_library).err == ""
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.url)
    with Library(seeds_library) as library:
        assert library.choice is None
    monkeypatch.setenv("BRIEF_MODEL", "openai/gpt-4o")
    model_server.will(pointing(TRUE))
    result = brief("ask", QUESTION, "--json", library=seeds_library)
    assert result.json["engine"] == "openai/gpt-4o"
    assert result.json["usage"]["cost_usd"] == 0.0007


def test_settings_come_from_a_file(
    brief: Run, seeds_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "policybrief" / "settings.toml"
    file.parent.mkdir()
    file.write_text('model = "none"\n')
    assert brief("ask", QUESTION, library=seeds_library).code == 0
    for wrong in ('api_key = "sk-1"', "model = 5", "model ="):
        file.write_text(wrong)
        result = brief("ask", QUESTION, library=seeds_library)
        assert result.code == 2
        assert "settings.toml" in result.err
        assert "sk-1" not in result.err


def test_a_folder_of_prompts_must_be_there_and_wins(
    ask: Run, model_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    own, file = tmp_path / "own", tmp_path / "policybrief" / "settings.toml"
    file.parent.mkdir()
    file.write_text(f"prompts = '{own}'\n")
    missing = ask()
    assert missing.code == 2
    assert f"no folder {own}" in missing.err
    own.mkdir()
    (own / "answer.md").write_text("Say it in rhyme.\n---\n$evidence\n$question\n")
    model_server.will(pointing(TRUE))
    assert ask().code == 0
    assert model_server.bodies[0]["messages"][0]["content"] == "Say it in rhyme."


def test_a_replay_is_the_recording_byte_for_byte(
    ask: Run, brief: Run, model_server: Any, seeds_library: Path, tmp_path: Path
) -> None:
    tape = tmp_path / "tape"
    model_server.will(pointing(FALSE), pointing(TRUE))
    recorded = ask("--record", str(tape), "--no-cache")
    calls = len(model_server.seen)
    replayed = brief("ask", QUESTION, "--json", "--replay", tape, library=seeds_library)
    assert replayed.out == recorded.out
    assert len(model_server.seen) == calls == 2
    assert not any(KEY in file.read_text() for file in tape.iterdir())
    other = brief("ask", "Who opposed the increase of January 2025?", "--replay", tape,
                  library=seeds_library)  # fmt: skip
    assert other.code == 4


def test_the_same_question_is_asked_once(ask: Run, model_server: Any) -> None:
    model_server.will(pointing(TRUE))
    first, second = ask().json, ask().json
    assert len(model_server.seen) == 1
    assert first["claims"] == second["claims"]
    assert second["usage"]["cached"] == 1
    ask("--no-cache")
    assert len(model_server.seen) == 2


CHEESE = "The Moon is made of cheese."


@pytest.fixture
def write(brief: Run, model_server: Any, seeds_library: Path) -> Run:
    """A briefing by a model that copies the evidence, with an invention in every section."""

    def step(handler: Any) -> None:
        numbered = re.findall(r"^(\d+)\. (.*)$", handler.said, re.MULTILINE)
        if "Headings:" in handler.said:
            ids = [int(number) for number, _ in numbered]
            headings = ("Bottom line", "Key facts", "Timeline", "What is not known")
            parts = [{"heading": h, "evidence": ids[n::4]} for n, h in enumerate(headings)]
            handler.answer(json.dumps({"sections": parts}))
            return
        claims = [{"text": text, "evidence": [int(number)]} for number, text in numbered]
        claims.append({"text": CHEESE, "evidence": [1]})
        handler.answer(json.dumps({"claims": claims}))

    def written(*options: str) -> Any:
        model_server.will(step)
        named = ("--model", "openai-like/m", "--base-url", model_server.url)
        return brief("write", "Halden Point graphite plant", *named, *options,
                     library=seeds_library)  # fmt: skip

    return written


def test_a_briefing_says_what_was_left_out(write: Run, brief: Run, tmp_path: Path) -> None:
    result = write()
    assert result.code == 0, result.err
    assert "openai-like/m" in result.out
    assert CHEESE not in result.out
    notes = re.findall(r"^- (.*)$", result.out.split("### Notes\n")[1], re.MULTILINE)
    assert len(notes) >= 2
    assert all("1 statement of openai-like/m" in note for note in notes)
    assert len(write("--json").json["notes"]) == len(notes)


def test_a_briefing_marks_what_fails_where_it_is_kept(write: Run) -> None:
    result = write("--keep-unverified")
    marked = [line for line in result.out.splitlines() if CHEESE in line]
    assert len(marked) >= 2
    assert all("[not found in the sources" in line.replace("\\", "") for line in marked)
    assert "### Notes" not in result.out
    claims = [c for part in write("--keep-unverified", "--json").json["sections"]
              for c in part["claims"]]  # fmt: skip
    assert {c["verdict"] for c in claims if c["text"] == CHEESE} == {"not_found"}


def test_the_notes_of_a_briefing_are_no_claims_to_check(
    write: Run, brief: Run, seeds_library: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.md"
    write("-o", str(file))
    assert "### Notes" in file.read_text()
    checked = brief("check", file, "--json", library=seeds_library).json
    assert checked["claims"]
    assert not [c["text"] for c in checked["claims"] if "left out" in c["text"]]


def test_at_a_terminal_text_comes_first_and_then_a_verdict_a_sentence(
    brief: Run, model_server: Any, seeds_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as if stderr were a terminal
    named = ("--model", "openai-like/scripted", "--base-url", model_server.url)
    model_server.will(pointing(TRUE, FALSE, "See http://evil.example/x now."))
    result = brief("ask", QUESTION, *named, library=seeds_library)
    err = re.sub(r"\x1b\[[\d;]*m", "", result.err)
    first, streamed, *verdicts = err.splitlines()
    assert first.endswith("gets questions and evidence")
    assert streamed == f"{TRUE} {FALSE} See [address] now."
    assert verdicts[0] == f"✓ {TRUE}"
    assert verdicts[1].startswith(f"✗ {FALSE} (")
    assert verdicts[2] == "? See [address] now. (it holds a web address)"
    assert model_server.bodies[0]["stream"]
    assert not model_server.bodies[1].get("stream")
    assert "Note: left out" in re.sub(r"\x1b\[[\d;]*m", "", result.out)
    assert "evil" not in result.out + result.err


STATEMENT = "The council attached 17 conditions and the mayor resigned in protest."


@pytest.fixture
def check(brief: Run, model_server: Any, seeds_library: Path) -> Run:
    def checked(text: str) -> Any:
        named = ("--model", "openai-like/m", "--base-url", model_server.url)
        return brief("check", "-", "--json", *named, library=seeds_library, stdin=text)

    return checked


def test_a_statement_that_fails_is_taken_apart(check: Run, model_server: Any) -> None:
    facts = ["The council attached 17 conditions.", "The mayor resigned in protest and."]
    model_server.will(json.dumps({"facts": facts}))
    result = check(f"{STATEMENT} Blasting is banned between April and July.")
    claims = result.json["claims"]
    assert [(c["text"], c["verdict"]) for c in claims[:2]] == [
        (facts[0], "supported"),
        (facts[1], "not_found"),
    ]
    assert {(c["start"], c["end"]) for c in claims[:2]} == {(0, len(STATEMENT))}
    assert result.code == 1
    assert result.err.splitlines()[0].endswith("gets statements that fail")
    assert all(STATEMENT in body["messages"][-1]["content"] for body in model_server.bodies[:1])


@pytest.mark.parametrize(
    "reply",
    ["no JSON", '{"facts": ["The council attached 19 conditions."]}', '{"facts": []}'],
)
def test_a_statement_that_is_not_split_in_its_own_words_stays_whole(
    check: Run, model_server: Any, reply: str
) -> None:
    model_server.will(reply)
    (claim,) = check(STATEMENT).json["claims"]
    assert claim["text"] == STATEMENT
    assert claim["verdict"] in ("not_found", "contradicted")


def test_verdicts_need_no_model_that_answers(
    check: Run, model_server: Any, scripted: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    model_server.will(scripted.status(401))
    result = check(f"{STATEMENT}\n\n{FALSE}\n")
    assert result.code == 1
    assert [claim["text"] for claim in result.json["claims"]] == [STATEMENT, FALSE]
    assert len(model_server.seen) == 1
    assert "the key was refused" in caplog.text


def test_what_stands_is_not_sent(check: Run, model_server: Any) -> None:
    model_server.will("{}")
    assert check(TRUE).code == 0
    assert model_server.seen == []
