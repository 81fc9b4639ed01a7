"""Markdown: front matter as metadata, markup removed, then read as plain text."""

from __future__ import annotations

import re
from pathlib import PurePath

from brief.ingest.clean import squeeze
from brief.ingest.draft import Draft, override
from brief.ingest.dump import draft_of_dump
from brief.ingest.stated import stated_in

_FRONT = re.compile(r"\s*---\n(?P<yaml>.{1,5000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
# Lengths are bounded: an opening mark that is never closed costs no more than a line does.
_TARGET = r"\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)"
_REMOVED = (
    (re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL), ""),
    (re.compile(r"^(```|~~~).*?(?:^\1[ \t]*$|\Z)", re.DOTALL | re.MULTILINE), ""),
    (re.compile(rf"!\[[^\]\n]{{0,500}}\]{_TARGET}"), ""),
    (re.compile(rf"\[([^\]\n]{{1,500}})\](?:{_TARGET}|\[[^\]\n]{{0,200}}\])"), r"\1"),
    (re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"\[\^[^\]\n]{1,50}\]"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|-])"), r"\1"),
)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t#]*$", re.MULTILINE)


def is_markdown(text: str, source: str) -> bool:
    suffix = PurePath(source).suffix.lower()
    return suffix in (".md", ".markdown") or _FRONT.match(text) is not None


def draft_of_markdown(text: str) -> Draft:
    """The article in a markdown file; front matter wins over what its lines say."""
    front = _FRONT.match(text)
    stated = _metadata(front["yaml"]) if front else {}
    text = text[front.end() :] if front else text
    for pattern, replacement in _REMOVED:
        text = pattern.sub(replacement, text)
    draft = draft_of_dump(_HEADING.sub(r"\n\2\n", text))
    for heading in _HEADING.finditer(text):
        # Of a lower level it is the title at the top only, else a section's.
        if heading[1] == "#" or not text[: heading.start()].strip():
            stated.setdefault("title", squeeze(heading[2]))
    return override(draft, stated)


def _metadata(front: str) -> dict[str, str]:
    import yaml

    try:
        values = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}  # text between two rules is no front matter
    return stated_in(values) if isinstance(values, dict) else {}
