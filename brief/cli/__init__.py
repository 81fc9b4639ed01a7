"""The command line: one module a group of commands; each command parses, calls and renders.

Heavy parts are imported when a command runs, so that `brief --help` costs no more than Python.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from brief import __version__
from brief.cli import options
from brief.cli.articles import articles, remove, show
from brief.cli.ask import ask, search
from brief.cli.chat import chat
from brief.cli.check import check
from brief.cli.demo import demo
from brief.cli.evaluate import evaluate
from brief.cli.ingest import ingest
from brief.cli.upkeep import doctor, reindex
from brief.cli.verify_ledger import verify_ledger
from brief.cli.write import write
from brief.errors import BriefError

INTERRUPTED = 130
BROKEN_PIPE = 141  # as a shell reports a program that nobody listens to any more

app = typer.Typer(
    name="brief",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    library: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The library to use [default: $BRIEF_LIBRARY, else your data folder].",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The model that writes, provider/model, or none [default: $BRIEF_MODEL].",
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The model's server [default: $OPENAI_BASE_URL]."),
    ] = None,
    embedder: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="What makes a new library's vectors: minilm or static, here, or provider/model.",
        ),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Open no connection.")] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Ask the model even what it was asked before.")
    ] = False,
    record: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep the model's replies in DIR.")
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Take its replies from DIR, call nobody.")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Tell tokens, cost and time of a model.")
    ] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Answers, briefings and fact-checks from news articles, with evidence for every sentence.

    \b
    brief ingest clippings/
    brief ask "Which fund may partner in the refinery?"
    brief write "Rare earths in Malaysia" -o briefing.md
    brief check briefing.md
    """
    context.obj = options.Root(
        library, model, base_url, embedder, offline, not no_cache, record, replay, verbose
    )
    if version:
        typer.echo(f"brief {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


COMMANDS: tuple[Callable[..., None], ...] = (  # in the order of `brief --help`
    ingest,
    ask,
    write,
    check,
    verify_ledger,
    search,
    chat,
    articles,
    show,
    remove,
    reindex,
    doctor,
    demo,
)
for command in COMMANDS:
    app.command()(command)
app.command("eval")(evaluate)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code; only errors the user can act on are caught."""
    for stream in (sys.stdout, sys.stderr):
        # News is full of letters that a narrow locale cannot print.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    if hasattr(sys.stdin, "reconfigure"):  # there may be none
        sys.stdin.reconfigure(encoding="utf-8-sig")
    # numpy's products here are small: its threads would wait for each other longer than they work
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(_run(arguments))


class Interruptions:
    """Remembers that Ctrl-C was pressed.

    A library in C that is being loaded turns the KeyboardInterrupt into an error of its own.
    """

    came = False

    def __enter__(self) -> Interruptions:
        self._before = signal.getsignal(signal.SIGINT)
        if self._before is signal.default_int_handler:  # not where a shell has it ignored
            signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *error: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        signal.default_int_handler(number, frame)


def _run(arguments: Sequence[str] | None) -> int:
    with Interruptions() as interruptions:
        try:
            given = options.root_first(sys.argv[1:] if arguments is None else arguments)
            code = app(given, prog_name="brief", standalone_mode=False)
            sys.stdout.flush()
        except (typer.Abort, KeyboardInterrupt):
            code = INTERRUPTED
        except (BrokenPipeError, SystemExit):  # typer turns the one into the other
            # Python would complain once more while it closes the stream at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return BROKEN_PIPE
        except Exception as error:  # noqa: BLE001  bugs are raised again
            if not interruptions.came:
                return _explain(error)
            code = INTERRUPTED
    if code == INTERRUPTED:
        return _fail("interrupted", "what was confirmed is kept; run it again to go on", code)
    return code or 0


def _explain(error: Exception) -> int:
    """Tell the user of an error that she can act on; any other is a bug and raised again."""
    if isinstance(error, BriefError):
        return _fail(str(error), error.hint, error.exit_code)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _fail("there is no room for the output", "free space, or write elsewhere", 3)
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        wrong = ": ".join(map(str, filter(None, (error.filename, error.strerror))))
        return _fail(wrong, "ask for access to it, or name another", 3)
    if isinstance(error, typer.TyperException):
        # the type of error that the library which reads values puts before our words
        return _fail(error.format_message().replace(": Value error, ", ": ", 1), _usage(error), 2)
    raise error


def _fail(message: str, hint: str, code: int) -> int:
    from brief.report.escape import line

    print(f"brief: {line(message)}\n  {line(hint)}", file=sys.stderr)
    return code


def _usage(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"see: {context.command_path if context else 'brief'} --help"
