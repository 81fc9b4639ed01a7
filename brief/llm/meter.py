"""What the calls of one answer took: tokens, money and time."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from brief.llm.protocol import Model, OnText, Reply, Request, Usage

PRICES = Path(__file__).with_name("prices.toml")
Spent = dict[str, float | int | str]


class Meter:
    """A model whose use is counted."""

    def __init__(self, model: Model) -> None:
        self.name = model.name
        self._model = model
        self._replies: list[Reply] = []

    @property
    def context_window(self) -> int:
        return self._model.context_window

    def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """As the model does, and counted."""
        reply = self._model.complete(request, on_text=on_text)
        self._replies.append(reply)
        return reply

    def spent(self) -> Spent:
        """What was used since this was last asked; "unknown" where a server does not say.

        Replies from the cache count as calls of their own kind and cost nothing.
        """
        replies, self._replies = self._replies, []
        paid = [reply.usage for reply in replies if not reply.cached]
        return {
            "model": self.name,
            "calls": len(paid),
            "cached": len(replies) - len(paid),
            "prompt_tokens": _sum([usage.prompt_tokens for usage in paid]),
            "completion_tokens": _sum([usage.completion_tokens for usage in paid]),
            "cost_usd": _sum([cost(self.name, usage) for usage in paid]),
            "seconds": round(sum(usage.seconds for usage in paid), 3),
        }


def cost(model: str, usage: Usage) -> float | None:
    """US dollars, None where the price or the number of tokens is unknown.

    >>> cost("openai/gpt-4.1-mini", Usage(1_000_000, 500_000, 1.0))
    1.2
    >>> cost("openai-like/qwen3", Usage(1_000_000, 500_000, 1.0)) is None
    True
    """
    price = price_of(model)
    if price is None or usage.prompt_tokens is None or usage.completion_tokens is None:
        return None
    spent = usage.prompt_tokens * price["input"] + usage.completion_tokens * price["output"]
    return round(spent / 1_000_000, 6)


def price_of(model: str) -> dict[str, float] | None:
    """US dollars for a million tokens of "input" and of "output", None where unknown."""
    return _prices().get(model)


@cache
def _prices() -> dict[str, dict[str, float]]:
    models: dict[str, dict[str, float]] = tomllib.loads(PRICES.read_text("utf-8"))["models"]
    return models


def _sum(values: list[int | None] | list[float | None]) -> float | int | str:
    known = [value for value in values if value is not None]
    return round(sum(known), 6) if len(known) == len(values) else "unknown"
