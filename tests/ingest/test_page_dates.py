"""Dates as pages write them become ISO 8601."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.ingest.dates import time_of, to_iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-10-02", "2025-10-02"),
        ("2025-10-02T08:57:00Z", "2025-10-02T08:57+00:00"),
        ("2025-10-02T08:57:31.5+0200", "2025-10-02T08:57+02:00"),
        ("2025-10-02 08:57", "2025-10-02T08:57"),
        ("2025/10/2", "2025-10-02"),
        ("Thu, 02 Oct 2025 08:57:00 GMT", "2025-10-02T08:57+00:00"),
        ("October 2nd, 2025 at 8:57 p.m.", "2025-10-02T20:57"),
        ("12:05 am, Oct. 2, 2025", "2025-10-02T00:05"),
        ("2 October 2025", "2025-10-02"),
        ("02.10.2025 | 08:57", "2025-10-02T08:57"),
        ("Wed 20 Aug 2025", "2025-08-20"),
        ("13/10/2025", "2025-10-13"),
        ("10/13/2025", "2025-10-13"),
        ("03/07/2025 8:57 am", "2025-03-07T08:57"),
        ("03/07/2025 08:57", "2025-07-03T08:57"),
        ("2025年10月2日", "2025-10-02"),
        ("2 October 2025, 08:57 +9900", "2025-10-02T08:57"),
        ("1 October 2025 | Updated: 2 October 2025, 10:30 GMT", "2025-10-01"),
        ("1 October 2025, last updated 10:30 GMT", "2025-10-01"),
        ("1 October 2025, shares at $10.50", "2025-10-01"),
        ("1 October 2025, shares at 10.50 after falling at 8:57", "2025-10-01T08:57"),
        ("Oct. 2, 2025 3.25 min read", "2025-10-02"),
        ("2 October 2025, 8.57 WIB", "2025-10-02T08:57+07:00"),
        ("0001-01-01T00:00:00Z", ""),
        ("9999-12-31", ""),
        ("30 February 2025", ""),
        ("2025-13-45", ""),
        ("call 555-0100-2025", ""),
        ("a report of 2025", ""),
        ("", ""),
    ],
)
def test_forms(text: str, iso: str) -> None:
    assert to_iso(text) == iso


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2. Oktober 2025", "de"),
        ("2 octobre 2025", "fr"),
        ("2 de octubre de 2025", "es"),
        ("2 октября 2025", "ru"),
    ],
)
def test_months_of_other_languages(text: str, language: str) -> None:
    assert to_iso(text, language=language) == "2025-10-02"


def test_near_settles_what_both_orders_allow() -> None:
    assert to_iso("03/07/2025", near="2025-03-09") == "2025-03-07"
    assert to_iso("03/07/2025", near="2025-07-01") == "2025-07-03"


@pytest.mark.parametrize(
    ("line", "clock"),
    [("08:57", "08:57"), ("• 8.57 pm", "20:57"), ("8:57 GMT", "08:57+00:00"), ("25:00", ""),
     ("08:57 and more", ""), ("12", ""), ("3.25 min", "")],
)  # fmt: skip
def test_time_alone_on_a_line(line: str, clock: str) -> None:
    assert time_of(line) == clock


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_every_date_is_read_back_from_the_usual_forms(day: date) -> None:
    for form in ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%a, %d %b %Y"):
        assert to_iso(day.strftime(form)) == day.isoformat()


@given(st.text(max_size=60))
def test_whatever_is_found_is_a_date(text: str) -> None:
    if found := to_iso(text):
        datetime.fromisoformat(found)
