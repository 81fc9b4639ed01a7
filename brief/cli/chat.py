"""`brief chat`: questions at the terminal, one after another."""

from __future__ import annotations

import typer

from brief.cli import options


def chat(
    context: typer.Context,
    since: options.Since = None,
    until: options.Until = None,
    outlet: options.Outlet = None,
    as_of: options.AsOf = None,
) -> None:
    """Ask questions one after another; leave with Ctrl-D.

    A follow-up such as "and when was that?" is completed from the turn before.
    """
    from brief.cli.conversation import Conversation

    with options.library(context) as library:
        options.announce(library, model=options.WRITING)
        Conversation(library, options.filters(since, until, outlet), as_of).run()
