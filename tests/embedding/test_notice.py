"""NOTICE names every file of the models that the package ships, by its hash."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.findall(
    r"^File: +(\S+)\nsha256: +([0-9a-f]{64})$",
    (ROOT / "NOTICE").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_every_file_that_ships_is_named() -> None:
    shipped = (ROOT / "brief/embedding/models").iterdir()
    assert {path.relative_to(ROOT).as_posix() for path in shipped} == {name for name, _ in NAMED}


@pytest.mark.parametrize(("name", "digest"), NAMED)
def test_the_file_is_the_one_described(name: str, digest: str) -> None:
    assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest
