"""chat: at a real terminal, and the thread of a conversation."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from brief.app import Library
from brief.cli.conversation import Conversation
from brief.errors import ModelError, UsageError
from brief.schema import Answer

Run = Callable[..., Any]


class Terminal:
    """`brief chat` at a terminal of its own."""

    def __init__(self, library: Path) -> None:
        self._master, slave = pty.openpty()
        self._unread = ""

        def own_terminal() -> None:
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)  # so that Ctrl-C reaches the process
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a job in the background ignores it

        self.process = subprocess.Popen(
            [sys.executable, "-m", "brief", "--library", str(library), "chat"],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            preexec_fn=own_terminal, env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        )  # fmt: skip
        os.close(slave)

    def send(self, typed: str) -> None:
        os.write(self._master, typed.encode())

    def read_until(self, expected: str, seconds: float = 90) -> str:
        end = time.monotonic() + seconds
        while expected not in self._unread:
            ready, _, _ = select.select([self._master], [], [], max(0, end - time.monotonic()))
            assert ready, f"{expected!r} did not come, but {self._unread!r}"
            self._unread += os.read(self._master, 4096).decode(errors="replace")
        before, _, self._unread = self._unread.partition(expected)
        return before

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._master)


@pytest.fixture
def chat(seeds_library: Path) -> Iterator[Terminal]:
    terminal = Terminal(seeds_library)
    yield terminal
    terminal.close()


def interrupt(chat: Terminal) -> None:
    """Press Ctrl-C until it is answered: one that comes just before reading begins may be lost."""
    for _ in range(9):
        chat.send("\x03")
        try:
            chat.read_until("Ctrl-D leaves", seconds=10)
        except AssertionError:
            continue
        return
    raise AssertionError("Ctrl-C was not answered")


def test_at_a_terminal(chat: Terminal) -> None:
    assert "articles" in chat.read_until("> ")
    chat.send("/help\n")
    chat.read_until("> ")  # what is typed before the prompt is there may be taken otherwise
    interrupt(chat)
    chat.read_until("> ")
    chat.send("Which fund may partner in the Malaysian refinery?\n")
    chat.read_until("Report (restated)")
    chat.read_until("> ")
    chat.send("\x04")
    assert chat.process.wait(timeout=30) == 0


def test_from_a_pipe_there_is_no_prompt(brief: Run, seeds_library: Path) -> None:
    stdin = "/sources\nWhat is the price of neodymium?\n"
    result = brief("chat", library=seeds_library, stdin=stdin)
    assert result.code == 0
    assert result.out.startswith("The articles do not answer this.")


class Scripted(Library):
    """Answers from a script, and remembers what it was asked with."""

    def __init__(self, *replies: Answer | BaseException) -> None:
        super().__init__("unused")
        self.replies = list(replies)
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(self, question: str, *, history: Any = (), **_: Any) -> Answer:
        self.asked.append((question, tuple(answer.question for answer in history)))
        reply = self.replies.pop(0)
        if isinstance(reply, BaseException):
            raise reply
        return reply

    def state(self) -> str:
        return "2 articles"


def talk(library: Library, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    Conversation(library, None).run()


def test_a_follow_up_is_shown_completed_and_the_thread_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    library = Scripted(
        Answer("Who visited Lodne?", (), "extractive", reason="nobody says"),
        Answer("When did who visit Lodne?", (), "extractive", reason="nobody says"),
    )
    talk(library, "Who visited Lodne?\n\nAnd when was that?\n", monkeypatch)
    assert library.asked == [
        ("Who visited Lodne?", ()),
        ("And when was that?", ("Who visited Lodne?",)),
    ]
    err = capsys.readouterr().err
    assert "(When did who visit Lodne?)" in err
    assert "(Who visited Lodne?)" not in err


def test_ctrl_c_cancels_the_answer_and_an_unfit_question_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    library = Scripted(
        KeyboardInterrupt(),
        UsageError("too long", hint="shorten it"),
        ModelError("the server failed", hint="try again"),
        Answer("Third?", (), "extractive", reason="nobody says"),
    )
    talk(library, "First?\nSecond?\nDown?\nThird?\n/bogus\n", monkeypatch)
    assert library.asked[-1] == ("Third?", ())
    captured = capsys.readouterr()
    assert "cancelled" in captured.err
    assert "too long; shorten it" in captured.err
    assert "the server failed; try again" in captured.err
    assert "/help" in captured.err
    assert "nobody says" in captured.out
