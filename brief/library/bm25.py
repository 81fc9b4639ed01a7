"""The keyword index: tantivy over title, outlet and body, English stems without accents."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.errors import LibraryError
from brief.library.bm25_terms import WEIGHTS, analyzer, build_query, build_schema, narrow
from brief.library.contents import Entry
from brief.library.failures import REBUILD, explain
from brief.library.records import day_of
from brief.library.tables import PREFIX
from brief.text import fold

if TYPE_CHECKING:
    import tantivy

    from brief.schema import Filters

HEAP_BYTES = 64 << 20
REMEMBERED = 200_000  # ids of passages, some 20 MB


class KeywordIndex:
    """Passages by their words. Many processes may read while one writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: tuple[int, tantivy.Index] | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._names: dict[tuple[int, int], str] = {}  # ids by address, as long as nobody writes

    def search(
        self,
        text: str,
        limit: int,
        filters: Filters | None = None,
        *,
        token: int,
        weights: Mapping[str, float] = WEIGHTS,
    ) -> list[tuple[str, float]]:
        """Passage ids with their BM25 score, best first, the fields weighted and summed.

        `token` changes whenever somebody has written: then the newest state is read.
        """
        with self._errors():
            index = self._index(token)
            query = build_query(index.schema, text, filters, weights)
            searcher = index.searcher()
            if query is None or limit < 1 or not searcher.num_docs:
                return []
            hits = searcher.search(query, limit, count=False).hits
            return [(self._name(searcher, address), score) for score, address in hits]

    def scores(
        self,
        text: str,
        ids: Sequence[str],
        *,
        token: int,
        weights: Mapping[str, float] = WEIGHTS,
    ) -> dict[str, float]:
        """The BM25 scores of these passages, in units of the rarest word's idf; 0 is left out."""
        from tantivy import Occur, Query

        with self._errors():
            index = self._index(token)
            query = build_query(index.schema, text, None, weights)
            if query is None or not ids:
                return {}
            among = Query.const_score_query(Query.term_set_query(index.schema, "id", ids), 0.0)
            both = Query.boolean_query([(Occur.Must, query), (Occur.Must, among)])
            searcher = index.searcher()
            most = log(1 + (searcher.num_docs + 0.5) / 0.5)
            hits = searcher.search(both, len(ids), count=False).hits
            return {self._name(searcher, address): score / most for score, address in hits}

    def rarity(self, words: Iterable[str], *, token: int) -> dict[str, float]:
        """How few passages hold each stem, 0 (all) to 1 (none): inverse document frequency, scaled.

        Title and outlet of its article count as held by a passage. "rare-earth" is as rare as its
        rarer half.

        log(1 + (N - n + 0.5) / (n + 0.5)) as in BM25 (Robertson and Zaragoza 2009), over its
        greatest value.
        """
        # The pieces of a stem are looked up as they are, since the stem of a stem may be another,
        # and stemmed, since only the end of the whole has been; so words do as well.
        plain, stemming = analyzer(stems=False), analyzer()

        def holders(word: str) -> int:
            pieces = zip(plain.analyze(word), stemming.analyze(word), strict=True)
            found = [
                max(searcher.doc_freq(field, form) for form in forms for field in WEIGHTS)
                for forms in pieces
            ]
            return min(*found, number) if found else 0

        with self._errors():
            searcher = self._index(token).searcher()
            number = searcher.num_docs
            most = log(1 + (number + 0.5) / 0.5)
            held = {word: holders(word) for word in set(words)}
        return {w: log(1 + (number - n + 0.5) / (n + 0.5)) / most for w, n in held.items()}

    def _name(self, searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
        """The id of a passage; reading it from the index takes longer than finding it."""
        place = address.segment_ord, address.doc
        if place not in self._names:
            if len(self._names) > REMEMBERED:
                self._names.clear()
            self._names[place] = searcher.doc(address)["id"][0]
        return self._names[place]

    def mentions(self, name: str, filters: Filters | None = None, *, token: int) -> int:
        """How many passages hold every word of a name, title and outlet of the article included."""
        from tantivy import Occur, Query

        with self._errors():
            index = self._index(token)
            held = [
                Query.boolean_query(
                    [
                        (Occur.Should, Query.term_query(index.schema, field, term, "basic"))
                        for field in WEIGHTS
                    ]
                )
                for term in dict.fromkeys(analyzer().analyze(name))
            ]
            if not held:
                return 0
            query = Query.boolean_query(
                [(Occur.Must, q) for q in (*held, *narrow(index.schema, filters))]
            )
            found: Any = index.searcher().search(query, 1, count=True)
            return int(found.count or 0)

    def write(self, entries: Iterable[Entry], leaving: Iterable[str]) -> None:
        """Put versions in, each in place of what there is of it, and take others out, at once."""
        import tantivy

        with self._errors():
            if self._writer is None:
                self._writer = self._index(create=True).writer(heap_size=HEAP_BYTES, num_threads=1)
            for version in leaving:
                self._writer.delete_documents_by_term("version", version[:PREFIX])
            for entry in entries:
                article = entry.article
                self._writer.delete_documents_by_term("version", article.version[:PREFIX])
                fields: dict[str, Any] = {
                    "version": article.version[:PREFIX],
                    "title": article.title,
                    "outlet": article.outlet,
                    "outlet_key": fold(article.outlet),
                }
                if (day := day_of(article.published)) is not None:
                    fields["day"] = day
                for passage in entry.passages:
                    self._writer.add_document(
                        tantivy.Document(id=passage.id, body=passage.text, **fields)
                    )
            self._writer.commit()

    def count(self) -> int:
        """How many passages are in it."""
        if not self._folder.is_dir():
            return 0
        with self._errors():
            index = self._index()
            index.reload()
            return int(index.searcher().num_docs)

    def release(self) -> None:
        """Let go of what only one process may hold."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with self._errors():
                writer.wait_merging_threads()

    def delete(self) -> None:
        """Remove the index from the disk."""
        self._open = self._writer = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _index(self, token: int | None = None, *, create: bool = False) -> tantivy.Index:
        import tantivy

        if self._open is None:
            if create and not (self._folder / "meta.json").is_file():
                self._folder.mkdir(parents=True, exist_ok=True)
                index = tantivy.Index(build_schema(), path=str(self._folder))
            elif self._folder.is_dir():
                index = tantivy.Index.open(str(self._folder))
            else:
                raise FileNotFoundError("the keyword index is missing")
            index.register_tokenizer("words", analyzer())
            index.config_reader("manual")
            self._open = (-1, index)
        seen, index = self._open
        if token is not None and token != seen:
            index.reload()
            self._names.clear()
            self._open = (token, index)
        return index

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """tantivy's errors as ours, each with what to do. It raises nothing but ValueError."""
        try:
            yield
        except (ValueError, OSError) as error:
            message, hint = explain(error, self._folder, otherwise=REBUILD)
            raise LibraryError(f"{self._folder}: {message}", hint=hint) from error
