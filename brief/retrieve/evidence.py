"""From passages to sentences: which ones answer a question, and which bear on a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from brief.embedding.reader import Reader, Row
from brief.retrieve.analyse import is_english
from brief.retrieve.lacking import lacking
from brief.retrieve.relevance import Candidate, features, unheard
from brief.schema import Article, Evidence, Filters, Sentence
from brief.text import fold, stems
from brief.verify.tokens import tokens

if TYPE_CHECKING:
    from brief.embedding import Encoder, TokenVectors
    from brief.library import ArticleStore
    from brief.retrieve.search import Retriever

PASSAGES = 10  # whose sentences are read for a question or claim
READ = 20  # sentences that are scored word by word for a question
REMEMBERED = 2000  # texts whose token vectors are kept, about 50 kB each
FOR_CLAIM = 16  # sentences handed over for a claim
# An article is about a topic that it shares half the words with, and nearly as many as any other.
ABOUT, ON_TOPIC = 0.5, 0.75
LEAD = 0.2  # what standing first in its article is worth beside a cosine
# Two sentences say the same if they are this alike and give the same figures.
ALIKE = 0.72
_FIGURE = re.compile(r"\d[\d.,]*")
# A second question begins behind "and", a comma or a semicolon with a question word of its own.
_NEXT_QUESTION = re.compile(
    r"[,;?]?\s+(?:and|or|but)\s+(?=(?:(?:with|for|to|by|from|in|on|at|of)\s+)?"
    r"(?:what|which|who|whom|whose|when|where|why|how)\b)|[;?]\s+(?=\w)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\s\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a question asks and the sentences that may answer it, best first."""

    text: str
    evidence: tuple[Evidence, ...]  # score = how likely the sentence answers
    unheard: tuple[str, ...] = ()  # names and terms in it that no article mentions


class EvidenceFinder:
    """Finds sentences in a library."""

    def __init__(
        self, retriever: Retriever, store: ArticleStore, encoder: Encoder, reader: Reader
    ) -> None:
        self._retriever = retriever
        self._store = store
        self._encoder = encoder
        self._reader = reader
        self._remembered: dict[str, TokenVectors] = {}  # a thread returns to the same sentences

    def for_question(self, question: str, *, filters: Filters | None = None) -> list[Reading]:
        """For each part of the question the sentences that may answer it, best first."""
        sentences = self._sentences(question, filters, READ, split=True)
        candidates = [self._candidate(sentence, article) for sentence, article in sentences]
        vectors = self._vectors(question, candidates)
        rows = [
            Row(vectors[c.text], vectors[c.title], vectors[c.before] if c.before else None)
            for c in candidates
        ]
        rarity = self._store.rarity(token.stem for token in tokens(question))
        english = is_english(question)
        readings = []
        for part in parts(question):
            told = features(question, part, candidates, vectors, rarity)
            scores = self._reader.score(vectors[question], part, rows, told)
            found = [
                Evidence(sentence, article, float(score))
                for (sentence, article), score in zip(sentences, scores, strict=True)
            ]
            ranked = tuple(sorted(found, key=lambda evidence: -evidence.score))
            unknown = unheard(question, part, candidates, vectors, rarity)
            readings.append(Reading(question[slice(*part)], ranked, unknown if english else ()))
        return readings

    def lacking(self, question: str, *, filters: Filters | None = None) -> tuple[bool, str]:
        """Whether the question cites outlets of the library, and what it names that they lack."""
        read = self._retriever.read(question)
        return bool(read.outlets), lacking(read, self._store, filters)

    def _vectors(self, question: str, candidates: Sequence[Candidate]) -> dict[str, TokenVectors]:
        texts = {question}
        for candidate in candidates:
            texts |= {candidate.text, candidate.title, candidate.before}
        new = sorted(texts - {""} - self._remembered.keys())
        if len(self._remembered) + len(new) > REMEMBERED:
            self._remembered.clear()
            new = sorted(texts - {""})
        self._remembered.update(zip(new, self._encoder.encode_tokens(new), strict=True))
        return self._remembered

    def for_topic(self, topic: str, *, filters: Filters | None = None) -> list[Evidence]:
        """What the articles that speak of a topic say, best first, each thing once.

        The first sentences of a report tell what it is about, so they count for more.
        """
        sentences = self._sentences(topic, filters, None)
        wanted = set(stems(topic))
        about = {
            article.id: _shared(wanted, f"{article.title} {article.text}")
            for _, article in sentences
        }
        most = max(about.values(), default=0.0)
        kept = [pair for pair in sentences if about[pair[1].id] >= max(ABOUT, ON_TOPIC * most)]
        if not kept:
            return []
        vectors = self._encoder.encode([topic, *(sentence.text for sentence, _ in kept)])
        scores = vectors[1:] @ vectors[0] + [LEAD / (1 + s.ordinal) for s, _ in kept]
        distinct: list[int] = []
        for row in sorted(range(len(kept)), key=lambda row: -scores[row]):
            said = (
                _says_same(
                    kept[row][0], kept[other][0], float(vectors[1 + row] @ vectors[1 + other])
                )
                for other in distinct
            )
            if not any(said):
                distinct.append(row)
        return [Evidence(*kept[row], float(scores[row])) for row in distinct]

    def for_claim(self, claim: str, *, filters: Filters | None = None) -> list[Evidence]:
        """The sentences that share most with a claim; score = the share of its words they hold."""
        wanted = set(stems(claim))
        return [
            Evidence(sentence, article, _shared(wanted, sentence.text))
            for sentence, article in self._sentences(claim, filters, FOR_CLAIM)
        ]

    def _candidate(self, sentence: Sentence, article: Article) -> Candidate:
        others = self._store.sentences(article.version)
        return Candidate(
            text=sentence.text,
            before=others[sentence.ordinal - 1].text if sentence.ordinal else "",
            article=article.id,
            title=article.title,
            published=article.published,
            article_stems=_stems_of(
                f"{article.title} {article.outlet} {article.author} {article.wire} {article.text}"
            ),
            ordinal=sentence.ordinal,
        )

    def _sentences(
        self, text: str, filters: Filters | None, limit: int | None, *, split: bool = False
    ) -> list[tuple[Sentence, Article]]:
        """Sentences of the passages found for a text, those that share most words with it."""
        found: dict[tuple[str, int], tuple[Sentence, Article]] = {}
        hits = self._retriever.find(text, filters=filters, limit=PASSAGES, split=split).passages
        for hit in hits:
            for sentence in self._store.sentences(hit.article.version):
                inside = hit.passage.first_sentence <= sentence.ordinal <= hit.passage.last_sentence
                if inside and fold(sentence.text) != fold(hit.article.title):
                    found[sentence.version, sentence.ordinal] = sentence, hit.article
        wanted = set(stems(text))
        ranked = sorted(found.values(), key=lambda pair: -_shared(wanted, pair[0].text))
        return ranked[:limit]


def parts(question: str) -> list[tuple[int, int]]:
    """Spans of the questions that a compound one is made of, in order.

    What stands in brackets at the end is what the question is about and asks nothing.

    >>> question = "Which fund may partner, and with whom? (What is planned?)"
    >>> [question[start:end] for start, end in parts(question)]
    ['Which fund may partner', 'with whom?']
    """
    about = _ABOUT.search(question)
    asked = question[: about.start()] if about else question
    cuts = [match.span() for match in _NEXT_QUESTION.finditer(asked)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(asked)]
    spans = list(zip(starts, ends, strict=True))
    return [(a, b) for a, b in spans if question[a:b].strip(" ?.!,;")] or [(0, len(question))]


def _says_same(one: Sentence, other: Sentence, likeness: float) -> bool:
    figures = [set(_FIGURE.findall(sentence.text)) for sentence in (one, other)]
    return likeness >= ALIKE and figures[0] == figures[1]


@lru_cache(maxsize=256)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokens(text))


def _shared(wanted: set[str], text: str) -> float:
    return len(wanted & set(stems(text))) / max(len(wanted), 1)
