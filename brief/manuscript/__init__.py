"""Texts to be checked: markdown, plain text, HTML and DOCX as one text with places in the file."""

from __future__ import annotations

from brief.manuscript.places import place_of
from brief.manuscript.prose import COVER, prose
from brief.manuscript.reading import LARGEST, of_text, read

__all__ = ["COVER", "LARGEST", "of_text", "place_of", "prose", "read"]
