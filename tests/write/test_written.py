"""Invented figures, names, dates and opposites are caught; honest rewording is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from brief.app import Library
from brief.llm import Reply, Request, Usage
from brief.prompts import Prompts
from brief.schema import Claim, Evidence
from brief.settings import bundled
from brief.write.model import ModelWriter

WRITTEN = yaml.safe_load(Path(__file__).with_name("written.yaml").read_text("utf-8"))
CAUGHT, KEPT = 0.95, 0.8  # shares reached so far; the aim is 0.95 for both
QUESTION = "What is said about this?"


@dataclass(frozen=True)
class Dictated:
    """A model that says one thing and names every sentence it was given."""

    says: str
    name = "openai-like/dictated"
    context_window = 8192

    def complete(self, request: Request, *, on_text: Any = None) -> Reply:
        lines = [line.split(". ")[0] for line in request.user.splitlines()]
        numbers = [int(first) for first in lines if first.isdigit()]
        claim = {"text": self.says, "evidence": numbers}
        return Reply(json.dumps({"claims": [claim]}), Usage(1, 1, 0.1))


@pytest.fixture(scope="module")
def library(seeds_library: Path) -> Iterator[Library]:
    with Library(seeds_library) as opened:
        yield opened


def cited(library: Library, entry: dict[str, Any]) -> list[Evidence]:
    """The sentences that an entry names; each name must fit exactly one."""
    (article,) = (a for a in library.articles() if a.source.endswith("/" + entry["article"]))
    sentences = library._store.sentences(article.version)
    found = []
    for beginning in entry["cites"]:
        fits = [s for s in sentences if s.text.startswith(beginning)]
        assert len(fits) == 1, f"{entry['article']}: {beginning!r} begins {len(fits)} sentences"
        found.append(Evidence(fits[0], article, 0.9))
    return found


def verdicts(library: Library, entries: list[dict[str, Any]]) -> list[tuple[str, Claim, Any]]:
    prompts = Prompts.load(bundled("prompts"))
    written = []
    for entry in entries:
        writer = ModelWriter(Dictated(entry["says"]), prompts)
        for claim in writer.write(QUESTION, cited(library, entry)):
            assert claim.evidence, f"{entry['says']}: {claim.verdict.reasons}"
            written.append((entry["says"], claim))
    cases = [(claim.text, claim.evidence) for _, claim in written]
    judged = library._verifier.verify_all(cases, drafted=True)
    return [
        (says, claim, verdict) for (says, claim), (verdict, _) in zip(written, judged, strict=True)
    ]


def report(found: list[tuple[str, Any]]) -> str:
    return "\n".join(f"  {says}: {verdict.label} {verdict.reasons}" for says, verdict in found)


def test_what_is_invented_is_caught(library: Library) -> None:
    entries = WRITTEN["invented"]
    passed = {says: v for says, _, v in verdicts(library, entries) if v.label == "supported"}
    assert len(entries) == 40
    assert len(passed) <= (1 - CAUGHT) * len(entries), report(list(passed.items()))


def test_what_is_honest_is_kept(library: Library) -> None:
    entries = WRITTEN["honest"]
    lost = {says: v for says, _, v in verdicts(library, entries) if v.label != "supported"}
    assert len(entries) == 60
    assert len(lost) <= (1 - KEPT) * len(entries), report(list(lost.items()))
