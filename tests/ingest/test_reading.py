"""Files, folders and JSON Lines: what is read, in which order, and what is said of the rest."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import pytest

from brief.errors import InputError
from brief.ingest import Skipped, extract, read
from brief.schema import Article

BODY = (
    "The council of Vell approved a new ferry line to the islands on Tuesday.\n\n"
    "The first ferry is to leave Vell in June, and a ticket will cost 14 crowns."
)
NOW = "2025-06-04T10:00:00+00:00"


def write(path: Path, text: str = BODY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def taken(source: Path) -> tuple[list[Article], list[Skipped]]:
    found = list(read(source, retrieved=NOW))
    return (
        [item for item in found if isinstance(item, Article)],
        [item for item in found if isinstance(item, Skipped)],
    )


def test_a_folder_is_read_in_order_of_names_with_its_folders(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.md", ".hidden/d.txt", ".e.txt"):
        write(tmp_path / name)
    articles, skipped = taken(tmp_path)
    assert [Path(a.source).name for a in articles] == ["a.txt", "b.txt", "c.md"]
    assert skipped == []
    assert {a.retrieved for a in articles} == {NOW}


def test_bad_files_are_skipped_with_a_reason_and_a_hint(tmp_path: Path) -> None:
    write(tmp_path / "good.txt")
    write(tmp_path / "empty.txt", "")
    write(tmp_path / "menu.txt", "Home\nNews\nSport\n")
    (tmp_path / "zip.html").write_bytes(b"PK\x03\x04 and more")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    articles, skipped = taken(tmp_path)
    assert [Path(a.source).name for a in articles] == ["good.txt"]
    reasons = {Path(item.source).name: item.reason for item in skipped}
    assert "empty" in reasons["empty.txt"]
    assert "no article" in reasons["menu.txt"]
    assert "zip archive" in reasons["zip.html"]
    assert "no regular file" in reasons["pipe"]
    assert "no regular file" in reasons["broken"]
    assert all(item.hint for item in skipped)


def test_links_lead_neither_out_nor_round(tmp_path: Path) -> None:
    secret = write(tmp_path / "outside" / "secret.txt")
    inside = write(tmp_path / "inside" / "a.txt").parent
    (inside / "file").symlink_to(secret)
    (inside / "folder").symlink_to(secret.parent)
    (inside / "round").symlink_to(inside)
    (inside / "again").symlink_to(inside / "a.txt")
    (inside / "loop").symlink_to(inside / "loop")
    articles, skipped = taken(inside)
    assert [a.source for a in articles] == [str((inside / "a.txt").resolve())]
    reasons = {Path(item.source).name: item.reason for item in skipped}
    assert set(reasons) == {"file", "folder", "loop"}
    assert "outside" in reasons["file"]


@pytest.mark.parametrize("kind", ["missing", "no files", "manifest", "empty", "NUL", "user"])
def test_a_source_that_cannot_be_used_is_an_error(tmp_path: Path, kind: str) -> None:
    source = tmp_path / "missing"
    if kind == "no files":
        (source / "empty").mkdir(parents=True)
    elif kind == "manifest":
        source = write(tmp_path / "manifest.jsonl", "{}")
    elif kind == "empty":
        source = write(tmp_path / "empty.txt", " \n")
    elif kind == "NUL":
        source = Path("a\0b")
    elif kind == "user":
        source = Path("~nobody-of-that-name/a.txt")
    with pytest.raises(InputError) as refused:
        list(read(source))
    assert refused.value.hint


def test_unreadable_places_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "locked" / "b.txt")
    write(tmp_path / "locked.txt")
    real_iterdir, real_read = Path.iterdir, Path.read_bytes

    def refuse(path: Path) -> None:
        if path.name.startswith("locked"):
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", lambda self: (refuse(self), real_iterdir(self))[1])
    monkeypatch.setattr(Path, "read_bytes", lambda self: (refuse(self), real_read(self))[1])
    articles, skipped = taken(tmp_path)
    assert len(articles) == 1
    assert {Path(item.source).name for item in skipped} == {"locked", "locked.txt"}
    assert all("Permission denied" in item.reason for item in skipped)
    with pytest.raises(InputError, match="Permission denied"):
        list(read(tmp_path / "locked"))


def test_a_file_of_more_than_50_mb_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    with pytest.raises(InputError, match="51 MB"):
        list(read(tmp_path / "big.txt"))


def test_the_manifest_wins_over_the_files_and_is_no_article(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", f"Ferry line\nBy Ola Brask\n2 June 2025\n\n{BODY}")
    write(tmp_path / "sub" / "b.txt")
    entries = [
        {"file": "a.txt", "title": "Ferries for Vell", "published": "2025-06-03T09:20", "more": 1},
        {"file": "sub/b.txt", "outlet": "Mercury", "url": "https://m.example/b", "published": "?"},
    ]
    lines = [json.dumps(entry) for entry in entries]
    write(
        tmp_path / "manifest.jsonl",
        "\n".join(
            [lines[0], "{broken", lines[1], '{"no": "file"}', '{"file": "\\u0000"}', '{"file": 5}']
        ),
    )
    (first, second), skipped = taken(tmp_path)
    assert (first.title, first.published) == ("Ferries for Vell", "2025-06-03T09:20")
    assert first.author == "Ola Brask"
    assert (second.outlet, second.url) == ("Mercury", "https://m.example/b")
    places = [Path(item.source).name for item in skipped]
    assert places == [f"manifest.jsonl#{number}" for number in (2, 4, 5, 6)]
    assert list(read(tmp_path / "a.txt", retrieved=NOW)) == [first]


def test_a_manifest_of_nothing_but_a_byte_order_mark_says_nothing(tmp_path: Path) -> None:
    write(tmp_path / "manifest.jsonl", "\ufeff")
    write(tmp_path / "a.txt")
    articles, skipped = taken(tmp_path)
    assert (len(articles), skipped) == (1, [])


def test_identity(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    (before,) = read(path, retrieved=NOW)
    (again,) = read(path)
    assert isinstance(before, Article)
    assert isinstance(again, Article)
    assert (again.id, again.version) == (before.id, before.version)
    write(path, BODY + " It was the third vote on the islands this year.")
    (changed,) = read(path)
    assert isinstance(changed, Article)
    assert changed.id == before.id
    assert changed.version != before.version
    (elsewhere,) = read(write(tmp_path / "copy.txt"))
    assert isinstance(elsewhere, Article)
    assert elsewhere.id != before.id
    assert elsewhere.version == before.version


def test_half_a_character_harms_nothing(tmp_path: Path) -> None:
    row = '{"title": "Emoji cut \\ud83d", "body": "The council of Vell met.", "source": "\\udc00"}'
    (record,) = taken(write(tmp_path / "a.jsonl", row))[0]
    assert (record.title, record.outlet) == ("Emoji cut", "")
    name = os.fsdecode(b"caf\xe9.txt")  # in Latin-1
    write(tmp_path / "b" / name, f'---\ntitle: "A\\ud83d"\n---\n{BODY}')
    write(tmp_path / "b" / "manifest.jsonl", json.dumps({"file": name, "author": "B\ud83d"}))
    (article,) = taken(tmp_path / "b")[0]
    assert (article.title, article.author) == ("A", "B")
    assert article.source.endswith("caf\ufffd.txt")
    assert json.dumps(dataclasses.astuple(article), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "url", ["https://www.mercury.example", "http://m.example/", "N/A", "http://[m"]
)
def test_a_url_that_is_no_article_s_is_no_identity(tmp_path: Path, url: str) -> None:
    for name in "ab":
        write(tmp_path / f"{name}.txt", f"{url}\n\nFerries for Vell {name}\n\n{BODY}")
        entry = json.dumps({"file": f"{name}.txt", "url": url})
        with (tmp_path / "manifest.jsonl").open("a") as manifest:
            manifest.write(f"{entry}\n")
    first, second = taken(tmp_path)[0]
    assert first.url == second.url == url
    assert first.id != second.id


def test_json_lines_under_the_names_that_data_sets_use(tmp_path: Path) -> None:
    rows = [
        {"title": "A &amp; B", "body": BODY, "source": "Mercury", "published_date": "2025-06-03"},
        {"headline": "B", "text": BODY, "outlet": "Post", "authors": ["Ola Brask", "Inga Vold"],
         "published_at": "2025-06-03T09:20:00Z", "date": "1999-01-01", "url": "https://p.example/b"},
        {"title": "C", "content": f"<p>{BODY}</p><p hidden>secret</p>", "author": None},
    ]  # fmt: skip
    path = write(tmp_path / "a.jsonl", "\n\n".join(map(json.dumps, rows)))
    (first, second, third), _ = taken(path)
    assert (first.title, first.outlet, first.published) == ("A & B", "Mercury", "2025-06-03")
    assert first.source == f"{path}#1"
    assert first.text == BODY
    assert (second.author, second.published) == ("Ola Brask, Inga Vold", "2025-06-03T09:20+00:00")
    assert second.url == "https://p.example/b"
    assert third.source == f"{path}#5"
    assert "secret" not in third.text


def test_records_as_news_services_and_tables_write_them(tmp_path: Path) -> None:
    rows = [
        {"title": "A", "content": BODY, "source": {"id": None, "name": "Mercury"},
         "publishedAt": "2025-06-03T09:20:00Z", "author": [{"name": "Ola Brask"}]},
        {"title": "B", "content": BODY, "date": 1748942400, "source": "https://p.example/b?a=1&copy=2"},
        {"title": "C", "content": BODY, "date": 1748942400000, "publisher": {"name": ["Post"]}},
        {"title": "D", "content": BODY, "date": float("nan"), "source": [[[["deep"]]]]},
    ]  # fmt: skip
    (a, b, c, d), _ = taken(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows))))
    assert (a.outlet, a.author, a.published) == ("Mercury", "Ola Brask", "2025-06-03T09:20+00:00")
    assert (b.outlet, b.url) == ("p.example", "https://p.example/b?a=1&copy=2")
    assert b.published == c.published == "2025-06-03T09:20+00:00"
    assert (c.outlet, d.outlet, d.published) == ("Post", "", "")


@pytest.mark.parametrize(
    "body",
    [
        "Vell &amp; Osthavn agreed on a <a href='/d'>ferry</a> line.\n\n<em>It</em> opens in June.",
        "Vell &amp; Osthavn agreed on a ferry line.\n\nIt opens in <b hidden>secret</b>June.",
        "<p>Vell &amp; Osthavn agreed on a <a>ferry</a> line.<p>It opens in June.",
    ],
)
def test_markup_and_entities_of_a_record_are_no_text(tmp_path: Path, body: str) -> None:
    ((found,), _) = taken(write(tmp_path / "a.jsonl", json.dumps({"title": "A", "text": body})))
    assert found.text == "Vell & Osthavn agreed on a ferry line.\n\nIt opens in June."


def test_a_manifest_may_state_objects_and_lists(tmp_path: Path) -> None:
    entry = {"file": "a.txt", "author": ["Ola Brask", "Inga Vold"], "outlet": {"name": "Mercury"}}
    write(tmp_path / "manifest.jsonl", json.dumps(entry))
    write(tmp_path / "a.txt")
    (found,), _ = taken(tmp_path)
    assert (found.author, found.outlet) == ("Ola Brask, Inga Vold", "Mercury")


def test_broken_lines_are_named_and_the_others_go_on(tmp_path: Path) -> None:
    good = json.dumps({"title": "A", "body": BODY})
    bomb = '{"a":' * 5000 + "1" + "}" * 5000
    lines = [good, "{broken", "[]", '{"title": "no body"}', '{"body": 5}', bomb, good]
    articles, skipped = taken(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert [a.source[-2:] for a in articles] == ["#1", "#7"]
    assert [item.source.rpartition("#")[2] for item in skipped] == ["2", "3", "4", "5", "6"]


@pytest.mark.parametrize("indent", [None, 2])
def test_one_json_document_of_several_articles(tmp_path: Path, indent: int | None) -> None:
    rows = [{"title": "A", "body": BODY}, {"title": "B", "body": BODY}]
    articles, _ = taken(write(tmp_path / "a.json", json.dumps(rows, indent=indent)))
    assert [a.title for a in articles] == ["A", "B"]


def test_one_record_is_an_article_and_several_need_the_path() -> None:
    line = json.dumps({"title": "A", "body": BODY}).encode()
    assert extract(line, source="a.jsonl").title == "A"
    with pytest.raises(InputError, match="2 articles"):
        extract(line + b"\n" + line, source="a.jsonl")


def test_markdown_with_front_matter() -> None:
    text = (
        "---\ntitle: 'Ferries for Vell'\ndate: 2025-06-03\nauthor: [Ola Brask, Inga Vold]\n"
        "source: Mercury\n---\n# Ferries\n\n![A ferry](f.jpg)\n\n"
        "The **council** of [Vell](https://v.example) approved a *new* ferry line on Tuesday.\n\n"
        "```\ncode is no prose, said the council of Vell on Tuesday\n```\n<!-- nor is this -->\n\n"
        "> The first ferry is to leave Vell in June, and a ticket will cost 14 crowns.[^1]\n"
    )
    found = extract(text.encode(), source="a.txt")
    assert found.text == (
        "The council of Vell approved a new ferry line on Tuesday.\n\n"
        "The first ferry is to leave Vell in June, and a ticket will cost 14 crowns."
    )
    assert (found.title, found.outlet) == ("Ferries for Vell", "Mercury")
    assert (found.published, found.author) == ("2025-06-03", "Ola Brask, Inga Vold")


def test_front_matter_of_a_web_clipper() -> None:
    front = (
        'source: https://mercury.example/b\nauthor: ["[[Ola Brask]]", "[[P/Inga Vold|Inga Vold]]"]'
    )
    found = extract(f"---\n{front}\n---\n# A\n\n{BODY}".encode(), source="a.md")
    assert (found.outlet, found.url) == ("mercury.example", "https://mercury.example/b")
    assert found.author == "Ola Brask, Inga Vold"


@pytest.mark.parametrize("top", ["# Ferries for Vell", "## Ferries for Vell", "Ferries for Vell"])
def test_markdown_heading_is_the_title(top: str) -> None:
    text = f"{top}\n\n{BODY}\n\n## What it costs\n\n{BODY.replace('Vell', 'Osthavn')}"
    assert extract(text.encode(), source="a.md").title == "Ferries for Vell"


def test_markdown_links_with_brackets_leave_none() -> None:
    linked = BODY.replace("Vell", "[Vell](https://w.example/Vell_(town)_1)", 1)
    found = extract(f"# A\n\n![A](b_(c).jpg)\n\n{linked}".encode(), source="a.md")
    assert found.text == BODY


def test_an_article_of_several_keeps_its_id_wherever_it_stands(tmp_path: Path) -> None:
    twice = {"title": "Markets", "body": BODY, "date": "2025-06-03"}
    rows = [
        {"title": "A", "body": BODY, "source": "Mercury"},
        {"title": "A", "body": BODY, "source": "Post"},
        twice,
        twice | {"date": "2025-06-04"},
        twice | {"body": f"{BODY} Nobody spoke against it."},
        {"body": BODY, "date": "2025-06-03"},
        {"body": f"{BODY} It was the third vote.", "date": "2025-06-03"},
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    before = {a.id: a.version for a in taken(path)[0]}
    assert len(before) == len(rows)
    del rows[2]  # the one whose title and date another has too
    path = write(path, "\n".join(map(json.dumps, [*rows[::-1], {"title": "New", "body": BODY}])))
    after = {a.id: a.version for a in taken(path)[0]}
    assert len(after) == len(rows) + 1
    assert len(after.items() & before.items()) == len(rows) - 1
    rows[0]["body"] += " The islands had asked for it."
    changed, *_ = taken(write(path, "\n".join(map(json.dumps, rows))))[0]
    assert before[changed.id] != changed.version


def test_the_manifest_wins_over_one_record_and_cannot_over_several(tmp_path: Path) -> None:
    row = json.dumps({"title": "A", "body": BODY, "source": "Post"})
    write(tmp_path / "one.json", row)
    write(tmp_path / "two.jsonl", f"{row}\n{row}")
    entries = [{"file": name, "outlet": "Mercury"} for name in ("one.json", "two.jsonl")]
    write(tmp_path / "manifest.jsonl", "\n".join(map(json.dumps, entries)))
    articles, (left,) = taken(tmp_path)
    assert [a.outlet for a in articles] == ["Mercury", "Post", "Post"]
    assert Path(left.source).name == "two.jsonl"
    assert "manifest" in left.reason
