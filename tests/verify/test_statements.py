"""Splitting a text into statements that can be checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.verify import split_claims

BRIEFING = """# Rare earths in Malaysia

*Date: 3 November 2025 · reports of 2025-08-28 to 2025-10-02*

## Bottom line

The refinery is the subject of talks that are at an early stage. [1] Nothing has been signed [2][3].

## Key facts

- Malaysia holds about 16.1 million tonnes, by an estimate of 2019 [2].
- “It is over,” said Dr. Lee. [1] He left the room. [2]
- Raw exports are banned
  since last year [2]

## Timeline

- **2025-08-28** — China offered technical help [2].

**Reported 2 October 2025**

- A fund may join the project. [1]

## What is not known

- The articles do not say what the refinery will cost.
- Discussions go on, and no agreement has been made [2].

## Sources

1. Report · Talks on a refinery · 2025-10-02

   > “The refinery is the subject of talks.”

2. Devdiscourse: the offer was made in August.

---

*Engine: extractive · Library: 42 articles, 2025-01-23 to 2025-10-28*
"""


def claims(text: str) -> list[str]:
    return [statement.text for statement in split_claims(text)]


def test_a_briefing_gives_its_sentences_and_nothing_else() -> None:
    assert claims(BRIEFING) == [
        "The refinery is the subject of talks that are at an early stage.",
        "Nothing has been signed",
        "Malaysia holds about 16.1 million tonnes, by an estimate of 2019",
        "“It is over,” said Dr. Lee.",
        "He left the room.",
        "Raw exports are banned\n  since last year",
        "**2025-08-28** — China offered technical help",
        "A fund may join the project.",
        "Discussions go on, and no agreement has been made",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# The minister resigned on Monday",
        "The minister resigned on Monday\n===============================",
        "```\nThe minister resigned on Monday.\n```",
        "~~~\nThe minister resigned on Monday.",
        "Has the minister resigned?",
        "Key facts:",
        "## References\n\n1. The minister resigned on Monday.",
        "[^1]: The minister resigned on Monday.",
        "[1] Meridian Ledger, The minister resigned, 3 March 2025",
        "Sources\n\n- The minister resigned on Monday.",
        "By Joran Pell",
        "Date: 3 March 2025",
        "| Who | What happened then |\n|---|---|",
        "<!-- The minister resigned on Monday. -->",
        "https://example.org/the-minister-resigned",
        "Three things happened:\n\n---\n\nEngine: extractive. Library: 3 articles.",
        "---\ntitle: The minister resigned\n---",
        "---\ntitle: The minister resigned on Monday.\n...\n",
        '+++\ntitle = "The minister resigned on Monday."\n+++',
        "None of the articles says when the minister resigned.",
        "However, the sources do not mention when it opens, what it costs, and who owns it.",
        "The price is not given in the articles.",
        "````\n```\nThe minister resigned on Monday.\n````",
        "```\nThe minister resigned on Monday.\n```python\nThe plant opens in May.",
        "[^note] The minister resigned on Monday.",
        "[Ledger]: https://example.org/the-minister-resigned",
        "Three things happened:\n\n---\n\n*This briefing was made by a machine.*",
        "Three things happened:\n\n---\n\nPrepared by J. Pell for the harbour board",
        "Sources: Lodne Gazette, Torbel Post and others.",
        "Source: Ministry of Energy, annual report for 2024, page 12.",
        "Photo: The harbour at dusk / Joran Pell.",
        "Topic: how the port will be paid for.",
        "Links\n\nMeridian Ledger, “The minister resigned”, 3 March 2025.\n\n1. The port is open.",
    ],
)
def test_what_no_article_can_bear_out_is_no_claim(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| Who | What |\n|--|--|\n| Orrin | The plant costs $745 million. |",
         ["The plant costs $745 million."]),
        ("> The plant costs $745 million.", ["The plant costs $745 million."]),
        ("1. The plant costs $745 million.\n2. It opens in May.",
         ["The plant costs $745 million.", "It opens in May."]),
        ("The plant costs **$745 million** [1][2]. It opens in May [3, 4].",
         ["The plant costs **$745 million**", "It opens in May"]),
        ("Talks failed.", ["Talks failed."]),
        ("---\n\nTalks failed.\n\n---\n\nThe plant opens in May.",
         ["Talks failed.", "The plant opens in May."]),
        ("A claim before a rule.\n\n---\n\nA claim after a rule stands here. Another one follows it.",
         ["A claim before a rule.", "A claim after a rule stands here.", "Another one follows it."]),
        ("Talks went on.\n\n---\n\n- China banned exports of technology [1]\n- Orrin will pay $5 billion. [2]",
         ["Talks went on.", "China banned exports of technology", "Orrin will pay $5 billion."]),
        ("Talks went on.\n\n---\n\nChina banned exports of technology [1]",
         ["Talks went on.", "China banned exports of technology"]),
        ("```x``` is the name of the port.\n\nThe plant opens in May.",
         ["```x``` is the name of the port.", "The plant opens in May."]),
        ("````\n```\nHe resigned on Monday.\n````\nThe plant opens in May.",
         ["The plant opens in May."]),
        ("[Update] The minister resigned on Monday.", ["[Update] The minister resigned on Monday."]),
        ("[He] sold the plant to Orrin.", ["[He] sold the plant to Orrin."]),
        ("The police report did not name the suspect, but Orrin paid $9 billion to the mayor.",
         ["The police report did not name the suspect, but Orrin paid $9 billion to the mayor."]),
        ("The articles do not say when, but Orrin paid the mayor.",
         ["The articles do not say when, but Orrin paid the mayor."]),
        ("The coroner's report does not mention poison.",
         ["The coroner's report does not mention poison."]),
        ("## Sources\n\n1. Meridian Ledger\n\n## Outlook\n\nThe plant opens in May.",
         ["The plant opens in May."]),
        *((text, [text]) for text in (
            "Phone: The port will reopen with 900 workers.",
            "Updated: dockers at Lodne extended their strike on Thursday.",
            "Source: Orrin fell 5 percent, the bank said.",
            "Model: the new rules ban exports of rare earths.",
            "**Library**: the city has closed three branches",
        )),
        ("The port shut.\n\nSources:\nMeridian Ledger\n\nThe plant opens\nin May [1].\n\nIt is big now.",
         ["The port shut.", "The plant opens\nin May", "It is big now."]),
        ("The port shut.\n\n---\n\nUpdated: Orrin has sold the plant.",
         ["The port shut.", "Updated: Orrin has sold the plant."]),
    ],
)  # fmt: skip
def test_prose_in_other_dress_is_checked(text: str, expected: list[str]) -> None:
    assert claims(text) == expected


PIECES = st.sampled_from(
    ["The plant opens in May.", "[1]", "[^2]:", "- ", "* * *", "---", "# ", "|", "\n", "\n\n", " ",
     "```", "> ", "**", "Sources", "“Yes,” he said.", "Mr. Lee left", "3.5 %", "\t", "é̂", "1. ",
     "\r\n", "\u2028", "A [link](http://x.y) here", "?", "Engine: x"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)))
def test_statements_are_ordered_slices_that_do_not_overlap(text: str) -> None:
    end = 0
    for statement in split_claims(text):
        assert end <= statement.start < statement.end <= len(text)
        assert text[statement.start : statement.end] == statement.text
        assert statement.text == statement.text.strip()
        end = statement.end


@given(st.lists(st.sampled_from("The plant opens in May.|It cost $5 million.|He left.".split("|"))))
def test_every_sentence_of_plain_prose_is_found(sentences: list[str]) -> None:
    assert claims(" ".join(sentences)) == sentences
    assert claims("\n\n".join(sentences)) == sentences


PARAGRAPHS = st.sampled_from(
    ["The plant opens in May.", "[He] sold the plant to Orrin.", "```x``` is the name of the port.",
     "*Orrin* said so on Monday.", "**The port** has closed again.", "- Orrin paid the mayor [1]",
     "1. It opens in May.", "> The port is shut today.", "The report did not name the mayor.",
     "Sources close to the fund said so.", "| is a bar that the port has.",
     "Library staff went on strike today.", "Engine makers went on strike: nobody came.",
     "The source of the fire is known.", "Orrin - once a rival - was sold.",
     "a_b_c is the name of the file.", "<b>The port</b> was shut in May.",
     "Date palms were sold\n    in Sundvik.", "[1, 2] The port was shut in May."]
)  # fmt: skip
BETWEEN = st.sampled_from(
    ["\n\n", "\n\n---\n\n", "\n\n# Outlook\n\n", "\n\n```\nIt rained.\n```\n\n",
     "\n\n[^1]: It rained.\n\n", "\n\nOutlook\n-------\n\n"]
)  # fmt: skip


@given(st.lists(PARAGRAPHS, min_size=1, max_size=5), BETWEEN)
def test_no_paragraph_of_prose_is_passed_over(paragraphs: list[str], between: str) -> None:
    text = between.join(paragraphs)
    starts = [statement.start for statement in split_claims(text)]
    end = 0
    for paragraph in paragraphs:
        begin = text.index(paragraph, end)
        end = begin + len(paragraph)
        assert any(begin <= start < end for start in starts)
