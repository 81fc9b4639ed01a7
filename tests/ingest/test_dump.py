"""The prose of a text dump is told from menus, tickers, captions and teasers around it."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

from brief.errors import InputError
from brief.ingest import extract
from brief.schema import Article

STORY = (
    "The harbour authority of Lindmark will widen the northern basin by 40 metres, at a cost of "
    "12.5 million crowns, its director Ada Brunn said on Monday.",
    "Work on the basin is to begin in May and to end before the herring season, the authority "
    "said in a statement.",
    '"We are late," Ms Brunn said.',
    "The fishermen's cooperative of Lindmark, which has 61 members, had asked for a wider basin "
    "since two trawlers collided there in 2019.",
    "The authority will borrow most of the money from the city. Fees for ships in the harbour are "
    "to rise by 3 per cent a year.",
)
TITLE = "Lindmark to widen its northern basin"
TEASERS = (
    "Minister of sport resigns over a borrowed bicycle, and three clubs ask for their money back.",
    "Why the price of butter has doubled since spring, explained by a dairyman who kept count.",
    "The orchestra of Vell will tour the islands with a programme of forgotten waltzes this June.",
    "Police in Osthavn found 40 stolen violins in a cellar after a neighbour heard practising.",
    "A storm that nobody forecast cut power to 9,000 homes in the hills above Karsholm.",
)


def page(before: str = "", after: str = "", story: tuple[str, ...] = STORY) -> Article:
    text = "\n".join([before, TITLE, "", "\n\n".join(story), "", after])
    return extract(text.encode(), source="page.txt")


def assert_is_story(article: Article) -> None:
    assert article.text == "\n\n".join(STORY)


def test_clean_text_is_kept_whole() -> None:
    assert_is_story(page())


@pytest.mark.parametrize("heading", ["Latest News", "TRENDING", "You may also like", "Most read"])
@pytest.mark.parametrize("stamp", ["12:48\nPhoto\n{}\nWorld", "{}", "1\n{}\n", "- {}", "3. {}"])
def test_sentences_of_a_list_below_the_article_are_left_out(heading: str, stamp: str) -> None:
    after = "\n".join([heading, *(stamp.format(teaser) for teaser in TEASERS)])
    assert_is_story(page(after=after))


def test_lists_without_a_known_heading_are_told_by_their_words() -> None:
    assert_is_story(page(after="\n".join(["Hot off the quay", *TEASERS])))


def test_an_article_goes_on_after_an_inline_list() -> None:
    inline = ("Read also: " + TEASERS[0], "Related stories", TEASERS[1].rstrip("."))
    mixed = (*STORY[:2], "\n".join(inline), *STORY[3:])
    article = page(story=mixed)
    assert article.text == "\n\n".join((*STORY[:2], *STORY[3:]))


@pytest.mark.parametrize(
    "line",
    [
        "This image is AI-generated and does not depict any real-life event or location.",
        "Photo: Ships in the northern basin in March. Lindmark Harbour Authority.",
        "We and our 61 partners use cookies to measure how this site is used by its readers.",
        "Sign up for our newsletter and read the news of Lindmark before breakfast.",
        "© 2025 The Lindmark Mercury. All rights reserved.",
        "Follow us on Facebook and Instagram for more news about the basin of Lindmark.",
        "(With inputs from agencies.)",
        "Log in to read what others say about the basin.",
        "Updated: the authority changed this on 2 June 2025.",
        "Port | Fish | Weather | Trade | Letters",
        "Officials said that the basin of Lindmark would be...",
    ],
)
def test_what_the_page_says_of_itself_is_no_sentence_of_the_article(line: str) -> None:
    assert_is_story(page(after=line))
    assert_is_story(page(story=(*STORY[:3], line, *STORY[3:])))


@pytest.mark.parametrize(
    "sentence",
    [
        "The authority accused Meta of reading the privacy policy of the harbour's own site.",
        "Fishermen who subscribe to the harbour's service pay 20 crowns a month for the forecast.",
        "Vell wants to become a member of the harbour association before the end of 2026.",
        "Pictures created by artificial intelligence had shown a basin twice as wide, Brunn said.",
        "The contract of Lindmark's authority with the city expires on 30 September 2025.",
        "More than 60 ships use the basin of Lindmark every day in summer, the authority said.",
        "Regulators fined it for breaches of privacy law.",
        "The director announced the decision on X on Monday.",
        "“We will appeal,” the cooperative said on Twitter.",
        "The harbour's forecast has 3 million subscribers, it said.",
        "The authority earns much of its money from advertising.",
        "Published figures show that catches fell by 3 percent.",
        "Updated forecasts point to smaller catches in 2026.",
    ],
)
def test_news_about_such_things_is_news(sentence: str) -> None:
    article = page(story=(*STORY[:3], sentence, *STORY[3:]))
    assert sentence in article.text.split("\n\n")


def test_comments_are_not_the_article_though_they_speak_of_it() -> None:
    comments = "COMMENTS (2)\nThe basin of Lindmark was wide enough for my father and his trawler."
    assert_is_story(page(after=comments))


def test_teasers_in_other_languages_are_left_out() -> None:
    after = (
        "Lindmark genişletiyor: liman idaresi kuzey havzasını büyütecek, balıkçılar memnun.\n"
        "Линдмарк расширит северный бассейн порта, сообщило в понедельник управление."
    )
    assert_is_story(page(after=f"Harbour Lindmark basin\n{after}"))


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in STORY)
    article = extract(f"LINDMARK MERCURY\n\n{TITLE}\n\n{wrapped}".encode(), source="wire.txt")
    assert_is_story(article)


def test_a_list_that_a_sentence_introduces_belongs_to_the_article() -> None:
    listed = "The plan has three parts:\n- a wider gate to the north\n- a crane for two trawlers"
    lines = page(story=(*STORY[:2], listed, *STORY[3:])).text.split("\n\n")
    assert lines[2] == "The plan has three parts:"
    assert lines[3:5] == ["- a wider gate to the north", "- a crane for two trawlers"]


@pytest.mark.parametrize(
    "text",
    [
        "Home\nNews\nSport\nSign in",
        "Home | News | Sport | Weather | Subscribe | Log in | About us | Contact | Imprint " * 9,
        "\n".join(f"{hour:02}:15\n{teaser}\nWorld" for hour, teaser in enumerate(TEASERS)),
        "\n".join(f"Section {n}\n{teaser}\n2 hours ago" for n, teaser in enumerate(TEASERS * 2)),
    ],
)
def test_menus_and_front_pages_are_no_article(text: str) -> None:
    with pytest.raises(InputError, match="no article") as refused:
        extract(text.encode(), source="page.txt")
    assert refused.value.hint


def test_bodies_of_the_seeds_hold_no_clutter(seeds: Path) -> None:
    clutter = ("read also", "cookie", "all rights reserved", "newsletter", "subscribe", "photo:")
    for path in sorted(seeds.glob("*.txt")):
        text = extract(path.read_bytes(), source=str(path)).text
        assert not [word for word in clutter if word in text.lower()], path.name
        for paragraph in text.split("\n\n"):
            assert paragraph[-1] in '.!?"”…', paragraph


def test_titles_of_the_seeds_are_found_without_their_manifest(seeds: Path) -> None:
    for line in (seeds / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        path = seeds / entry["file"]
        if path.suffix == ".txt" and "title" in entry:
            found = extract(path.read_bytes(), source=entry["file"])
            assert found.title.lower() == entry["title"].lower()
            assert found.published[:10] == entry["published"][:10]


@pytest.mark.parametrize(
    ("before", "after", "published"),
    [
        (
            "date 2025-10-02\n",
            "Related stories\n12 March 2021 Old quay in Vell closes",
            "2025-10-02",
        ),
        ("date 2025-10-02\n", "Related stories\n12 March 2021", "2025-10-02"),
        ("date 2025-10-02\n", "12 March 2021 Old quay in Vell closes", "2025-10-02"),
        ("", "Thursday, 2 October 2025 at 8:57", "2025-10-02T08:57"),
        ("", "Published in print on 2 October 2025", "2025-10-02"),
        ("October 2, 2025 — First published in The Vell Times\n", "", "2025-10-02"),
        ("02 Oct 2025, 08:57 | Posted by Ola Brask\n", "", "2025-10-02T08:57"),
        ("1 October 2025\nUpdated 2 October 2025 | First published in print\n", "", "2025-10-01"),
    ],
)
def test_the_date_is_the_article_s_own(before: str, after: str, published: str) -> None:
    assert page(before=before, after=after).published == published


@pytest.mark.parametrize("width", [70, 0])
def test_the_url_above_is_found_however_the_story_is_set(width: int) -> None:
    story = tuple(
        textwrap.fill(part, width) if width else part.replace(" of ", "  of ") for part in STORY
    )
    assert page(before="https://lindmark.example/basin\n", story=story).url == (
        "https://lindmark.example/basin"
    )
    assert page(story=story, after="https://other.example/x\n").url == ""
