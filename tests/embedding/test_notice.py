"""NOTICE names every file of the encoder that the package ships, by its hash."""

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


def test_encoder_files_are_named() -> None:
    assert {
        "brief/embedding/models/minilm-l6-v2-int8.onnx",
        "brief/embedding/models/vocab.txt",
    } <= {name for name, _ in NAMED}


@pytest.mark.parametrize(("name", "digest"), NAMED)
def test_the_file_is_the_one_described(name: str, digest: str) -> None:
    assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest
