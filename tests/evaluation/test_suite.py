from __future__ import annotations

from pathlib import Path

import pytest

from brief.errors import InputError
from brief.evaluation import Suite, by_articles, check_gold, load_suite
from brief.evaluation.facts import Number, Phrase
from brief.evaluation.gold import article_name
from brief.ingest import Skipped, read
from brief.schema import Article

ROOT = Path(__file__).parent.parent.parent
SUITES = sorted((ROOT / "eval").glob("*.yaml"))
HELD_BACK = sorted((ROOT / "eval" / "held_back").glob("*.yaml"))


def test_a_suite_is_read_as_it_stands(suite: Suite) -> None:
    assert [case.id for case in suite.cases] == [
        "partner", "reserves", "price", "refinery-topic", "stage", "amount", "price-claim",
    ]  # fmt: skip
    assert suite.questions[1].facts == (Number(16.1, "million", "tonnes"), Phrase(("2019",)))
    assert suite.questions[2].abstain
    assert suite.articles.is_absolute()


@pytest.mark.parametrize(
    ("old", "new", "entry", "problem"),
    [
        ("kind: single", "kind: odd", "questions partner", "`kind` is 'odd'"),
        ("kind: single", "sort: single", "questions partner", "`kind` is missing"),
        ("cite: [talks", "sources: [talks", "questions partner", "unknown key `sources`"),
        ("forbidden: [Temasek]", "forbidden: [17]", "questions partner", "holds 17, no text"),
        ("forbidden: [Temasek]", "forbidden: Temasek", "questions partner", "is no list"),
        ("{number: 16.1,", '{number: "16.1",', "reserves, facts 1", "`number` is no number"),
        ("magnitude: million", "magnitude: zillion", "reserves, facts 1", "is 'zillion'"),
        ("{any: [Khazanah Nasional, Khazanah]}", "{any: []}", "partner, facts 1", "`any` is no"),
        ("- {id: price,", "- {id: partner,", "suite.yaml", "'partner' stands 2 times"),
        (", abstain: true", "", "questions price", "belong together"),
        ("abstain: true", "abstain: soon", "questions price", "`abstain` is 'soon'"),
        ("abstain: true", "abstain: true, cite: [a]", "questions price", "cannot require"),
        ("facts: [{any: [Khazanah Nasional, Khazanah]}]", "", "questions partner", "no `facts:`"),
        ("facts: [{any: [Khazanah]}, {any: [early stage]}]", "", "refinery-topic", "no `facts:`"),
        ("verdict: supported", "verdict: true", "claims stage", "`verdict` is True"),
        ("name: refinery", "name: 12", "suite.yaml", "`name` is no text: 12"),
        ("brief.suite/1", "brief.suite/9", "suite.yaml", "`schema` is 'brief.suite/9'"),
        ("articles: articles", "articles: nowhere", "suite.yaml", "do not exist"),
        ("kind: single", "kind: single\n    kind: cross", "line 9", "'kind' stands twice"),
        ("- id: partner", "- id: [", "suite.yaml, line", "no valid YAML"),
        ("claims:\n", "claims: none\nextra:\n", "suite.yaml", "`claims` is no list"),
        ("claims:\n", "claims:\n  - just words\n", "claims 1", "no mapping"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    suite_file: Path, old: str, new: str, entry: str, problem: str
) -> None:
    text = suite_file.read_text()
    assert old in text
    suite_file.write_text(text.replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        load_suite(suite_file)
    assert entry in str(caught.value)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_a_suite_without_entries_or_file_is_refused(suite_file: Path, tmp_path: Path) -> None:
    suite_file.write_text("schema: brief.suite/1\nname: none\narticles: articles\n")
    with pytest.raises(InputError, match="no entry"):
        load_suite(suite_file)
    suite_file.write_bytes(b"name: \xff\xfe")
    with pytest.raises(InputError, match="no valid YAML"):
        load_suite(suite_file)
    with pytest.raises(InputError, match="cannot be read"):
        load_suite(tmp_path / "absent.yaml")


def test_the_hashes_tell_what_changed(suite_file: Path) -> None:
    before = load_suite(suite_file)
    (before.articles / "talks.txt").write_text("Other words.")
    (before.articles / ".DS_Store").write_text("noise")
    after = load_suite(suite_file)
    assert after.sha256 == before.sha256
    assert after.articles_sha256 != before.articles_sha256
    (before.articles / ".DS_Store").write_text("other noise")
    assert load_suite(suite_file).articles_sha256 == after.articles_sha256


def test_suites_of_the_same_articles_share_a_library(suite: Suite, suite_file: Path) -> None:
    again = load_suite(suite_file)
    assert by_articles([suite, again]) == {suite.articles: (suite, again)}


def test_an_article_is_named_as_the_suite_cites_it(articles: dict[str, Article]) -> None:
    from dataclasses import replace

    talks = articles["talks"]
    folder = Path(talks.source).parent
    assert article_name(talks, folder) == "talks.txt"
    line = replace(talks, source=str(folder / "wire" / "feed.jsonl#2"))
    assert article_name(line, folder) == "wire/feed.jsonl#2"
    web = replace(talks, source="https://example.org/talks.txt")
    assert article_name(web, folder) == "https://example.org/talks.txt"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("cite: [talks.txt]", "cite: [talk.txt]", "'talk.txt', which is no article, but 'talks"),
        ("{any: [Khazanah Nasional, Khazanah]}", "{any: [Temasek Two]}", '"Temasek Two" does not'),
        ("number: 16.1", "number: 61", "61 million tonnes does not occur in reserves.txt, talks"),
        ("forbidden: [Temasek]", "forbidden: [Nasional]", "holds the forbidden 'Nasional'"),
        ("{any: [early stage]}", "{any: [late stage]}", '"late stage" does not occur in talks.txt'),
        ("kind: copy, cite: [talks.txt]", "kind: copy, cite: [x.txt]", "'x.txt', which is no"),
    ],
)
def test_gold_must_occur_in_the_articles(
    suite_file: Path, articles: dict[str, Article], old: str, new: str, problem: str
) -> None:
    check_gold(load_suite(suite_file), articles.values())
    suite_file.write_text(suite_file.read_text().replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        check_gold(load_suite(suite_file), articles.values())
    assert problem in str(caught.value)


@pytest.fixture(scope="module")
def seeds() -> list[Article]:
    return [item for item in read(ROOT / "seeds") if not isinstance(item, Skipped)]


@pytest.mark.parametrize("path", SUITES + HELD_BACK, ids=lambda path: path.stem)
def test_our_suites_are_sound(path: Path, seeds: list[Article]) -> None:
    check_gold(load_suite(path), seeds)


def test_our_suites_are_large_enough() -> None:
    suites = [load_suite(path) for path in SUITES]
    kinds = [question.kind for suite in suites for question in suite.questions]
    assert len(kinds) >= 60
    assert kinds.count("unanswerable") >= 15
    assert kinds.count("cross") >= 10
    assert kinds.count("update") >= 10
    assert sum(len(suite.topics) for suite in suites) >= 8
    assert sum(len(suite.claims) for suite in suites) >= 100
