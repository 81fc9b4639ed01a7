"""Which articles carry the same reporting, whatever the outlet and in whatever order they come.

Two articles are of one origin when the shorter shares at least half of its five-word sequences
with the longer, or a fifth where both credit the same agency, or when others link them. (Over
the 609 articles of MultiHop-RAG, copies share over .58, all others under .38.) The
origin is the id of the earliest of them.

Pairs are found by a sample of the sequences, the same in every text (Broder 1997, "On the
resemblance and containment of documents"), and then compared whole. Containment and not
resemblance, because outlets cut what they take over. MinHash libraries measure resemblance, and
the usual one, datasketch, takes a second to import.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING

from brief.text import fold, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.library.catalogue import Catalogue

SHINGLE = 5  # words
SAMPLE = 16  # one sequence of so many is kept: of 100 shared ones at least one in 99.8 % of cases
SAME_TEXT = 0.5
SAME_WIRE = 0.2
# A pair whose sample shows less than this part of what is needed is not worth comparing.
LEAST_SIGN = 0.25


class Origins:
    """Groups of articles of one origin, kept in the catalogue inside the caller's transaction."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def join(self, article_id: str, key: int, own: NDArray[np.uint64], wire: str) -> None:
        """Put the current version of an article, by its shingles, into its group."""
        self._catalogue.write("UPDATE versions SET shingles = ? WHERE key = ?", (own.size, key))
        self._catalogue.write_all(
            "INSERT INTO shingles VALUES (?, ?)", ((hashed, key) for hashed in sample(own))
        )
        self._link(article_id, own, wire)

    def leave(self, article_id: str, key: int) -> None:
        """Take a version out; articles that only it linked are no longer of one origin."""
        self._catalogue.write("DELETE FROM shingles WHERE version_key = ?", (key,))
        group = self._catalogue.rows(
            "SELECT a.id, v.text, v.wire FROM articles a "
            "LEFT JOIN versions v ON v.article_id = a.id AND v.state < 2 "
            "WHERE a.origin = (SELECT origin FROM articles WHERE id = ?)",
            (article_id,),
        )
        self._catalogue.write_all(
            "UPDATE articles SET origin = id WHERE id = ?", ((member,) for member, _, _ in group)
        )
        for member, text, wire in group:
            if member != article_id:
                self._link(member, shingles(text), wire)

    def _link(self, article_id: str, own: NDArray[np.uint64], wire: str) -> None:
        candidates = self._catalogue.rows(
            "SELECT a.origin, v.text, v.wire, v.shingles, COUNT(*) FROM shingles s "
            "JOIN versions v ON v.key = s.version_key JOIN articles a ON a.id = v.article_id "
            "WHERE s.hash IN (SELECT value FROM json_each(?)) AND a.id <> ? GROUP BY v.key",
            (json.dumps(sample(own)), article_id),
        )
        joined = {article_id}
        for origin, text, other_wire, size, shared in candidates:
            same_wire = bool(wire) and fold(wire) == fold(other_wire)
            needed = SAME_WIRE if same_wire else SAME_TEXT
            seen = shared * SAMPLE / min(size, own.size)
            # one link to a group is enough, so that a thousand copies cost one comparison
            if origin in joined or seen < needed * LEAST_SIGN:
                continue
            if overlap(own, shingles(text)) >= needed:
                joined.add(origin)
        groups = json.dumps(list(joined))
        earliest = self._catalogue.value(
            "SELECT a.id FROM articles a JOIN versions v ON v.article_id = a.id AND v.state < 2 "
            "WHERE a.origin IN (SELECT value FROM json_each(?)) "
            "ORDER BY v.day IS NULL, v.day, v.published, a.id LIMIT 1",
            (groups,),
        )
        self._catalogue.write(
            "UPDATE articles SET origin = ? WHERE origin IN (SELECT value FROM json_each(?))",
            (earliest, groups),
        )


def overlap(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> float:
    """Share of the smaller set that the larger holds, 0 to 1."""
    import numpy as np

    common = np.intersect1d(one, other, assume_unique=True).size
    return float(common / min(one.size, other.size))


def shingles(text: str) -> NDArray[np.uint64]:
    """Hashes of the distinct five-word sequences; a shorter text is one sequence."""
    import numpy as np

    run = words(text) or [""]
    length = min(SHINGLE, len(run))
    numbers = {word: _number(word) for word in set(run)}
    windows = np.lib.stride_tricks.sliding_window_view(
        np.array([numbers[word] for word in run], np.uint64), length
    )
    places = np.array([_number(f"place {i}") | 1 for i in range(length)], np.uint64)
    mixed = (windows * places).sum(axis=1, dtype=np.uint64)
    return np.unique(mixed ^ (mixed >> np.uint64(32)))


def sample(shingles: NDArray[np.uint64]) -> list[int]:
    """The sequences by which texts find each other, as signed 64-bit integers."""
    import numpy as np

    return [int(number) for number in shingles[shingles % SAMPLE == 0].view(np.int64)]


def _number(text: str) -> int:
    # not hash(): what is stored must mean the same in the next process
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
