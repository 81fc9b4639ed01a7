"""The cross-encoder: reads a question or a claim together with a passage.

Of a question it says how likely each sentence of the passage answers it; of a claim, whether the
passage supports it, contradicts it or does not mention it, and which of its words are not borne
out. Made from the encoder's weights by training/train_cross.py; it reads English. Questions and
claims have weights of their own, of one shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Protocol

from brief.embedding.runtime import CLS, SEP, batches, session, tokenize, word_stems, word_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUERY, HEADING, MOST = 80, 24, 320  # tokens of a query, of a heading, of both with their passage
# Kinds of token: of the query, of the passage, of the parts of a question that are not asked now;
# of the query and held by the passage, of the passage and shared with the query.
ASKED, TOLD, BESIDE, HELD, SHARED = range(5)

QUESTIONS, CLAIMS = "questions-int8", "claims-int8"  # models

Passage = tuple[str, Sequence[str]]  # heading and sentences


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of one claim; the three logits can be compared with each other."""

    supported: float
    contradicted: float
    not_mentioned: float
    marks: tuple[tuple[int, int, float], ...]  # start, end and logit of "not so" of each token


class Entailment(Protocol):
    """Reads evidence and a claim, many pairs at once."""

    @property
    def name(self) -> str:
        """Two models with one name give the same readings."""
        ...

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """A reading for each (evidence, claim), in the order given."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """One query beside one passage, as token ids.

    `[CLS] query [SEP] heading [SEP] sentences [SEP]`

    Without a heading its separator is left out too; what is beyond MOST is cut.
    """

    query: list[int]
    kinds: list[int]  # of the query's tokens
    heading: list[int]
    sentences: list[list[int]]

    def __len__(self) -> int:
        heading = len(self.heading) + 1 if self.heading else 0
        return min(len(self.query) + heading + sum(map(len, self.sentences)) + 3, MOST)

    def ids(self) -> list[int]:
        """The row's tokens."""
        told = [*self.heading, SEP] if self.heading else []
        told += [token for sentence in self.sentences for token in sentence]
        return [CLS, *self.query, SEP, *told, SEP][:MOST]

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where each sentence stands among the ids; empty where it is cut off."""
        at = len(self.query) + 2 + (len(self.heading) + 1 if self.heading else 0)
        for sentence in self.sentences:
            yield min(at, MOST), min(at + len(sentence), MOST)
            at += len(sentence)


class CrossEncoder:
    """The models in the package, which load on first use."""

    name = CLAIMS

    def answers(
        self, question: str, part: tuple[int, int], passages: Sequence[Passage]
    ) -> list[NDArray[np.float32]]:
        """For each passage the probability that each sentence answers `question[start:end]`.

        The rest of the question counts as what it is about. A sentence that is cut off because the
        passage is too long has the probability 0.
        """
        import numpy as np

        ids, offsets = tokenize([question])[0]
        # of a question that is too long, the tokens up to the part's last are read
        first = max(sum(start < part[1] for start, _ in offsets) - QUERY, 0)
        ids, offsets = ids[first : first + QUERY], offsets[first : first + QUERY]
        kinds = [ASKED if part[0] <= start < part[1] else BESIDE for start, _ in offsets]
        texts = [text for heading, sentences in passages for text in (heading, *sentences)]
        tokens = iter([found for found, _ in tokenize(texts)])
        rows = [
            Row(ids, kinds, next(tokens)[:HEADING], [next(tokens) for _ in sentences])
            for _, sentences in passages
        ]
        found = [np.zeros(len(row.sentences), np.float32) for row in rows]
        for batch, (logits,) in self._run(QUESTIONS, ["answers"], rows):
            for place, n in enumerate(batch):
                told = logits[place, : len(found[n])]
                inside = np.array([end > start for start, end in rows[n].spans()], bool)
                found[n][inside] = 1 / (1 + np.exp(-told[inside]))
        return found

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """A reading for each (evidence, claim), in the order given; what is too long is cut."""
        evidence = tokenize([first for first, _ in pairs])
        claims = tokenize([second for _, second in pairs])
        rows = [
            Row(ids[:QUERY], [ASKED] * len(ids[:QUERY]), [], [said])
            for (said, _), (ids, _) in zip(evidence, claims, strict=True)
        ]
        readings: dict[int, Reading] = {}
        for batch, (verdicts, marks) in self._run(CLAIMS, ["verdict", "marks"], rows):
            for place, n in enumerate(batch):
                spans = claims[n][1][:QUERY]
                told = marks[place, 1 : 1 + len(spans)]
                supported, contradicted, not_mentioned = map(float, verdicts[place])
                readings[n] = Reading(
                    supported,
                    contradicted,
                    not_mentioned,
                    tuple((s, e, float(m)) for (s, e), m in zip(spans, told, strict=True)),
                )
        return [readings[n] for n in range(len(pairs))]

    def _run(
        self, model: str, outputs: list[str], rows: Sequence[Row]
    ) -> Iterator[tuple[list[int], list[NDArray[np.float32]]]]:
        """Batches of rows of like length: their indices and what the model says of them."""
        for batch in batches([len(row) for row in rows]):
            read = assemble([rows[n] for n in batch])
            inputs = {"words": word_vectors(read.pop("ids")), **read}
            yield batch, self._sessions(model).run(outputs, inputs)

    @cached_property
    def _sessions(self) -> Callable[[str], Any]:
        return cache(session)


def assemble(rows: Sequence[Row]) -> dict[str, NDArray[Any]]:
    """The rows padded to the longest: ids, kinds, mask (n, tokens), pools (n, sentences, tokens).

    A sentence's row of `pools` is the mean over its tokens; zeros where there is none. Which words
    the two have in common is told by the kinds: a small model is long in learning to see it.
    """
    import numpy as np

    width = max(map(len, rows))
    ids = np.zeros((len(rows), width), np.int64)
    kinds, mask = np.full_like(ids, TOLD), np.zeros_like(ids)
    pools = np.zeros((len(rows), max(len(row.sentences) for row in rows), width), np.float32)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row.ids()
        mask[place, : len(row)] = 1
        begin = len(row.kinds) + 2
        kinds[place, :begin] = [ASKED, *row.kinds, ASKED]
        words = word_stems(row.ids())
        common = set(words[:begin]) & set(words[begin:]) - {""}
        shared = np.array([word in common for word in words])
        own = kinds[place, : len(row)]
        own[shared & (own == ASKED)] = HELD
        own[shared & (own == TOLD)] = SHARED
        for sentence, (start, end) in enumerate(row.spans()):
            pools[place, sentence, start:end] = 1 / max(end - start, 1)
    return {"ids": ids, "kinds": kinds, "mask": mask, "pools": pools}
