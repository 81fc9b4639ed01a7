"""Briefings over the library of the seeds, with the real parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from brief.app import Library
from brief.errors import InputError
from brief.schema import Briefing


@pytest.fixture(scope="module")
def briefing(seeds_library: Path) -> Briefing:
    with Library(seeds_library) as library:
        return library.write("Halden Point graphite plant")


def test_every_claim_is_supported_and_none_stands_twice(briefing: Briefing) -> None:
    claims = [claim for section in briefing.sections for claim in section.claims]
    assert all(claim.evidence and claim.verdict.label == "supported" for claim in claims)
    assert len({claim.text for claim in claims}) == len(claims) > 8


def test_the_latest_report_leads(briefing: Briefing) -> None:
    days = [
        found.article.published
        for section in briefing.sections
        for claim in section.claims
        for found in claim.evidence
    ]
    assert briefing.sections[0].heading == "Bottom line"
    assert days[0] == max(days)


def test_the_timeline_is_in_order_of_publication(briefing: Briefing) -> None:
    (timeline,) = [section for section in briefing.sections if section.heading == "Timeline"]
    days = [claim.evidence[0].article.published for claim in timeline.claims]
    assert days == sorted(days)
    assert len(set(days)) > 3


def test_it_fits_on_a_page(briefing: Briefing) -> None:
    words = sum(len(c.text.split()) for section in briefing.sections for c in section.claims)
    assert 200 <= words <= 480


def test_a_topic_that_no_article_speaks_of_is_refused(seeds_library: Path) -> None:
    with Library(seeds_library) as library, pytest.raises(InputError, match="krill"):
        library.write("Antarctic krill quotas")


def test_every_report_on_a_topic_is_heard_and_no_other(seeds_library: Path) -> None:
    with Library(seeds_library) as library:
        written = library.write("The Calder Bay dock strike and how it was settled")
    cited = {
        Path(found.article.source).name
        for section in written.sections
        for claim in section.claims
        for found in claim.evidence
    }
    assert {"calder-bay-strike-begins.txt", "dockers-reject-deal.txt",
            "dockers-accept-second-deal.html", "strike-cost-brennick.txt"} <= cited  # fmt: skip
    # it speaks of the strike only in passing
    assert "orrin-cost-revision.txt" not in cited
    leading = written.sections[0].claims
    assert all("dockers-accept" in c.evidence[0].article.source for c in leading)


def test_what_one_report_denies_and_another_says_are_both_told(tmp_path: Path) -> None:
    said = ("approved", "not approved")
    for number, words in enumerate(said):
        (tmp_path / f"{number}.txt").write_text(
            f"Estavia's ruling on Averon\n\nRegulators in Estavia have {words} the merger of the "
            "hospital groups Averon and Delmere Clinics.\n"
        )
    with Library(tmp_path / "library") as library:
        library.ingest(*tmp_path.glob("*.txt"))
        written = library.write("merger of Averon and Delmere Clinics")
    told = [claim.text for section in written.sections for claim in section.claims]
    assert sum("have approved the merger" in text for text in told) == 1
    assert sum("have not approved the merger" in text for text in told) == 1
