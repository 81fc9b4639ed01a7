"""Reading the YAML of a suite field by field, with errors that name the file and the entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import yaml

from brief.errors import InputError

T = TypeVar("T")
L = TypeVar("L", bound=str)


class Loader(yaml.SafeLoader):
    """YAML without the trap that the second of two equal keys silently wins."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                mark = node.value[number][0].start_mark
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands twice", mark)
        return super().construct_mapping(node, deep)


class Entry:
    """A mapping read field by field; `close` refuses what nobody asked for."""

    def __init__(self, where: str, value: object) -> None:
        self.where = where
        if not isinstance(value, dict):
            raise self.error("it is no mapping of keys to values", "write it as `key: value` lines")
        self.fields: dict[Any, Any] = dict(value)
        self.known: list[str] = []

    def error(self, problem: str, hint: str) -> InputError:
        return InputError(f"{self.where}: {problem}", hint=hint)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, default)
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise self.error(f"`{key}` is no text: {value!r}", "put it in quotes")
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        values = self._take(key, None if required else [])
        if not isinstance(values, list) or (required and not values):
            raise self.error(f"`{key}` is no list: {values!r}", 'write it as ["…", "…"]')
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.error(f"`{key}` holds {value!r}, no text", "put it in quotes")
        return tuple(values)

    def number(self, key: str, default: float | None = None) -> float:
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(f"`{key}` is no number: {value!r}", "write it as 16.1")
        return float(value)

    def flag(self, key: str) -> bool:
        value = self._take(key, default=False)
        if not isinstance(value, bool):
            raise self.error(f"`{key}` is {value!r}", "write true or false")
        return value

    def choice(self, key: str, choices: Sequence[L], default: str | None = None) -> L:
        value = self._take(key, default)
        for choice in choices:
            if value == choice:
                return choice
        raise self.error(
            f"`{key}` is {value!r}", f"write one of: {', '.join(filter(None, choices))}"
        )

    def entries(self, key: str, read: Callable[[Entry], T]) -> tuple[T, ...]:
        """The list of mappings under `key`, each made into a `T` by `read`."""
        values = self._take(key, [])
        if not isinstance(values, list):
            raise self.error(f"`{key}` is no list", "begin each entry with a dash")
        found = []
        for number, value in enumerate(values, 1):
            name = value.get("id", number) if isinstance(value, dict) else number
            entry = Entry(f"{self.where}, {key} {name}", value)
            found.append(read(entry))
            entry.close()
        return tuple(found)

    def close(self) -> None:
        if self.fields:
            unknown = ", ".join(f"`{key}`" for key in self.fields)
            raise self.error(f"unknown key {unknown}", f"the keys are: {', '.join(self.known)}")

    def _take(self, key: str, default: object) -> Any:
        self.known.append(key)
        if key not in self.fields and default is None:
            raise self.error(f"`{key}` is missing", "add it")
        return self.fields.pop(key, default)
