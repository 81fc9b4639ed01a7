"""What a question costs in prompt tokens, beside llama-index's CitationQueryEngine.

    python eval/tokens.py [SUITE ...] [--json]

Both read the same articles with the same encoder and ask the same model, which says everything it
is given: so the recall of facts is that of a reader who misses nothing, and what differs is what
the two put into the prompt. The stock engine runs as its constructor sets it up (the two nearest
chunks of 1,024 tokens) and as its documentation does (three). Tokens are those of llama-index's own
tokenizer, of every message of every call; the schema that goes with ours is told apart, as some
servers count it and some do not. Exits 1 when ours costs more than BOUND of the stock engine's
tokens or finds fewer facts.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.utils import get_tokenizer
from pydantic import PrivateAttr

from brief.app import Library
from brief.embedding import Encoder, load
from brief.evaluation import Suite, load_suite
from brief.evaluation.facts import met
from brief.llm import OnText, Reply, Request, Usage
from brief.prompts import Prompts
from brief.settings import bundled
from brief.write.model import ModelWriter

BOUND = 0.4  # of the stock engine's prompt tokens
TOP_K = (2, 3)


@dataclass(frozen=True, slots=True)
class Row:
    """One way to ask, over all questions of the suites that have an answer."""

    name: str
    tokens: float  # of the prompt, mean over the questions
    recall: float  # share of the required facts that the answer has, mean over the questions
    questions: int
    schema: float = 0.0  # tokens of the reply's schema besides


class Everything:
    """A model that claims every sentence that it is given, each by its number."""

    name = "openai-like/everything"
    context_window = 8192

    def __init__(self, count: Callable[[str], int]) -> None:
        self.tokens, self.schema = 0, 0
        self._count = count

    def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:  # noqa: ARG002
        """Every numbered line as a claim."""
        self.tokens += self._count(request.system) + self._count(request.user)
        self.schema += self._count(json.dumps(request.schema))
        said = re.findall(r"^(\d+)\. (.*)$", request.user, re.MULTILINE)
        claims = [{"text": text, "evidence": [int(number)]} for number, text in said]
        return Reply(json.dumps({"claims": claims}), Usage(None, None, 0.0))


class EverythingToo(CustomLLM):
    """The same for llama-index: the sources of the prompt are the answer."""

    _tokens: int = PrivateAttr(default=0)
    _count: Callable[[str], int] = PrivateAttr()

    def __init__(self, count: Callable[[str], int]) -> None:
        super().__init__()
        self._count = count

    @property
    def tokens(self) -> int:
        """Of the prompts so far."""
        return self._tokens

    @property
    def metadata(self) -> LLMMetadata:
        """A context that all sources fit into, so that nothing is asked twice."""
        return LLMMetadata(context_window=8192, num_output=400)

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:  # noqa: ARG002
        """What stands between the lines of dashes."""
        self._tokens += self._count(prompt)
        return CompletionResponse(text=prompt.split("\n------\n")[1])

    def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> Any:
        """Not used."""
        raise NotImplementedError


class Same(BaseEmbedding):
    """Our encoder as llama-index's."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(model_name=encoder.name)
        self._encoder = encoder

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in vector] for vector in self._encoder.encode(texts)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def measure(suite: Suite, folder: Path) -> list[Row]:
    """Ours and the stock engine on the questions of one suite that have an answer."""
    encoder, tokenize = load(), get_tokenizer()
    cases = [case for case in suite.questions if not case.abstain]

    def count(text: str) -> int:
        return len(tokenize(text))

    def row(name: str, ask: Callable[[str], str], spent: Callable[[], int]) -> Row:
        before, recalls = spent(), []
        for case in cases:
            text = ask(case.question)
            recalls.append(sum(met(fact, text) for fact in case.facts) / len(case.facts))
        tokens = (spent() - before) / len(cases)
        return Row(name, round(tokens, 1), round(sum(recalls) / len(cases), 4), len(cases))

    ours = Everything(count)
    with Library(folder / suite.name, model="none") as library:
        library.ingest(suite.articles)
        library.__dict__["_writer"] = ModelWriter(ours, Prompts.load(bundled("prompts")))

        def ask(question: str) -> str:
            return " ".join(claim.text for claim in library.ask(question).claims)

        rows = [row("brief", ask, lambda: ours.tokens)]
        rows[0] = replace(rows[0], schema=round(ours.schema / len(cases), 1))
        documents = [
            Document(text=f"{article.title}\n\n{article.text}") for article in library.articles()
        ]
    theirs = EverythingToo(count)
    index = VectorStoreIndex.from_documents(documents, embed_model=Same(encoder))
    for k in TOP_K:
        engine = CitationQueryEngine.from_args(index, llm=theirs, similarity_top_k=k)
        name = f"CitationQueryEngine, top {k}"
        rows.append(row(name, lambda q, e=engine: str(e.query(q)), lambda: theirs.tokens))  # type: ignore[misc]
    return rows


def show(name: str, rows: Sequence[Row]) -> None:
    """One way a line, the share of tokens beside the stock engine's."""
    ours = rows[0]
    print(f"{name}: {ours.questions} questions")
    for row in rows:
        if row is ours:
            share = f"(and {ours.schema} of the reply's schema)"
        else:
            share = f"ours costs {ours.tokens / row.tokens:.1%}"
        print(
            f"  {row.name:<28} {row.tokens:>8.1f} tokens   fact recall {row.recall:.3f}   {share}"
        )


def over(rows: Sequence[Row]) -> bool:
    """Whether ours costs too much or finds too little beside either way to run the stock engine."""
    ours, *stock = rows
    return any(ours.tokens > BOUND * row.tokens or ours.recall < row.recall for row in stock)


def main() -> int:
    """Measure, print, and say whether the bound holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("suites", nargs="*", type=Path, help="suites with questions")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in options.suites or [bundled("eval") / "questions.yaml"]:
            suite = load_suite(path)
            found[suite.name] = measure(suite, Path(folder))
    if options.json:
        print(json.dumps({name: [asdict(row) for row in rows] for name, rows in found.items()}))
    else:
        for name, rows in found.items():
            show(name, rows)
    return int(any(over(rows) for rows in found.values()))


if __name__ == "__main__":
    sys.exit(main())
