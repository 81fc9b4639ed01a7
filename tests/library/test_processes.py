"""Several processes at one library, and processes that are killed at work."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from brief.library import ArticleStore
from brief.library.locks import Turn
from brief.schema import Article


def everything_agrees(store: ArticleStore, parts: Any) -> bool:
    """The indexes hold the passages of the current versions, each once."""
    expected = sorted(
        passage.id for one in store.articles() for passage in store.passages_of(one.version)
    )
    by_words = sorted(name for name, _ in store.keyword_search("report sentence", 1000))
    checks = [check for check in store.check() if check.name != "disk"]
    return parts.agree(store) and by_words == expected and all(one.ok for one in checks)


# Names as in parts.POINTS: those after which the change must be there, and those where it may not.
POINTS = (
    "while an article is written down",
    "when all is written down",
    "when passages are encoded",
    "when the old left the vectors",
    "between the two indexes",
    "when both indexes are written",
    "while it is marked",
    "when it is marked",
    "while indexing anew",
    "when indexed anew",
)


@pytest.fixture(scope="module")
def killed(parts: Any, script: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A library for each point, in which a process was killed there."""
    folder = tmp_path_factory.mktemp("killed") / "base"
    parts.base(folder, parts.HashingEncoder())
    assert set(POINTS) == set(parts.POINTS)
    done = subprocess.run(
        [sys.executable, script, "kill", folder, *POINTS],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(signal.SIGKILL.value)] * len(POINTS), done.stderr
    return {point: folder.with_name(f"killed-{i}") for i, point in enumerate(POINTS)}


@pytest.mark.parametrize("point", POINTS)
def test_after_a_kill_nothing_is_lost_and_nothing_doubled(
    killed: dict[str, Path], parts: Any, encoder: Any, point: str
) -> None:
    before = {parts.numbered(i).id: parts.numbered(i).version for i in range(6)}
    after = before | {one.id: one.version for one in parts.changes() if one.source[0] != "e"}
    with ArticleStore.open(killed[point], encoder=encoder) as store:
        written = point != POINTS[0] and "anew" not in point
        found = {one.id: one.version for one in store.articles()}
        assert found == (after if written else before)
        assert everything_agrees(store, parts)
        expected = ["unchanged"] * 5 if written else ["updated", "unchanged", "", "new", "new"]
        expected[2] = "duplicate"
        assert [added.status for added in store.add(parts.changes())] == expected
        assert {one.id: one.version for one in store.articles()} == after
        assert everything_agrees(store, parts)
        store.reindex()
        assert everything_agrees(store, parts)
    for kind in ("bm25", "vectors", "forward"):
        assert len(list((killed[point] / kind).iterdir())) == 1


def test_two_processes_take_in_articles_while_a_third_reads(
    script: Path,
    tmp_path: Path,
    parts: Any,
    encoder: Any,
    numbered: Callable[..., Article],
    way: None,
) -> None:
    folder = tmp_path / "library"
    writers = [
        subprocess.Popen(
            [sys.executable, script, "add", folder, str(first), "8"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for first in (0, 6)  # both have articles 6 and 7
    ]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    with ArticleStore.open(folder, encoder=encoder, create=True) as store:
        store.add([numbered(100)])
        for writer in writers:
            assert writer.stdin
            writer.stdin.write("\n")
            writer.stdin.flush()
        seen = 0
        while any(writer.poll() is None for writer in writers):
            assert store.keyword_search("unique100", 3)
            hits = [name for name, _ in store.vector_searches(encoder.encode(["x"]), 1000)[0]]
            assert len(hits) == len(set(hits))
            seen += 1
        assert seen
        outputs = [writer.communicate() for writer in writers]
        assert [writer.returncode for writer in writers] == [0, 0], outputs
        statuses = [line.split()[1] for output, _ in outputs for line in output.splitlines()]
        assert sorted(statuses) == ["new"] * 14 + ["unchanged"] * 2
        assert {one.source for one in store.articles()} == {f"{i}.txt" for i in (*range(14), 100)}
        assert everything_agrees(store, parts)


def test_a_process_that_waits_says_so_and_goes_on(script: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    with Turn(folder).held():
        writer = subprocess.Popen(
            [sys.executable, script, "add", folder, "0", "1"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert writer.stdin
        assert writer.stderr
        writer.stdin.write("\n")
        writer.stdin.flush()
        assert "another process is writing" in writer.stderr.readline()
    _, errors = writer.communicate()
    assert writer.returncode == 0, errors


def test_opening_and_searching_words_loads_neither_chroma_nor_numpy(
    parts: Any, script: Path, tmp_path: Path
) -> None:
    parts.base(tmp_path / "library", parts.HashingEncoder())
    code = f"""
        import sys
        from types import SimpleNamespace
        from brief.library import ArticleStore
        with ArticleStore.open({str(tmp_path / "library")!r},
                               encoder=SimpleNamespace(name="hashing")) as store:
            assert store.keyword_search("unique3", 5)
            assert store.articles() and store.state()
        print([name for name in ("chromadb", "numpy", "filelock") if name in sys.modules])
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_a_copy_of_the_folder_is_the_same_library(parts: Any, tmp_path: Path) -> None:
    encoder = parts.HashingEncoder()
    parts.base(tmp_path / "library", encoder)
    shutil.move(tmp_path / "library", tmp_path / "moved")
    with ArticleStore.open(tmp_path / "moved", encoder=encoder) as store:
        assert everything_agrees(store, parts)
