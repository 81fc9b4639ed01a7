"""Ledgers: what a briefing or answer rests on, kept so that it can be proved later.

A ledger holds each sentence with its claims, verdicts and quotes, the hash of the version of each
article, who wrote and who checked it, and a digest over all of that. The digest shows an edit; it
is no signature: who forges a ledger can compute it anew. Keep it elsewhere to rule that out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from brief.errors import InputError
from brief.schema import Article

FORMAT = "brief.ledger/2"
Document = dict[str, Any]
# Finds a version of an article by the article's id and the version's sha256, None where it is not.
Find = Callable[[str, str], "Stored | None"]


@dataclass(frozen=True, slots=True)
class Stored:
    """A version as a library keeps it, and the hash of what it holds now."""

    article: Article
    sha256: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and whether it is as the ledger says."""

    subject: str
    status: Literal["proven", "failed", "unproven"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quote as the ledger has it."""

    article_id: str
    version: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Ledger:
    """What is proved of a ledger."""

    digest: str
    sha256: str | None
    document: tuple[str, ...]  # the sentences as the document in it has them
    sentences: tuple[str, ...]
    misread: tuple[str, ...]  # those of them that do not say what their claims do
    quotes: tuple[_Quote, ...]
    names: Mapping[str, str]  # of articles, by id


def digest(ledger: Mapping[str, Any]) -> str:
    """The sha256 over all of a ledger but its digest, however it is spaced and ordered."""
    rest = {key: value for key, value in ledger.items() if key != "digest"}
    said = json.dumps(rest, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def fingerprint(*folders: Path) -> str:
    """The sha256 over the names and bytes of all files below some folders, but for caches."""
    told = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            if "__pycache__" not in path.parts:
                data = path.read_bytes()
                told.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
                told.update(data)
    return told.hexdigest()


def load(data: bytes, *, name: str) -> Document:
    """The ledger in a file's bytes; InputError for what is none of this version's."""
    try:
        ledger = json.loads(data, object_pairs_hook=_once)
        form = ledger["schema"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{name} is no ledger", hint="name a .ledger.json of brief's") from error
    if form != FORMAT:
        raise InputError(
            f"{name} is a {form!r}, not a {FORMAT}",
            hint="prove it with the version of brief that wrote it, or write it anew",
        )
    return dict(ledger)


def _once(pairs: list[tuple[str, Any]]) -> Document:
    """An object of JSON; of a name that it gives twice a reader may see the one, we the other."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is given twice")
    return found


def prove(ledger: Document, *, rendered: bytes | None, find: Find) -> list[Finding]:
    """Everything a ledger claims about itself, its file and its articles, each with its finding.

    `rendered` is the file beside it, None where there is none. InputError where the ledger lacks
    what every ledger has.
    """
    try:
        read = _read(ledger)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"the ledger is damaged: {error} is missing or wrong", hint="restore it from a copy"
        ) from error
    same = digest(ledger) == read.digest
    why = "" if same else "it was edited: its digest does not fit what it holds"
    findings = [Finding("ledger", "proven" if same else "failed", why)]
    if read.document != read.sentences:
        why = "they are not those of the document in the ledger"
        findings.append(Finding("sentences", "failed", why))
    why = "its claims are not what stands in it at their places"
    findings += [Finding(f"“{sentence}”", "failed", why) for sentence in read.misread]
    if read.sha256 is not None:  # None for an answer, of which no file was made
        findings += _file(read, rendered)
    return [*findings, *(_quoted(quote, find, read.names) for quote in read.quotes)]


def _read(ledger: Document) -> _Ledger:
    document = ledger["document"]
    sha256 = ledger["sha256"]
    return _Ledger(
        str(ledger["digest"]),
        None if sha256 is None else str(sha256),
        tuple(str(claim["text"]) for claim in _claims(document)),
        tuple(str(sentence["text"]) for sentence in ledger["sentences"]),
        tuple(
            str(sentence["text"])
            for sentence in ledger["sentences"]
            if not all(_fits(claim, str(sentence["text"])) for claim in sentence["claims"])
        ),
        tuple(dict.fromkeys(_quotes(ledger))),
        {
            str(source["article_id"]): ", ".join(
                str(part) for part in (source["outlet"], source["title"]) if part
            )
            for source in document["sources"]
        },
    )


def _fits(claim: Document, sentence: str) -> bool:
    """Whether a claim is what stands in its sentence at its place."""
    return bool(sentence[claim["start"] : claim["end"]] == claim["text"])


def _file(ledger: _Ledger, rendered: bytes | None) -> list[Finding]:
    if rendered is None:
        return [Finding("file", "unproven", "it is not beside the ledger")]
    if hashlib.sha256(rendered).hexdigest() == ledger.sha256:
        return [Finding("file", "proven")]
    said = _plain(rendered.decode("utf-8", "replace"))
    gone = [sentence for sentence in ledger.sentences if _plain(sentence) not in said]
    return [
        Finding("file", "failed", "it was edited: its hash is not the ledger's"),
        *(Finding(f"“{sentence}”", "failed", "the file no longer says so") for sentence in gone),
    ]


def _quoted(quote: _Quote, find: Find, names: Mapping[str, str]) -> Finding:
    where = names.get(quote.article_id, quote.article_id)
    subject = f"“{quote.text}” — {where}"
    stored = find(quote.article_id, quote.version)
    if stored is None:
        return Finding(subject, "unproven", f"this version of {where} is not in the library")
    if stored.sha256 != quote.version:
        return Finding(subject, "failed", f"the library's copy of {where} was changed")
    if stored.article.text[quote.start : quote.end] != quote.text:
        return Finding(subject, "failed", f"this does not stand in {where} at that place")
    return Finding(subject, "proven")


def _quotes(ledger: Document) -> Iterator[_Quote]:
    """Every quote of the sentences and of the document, whichever way it names its article."""
    for sentence in ledger["sentences"]:
        for claim in sentence["claims"]:
            for item in claim["evidence"]:
                yield _quote(item["article_id"], item["version_sha256"], item)
    sources = {source["n"]: source for source in ledger["document"]["sources"]}
    for claim in _claims(ledger["document"]):
        for item in claim["evidence"]:
            source = sources[item["source"]]
            yield _quote(source["article_id"], source["version_sha256"], item)


def _quote(article_id: object, version: object, item: Document) -> _Quote:
    start, end = item["start"], item["end"]
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        raise TypeError("place of a quote")
    return _Quote(str(article_id), str(version), start, end, str(item["quote"]))


def _claims(document: Document) -> Iterator[Document]:
    yield from document.get("claims", ())
    for section in document.get("sections", ()):
        yield from section["claims"]


def _plain(text: str) -> str:
    """Text without markdown's escapes, white space as one space."""
    return " ".join(re.sub(r"\\(?=[^\w\s])", "", text).split())
