"""The reader with its real model: what answers scores above what does not."""

from __future__ import annotations

import numpy as np
import pytest

from brief.embedding import TokenVectors, load
from brief.embedding.reader import CONTEXT, PART, REST, SENTENCE, TOLD, Reader, Row, assemble

ENCODER = load()


def row(sentence: str, title: str = "Dockers walk out") -> Row:
    return Row(*ENCODER.encode_tokens([sentence, title]))


def asked(question: str) -> TokenVectors:
    return ENCODER.encode_tokens([question])[0]


def test_kinds_tell_question_sentence_and_context_apart() -> None:
    question = "Who led it, and when?"
    _, kinds = assemble(asked(question), (13, 21), row("Menning led it."))
    counts = {kind: int((kinds == kind).sum()) for kind in (PART, REST, TOLD, CONTEXT)}
    assert counts[PART] == 2  # "when" and "?"
    assert counts[REST] == 5
    assert counts[TOLD] == 5
    assert counts[CONTEXT] == len(asked("Dockers walk out").vectors)


def test_a_long_sentence_is_cut() -> None:
    vectors, kinds = assemble(asked("Why?"), (0, 4), row("word " * 300))
    assert len(vectors) == len(kinds)
    assert (kinds == TOLD).sum() == SENTENCE


def test_rows_are_scored_alone_whatever_stands_beside_them() -> None:
    question = "How many dockers stopped work?"
    rows = [row("Some 6,200 dockers stopped work on Monday."), row("The sea was calm. " * 9)]
    features = np.full((2, 11), 0.5, np.float32)
    together = Reader().score(asked(question), (0, 30), rows, features)
    alone = [Reader().score(asked(question), (0, 30), [r], features[:1])[0] for r in rows]
    assert together == pytest.approx(alone, abs=1e-5)
    assert together[0] > together[1]
    assert (together >= 0).all()
    assert (together <= 1).all()


def test_no_rows_no_scores() -> None:
    assert len(Reader().score(asked("Why?"), (0, 4), [], np.zeros((0, 11), np.float32))) == 0
