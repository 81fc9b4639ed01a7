from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from brief.report import printing, terminal
from brief.schema import Answer, CheckedClaim, Hit, Passage, Verdict

Make = Callable[..., Any]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Output as it would go to a terminal of 60 columns with colours."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    printing.console.cache_clear()
    yield
    printing.console.cache_clear()


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    printing.console.cache_clear()
    yield
    printing.console.cache_clear()


@pytest.fixture
def answer(article: Make, quote: Make, claim: Make) -> Answer:
    text = "The fund may partner with a state-owned firm, people familiar with the matter said."
    a = article("a", f"{text} It is early.")
    return Answer(
        "Who?",
        (claim("The fund may partner.", quote(a, text)), claim("So.", label="not_found")),
        "extractive",
        notes=("two outlets carry one report",),
    )


def test_an_answer_in_a_pipe_is_plain_and_unwrapped(
    pipe: None, answer: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.show_answer(answer)
    assert capsys.readouterr().out == (
        """\
The fund may partner. [1]
So. [not found in the sources]
Note: two outlets carry one report

[1] Outlet a · Title a · 2025-10-02
    https://example.org/a
    “The fund may partner with a state-owned firm, people familiar with the matter said.”
"""
    )


def test_an_answer_on_a_terminal_is_wrapped_with_its_indent(
    screen: None, answer: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.show_answer(answer)
    out = capsys.readouterr().out
    assert "\x1b[36m [1]" in out
    plain = [terminal.printable(line) for line in out.splitlines()]
    assert max(map(len, plain)) <= 60
    assert plain[-2:] == [
        "    “The fund may partner with a state-owned firm, people",
        "    familiar with the matter said.”",
    ]


def test_no_color_is_respected(
    screen: None, answer: Answer, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("NO_COLOR", "1")
    terminal.show_answer(answer)
    assert "\x1b[3" not in capsys.readouterr().out


@pytest.mark.parametrize("width", ["pipe", "screen"])
def test_hostile_text_reaches_no_terminal(
    width: str, request: pytest.FixtureRequest, article: Make, quote: Make, claim: Make,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    request.getfixturevalue(width)
    evil = "\x1b]0;owned\x07[bold red]x[/bold red] :smile: \x1b[2J\u202etxt\r."
    a = article("a", evil, title=evil, outlet=evil, author=evil, url=f"https://x.example/{evil}")
    a_claim = claim(evil, quote(a, evil))
    terminal.show_answer(Answer(evil, (a_claim,), "extractive", notes=(evil,)))
    terminal.show_answer(Answer(evil, (), "extractive", reason=evil))
    terminal.show_check([CheckedClaim(evil, 0, 3, Verdict("supported", (evil,)), a_claim.evidence)])
    terminal.show_hits([Hit(Passage("p", "a", "v", 0, 0, 9, evil, 0, 0), a, 1.0)])
    terminal.show_articles([a])
    terminal.show_article(a, [a])
    printing.say(evil)
    captured = capsys.readouterr()
    text = captured.out + captured.err
    assert "owned" not in text
    assert "\x1b[2J" not in text
    assert not set(text) & {"\x07", "\r", "\u202e"}
    assert text.count("[bold red]x[/bold red] :smile:") >= 8  # shown as it stands


def test_a_check_tells_verdict_reason_quote_and_counts(
    pipe: None, article: Make, quote: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    a = article("a", "It fell to 3 %.")
    terminal.show_check(
        [
            CheckedClaim(
                "It fell to 4 %.", 0, 15, Verdict("contradicted", ("4 % against 3 %",)),
                (quote(a, "It fell to 3 %."),),
            ),
            CheckedClaim("It rained.", 16, 26, Verdict("not_found"), ()),
        ]
    )  # fmt: skip
    assert capsys.readouterr().out == (
        """\
✗ contradicted It fell to 4 %.
  4 % against 3 %
  “It fell to 3 %.” — Outlet a · Title a · 2025-10-02
? not found    It rained.
0 supported, 1 contradicted, 1 not found, 0 unchecked
"""
    )


def test_a_list_is_tabs_in_a_pipe_and_a_table_on_a_terminal(
    article: Make, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    a = article("a", title="One\ttwo")
    request.getfixturevalue("pipe")
    terminal.show_articles([a])
    assert capsys.readouterr().out == "a\t2025-10-02\tOutlet a\tOne two\n"
    request.getfixturevalue("screen")
    terminal.show_articles([a])
    assert "published" in capsys.readouterr().out


def test_an_article_shows_what_is_known_and_hides_what_is_not(
    pipe: None, article: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    a = article("a", "First.\n\nSecond.", origin="b", author="")
    terminal.show_article(a, [a, a])
    out = capsys.readouterr().out
    assert out.startswith("Title a\nid: a\n")
    assert "author" not in out
    assert "same reporting as: b\n" in out
    assert "versions: 2\n" in out
    assert out.endswith("\nFirst.\n\nSecond.\n")
