"""DOCX files made by hand: the parts of one that the reader looks at."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture
def docx() -> Callable[..., bytes]:
    """A document of the paragraphs given as XML; other parts by their names."""

    def make(body: str, **parts: str) -> bytes:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "word/document.xml", f"<w:document {W} {R}><w:body>{body}</w:body></w:document>"
            )
            for name in ("footnotes", "endnotes", "styles"):
                if name in parts:
                    archive.writestr(
                        f"word/{name}.xml", f"<w:{name} {W} {R}>{parts[name]}</w:{name}>"
                    )
            for name, part in (("rels", "document"), ("note_rels", "footnotes")):
                if name in parts:
                    archive.writestr(
                        f"word/_rels/{part}.xml.rels",
                        f'<Relationships xmlns="{RELATIONS}">{parts[name]}</Relationships>',
                    )
        return data.getvalue()

    return make


@pytest.fixture
def paragraph() -> Callable[..., str]:
    """A paragraph of one run."""

    def make(text: str, style: str = "") -> str:
        named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{named}<w:r><w:t>{text}</w:t></w:r></w:p>"

    return make
