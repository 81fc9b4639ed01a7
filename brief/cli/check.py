"""`brief check`: fact-check a text, or claims against given premises."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from brief.cli import options, output
from brief.errors import InputError, UsageError

LARGEST = 5_000_000  # bytes: beyond it is no text that a person wrote to be checked


def check(
    context: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="FILE", show_default=False)] = None,
    pairs: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help='Read {"id", "premise", "claim"} a line ("-": standard input) instead.',
        ),
    ] = None,
    since: options.Since = None,
    until: options.Until = None,
    outlet: options.Outlet = None,
    json: options.Json = False,
) -> None:
    """Check every claim of a text against the articles.

    FILE is markdown or plain text, "-" is standard input. Exit code 1 means that a claim is
    contradicted or not found. A model, where one is chosen, takes apart what fails, so that you
    see which fact of a statement does not stand.

    \b
    brief check briefing.md
    """
    from brief.cli import jsonl
    from brief.report import documents, terminal

    with options.library(context) as library:
        if pairs is not None:
            if file is not None:
                raise UsageError("FILE and --pairs exclude each other", hint="give one of them")
            raise typer.Exit(
                jsonl.run(
                    pairs,
                    ("premise", "claim"),
                    lambda *pair: documents.pair(library.check_pairs([pair])[0]),
                )
            )
        options.announce(library, model="statements that fail", vectors="statements")
        checked = library.check(_read(file), filters=options.filters(since, until, outlet))
    if json:
        output.print_json(documents.check(checked))
    else:
        terminal.show_check(checked)
    if any(claim.verdict.label in {"contradicted", "not_found"} for claim in checked):
        raise typer.Exit(1)


def _read(file: str | None) -> str:
    if file is None:
        raise UsageError("no file is given", hint="name one, or - for standard input")
    try:
        data = sys.stdin.buffer.read(LARGEST + 1) if file == "-" else _head(Path(file))
    except OSError as error:
        raise InputError(
            f"{file} cannot be read: {error.strerror}", hint="name a readable text file"
        ) from error
    if len(data) > LARGEST:
        raise InputError(f"{file} has over {LARGEST:,} bytes", hint="check it in parts")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is no UTF-8 text", hint="save it as text in UTF-8") from error
    if "\x00" in text:
        raise InputError(f"{file} is binary", hint="give markdown or plain text")
    if not text.strip():
        raise InputError(f"{file} is empty", hint="give a text that claims something")
    return text


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)
