"""`brief demo`: see it all work, in a throw-away library."""

from __future__ import annotations

from datetime import UTC, datetime

from brief.cli import output


def demo() -> None:
    """Try everything on the articles that ship with the tool.

    Takes them into a throw-away library, asks three questions (one has no answer in them), writes
    a briefing, checks it and runs the evaluation. Needs no key and no network.
    """
    from brief.demo import run

    folder = run(datetime.now(UTC).astimezone().date(), output.progress)
    print(f"\nThe briefing, its ledger and the library are in {folder}")
    print(f'Go on with: brief --library {folder / "library"} ask "…"')
