from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from brief.text import fold, sentence_spans

PROSE = st.text(alphabet=st.sampled_from(list('ab A.?!"\n\t “”’é中- 1,')), max_size=200)


@given(PROSE)
def test_spans_are_ordered_trimmed_and_complete(text: str) -> None:
    spans = sentence_spans(text)
    for (_, end), (start, _) in itertools.pairwise(spans):
        assert end <= start
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    kept = "".join("".join(text[a:b].split()) for a, b in spans)
    assert kept == "".join(text.split())


def test_abbreviations_and_quotes_do_not_end_a_sentence() -> None:
    text = (
        "The U.S. said on Sept. 5 that Mr. Smith had a plan. It cost $1.2bn, vs. 4.1 a year ago.\n"
        "\nNo full stop here\n\n- first item\n- second item. And more."
    )
    assert [text[a:b] for a, b in sentence_spans(text)] == [
        "The U.S. said on Sept. 5 that Mr. Smith had a plan.",
        "It cost $1.2bn, vs. 4.1 a year ago.",
        "No full stop here",
        "- first item",
        "- second item.",
        "And more.",
    ]


@given(st.text(max_size=80))
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
