"""What `brief doctor` tells of models: which would be called, where, with which limits.

Nothing is called unless it is to be tried, and then with words of ours alone.
"""

from __future__ import annotations

import time

from brief.embedding import Encoder
from brief.errors import BriefError, SettingsError
from brief.llm.calling import RETRIES, SECONDS
from brief.llm.choice import Choice
from brief.llm.client import api_key
from brief.llm.evidence import BUDGET
from brief.llm.meter import price_of
from brief.llm.protocol import Request
from brief.llm.server import WINDOW, Server
from brief.llm.structured import data_of, field, json_object
from brief.schema import Check

_PING = Request(
    "Reply in JSON only.", 'Reply with {"ready": true}', json_object(ready={"type": "boolean"}), 100
)


def of_writer(choice: Choice | None, *, trying: bool) -> list[Check]:
    """The model that writes: where it is, what bounds a call of it, and its reply when tried."""
    if choice is None:
        detail = "none: answers are the articles' own sentences, nothing leaves this machine"
        return [Check("model", ok=True, detail=detail)]
    found = [_key(choice, "model")]
    if not found[0].ok:
        return found
    server = Server(choice)
    assumed = " (assumed)" if server.context_window == WINDOW else ""
    limits = (
        f"context {server.context_window:,} tokens{assumed}, of evidence {BUDGET:,} at most; "
        f"a call takes {SECONDS:.0f} s at most, with {RETRIES} retries; {_price(choice)}"
    )
    found.append(Check("limits", ok=True, detail=limits))
    return [*found, _ask(server)] if trying else found


def of_embedder(choice: Choice, encoder: Encoder, *, trying: bool) -> list[Check]:
    """The server that makes a library's vectors, and what it gives when tried."""
    found = [_key(choice, "embedder")]
    if not trying or not found[0].ok:
        return found
    begun = time.monotonic()
    try:
        size = encoder.dimensions
    except BriefError as error:
        return [*found, Check("embedder's reply", ok=False, detail=str(error), remedy=error.hint)]
    detail = f"a vector of {size} numbers, in {time.monotonic() - begun:.1f} s"
    return [*found, Check("embedder's reply", ok=True, detail=detail)]


def _key(choice: Choice, name: str) -> Check:
    where = f"{choice.name} at {choice.host}"
    try:
        key = api_key(choice)
    except SettingsError as error:
        return Check(name, ok=False, detail=str(error), remedy=error.hint)
    told = "key from $OPENAI_API_KEY" if key else "no key"
    return Check(name, ok=True, detail=f"{where}, {told}")


def _price(choice: Choice) -> str:
    price = price_of(choice.name)
    if price is None:
        return "price unknown"
    return f"${price['input']:g} in and ${price['output']:g} out a million tokens"


def _ask(server: Server) -> Check:
    """Whether the model replies in the form asked for, streamed as an answer is."""
    name, pieces = "model's reply", list[str]()
    try:
        reply = server.complete(_PING, on_text=pieces.append)
        field(data_of(reply), "ready", bool)
    except BriefError as error:
        return Check(name, ok=False, detail=str(error), remedy=error.hint)
    except ValueError as error:
        detail = f"not in the form asked for: {error}"
        return Check(name, ok=False, detail=detail, remedy="try another model")
    form = "JSON schema taken" if server.takes_schemas else "JSON without a schema"
    detail = f"as asked, in {reply.usage.seconds:.1f} s, {len(pieces)} pieces, {form}"
    return Check(name, ok=True, detail=detail)
