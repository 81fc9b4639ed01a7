"""From passages to sentences: which ones answer a question, and which bear on a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from brief.retrieve.dates import Dated
from brief.retrieve.english import is_english
from brief.retrieve.lacking import lacking
from brief.retrieve.offices import held_elsewhere, office_asked
from brief.retrieve.questions import questions_in, spoken
from brief.retrieve.quotations import whole_quotations
from brief.retrieve.timing import during, named, of_today, timely, without_today
from brief.retrieve.unheard import Unheard
from brief.retrieve.windows import Told, promising, windows
from brief.schema import Article, Evidence, Filters, Hit, Sentence
from brief.text import fold, masked, stems
from brief.verify.contrary import contrary

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Encoder
    from brief.library import ArticleStore
    from brief.retrieve.search import Retriever

PASSAGES = 10  # that are found for a question or claim
FIRST, MOST = 6, 12  # sentences read for a question; the last where none of the first answers
LIKELY = 0.5  # from here on a sentence answers
FOR_TOPIC = 30  # whose articles may be about a topic
HEAD = 2  # sentences that tell with the title what an article is about
FOR_CLAIM = 16  # sentences handed over for a claim
# An article is about a topic where the mean of cosine and shared words of its head reaches the
# first, and the second of what the best article reaches.
ABOUT, ON_TOPIC = 0.35, 0.6
MISTIMED = 0.3  # what a sentence is worth that gives none of the dates asked for
ELSEWHERE = 0.1  # and one that names who holds the office asked for, but of another place
LEAD = 0.2  # what standing first in its article is worth beside a cosine
TELLING = 0.1  # what a figure in it is worth
# What beginning with a word that points elsewhere costs, and having so few words.
LEANING, SLIGHT, FEW = 0.1, 0.1, 8
_LEANS = re.compile(
    r"\W*(?:it|its|he|his|she|her|they|their|this|that|these|those|both|we|our|i)\b", re.I
)
# Two sentences say the same if they are this alike, give the same figures and deny the same.
ALIKE = 0.72
_FIGURE = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a question asks and the sentences that may answer it, best first."""

    text: str
    evidence: tuple[Evidence, ...]  # score = how likely the sentence answers
    unheard: tuple[str, ...] = ()  # names and terms in it that no article mentions


class Reader(Protocol):
    """Reads a question together with passages."""

    def answers(
        self, question: str, part: tuple[int, int], passages: Sequence[tuple[str, Sequence[str]]]
    ) -> list[NDArray[np.float32]]:
        """For each passage, heading and sentences, how likely each sentence answers the part."""
        ...


class EvidenceFinder:
    """Finds sentences in a library."""

    def __init__(
        self, retriever: Retriever, store: ArticleStore, encoder: Encoder, reader: Reader
    ) -> None:
        self._retriever = retriever
        self._store = store
        self._encoder = encoder
        self._reader = reader

    def for_question(
        self, question: str, *, filters: Filters | None = None, as_of: date | None = None
    ) -> list[Reading]:
        """For each part of the question the sentences that may answer it, best first."""
        found = self._retriever.find(question, filters=filters, as_of=as_of, limit=PASSAGES)
        passages, dated = self._told_by(found.passages), found.query.dated
        english = is_english(question)
        unheard = Unheard(
            masked(question, [(day.start, day.end) for day in dated if _met(day, passages)]),
            passages,
            self._store.rarity,
            self._encoder,
        )
        readings = []
        for part in questions_in(question):
            ranked = self._ranked(*spoken(question, part), passages, of_today(dated, part))
            # of a follow-up, what it is about is asked as well
            of = (0, len(question)) if spoken(question, part)[0] != question else part
            unknown = unheard.in_part(of) if english else ()
            readings.append(Reading(question[slice(*part)], ranked, unknown))
        return readings

    def _ranked(
        self,
        question: str,
        part: tuple[int, int],
        passages: Sequence[Told],
        days: Sequence[Dated],
    ) -> tuple[Evidence, ...]:
        """The most promising sentences of the passages and those around them, likeliest first."""
        order = promising(question, part, passages, self._store.rarity)
        found: dict[tuple[str, int], Evidence] = {}
        for places in (order[:FIRST], order[FIRST:MOST]):
            for evidence in self.read(question, part, list(windows(passages, places)), days):
                # a sentence of several windows counts by the best
                place = evidence.sentence.version, evidence.sentence.ordinal
                if place not in found or found[place].score < evidence.score:
                    found[place] = evidence
            if any(evidence.score >= LIKELY for evidence in found.values()):
                break
        return tuple(sorted(found.values(), key=lambda evidence: -evidence.score))

    def read(
        self,
        question: str,
        part: tuple[int, int],
        told: Sequence[Told],
        days: Sequence[Dated] = (),
    ) -> Iterator[Evidence]:
        """The sentences as they stand; score = how likely each answers the part.

        `days` are those of "last week" and its like, which the question is read without.
        """
        when, office = named(question[slice(*part)]), office_asked(question[slice(*part)])
        rows = [(article.title, [s.text for s in sentences]) for article, sentences in told]
        scores = self._reader.answers(without_today(question), part, rows)
        for (article, sentences), likely in zip(told, scores, strict=True):
            for sentence, value in zip(sentences, likely, strict=True):
                score = float(value)
                told_of = sentence.text, article.published
                if not (timely(when, *told_of) and during(days, *told_of)):
                    score *= MISTIMED
                if office and held_elsewhere(office, sentence.text):
                    score *= ELSEWHERE
                yield Evidence(sentence, article, score)

    def lacking(
        self, question: str, *, filters: Filters | None = None, as_of: date | None = None
    ) -> tuple[bool, str]:
        """Whether the question cites outlets of the library, and what it names that they lack."""
        read = self._retriever.read(question, as_of)
        return bool(read.outlets), lacking(read, self._store, filters)

    def for_topic(self, topic: str, *, filters: Filters | None = None) -> list[Evidence]:
        """What the articles about a topic say, best first, each thing once."""
        hits = self._retriever.find(topic, filters=filters, limit=FOR_TOPIC, split=False)
        # of one agency's story the copy that fits best
        first = {hit.article.origin: hit.article for hit in reversed(hits.passages)}
        articles = {article.id: article for article in first.values()}
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
        if not kept:  # no article is about it; single sentences may be
            every = [(s, articles[key]) for key in told for s in told[key]]
            kept = [(s, a) for s, a in every if wanted and wanted <= set(stems(s.text))]
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
        """The sentences of an article, quotations whole, without its title where that is one."""
        title = fold(article.title)
        told = whole_quotations(article.text, self._store.sentences(article.version))
        return [s for s in told if fold(s.text) != title]

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

    def _sentences(
        self, text: str, filters: Filters | None, limit: int
    ) -> list[tuple[Sentence, Article]]:
        """Sentences of the passages found for a text, those that share most words with it."""
        hits = self._retriever.find(text, filters=filters, limit=PASSAGES, split=False)
        found = {
            (sentence.version, sentence.ordinal): (sentence, article)
            for article, sentences in self._told_by(hits.passages)
            for sentence in sentences
        }
        wanted = set(stems(text))
        ranked = sorted(found.values(), key=lambda pair: -_shared(wanted, pair[0].text))
        return ranked[:limit]

    def _told_by(self, hits: Sequence[Hit]) -> list[Told]:
        """The sentences of passages, passage by passage."""
        return [
            (
                hit.article,
                [
                    sentence
                    for sentence in self._told(hit.article)
                    if sentence.start < hit.passage.end and sentence.end > hit.passage.start
                ],
            )
            for hit in hits
        ]


def _met(dated: Dated, passages: Sequence[Told]) -> bool:
    """Whether an article was published on a day that the question names, which then is heard of."""
    return any(during((dated,), "", article.published) for article, _ in passages)


def _says_same(one: Sentence, other: Sentence, likeness: float) -> bool:
    if likeness < ALIKE:
        return False
    figures = [set(_FIGURE.findall(sentence.text)) for sentence in (one, other)]
    return figures[0] == figures[1] and not contrary(one.text, other.text)


def _shared(wanted: set[str], text: str) -> float:
    return len(wanted & set(stems(text))) / max(len(wanted), 1)
