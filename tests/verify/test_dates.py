"""Dates in text, resolved and compared."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.verify.dates import dates, published_on
from brief.verify.same_dates import agree, borne_out, finer

PUBLISHED = date(2025, 10, 2)  # a Thursday
FORMS = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%d-%m-%Y", "%b. %d, %Y", "%d/%m/%Y")


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("on 2 October 2025", 2025, 10, 2),
        ("Oct. 2, 2025", 2025, 10, 2),
        ("2025-10-02T08:57", 2025, 10, 2),
        ("28-08-2025", 2025, 8, 28),
        ("08/28/2025", 2025, 8, 28),
        ("the 2nd of October", 2025, 10, 2),
        ("in April", 2025, 4, None),
        ("in December", 2025, 12, None),
        ("early May 2023", 2023, 5, None),
        ("mid-2024", 2024, None, None),
        ("a 2019 estimate", 2019, None, None),
        ("a plan for 2030", 2030, None, None),
        ("2025 was a good year", 2025, None, None),
        ("the forecast for 2026 was raised", 2026, None, None),
        ("12% more than 2019", 2019, None, None),
        ("higher than 2019 levels", 2019, None, None),
        ("By 2030 emissions should fall", 2030, None, None),
        ("on Tuesday", 2025, 9, 30),
        ("on Thursday", 2025, 10, 2),
        ("yesterday", 2025, 10, 1),
        ("last year", 2024, None, None),
        ("last month", 2025, 9, None),
    ],
)
def test_one_date(text: str, year: int, month: int | None, day: int | None) -> None:
    (when,) = dates(text, PUBLISHED)
    assert (when.year, when.month, when.day) == (year, month, day)


@pytest.mark.parametrize(("published", "year"), [(2025, 2024), (2023, 2024), (1901, 1904)])
def test_a_leap_day_is_in_the_nearest_year_that_has_it(published: int, year: int) -> None:
    (when,) = dates("on 29 February", date(published, 3, 1))
    assert (when.year, when.month, when.day) == (year, 2, 29)


def test_a_day_before_all_dates_is_none() -> None:
    assert dates("yesterday", date.min) == dates("tomorrow", date.max) == ()


@pytest.mark.parametrize(
    "text",
    ["it may rise", "they march on", "2000 workers", "$2019", "1,999 people",
     "More than 2000 people fled", "more than 2000 were held", "cut staff to 1800 workers",
     "about 2000 new homes", "for 2000 families", "1800 men marched",
     "Mars", "Sundvik", "second", "14/15"],
)  # fmt: skip
def test_no_date(text: str) -> None:
    assert dates(text, PUBLISHED) == ()


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("on 2 October 2025", "on Thursday"),
        ("on Thursday", "on 2 October 2025"),
        ("in October 2025", "on 2 October"),
        ("in 2025", "on 2 October"),
        ("in April", "in April 2025"),
        ("in April 2025", "in April"),
        ("in the second quarter of 2025", "in May 2025"),
        ("in the 2020s", "in 2025"),
        ("on Thursday", "on Thursday"),
    ],
)
def test_borne_out(claim: str, source: str) -> None:
    assert borne_out(dates(claim)[0], dates(source, PUBLISHED), None)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("in May", "in April"),
        ("on 3 October 2025", "on Thursday"),
        ("on Friday", "on Thursday"),
        ("in 2021", "in April"),
        ("on 5 April", "in April"),  # surer than the source
        ("in 1990", "in the 1980s"),
    ],
)
def test_not_borne_out(claim: str, source: str) -> None:
    assert not borne_out(dates(claim)[0], dates(source, PUBLISHED), None)


def test_the_day_of_publication_bears_out_a_date_of_its_own() -> None:
    (claim,) = dates("2 October 2025")
    assert borne_out(claim, (), PUBLISHED)
    assert not borne_out(claim, (), PUBLISHED + timedelta(days=1))
    assert not borne_out(claim, (), None)


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_every_form_of_a_day_reads_the_same(day: date, one: str, other: str) -> None:
    # below 13 a day could be a month: "03/04/2025" is not asked of other forms
    (first,), (second,) = dates(f"on {day.strftime(one)} he"), dates(day.strftime(other))
    assert (first.year, first.month, first.day) == (day.year, day.month, day.day)
    assert agree(first, second)
    assert not finer(first, second)


@given(DAYS, DAYS)
def test_two_days_agree_if_they_are_the_same(one: date, other: date) -> None:
    (first,), (second,) = dates(f"{one:%d %B %Y}"), dates(f"{other:%d %B %Y}")
    assert agree(first, second) == (one == other)


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_the_last_one_up_to_publication(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    (when,) = dates(f"on {day:%A}", published)
    assert (when.year, when.month, when.day) == (day.year, day.month, day.day)


TEXTS = st.text(max_size=100) | st.lists(st.sampled_from(
    ["on", " ", "2", "29", "31", "October", "Oct.", "February", "2025", ",", "-", "/", "in", "May",
     "Q1", "of", "1990s", "Monday", "last", "next", "year", "month", "week", "late", "yesterday",
     " 29 February ", " tomorrow "]), max_size=12).map("".join)  # fmt: skip
PUBLISHED_ON = st.dates() | st.sampled_from([date.min, date.max]) | st.none()


@given(TEXTS, PUBLISHED_ON)
def test_dates_are_ordered_slices(text: str, published: date | None) -> None:
    end = 0
    for when in dates(text, published):
        assert end <= when.start < when.end <= len(text)
        assert text[when.start : when.end] == when.text
        end = when.end


@given(TEXTS, PUBLISHED_ON, TEXTS, PUBLISHED_ON)
def test_any_two_dates_can_be_compared(
    text: str, published: date | None, other: str, published_too: date | None
) -> None:
    sources = dates(other, published_too)
    for when in dates(text, published):
        borne_out(when, sources, published_too)
        assert borne_out(when, [when], None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2025-10-02", PUBLISHED), ("2025-10-02T08:57+05:30", PUBLISHED), ("", None), ("2025", None)],
)
def test_published_on(text: str, expected: date | None) -> None:
    assert published_on(text) == expected
