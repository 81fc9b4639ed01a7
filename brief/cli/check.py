"""`brief check`: fact-check a text, or claims against given premises."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brief import __version__
from brief.cli import options
from brief.errors import InputError, UsageError

if TYPE_CHECKING:
    from brief.schema import CheckedClaim, Manuscript


class FailOn(StrEnum):
    """The verdicts that make the check fail; the one includes what is worse."""

    contradicted = "contradicted"
    not_found = "not_found"
    none = "none"


FAILING = {
    FailOn.contradicted: {"contradicted"},
    FailOn.not_found: {"contradicted", "not_found"},
    FailOn.none: set[str](),
}


def check(
    context: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="FILE", show_default=False)] = None,
    sources: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Check against this file or folder, no library; repeatable."
        ),
    ] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="What makes the exit code 1.", show_default="not_found"),
    ] = None,
    judge: Annotated[
        str, typer.Option(metavar="MODEL", help="Ask a model too; it changes no verdict.")
    ] = "",
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
    sarif: Annotated[bool, typer.Option("--sarif", help="Print a SARIF 2.1.0 log.")] = False,
    github: Annotated[
        bool, typer.Option("--github", help="Print GitHub annotations, one a line.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write what is printed to FILE."),
    ] = None,
) -> None:
    """Check every claim of a text against the articles.

    FILE is markdown, plain text, HTML or DOCX, "-" is standard input. A claim whose source the
    text names is checked against that source first. Exit code 1 means that a claim is
    contradicted or not found. A model, where one is chosen, takes apart what fails, so that you
    see which fact of a statement does not stand.

    \b
    brief check briefing.md
    brief check draft.docx --sources reuters.html --sources ministry.txt
    brief check briefing.md --sarif -o briefing.sarif --fail-on contradicted
    """
    from brief.report import printing

    formats = [name for name, on in (("json", json), ("sarif", sarif), ("github", github)) if on]
    filters = options.filters(since, until, outlet)
    if pairs is not None:
        beside = {"FILE": file, "sources": sources, "judge": judge, "output": out}
        beside["--fail-on"] = fail_on
        options.exclude("--pairs", **beside, filters=filters, **dict.fromkeys(formats, True))
        raise typer.Exit(_pairs(context, pairs))
    if sources:
        options.exclude("--sources", **{"--since, --until and --outlet": filters})
    _one_format(formats, out)
    if out:
        _require_free(out, [Path(file or ""), *(sources or ())])
    manuscript = _read(file)
    with options.library(context) as library:
        options.announce(library, model="statements that fail", vectors="statements")
        options.announce_judge(library, judge)
        checked = library.check(manuscript, sources=sources or (), filters=filters, judge=judge)
    _report(checked, manuscript, (formats or [""])[0], judge, out)
    if not checked:
        printing.say("no claims found")
    if any(claim.verdict.label in FAILING[fail_on or FailOn.not_found] for claim in checked):
        raise typer.Exit(1)


def _pairs(context: typer.Context, pairs: str) -> int:
    from brief.cli import jsonl
    from brief.report import documents

    with options.library(context) as library:
        return jsonl.run(
            pairs,
            ("premise", "claim"),
            lambda *pair: documents.pair(library.check_pairs([pair])[0]),
        )


def _report(
    checked: Sequence[CheckedClaim],
    manuscript: Manuscript,
    form: str,
    judge: str,
    out: Path | None,
) -> None:
    from brief.report import documents, files, github, printing, sarif, terminal
    from brief.report.escape import dumps

    if not form:
        terminal.show_check(checked, judge)
        return
    if form == "github":
        text = github.commands(checked, manuscript)
    elif form == "sarif":
        text = dumps(sarif.sarif(checked, manuscript, version=__version__), indent=2) + "\n"
    else:
        text = dumps(documents.check(checked, manuscript, judge), indent=2) + "\n"
    if out:
        files.write(out, text.encode())
        printing.say(f"wrote {out}")
    else:
        typer.echo(text, nl=False)


def _one_format(formats: Sequence[str], out: Path | None) -> None:
    if len(formats) > 1:
        options.exclude(f"--{formats[0]}", **{formats[1]: True})
    if out and not formats:
        raise UsageError("-o needs a format", hint="add --json, --sarif or --github")


def _require_free(out: Path, read: Sequence[Path]) -> None:
    """Raise `UsageError` where `out` cannot be written, or is a file that is read."""
    from brief.report import files

    files.require_place(out)
    if out.exists() and any(path.exists() and out.samefile(path) for path in read):
        raise UsageError(f"{out} is what is to be checked or read", hint="name another file")


def _read(file: str | None) -> Manuscript:
    from brief.manuscript import LARGEST, read

    if file is None:
        raise UsageError("no file is given", hint="name one, or - for standard input")
    try:
        data = sys.stdin.buffer.read(LARGEST + 1) if file == "-" else _head(Path(file), LARGEST)
    except OSError as error:
        raise InputError(
            f"{file} cannot be read: {error.strerror}", hint="name a readable text file"
        ) from error
    return read(data, name=file)


def _head(path: Path, most: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(most + 1)
