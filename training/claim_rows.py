"""Claims as rows for the cross-encoder: each beside the few sentences that the tool would show."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from brief.embedding.crossencoder import ASKED, QUERY, Row
from brief.embedding.runtime import tokenize
from brief.verify.selection import joined, select
from training import stories
from training.rows import UNKNOWN, Sample
from training.verifier_sets import (
    HERE,
    LABELS,
    NOT,
    Claim,
    Premise,
    held_out,
    read_corpus,
    read_pairs,
    read_spans,
    read_written,
    sentences,
)
from training.verifier_synthetic import synthetic

SHORT = 100  # words of a premise that may be read whole
WHOLE = 0.5  # how often it is
WIDER = 0.4  # how often what we wrote is read beside sentences of the whole article
# How often a claim of a set is read in one round over all. News and summaries most, captions and
# sets that word overlap gives away least.
SHARES = {
    "story": 1.0,
    "written": 0.5,
    "summary_dev": 0.5,
    "summedits_nonnews": 0.3,
    "summedits_nonnews_sent": 0.3,
    "bump_sent": 0.5,
    "bump": 0.15,
    "factcc_expl_negatives": 0.25,
    "wice_claims": 0.25,
    "wice_partial_subclaims": 0.25,
    "factcheck_gpt": 0.2,
    "fool_me_twice": 0.25,
    "vitaminc_small": 0.5,
    "dialfact_sample": 0.25,
    "fever_dev": 0.06,
    "feverous_dev": 0.05,
    "mnli_dev_matched": 0.15,
    "snli_dev": 0.03,
    "cad_nli": 0.05,
    "begin": 0.03,
    "synthetic": 1.0,
}
SYNTHETIC = 300  # premises a round


class Claims:
    """All premises that are trained on; `rows` are those of one round."""

    def __init__(self, data: Path) -> None:
        corpus = data / "multihop_rag" / "corpus.jsonl"
        self.premises = read_spans(data / "ragtruth_summary" / "summary_dev.jsonl")
        for path in sorted((data / "train").glob("*.jsonl")):
            if path.stem in SHARES:
                self.premises += read_pairs(path)
        for premise in read_written(HERE / "claims.jsonl", corpus):
            if not held_out(int(premise.source.partition(":")[2])):
                self.premises.append(premise)
        self._bodies = {d: body for d, body in read_corpus(corpus).items() if not held_out(d)}
        for number, story in enumerate(stories.stories()):
            if not stories.held_out(number):
                self.premises += stories.told(number, story)
                for place, report in enumerate(story.articles.values()):
                    self._bodies[-10 * number - place - 1] = report.body

    def rows(self, number: int, rng: random.Random) -> Iterator[Sample]:
        """Each claim as often as its set's share, with a fresh choice of evidence."""
        for premise in [*self.premises, *synthetic(self._bodies, number, SYNTHETIC)]:
            share = SHARES[premise.source.partition(":")[0]]
            for claim in premise.claims:
                for _ in range(int(share + rng.random())):
                    yield row(premise, claim, rng)


def row(premise: Premise, claim: Claim, rng: random.Random) -> Sample:
    """The claim beside its evidence."""
    text = premise.text
    if premise.whole and rng.random() < WIDER:
        text = premise.whole
    if len(text.split()) > SHORT or rng.random() > WHOLE:
        told = sentences(text)
        text = joined(told, select(claim.text, told, most=rng.choice([2, 3, 4, 4])))
    (said, _), (ids, offsets) = tokenize([text, claim.text])
    ids, offsets = ids[:QUERY], offsets[:QUERY]
    marks = [_mark(span, claim.marks) for span in offsets]
    label = LABELS.index(claim.label) if claim.label != NOT else 3
    return Sample(Row(ids, [ASKED] * len(ids), [], [said]), [UNKNOWN], label, marks)


def _mark(span: tuple[int, int], marks: tuple[tuple[int, int], ...] | None) -> int:
    if marks is None:
        return UNKNOWN
    return int(any(s < span[1] and span[0] < e for s, e in marks))
