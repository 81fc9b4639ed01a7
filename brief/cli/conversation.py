"""The loop of `brief chat`: reads a line, answers, keeps the thread."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date

from brief.app import Library
from brief.errors import ModelError, UsageError
from brief.report import citations, printing, terminal
from brief.schema import Answer, Filters

HELP = """\
Ask in words; a follow-up such as "and when was that?" is completed from the turn before.
/sources   the sources of the last answer
/help      this text
Ctrl-C cancels a running answer, Ctrl-D leaves."""


class Conversation:
    """Questions to one library, each with the turns before in mind."""

    def __init__(
        self, library: Library, filters: Filters | None, as_of: date | None = None
    ) -> None:
        self._library = library
        self._filters = filters
        self._as_of = as_of
        self._history: list[Answer] = []

    def run(self) -> None:
        """Answer line after line until the input ends."""
        at_terminal = sys.stdin.isatty()
        if at_terminal:
            with suppress(ImportError):  # not on every platform; it gives editing and recall
                import readline  # noqa: F401
        printing.say(f"{self._library.state()}. /help for help, Ctrl-D to leave.")
        while True:
            try:
                typed = input("> " if at_terminal else "").strip()
            except EOFError:
                return
            except KeyboardInterrupt:
                printing.say(" Ctrl-D leaves.")
                continue
            try:
                self._turn(typed)
            except KeyboardInterrupt:
                printing.say(" cancelled")

    def _turn(self, typed: str) -> None:
        if typed == "/sources":
            claims = self._history[-1].claims if self._history else ()
            terminal.show_sources(citations.sources(claims))
        elif typed.startswith("/"):
            printing.say(HELP)
        elif typed:
            self._answer(typed)

    def _answer(self, typed: str) -> None:
        try:
            stream = terminal.Stream()
            answer = self._library.ask(
                typed,
                filters=self._filters,
                as_of=self._as_of,
                history=self._history,
                on_text=stream.on_text,
                on_verdict=stream.on_verdict,
            )
        except (ModelError, UsageError) as error:
            printing.say(f"{error}; {error.hint}")
            return
        if answer.question != typed:
            printing.say(f"({answer.question})", style="dim")
        terminal.show_answer(answer)
        self._history.append(answer)
