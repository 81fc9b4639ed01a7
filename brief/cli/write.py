"""`brief write`: a briefing on a topic."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from brief import __version__
from brief.cli import options, output


def write(
    context: typer.Context,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write FILE and its ledger beside it."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE whatever it is.")] = False,
    since: options.Since = None,
    until: options.Until = None,
    outlet: options.Outlet = None,
    keep_unverified: options.KeepUnverified = False,
    json: options.Json = False,
) -> None:
    """Write a markdown briefing, each sentence with its source.

    \b
    brief write "Rare earths processing in Malaysia" -o briefing.md
    """
    from brief.report import documents, files, ledgers, markdown, printing, terminal

    if out and not force:
        files.require_ours(out)
    with options.library(context) as library:
        options.announce(library, model=options.WRITING)
        stream = terminal.Stream(shown=not json)
        briefing = library.write(
            topic,
            filters=options.filters(since, until, outlet),
            keep_unverified=keep_unverified,
            on_text=stream.on_text,
            on_verdict=stream.on_verdict,
        )
        record = library.record(briefing) if out else None
    rendered = markdown.briefing(briefing, on=datetime.now(UTC).astimezone().date())
    document = documents.briefing(briefing)
    if out and record:
        ledger = ledgers.ledger(document, record, rendered.encode(), version=__version__)
        files.save(out, rendered, ledger)
        printing.say(f"wrote {out} and {files.ledger_path(out)}")
    if json:
        output.print_json(document)
    elif not out:
        typer.echo(rendered, nl=False)
    if options.root(context).verbose:
        terminal.show_usage(briefing.usage)
