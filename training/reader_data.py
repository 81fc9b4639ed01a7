"""Questions about articles as rows for the reader: token vectors, kinds and features."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brief.embedding import TokenVectors, load
from brief.embedding.reader import Row, assemble
from brief.retrieve.evidence import parts
from brief.retrieve.relevance import Candidate, features
from brief.text import sentence_spans
from brief.verify.tokens import tokens

LONGEST = 48  # sentences of an article that are candidates


@dataclass(frozen=True, slots=True)
class Asked:
    """One part of a question with its candidates and which of them answer it."""

    article: int
    question: str
    part: tuple[int, int]
    right: frozenset[int]


class Data:
    """`corpus` is MultiHop-RAG's corpus.jsonl, `questions` ours about its articles."""

    def __init__(self, corpus: Path, questions: Path) -> None:
        rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
        wanted = {row["article"] for row in rows}
        articles = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
        self.rarity = _rarity(articles)
        self.sentences = {a["id"]: _sentences(a["body"]) for a in articles if a["id"] in wanted}
        self.titles = {a["id"]: a["title"] for a in articles if a["id"] in wanted}
        self.items = [item for row in rows for item in _items(row)]
        texts = {item.question for item in self.items} | set(self.titles.values())
        texts |= {text for found in self.sentences.values() for text in found}
        ordered = sorted(texts)
        read = load().encode_tokens(ordered)
        half = [TokenVectors(v.vectors.astype(np.float16), v.offsets) for v in read]
        self.vectors: dict[str, TokenVectors] = dict(zip(ordered, half, strict=True))
        self.features = {item: self._features(item) for item in self.items}
        every = np.concatenate(list(self.features.values()))
        self.mean, self.spread = every.mean(0), every.std(0) + 1e-6

    def row(self, item: Asked, place: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Vectors and kinds of a candidate, as the tool itself puts them together."""
        told = self.sentences[item.article]
        before = self.vectors[told[place - 1]] if place else None
        row = Row(self.vectors[told[place]], self.vectors[self.titles[item.article]], before)
        return assemble(self.vectors[item.question], item.part, row)

    def likeness(self, item: Asked) -> NDArray[np.float32]:
        """The cosine of each candidate to the question, (n,): hard negatives are the nearest."""
        return self.features[item][:, 6]

    def _features(self, item: Asked) -> NDArray[np.float32]:
        told, title = self.sentences[item.article], self.titles[item.article]
        stems = frozenset(t.stem for text in (title, *told) for t in tokens(text))
        candidates = [
            Candidate(
                text, told[n - 1] if n else "", str(item.article), title, "2023-11-01", stems, n
            )
            for n, text in enumerate(told)
        ]
        full = {
            text: TokenVectors(v.vectors.astype(np.float32), v.offsets)
            for text in (item.question, title, *told)
            for v in (self.vectors[text],)
        }
        return features(item.question, item.part, candidates, full, self.rarity)


def _sentences(body: str) -> list[str]:
    return [" ".join(body[a:b].split()) for a, b in sentence_spans(body)][:LONGEST]


def _items(row: dict[str, Any]) -> list[Asked]:
    """A question's parts; where it is cut into other parts than its answers, it stays whole."""
    question, answers = row["question"], row["answers"]
    spans = parts(question)
    if answers and len(answers) != len(spans):
        spans, answers = [(0, len(question))], [[k for part in answers for k in part]]
    answers = answers or [[] for _ in spans]
    return [
        Asked(row["article"], question, span, frozenset(right))
        for span, right in zip(spans, answers, strict=True)
    ]


def _rarity(articles: list[dict[str, str]]) -> dict[str, float]:
    held: Counter[str] = Counter()
    for article in articles:
        held.update({token.stem for token in tokens(f"{article['title']} {article['body']}")})
    number = len(articles)
    most = math.log(1 + (number + 0.5) / 0.5)
    return {w: math.log(1 + (number - n + 0.5) / (n + 0.5)) / most for w, n in held.items()}
