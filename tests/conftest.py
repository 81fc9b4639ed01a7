"""What tests in several folders share: a network that is shut, and one library of the seeds."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from filelock import FileLock

from brief.app import Library

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for the network fails; sockets on this machine stay usable."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test connects to {address}")
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def no_library_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing that a test forgets to name leads to the user's own articles."""
    monkeypatch.setenv("BRIEF_LIBRARY", str(tmp_path / "unnamed library"))


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The articles that ship with the tool."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def seeds_library(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the seeds, made once for all workers: read it, or take `own_library`."""
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):  # a worker's own folder lies in the one they share
        shared = shared.parent
    folder, done = shared / "seeds-library", shared / "seeds-library.done"
    with FileLock(shared / "seeds-library.lock"):
        if not done.exists():
            with Library(folder) as library:
                library.ingest(seeds)
            done.touch()
    return folder


@pytest.fixture
def own_library(seeds: Path, tmp_path: Path) -> Path:
    """A library of three seeds to change at will."""
    with Library(tmp_path / "library") as library:
        library.ingest(*sorted(seeds.glob("orrin-*")), seeds / "raw-graphite-export-law.txt")
    return tmp_path / "library"


@pytest.fixture(scope="session")
def real_pages() -> Path:
    """The folder of real scraped pages, which is not part of the project."""
    folder = ROOT.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("no folder of real pages beside the project")
    return folder


@pytest.fixture(autouse=True)
def no_model_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No key, server, settings or replies that the user has are ever used by a test."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "BRIEF_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def scripted() -> ModuleType:
    """The module `scripted_server`, which is not on the path."""
    name = "scripted_server"
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def model_server(scripted: ModuleType) -> Iterator[Any]:
    """A chat server on this machine; tell it what to do with `will`."""
    with scripted.running() as server:
        yield server


@pytest.fixture
def mount() -> Iterator[Callable[..., None]]:
    """`mount` with arguments, undone at the end; only the superuser of some machines can."""
    done: list[str] = []

    def mount(*arguments: str) -> None:
        if shutil.which("mount") is None or os.geteuid() != 0:
            pytest.skip("needs the superuser")
        if subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode:
            pytest.skip("mounting is not allowed here")
        done.append(arguments[-1])

    yield mount
    for place in set(done):
        subprocess.run(["umount", "--lazy", place], check=True)
