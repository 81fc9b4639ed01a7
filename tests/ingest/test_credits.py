"""Title, outlet, author, date and agency are read from the lines around an article."""

from __future__ import annotations

import pytest

from brief.ingest import extract
from brief.schema import Article

BODY = (
    "The council of Vell approved a new ferry line to the islands on Tuesday, by 21 votes to 9.",
    "The first ferry is to leave Vell in June. A ticket to the islands will cost 14 crowns.",
    "Opponents of the line said that the council had not counted the cost of a second quay.",
)


def read(before: str, after: str = "", body: tuple[str, ...] = BODY) -> Article:
    text = "\n".join([before, "", "\n\n".join(body), "", after])
    return extract(text.encode(), source="page.txt")


def test_a_repeated_headline_is_the_title_and_menus_are_not() -> None:
    top = "Vell Islands Ferry Weather Sport\nVell Islands Ferry Weather Sport\n"
    head = "Council of Vell approves ferry line"
    found = read(f"{top}\n{head}\nTransport\n3 June 2025\n{head}")
    assert found.title == head


def test_the_title_comes_before_the_standfirst() -> None:
    standfirst = "Ferry to the islands is to leave Vell in June for 14 crowns"
    assert read(f"Council approves ferry line to islands\n{standfirst}").title == (
        "Council approves ferry line to islands"
    )


@pytest.mark.parametrize(
    ("before", "after", "outlet"),
    [
        ("Vell Mercury News Desk | 3 June 2025", "", "Vell Mercury"),
        ("THE VELL MERCURY\nNews\nSport", "The Vell Mercury - Quay 4 - Vell", "The Vell Mercury"),
        ("News\nSport", "© 2025 Island Review. All rights reserved.", "Island Review"),
        ("News\nSport", "Copyright 2019-2025 by CBVell.com", "CBVell.com"),
        ("News", "Ferry Line Weekly\nwrite to post@ferrylineweekly.example", "Ferry Line Weekly"),
        ("News\nThe Vell Courier | 3 June 2025 | by Ola Brask", "", "The Vell Courier"),
        ("News\nSport", "Terms Privacy", ""),
    ],
)
def test_outlet(before: str, after: str, outlet: str) -> None:
    assert read(before, after).outlet == outlet


def test_an_outlet_that_attributes_is_not_its_agency() -> None:
    body = (f"{BODY[0][:-1]}, Report informs via Reuters.", *BODY[1:])
    found = read("Report on ferries", body=body)
    assert (found.outlet, found.wire) == ("Report", "Reuters")


@pytest.mark.parametrize(
    ("before", "first", "after", "wire"),
    [
        ("", "", "(With inputs from agencies.)", "agencies"),
        ("", "", "(With agency inputs)", "agencies"),
        ("", "VELL, June 3 (Reuters) - ", "", "Reuters"),
        ("", "VELL (AP) — ", "", "AP"),
        (
            "Northern Press Agency\n3 June 2025",
            "VELL, June 3 (NPA) - ",
            "",
            "Northern Press Agency",
        ),
        ("By The Associated Press", "", "", "AP"),
        ("Source: AFP", "", "", "AFP"),
        ("", "", "Additional reporting by Vell Radio, with reporting by Reuters", "Reuters"),
        ("By Ola Brask", "", "", ""),
    ],
)
def test_agency(before: str, first: str, after: str, wire: str) -> None:
    assert read(before, after, (first + BODY[0], *BODY[1:])).wire == wire


def test_an_agency_that_is_only_spoken_of_supplied_nothing() -> None:
    body = (*BODY[:2], "Bloomberg wrote in May that ferries to the islands lose money in winter.")
    assert read("News", body=body).wire == ""


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ola Brask", "Ola Brask"),
        ("by Ola Brask and Inga Vold", "Ola Brask and Inga Vold"),
        ("Author: Ola Brask", "Ola Brask"),
        ("By Ola Brask in Port Sellen", "Ola Brask"),
        ("3 June 2025 | by Ola Brask | 2 min read", "Ola Brask"),
        ("Ola Brask, Port Sellen", "Ola Brask"),
        ("Por Inés Quiroga", "Inés Quiroga"),
        ("By Reuters", ""),
        ("By the river", ""),
    ],
)
def test_author(line: str, author: str) -> None:
    assert read(f"Council approves ferry line\n{line}").author == author


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        ("• 02 October, 2025\n• 08:57", "2025-10-02T08:57"),
        ("Updated: 29-08-2025 10:52 IST | Created: 28-08-2025 09:10 IST", "2025-08-28T09:10+05:30"),
        ("Updated on 6 May 2025\nPosted on 5 May 2025 at 7.15 am", "2025-05-05T07:15"),
        ("Published: Friday 7 March 2025", "2025-03-07"),
        ("News\nSport", ""),
    ],
)
def test_date_is_the_page_s_own(lines: str, published: str) -> None:
    assert read(f"Council approves ferry line\n{lines}").published == published


def test_the_crawler_s_date_stands_in_and_settles_the_order_of_day_and_month() -> None:
    assert read("date 2025-06-03 Home News Sport").published == "2025-06-03"
    assert read("date 2025-06-03 Home News\nFerry line\n06/03/2025").published == "2025-06-03"
    assert read("date 2025-99-99 Home News\nFerry line\n06/03/2025").published == "2025-03-06"
    assert read("date 2025-03-06 Home News\nFerry line\n06/03/2025").published == "2025-03-06"


def test_dates_inside_the_story_are_not_its_date() -> None:
    body = (*BODY, "The islands lost their last ferry on 4 May 1998, when the Amber Line closed.")
    assert read("News\nCouncil approves ferry line", body=body).published == ""


def test_another_language_s_page() -> None:
    text = (
        "Portada | Agua | Campo\n\nEl consejo aprueba la línea de ferry\n\nPor Inés Quiroga\n"
        "26 de junio de 2025, 08:15\n\nEl consejo aprobó el martes una línea de ferry a las islas "
        "por 21 votos contra 9.\n\nEl primer ferry saldrá en julio y el billete costará 14 coronas."
    )
    found = extract(text.encode(), source="pagina.txt")
    assert (found.language, found.author) == ("es", "Inés Quiroga")
    assert found.published == "2025-06-26T08:15"
    assert found.title == "El consejo aprueba la línea de ferry"
