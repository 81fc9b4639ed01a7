"""Prompts: markdown files with $placeholders, the user's before those that ship.

A file has two parts with a line of three dashes between them: the instructions, which are ours
alone and hold no placeholder, and the message, into which untrusted text is put.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from brief.errors import SettingsError

# Prompt → the placeholders that its message must have, all of them and no others.
PLACEHOLDERS: dict[str, frozenset[str]] = {
    "answer": frozenset({"question", "evidence"}),
    "follow_up": frozenset({"history", "question"}),
    "outline": frozenset({"topic", "headings", "evidence"}),
    "section": frozenset({"topic", "heading", "evidence"}),
    "split": frozenset({"statement"}),
    "judge": frozenset({"claim", "evidence"}),
    "retry": frozenset({"problems"}),
}
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """Instructions and the message below them."""

    name: str
    system: str
    message: str

    def fill(self, **values: str) -> str:
        """The message with its placeholders replaced; a "$" in a value stays as it is."""
        return Template(self.message).substitute(values)


@dataclass(frozen=True, slots=True)
class Prompts:
    """Every prompt by name, and the sha256 of them all."""

    by_name: Mapping[str, Prompt]
    sha256: str

    def __getitem__(self, name: str) -> Prompt:
        return self.by_name[name]

    def hashes(self) -> tuple[tuple[str, str], ...]:
        """(name, sha256) of each prompt, in order of their names."""
        return tuple(
            (name, hashlib.sha256(f"{prompt.system}\0{prompt.message}".encode()).hexdigest())
            for name, prompt in sorted(self.by_name.items())
        )

    @classmethod
    def load(cls, *folders: Path) -> Prompts:
        """Read them; a file in a later folder wins over one of the same name in an earlier one.

        Raises `SettingsError` naming the file where a prompt is missing, cannot be read, or has
        other placeholders than it must.
        """
        found = {name: _read(name, folders) for name in PLACEHOLDERS}
        said = "\0".join(f"{p.name}\0{p.system}\0{p.message}" for p in found.values())
        return cls(found, hashlib.sha256(said.encode()).hexdigest())


def _read(name: str, folders: Sequence[Path]) -> Prompt:
    files = [folder / f"{name}.md" for folder in reversed(folders)]
    try:
        file = next((file for file in files if file.is_file()), None)
        if file is None:
            raise SettingsError(
                f"the prompt {name}.md is missing",
                hint=f"it belongs in {folders[0]}: install again",
            )
        text = file.read_text("utf-8")
    except OSError as error:
        raise SettingsError(
            f"{error.filename} cannot be read: {error.strerror}", hint="check its permissions"
        ) from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} cannot be read: {error}", hint="save it as UTF-8") from None
    parts = _RULE.split(text, maxsplit=1)
    if len(parts) != 2:
        raise SettingsError(f"{file} has no line ---", hint="it parts instructions and message")
    system, message = (part.strip() for part in parts)
    _check(file, name, system, message)
    return Prompt(name, system, message)


def _check(file: Path, name: str, system: str, message: str) -> None:
    wanted = PLACEHOLDERS[name]
    for part, text, allowed in (
        ("above", system, frozenset[str]()),
        ("below", message, wanted),
    ):
        template = Template(text)
        if not template.is_valid():
            raise SettingsError(f"{file} has a single $", hint="write $$ for a dollar sign")
        names = set(template.get_identifiers())
        if unknown := names - allowed:
            raise SettingsError(
                f"{file} has ${min(unknown)} {part} its line ---",
                hint=f"below it stand {_list(wanted)}, above it nothing to be filled in",
            )
    if missing := wanted - set(Template(message).get_identifiers()):
        raise SettingsError(f"{file} lacks ${min(missing)}", hint=f"it must have {_list(wanted)}")


def _list(names: frozenset[str]) -> str:
    return ", ".join(f"${name}" for name in sorted(names))
