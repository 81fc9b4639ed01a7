"""From a claim and its evidence to a verdict that says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from brief.schema import Evidence, Verdict
from brief.text import sentence_spans
from brief.verify.case import Case, Sight, Source, within
from brief.verify.copying import copied
from brief.verify.coverage import WordVectors, align, share, weights
from brief.verify.dates import borne_out, published_on
from brief.verify.decision import assess
from brief.verify.facts import Facts, facts, with_opening_name
from brief.verify.judgement import Examined, judge, whole
from brief.verify.names import known, spoken_of
from brief.verify.quantities import bears_out, comparable
from brief.verify.selection import joined, select
from brief.verify.statements import split_claims

if TYPE_CHECKING:
    from brief.embedding import Encoder
    from brief.embedding.crossencoder import Entailment

CANDIDATES = 16  # sentences that are compared word by word
JOINED = 3  # sentences that may carry a claim together
GAIN = 1.0  # words that a further sentence must cover beyond those before it
ITEM = 2.0  # weight of a figure or date beside a word's 1
SUBJECT = 0.15  # what speaking of the claim's subject is worth, in coverage
LIKE = 0.4  # what another figure of the same kind is worth
FOUND = 0.28  # how much surer than the rules the model must be in a library
BEFORE = 400  # characters before a sentence in which its pronouns find their names
NEARBY = 0.8  # likeness of a name that only the surroundings of a sentence speak of


class Verifier:
    """Checks claims against sentences by coverage and rules, and by an entailment model if given."""

    def __init__(self, encoder: Encoder, entailment: Entailment | None = None) -> None:
        self._vectors = WordVectors(encoder)
        self._entailment = entailment

    def verify(
        self, claim: str, evidence: Sequence[Evidence]
    ) -> tuple[Verdict, tuple[Evidence, ...]]:
        """The verdict on `claim` and the evidence that carries it: fewest sentences, best first."""
        return self.verify_all([(claim, evidence)])[0]

    def verify_all(
        self, cases: Sequence[tuple[str, Sequence[Evidence]]]
    ) -> list[tuple[Verdict, tuple[Evidence, ...]]]:
        """As `verify` for many claims; the encoder reads all their sentences in one batch."""
        read = [
            (facts(claim), [_source(e, n) for n, e in enumerate(evidence)])
            for claim, evidence in cases
        ]
        return [
            (verdict, tuple(evidence[number] for number in carrying))
            for (verdict, carrying), (_, evidence) in zip(
                self._judge(read, FOUND), cases, strict=True
            )
        ]

    def score_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """A verdict for each (premise, claim); a claim of several sentences is as its worst."""
        read: list[tuple[Facts, Sequence[Source]]] = []
        owners = []
        for number, (premise, claim) in enumerate(pairs):
            sources = premise_sources(premise)
            for text in [s.text for s in split_claims(claim)] or [claim]:
                read.append((facts(text), sources))
                owners.append(number)
        parts: list[list[Verdict]] = [[] for _ in pairs]
        for owner, (verdict, _) in zip(owners, self._judge(read), strict=True):
            parts[owner].append(verdict)
        return [whole(verdicts, by_model=self._entailment is not None) for verdicts in parts]

    def examine(self, cases: Sequence[tuple[Facts, Sequence[Source]]]) -> list[Examined | None]:
        """What is known of each claim before its verdict; None where there is no evidence.

        The model is not asked about what needs no asking.
        """
        near = [_nearest(claim, sources) for claim, sources in cases]
        self._vectors.load(
            [claim for claim, _ in cases]
            + [s[n].facts for (_, s), kept in zip(cases, near, strict=True) for n in kept]
        )
        found: list[Examined | None] = [None] * len(cases)
        unsettled: list[int] = []  # what is not the source's own words, or fails by a rule
        for n, (claim, sources) in enumerate(cases):
            if near[n]:
                case = self.lay_out(claim, [sources[place] for place in near[n]])
                same = copied(claim.text, [source.facts.text for source in sources])
                found[n] = known = Examined(case, assess(case), None, same)
                if not (known.plain or known.cut):
                    unsettled.append(n)
        if self._entailment and unsettled:
            told = self._entailment.read([pair(*cases[n]) for n in unsettled])
            for n, reading in zip(unsettled, told, strict=True):
                if examined := found[n]:
                    found[n] = replace(examined, reading=reading)
        return found

    def _judge(
        self, cases: Sequence[tuple[Facts, Sequence[Source]]], margin: float = 0.0
    ) -> list[tuple[Verdict, list[int]]]:
        judged: list[tuple[Verdict, list[int]]] = []
        for one in self.examine(cases):
            if one is None:
                judged.append((Verdict("not_found", ("there is no evidence on this",)), []))
                continue
            verdict, carrying = judge(one, margin)
            judged.append((verdict, [sight.source.number for sight in carrying]))
        return judged

    def lay_out(self, claim: Facts, sources: Sequence[Source]) -> Case:
        """The claim beside the fewest sentences that cover it, and the others."""
        familiar = {
            w for f in (claim, *(s.facts for s in sources)) for n in f.names for w in n.words
        }
        claim = with_opening_name(claim, familiar)
        weight = weights(claim)
        sights = [
            self._sight(claim, replace(s, facts=with_opening_name(s.facts, familiar)), weight)
            for s in sources
        ]
        chosen = _choose(claim, sights, weight)
        return Case(claim, tuple(chosen), tuple(s for s in sights if s not in chosen))

    def _sight(self, claim: Facts, source: Source, weight: Sequence[float]) -> Sight:
        alignment = align(claim, source.facts, self._vectors.cosines(claim, source.facts))
        likeness = _likeness(claim, source, alignment.likeness)
        return Sight(source, alignment, likeness, share(likeness, weight))


def pair(claim: Facts, sources: Sequence[Source]) -> tuple[str, str]:
    """What the model reads: the sentences that tell most of the claim, and the claim."""
    order: dict[str, int] = {}
    for source in sources:
        order.setdefault(source.article, len(order))
    texts = [s.facts.text for s in sorted(sources, key=lambda s: (order[s.article], s.start))]
    return joined(texts, select(claim.text, texts)), claim.text


def premise_sources(premise: str) -> list[Source]:
    """The sentences of a text that is all there is."""
    return [
        Source(facts(premise[s:e]), before=premise[max(s - BEFORE, 0) : s], start=s, number=n)
        for n, (s, e) in enumerate(sentence_spans(premise))
    ]


def _likeness(claim: Facts, source: Source, likeness: Sequence[float]) -> tuple[float, ...]:
    """Likeness of the claim's words, where names that a pronoun may stand for count too."""
    values = list(likeness)
    for name in claim.names:
        places = [p for p, t in enumerate(claim.tokens) if name.start <= t.start < name.end]
        if spoken_of(name, source.known):
            floor = 1.0
        elif spoken_of(name, source.surroundings):
            floor = NEARBY
        else:
            # No word is like a name but the name: a likeness in meaning is another's name.
            for place in places:
                values[place] = values[place] if values[place] >= 0.95 else 0.0
            continue
        for place in places:
            values[place] = max(values[place], floor)
    return tuple(values)


def _choose(claim: Facts, sights: Sequence[Sight], weight: Sequence[float]) -> list[Sight]:
    """Fewest sentences that cover the claim: the best, then each that adds enough to it.

    Figures and dates count beside the words. A sentence that speaks of the claim's subject, or
    points at it, is preferred, and no other may be added to the best.
    """
    full = [*weight, *(ITEM for _ in (*claim.quantities, *claim.dates))]
    about = _on_subject(claim, sights)
    rows = [[*s.likeness, *_items(claim, s.facts)] for s in sights]
    alone = [share(row, full) + SUBJECT * on for row, on in zip(rows, about, strict=True)]
    chosen = [max(range(len(sights)), key=alone.__getitem__)]
    best = rows[chosen[0]]
    while len(chosen) < JOINED:
        joined = {
            n: [max(pair) for pair in zip(best, row, strict=True)]
            for n, row in enumerate(rows)
            if about[n] and n not in chosen
        }
        top = max(joined, key=lambda n: share(joined[n], full), default=None)
        if top is None or (share(joined[top], full) - share(best, full)) * sum(full) < GAIN:
            break
        chosen.append(top)
        best = joined[top]
    return [sights[n] for n in chosen]


def _items(claim: Facts, source: Facts) -> list[float]:
    """For each figure and date of the claim whether the source bears it out, or has its like."""
    return [
        float(any(bears_out(q, other) for other in source.quantities))
        or LIKE
        * any(comparable(q, other) and q.dimension != "count" for other in source.quantities)
        for q in claim.quantities
    ] + [
        float(borne_out(d, source.dates, source.published)) or LIKE * bool(source.dates)
        for d in claim.dates
    ]


def _on_subject(claim: Facts, sights: Sequence[Sight]) -> list[bool]:
    """For each sentence whether it speaks of the claim's subject, or may be taken to.

    An article that names the subject goes on about it until a sentence begins with another name.
    """
    if not claim.names:
        first = next((place for place, token in enumerate(claim.tokens) if token.content), None)
        return [first is None or s.alignment.likeness[first] >= NEARBY for s in sights]
    named = [s.source.speaks_of(claim.names[0]) for s in sights]
    articles = {s.source.article for s, is_named in zip(sights, named, strict=True) if is_named}
    return [
        is_named or (s.source.article in articles and not _led_by_another(claim, s.facts))
        for s, is_named in zip(sights, named, strict=True)
    ]


def _led_by_another(claim: Facts, source: Facts) -> bool:
    """Whether a sentence begins with a name that the claim does not speak of."""
    if not source.names or source.rank[within(source, source.names[0].start, len(source.text))[0]]:
        return False
    return not spoken_of(source.names[0], known(claim.text))


def _nearest(claim: Facts, sources: Sequence[Source]) -> list[int]:
    """The sentences that share most words and figures with the claim, in their own order."""
    if len(sources) <= CANDIDATES:
        return list(range(len(sources)))
    wanted = {token.stem for token in claim.tokens if token.content}
    shared = [
        len(wanted & s.facts.stems) + ITEM * sum(value == 1 for value in _items(claim, s.facts))
        for s in sources
    ]
    return sorted(sorted(range(len(sources)), key=lambda n: -shared[n])[:CANDIDATES])


def _source(evidence: Evidence, number: int) -> Source:
    article, sentence = evidence.article, evidence.sentence
    return Source(
        facts(sentence.text, published_on(article.published)),
        article.id,
        "\n".join((article.title, article.outlet, article.author, article.wire)),
        article.text[max(sentence.start - BEFORE, 0) : sentence.start],
        sentence.start,
        number,
    )
