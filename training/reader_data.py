"""Questions about articles as rows for the reader: token vectors, kinds and features."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brief.embedding import load
from brief.embedding.reader import Row, assemble
from brief.retrieve.evidence import parts
from brief.retrieve.relevance import Candidate, features
from brief.text import sentence_spans
from brief.verify.tokens import tokens

LONGEST = 48  # sentences of an article that were read for its questions
# Candidates, as the tool would have them: sentences of the article and of others that share most
# words with the question.
OWN, FOREIGN = 20, 6


@dataclass(frozen=True, slots=True)
class Asked:
    """One part of a question and which sentences of its article answer it."""

    article: int
    question: str
    part: tuple[int, int]
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The candidates of an item, those of its own article first and in order."""

    texts: list[tuple[str, str]]  # sentence, title
    right: frozenset[int]  # places of those that answer
    own: int  # how many are of the item's own article
    features: NDArray[np.float32]  # (n, FEATURES)


class Data:
    """`corpus` is MultiHop-RAG's corpus.jsonl, `questions` ours about its articles."""

    def __init__(self, corpus: Path, questions: Path) -> None:
        rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
        articles = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
        self.sentences = {a["id"]: _sentences(a["body"]) for a in articles}
        self.titles = {a["id"]: a["title"] for a in articles}
        asked = [item for row in rows for item in _items(row)]
        self.items = [i for i in asked if all(n < len(self.sentences[i.article]) for n in i.right)]
        self._rarity = _rarity(articles)
        self._stems = {
            a: frozenset(t.stem for text in (self.titles[a], *told) for t in tokens(text))
            for a, told in self.sentences.items()
        }
        self._holding = self._index()
        candidates = [self._candidates(item) for item in self.items]
        texts = {text for found in candidates for c in found for text in (c.text, c.title)}
        ordered = sorted(texts | {item.question for item in self.items})
        read = load().encode_tokens(ordered)
        self.vectors = dict(zip(ordered, read, strict=True))
        self.prepared = {
            item: self._prepare(item, found)
            for item, found in zip(self.items, candidates, strict=True)
        }
        every = np.concatenate([p.features for p in self.prepared.values()])
        self.mean, self.spread = every.mean(0), every.std(0) + 1e-6

    def row(self, item: Asked, place: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Vectors and kinds of a candidate, as the tool itself puts them together."""
        text, title = self.prepared[item].texts[place]
        row = Row(self.vectors[text], self.vectors[title])
        return assemble(self.vectors[item.question], item.part, row)

    def _index(self) -> dict[str, NDArray[np.int64]]:
        """For each stem the numbers of the sentences that hold it, over all articles."""
        self._places = [(a, n) for a, told in self.sentences.items() for n in range(len(told))]
        holding: dict[str, list[int]] = defaultdict(list)
        for number, (article, n) in enumerate(self._places):
            for word in {t.stem for t in tokens(self.sentences[article][n]) if t.content}:
                holding[word].append(number)
        return {word: np.array(numbers) for word, numbers in holding.items()}

    def _candidates(self, item: Asked) -> list[Candidate]:
        shared = np.zeros(len(self._places), np.float32)
        for word in {t.stem for t in tokens(item.question) if t.content}:
            if word in self._holding:
                shared[self._holding[word]] += self._rarity.get(word, 1.0)
        nearest = [self._places[int(n)] for n in np.argsort(-shared)[:300]]
        foreign = [(a, n) for a, n in nearest if a != item.article][:FOREIGN]
        own = [n for a, n in nearest if a == item.article][:OWN]
        ordered = [(item.article, n) for n in sorted({*own, *item.right})]
        return [self._candidate(article, n) for article, n in ordered + foreign]

    def _candidate(self, article: int, n: int) -> Candidate:
        told, title = self.sentences[article], self.titles[article]
        return Candidate(told[n], str(article), title, "2023-11-01", self._stems[article], n)

    def _prepare(self, item: Asked, candidates: list[Candidate]) -> Prepared:
        found = features(item.question, item.part, candidates, self.vectors, self._rarity)
        own = [c.ordinal for c in candidates if c.article == str(item.article)]
        right = frozenset(place for place, n in enumerate(own) if n in item.right)
        texts = [(c.text, c.title) for c in candidates]
        return Prepared(texts, right, len(own), found)


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
