"""`brief demo`: everything once, on the articles that ship with the tool."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from brief import __version__
from brief.app import Library, Progress
from brief.benchmarks import evaluate
from brief.report import documents, figures, files, markdown, terminal
from brief.report.ledgers import ledger
from brief.settings import NO_MODEL, bundled

QUESTIONS = (
    "Which fund may partner in the Malaysian refinery, and with whom?",
    "How did the cost of the Halden Point plant change?",
    "What is the price of neodymium?",  # which no article tells
)
TOPIC = "China–Malaysia rare earths processing"


def run(today: date, watch: Callable[[str], AbstractContextManager[Progress | None]]) -> Path:
    """Show what the tool does; returns the folder with the library and the files made.

    `watch` gives what is told the progress of a long step, by the step's name.
    """
    folder = Path(tempfile.mkdtemp(prefix="brief-demo-"))
    briefing = folder / "briefing.md"
    with Library(folder / "library", model=NO_MODEL) as library:
        _step("brief ingest seeds/")
        with watch("Reading articles") as progress:
            library.ingest(bundled("seeds"), progress=progress)
        print(f"The library holds {library.state()}.")
        for question in QUESTIONS:
            _step(f'brief ask "{question}"')
            terminal.show_answer(library.ask(question))
        _step(f'brief write "{TOPIC}" -o briefing.md')
        written = library.write(TOPIC)
        text = markdown.briefing(written, on=today)
        document = documents.briefing(written)
        record = library.record(written)
        files.save(briefing, text, ledger(document, record, text.encode(), version=__version__))
        print(text, end="")
        _step("brief check briefing.md")
        counts = documents.summary(library.check(text))
        print(", ".join(f"{count} {label.replace('_', ' ')}" for label, count in counts.items()))
    _step("brief eval")
    with watch("Evaluating") as progress:
        report = evaluate(sorted(bundled("eval").glob("*.yaml")), progress=progress)
    figures.show_figures(report)
    return folder


def _step(command: str) -> None:
    print(f"\n$ {command}\n", flush=True)
