"""From a claim and its evidence to a verdict that says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from brief.schema import Evidence, Verdict
from brief.text import sentence_spans
from brief.verify.carrying import ITEM, NEARBY, choose, items
from brief.verify.case import Case, Sight, Source
from brief.verify.copying import copied
from brief.verify.coverage import WordVectors, align, share, weights
from brief.verify.dates import published_on
from brief.verify.decision import assess
from brief.verify.facts import Facts, facts, with_opening_name
from brief.verify.judgement import Examined, calibration, judge, whole
from brief.verify.names import spoken_of
from brief.verify.selection import joined, select
from brief.verify.statements import split_claims

if TYPE_CHECKING:
    from brief.embedding import Encoder
    from brief.embedding.crossencoder import Entailment

CANDIDATES = 16  # sentences that are compared word by word
DRAFTED = 1.4  # what the word of the rules is worth on a drafted claim, see `judge`
BEFORE = 400  # characters before a sentence in which its pronouns find their names


Claimed = tuple[Facts, Sequence[Source]]  # a claim and the sentences that it is checked against
Judged = tuple[Verdict, list[int]]  # and the numbers of the sentences that carry it
NOTHING = Verdict("not_found", ("there is no evidence on this",))
WORDLESS = Verdict("unchecked", ("it says nothing",))


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
        self, cases: Sequence[tuple[str, Sequence[Evidence]]], *, drafted: bool = False
    ) -> list[tuple[Verdict, tuple[Evidence, ...]]]:
        """As `verify` for many claims; the models read all their sentences in one batch.

        A claim is held against the one article that tells most of it, and where that does not
        support it, against that and those that add to it. Of claims that were `drafted` from their
        evidence the rules know more than of any text: their word counts more.
        """
        read = [
            (facts(claim), [as_source(e, n) for n, e in enumerate(evidence)])
            for claim, evidence in cases
        ]
        circles, trust = self.circles(read), DRAFTED if drafted else 1.0
        nearest = [(claim, c[0]) for (claim, _), c in zip(read, circles, strict=True)]
        judged = self._judge(nearest, "claims", trust)
        wider = [n for n, circle in enumerate(circles) if circle[1:] and not _stands(judged[n])]
        again = self._judge([(read[n][0], circles[n][1]) for n in wider], "claims", trust)
        for n, found in zip(wider, again, strict=True):
            judged[n] = found if _stands(found) else judged[n]
        return [
            (verdict, tuple(evidence[number] for number in carrying))
            for (verdict, carrying), (_, evidence) in zip(judged, cases, strict=True)
        ]

    def circles(self, cases: Sequence[Claimed]) -> list[list[list[Source]]]:
        """For each claim the sentences of the article that tells most of it, and a wider circle.

        The wider, with the articles that add to it, is there only where some do. What several
        articles say, read as if one said it, seems to support what none of them says.
        """
        found = []
        for (claim, sources), near in zip(cases, self._near(cases), strict=True):
            chosen = self.lay_out(claim, near).chosen if near else ()
            copies = (s.article for s in sources if copied(claim.text, [s.facts.text]))
            copy = next(copies, None)
            names = [sight.source.article for sight in chosen] if copy is None else [copy]
            found.append(
                [
                    [source for source in sources if source.article in circle]
                    for circle in dict.fromkeys((frozenset(names[:1]), frozenset(names)))
                ]
            )
        return found

    def score_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """A verdict for each (premise, claim); a claim of several sentences is as its worst.

        One without a word stays unchecked.
        """
        read: list[Claimed] = []
        owners = []
        for number, (premise, claim) in enumerate(pairs):
            sources = premise_sources(premise)
            for text in [s.text for s in split_claims(claim)] or [claim]:
                claimed = facts(text)
                if claimed.tokens:
                    read.append((claimed, sources))
                    owners.append(number)
        judged = self._judge(read, "texts")
        parts: list[list[Verdict]] = [[] for _ in pairs]
        for owner, (verdict, _) in zip(owners, judged, strict=True):
            parts[owner].append(verdict)
        return [
            whole(verdicts, by_model=self._entailment is not None) if verdicts else WORDLESS
            for verdicts in parts
        ]

    def examine(self, cases: Sequence[Claimed]) -> list[Examined | None]:
        """What is known of each claim before its verdict; None where there is no evidence.

        The model is not asked about what needs no asking.
        """
        found: list[Examined | None] = [None] * len(cases)
        unsettled: list[int] = []  # what is not the source's own words, or fails by a rule
        for n, ((claim, sources), near) in enumerate(zip(cases, self._near(cases), strict=True)):
            if near:
                case = self.lay_out(claim, near)
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
        self, cases: Sequence[Claimed], of: Literal["claims", "texts"], trust: float = 1.0
    ) -> list[Judged]:
        judged, fitted = [], calibration(of)
        for one in self.examine(cases):
            verdict, carrying = judge(one, fitted, trust) if one else (NOTHING, ())
            judged.append((verdict, [sight.source.number for sight in carrying]))
        return judged

    def _near(self, cases: Sequence[Claimed]) -> list[list[Source]]:
        """The sentences of each claim that are compared with it, their vectors loaded."""
        near = [[sources[n] for n in _nearest(claim, sources)] for claim, sources in cases]
        self._vectors.load(
            [claim for claim, _ in cases] + [source.facts for some in near for source in some]
        )
        return near

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
        chosen = choose(claim, sights, weight)
        return Case(claim, tuple(chosen), tuple(s for s in sights if s not in chosen))

    def _sight(self, claim: Facts, source: Source, weight: Sequence[float]) -> Sight:
        alignment = align(claim, source.facts, self._vectors.cosines(claim, source.facts))
        likeness = _likeness(claim, source, alignment.likeness)
        return Sight(source, alignment, likeness, share(likeness, weight))


def _stands(judged: Judged) -> bool:
    return judged[0].label == "supported"


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


def _nearest(claim: Facts, sources: Sequence[Source]) -> list[int]:
    """The sentences that share most words and figures with the claim, in their own order."""
    if len(sources) <= CANDIDATES:
        return list(range(len(sources)))
    wanted = {token.stem for token in claim.tokens if token.content}
    shared = [
        len(wanted & s.facts.stems) + ITEM * sum(value == 1 for value in items(claim, s.facts))
        for s in sources
    ]
    return sorted(sorted(range(len(sources)), key=lambda n: -shared[n])[:CANDIDATES])


def as_source(evidence: Evidence, number: int) -> Source:
    article, sentence = evidence.article, evidence.sentence
    return Source(
        facts(sentence.text, published_on(article.published)),
        article.id + article.version,  # two states of one article are two sources
        "\n".join((article.title, article.outlet, article.author, article.wire)),
        article.text[max(sentence.start - BEFORE, 0) : sentence.start],
        sentence.start,
        number,
    )
