"""The real encoder: its vectors, its offsets and what it does at the edges."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.embedding import codes, load
from brief.embedding.minilm import MiniLM
from brief.embedding.runtime import BATCH_TOKENS, batches, threads
from brief.errors import ModelError, SettingsError

REFERENCE = Path(__file__).parent / "reference.json"
# letters of many scripts, emoji, combining marks, spaces and controls, and half surrogate pairs
ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "e\u0301 ß İ ﬁ Ⅷ \u00a0\u2009\u200b\u3000\t\r\n 👩\u200d🚀🇲🇾 한글 日本 \ud800"
        ),
        st.characters(max_codepoint=127),
    ),
    max_size=60,
)


@pytest.fixture(scope="module")
def encoder() -> MiniLM:
    return MiniLM()


def test_agrees_with_the_model_in_32_bits(encoder: MiniLM) -> None:
    rows = json.loads(REFERENCE.read_text(encoding="utf-8"))
    vectors = encoder.encode([row["text"] for row in rows])
    original = np.array([row["vector"] for row in rows])
    original /= np.linalg.norm(original, axis=1, keepdims=True)
    cosines = (vectors * original).sum(1)
    assert len(rows) == 8
    assert cosines.min() > 0.997, "saturating arithmetic or another model gives less"


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        (
            "Who is the new head of the central bank?",
            "The economist was named governor of the monetary authority.",
            "The river burst its banks in two districts of the town.",
        ),
        (
            "How many people died in the earthquake?",
            "At least 40 were killed when the tremor struck the coastal town.",
            "The singer's new album sold 40 million copies.",
        ),
        (
            "Has the company cut jobs?",
            "The carmaker laid off a thousand workers.",
            "The carmaker showed a new electric model.",
        ),
        (
            "When will the vaccine be ready?",
            "Doctors expect the first doses next spring.",
            "Farmers expect the first strawberries next spring.",
        ),
        (
            "Why did prices go up?",
            "Inflation rose because energy became more expensive.",
            "The climber went up the mountain in two days.",
        ),
    ],
)
def test_known_orderings(encoder: MiniLM, question: str, better: str, worse: str) -> None:
    asked, first, second = encoder.encode([question, better, worse])
    assert asked @ first > asked @ second + 0.1


def test_a_vector_does_not_depend_on_its_batch(encoder: MiniLM) -> None:
    texts = ["Ore.", "The ministry denied it on Friday. " * 30, "", "A short line of news."]
    together = encoder.encode(texts * 3)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.abs(together - np.tile(alone, (3, 1))).max() < 0.01
    assert (together * np.tile(alone, (3, 1))).sum(1).min() > 0.9999
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert together.dtype == np.float32


def test_nothing_to_encode(encoder: MiniLM) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.encode_tokens([]) == []
    assert encoder.count_tokens([]) == []
    (empty,) = encoder.encode_tokens([" \n"])
    assert empty.vectors.shape == (0, 384)
    assert empty.offsets.shape == (0, 2)
    assert encoder.count_tokens([""]) == [2]


def test_progress_adds_up_to_the_number_of_texts(encoder: MiniLM) -> None:
    steps: list[int] = []
    encoder.encode(["word " * n for n in range(1, 254, 22)], progress=steps.append)
    assert sum(steps) == 12
    assert len(steps) > 1


def test_encode_reads_max_tokens_and_no_further(encoder: MiniLM) -> None:
    whole = "the " * (encoder.max_tokens - 2)
    first, second, third = encoder.encode([whole, whole + "volcano", "volcano " + whole])
    assert encoder.count_tokens([whole + "volcano"]) == [encoder.max_tokens + 1]
    assert first @ second > 0.99999
    assert first @ third < 0.999


@given(st.lists(ANY_TEXT, min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_offsets_point_into_the_text_as_given(encoder: MiniLM, texts: list[str]) -> None:
    for text, found in zip(texts, encoder.encode_tokens(texts), strict=True):
        assert len(found.vectors) == len(found.offsets) == encoder.count_tokens([text])[0] - 2
        assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)
        assert found.vectors.dtype == np.float32
        previous = 0
        for start, end in found.offsets:
            assert 0 <= start < end <= len(text)
            assert start >= previous, "tokens come in the order of the text"
            assert not text[start:end].isspace()
            previous = start
        covered = {at for start, end in found.offsets for at in range(start, end)}
        for at, character in enumerate(text):
            if unicodedata.category(character)[0] in "LN":
                assert at in covered, f"no token for {character!r}"


def test_offsets_name_the_words(encoder: MiniLM) -> None:
    text = "Zoë\u00a0said: “cafe\u0301, 🇲🇾 $16.1m”\r\n"
    (found,) = encoder.encode_tokens([text])
    pieces = [text[start:end] for start, end in found.offsets]
    for piece in ("said", ":", "“", "$", "16", "”"):
        assert piece in pieces
    assert "Zoë" in {text[a:b] for a in found.offsets[:, 0] for b in found.offsets[:, 1] if a < b}


def test_long_texts_are_read_in_windows(encoder: MiniLM) -> None:
    words = " ".join(f"Paragraph {n} speaks of the harbour and its cranes." for n in range(90))
    text = f"{words} The volcano erupted. {words}"
    (found,) = encoder.encode_tokens([text])
    assert len(found.offsets) == encoder.count_tokens([text])[0] - 2 > 4 * encoder.max_tokens
    assert (np.diff(found.offsets[:, 0]) > 0).all(), "no token twice, none missing"
    (asked,) = encoder.encode_tokens(["volcano"])
    best = int((found.vectors @ asked.vectors[0]).argmax())
    assert text[slice(*found.offsets[best])] == "volcano"


def test_a_text_of_exactly_one_window_is_not_cut(encoder: MiniLM) -> None:
    for extra in (-1, 0, 1):
        text = "the " * (encoder.max_tokens - 2 + extra)
        (found,) = encoder.encode_tokens([text])
        assert len(found.vectors) == encoder.max_tokens - 2 + extra
        assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)


@given(st.lists(st.integers(2, 300), max_size=80))
def test_batches_hold_every_text_once_within_the_budget(lengths: list[int]) -> None:
    made = list(batches(lengths))
    assert sorted(index for batch in made for index in batch) == list(range(len(lengths)))
    for batch in made:
        assert max(lengths[index] for index in batch) * len(batch) <= BATCH_TOKENS


def test_threads_follow_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert threads() == 3
    monkeypatch.setenv("OMP_NUM_THREADS", "many")
    assert threads() >= 1


def test_an_unknown_name_lists_those_that_exist() -> None:
    with pytest.raises(SettingsError) as caught:
        load("bert")
    assert "'bert'" in str(caught.value)
    assert "minilm" in caught.value.hint


def test_a_missing_file_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("brief.embedding.runtime.MODELS", tmp_path)
    codes.load.cache_clear()
    for use in (lambda: MiniLM().encode(["a"]), codes.load, lambda: load("static")._table):
        with pytest.raises(ModelError) as caught:
            use()
        assert "missing" in str(caught.value)
        assert "nstall" in caught.value.hint


def test_making_an_encoder_loads_nothing() -> None:
    check = (
        "import sys, brief.embedding; e = brief.embedding.load(); e.name, e.dimensions\n"
        "print([m for m in ('numpy', 'onnxruntime', 'tokenizers') if m in sys.modules])"
    )
    run = [sys.executable, "-c", check]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "[]\n"
