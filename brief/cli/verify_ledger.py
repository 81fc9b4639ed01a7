"""`brief verify-ledger`: whether what a ledger says still holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from brief.cli import options, output
from brief.errors import InputError


def verify_ledger(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    digest: Annotated[
        str, typer.Option(metavar="SHA256", help="The digest that was kept elsewhere.")
    ] = "",
    json: options.Json = False,
) -> None:
    """Prove that a ledger's quotes still stand in the articles.

    FILE is a ledger or the file it lies beside. Shown are: that the ledger is unedited, that FILE,
    or the file beside the ledger, says what it said, and that every quote stands in the stored
    version of its article. Exit code 1 means that one of these is false or cannot be proven.

    \b
    brief verify-ledger briefing.ledger.json
    brief verify-ledger briefing.md --library archive --digest 0f3a…
    """
    from brief.report import files, proofs, terminal

    is_ledger = file.name.endswith(".json")
    path = file if is_ledger else files.ledger_path(file)
    beside = files.rendered_path(path) if is_ledger else file
    with options.library(context) as library:
        ledger, findings = library.prove(
            _bytes(path), name=str(path), rendered=_bytes(beside) if beside else None, digest=digest
        )
    if not is_ledger and ledger["sha256"] is None:
        raise InputError(
            f"{path} is the ledger of an answer, it tells nothing of {file}",
            hint=f"prove the answer: brief verify-ledger {path}",
        )
    if json:
        output.print_json(proofs.proof(str(path), ledger, findings))
    else:
        terminal.show_proof(findings)
    if any(finding.status != "proven" for finding in findings):
        raise typer.Exit(1)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}", hint="name a ledger, or the file beside it"
        ) from error
