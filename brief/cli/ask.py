"""`brief ask` and `brief search`: a question, or a batch of them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from brief import __version__
from brief.cli import options, output
from brief.errors import UsageError


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", show_default=False)] = None,
    since: options.Since = None,
    until: options.Until = None,
    outlet: options.Outlet = None,
    as_of: options.AsOf = None,
    batch: options.Batch = None,
    keep_unverified: options.KeepUnverified = False,
    ledger: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep quotes, verdicts and hashes in FILE as proof."),
    ] = None,
    json: options.Json = False,
) -> None:
    """Answer a question, each sentence with its source.

    Where the articles do not answer it, says so and what came closest.

    \b
    brief ask "Which fund may partner in the refinery, and with whom?"
    brief ask --since 2025-10-01 --outlet "Harbour Gazette" "What did dockers accept?"
    """
    from brief.cli import jsonl
    from brief.report import documents, files, ledgers, printing, terminal

    filters = options.filters(since, until, outlet)
    if ledger:
        _fits(ledger, batch)
    with options.library(context) as library:
        ask = partial(library.ask, filters=filters, as_of=as_of, keep_unverified=keep_unverified)
        options.announce(library, model=options.WRITING)
        if batch is not None:
            _only(question)
            raise typer.Exit(
                jsonl.run(batch, ("question",), lambda text: documents.answer(ask(text)))
            )
        stream = terminal.Stream(shown=not json)
        answer = ask(_given(question), on_text=stream.on_text, on_verdict=stream.on_verdict)
        if ledger:
            record, document = library.record(answer), documents.answer(answer)
            files.save_ledger(ledger, ledgers.ledger(document, record, None, version=__version__))
            printing.say(f"wrote {ledger}")
    if json:
        output.print_json(documents.answer(answer))
    else:
        terminal.show_answer(answer)
    if options.root(context).verbose:
        terminal.show_usage(answer.usage)


def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(metavar="QUERY", show_default=False)] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many passages at most.")] = 10,
    since: options.Since = None,
    until: options.Until = None,
    outlet: options.Outlet = None,
    as_of: options.AsOf = None,
    batch: options.Batch = None,
    json: options.Json = False,
) -> None:
    """Find the passages that fit a question or a few words best.

    \b
    brief search --limit 5 "rare earths export ban"
    """
    from brief.cli import jsonl
    from brief.report import documents, printing, terminal

    filters = options.filters(since, until, outlet)
    with options.library(context) as library:
        options.announce(library)
        find = partial(library.find, filters=filters, as_of=as_of, limit=limit)

        def reply(text: str) -> documents.Document:
            found = find(text)
            return documents.search(text, found.passages, found.articles, found.notes)

        if batch is not None:
            _only(query)
            raise typer.Exit(jsonl.run(batch, ("question",), reply))
        if json:
            output.print_json(reply(_given(query)))
            return
        found = find(_given(query))
    terminal.show_hits(found.passages)
    for note in found.notes:
        printing.say(note)


def _fits(ledger: Path, batch: str | None) -> None:
    from brief.report import files

    if batch is not None:
        raise UsageError("--ledger and --batch exclude each other", hint="ask one at a time")
    files.require_ledger(ledger)


def _given(question: str | None) -> str:
    if question is None:
        raise UsageError("no question is given", hint='give one in quotes: brief ask "Who …?"')
    return question


def _only(question: str | None) -> None:
    if question is not None:
        raise UsageError("a question and --batch exclude each other", hint="give one of them")
