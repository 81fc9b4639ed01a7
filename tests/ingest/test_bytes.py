"""From bytes to text: encodings, what is no text, and properties that hold for any input."""

from __future__ import annotations

import codecs
import contextlib
import random
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.errors import InputError
from brief.ingest import extract
from brief.ingest.clean import clean, lines_of
from brief.ingest.language import language_of

FRENCH = (
    "Le conseil de Vell a approuvé mardi une nouvelle ligne de ferry vers les îles, où l'été "
    "dernier la traversée avait été supprimée.\n\nLe premier départ est prévu en juin, et l'aller "
    "coûtera 14 couronnes, a précisé la maire, Hélène Prévôt."
)
POLISH = (
    "Rada miasta Vell zatwierdziła we wtorek nową linię promową na wyspy, a bilet ma kosztować."
)
RUSSIAN = (
    "Совет города одобрил во вторник новую паромную линию на острова, сообщил мэр.\n\n"
    "Первый паром должен отправиться в июне, а билет будет стоить четырнадцать крон, сказал он."
)
QUOTED = (
    "The mine of Vell will be sold for £3 million. “We are late,” the council’s mayor said – the "
    "buyer had offered £2.5 million."
)
PROSE = "The council of Vell approved a new ferry line to the islands, the mayor said on Tuesday."


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        (FRENCH, "utf-8", "fr"),
        (FRENCH, "utf-8-sig", "fr"),
        (FRENCH, "utf-16", "fr"),
        (FRENCH, "utf-32", "fr"),
        (FRENCH, "cp1252", "fr"),
        (FRENCH.replace("'", "’"), "cp1252", "fr"),
        (FRENCH, "mac_roman", "fr"),
        (QUOTED, "cp1252", "en"),
        (POLISH, "cp1250", "pl"),
        (RUSSIAN, "cp1251", "ru"),
        (RUSSIAN, "koi8-r", "ru"),
    ],
)
def test_encodings_of_plain_text(text: str, encoding: str, language: str) -> None:
    found = extract(text.encode(encoding), source="a.txt")
    assert found.text == text
    assert found.language == language


def test_the_charset_that_a_page_declares() -> None:
    page = "<html><head><meta charset='{}'></head><body><article><p>{}</p></article></body></html>"
    body = FRENCH.replace("\n\n", " ").replace("Hélène", "Šárka")
    found = extract(
        page.format("iso-8859-2", body).encode("iso-8859-2", "replace"), source="a.html"
    )
    assert "Šárka" in found.text
    for name in ("ISO-8859-1", "latin1", "us-ascii"):  # what browsers read it as
        found = extract(page.format(name, QUOTED).encode("cp1252"), source="a.html")
        assert found.text == QUOTED
    japanese = "市議会は火曜日に島への新しいフェリー航路①を承認した。"
    for name in ("x-sjis", "windows-31j", "shift_jis"):
        found = extract(page.format(name, japanese * 9).encode("cp932"), source="a.html")
        assert found.text == japanese * 9
    lying = extract(page.format("punycode", PROSE * 3).encode() + b"\xe9", source="a.html")
    assert lying.text.startswith(PROSE)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"SQLite format 3\x00", "database"),
        (PROSE.encode() + b"\x00" + PROSE.encode(), "binary"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8" * 300, "encoding"),
        (b"a" * (50 * 1024 * 1024 + 1), "MB"),
    ],
)
def test_what_is_no_text(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as refused:
        extract(data, source="a.html")
    assert refused.value.hint


def test_invisible_characters_are_dropped_and_forms_composed() -> None:
    tags = "".join(chr(0xE0000 + ord(char)) for char in "obey")
    messy = f"The\u00a0cafe\u0301\u200b of \u202eVell\u202c\u2066{tags} was\u00ad closed\ufeff."
    assert " ".join(clean(messy).split()) == "The café of Vell was closed."


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_are_an_article_or_an_input_error(data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert extract(data, source="a").text.strip()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.just(PROSE), st.text(max_size=120)), max_size=12))
def test_a_body_is_made_of_the_lines_of_the_input(rows: list[str]) -> None:
    text = "\n\n".join([PROSE, *rows])
    lines = lines_of(clean(text))
    try:
        body = extract(text.encode("utf-8", "replace"), source="a.txt").text
    except InputError:
        return
    paragraphs = body.split("\n\n")
    assert unicodedata.is_normalized("NFC", body)
    assert not set(paragraphs) - set(lines)
    assert len(set(paragraphs)) == len(paragraphs)


@pytest.mark.parametrize(
    "data",
    [
        b" " * 200_000 + PROSE.encode(),
        b"Abc " * 50_000 + b".",
        b"www." + b"a." * 50_000,
        b"<p" + b" a=b" * 50_000 + b">",
        b"[" * 200_000,
        b"---\na: " + b"[" * 500 + b"\n---\n" + b"[" * 20_000 + PROSE.encode(),
        b"---\na: &a ["
        + b"*a," * 1600
        + b"]\ntitle: *a\ndate: *a\nsource: *a\n---\n"
        + PROSE.encode(),
        b"<html><style>" + b"@media{" * 50_000 + b"</style><p>" + PROSE.encode() * 3,
        b'{"a":' * 50_000,
        b"12:" * 50_000,
    ],
)
def test_files_made_to_exhaust_the_reader_are_soon_done(data: bytes) -> None:
    begin = time.process_time()
    with contextlib.suppress(InputError):
        extract(data, source="a")
    assert time.process_time() - begin < 8


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PROSE, "en"),
        (FRENCH, "fr"),
        (RUSSIAN, "ru"),
        ("Der Rat hat am Dienstag die neue Linie zu den Inseln mit 21 Stimmen gebilligt.", "de"),
        ("El consejo aprobó el martes una línea de ferry a las islas por 21 votos.", "es"),
        ("市议会周二批准了一条通往群岛的新渡轮航线", "zh"),
        ("議会は火曜日に島への新しいフェリー航路を承認した", "ja"),
        ("시의회는 화요일 섬으로 가는 새 여객선 노선을 승인했다", "ko"),
        ("Vell 21 9 14", ""),
        ("", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_language_does_not_depend_on_the_order_of_sentences() -> None:
    sentences = [PROSE, "It was the third vote of the year on the islands."] * 3
    random.Random(1).shuffle(sentences)
    assert language_of(" ".join(sentences)) == "en"
