"""`brief chat`: questions at the terminal, each with the turns before in mind."""

from __future__ import annotations

import sys
from contextlib import suppress

import typer

from brief.app import Library
from brief.cli import options
from brief.errors import UsageError
from brief.report import citations, terminal
from brief.schema import Answer, Filters

HELP = """\
Ask in words; a follow-up such as "and when was that?" is completed from the turn before.
/sources   the sources of the last answer
/help      this text
/quit      leave (or Ctrl-D); Ctrl-C cancels a running answer"""


def chat(
    context: typer.Context,
    since: options.Since = None,
    until: options.Until = None,
    outlet: options.Outlet = None,
) -> None:
    """Ask questions one after another; leave with Ctrl-D."""
    filters = options.filters(since, until, outlet)
    with options.library(context) as library:
        terminal.say(f"{library.state()}. Type /help for help, Ctrl-D to leave.")
        _loop(library, filters)


def _loop(library: Library, filters: Filters | None) -> None:
    if sys.stdin.isatty():
        with suppress(ImportError):  # not on every platform; it gives editing and recall
            import readline  # noqa: F401
    history: list[Answer] = []
    while True:
        try:
            typed = input("> " if sys.stdin.isatty() else "").strip()
        except EOFError:
            return
        except KeyboardInterrupt:
            terminal.say("Ctrl-D leaves.")
            continue
        if typed == "/quit":
            return
        if typed.startswith("/"):
            _command(typed, history)
        elif typed:
            _turn(library, typed, filters, history)


def _command(typed: str, history: list[Answer]) -> None:
    if typed == "/sources" and history:
        terminal.show_sources(citations.sources(history[-1].claims))
    elif typed == "/sources":
        terminal.say("There is no answer yet.")
    else:
        terminal.say("" if typed == "/help" else f"There is no command {typed}.")
        print(HELP)


def _turn(library: Library, typed: str, filters: Filters | None, history: list[Answer]) -> None:
    try:
        answer = library.ask(typed, filters=filters, history=history)
    except KeyboardInterrupt:
        terminal.say("Cancelled.")
        return
    except UsageError as error:
        terminal.say(f"{error}; {error.hint}")
        return
    if answer.question != typed:
        terminal.say(f"({answer.question})", style="dim")
    terminal.show_answer(answer)
    history.append(answer)
