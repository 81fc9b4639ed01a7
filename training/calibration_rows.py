"""Sentences to fit the verifier's calibration to, with what rules and evidence say of each.

Of the folder that train_cross reads, SummEdits' news texts, RAGTruth's summaries and those of our
claims that were held out are used. These are checked twice: against their own text, and in a
library, where the evidence has to be found first; those about stories in a library of these.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from brief.app import Library
from brief.embedding import load
from brief.embedding.crossencoder import Reading
from brief.schema import VerdictLabel
from brief.verify import Verifier, split_claims
from brief.verify.case import Finding
from brief.verify.decision import Assessment, decide
from brief.verify.facts import facts
from brief.verify.judgement import features
from brief.verify.verifier import Claimed, as_source, pair, premise_sources
from training import stories
from training.verifier_sets import HERE, held_out, read_corpus, read_written, sentences
from training.verifier_synthetic import cut, usable


@dataclass
class Row:
    """A sentence: its text's set and number, its kind, whether it is borne out, what is known."""

    source: str
    text: int
    kind: str
    right: bool
    label: str
    pair: tuple[str, str]
    found: Assessment
    by_rule: VerdictLabel
    copied: bool
    reading: Reading | None = None

    @property
    def values(self) -> dict[str, float]:
        """What the regression sees."""
        return features(self.reading, self.found, self.by_rule)


def rows_of(data: Path) -> Iterator[tuple[str, int, str, bool, str, str, str]]:
    """(set, text, kind, whether right, label, premise, sentence)."""
    corpus = data / "multihop_rag" / "corpus.jsonl"
    for number, premise in enumerate(read_written(HERE / "claims.jsonl", corpus)):
        if held_out(int(premise.source.partition(":")[2])):
            for claim in premise.claims:
                whole = number % 2 and claim.label != "not_mentioned"
                text = premise.whole if whole else premise.text
                right = claim.label == "supported"
                yield "written", number, claim.kind, right, claim.label, text, claim.text
    lines = (data / "summedits_news" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    for number, row in enumerate(map(json.loads, lines)):
        kind = "+".join(row["edit_types"]) or ("none" if row["label"] else "unnamed")
        for part in split_claims(row["summary"]) or [row["summary"]]:
            text = getattr(part, "text", part)
            yield "summedits", number, kind, bool(row["label"]), "", row["doc"], text
    lines = (data / "ragtruth_summary" / "summary_dev.jsonl").read_text("utf-8").splitlines()
    for number, row in enumerate(map(json.loads, lines)):
        if row["source_id"] % 2:
            continue  # trained on
        for part in split_claims(row["response"]):
            marked = [s for s in row["spans"] if s["start"] < part.end and s["end"] > part.start]
            kind = marked[0]["label_type"] if marked else "none"
            yield "ragtruth", number, kind, not marked, "", row["source"], part.text


def copies(data: Path) -> Iterator[tuple[str, int, str, bool, str, str, str]]:
    """As `rows_of`: sentences of articles as they are, and lightly cut."""
    rng = random.Random(5)
    number = 0
    for doc, body in sorted(read_corpus(data / "multihop_rag" / "corpus.jsonl").items()):
        plain = [s for s in sentences(body) if usable(s)]
        for sentence in rng.sample(plain, min(4, len(plain))) if held_out(doc) else ():
            for kind, text in (("copied", sentence), ("cut", cut(sentence, rng))):
                if kind == "copied" or text != sentence:
                    yield kind, (number := number + 1), kind, True, "supported", body, text


def collect(data: Path, folder: Path) -> list[Row]:
    """What the rules know of the sentences, and the evidence that the model is to read."""
    verifier = Verifier(load())
    rows = []
    with Library(folder, model="none") as library:
        for source, number, kind, right, label, premise, text in (*rows_of(data), *copies(data)):
            case = facts(text), premise_sources(premise)
            rows += _rows(verifier, case, (source, number, kind, right, label))
            if source == "written":
                case = _looked_up(library, verifier, text)
                rows += _rows(verifier, case, ("library", number, kind, right, label))
    return rows + list(_of_stories(verifier))


def _of_stories(verifier: Verifier) -> Iterator[Row]:
    """The claims about stories that were held out, in a library of their articles."""
    held = [(n, s) for n, s in enumerate(stories.stories()) if stories.held_out(n)]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "stories.jsonl"
        reports = [report for _, story in held for report in story.articles.values()]
        rows = [
            {"title": r.title, "outlet": r.outlet, "date": r.published, "text": r.body}
            for r in reports
        ]
        file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        with Library(Path(folder) / "library", model="none") as library:
            library.ingest(file)
            for number, story in held:
                for claim in (c for premise in stories.told(number, story) for c in premise.claims):
                    case = _looked_up(library, verifier, claim.text)
                    right = claim.label == "supported"
                    about = "stories", number, claim.kind, right, claim.label
                    yield from _rows(verifier, case, about)


def _looked_up(library: Library, verifier: Verifier, text: str) -> Claimed:
    """A claim beside the evidence that a check holds it against first."""
    found = library._finder.for_claim(text)
    case = facts(text), [as_source(evidence, n) for n, evidence in enumerate(found)]
    return case[0], verifier.circles([case])[0][0]


def _rows(
    verifier: Verifier, case: Claimed, about: tuple[str, int, str, bool, str]
) -> Iterator[Row]:
    (known,) = verifier.examine([case])
    if known and not known.cut:
        light = tuple(Finding(f.kind, f.rule, "") for f in known.found.findings)
        found = Assessment(known.found.coverage, (), light)
        by_rule = decide(known.case, known.found)[0].label
        yield Row(*about, pair(*case), found, by_rule, known.copied and not light)
