"""The tool measured: on suites of questions, topics and claims, and on public sets."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.app import Library, Progress
from brief.settings import NO_MODEL

if TYPE_CHECKING:
    from brief.evaluation import Report
    from brief.evaluation.factchecks import Result as FactcheckResult


def evaluate(
    suites: Sequence[Path],
    *,
    model: str = NO_MODEL,
    judge: str = "",
    progress: Progress | None = None,
    **options: Any,
) -> Report:
    """Run suites, each over a throw-away library of the articles it names.

    No model writes unless one is named, and none judges; `options` are those of `Library`.
    `progress` is called with (entries done, entries). Raises `InputError` for a suite that does
    not fit the format or its own articles, `ModelError` where the judge's server does not answer.
    """
    from brief.evaluation import by_articles, check_gold, combine, load_suite, run_suite

    name, opinion = "", None
    if judge:
        name, opinion = Library(**options)._models.judge(judge)
    loaded = [load_suite(path) for path in suites]
    total, done, reports = sum(len(suite.cases) for suite in loaded), 0, []
    for articles, group in by_articles(loaded).items():
        with (
            tempfile.TemporaryDirectory() as folder,
            Library(folder, model=model, **options) as library,
        ):
            library.ingest(articles)
            for suite in group:
                check_gold(suite, library.articles())
                tell = partial(_later, progress, done, total) if progress else None
                reports.append(run_suite(suite, library, tell, judge=opinion))
                done += len(suite.cases)
    return replace(combine(reports), judge=name)


def evaluate_factchecks(
    name: str, folder: Path, *, progress: Progress | None = None
) -> FactcheckResult:
    """Check the texts of SummEdits or RAGTruth in `folder` and compare with what people found.

    No model but the one in the package takes part. Raises `InputError` for a set that is not known
    or not in its format.
    """
    from brief.evaluation import factchecks

    texts = factchecks.load(name, folder)
    with Library(model=NO_MODEL) as library:
        return factchecks.score(name, texts, library.check_pairs, progress)


def evaluate_multihop(
    data: Path,
    *,
    keep: Path | None = None,
    embedder: str | None = None,
    progress: Progress | None = None,
) -> dict[str, tuple[float, tuple[float, float]]]:
    """The figures of MultiHop-RAG, from the folder that holds its articles and questions.

    Its articles are read into a throw-away library, or into the one in `keep` and left there, with
    vectors by `embedder`.
    `progress` is called with (questions done, questions).
    """
    from brief.evaluation import multihop_rag

    questions = multihop_rag.load(data)
    scores = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(keep or folder, model=NO_MODEL, embedder=embedder) as library,
    ):
        library.ingest(data / multihop_rag.CORPUS)
        for done, question in enumerate(questions, 1):
            found = library.find(question.text)
            articles = [hit.article for hit in found.articles]
            abstained = library.ask(question.text).abstained
            scores.append(
                multihop_rag.score_retrieval(question, found.passages, articles)
                | multihop_rag.score_abstention(question, abstained=abstained)
            )
            if progress:
                progress(done, len(questions))
    return multihop_rag.figures(scores)


def _later(progress: Progress, before: int, total: int, done: int, _: int) -> None:
    progress(before + done, total)
