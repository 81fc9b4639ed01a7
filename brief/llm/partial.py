"""What can be read of a JSON reply before it is whole."""

from __future__ import annotations

from brief.llm.protocol import OnText


class Spoken:
    """Takes the pieces of a reply and hands on the text of its claims as it grows."""

    def __init__(self, on_text: OnText) -> None:
        self._on_text = on_text
        self._heard = ""
        self._told = ""

    def __call__(self, piece: str) -> None:
        """The next piece; what cannot be read yet is kept for later."""
        self._heard += piece
        text = _text_of(self._heard)
        if text.startswith(self._told) and len(text) > len(self._told):
            self._on_text(text[len(self._told) :])
            self._told = text


def _text_of(heard: str) -> str:
    """The claims' text so far, "" where there is none.

    >>> _text_of('{"claims": [{"text": "It is so.", "evidence": [1]}, {"text": "And')
    'It is so. And'
    """
    from jiter import from_json

    try:
        read = from_json(heard.encode(), partial_mode="trailing-strings")
        texts = [claim["text"] for claim in read["claims"] if "text" in claim]
    except (ValueError, TypeError, KeyError):
        return ""
    return " ".join(text for text in texts if isinstance(text, str))
