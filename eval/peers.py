"""The same questions to `brief` and to what else one would pick, side by side in one run.

    python -m venv peers && peers/bin/pip install -e . llama-index-retrievers-bm25 txtai
    peers/bin/python eval/peers.py DATA [--questions 60] [--articles 200]

DATA is the folder of MultiHop-RAG, of which as many questions are asked, and as many articles are
taken in: those that hold the questions' evidence, and others. Every peer gets them as plain texts
with title, outlet and date in front, passages of at most 256 tokens, and the encoder of `brief`. A
peer that is not installed is left out, and said to be. Each runs in a process of its own. Figures:
those of `brief eval multihop-rag` on passages, articles indexed a second, a query's time, memory.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from brief.embedding import load as load_encoder
from brief.evaluation.metrics import Score
from brief.evaluation.multihop_rag import CORPUS, Question, figures, key, load, score_retrieval
from brief.schema import Article, Hit, Passage

Found = list[tuple[str, str, str]]  # title, outlet and text of each passage, best first
Search = Callable[[str], Found]


def lines_of(path: Path) -> list[Any]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def brief(data: Path, folder: Path) -> Search:
    """The tool itself, with all that it does to an article on its way in."""
    from brief.app import Library

    library = Library(folder, model="none")
    library.ingest(data / CORPUS)

    def search(question: str) -> Found:
        found = library.find(question).passages
        return [(h.article.title, h.article.outlet, h.passage.text) for h in found]

    return search


def _nodes(data: Path) -> list[Any]:
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter

    documents = [
        Document(
            text=f"{row['title']}\n{row['source']}, {row['published_date']}\n{row['body']}",
            metadata={"title": row["title"], "outlet": row["source"]},
            excluded_embed_metadata_keys=["title", "outlet"],
            excluded_llm_metadata_keys=["title", "outlet"],
        )
        for row in lines_of(data / CORPUS)
    ]
    splitter = SentenceSplitter(chunk_size=256, chunk_overlap=20)
    return list(splitter.get_nodes_from_documents(documents))


def _embedding() -> Any:
    from llama_index.core.embeddings import BaseEmbedding

    encoder = load_encoder()

    class Ours(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = encoder.encode(texts).tolist()
            return vectors

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return Ours(embed_batch_size=64)


def _index(nodes: Sequence[Any], folder: Path) -> Any:
    import chromadb
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.vector_stores.chroma import ChromaVectorStore

    settings = chromadb.config.Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(path=str(folder), settings=settings)
    collection = client.get_or_create_collection("passages", embedding_function=None)
    context = StorageContext.from_defaults(vector_store=ChromaVectorStore(collection))
    return VectorStoreIndex(list(nodes), storage_context=context, embed_model=_embedding())


def _told(retriever: Any) -> Search:
    def search(question: str) -> Found:
        found = [item.node for item in retriever.retrieve(question)]
        return [(n.metadata["title"], n.metadata["outlet"], n.get_content()) for n in found]

    return search


def llama_index(data: Path, folder: Path) -> Search:
    """Plain llama-index and Chroma."""
    return _told(_index(_nodes(data), folder).as_retriever(similarity_top_k=10))


def llama_index_hybrid(data: Path, folder: Path) -> Search:
    """llama-index with its BM25 retriever, fused by reciprocal ranks."""
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
    from llama_index.retrievers.bm25 import BM25Retriever

    nodes = _nodes(data)
    near = _index(nodes, folder).as_retriever(similarity_top_k=50)
    words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=50)
    fused = QueryFusionRetriever(
        [near, words], llm=MockLLM(), similarity_top_k=10, num_queries=1, use_async=False,
        mode=FUSION_MODES.RECIPROCAL_RANK,
    )  # fmt: skip
    return _told(fused)


def txtai(data: Path, folder: Path) -> Search:
    """txtai's hybrid of BM25 and vectors."""
    encoder = load_encoder()
    nodes = _nodes(data)
    embeddings = import_module("txtai").Embeddings(
        method="external", transform=lambda texts: encoder.encode(list(texts)), hybrid=True
    )
    embeddings.index((n, node.get_content(), None) for n, node in enumerate(nodes))
    embeddings.save(str(folder / "txtai"))

    def search(question: str) -> Found:
        found = [nodes[n] for n, _ in embeddings.search(question, 10)]
        return [(n.metadata["title"], n.metadata["outlet"], n.get_content()) for n in found]

    return search


PEERS: dict[str, tuple[Callable[[Path, Path], Search], str]] = {
    "brief": (brief, "chromadb"),
    "llama-index + Chroma": (llama_index, "llama_index.vector_stores.chroma"),
    "llama-index hybrid": (llama_index_hybrid, "llama_index.retrievers.bm25"),
    "txtai hybrid": (txtai, "txtai"),
}


def score(question: Question, found: Found) -> dict[str, Score]:
    """The figures of one search, a peer's results put as ours."""
    empty = Article("", "", "", "", "", "", "", "", "", "", "", "")
    hits = []
    for title, outlet, text in found:
        name = "\0".join(key(title, outlet))
        one = replace(empty, id=name, title=title, outlet=outlet)
        hits.append(Hit(Passage("", name, "", 0, 0, len(text), text, 0, 0), one, 0.0))
    firsts = list({hit.article.id: hit.article for hit in hits}.values())
    return score_retrieval(question, hits, firsts)


def part_of(data: Path, folder: Path, questions: int, articles: int) -> None:
    """Put so many of the questions that have evidence, and of the articles, into `folder`."""
    draw = random.Random(0)  # noqa: S311
    asked = [row for path in sorted(data.glob("queries_*.jsonl")) for row in lines_of(path)]
    asked = [row for row in asked if row["evidence_list"]]
    asked = draw.sample(asked, min(questions, len(asked)))
    needed = {item["title"] for row in asked for item in row["evidence_list"]}
    held = [row for row in lines_of(data / CORPUS) if row["title"] in needed]
    others = [row for row in lines_of(data / CORPUS) if row["title"] not in needed]
    held += draw.sample(others, min(max(articles - len(held), 0), len(others)))
    for name, kept in (("queries_part.jsonl", asked), (CORPUS, held)):
        (folder / name).write_text("\n".join(map(json.dumps, kept)), "utf-8")


def run(name: str, data: Path) -> dict[str, Any]:
    """One peer in this process."""
    asked = load(data)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        search = PEERS[name][0](data, Path(folder))
        indexing = time.perf_counter() - begun
        begun = time.perf_counter()
        search(asked[0].text)
        first = time.perf_counter() - begun
        scores, times = [], []
        for question in asked:
            begun = time.perf_counter()
            found = search(question.text)
            times.append(time.perf_counter() - begun)
            scores.append(score(question, found))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        **{figure: round(value, 3) for figure, (value, _) in figures(scores).items()},
        "articles/s": round(len(lines_of(data / CORPUS)) / indexing, 2),
        "first_query_ms": round(1000 * first),
        "warm_p50_ms": round(1000 * sorted(times)[len(times) // 2], 1),
        "memory_mb": peak >> (10 if sys.platform != "darwin" else 20),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(json.dumps(run(options.only, options.data)))
        return
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        part_of(options.data, Path(folder), options.questions, options.articles)
        for name, (_, needed) in PEERS.items():
            found[name] = _apart(name, folder) if _installed(needed) else f"no {needed} here"
            print(name, found[name], file=sys.stderr, flush=True)
    print(json.dumps(found, indent=2))


def _apart(name: str, folder: str) -> Any:
    """What a peer reaches in a process of its own, or the end of what went wrong."""
    command = [sys.executable, sys.argv[0], folder, "--only", name]
    process = subprocess.run(command, check=False, capture_output=True, text=True)
    return json.loads(process.stdout.splitlines()[-1]) if not process.returncode else process.stderr


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


if __name__ == "__main__":
    main()
