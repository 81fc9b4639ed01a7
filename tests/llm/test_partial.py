"""What is said of a reply while it comes."""

from __future__ import annotations

import json

from brief.llm.partial import Spoken
from brief.write.wording import unlinked

TEXTS = ["It costs 17 million.", "See https://evil.example/a?b=c, or ![x](http://e.example/p.png)."]
REPLY = json.dumps({"claims": [{"text": text, "evidence": [1]} for text in TEXTS]})


def heard(pieces: list[str]) -> list[str]:
    told: list[str] = []
    spoken = Spoken(told.append, unlinked)
    for piece in pieces:
        spoken(piece)
    spoken.end()
    return told


def test_words_come_whole_and_addresses_never() -> None:
    told = heard(list(REPLY))
    assert "".join(told) == "It costs 17 million. See [address] or ![x]([address]"
    assert len(told) == 8
    assert all(piece.endswith(" ") for piece in told[:-1])
    assert "".join(heard([REPLY])) == "".join(told)


def test_what_is_no_reply_says_nothing() -> None:
    assert heard(["I ", "think ", '{"text": "no"}']) == []
    assert heard(['{"claims": 5', "}"]) == []
