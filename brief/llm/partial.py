"""What can be read of a JSON reply before it is whole."""

from __future__ import annotations

from collections.abc import Callable

from brief.llm.protocol import OnText


class Spoken:
    """Takes the pieces of a reply and hands on the text of its claims, word by word.

    Each word is whole before it passes `clean`, so that nothing slips through in two halves.
    """

    def __init__(self, on_text: OnText, clean: Callable[[str], str]) -> None:
        self._on_text = on_text
        self._clean = clean
        self._heard = ""
        self._text = ""
        self._told = 0  # characters of it

    def __call__(self, piece: str) -> None:
        """The next piece; what cannot be read yet is kept for later."""
        self._heard += piece
        text = _text_of(self._heard)
        if text.startswith(self._text):
            self._text = text
            self._tell(text.rfind(" ") + 1)

    def end(self) -> None:
        """Hand on the last word."""
        self._tell(len(self._text))

    def _tell(self, until: int) -> None:
        if until > self._told:
            self._on_text(self._clean(self._text[self._told : until]))
            self._told = until


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
