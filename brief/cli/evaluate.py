"""`brief eval`: measure the tool on suites of questions, topics and claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brief.cli import options, output
from brief.errors import UsageError

if TYPE_CHECKING:
    from brief.evaluation import Baseline, Report

MULTIHOP = "multihop-rag"


def evaluate(
    context: typer.Context,
    suites: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[SUITE]...",
            help="Suite files in YAML [default: those that ship with the tool].",
            show_default=False,
        ),
    ] = None,
    gate: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Fail (exit 1) where a figure is under its floor."),
    ] = None,
    update_baseline: Annotated[
        bool,
        typer.Option(
            "--update-baseline", help="Make these figures the floors in --gate's file, or ours."
        ),
    ] = False,
    reason: Annotated[str, typer.Option(help="Why floors may fall.", show_default=False)] = "",
    judge: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="A model that judges each claim too, provider/model; in columns of its own.",
            show_default=False,
        ),
    ] = "",
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder of multihop-rag, summedits or ragtruth, named as SUITE.",
            show_default=False,
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep the library of multihop-rag in DIR."),
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="Tell what failed.")] = False,
    json: options.Json = False,
) -> None:
    """Measure the tool on questions, topics and claims.

    A suite is a YAML file that tells the right outcomes and names the articles it is about; they
    are read into a throw-away library, yours is not touched.

    \b
    brief eval
    brief eval my-questions.yaml --failures
    brief eval --gate eval/baseline.json
    brief eval --judge openai/gpt-4.1-mini
    brief eval summedits --data summedits/news
    brief eval multihop-rag --data DIR
    """
    if data:
        beside = {"gate": gate, "reason": reason, "judge": judge, "failures": failures}
        options.exclude("--data", **beside, **{"--update-baseline": update_baseline})
        names = [str(suite) for suite in suites or []]
        _measure_set(names, data, keep, options.root(context).embedder, json=json)
        return
    if keep:
        raise UsageError("--keep needs --data", hint=f"brief eval {MULTIHOP} --data DIR --keep DIR")
    from brief import evaluation
    from brief.app import Library
    from brief.benchmarks import evaluate as run
    from brief.report import figures, files, printing
    from brief.settings import NO_MODEL, bundled

    # What can go wrong with the floors goes wrong before the long run.
    file, before = gate or bundled("eval") / "baseline.json", None
    if update_baseline:
        files.require_place(file)
    if file.exists() if update_baseline else gate:
        before = evaluation.load_baseline(file)
    given = options.root(context)
    model = given.model or NO_MODEL
    for name in filter(None, (model, judge)):
        options.announce(Library(model=name, **options.models(given)), model=options.WRITING)
    with output.progress("Evaluating") as progress:
        report = run(
            suites or sorted(bundled("eval").glob("*.yaml")),
            model=model,
            judge=judge,
            progress=progress,
            **options.models(given),
        )
    held = None
    if before and not update_baseline:
        held = evaluation.gate(report, before)
        report = replace(report, figures=held.figures)
    if json:
        output.print_json(report.to_dict())
    else:
        figures.show_figures(report)
    if failures:
        for item in report.items:
            if not item.passed:
                printing.say(
                    f"{item.suite} {item.id}: {'; '.join(item.failures or (item.unscored,))}"
                )
    if unjudged := report.unjudged:
        counted = f"{len(unjudged)} claim{'s' * (len(unjudged) > 1)}"
        printing.say(f"{report.judge} gave no verdict on {counted}: {unjudged[0]}")
    if update_baseline:
        _update(file, report, before, reason)
    for problem in held.problems if held else ():
        printing.say(problem, style="red")
    if report.unscored or (held and not held.passed):
        raise typer.Exit(1)


def _measure_set(
    names: list[str], data: Path, keep: Path | None, embedder: str | None, *, json: bool
) -> None:
    """On questions or texts that people judged, beside what others publish."""
    from brief.benchmarks import evaluate_factchecks
    from brief.report import figures

    if len(names) != 1:
        raise UsageError("--data wants one set", hint="brief eval summedits --data DIR")
    if names[0] == MULTIHOP:
        _multihop(data, keep, embedder, json=json)
        return
    options.exclude(names[0], keep=keep)
    with output.progress("Checking") as progress:
        result = evaluate_factchecks(names[0], data, progress=progress)
    if json:
        output.print_json(result.to_dict())
    else:
        figures.show_factchecks(result)


def _multihop(data: Path, keep: Path | None, embedder: str | None, *, json: bool) -> None:
    from brief.benchmarks import evaluate_multihop
    from brief.evaluation.multihop_rag import PUBLISHED
    from brief.report import printing

    with output.progress("Evaluating") as progress:
        figures = evaluate_multihop(data, keep=keep, embedder=embedder, progress=progress)
    if json:
        output.print_json(
            {
                "schema": "brief.eval-multihop-rag/1",
                "figures": {
                    name: {"value": value, "low": low, "high": high}
                    for name, (value, (low, high)) in figures.items()
                },
                "published": PUBLISHED,
            }
        )
        return
    printing.table(
        ("figure", "brief", "95 %", *PUBLISHED),
        [
            (
                name,
                f"{value:.3f}",
                f"{low:.3f}–{high:.3f}",
                *(f"{f[name]:.3f}" if name in f else "" for f in PUBLISHED.values()),
            )
            for name, (value, (low, high)) in figures.items()
        ],
    )


def _update(path: Path, report: Report, before: Baseline | None, reason: str) -> None:
    from brief.evaluation import baseline_text, renew_baseline
    from brief.report import files
    from brief.report.printing import say

    today = datetime.now(UTC).date()
    renewed = renew_baseline(report, before, reason=reason, today=today)
    files.write(path, baseline_text(renewed).encode())
    say(f"wrote {path}")
