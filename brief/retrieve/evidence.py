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
from brief.retrieve.timing import named, timely
from brief.schema import Article, Evidence, Filters, Sentence
from brief.text import fold, stems
from brief.verify.tokens import tokens

if TYPE_CHECKING:
    from brief.embedding import Encoder, TokenVectors
    from brief.library import ArticleStore
    from brief.retrieve.search import Retriever

PASSAGES = 10  # whose sentences are read for a question or claim
FOR_TOPIC = 30  # whose articles may be about a topic
HEAD = 2  # sentences that tell with the title what an article is about
READ = 20  # sentences that are scored word by word for a question
REMEMBERED = 1500  # texts whose token vectors are kept, about 75 kB each
FOR_CLAIM = 16  # sentences handed over for a claim
# An article is about a topic where the mean of cosine and shared words of its head reaches the
# first, and the second of what the best article reaches.
ABOUT, ON_TOPIC = 0.35, 0.6
MISTIMED = 0.3  # what a sentence is worth that gives none of the dates asked for
LEAD = 0.2  # what standing first in its article is worth beside a cosine
TELLING = 0.1  # what a figure in it is worth
# What beginning with a word that points elsewhere costs, and having so few words.
LEANING, SLIGHT, FEW = 0.1, 0.1, 8
_LEANS = re.compile(
    r"\W*(?:it|its|he|his|she|her|they|their|this|that|these|those|both|we|our|i)\b", re.I
)
# Two sentences say the same if they are this alike and give the same figures.
ALIKE = 0.72
_FIGURE = re.compile(r"\d[\d.,]*")
# A second question begins behind "and", a comma or a semicolon with a question word of its own.
_NEXT_QUESTION = re.compile(
    r"[,;?]?\s+(?:and|or|but)\s+(?=(?:(?:with|for|to|by|from|in|on|at|of)\s+)?"
    r"(?:what|which|who|whom|whose|when|where|why|how)\b)|[;?]\s+(?=\w)",
    re.IGNORECASE,
)
# "on the first and on the second offer", "to the site and to the campaign": two things are asked.
_AGAIN = re.compile(
    r"\b(because of|after|at|before|by|for|from|in|of|on|to|with)\s[^,;?]+?(\s+and\s+)\1\s", re.I
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
        rows = [Row(vectors[c.text], vectors[c.title]) for c in candidates]
        rarity = self._store.rarity(token.stem for token in tokens(question))
        english = is_english(question)
        readings = []
        for part in parts(question):
            told = features(question, part, candidates, vectors, rarity)
            scores = self._reader.score(vectors[question], part, rows, told)
            when = named(question[slice(*part)])
            for row, candidate in enumerate(candidates):
                if not timely(when, candidate.text, candidate.published):
                    scores[row] *= MISTIMED
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
            texts |= {candidate.text, candidate.title}
        new = sorted(texts - self._remembered.keys())
        if len(self._remembered) + len(new) > REMEMBERED:
            self._remembered.clear()
            new = sorted(texts)
        self._remembered.update(zip(new, self._encoder.encode_tokens(new), strict=True))
        return self._remembered

    def for_topic(self, topic: str, *, filters: Filters | None = None) -> list[Evidence]:
        """What the articles about a topic say, best first, each thing once."""
        hits = self._retriever.search(topic, filters=filters, limit=FOR_TOPIC)
        articles = {hit.article.id: hit.article for hit in hits}
        told = {key: self._told(article) for key, article in articles.items()}
        heads = {
            key: " ".join([articles[key].title, *(s.text for s in found[:HEAD])])
            for key, found in told.items()
        }
        about = dict(zip(heads, self._likeness(topic, list(heads.values())), strict=True))
        wanted = set(stems(topic))
        about = {key: (value + _shared(wanted, heads[key])) / 2 for key, value in about.items()}
        least = max(ABOUT, ON_TOPIC * max(about.values(), default=0.0))
        kept = [(s, articles[key]) for key in told if about[key] >= least for s in told[key]]
        if not kept:
            return []
        vectors = self._encoder.encode([topic, *(sentence.text for sentence, _ in kept)])
        scores = vectors[1:] @ vectors[0] + [
            LEAD / (1 + s.ordinal)
            + TELLING * bool(_FIGURE.search(s.text))
            - LEANING * bool(_LEANS.match(s.text))
            - SLIGHT * (len(s.text.split()) < FEW)
            for s, _ in kept
        ]
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

    def _told(self, article: Article) -> list[Sentence]:
        """The sentences of an article without its title, where the text repeats it."""
        title = fold(article.title)
        return [s for s in self._store.sentences(article.version) if fold(s.text) != title]

    def _likeness(self, text: str, others: Sequence[str]) -> list[float]:
        vectors = self._encoder.encode([text, *others])
        return [float(value) for value in vectors[1:] @ vectors[0]]

    def for_claim(self, claim: str, *, filters: Filters | None = None) -> list[Evidence]:
        """The sentences that share most with a claim; score = the share of its words they hold."""
        wanted = set(stems(claim))
        return [
            Evidence(sentence, article, _shared(wanted, sentence.text))
            for sentence, article in self._sentences(claim, filters, FOR_CLAIM)
        ]

    @staticmethod
    def _candidate(sentence: Sentence, article: Article) -> Candidate:
        return Candidate(
            text=sentence.text,
            article=article.id,
            title=article.title,
            published=article.published,
            article_stems=_stems_of(
                f"{article.title} {article.outlet} {article.author} {article.wire} {article.text}"
            ),
            ordinal=sentence.ordinal,
        )

    def _sentences(
        self, text: str, filters: Filters | None, limit: int, *, split: bool = False
    ) -> list[tuple[Sentence, Article]]:
        """Sentences of the passages found for a text, those that share most words with it."""
        found: dict[tuple[str, int], tuple[Sentence, Article]] = {}
        hits = self._retriever.find(text, filters=filters, limit=PASSAGES, split=split).passages
        for hit in hits:
            for sentence in self._told(hit.article):
                if hit.passage.first_sentence <= sentence.ordinal <= hit.passage.last_sentence:
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
    >>> question = "How did they vote on the first and on the second offer?"
    >>> [question[start:end] for start, end in parts(question)]
    ['How did they vote on the first', 'on the second offer?']
    """
    about = _ABOUT.search(question)
    asked = question[: about.start()] if about else question
    cuts = [match.span() for match in _NEXT_QUESTION.finditer(asked)]
    cuts = cuts or [match.span(2) for match in _AGAIN.finditer(asked)]
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
