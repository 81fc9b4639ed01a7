"""A library in pipelines of llama-index: beside and inside its stock parts."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from llama_index.core import Document, VectorStoreIndex
from llama_index.core.embeddings import MockEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.query_engine import CitationQueryEngine, RetrieverQueryEngine
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.tools import QueryEngineTool
from llama_index.llms.openai_like import OpenAILike

from brief import Library
from brief.llama_index import LibraryQueryEngine, LibraryRetriever
from brief.schema import Filters

QUESTION = "How many conditions come with the permit for Halden Point?"


@pytest.fixture(scope="module")
def library(seeds_library: Path) -> Iterator[Library]:
    with Library(seeds_library, model="none") as opened:
        yield opened


@pytest.fixture
def llm(model_server: Any) -> OpenAILike:
    return OpenAILike(
        model="scripted", api_base=model_server.url, api_key="none", is_chat_model=True,
        context_window=4096, max_retries=0,
    )  # fmt: skip


def test_nodes_are_passages_with_their_article(library: Library) -> None:
    nodes = LibraryRetriever(library, limit=3).retrieve(QUESTION)
    hits = library.search(QUESTION, limit=3)
    assert [n.node.node_id for n in nodes] == [hit.passage.id for hit in hits]
    assert [n.score for n in nodes] == [hit.score for hit in hits]
    first, hit = nodes[0].node, hits[0]
    assert first.metadata["outlet"] == hit.article.outlet
    assert first.metadata["published"] == hit.article.published
    assert hit.article.text[first.start_char_idx : first.end_char_idx] == first.get_content()
    assert asyncio.run(LibraryRetriever(library, limit=3).aretrieve(QUESTION)) == nodes


def test_filters_hold(library: Library) -> None:
    outlet = library.search(QUESTION, limit=1)[0].article.outlet
    nodes = LibraryRetriever(library, filters=Filters(outlets=(outlet,))).retrieve(QUESTION)
    assert {n.node.metadata["outlet"] for n in nodes} == {outlet}


def test_an_answer_is_a_response_with_its_evidence(library: Library) -> None:
    engine = LibraryQueryEngine(library)
    response = engine.query(QUESTION)
    answer = library.ask(QUESTION)
    assert "17 conditions" in str(response)
    assert re.search(r"\[1\]$", str(response))
    assert response.metadata["schema"] == "brief.answer/1"
    quotes = {e.sentence.text for claim in answer.claims for e in claim.evidence}
    assert {n.node.get_content() for n in response.source_nodes} == quotes
    assert {n.node.metadata["source"] for n in response.source_nodes} <= {1, 2, 3, 4}
    assert str(asyncio.run(engine.aquery(QUESTION))) == str(response)


def test_an_abstention_is_said(library: Library) -> None:
    response = LibraryQueryEngine(library).query("What is the price of neodymium?")
    assert str(response).startswith("The articles do not answer this. No article mentions")
    assert response.source_nodes == []


def test_what_is_not_borne_out_is_left_out_or_marked(
    seeds_library: Path, model_server: Any
) -> None:
    def step(handler: Any) -> None:
        (number,) = re.findall(r"^(\d+)\. The council attached 17", handler.said, re.MULTILINE)
        said = ("The council attached 17 conditions.", "The council attached 19 conditions.")
        claims = [{"text": text, "evidence": [int(number)]} for text in said]
        handler.answer(json.dumps({"claims": claims}))

    model_server.will(step)
    named = {"model": "openai-like/scripted", "base_url": model_server.url}
    with Library(seeds_library, **named) as library:
        own = str(LibraryQueryEngine(library).query(QUESTION))
        assert own == "The council attached 17 conditions. [1]"
        kept = str(LibraryQueryEngine(library, keep_unverified=True).query(QUESTION))
        assert kept.endswith("19 conditions. [1] [contradicted by the sources]")


def test_stock_engines_take_the_retriever(
    library: Library, llm: OpenAILike, model_server: Any
) -> None:
    model_server.will("There are 17 conditions [1].")
    retriever = LibraryRetriever(library, limit=2)
    for engine in (
        RetrieverQueryEngine.from_args(
            retriever, llm=llm, node_postprocessors=[SimilarityPostprocessor()]
        ),
        CitationQueryEngine(retriever, llm=llm),
    ):
        response = engine.query(QUESTION)
        assert str(response) == "There are 17 conditions [1]."
        assert len(response.source_nodes) == 2
        sent = model_server.bodies[-1]["messages"][-1]["content"]
        assert "17 conditions" in sent
        assert QUESTION in sent
        assert "version_sha256" not in sent


def test_it_fuses_with_a_stock_index(library: Library) -> None:
    stock = VectorStoreIndex.from_documents(
        [Document(text="A note of our own on Halden Point.")],
        embed_model=MockEmbedding(embed_dim=8),
    )
    both = QueryFusionRetriever(
        [LibraryRetriever(library, limit=2), stock.as_retriever(similarity_top_k=1)],
        llm=MockLLM(),
        num_queries=1,
        similarity_top_k=3,
        use_async=False,
    )
    texts = [n.node.get_content() for n in both.retrieve(QUESTION)]
    assert len(texts) == 3
    assert "A note of our own on Halden Point." in texts
    assert any("17 conditions" in text for text in texts)


def test_the_engine_is_a_tool_for_agents(library: Library) -> None:
    tool = QueryEngineTool.from_defaults(
        LibraryQueryEngine(library), name="news", description="Answers from the clippings."
    )
    output = tool.call(QUESTION)
    assert "17 conditions" in output.content
    assert output.raw_output.source_nodes
