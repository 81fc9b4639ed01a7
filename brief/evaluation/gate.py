"""The quality gate: no figure falls under its floor unseen, and no floor falls without a reason.

The baseline is a JSON file with the floors, the hashes of the suites and articles they were set
on, a margin for noise, and the history of reasons. The default engine is deterministic, but the
int8 encoder rounds differently on different processors, so a borderline entry may fall either way:
that is what the margin is for. Where one entry weighs more than the margin, it is that entry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from brief.errors import InputError, UsageError
from brief.evaluation.results import Figure, Report, Stamp

SCHEMA = "brief.baseline/1"
MARGIN = 0.02
ROUNDING = 1e-4  # floors are kept to four digits
LARGEST_GRAIN = 0.2  # of fewer than five entries none may fall: else nothing would be held
RENEW = 'if that is meant, set them anew: brief eval --update-baseline --reason "…"'


@dataclass(frozen=True, slots=True)
class Change:
    """Why floors were set anew, which of them were lowered (from, to), and which went away."""

    day: str
    reason: str
    lowered: Mapping[str, tuple[float, float]]
    dropped: tuple[str, ...]  # "suite" or "suite metric"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Floors by suite and metric (for a figure where lower is better: the most accepted)."""

    suites: tuple[Stamp, ...]
    floors: Mapping[str, Mapping[str, float]]
    margin: float = MARGIN
    history: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate says: passed where no problem is named; the figures carry their floors."""

    problems: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def passed(self) -> bool:
        return not self.problems


def gate(report: Report, baseline: Baseline) -> Gate:
    """Hold a report against the floors.

    Refused are a figure beyond its floor by more than the margin, a figure that is missing, a
    suite without floors, entries without a score, and floors of other data than what ran.
    """
    problems = [
        f"{item.suite}, {item.id}: could not be scored: {item.unscored}" for item in report.unscored
    ]
    known, ran = ({stamp.name: stamp for stamp in part.suites} for part in (baseline, report))
    problems += [f"{name}: the suite has no floors; {RENEW}" for name in ran if name not in known]
    for name, stamp in known.items():
        if name not in ran:
            problems.append(f"{name}: the suite was not run")
        elif ran[name].sha256 != stamp.sha256:
            problems.append(f"{name}: the suite changed since its floors were set; {RENEW}")
        elif ran[name].articles_sha256 != stamp.articles_sha256:
            problems.append(f"{name}: its articles changed since the floors were set; {RENEW}")
    found = {(row.suite, row.metric): row for row in report.figures}
    for suite, floors in baseline.floors.items():
        for metric, floor in floors.items():
            row = found.get((suite, metric))
            if row is None:
                problems.append(f"{suite}: {metric} is missing")
            elif _worse_by(row, floor) > (margin := _margin(row, baseline)) + ROUNDING:
                side = "over" if row.better == "lower" else "under"
                problems.append(
                    f"{suite}: {metric} {row.value:.3f} is {side} its floor {floor:.3f} "
                    f"by more than the margin {margin:.3g}"
                )
    figures = tuple(
        replace(row, floor=baseline.floors.get(row.suite, {}).get(row.metric))
        for row in report.figures
    )
    return Gate(tuple(problems), figures)


def renew_baseline(
    report: Report, baseline: Baseline | None, *, reason: str, today: date
) -> Baseline:
    """The baseline that this report sets: the floors of its suites, each figure its own.

    Raises UsageError where a floor would fall, or go away, and no reason is given, and where
    entries could not be scored.
    """
    if report.unscored:
        raise UsageError(
            f"{len(report.unscored)} entries could not be scored, first: "
            f"{report.unscored[0].id}: {report.unscored[0].unscored}",
            hint="run again when the cause is mended",
        )
    old = baseline or Baseline(suites=(), floors={})
    floors: dict[str, dict[str, float]] = {stamp.name: {} for stamp in report.suites}
    lowered = {}
    for row in report.figures:
        if row.better:
            floors[row.suite][row.metric] = round(row.value, 4)
            before = old.floors.get(row.suite, {}).get(row.metric)
            if before is not None and _worse_by(row, before) > ROUNDING:
                lowered[f"{row.suite} {row.metric}"] = (before, round(row.value, 4))
    dropped = [name for name in old.floors if name not in floors] + [
        f"{suite} {metric}"
        for suite, rows in old.floors.items()
        for metric in rows
        if suite in floors and metric not in floors[suite]
    ]
    if (lowered or dropped) and not reason.strip():
        raise UsageError(
            f"these floors would fall: {', '.join([*lowered, *dropped])}",
            hint='say why: brief eval --update-baseline --reason "…"',
        )
    change = Change(
        today.isoformat(), reason.strip() or "no floor was lowered", lowered, tuple(dropped)
    )
    return Baseline(report.suites, floors, old.margin, (*old.history, change))


def load_baseline(path: Path) -> Baseline:
    """Read a baseline; InputError where there is none or it is of another format."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != SCHEMA:
            raise InputError(
                f"{path} is of the format {document['schema']!r}, not {SCHEMA}",
                hint="use the version of brief that wrote it, or set new floors",
            )
        return Baseline(
            suites=tuple(Stamp(**stamp) for stamp in document["suites"]),
            floors={
                suite: {metric: float(floor) for metric, floor in rows.items()}
                for suite, rows in document["floors"].items()
            },
            margin=float(document["margin"]),
            history=tuple(
                Change(
                    change["day"],
                    change["reason"],
                    {name: (old, new) for name, (old, new) in change["lowered"].items()},
                    tuple(change["dropped"]),
                )
                for change in document["history"]
            ),
        )
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read: {error.strerror}",
            hint="name a baseline, or make one: brief eval --update-baseline",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path} is no baseline: {error!r}", hint="restore it from version control"
        ) from error


def baseline_text(baseline: Baseline) -> str:
    """A baseline as JSON that reads well in a diff."""
    text = json.dumps({"schema": SCHEMA, **asdict(baseline)}, indent=2, ensure_ascii=False)
    return f"{text}\n"


def _margin(row: Figure, baseline: Baseline) -> float:
    return max(baseline.margin, min(row.grain, LARGEST_GRAIN))


def _worse_by(row: Figure, floor: float) -> float:
    return row.value - floor if row.better == "lower" else floor - row.value
