"""`brief articles`, `brief show`, `brief remove`: what the library holds."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from brief.cli import options, output
from brief.errors import UsageError

ArticleId = Annotated[
    str, typer.Argument(metavar="ID", help="An article's id or its beginning.", show_default=False)
]


def articles(
    context: typer.Context,
    since: options.Since = None,
    until: options.Until = None,
    outlet: options.Outlet = None,
    json: options.Json = False,
) -> None:
    """List the articles, newest publication first."""
    from brief.report import documents, terminal

    with options.library(context) as library:
        found = library.articles(options.filters(since, until, outlet))
    if json:
        output.print_json([documents.article(article, text=False) for article in found])
    else:
        terminal.show_articles(found)


def show(context: typer.Context, article_id: ArticleId, json: options.Json = False) -> None:
    """Show an article: what is known about it and its clean text."""
    from brief.report import documents, terminal

    with options.library(context) as library:
        article = library.show(article_id)
        versions = library.versions(article.id)
    if json:
        output.print_json(documents.article(article, text=True))
    else:
        terminal.show_article(article, versions)


def remove(
    context: typer.Context,
    article_id: ArticleId,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Take an article and all its versions out of the library."""
    from brief.report import printing
    from brief.report.escape import line

    with options.library(context) as library:
        article = library.show(article_id)
        name = line(f"{article.outlet}: {article.title}".removeprefix(": ")) or article.id
        try:
            agreed = yes or typer.confirm(f"Remove “{name}”?", err=True)
        except typer.Abort:
            if sys.stdin.isatty():
                raise
            raise UsageError("nobody is there to say yes", hint="say it with: --yes") from None
        if not agreed:
            printing.say("nothing was removed")
            return
        library.remove(article.id)
    printing.say(f"removed {article.id} “{name}”")
