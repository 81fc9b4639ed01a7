"""SummEdits and RAGTruth: texts that people judged against their source, and how we do on them.

SummEdits (Laban et al. 2023) says of each summary of a news page whether it is consistent with it;
its figure is balanced accuracy. RAGTruth (Niu et al. 2024) marks spans in texts written by models;
its figures are precision, recall and F1 of texts with a marked span. Users download both; the
folder given holds `*.jsonl` of doc, summary, label (1 = consistent), or of source, response,
hallucinated. A text is flagged unless its verdict is "supported".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brief.errors import InputError
from brief.evaluation.metrics import Interval, balanced_accuracy, bootstrap, f1
from brief.schema import Verdict

# Published figures: SummEdits news as in its paper's table, RAGTruth summaries as in its own.
PUBLISHED: dict[str, dict[str, dict[str, float]]] = {
    "summedits": {
        "human": {"balanced_accuracy": 0.900},
        "GPT-4": {"balanced_accuracy": 0.833},
        "Gemini-pro": {"balanced_accuracy": 0.776},
        "QAFactEval": {"balanced_accuracy": 0.744},
        "ChatGPT": {"balanced_accuracy": 0.744},
        "SummaC-Conv": {"balanced_accuracy": 0.619},
    },
    "ragtruth": {
        "Llama-2-13B, fine-tuned on it": {"f1": 0.591},
        "GPT-4-turbo": {"f1": 0.476},
        "SelfCheckGPT": {"f1": 0.401},
        "GPT-3.5": {"f1": 0.371},
    },
}
FIELDS = {
    "summedits": ("doc", "summary", "label"),
    "ragtruth": ("source", "response", "hallucinated"),
}
Outcome = tuple[bool, bool]  # (whether the text is at fault, whether it was flagged)


@dataclass(frozen=True, slots=True)
class Text:
    """A text, its source, and whether people found a fault in it."""

    source: str
    text: str
    at_fault: bool


@dataclass(frozen=True, slots=True)
class Result:
    """The figures on a set with their 95 % intervals, beside what others publish.

    One that is undefined, as precision is where nothing was flagged, is left out.
    """

    name: str
    texts: int
    at_fault: int
    figures: dict[str, tuple[float, Interval]]

    @property
    def published(self) -> dict[str, dict[str, float]]:
        """What others report on the set."""
        return PUBLISHED[self.name]

    def to_dict(self) -> dict[str, Any]:
        """The result as data for JSON, `brief.factcheck-set/1`."""
        return {
            "schema": "brief.factcheck-set/1",
            "set": self.name,
            "texts": self.texts,
            "at_fault": self.at_fault,
            "figures": {
                name: {"value": value, "low": low, "high": high}
                for name, (value, (low, high)) in self.figures.items()
            },
            "published": self.published,
        }


def load(name: str, folder: str | Path) -> list[Text]:
    """The texts of every `*.jsonl` in the folder.

    Raises InputError, naming the line, where a file cannot be read or a field is not there.
    """
    if name not in FIELDS:
        known = ", ".join(FIELDS)
        raise InputError(f"there is no set called {name!r}", hint=f"sets that are known: {known}")
    fields = FIELDS[name]
    hint = f"give the folder with its *.jsonl, one object a line with {', '.join(fields)}"
    files = sorted(Path(folder).glob("*.jsonl"))
    if not files:
        raise InputError(f"there is no *.jsonl in {folder}", hint=hint)
    texts = []
    for file in files:
        try:
            with file.open(encoding="utf-8-sig") as stream:
                lines = list(stream)
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file} cannot be read: {error}", hint=hint) from error
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                source, text, label = (row[field] for field in fields)
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                raise InputError(
                    f"{file.name}, line {number} is not as it should be: {error}", hint=hint
                ) from error
            texts.append(Text(source, text, bool(label) is (name == "ragtruth")))
    return texts


def score(
    name: str,
    texts: Sequence[Text],
    check: Callable[[Sequence[tuple[str, str]]], Sequence[Verdict]],
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Check every text against its source; `progress` is told (texts done, texts)."""
    outcomes: list[Outcome] = []
    for start in range(0, len(texts), 8):
        some = texts[start : start + 8]
        verdicts = check([(text.source, text.text) for text in some])
        outcomes += [
            (text.at_fault, verdict.label != "supported")
            for text, verdict in zip(some, verdicts, strict=True)
        ]
        if progress:
            progress(len(outcomes), len(texts))
    measures = {"balanced_accuracy": balanced_accuracy} if name == "summedits" else {
        "precision": precision, "recall": recall, "f1": f1_of,
    }  # fmt: skip
    return Result(
        name,
        len(texts),
        sum(at_fault for at_fault, _ in outcomes),
        {
            metric: (value, bootstrap(outcomes, measure))
            for metric, measure in measures.items()
            if (value := measure(outcomes)) is not None
        },
    )


def precision(outcomes: Sequence[Outcome]) -> float | None:
    """The share of the flagged texts that are at fault."""
    flagged = [at_fault for at_fault, flag in outcomes if flag]
    return sum(flagged) / len(flagged) if flagged else None


def recall(outcomes: Sequence[Outcome]) -> float | None:
    """The share of the texts at fault that are flagged."""
    faulty = [flag for at_fault, flag in outcomes if at_fault]
    return sum(faulty) / len(faulty) if faulty else None


def f1_of(outcomes: Sequence[Outcome]) -> float | None:
    """The harmonic mean of precision and recall of the texts at fault."""
    return f1(
        sum(at_fault and flag for at_fault, flag in outcomes),
        sum(flag for _, flag in outcomes),
        sum(at_fault for at_fault, _ in outcomes),
    )
