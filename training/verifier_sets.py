"""What the verifier is trained on: claims beside the text they were judged against.

Sets made by others are read from a folder that the user names; what we wrote is claims.jsonl,
whose texts are named by document and offset in MultiHop-RAG's corpus.jsonl.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from brief.text import sentence_spans

HERE = Path(__file__).parent
LABELS = ("supported", "contradicted", "not_mentioned")
NOT = "not_supported"  # contradicted or not mentioned, which of them is not known
ALIKE = 0.6  # of two claims' words, from which one is taken for the other's edit
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and its label; `marks` are the words that are wrong, None where that is not known."""

    text: str
    label: str
    marks: tuple[Span, ...] | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Premise:
    """A text and the claims that were judged against it."""

    source: str  # the set
    text: str
    claims: tuple[Claim, ...]
    whole: str = ""  # the article that `text` is a part of


def read_pairs(path: Path) -> list[Premise]:
    """A set of {"premise", "hypothesis", "label"}; claims that are edits of others get marks."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        claims[row["premise"]].append(Claim(row["hypothesis"], row["label"]))
    edits = path.stem.startswith(("summedits", "bump", "cad_nli", "vitaminc"))
    found = []
    for text, group in claims.items():
        if path.stem.startswith(("summedits", "bump")):  # the product splits texts into sentences
            group = [c for c in group if len(sentences(c.text)) == 1]
        found.append(Premise(path.stem, text, tuple(marked(group, edits=edits))))
    return [premise for premise in found if premise.claims]


def read_spans(path: Path) -> list[Premise]:
    """RAGTruth's answers and summaries: sentences with the spans that people marked.

    Of the summaries, those of articles with an odd number; the others are there to judge by.
    """
    found: dict[str, list[Claim]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["task"] == "Summary" and not row["source_id"] % 2:
            continue
        passages = row["source"] if row["task"] == "Summary" else row["source"]["passages"]
        text = re.sub(r"\s*passage \d+:\s*", "\n\n", passages).strip()
        spans = [s for s in row["spans"] if not s.get("implicit_true")]
        for start, end in sentence_spans(row["response"]):
            claim = row["response"][start:end]
            inside = [s for s in spans if s["start"] < end - 2 and s["end"] > start + 2]
            unclear = len(inside) < sum(s["start"] < end and s["end"] > start for s in row["spans"])
            if unclear or len(claim.split()) < 4 or _TALK.search(claim):
                continue
            label = "supported"
            if inside:
                conflict = any("Conflict" in s["label_type"] for s in inside)
                label = "contradicted" if conflict else "not_mentioned"
            marks = tuple((max(s["start"] - start, 0), min(s["end"], end) - start) for s in inside)
            found[text].append(Claim(claim, label, marks))
    return [Premise(path.stem, text, tuple(claims)) for text, claims in found.items()]


_TALK = re.compile(
    r"passage|unable to answer|given (?:text|information)|not (?:mention|provide|specif)|:\s*$",
    re.I,
)


def read_written(path: Path, corpus: Path) -> list[Premise]:
    """What we wrote about windows of news articles, a window a premise."""
    bodies = read_corpus(corpus)
    windows: dict[tuple[int, int, int], list[Claim]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        place = (row["doc"], row["start"], row["end"])
        windows[place].append(Claim(row["claim"], row["label"], kind=row["kind"]))
    return [
        Premise(
            f"written:{doc}",
            bodies[doc][start:end],
            tuple(marked(claims, edits=True)),
            bodies[doc],
        )
        for (doc, start, end), claims in windows.items()
    ]


def read_corpus(corpus: Path) -> dict[int, str]:
    """MultiHop-RAG's articles by their id."""
    rows = map(json.loads, corpus.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["body"] for row in rows}


def held_out(doc: int) -> bool:
    """Whether what we wrote about an article is kept to judge by: one article in ten."""
    return doc * 7919 % 10 == 3


def marked(claims: list[Claim], *, edits: bool) -> Iterator[Claim]:
    """The claims with marks: none in what is supported, the changed words in an edit of it."""
    right = [claim.text for claim in claims if claim.label == "supported"]
    for claim in claims:
        if claim.label == "supported":
            yield Claim(claim.text, claim.label, (), claim.kind)
        else:
            marks = _changed(claim.text, right) if edits and claim.marks is None else claim.marks
            yield Claim(claim.text, claim.label, marks, claim.kind)


def _changed(text: str, right: list[str]) -> tuple[Span, ...] | None:
    """Spans of the words that the most similar right claim has not; None where none is similar."""
    spans = [m.span() for m in re.finditer(r"[^\W_]+(?:[.,'’-][^\W_]+)*", text)]
    mine = [text[s:e].lower() for s, e in spans]
    best: tuple[float, list[Span]] = (ALIKE, [])
    for other in right:
        theirs = [w.lower() for w in re.findall(r"[^\W_]+(?:[.,'’-][^\W_]+)*", other)]
        matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
        if matcher.real_quick_ratio() > best[0] and (ratio := matcher.ratio()) > best[0]:
            changes = [o for o in matcher.get_opcodes() if o[0] in {"replace", "insert", "delete"}]
            inside = [s for _, i, j, _, _ in changes for s in spans[i:j]]
            best = (ratio, inside)
    return tuple(best[1]) or None


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text."""
    return tuple(text[start:end] for start, end in sentence_spans(text))
