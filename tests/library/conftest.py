"""Fixtures of the library's tests, from `parts`, which other processes run too."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from brief.library import ArticleStore, forward
from brief.schema import Article

SCRIPT = Path(__file__).parent / "parts.py"


@pytest.fixture(scope="session")
def parts() -> ModuleType:
    """The module `parts`, which is not on the path."""
    spec = importlib.util.spec_from_file_location("library_parts", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def encoder(parts: ModuleType) -> Any:
    return parts.HashingEncoder()


@pytest.fixture(scope="session")
def article(parts: ModuleType) -> Callable[..., Article]:
    return parts.article


@pytest.fixture(scope="session")
def numbered(parts: ModuleType) -> Callable[..., Article]:
    return parts.numbered


@pytest.fixture(scope="session")
def agree(parts: ModuleType) -> Callable[[ArticleStore], bool]:
    return parts.agree


@pytest.fixture(params=["compared", "chroma"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest by comparing all, as in a small library, and by Chroma, as in a large one."""
    if request.param == "chroma":
        monkeypatch.setattr(forward, "FEW", 0)


@pytest.fixture
def store(tmp_path: Path, encoder: Any) -> Iterator[ArticleStore]:
    """An empty library."""
    with ArticleStore.open(tmp_path / "library", encoder=encoder, create=True) as store:
        yield store


@pytest.fixture(scope="session")
def script() -> Path:
    return SCRIPT
