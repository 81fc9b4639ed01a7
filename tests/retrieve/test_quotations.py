"""What one quotation runs through is one sentence."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from brief.retrieve.quotations import whole_quotations
from brief.schema import Sentence
from brief.text import sentence_spans


def sentences(text: str) -> list[Sentence]:
    spans = enumerate(sentence_spans(text))
    return [Sentence("a", "v", n, start, end, text[start:end]) for n, (start, end) in spans]


def joined(text: str) -> list[str]:
    return [sentence.text for sentence in whole_quotations(text, sentences(text))]


def test_a_quotation_and_who_said_it_are_one() -> None:
    text = "“One plant is an experiment. Nobody lends to the second,” said Mr Undset. It rained."
    assert joined(text) == [text.removesuffix(" It rained."), "It rained."]


def test_a_quotation_that_is_never_closed_joins_nothing() -> None:
    text = '"We wait. The house sat on Monday. The vote is on Friday.'
    assert joined(text) == [sentence.text for sentence in sentences(text)]


def test_a_paragraph_ends_what_can_be_joined() -> None:
    assert len(joined('"We wait.\n\n"They do not," he said.')) == 2


def test_inches_open_no_quotation() -> None:
    assert len(joined('The pipe is 12" wide. It was laid in May. A 6" pipe runs beside it.')) == 3


@given(st.text(alphabet='ab. “”"\n', max_size=80))
def test_no_word_is_lost_and_texts_stand_in_the_article(text: str) -> None:
    before, after = sentences(text), whole_quotations(text, sentences(text))
    assert all(text[s.start : s.end] == s.text for s in after)
    assert all(a.end <= b.start for a, b in itertools.pairwise(after))
    covered = {n for s in after for n in range(s.start, s.end)}
    assert {n for s in before for n in range(s.start, s.end)} <= covered
