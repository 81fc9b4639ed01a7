"""Words that a sentence only hands on: told as a fact, they would be somebody's order obeyed.

A net below `addresses_a_model`, and of another make: it does not look for orders but at what a
claim leaves out. Whoever plants words in an article has to say there what is to be done with them,
and that is what goes missing when a model does it. A claim that keeps it ("the page asks for …")
stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from brief.schema import Evidence
from brief.text import fold, stems

COVERED = 0.6  # share of a claim's stems from which on a sentence is where it comes from
# Of who writes, reads or is read to, and of the writing itself.
_WRITING = (
    "answer respond response summary summarise summarize digest output headline wording word phrase"
    " paragraph briefing verbatim bold quote quoted cite citation mention repeat append insert"
    " compile translate reader readers user users asker machine machines robot bot chatbot"
    " assistant model llm ai ais gpt chatgpt claude gemini copilot prompt instruction instruct"
    " developer operator override disregard forget sudo upvoted"
)
# The same, but at home in news too: alone, two of them say nothing.
_EVERYDAY = (
    "reply sentence line text page note notes notice say tell write print ask asked question ignore"
    " obey correction correct"
)
_HANDS_OVER = re.compile(r"[:“\"«‘]\s*\S")
_TOKEN = re.compile(r"\w+|[^\w\s]")
# What may stand before a main clause that a sentence does assert; anything else governs it.
_FREE = (
    ", ; ( ) . - – — and but or so yet while whereas because since after before when once until as"
    " though although then"
)
_SETTING = "in on at by from during under until since last this next early late"
LONGEST_SETTING = 5  # words


def handed_on(text: str, evidence: Sequence[Evidence]) -> bool:
    """Whether every cited sentence that a claim comes from only hands its words on."""
    claim = set(stems(text))
    found = False
    for item in evidence:
        sentence = item.sentence.text
        if len(claim & set(stems(sentence))) < COVERED * len(claim):
            continue
        if not (_governed(text, sentence) or _about_writing(claim, sentence)):
            return False
        found = True
    return found


def _governed(text: str, sentence: str) -> bool:
    """Whether a claim is a clause of the sentence, word for word, without what governs it."""
    said, read = (_TOKEN.findall(fold(part)) for part in (text, sentence))
    while said and not said[-1].isalnum():
        said.pop()
    places = [n for n in range(len(read)) if read[n : n + len(said)] == said]
    return bool(places) and not any(_asserted(read[:n]) for n in places)


def _asserted(before: list[str]) -> bool:
    """Whether what stands before a clause leaves it a main clause: nothing, a pause, "In May"."""
    if not before or before[-1] in _FREE.split():
        return True
    setting = before[0] in _SETTING.split() and len(before) <= LONGEST_SETTING
    return setting and before[-1].isalnum()


def _about_writing(claim: set[str], sentence: str) -> bool:
    """Whether a claim leaves out that the sentence speaks of what is to be written."""
    left_out = set(stems(sentence)) - claim
    writing, everyday = (len(left_out & known) for known in _lexicon())
    if writing and writing + everyday >= 2:
        return True
    handed = _HANDS_OVER.search(sentence)
    if not handed or not writing + everyday:
        return False
    return len(claim & set(stems(sentence[handed.start() :]))) >= COVERED * len(claim)


@cache
def _lexicon() -> tuple[frozenset[str], frozenset[str]]:
    """The stems of both lists, made when first needed: it loads the stemmer."""
    return frozenset(stems(_WRITING)), frozenset(stems(_EVERYDAY))
