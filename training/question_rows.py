"""Questions about articles as rows for the cross-encoder: a question beside part of a passage.

Passages are cut as the library cuts them, and those that a question is read beside are the ones
that a search would bring: what holds the answer, and what only looks like it.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from brief.embedding import load
from brief.embedding.crossencoder import ASKED, BESIDE, HEADING, QUERY, Row
from brief.embedding.runtime import tokenize
from brief.library.passages import build, with_title
from brief.retrieve.questions import questions_in
from brief.text import content_words, sentence_spans, stems
from training.rows import UNKNOWN, Sample
from training.stories import asked, stories, titled

SHOWN = 48, 32  # sentences of an article that the first and the later questions were written from
NEAR = 8  # passages that a search would bring
WRONG = 2  # of them without an answer that a question is read beside at a time
WIDTHS = 48, 64, 80, 96, 144  # tokens of a passage that are read, drawn for each row
SAME = 0.7  # cosine from which a sentence of another article may hold the answer too
WORDS = 0.6  # what sharing all of a question's words is worth beside a cosine of 1


@dataclass(frozen=True, slots=True)
class Asked:
    """One part of a question and the sentences that answer it, as (article, number)."""

    articles: tuple[str, ...]
    question: str
    part: tuple[int, int]
    right: frozenset[tuple[str, int]]
    shown: int  # sentences of the articles beyond these were not read for it


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences [first, last] of an article."""

    article: str
    first: int
    last: int


class Questions:
    """Articles by name and what is asked about them; `near` are an item's passages, best first."""

    def __init__(
        self, articles: dict[str, tuple[str, str]], rows: Sequence[dict[str, Any]]
    ) -> None:
        """`articles` has title and body; `rows` are those of questions.jsonl."""
        encoder = load()
        self.items = [item for row in rows for item in _items(row)]
        self.items = [i for i in self.items if set(i.articles) <= articles.keys()]
        self.sentences: dict[str, list[str]] = {}
        self.passages: list[Passage] = []
        texts = []
        for name, (title, body) in articles.items():
            spans = sentence_spans(body)
            self.sentences[name] = [" ".join(body[a:b].split()) for a, b in spans]
            for span in build(body, title, spans, encoder):
                self.passages.append(Passage(name, span.first, span.last))
                texts.append(with_title(title, body[span.start : span.end], encoder))
        self._ids = {
            name: [ids for ids, _ in tokenize(found)] for name, found in self.sentences.items()
        }
        self._stems = {n: [set(stems(text)) for text in t] for n, t in self.sentences.items()}
        self._titles = {n: tokenize([title])[0][0][:HEADING] for n, (title, _) in articles.items()}
        self._likeness(texts, encoder.encode)

    def _likeness(self, texts: list[str], encode: Any) -> None:
        """Which passages each question brings, and which sentences are like its answers."""
        vectors = encode(texts)
        asked = sorted({item.question for item in self.items})
        asking = dict(zip(asked, encode(asked), strict=True))
        holding: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for word in set(stems(text)):
                holding[word].append(number)
        rarity = {w: np.log(1 + len(texts) / len(held)) for w, held in holding.items()}
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, passage in enumerate(self.passages):
            numbers[passage.article].append(number)
        self.near: dict[Asked, list[int]] = {}
        found: dict[str, list[int]] = {}
        for question in asked:
            score = vectors @ asking[question]
            words = {w for word in content_words(question) for w in stems(word)} & rarity.keys()
            total = sum(rarity[word] for word in words) or 1.0
            for word in words:
                score[holding[word]] += WORDS * rarity[word] / total
            found[question] = [int(n) for n in np.argsort(-score)[: 3 * NEAR]]
        for item in self.items:
            brought = [n for n in found[item.question] if self._readable(item, n)]
            of_item = (n for article in item.articles for n in numbers[article])
            own = [n for n in of_item if self._answers(item, self.passages[n])]
            self.near[item] = [*own, *(n for n in brought if n not in own)][: NEAR + len(own)]
        self._doubtful = self._alike(encode)

    def _alike(self, encode: Any) -> set[tuple[Asked, str, int]]:
        """Sentences of other articles that say much the same as an item's answer."""
        places = {
            (p.article, n)
            for near in self.near.values()
            for p in (self.passages[number] for number in near)
            for n in range(p.first, p.last + 1)
        }
        ordered = sorted(places | {place for item in self.items for place in item.right})
        vectors = encode([self.sentences[a][n] for a, n in ordered])
        rows = {place: row for row, place in enumerate(ordered)}
        found = set()
        for item in self.items:
            if not item.right:
                continue
            answers = vectors[[rows[place] for place in item.right]]
            for number in self.near[item]:
                p = self.passages[number]
                if p.article in item.articles:
                    continue
                for n in range(p.first, p.last + 1):
                    if (answers @ vectors[rows[p.article, n]]).max() >= SAME:
                        found.add((item, p.article, n))
        return found

    def _readable(self, item: Asked, number: int) -> bool:
        passage = self.passages[number]
        return passage.article not in item.articles or passage.first < item.shown

    def _answers(self, item: Asked, passage: Passage) -> bool:
        return any(
            a == passage.article and passage.first <= n <= passage.last for a, n in item.right
        )

    def rows(self, item: Asked, rng: random.Random) -> Iterator[Sample]:
        """What an item is read beside this time: up to two windows that answer, and two others."""
        near = self.near[item]
        own = [n for n in near if self._answers(item, self.passages[n])]
        for number in rng.sample(own, min(2, len(own))):
            yield self.row(item, number, rng.choice(WIDTHS), rng)
        # the nearest are the hardest, and what the tool would read first
        weights = [1 / (1 + place) for place in range(len(near))]
        for number in rng.choices(near, weights, k=WRONG + (not own)):
            yield self.row(item, number, rng.choice(WIDTHS), rng, wrong=True)

    def row(
        self,
        item: Asked,
        number: int,
        width: int = 512,
        rng: random.Random | None = None,
        *,
        wrong: bool = False,
    ) -> Sample:
        """A question beside a passage, cut to about `width` tokens around what answers.

        Or around what does not, where `wrong` is set: as the tool would, by the words they share.
        """
        passage = self.passages[number]
        span = range(passage.first, passage.last + 1)
        labels = [self._label(item, passage.article, n) for n in span]
        ids = [self._ids[passage.article][n] for n in span]
        if rng:
            right = [n for n, label in enumerate(labels) if label == 1]
            others = [n for n in range(len(ids)) if n not in right]
            if wrong and others:
                words = [self._stems[passage.article][passage.first + n] for n in others]
                asked = set(stems(item.question[slice(*item.part)]))
                centre = rng.choices(others, [0.3 + len(asked & held) ** 2 for held in words])[0]
            else:
                centre = rng.choice(right or others)
            begin, end = _cut([len(i) for i in ids], centre, width, rng)
            ids, labels = ids[begin:end], labels[begin:end]
        tokens, offsets = tokenize([item.question])[0]
        begin, end = item.part
        kinds = [ASKED if begin <= start < end else BESIDE for start, _ in offsets[:QUERY]]
        return Sample(Row(tokens[:QUERY], kinds, self._titles[passage.article], ids), labels)

    def _label(self, item: Asked, article: str, n: int) -> int:
        if (article, n) in item.right:
            return 1
        if article in item.articles:
            return 0 if n < item.shown else UNKNOWN
        return UNKNOWN if (item, article, n) in self._doubtful else 0


def _cut(lengths: Sequence[int], centre: int, width: int, rng: random.Random) -> tuple[int, int]:
    """A range of sentences of about `width` tokens around one."""
    begin, end = centre, centre + 1
    while sum(lengths[begin:end]) < width and (begin > 0 or end < len(lengths)):
        if begin > 0 and (end == len(lengths) or rng.random() < 0.5):
            begin -= 1
        else:
            end += 1
    return begin, end


def _items(row: dict[str, Any]) -> list[Asked]:
    """A question's parts; where it is cut into other parts than its answers, it stays whole."""
    question, answers = row["question"], row["answers"]
    if "article" in row:  # of one article, whose sentences are named by number alone
        names, shown = (str(row["article"]),), SHOWN[0]
        answers = [[(names[0], n) for n in part] for part in answers]
    else:
        names, shown = tuple(row["articles"]), SHOWN[1]
        answers = [
            [(name, int(n)) for name, _, n in (a.rpartition(":") for a in part)] for part in answers
        ]
    spans = questions_in(question)
    if answers and len(answers) != len(spans):
        spans, answers = [(0, len(question))], [[k for part in answers for k in part]]
    answers = answers or [[] for _ in spans]
    return [
        Asked(names, question, span, frozenset(right), shown)
        for span, right in zip(spans, answers, strict=True)
    ]


def read(questions: Path, corpus: Path, pages: Path) -> Questions:
    """The questions in the repository, about articles of MultiHop-RAG, pages and stories."""
    rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    articles = {}
    for line in corpus.read_text("utf-8").splitlines():
        row = json.loads(line)
        articles[str(row["id"])] = row["title"], row["body"]
    for key, page in json.loads(pages.read_text("utf-8")).items():
        articles[f"x{key[:10]}"] = "", page["articleBody"]
    for number, story in enumerate(stories()):
        articles |= titled(number, story)
        rows += asked(number, story)
    return Questions(articles, rows)
