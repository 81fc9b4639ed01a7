"""DOCX to be checked: paragraphs with their numbers, notes, links; and files that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from brief.errors import InputError
from brief.manuscript import place_of, read
from brief.manuscript.word import MAX_PART
from brief.verify import split_claims

Make = Callable[..., bytes]
Paragraph = Callable[..., str]
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
STYLES = (
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Quelltext"><w:name w:val="HTML Preformatted"/></w:style>'
)


def test_a_document_gives_its_prose_with_the_numbers_of_paragraphs(
    docx: Make, paragraph: Paragraph
) -> None:
    body = (
        paragraph("The plant was sold in May", "berschrift1")
        + "<w:p><w:r><w:t>The plant costs </w:t></w:r><w:r><w:t>$745 million.</w:t></w:r>"
        + f"{NOTE}</w:p>"
        + paragraph("The plant was sold by code.", "Quelltext")
        + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden text was sold.</w:t></w:r></w:p>"
        + "<w:p><w:del><w:r><w:delText>It was sold.</w:delText></w:r></w:del><w:ins><w:r><w:t>"
        + "It was leased.</w:t></w:r></w:ins></w:p>"
        + f"<w:tbl><w:tr><w:tc>{paragraph('Unit')}</w:tc>"
        + f"<w:tc>{paragraph('The third unit was sold.')}</w:tc></w:tr></w:tbl>"
        + '<w:p><w:hyperlink r:id="r7"><w:r><w:t>The owner told reporters of it.</w:t></w:r>'
        + "</w:hyperlink></w:p>"
    )
    data = docx(
        body,
        styles=STYLES,
        footnotes='<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2">'
        + paragraph("Gazette, The price of a plant") + "</w:footnote>",
        rels='<Relationship Id="r7" Target="https://x.example/a"/>',
    )  # fmt: skip
    document = read(data, name="draft.docx")
    assert document.kind == "docx"
    found = split_claims(document.text)
    assert [claim.text for claim in found] == [
        "The plant costs $745 million.",
        "It was leased.",
        "The third unit was sold.",
        "The owner told reporters of it.",
    ]
    assert [place_of(document, c.start, c.end).line for c in found] == [2, 5, 7, 8]
    assert document.text.startswith("# The plant was sold in May\n\n")
    assert document.text.endswith("[^2]: Gazette, The price of a plant")
    [(start, end, url)] = document.links
    assert (document.text[start:end].strip(), url) == (found[-1].text, "https://x.example/a")


def test_a_copy_for_old_programs_is_not_read_twice(docx: Make) -> None:
    box = "<w:p><w:r><w:t>The plant was sold.</w:t></w:r></w:p>"
    spare = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p {spare}><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read(docx(body), name="a.docx").text == "The plant was sold."


def archive(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return data.getvalue()


BOMB = b"<w:document>" + b" " * (MAX_PART + 1)
ENTITIES = (
    b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY f SYSTEM "file:///etc/passwd">]><d>&b;&f;</d>'
)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"PK\x03\x04", "is binary"),
        (archive(a=b"x"), "without a Word document"),
        (archive(**{"word__document.xml": BOMB}), "unpacks to over"),
        (archive(**{"word__document.xml": ENTITIES}), "declares entities"),
        (archive(**{"word__document.xml": b"<d>"}), "no valid XML"),
        (archive(**{"word__document.xml": b""}), "no valid XML"),
        (archive(**{"word__document.xml": b"<d/>"}), "holds no text"),
        (archive(**{"word__document.xml": b"<d>" * 5000}), "no valid XML"),
    ],
)  # fmt: skip
def test_a_file_that_means_harm_is_a_clear_error(data: bytes, wrong: str) -> None:
    with pytest.raises(InputError, match=wrong) as error:
        read(data, name="draft.docx")
    assert error.value.hint


def test_a_damaged_part_is_named(docx: Make, paragraph: Paragraph) -> None:
    whole = docx(paragraph("The plant was sold in May. " * 100))
    at = whole.index(b"word/document.xml") + 60
    damaged = whole[:at] + bytes(byte ^ 0xFF for byte in whole[at : at + 20]) + whole[at + 20 :]
    with pytest.raises(InputError, match=r"word/document\.xml in it is damaged"):
        read(damaged, name="draft.docx")


def test_what_a_note_leads_to_is_known(docx: Make) -> None:
    run = "<w:r><w:t>here</w:t></w:r>"
    data = docx(
        f"<w:p><w:r><w:t>The plant was sold.</w:t></w:r>{NOTE}</w:p>",
        footnotes=f'<w:footnote w:id="2"><w:p><w:hyperlink r:id="r1">{run}</w:hyperlink></w:p>'
        "</w:footnote>",
        rels='<Relationship Id="r1" Target="https://x.example/of-the-text"/>',
        note_rels='<Relationship Id="r1" Target="https://x.example/of-the-note"/>',
    )
    [(_, _, url)] = read(data, name="a.docx").links
    assert url == "https://x.example/of-the-note"


def test_a_paragraph_whose_end_is_deleted_goes_on(docx: Make, paragraph: Paragraph) -> None:
    gone = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    body = f"<w:p>{gone}<w:r><w:t>The plant was</w:t></w:r></w:p>{paragraph(' sold in May.')}"
    document = read(docx(body + paragraph("It is big.")), name="a.docx")
    assert document.text == "The plant was sold in May.\n\nIt is big."


@pytest.mark.parametrize(
    ("hiding", "shown"),
    [('<w:vanish w:val="0"/>', True), ("<w:vanish/>", False), ("<w:strike/>", False),
     ('<w:strike w:val="false"/>', True)],
)  # fmt: skip
def test_hidden_and_struck_text_is_not_said(
    docx: Make, paragraph: Paragraph, hiding: str, shown: bool
) -> None:
    run = f"<w:p><w:r><w:rPr>{hiding}</w:rPr><w:t>The plant was sold.</w:t></w:r></w:p>"
    text = read(docx(run + paragraph("It is big.")), name="a.docx").text
    assert ("The plant was sold." in text) is shown
