"""`brief reindex` and `brief doctor`: keep the library sound."""

from __future__ import annotations

from typing import Annotated

import typer

from brief.cli import options, output


def reindex(context: typer.Context) -> None:
    """Build the search indexes anew from the articles.

    \b
    brief reindex
    brief reindex --embedder openai/text-embedding-3-small
    """
    from brief.report import printing

    with options.library(context) as library:
        options.announce(library, vectors="the articles")
        with output.progress("Indexing") as progress:
            library.reindex(progress)
        state = library.state()
    printing.say(f"indexed {state}")


def doctor(
    context: typer.Context,
    try_models: Annotated[
        bool, typer.Option("--try", help="Call the models, each once with a few words of ours.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Check the library, and tell which models would be called.

    Each check that fails names its remedy; exit code 1 means that one did.

    \b
    brief doctor --model openai-like/qwen3 --base-url http://127.0.0.1:8080/v1 --try
    """
    from brief.report import printing

    with options.library(context) as library:
        checks = library.doctor(try_models=try_models)
    if json:
        keys = ("name", "ok", "detail", "remedy")
        output.print_json([{key: getattr(check, key) for key in keys} for check in checks])
    else:
        printing.table(
            ("check", "", "detail", "what to do"),
            [
                (check.name, "ok" if check.ok else "FAILED", check.detail, check.remedy)
                for check in checks
            ],
        )
    if not all(check.ok for check in checks):
        raise typer.Exit(1)
