"""The arrows between the modules point down only, and a vendor is known to one module only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "brief"
LEAVES = {"schema", "errors", "text"}
# Part → the parts it may import besides the leaves and itself.
ARROWS: dict[str, set[str]] = {
    "__init__": {"app"},
    "__main__": {"cli"},
    "cli": {
        "report", "app", "benchmarks", "demo", "settings", "evaluation", "manuscript", "__init__",
    },
    "llama_index": {"report", "app"},
    "demo": {"report", "app", "benchmarks", "settings", "__init__"},
    "benchmarks": {"app", "settings", "evaluation"},
    "report": {"evaluation", "write", "ledger"},
    "app": {
        "parts", "settings", "ingest", "library", "retrieve", "write", "answer", "briefing",
        "manuscript", "check", "ledger",
    },
    "parts": {"models", "settings", "library", "retrieve", "write", "verify", "embedding", "llm"},
    "models": {"settings", "library", "write", "evaluation", "embedding", "llm", "prompts"},
    "settings": set(),
    "ingest": set(),
    "ledger": set(),
    "manuscript": {"ingest"},
    "check": {"manuscript", "library", "retrieve", "verify"},
    "library": {"embedding"},
    "retrieve": {"library", "embedding", "verify"},
    "write": {"llm", "prompts"},
    "answer": {"draft", "followup", "retrieve", "write", "verify"},
    "followup": {"retrieve", "verify"},
    "briefing": {"draft", "retrieve", "write", "verify"},
    "draft": {"write", "verify"},
    "verify": {"embedding"},
    "evaluation": set(),
    "embedding": set(),
    "llm": {"prompts", "embedding"},
    "prompts": set(),
    "schema": set(),
    "errors": set(),
    "text": set(),
}  # fmt: skip
# Vendor → the modules that may import it, as prefixes of paths in the package.
VENDORS = {
    "chromadb": ("library/vectors",),
    "llama_index.vector_stores": ("library/vectors",),
    "tantivy": ("library/bm25",),
    "sqlite3": ("library/catalogue", "library/forward"),
    "llama_index.llms": ("llm",),
    "openai": ("llm",),
    "httpx": ("llm",),
    "trafilatura": ("ingest/",),
    "justext": ("ingest/",),
    "htmldate": ("ingest/",),
    "dateparser": ("ingest/",),
    "onnxruntime": ("embedding/",),
    "tokenizers": ("embedding/",),
    "typer": ("cli/",),
    "rich": ("cli/", "report/"),
}
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it, those for types alone included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(name: str) -> str:
    """The part of ours that an import names: "brief.report.escape.line" → "report"."""
    names = name.split(".")
    if len(names) > 1 and ((PACKAGE / names[1]).is_dir() or (PACKAGE / f"{names[1]}.py").exists()):
        return names[1]
    return "__init__"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_lies_below_it(module: str) -> None:
    own = module.split("/")[0].removesuffix(".py")
    allowed = ARROWS[own] | {own} | (set() if own in LEAVES else LEAVES)
    used = {part(name) for name in imported(PACKAGE / module) if name.split(".")[0] == "brief"}
    assert used <= allowed, f"brief/{module} may not import {used - allowed}"


@pytest.mark.parametrize("module", MODULES)
def test_a_vendor_is_known_to_one_module_only(module: str) -> None:
    for name in imported(PACKAGE / module):
        for vendor, homes in VENDORS.items():
            if f"{name}.".startswith(f"{vendor}."):
                assert module.startswith(homes), f"brief/{module} may not import {name}"


def test_no_arrow_leads_back() -> None:
    def below(name: str) -> set[str]:
        return {deeper for next_ in ARROWS[name] for deeper in {next_} | below(next_)}

    for name in ARROWS.keys() - {"__init__", "cli"}:  # these two only hand on the version and app
        assert name not in below(name)
