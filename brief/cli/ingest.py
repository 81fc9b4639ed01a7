"""`brief ingest`: take articles into the library."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brief.cli import options, output

if TYPE_CHECKING:
    from brief.app import IngestReport


def ingest(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, or folders with all in them.")
    ],
    json: options.Json = False,
) -> None:
    """Take in articles: pages, dumps, markdown, text, JSON Lines.

    The same article twice changes nothing; a changed one becomes a new version.

    \b
    brief ingest clippings/ export.jsonl
    """
    from brief.report.printing import say

    with options.library(context) as library:
        options.announce(library, vectors="the articles")
        with output.progress("Reading articles", "articles/s") as progress:
            report = library.ingest(*sources, progress=progress)
        state = library.state()
    for skipped in report.skipped:
        named = "" if skipped.source in skipped.reason else f"{skipped.source}: "
        say(f"skipped {named}{skipped.reason}; {skipped.hint}", style="yellow")
    if json:
        output.print_json(_document(report))
    else:
        typer.echo(f"{_counts(report)}; the library holds {state}")
    for _, error in report.failed[:-1]:
        say(f"{error}; {error.hint}", style="red")
    if report.failed:
        raise report.failed[-1][1]


def _counts(report: IngestReport) -> str:
    counted = Counter(added.status for added in report.added)
    parts = [
        f"{counted[status]} {status}" for status in ("new", "updated", "unchanged", "duplicate")
    ]
    return ", ".join([*parts, f"{len(report.skipped) + len(report.failed)} left out"])


def _document(report: IngestReport) -> dict[str, Any]:
    failed = [
        {"source": source, "reason": str(error), "hint": error.hint}
        for source, error in report.failed
    ]
    skipped = [
        {"source": item.source, "reason": item.reason, "hint": item.hint} for item in report.skipped
    ]
    return {
        "schema": "brief.ingest/1",
        "articles": [
            {"article_id": item.article_id, "version_sha256": item.version, "status": item.status}
            for item in report.added
        ],
        "left_out": failed + skipped,
    }
