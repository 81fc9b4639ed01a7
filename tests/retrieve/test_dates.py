from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.retrieve.dates import find_dates

TODAY = date(2025, 11, 22)  # a Saturday


def days(question: str, as_of: date | None = TODAY) -> list[tuple[str, str]]:
    return [
        (str(found.since or ""), str(found.until or "")) for found in find_dates(question, as_of)
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("the report published on October 7, 2023, and", ("2023-10-07", "2023-10-07")),
        ("the report of 7 October 2023", ("2023-10-07", "2023-10-07")),
        ("on Sept. 3rd, 2024", ("2024-09-03", "2024-09-03")),
        ("on 2023-10-07", ("2023-10-07", "2023-10-07")),
        ("in October 2023", ("2023-10-01", "2023-10-31")),
        ("in 2024", ("2024-01-01", "2024-12-31")),
        ("in Q3 2024", ("2024-07-01", "2024-09-30")),
        ("before November 2023", ("", "2023-10-31")),
        ("prior to 3 May 2024", ("", "2024-05-02")),
        ("after November 2023", ("2023-12-01", "")),
        ("since 3 May 2024", ("2024-05-03", "")),
        ("until February 2024", ("", "2024-02-29")),
        ("between 3 May 2024 and 9 May 2024", ("2024-05-03", "2024-05-09")),
        ("from 2024-05-03 to 2024-05-09", ("2024-05-03", "2024-05-09")),
        ("on 3 October", ("2025-10-03", "2025-10-03")),
        ("on December 3", ("2024-12-03", "2024-12-03")),
        ("in March", ("2025-03-01", "2025-03-31")),
        ("yesterday", ("2025-11-21", "2025-11-21")),
        ("last week", ("2025-11-10", "2025-11-16")),
        ("this week", ("2025-11-17", "2025-11-23")),
        ("last month", ("2025-10-01", "2025-10-31")),
        ("last quarter", ("2025-07-01", "2025-09-30")),
        ("this year", ("2025-01-01", "2025-12-31")),
        ("last night", ("2025-11-21", "2025-11-22")),
        ("this morning", ("2025-11-22", "2025-11-22")),
        ("at the weekend", ("2025-11-22", "2025-11-24")),
        ("three days ago", ("2025-11-19", "2025-11-20")),
        ("a week ago", ("2025-11-10", "2025-11-16")),
        ("two weeks ago", ("2025-11-03", "2025-11-09")),
        ("in the past nine days", ("2025-11-13", "2025-11-22")),
        ("in the past three days", ("2025-11-19", "2025-11-22")),
        ("over the past week", ("2025-11-15", "2025-11-22")),
        ("in the last year", ("2024-11-22", "2025-11-22")),
        ("from May 3, 2025 - May 9, 2025", ("2025-05-03", "2025-05-09")),
        ("over the last 2 weeks", ("2025-11-08", "2025-11-22")),
        ("in the report from 3 May 2024", ("2024-05-03", "2024-05-03")),
        ("in the news from last week", ("2025-11-10", "2025-11-16")),
        ("in force from 3 May 2024", ("2024-05-03", "")),
        ("no later than 30 June 2024", ("", "2024-06-30")),
        ("no earlier than 30 June 2024", ("2024-06-30", "")),
        ("during 2023", ("2023-01-01", "2023-12-31")),
        ("between 2019 and 2021", ("2019-01-01", "2021-12-31")),
        ("from 2019 to 2021", ("2019-01-01", "2021-12-31")),
        ("between 3 and 9 October 2024", ("2024-10-03", "2024-10-09")),
        ("from 3 to 9 October", ("2025-10-03", "2025-10-09")),
        ("on 3-9 October 2024", ("2024-10-03", "2024-10-09")),
        ("on October 3–9, 2024", ("2024-10-03", "2024-10-09")),
        ("between October 3 and 9", ("2025-10-03", "2025-10-09")),
        ("between March and May 2024", ("2024-03-01", "2024-05-31")),
        ("from November to February 2024", ("2023-11-01", "2024-02-29")),
        ("from March to May", ("2025-03-01", "2025-05-31")),
        ("in May", ("2025-05-01", "2025-05-31")),
        ("since May", ("2025-05-01", "")),
        ("by May", ("", "2025-05-31")),
        ("before May", ("", "2025-04-30")),
    ],
)
def test_a_date_becomes_its_first_and_last_day(question: str, expected: tuple[str, str]) -> None:
    assert days(f"What changed {question}?") == [expected]


@pytest.mark.parametrize(
    "question",
    [
        "Which fund may partner in the refinery?",
        "What may 16.1 million tonnes be worth?",
        "Who led the march on the capital?",
        "Did sales reach 2030 units?",
        "What happened on June 31, 2024?",
        "Which 12-year-old won?",
        "Which of the 12 may close?",
        "Who ruled the town from 1905 to 1913?",
        "Which 300 to 400 march on the square?",
        "Who left in the last week of March?",
        "What did she do in her last year in office?",
        "What did Orrin's last three months bring?",
        "Why was the line closed 14 years ago?",
        "Will the truce last two years?",
        "Who sails at weekends?",
    ],
)
def test_what_is_no_date_is_left_alone(question: str) -> None:
    assert days(question) == []


def test_two_reports_are_two_dates_and_a_range_is_one() -> None:
    assert days(
        "Between the report published on May 3, 2024, and the report published on May 9, 2024, why?"
    ) == [("2024-05-03", "2024-05-03"), ("2024-05-09", "2024-05-09")]


def test_without_today_only_full_dates_count() -> None:
    assert days("last week, on 3 October, yesterday or in May 2024", None) == [
        ("2024-05-01", "2024-05-31")
    ]


def test_a_year_given_once_holds_for_both_ends_of_a_range() -> None:
    assert days("between May 3 and May 9, 2023") == [("2023-05-03", "2023-05-09")]


@settings(deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["%B %d, %Y", "%d %b %Y", "%Y-%m-%d"]),
)
def test_any_day_is_read_in_any_form_and_bounds_lie_beside_it(day: date, form: str) -> None:
    written = day.strftime(form)
    assert [(f.since, f.until) for f in find_dates(f"on {written}", None)] == [(day, day)]
    before = find_dates(f"before {written}", None)[0]
    after = find_dates(f"after {written}", None)[0]
    assert (before.since, before.until) == (None, day - timedelta(days=1))
    assert (after.since, after.until) == (day + timedelta(days=1), None)


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -,ofMayJuneOctlastweekbetweenandfrom", max_size=60), st.dates())
def test_any_text_gives_spans_in_order_with_ends_in_order(text: str, as_of: date) -> None:
    found = find_dates(text, as_of)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
