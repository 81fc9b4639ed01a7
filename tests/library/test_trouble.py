"""What the user is told when the folder, a file of it or the disk is not as it should be."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from brief.errors import LibraryError
from brief.library import ArticleStore, forward
from brief.library.catalogue import FILE
from brief.library.locks import Turn
from brief.schema import Article

Make = Callable[..., Article]


@pytest.fixture(scope="session")
def made(parts: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "library"
    parts.base(folder, parts.HashingEncoder())
    return folder


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Path:
    """A library of six articles to spoil."""
    return Path(shutil.copytree(made, tmp_path / "library"))


def refused(encoder: Any, folder: Path, *, create: bool = False) -> LibraryError:
    with pytest.raises(LibraryError) as caught:
        ArticleStore.open(folder, encoder=encoder, create=create)
    assert caught.value.hint
    return caught.value


def test_no_library_yet(encoder: Any, tmp_path: Path) -> None:
    for folder in (tmp_path / "none", tmp_path):
        error = refused(encoder, folder)
        assert "no articles" in str(error)
        assert "brief ingest" in error.hint
    assert not (tmp_path / "none").exists()


def test_a_folder_that_holds_something_else_is_left_alone(encoder: Any, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    for create in (False, True):
        assert "other files" in str(refused(encoder, tmp_path, create=create))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assert "a file" in str(refused(encoder, tmp_path / "thesis.txt", create=True))
    assert "no library can be made" in str(
        refused(encoder, tmp_path / "thesis.txt" / "library", create=True)
    )


def test_a_library_that_was_not_made_to_the_end_is_made_again(
    encoder: Any, tmp_path: Path, numbered: Make
) -> None:
    (tmp_path / f"{FILE}.new").write_bytes(b"half")
    (tmp_path / f"{FILE}.new-wal").write_bytes(b"of one")
    with ArticleStore.open(tmp_path, encoder=encoder, create=True) as store:
        assert store.add([numbered(1)])[0].status == "new"


def change(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(sql)


@pytest.mark.parametrize(
    ("sql", "message", "hint"),
    [
        ("PRAGMA user_version = 99", "newer brief", "upgrade"),
        ("PRAGMA application_id = 7", "another program's", "--library"),
    ],
)
def test_a_catalogue_of_another_kind(
    encoder: Any, library: Path, sql: str, message: str, hint: str
) -> None:
    change(library / FILE, sql)
    error = refused(encoder, library)
    assert message in str(error)
    assert hint in error.hint


def test_a_catalogue_that_is_no_database(encoder: Any, library: Path) -> None:
    (library / FILE).write_bytes(b"x" * 8192)
    assert "damaged" in str(refused(encoder, library))


def test_a_damaged_page_is_found_by_the_check(encoder: Any, library: Path) -> None:
    size = (library / FILE).stat().st_size
    with (library / FILE).open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size // 4))
    with ArticleStore.open(library, encoder=encoder) as store:
        check = store.check()[0]
    assert (check.name, check.ok) == ("catalogue", False)
    assert "backup" in check.remedy


@pytest.mark.parametrize("damage", ["spoilt", "gone"])
@pytest.mark.parametrize("index", ["bm25", "vectors", "forward"])
def test_a_broken_index_is_told_and_rebuilt(
    encoder: Any, library: Path, index: str, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if index == "vectors":
        monkeypatch.setattr(forward, "FEW", 0)  # a small library is searched without Chroma
    folder = library / index / "1"
    if damage == "gone":
        shutil.rmtree(folder)
    else:
        for path in (path for path in folder.rglob("*") if path.is_file()):
            path.write_bytes(b"spoilt" * 1000)

    def search(store: ArticleStore) -> list[tuple[str, float]]:
        if index == "bm25":
            return store.keyword_search("unique3", 5)
        return store.vector_searches(encoder.encode(["unique3"]), 5)[0]

    with ArticleStore.open(library, encoder=encoder) as store:
        with pytest.raises(LibraryError) as caught:
            search(store)
        assert "brief reindex" in caught.value.hint
        failed = [check for check in store.check() if not check.ok]
        assert [check.name.split()[0] for check in failed] == [
            {"bm25": "keyword", "vectors": "vector", "forward": "forward"}[index]
        ]
        assert "brief reindex" in failed[0].remedy
        store.reindex()
        assert search(store)
        assert all(check.ok for check in store.check())


def test_a_passage_that_lacks_its_vector_is_told(
    encoder: Any, library: Path, numbered: Make
) -> None:
    change(
        library / "forward" / "1" / forward.FILE,
        "DELETE FROM passages WHERE substr(id, -2) = '-0'",
    )
    with ArticleStore.open(library, encoder=encoder) as store:
        one, other = store.passages_of(numbered(3).version)[:2]
        with pytest.raises(LibraryError, match="lacks passages") as caught:
            store.rows([one.id, other.id])
        assert "brief reindex" in caught.value.hint
        assert list(store.rows([other.id])) == [other.id]
        store.remove(numbered(3).id)  # as another process may, after the search
        assert store.rows([one.id]) == {}


def test_an_index_that_lacks_passages_is_found_by_the_check(encoder: Any, library: Path) -> None:
    with ArticleStore.open(library, encoder=encoder) as store:
        shutil.rmtree(library / "bm25" / "1")
        store.reindex()
    change(library / FILE, "DELETE FROM passages WHERE version_key = 1 AND ordinal = 0")
    with ArticleStore.open(library, encoder=encoder) as store:
        failed = {check.name: check for check in store.check() if not check.ok}
    assert set(failed) == {"keyword index", "vector index", "forward index"}


def test_a_catalogue_that_another_program_keeps_locked(
    encoder: Any, library: Path, numbered: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brief.library.catalogue.BUSY_SECONDS", 0.1)
    with (
        ArticleStore.open(library, encoder=encoder) as store,
        closing(sqlite3.connect(library / FILE, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="locked") as caught:
            store.add([numbered(9)])
        assert "close that program" in caught.value.hint
        assert store.keyword_search("unique3", 5)
        other.execute("ROLLBACK")
        assert store.add([numbered(9)])[0].status == "new"


def test_a_turn_that_never_ends(
    encoder: Any, library: Path, numbered: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brief.library.locks.WAIT_SECONDS", 0.1)
    with Turn(library).held(), ArticleStore.open(library, encoder=encoder) as store:
        with pytest.raises(LibraryError, match="locked by another process") as caught:
            store.add([numbered(9)])
        assert "try again" in caught.value.hint
        checks = {check.name: check for check in store.check()}
        assert "another process" in checks["writing"].detail
        assert all(check.ok for check in checks.values())  # it is no fault of the library


def test_a_writing_that_fails_leaves_nothing_locked(
    encoder: Any, library: Path, numbered: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ArticleStore.open(library, encoder=encoder) as store:
        with monkeypatch.context() as broken:
            broken.setattr("brief.library.indexing.mark", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                store.add([numbered(9)])
        with ArticleStore.open(library, encoder=encoder) as other:
            assert other.add([numbered(10)])[0].status == "new"
            assert all(check.ok for check in other.check())


def test_a_full_disk_for_the_catalogue(
    encoder: Any, library: Path, numbered: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ArticleStore.open(library, encoder=encoder) as store:
        pages = store._catalogue.value("PRAGMA page_count")
        store._catalogue.value(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LibraryError, match="disk is full") as caught:
            store.add(numbered(i) for i in range(10, 60))
        assert "make room" in caught.value.hint
        assert store.count() == 6
        store._catalogue.value("PRAGMA max_page_count = 1000000")
        store.add(numbered(i) for i in range(10, 60))
        assert all(check.ok for check in store.check())


@pytest.mark.parametrize("kilobytes", [100, 400, 800])
def test_a_full_disk_wherever_it_strikes(
    encoder: Any, tmp_path: Path, numbered: Make, mount: Callable[..., None], kilobytes: int
) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place))
    articles = [numbered(i) for i in range(150)]
    confirmed = 0

    def fill() -> None:
        nonlocal confirmed
        with ArticleStore.open(place / "library", encoder=encoder, create=True) as store:
            for i in range(0, len(articles), 50):
                store.add(articles[i : i + 50])
                confirmed = store.count()

    with pytest.raises(LibraryError, match="disk is full"):
        fill()
    mount("-o", "remount,size=100m", str(place))
    with ArticleStore.open(place / "library", encoder=encoder, create=True) as store:
        assert store.count() >= confirmed
        assert all(check.ok for check in store.check() if check.name != "disk")
        store.add(articles)
        assert store.count() == len(articles)
        assert all(check.ok for check in store.check() if check.name != "disk")


@pytest.fixture
def sealed(library: Path, mount: Callable[..., None]) -> Iterator[Path]:
    """The library where nothing can be written."""
    if os.geteuid() == 0:
        mount("--bind", str(library), str(library))
        mount("-o", "remount,bind,ro", str(library))
        yield library
        return
    everything = [library, *library.rglob("*")]
    for path in everything:
        path.chmod(0o555)
    yield library
    for path in everything:
        path.chmod(0o755)


@pytest.mark.parametrize("log", ["without", "with"])
def test_a_library_that_cannot_be_written_can_be_read(
    library: Path, encoder: Any, numbered: Make, request: pytest.FixtureRequest, log: str
) -> None:
    if log == "with":
        # what a killed process leaves: changes that stand in SQLite's log alone
        with ArticleStore.open(library, encoder=encoder) as store:
            store.add([numbered(7)])
            copy = shutil.copytree(library, library.with_name("killed"))
        shutil.rmtree(library)
        copy.rename(library)
    sealed = request.getfixturevalue("sealed")
    with ArticleStore.open(sealed, encoder=encoder) as store:
        assert store.count() == 6 + (log == "with")
        assert store.keyword_search("unique3", 5)
        assert len(store.vector_searches(encoder.encode(["x"]), 1000)[0]) == sum(
            len(store.passages_of(one.version)) for one in store.articles()
        )
        for write in (
            lambda: store.add([numbered(9)]),
            lambda: store.remove(numbered(3).id),
            store.reindex,
        ):
            with pytest.raises(LibraryError, match="read-only") as caught:
                write()
            assert "permissions" in caught.value.hint
        assert [check.name for check in store.check() if not check.ok] == ["writing"]
    error = refused(encoder, sealed / "library", create=True)
    assert "no library can be made" in str(error)
