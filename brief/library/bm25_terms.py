"""What the keyword index makes of a text: its terms, its fields, and queries for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from brief.library.records import number_of
from brief.text import content_words, fold

if TYPE_CHECKING:
    import tantivy

    from brief.schema import Filters

WEIGHTS: Mapping[str, float] = MappingProxyType({"title": 1.0, "outlet": 0.5, "body": 1.0})
LONGEST_WORD = 40  # characters; longer runs are links and codes


def build_schema() -> tantivy.Schema:
    """The fields of a passage."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("version", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("outlet_key", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    for field in WEIGHTS:
        builder.add_text_field(field, tokenizer_name="words", index_option="freq")
    return builder.build()


def analyzer(*, stems: bool = True) -> tantivy.TextAnalyzer:
    """Words in lower case without accents, English stems unless `stems` is false."""
    import tantivy

    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
    )
    return (builder.filter(tantivy.Filter.stemmer("english")) if stems else builder).build()


def build_query(
    schema: tantivy.Schema, text: str, filters: Filters | None, weights: Mapping[str, float]
) -> tantivy.Query | None:
    """The words of the text, any of them in any field; None where it has no words."""
    from tantivy import Occur, Query

    # Stop words cost the most time and say the least, unless the question is made of nothing else.
    terms = dict.fromkeys(analyzer().analyze(" ".join(content_words(text)) or text))
    if not terms:
        return None
    words = Query.boolean_query(
        [
            (Occur.Should, Query.boost_query(Query.term_query(schema, field, term, "freq"), weight))
            for term in terms
            for field, weight in weights.items()
        ]
    )
    return Query.boolean_query(
        [(Occur.Must, words), *((Occur.Must, q) for q in narrow(schema, filters))]
    )


def narrow(schema: tantivy.Schema, filters: Filters | None) -> list[tantivy.Query]:
    """What the filters ask of a passage; it adds nothing to its score."""
    from tantivy import FieldType, Query

    needed: list[Query] = []
    if filters and (filters.since or filters.until):
        needed.append(
            Query.range_query(
                schema,
                "day",
                FieldType.Integer,
                lower_bound=number_of(filters.since) if filters.since else None,
                upper_bound=number_of(filters.until) if filters.until else None,
            )
        )
    if filters and filters.outlets:
        keys: Sequence[str] = [fold(outlet) for outlet in filters.outlets]
        needed.append(Query.term_set_query(schema, "outlet_key", keys))
    return [Query.const_score_query(query, 0.0) for query in needed]
