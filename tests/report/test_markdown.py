from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from markdown_it import MarkdownIt

from brief.report import markdown
from brief.schema import Briefing, Section
from brief.verify import split_claims

Make = Callable[..., Any]
DAY = date(2025, 11, 3)


def briefing(*sections: Section, title: str = "Rare earths") -> Briefing:
    return Briefing("rare earths", title, sections, "extractive", "2 articles")


def test_a_briefing_reads_as_one_and_quotes_what_it_does_not_say_itself(
    article: Make, quote: Make, claim: Make
) -> None:
    offer = "China offered help, officials said."
    a = article("a", offer, published="2025-08-28T10:52")
    b = article("b", "Talks began. A plant may follow.", url="")
    written = briefing(
        Section(
            "Bottom line",
            (claim("Talks began.", quote(b, "Talks began.")),
             claim("A plant may follow.", quote(b, "A plant may follow."))),
        ),
        Section("Timeline", (claim("China offered help.", quote(a, offer)),)),
    )  # fmt: skip
    assert markdown.briefing(written, on=DAY) == (
        """\
# Rare earths

*Date: 3 November 2025 · reports of 2025-08-28 to 2025-10-02*

## Bottom line

Talks began. [1] A plant may follow. [1]

## Timeline

**Reported 28 August 2025**

- China offered help. [2]

## Sources

1. Outlet b · Title b · 2025-10-02

2. Outlet a · Title a · 2025-08-28T10:52 · <https://example.org/a>

   > China offered help, officials said.

---

*Engine: extractive · Library: 2 articles*
"""
    )


def test_a_sentence_its_sources_do_not_carry_is_marked(
    article: Make, quote: Make, claim: Make
) -> None:
    a = article("a", "One.")
    claims = (
        claim("Bad.", quote(a, "One."), label="contradicted"),
        claim("Lost.", label="not_found"),
        claim("Raw.", label="unchecked"),
    )
    text = markdown.briefing(briefing(Section("Key facts", claims)), on=DAY)
    assert "- Bad. [1] **[contradicted by the sources]**\n" in text
    assert "- Lost. **[not found in the sources]**\n" in text
    assert "- Raw. **[not checked]**\n" in text


def test_nothing_from_articles_becomes_markup(article: Make, quote: Make, claim: Make) -> None:
    evil = "![x](https://evil.example/a.png) <script>x</script> [y](http://evil.example) `z`"
    a = article(
        "a", evil, title=f"# {evil}", outlet="1. <b>Out</b>", url="javascript:alert(1)",
        published="2025-10-02",
    )  # fmt: skip
    written = briefing(Section("Key facts", (claim(evil, quote(a, evil)),)), title=f"# {evil}")
    tokens = MarkdownIt("commonmark").parse(markdown.briefing(written, on=DAY))
    inline = [child.type for token in tokens for child in token.children or []]
    assert not {"image", "html_inline", "link_open", "code_inline"} & set(inline)
    assert "html_block" not in {token.type for token in tokens}
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h2"]


def test_without_dates_none_is_claimed(article: Make, quote: Make, claim: Make) -> None:
    a = article("a", "One.", published="")
    text = markdown.briefing(
        briefing(Section("Timeline", (claim("One.", quote(a, "One.")),))), on=DAY
    )
    assert "*Date: 3 November 2025*" in text
    assert "**Without a date**\n\n- One. [1]" in text


def test_only_the_claims_of_a_briefing_are_claims(article: Make, quote: Make, claim: Make) -> None:
    said = ["The council [of Lodne] agreed on it.", "It cost 3 * 4 < 20 crowns_in_all."]
    a = article("a", " ".join(said), title="The council agreed on a price today")
    claims = tuple(claim(text, quote(a, text)) for text in said)
    written = briefing(
        Section("Bottom line", claims), Section("Key facts", claims), Section("Timeline", claims),
        title="The council agreed on a price.",
    )  # fmt: skip
    text = markdown.briefing(written, on=DAY)
    found = [statement.text.replace("\\", "") for statement in split_claims(text)]
    assert found == said * 3
