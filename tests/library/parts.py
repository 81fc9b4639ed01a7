"""What the library's tests use, in their own process and, run as a script, in others.

parts.py add FOLDER FIRST COUNT     takes in that many articles, in groups of two
parts.py kill BASE POINT...         at each point of taking articles into a copy of BASE, dies
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brief.embedding import Packed, Progress, TokenVectors
from brief.library import ArticleStore, indexing, intake, locks
from brief.library.passages import with_title
from brief.schema import Article


class HashingEncoder:
    """A bag of hashed words: the same text has the same vector, like texts have like ones."""

    def __init__(self, name: str = "hashing", dimensions: int = 64) -> None:
        self.name = name
        self.address = ""
        self.dimensions = dimensions
        self.max_tokens = 32
        self.encoded = 0  # texts so far

    def encode(
        self, texts: Sequence[str], *, progress: Progress | None = None
    ) -> NDArray[np.float32]:
        self.encoded += len(texts)
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            row[0] = 0.01  # no text is nothing
            for word in re.findall(r"\w+", text.lower()):
                row[zlib.crc32(word.encode()) % self.dimensions] += 1
            row /= np.linalg.norm(row)
        return vectors

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Packed]]:
        codes = (hashlib.sha512(text.encode()).digest() for text in texts)
        first = np.zeros(1, np.uint8)
        packed = [Packed(first, np.frombuffer(code, np.uint8)[None]) for code in codes]
        return self.encode(texts), packed

    def ask(self, question: str) -> tuple[NDArray[np.float32], TokenVectors]:
        shape = (0, self.dimensions)
        nothing = TokenVectors(np.zeros(shape, np.float32), np.zeros((0, 2), int))
        return self.encode([question])[0], nothing

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        raise NotImplementedError

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words and punctuation marks, a long word being several, and two special tokens."""
        found = (re.findall(r"\w{1,8}|[^\w\s]", text) for text in texts)
        return [len(tokens) + 2 for tokens in found]


def article(
    text: str = "The ministry raised the levy. Exporters protested.",
    *,
    place: str = "a.txt",
    title: str = "Levy raised",
    outlet: str = "The Daily",
    published: str = "2025-03-01",
    wire: str = "",
) -> Article:
    """An article as ingestion would make it."""
    content = repr((text, title, outlet, published, wire))
    return Article(
        id=hashlib.sha256(place.encode()).hexdigest()[:12],
        version=hashlib.sha256(content.encode()).hexdigest(),
        text=text,
        title=title,
        outlet=outlet,
        author="",
        url="",
        published=published,
        retrieved="2025-03-02T08:00:00Z",
        language="en",
        wire=wire,
        source=place,
    )


def numbered(number: int, *, revised: bool = False) -> Article:
    """One of many articles; `unique<number>` is a word that only its text has."""
    word = f"{'revised' if revised else 'unique'}{number}"
    sentences = (f"Sentence {i} of report {number} speaks of {word}." for i in range(8))
    return article(" ".join(sentences), place=f"{number}.txt", title=f"Report {number}")


def base(folder: Path, encoder: HashingEncoder) -> None:
    """A library of articles 0 to 5."""
    with ArticleStore.open(folder, encoder=encoder, create=True) as store:
        store.add(numbered(i) for i in range(6))


def changes() -> list[Article]:
    """What is then taken in: one changed, one as it was, one copied elsewhere, two new."""
    copied = article(numbered(2).text, place="elsewhere.txt", title=numbered(2).title)
    return [numbered(0, revised=True), numbered(1), copied, numbered(6), numbered(7)]


def agree(store: ArticleStore) -> bool:
    """Whether Chroma and the forward index hold the passages of the current versions, each once.

    Chroma is asked even where a small library is searched without it.
    """
    encoder = store._encoder
    expected = {
        passage.id: with_title(one.title, passage.text, encoder)
        for one in store.articles()
        for passage in store.passages_of(one.version)
    }
    vectors, packed = encoder.read(list(expected.values()))
    with store._reading_vectors() as (index, token):
        [near] = index.searches(vectors[:1], 1000, None, token=token)
    rows = store.rows(list(expected))
    return (
        sorted(name for name, _ in near) == sorted(expected) == sorted(rows)
        and store._active().forward.count() == len(expected)
        and all(
            np.allclose(rows[name].vector, vector, atol=1e-3)
            and rows[name].codes.tolist() == codes.codes.ravel().tolist()
            for name, vector, codes in zip(expected, vectors, packed, strict=True)
        )
    )


def add(folder: Path, first: int, count: int) -> None:
    intake.GROUP_ARTICLES = 2
    locks.TURN_SECONDS = 0.0
    print("ready", flush=True)
    sys.stdin.readline()
    with ArticleStore.open(folder, encoder=HashingEncoder(), create=True) as store:
        for added in store.add(numbered(i) for i in range(first, first + count)):
            print(added.article_id, added.status)


# Where a process may die: the function before or after which it does, and in which call of it.
POINTS: dict[str, tuple[Any, str, str, int]] = {
    "while an article is written down": (intake.Intake, "_insert_version", "after", 1),
    "when all is written down": (indexing.Indexer, "index", "before", 1),
    "when passages are encoded": (indexing.Indexer, "_write", "before", 1),
    "when the old left the vectors": (indexing.VectorIndex, "delete_ids", "after", 1),
    "between the two indexes": (indexing.KeywordIndex, "write", "before", 1),
    "when both indexes are written": (indexing.KeywordIndex, "write", "after", 1),
    "while it is marked": (indexing, "mark", "after", 1),
    "when it is marked": (indexing.VectorIndex, "written", "before", 1),
    "while indexing anew": (indexing.Indexer, "_write", "after", 1),
    "when indexed anew": (indexing.Indexes, "delete", "before", 2),
}


def kill(folder: Path, points: Sequence[str]) -> None:
    """Have one child a point do its work in a copy of the folder and die of SIGKILL."""
    import chromadb  # noqa: F401 - once for all children
    import tantivy  # noqa: F401

    for number, point in enumerate(points):
        copy = folder.with_name(f"killed-{number}")
        shutil.copytree(folder, copy)
        child = os.fork()
        if child == 0:
            _die_at(*POINTS[point])
            with ArticleStore.open(copy, encoder=HashingEncoder()) as store:
                if "anew" in point:
                    store.reindex()
                else:
                    store.add(changes())
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else -1, flush=True)


def _die_at(owner: Any, name: str, when: str, call: int) -> None:
    real: Callable[..., Any] = getattr(owner, name)
    calls: Iterator[int] = iter(range(1, 1000))

    def deadly(*values: Any, **named: Any) -> Any:
        last = next(calls) == call
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*values, **named)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


if __name__ == "__main__":
    role, path, *rest = sys.argv[1:]
    if role == "add":
        add(Path(path), int(rest[0]), int(rest[1]))
    else:
        kill(Path(path), rest)
