"""A library for pipelines built with llama-index: a retriever, and a query engine that cites.

    from brief import Library
    from brief.llama_index import LibraryQueryEngine, LibraryRetriever

    with Library("clippings") as library:
        retriever = LibraryRetriever(library, limit=5)  # for any engine of llama-index
        print(LibraryQueryEngine(library).query("Which fund may partner in the refinery?"))

Both are used in the thread that opened the library, also from `aretrieve` and `aquery`.
"""

from __future__ import annotations

from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import Response
from llama_index.core.callbacks.base import CallbackManager
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from brief.app import Library
from brief.report import citations, documents, terminal
from brief.schema import Answer, Article, Evidence, Filters, Hit

_HASHES = ["article_id", "version_sha256"]  # of no use to a model or an embedding


class LibraryRetriever(BaseRetriever):
    """The passages that fit a query best, each a node with its article's particulars."""

    def __init__(
        self,
        library: Library,
        *,
        limit: int = 10,
        filters: Filters | None = None,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        super().__init__(callback_manager=callback_manager or CallbackManager())
        self._library = library
        self._limit = limit
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._library.search(
            query_bundle.query_str, filters=self._filters, limit=self._limit
        )
        return [_passage(hit) for hit in found]


class LibraryQueryEngine(BaseQueryEngine):
    """Answers of the library: every sentence with its source's number, or an abstention.

    The sentences that the answer rests on are the response's `source_nodes`, numbered by their
    metadata; the answer as `brief ask --json` prints it is in the response's `metadata`.
    """

    def __init__(
        self,
        library: Library,
        *,
        filters: Filters | None = None,
        keep_unverified: bool = False,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        super().__init__(callback_manager=callback_manager or CallbackManager())
        self._library = library
        self._filters = filters
        self._keep = keep_unverified

    def _query(self, query_bundle: QueryBundle) -> Response:
        answer = self._library.ask(
            query_bundle.query_str, filters=self._filters, keep_unverified=self._keep
        )
        cited = citations.numbers(citations.sources(answer.claims))
        evidence = {
            (item.article.version, item.sentence.start): item
            for claim in answer.claims
            for item in claim.evidence
        }
        return Response(
            response=_text(answer),
            source_nodes=[
                _sentence(item, cited[citations.key_of(item.article)]) for item in evidence.values()
            ],
            metadata=documents.answer(answer),
        )

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return self._query(query_bundle)

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}


def _text(answer: Answer) -> str:
    if answer.abstained:
        return f"{terminal.DECLINED} {answer.reason}"
    cited = citations.numbers(citations.sources(answer.claims))
    parts = []
    for claim in answer.claims:
        said = (claim.text, citations.marks(claim, cited), terminal.warning(claim))
        parts.append(" ".join(part for part in said if part))
    return " ".join(parts)


def _passage(hit: Hit) -> NodeWithScore:
    passage = hit.passage
    node = _node(passage.id, passage.text, passage.start, passage.end, hit.article)
    return NodeWithScore(node=node, score=hit.score)


def _sentence(item: Evidence, number: int) -> NodeWithScore:
    sentence = item.sentence
    name = f"{sentence.version[:16]}-{sentence.start}-{sentence.end}"
    node = _node(name, sentence.text, sentence.start, sentence.end, item.article)
    node.metadata["source"] = number
    return NodeWithScore(node=node, score=item.score)


def _node(name: str, text: str, start: int, end: int, article: Article) -> TextNode:
    return TextNode(
        id_=name,
        text=text,
        start_char_idx=start,
        end_char_idx=end,
        metadata={
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published,
            "url": article.url,
            "article_id": article.id,
            "version_sha256": article.version,
        },
        excluded_llm_metadata_keys=_HASHES,
        excluded_embed_metadata_keys=_HASHES,
    )
