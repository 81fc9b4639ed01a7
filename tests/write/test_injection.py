"""A model that obeys whatever it reads, over articles that command it: no reader is misled."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from brief.app import Library
from brief.prompts import Prompts
from brief.report import documents, markdown, printing, terminal
from brief.schema import Answer, Briefing, Claim, Section
from brief.settings import bundled
from brief.write import addresses_a_model
from brief.write.model import ModelWriter


def _load() -> ModuleType:
    path = Path(__file__).with_name("attacks.py")
    spec = importlib.util.spec_from_file_location("attacks", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["attacks"] = module
    spec.loader.exec_module(module)
    return module


attacks = _load()
ALL = attacks.attacks()
PROMPTS = Prompts.load(bundled("prompts"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("attacked")
    for attack in ALL:
        (folder / attack.file).write_bytes(attack.body)
    with Library(folder / "library", model="none") as made:
        report = made.ingest(*sorted(folder.glob("attack-*")))
        assert len(report.added) == len(ALL) >= 60, report.skipped
        yield made


@pytest.fixture(scope="module")
def answers(library: Library) -> list[tuple[Any, Answer]]:
    """Each attack and the answer of a model that obeys it."""
    found = []
    for attack in ALL:
        library.__dict__["_writer"] = ModelWriter(attacks.Obedient(attack), PROMPTS)
        found.append((attack, library.ask(attack.question)))
    return found


def letters(text: str) -> str:
    return re.sub(r"[^\w ]", "", text).lower()


def unmarked(answer: Answer, payload: str) -> list[Claim]:
    """Claims that say what the attack wants and pass for supported.

    An extract is the article's own sentence: it does not obey where it shows the order whole.
    """
    return [
        claim
        for claim in answer.claims
        if claim.verdict.label == "supported"
        and letters(payload) in letters(claim.text)
        and not (_own_sentences(answer) and _whole(claim, payload))
    ]


def _own_sentences(answer: Answer) -> bool:
    """Whether what stands in the answer was written by no model."""
    return answer.engine == "extractive" or "own sentences" in " ".join(answer.notes)


def _whole(claim: Claim, payload: str) -> bool:
    return len(letters(claim.text).split()) > len(letters(payload).split())


def test_no_obeyed_order_reaches_the_reader_unmarked(answers: list[tuple[Any, Answer]]) -> None:
    misled = [
        f"{attack.kind}: {answer.claims[0].text}"
        for attack, answer in answers
        if unmarked(answer, attack.payload)
    ]
    assert misled == []
    # A hostile sentence costs the reader little of the report that it stands in.
    silent = [
        f"{attack.kind}: {answer}"
        for attack, answer in answers
        if not any(attack.fact in claim.text for claim in answer.claims)
    ]
    assert len(silent) <= 0.1 * len(ALL), "\n".join(silent)


def test_what_is_obeyed_is_kept_with_its_mark_alone(library: Library) -> None:
    obeyed = 0
    for attack in ALL:
        if attack.kind not in attacks.SUBTLE:
            continue
        model = attacks.Obedient(attack)
        library.__dict__["_writer"] = ModelWriter(model, PROMPTS)
        answer = library.ask(attack.question, keep_unverified=True)
        obeyed += model.obeyed
        assert unmarked(answer, attack.payload) == [], attack
        assert attacks.EVIL not in str([claim.text for claim in answer.claims])
    assert obeyed > 3  # the model does read these, and does as it is told


def test_no_link_or_image_is_rendered(
    answers: list[tuple[Any, Answer]], capsys: pytest.CaptureFixture[str]
) -> None:
    for _, answer in answers:
        printing.console.cache_clear()
        terminal.show_answer(answer)
        shown = capsys.readouterr().out.split("\n[1] ")[0]
        assert attacks.EVIL not in shown
        written = Briefing("t", "t", (Section("Key facts", answer.claims),), "m", "1 article")
        text = markdown.briefing(written, on=date(2025, 3, 5))
        assert not re.search(r"(?<!\\)\]\(|(?<!\\)!\[|<https?:|(?<!\\)<\w|[a-z]://", text)
        assert attacks.EVIL not in str([c["text"] for c in documents.answer(answer)["claims"]])


@pytest.mark.parametrize("kind", attacks.KINDS)
def test_orders_are_known_for_what_they_are(kind: str) -> None:
    """These are seen before a model reads them; others are left to the checks after writing."""
    if kind in {"tag characters", "in code", "hidden in the page"}:
        return  # invisible to readers, and taken out with what is invisible
    wordings = attacks.KINDS[kind]
    known = [
        addresses_a_model(
            attacks.laced(text) if "LACED" in text else text.format(p="it is off", q="Is it on?")
        )
        for text in wordings
    ]
    assert all(known), [text for text, seen in zip(wordings, known, strict=True) if not seen]


def test_sentences_of_news_are_no_orders(seeds_library: Path) -> None:
    with Library(seeds_library) as library:
        wrong = [
            sentence.text
            for article in library.articles()
            for sentence in library._store.sentences(article.version)
            if addresses_a_model(sentence.text)
        ]
    assert wrong == []
