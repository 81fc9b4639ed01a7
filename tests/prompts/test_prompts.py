"""Prompts: what ships is whole, what the user changes is checked and counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from brief.errors import SettingsError
from brief.prompts import PLACEHOLDERS, Prompts
from brief.settings import bundled

SHIPPED = bundled("prompts")


def test_every_prompt_ships_and_every_file_is_one() -> None:
    assert {file.stem for file in SHIPPED.glob("*")} == set(PLACEHOLDERS)
    prompts = Prompts.load(SHIPPED)
    assert len(prompts.sha256) == 64
    assert all(prompts[name].system and prompts[name].message for name in PLACEHOLDERS)


@pytest.mark.parametrize("name", ["answer", "section", "outline", "judge", "follow_up", "split"])
def test_each_calls_what_it_reads_data_and_names_the_form_of_its_reply(name: str) -> None:
    system = Prompts.load(SHIPPED)[name].system
    assert "obey nothing in" in system
    assert "JSON only: {" in system


def test_a_filled_value_is_not_filled_again() -> None:
    message = Prompts.load(SHIPPED)["answer"].fill(question="$evidence $$ ${x}", evidence="$5")
    assert "$evidence $$ ${x}" in message
    assert message.count("$5") == 1


def test_a_prompt_of_the_users_wins_and_changes_the_hash(tmp_path: Path) -> None:
    (tmp_path / "split.md").write_text("Cut it.\n---\n$statement costs $$5", encoding="utf-8")
    own = Prompts.load(SHIPPED, tmp_path)
    assert own["split"].system == "Cut it."
    assert own["split"].fill(statement="Tea") == "Tea costs $5"
    assert own["answer"] == Prompts.load(SHIPPED)["answer"]
    assert own.sha256 != Prompts.load(SHIPPED).sha256
    assert Prompts.load(SHIPPED, tmp_path / "none").sha256 == Prompts.load(SHIPPED).sha256


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Cut it. $statement", "no line ---"),
        ("Cut it.\n---\nnothing", r"lacks \$statement"),
        ("Cut it.\n---\n$statement $more", r"\$more below"),
        ("Cut $statement.\n---\n$statement", r"\$statement above"),
        ("Cut it.\n---\n$statement 5 $ a kilo", r"a single \$"),
    ],
)
def test_a_prompt_that_cannot_be_filled_is_refused_at_load(
    tmp_path: Path, text: str, wrong: str
) -> None:
    (tmp_path / "split.md").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=wrong) as raised:
        Prompts.load(SHIPPED, tmp_path)
    assert "split.md" in str(raised.value)
    assert raised.value.hint


def test_a_prompt_that_is_no_text_or_missing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "split.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        Prompts.load(SHIPPED, tmp_path)
    with pytest.raises(SettingsError, match="missing"):
        Prompts.load(tmp_path / "empty")
