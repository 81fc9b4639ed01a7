"""A text taken apart into what can be checked, with offsets that give it back."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from brief.verify import split_claims

BRIEFING = """# Rare earths

*Date: 22 November 2026 · reports of 2025-08-28 to 2025-10-02*

## Bottom line

China and Malaysia are in early talks. [1] Nothing has been signed. [2]

## Key facts

- Malaysia holds 16.1 million tons. [2]

## Timeline

**Reported 28 August 2025**

- Xi visited in April. [2]

## Sources

1. Report · China, Malaysia in talks · 2025-10-02

   > China and Malaysia are in early talks.

---

*Engine: extractive · Library: 2 articles*
"""


def test_only_what_can_be_checked_is_taken() -> None:
    assert [statement.text for statement in split_claims(BRIEFING)] == [
        "China and Malaysia are in early talks.",
        "Nothing has been signed.",
        "Malaysia holds 16.1 million tons.",
        "Xi visited in April.",
    ]


def test_questions_code_and_links_make_no_claims() -> None:
    text = "Who runs it?\n\n```\nThe port is shut.\n```\n\n<https://example.com/a>\n"
    assert split_claims(text) == []


@given(st.text(alphabet=st.sampled_from("Ab .?!\n#-*[]1>`|"), max_size=120))
def test_offsets_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = split_claims(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
