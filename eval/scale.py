"""How search grows with the library: time, memory and disk at several sizes.

    python eval/scale.py CORPUS [--sizes 6000 100000 1000000] [--questions FILE] [--work DIR]

CORPUS is a JSON Lines file of articles, as `brief ingest` takes it. Libraries of each size are made
of its sentences, shuffled among articles; their vectors are those of real passages with noise, so
that a million passages need not be encoded. In one process and in turns it measures warm `search`,
warm `ask`, and what there is to beat: the encoder and a bare query of the same Chroma collection.
A cold query is a process of its own. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brief.app import Library
from brief.embedding import Packed, load
from brief.embedding.minilm import MiniLM
from brief.ingest import Skipped, read
from brief.library import ArticleStore
from brief.schema import Article
from brief.text import sentence_spans

NOISE = 0.05  # in each of 384 dimensions: as far from the original as two passages on one subject
REAL = 400  # passages that are encoded
ROUNDS = 60


class Perturbing(MiniLM):
    """The encoder, but passages get the vector of a real one with noise, and its tokens."""

    def __init__(self, vectors: NDArray[np.float32], packed: Sequence[Packed]) -> None:
        self._pool = vectors, packed
        self._random = np.random.default_rng(0)

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Packed]]:
        pool, packed = self._pool
        chosen = self._random.integers(len(pool), size=len(texts))
        vectors = pool[chosen] + self._random.normal(0, NOISE, (len(texts), self.dimensions))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors.astype(np.float32), [packed[n] for n in chosen]


def articles(corpus: Path) -> list[Article]:
    return [item for item in read(corpus) if not isinstance(item, Skipped)]


def synthesised(real: Sequence[Article], passages: int) -> Iterator[Article]:
    """Articles of about 11 passages, of sentences drawn from all real ones."""
    draw = random.Random(0)  # noqa: S311
    sentences = [one.text[a:b] for one in real for a, b in sentence_spans(one.text)]
    for number in range(passages // 11):
        like = draw.choice(real)
        text = " ".join(draw.choices(sentences, k=88))
        digest = sha256(f"{number}{text}".encode()).hexdigest()
        place = f"synthetic#{number}"
        yield replace(
            like,
            id=digest[:12],
            version=digest,
            text=text,
            source=place,
            url="",
            wire="",
            origin="",
        )


def build(folder: Path, real: Sequence[Article], passages: int) -> float:
    """Seconds that making the library took, without encoding."""
    encoder = load()
    texts = [one.text[:1000] for one in real[:REAL]]
    perturbing = Perturbing(*encoder.read(texts))
    begun = time.perf_counter()
    with ArticleStore.open(folder, encoder=perturbing, create=True) as store:
        store.add(synthesised(real, passages))
    return time.perf_counter() - begun


def measure(folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Warm times in turns, in this process, and its greatest memory."""
    with Library(folder, model="none") as library:
        encoder, store = library._encoder, library._store

        def bare(question: str) -> None:
            vector = encoder.encode([question])
            with store._reading_vectors() as (index, token):
                index._collection(token).query(query_embeddings=vector, n_results=10)

        ways: dict[str, Callable[[str], object]] = {
            "encoder + bare Chroma": bare,
            "search": library.find,
            "ask": library.ask,
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        for question in questions[:5]:
            for way in ways.values():
                way(question)
        for number in range(ROUNDS):
            for name, way in ways.items():
                begun = time.perf_counter()
                way(questions[number % len(questions)])
                times[name].append(time.perf_counter() - begun)
    found: dict[str, Any] = {
        name: {
            "p50_ms": round(1000 * float(np.quantile(taken, 0.5)), 1),
            "p95_ms": round(1000 * float(np.quantile(taken, 0.95)), 1),
        }
        for name, taken in times.items()
    }
    for at in ("p50_ms", "p95_ms"):
        found[f"search / bare, {at[:3]}"] = round(
            found["search"][at] / found["encoder + bare Chroma"][at], 2
        )
        found[f"ask / search, {at[:3]}"] = round(found["ask"][at] / found["search"][at], 2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found["memory_mb"] = peak >> (10 if sys.platform != "darwin" else 20)
    return found


def cold(folder: Path, question: str) -> float:
    """Seconds of one search in a process of its own."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "brief", "--library", str(folder), "search", question]
    subprocess.run(command, check=True, capture_output=True)
    return round(time.perf_counter() - begun, 2)


def disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) >> 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[6_000, 100_000])
    parser.add_argument("--questions", type=Path, help="JSON Lines with `query` or `question`")
    parser.add_argument("--work", type=Path, help="where the libraries are kept")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    real = articles(options.corpus)
    questions = [one.title for one in real[:50]]
    if options.questions:
        with options.questions.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        questions = [row.get("query") or row["question"] for row in rows]
    if options.measure:
        print(json.dumps(measure(options.measure, questions)))
        return
    found = {}
    with tempfile.TemporaryDirectory() as temporary:
        for size in options.sizes:
            folder = (options.work or Path(temporary)) / str(size)
            taken = build(folder, real, size) if not folder.exists() else None
            arguments = [sys.executable, *sys.argv, "--measure", str(folder)]
            run = subprocess.run(arguments, check=True, capture_output=True, text=True)
            found[size] = {
                **json.loads(run.stdout),
                "cold_s": cold(folder, questions[0]),
                "disk_mb": disk(folder),
                "build_s": taken and round(taken, 1),
            }
            print(size, found[size], file=sys.stderr, flush=True)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
