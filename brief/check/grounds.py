"""Where evidence for a claim is looked for: a library, or articles that are given for this once."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from brief.check.citing import Naming
from brief.errors import InputError
from brief.schema import Article, Evidence, Filters, Sentence
from brief.text import fold, sentence_spans, stems
from brief.verify.dates import dates

if TYPE_CHECKING:
    from brief.library import ArticleStore
    from brief.retrieve import EvidenceFinder, Retriever

FOR_CLAIM = 16  # sentences handed over for a claim
_CANDIDATES = 10  # passages among which an article that a note names is looked for
_URLS = re.compile(r"<?https?://\S+")
# Parts of an address that tell who sent the reader, not what is read.
_TRACKING = re.compile(r"(?:utm(?:_\w+)?|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id)=", re.I)


class Grounds(Protocol):
    """Articles as evidence for claims."""

    def for_claim(self, claim: str) -> Sequence[Evidence]:
        """The sentences of all articles that share most with a claim, best first."""
        ...

    def within(self, claim: str, articles: Sequence[Article]) -> Sequence[Evidence]:
        """The same of some articles alone."""
        ...

    def named(self, naming: Naming) -> Article | None:
        """The article that a text means by what it says of a source."""
        ...


class LibraryArticles:
    """The articles of a library, or those that pass the filters."""

    def __init__(
        self,
        finder: EvidenceFinder,
        retriever: Retriever,
        store: ArticleStore,
        filters: Filters | None,
    ) -> None:
        self._finder, self._retriever, self._store = finder, retriever, store
        self._filters = filters

    def for_claim(self, claim: str) -> Sequence[Evidence]:
        return self._finder.for_claim(claim, filters=self._filters)

    def within(self, claim: str, articles: Sequence[Article]) -> Sequence[Evidence]:
        return closest(claim, [(s, a) for a in articles for s in self._store.sentences(a.version)])

    def named(self, naming: Naming) -> Article | None:
        for url in naming.urls:
            found = self._at(url)
            if found and _passes(found, self._filters):
                return found
        said = _URLS.sub(" ", naming.said)
        if not said.strip():
            return None
        hits = self._retriever.search(said, filters=self._filters, limit=_CANDIDATES)
        candidates = [*(hit.article for hit in hits), *self._of_outlet_and_day(said)]
        return meant(naming, {article.id: article for article in candidates}.values())

    def _at(self, url: str) -> Article | None:
        """The article at an address, or at one that leads to the same page."""
        try:
            return self._store.article(hashlib.sha256(url.encode()).hexdigest()[:12])
        except InputError:
            known = self._by_address.get(_address(url), ())
            return self._store.article(known[0]) if len(known) == 1 else None

    @cached_property
    def _by_address(self) -> dict[str, list[str]]:
        """The ids of the articles at each address."""
        found: dict[str, list[str]] = {}
        for article_id, url in self._store.urls():
            found.setdefault(_address(url), []).append(article_id)
        return found

    def _of_outlet_and_day(self, said: str) -> list[Article]:
        """All that the outlets in a note published on its days: search may find but some."""
        outlets = tuple(o for o in self._store.outlets() if _stands(fold(o), fold(said)))
        if not outlets:
            return []
        on = [Filters(day, day, outlets) for day in _days(said)]
        found = [article for one in on for article in self._store.articles(one)]
        return [article for article in found if _passes(article, self._filters)]


def _passes(article: Article, filters: Filters | None) -> bool:
    """Whether a text may call on an article: a source that is named is still one of those asked."""
    if filters is None:
        return True
    day = article.published[:10]
    return (
        (filters.since is None or (bool(day) and day >= filters.since.isoformat()))
        and (filters.until is None or (bool(day) and day <= filters.until.isoformat()))
        and (not filters.outlets or article.outlet in filters.outlets)
    )


class GivenArticles:
    """Articles in hand: no library and no index is made of them."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = list(articles)
        self._sentences = [(s, a) for a in self._articles for s in sentences_of(a)]

    def for_claim(self, claim: str) -> Sequence[Evidence]:
        return closest(claim, self._sentences)

    def within(self, claim: str, articles: Sequence[Article]) -> Sequence[Evidence]:
        named = {article.id for article in articles}  # in every state of it that is given
        return closest(claim, [pair for pair in self._sentences if pair[1].id in named])

    def named(self, naming: Naming) -> Article | None:
        return meant(naming, self._articles, few=True)


def sentences_of(article: Article) -> list[Sentence]:
    """An article's sentences, as a library keeps them."""
    return [
        Sentence(article.id, article.version, ordinal, start, end, article.text[start:end])
        for ordinal, (start, end) in enumerate(sentence_spans(article.text))
    ]


def closest(claim: str, sentences: Sequence[tuple[Sentence, Article]]) -> list[Evidence]:
    """The sentences that share most with a claim, rare words before common ones, best first."""
    read = [_stems(sentence.text) for sentence, _ in sentences]
    common = Counter(word for words in read for word in words)
    weight = {w: math.log(1 + len(read) / (1 + common[w])) for w in _stems(claim)}
    total = sum(weight.values()) or 1.0
    scores = [sum(weight.get(word, 0.0) for word in words) / total for words in read]
    best = sorted(range(len(read)), key=lambda n: -scores[n])[:FOR_CLAIM]
    return [Evidence(*sentences[n], scores[n]) for n in best]


@lru_cache(maxsize=65536)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def meant(naming: Naming, articles: Iterable[Article], *, few: bool = False) -> Article | None:
    """The article that is named by address, file name, title, or outlet and day; None in doubt.

    Among `few` articles, all of which are given, the outlet alone may do.
    """
    said = f" {fold(naming.said)} "
    addresses = {_address(url) for url in naming.urls}
    days = {day.isoformat() for day in _days(_URLS.sub(" ", naming.said))}
    scored = [(_likeness(article, said, addresses, days, few), article) for article in articles]
    best = max((score for score, _ in scored), default=0)
    found = [article for score, article in scored if score == best]
    return found[0] if best and len({article.id for article in found}) == 1 else None


def _days(said: str) -> list[date]:
    """The days that a note names, in whatever form.

    >>> _days("Gazette, 28 August 2025; seen on 2025-09-01, in May 2024")
    [datetime.date(2025, 8, 28), datetime.date(2025, 9, 1)]
    """
    return [date(w.year, w.month, w.day) for w in dates(said) if w.year and w.month and w.day]


def _likeness(article: Article, said: str, addresses: set[str], days: set[str], few: bool) -> int:
    """How surely an article is named: 0 not at all."""
    if article.url and _address(article.url) in addresses:
        return 10
    file = fold(PurePath(article.source).name)
    title = fold(article.title)
    has_title = len(title.split()) > 1 and _stands(title, said)
    has_outlet = _stands(fold(article.outlet), said)
    has_day = article.published[:10] in days
    if file and f" {file} " in said:
        return 8
    if has_title and (has_outlet or has_day or len(title.split()) > 3):
        return 4 + has_outlet + has_day
    return int(has_outlet and (has_day or few)) + (has_outlet and has_day)


def _stands(part: str, said: str) -> bool:
    """Whether a title, name or day stands in a text as words of its own; no part stands nowhere."""
    return bool(part and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", said))


def _address(url: str) -> str:
    """A web address without scheme, "www.", what tracks, the place in the page and the last slash.

    >>> _address("https://www.b.example/story/?id=1&utm_source=x#end")
    'b.example/story?id=1'
    """
    bare = re.sub(r"^https?://(?:www\.)?", "", url.strip().rstrip(".,;"))
    page, _, query = bare.partition("#")[0].partition("?")
    kept = "&".join(part for part in query.split("&") if not _TRACKING.match(part))
    return "?".join(filter(None, (page.rstrip("/"), kept))).casefold()
