"""What extraction finds, and how it becomes an article with an identity."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from brief.errors import InputError
from brief.ingest import attribution
from brief.ingest.clean import clean, squeeze
from brief.ingest.language import language_of
from brief.schema import Article

_STATED = ("title", "outlet", "author", "url", "published", "language", "wire")


@dataclass(frozen=True, slots=True)
class Draft:
    """What extraction found, before identity is given to it."""

    paragraphs: tuple[str, ...]
    title: str = ""
    outlet: str = ""
    author: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    wire: str = ""


def override(draft: Draft, known: Mapping[str, Any]) -> Draft:
    """The draft with the fields that are known from elsewhere in place of what was guessed."""
    return replace(draft, **known)


def finish(draft: Draft, *, source: str, retrieved: str = "", known_by: str = "") -> Article:
    """Give a draft its identity: id of the place, version of the content.

    The place is the URL; where it is none or a site's front page, what the article is `known_by`,
    else its source.
    """
    text = "\n\n".join(draft.paragraphs)
    if not text:
        raise InputError(
            f"{source} holds no article text, only menus, headlines or nothing",
            hint="save the article's own page, not a list of headlines",
        )
    # What a page, front matter or a manifest states is not cleaned by all who read it.
    draft = override(draft, {name: squeeze(clean(getattr(draft, name))) for name in _STATED})
    draft = replace(
        draft,
        outlet=draft.outlet or attribution.outlet_of_url(draft.url),
        language=draft.language or language_of(text),
    )
    article = Article(
        id=_sha256(draft.url if _is_place(draft.url) else known_by or source)[:12],
        version="",
        text=text,
        title=draft.title,
        outlet=draft.outlet,
        author=draft.author,
        url=draft.url,
        published=draft.published,
        retrieved=retrieved,
        language=draft.language,
        wire=draft.wire,
        # A path need not be text: bytes of it that are none come as halves of surrogate pairs.
        source=re.sub("[\ud800-\udfff]", "\ufffd", source),
    )
    return replace(article, version=version_of(article))


def _is_place(url: str) -> bool:
    """Whether the URL is one article's, not a site's front page or no URL at all.

    >>> [_is_place(url) for url in ("https://a.example/b", "https://a.example/", "N/A")]
    [True, False, False]
    """
    parts = attribution.split_url(url)
    return parts.scheme in ("http", "https") and bool(parts.path.strip("/") or parts.query)


def version_of(article: Article) -> str:
    """The sha256 of what an article says and of what is known about it."""
    content = [
        article.text,
        article.title,
        article.outlet,
        article.author,
        article.url,
        article.published,
        article.language,
        article.wire,
    ]
    return _sha256(json.dumps(content, ensure_ascii=False))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
