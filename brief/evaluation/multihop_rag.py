"""MultiHop-RAG (Tang and Yang 2024): its articles and questions, and how retrieval is scored on it.

The folder holds `corpus.jsonl` (one article a line: id, title, source = outlet, body, …) and
`queries_*.jsonl` (query, answer, question_type, evidence_list of title, source and `fact`, a
sentence of the article, verbatim). `brief ingest corpus.jsonl` reads the articles.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from brief.errors import InputError
from brief.evaluation.metrics import (
    Interval,
    Score,
    abstention_scores,
    all_evidence_at_k,
    bootstrap,
    hit_at_k,
    ratio,
    recall_at_k,
    reciprocal_rank,
)
from brief.schema import Article, Hit

CORPUS = "corpus.jsonl"
DEPTH = 10
# What others report on the whole set, with passages of 256 tokens: Tang and Yang 2024 (voyage-02 +
# bge-reranker-large), Poliakov and Shvai 2024 (Multi-Meta-RAG), Ammann et al. 2025, lancet 2025.
PUBLISHED: dict[str, dict[str, float]] = {
    "voyage-02 + bge-reranker-large": {"mrr@10": 0.586, "hits@4": 0.663, "hits@10": 0.747},
    "Multi-Meta-RAG": {"mrr@10": 0.675},
    "Ammann 2025": {"mrr@10": 0.635, "hits@10": 0.872},
    "lancet (voyage-4-large)": {"mrr@10": 0.562, "hits@4": 0.740, "hits@10": 0.851},
}
FIGURES = (
    "article_recall@10", "article_all@10", "article_mrr@10",
    "mrr@10", "hits@4", "hits@10", "fact_recall@10",
    "abstention_precision", "abstention_recall", "over_abstention",
)  # fmt: skip
_HINT = "give the folder that holds corpus.jsonl and queries_*.jsonl of MultiHop-RAG"

Key = tuple[str, str]  # title and outlet, letters and digits only: what names an article


@dataclass(frozen=True, slots=True)
class Gold:
    """One sentence that supports the answer, and the article it stands in."""

    article: Key
    fact: str  # letters and digits only


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the set; one without evidence cannot be answered from the articles."""

    id: str
    text: str
    answer: str
    kind: str  # inference_query, comparison_query, temporal_query or null_query
    evidence: tuple[Gold, ...]


def squeeze(text: str) -> str:
    """Letters and digits alone, lower-cased: typography and spacing are no difference.

    >>> squeeze("The “Rare–Earths” plan, 16.1 Mt")
    'therareearthsplan161mt'
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in folded if char.isalnum())


def key(title: str, outlet: str) -> Key:
    """What names an article of the set, whose titles hold marks of HTML that ingestion resolves."""
    return squeeze(unescape(title)), squeeze(unescape(outlet))


def load(folder: str | Path) -> list[Question]:
    """The questions of every `queries_*.jsonl` in the folder, their facts found in the articles.

    Raises InputError, naming the entry, where a file is missing, a line is no JSON, a field is not
    there, or a gold sentence does not occur in the article it is said to stand in.
    """
    folder = Path(folder)
    bodies = {
        key(row["title"], row["source"]): squeeze(row["body"])
        for _, row in _rows(folder / CORPUS, ("title", "source", "body"))
    }
    files = sorted(folder.glob("queries_*.jsonl"))
    if not files:
        raise InputError(f"there is no queries_*.jsonl in {folder}", hint=_HINT)
    questions: list[Question] = []
    for file in files:
        for place, row in _rows(file, ("query", "answer", "question_type", "evidence_list")):
            gold = tuple(
                Gold(key(item["title"], item["source"]), squeeze(item["fact"]))
                for item in row["evidence_list"]
            )
            for item in gold:
                if item.fact not in bodies.get(item.article, ""):
                    raise InputError(
                        f"{place}: a gold fact is not in the article {item.article[0]!r}",
                        hint="take the questions and the corpus from the same copy of the set",
                    )
            questions.append(
                Question(
                    id=str(row.get("id", len(questions))),
                    text=row["query"],
                    answer=row["answer"],
                    kind=row["question_type"],
                    evidence=gold,
                )
            )
    return questions


def score_retrieval(
    question: Question, passages: Sequence[Hit], articles: Sequence[Article]
) -> dict[str, Score]:
    """What one search adds to the figures: the first ten distinct articles, the first ten passages.

    A passage is a hit when it contains a gold fact, as the set's own script has it; `hits@k` asks
    for any of them among the first k, `fact_recall@10` for the share of them. A question without
    evidence adds nothing.
    """
    if not question.evidence:
        return {}
    ranked = ["\0".join(key(article.title, article.outlet)) for article in articles]
    gold = {"\0".join(item.article) for item in question.evidence}
    facts = {item.fact for item in question.evidence}
    carried = [_carried(hit, facts) for hit in passages[:DEPTH]]
    names = [str(place) if some else "" for place, some in enumerate(carried)]
    hits = {name for name in names if name} or {"none"}
    figures: dict[str, float | None] = {
        "article_recall@10": recall_at_k(ranked, gold, DEPTH),
        "article_all@10": all_evidence_at_k(ranked, gold, DEPTH),
        "article_mrr@10": reciprocal_rank(ranked, gold, DEPTH),
        "mrr@10": reciprocal_rank(names, hits, DEPTH),
        "hits@4": hit_at_k(names, hits, 4),
        "hits@10": hit_at_k(names, hits, DEPTH),
        "fact_recall@10": len(set().union(*carried)) / len(facts),
    }
    return {name: Score(value) for name, value in figures.items() if value is not None}


def score_abstention(question: Question, *, abstained: bool) -> dict[str, Score]:
    """What one answer adds to abstention recall and over-abstention."""
    return abstention_scores(answerable=bool(question.evidence), abstained=abstained)


def figures(scores: Sequence[dict[str, Score]]) -> dict[str, tuple[float, Interval]]:
    """Each figure over the questions it is defined for, with its 95 % interval."""
    found = {}
    for name in FIGURES:
        values = [scored[name] for scored in scores if name in scored]
        if (value := ratio(values)) is not None:
            found[name] = value, bootstrap(values, ratio)
    return found


def _carried(hit: Hit, facts: set[str]) -> set[str]:
    """The gold facts that stand in a passage."""
    text = squeeze(hit.passage.text)
    return {fact for fact in facts if fact in text}


def _rows(path: Path, fields: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines of a file as objects that have all the fields, each with its place for messages."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            lines = list(stream)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}", hint=_HINT) from error
    for number, line in enumerate(lines, start=1):
        place = f"{path.name}, line {number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{place}: no JSON: {error.msg}", hint=_HINT) from error
        if missing := [field for field in fields if field not in row]:
            raise InputError(f"{place} has no {missing[0]!r}", hint=_HINT)
        yield place, row
