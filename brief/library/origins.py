"""Which articles carry the same reporting, whatever the outlet and in whatever order they come.

Two articles are of one origin when the shorter shares at least half of its five-word sequences
with the longer, or a fifth where both credit the same agency, or when others link them. The
origin is the id of the earliest of them.

Pairs are found by locality-sensitive hashing of MinHash signatures (Broder 1997; Leskovec,
Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3), then compared exactly. It is
written here because the library for it (datasketch) takes a second to import, for scipy.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from brief.text import fold, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.library.catalogue import Catalogue

SHINGLE = 5  # words
BANDS, ROWS = 64, 2  # a pair with Jaccard similarity s is compared with probability 1 - (1 - s²)^64
SAME_TEXT = 0.5
SAME_WIRE = 0.2


class Origins:
    """Groups of articles of one origin, kept in the catalogue inside the caller's transaction."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def join(self, article_id: str, key: int, text: str, wire: str) -> None:
        """Put the current version of an article into the group of its reporting."""
        self._link(article_id, text, wire)
        self._catalogue.write_all(
            "INSERT INTO bands VALUES (?, ?)", ((band, key) for band in bands(shingles(text)))
        )

    def leave(self, article_id: str, key: int) -> None:
        """Take a version out; articles that only it linked are no longer of one origin."""
        self._catalogue.write("DELETE FROM bands WHERE version_key = ?", (key,))
        group = self._catalogue.rows(
            "SELECT a.id, v.text, v.wire FROM articles a "
            "LEFT JOIN versions v ON v.article_id = a.id AND v.state < 2 AND v.key <> ? "
            "WHERE a.origin = (SELECT origin FROM articles WHERE id = ?)",
            (key, article_id),
        )
        self._catalogue.write_all(
            "UPDATE articles SET origin = id WHERE id = ?", ((member,) for member, _, _ in group)
        )
        for member, text, wire in group:
            if member != article_id:
                self._link(member, text, wire)

    def _link(self, article_id: str, text: str, wire: str) -> None:
        own = shingles(text)
        candidates = self._catalogue.rows(
            "SELECT DISTINCT a.origin, v.key, v.text, v.wire FROM bands b "
            "JOIN versions v ON v.key = b.version_key JOIN articles a ON a.id = v.article_id "
            "WHERE b.band IN (SELECT value FROM json_each(?)) AND a.id <> ?",
            (json.dumps(bands(own)), article_id),
        )
        joined = {article_id}
        for origin, _, other, other_wire in candidates:
            same_wire = bool(wire) and fold(wire) == fold(other_wire)
            needed = SAME_WIRE if same_wire else SAME_TEXT
            # one link to a group is enough, so that a thousand copies cost one comparison
            if origin not in joined and overlap(own, shingles(other)) >= needed:
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

    run = words(text)
    count = max(1, len(run) - SHINGLE + 1)
    digests = b"".join(
        blake2b(" ".join(run[i : i + SHINGLE]).encode(), digest_size=8).digest()
        for i in range(count)
    )
    return np.unique(np.frombuffer(digests, dtype="<u8"))


def bands(shingles: NDArray[np.uint64]) -> list[int]:
    """The buckets of a text, as signed 64-bit integers: texts that share one are compared."""
    import numpy as np

    factors, offsets = _permutations()
    smallest = np.concatenate(
        [
            # in blocks, so that a text of a million words does not need a gigabyte
            (shingles[:, None] * factors[block] + offsets[block]).min(axis=0)
            for block in np.split(np.arange(BANDS * ROWS), BANDS)
        ]
    ).reshape(BANDS, ROWS)
    buckets = (
        smallest[:, 0] * factors[0]
        + smallest[:, 1] * factors[1]
        + np.arange(BANDS, dtype=np.uint64) * factors[2]
    )
    return [int(bucket) for bucket in buckets.view(np.int64)]


@lru_cache(maxsize=1)
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    # from a hash and not from a random generator: stored buckets must mean the same for ever
    import numpy as np

    size = BANDS * ROWS
    digests = b"".join(blake2b(b"%d" % i, digest_size=8).digest() for i in range(2 * size))
    numbers = np.frombuffer(digests, dtype="<u8")
    return numbers[:size] | np.uint64(1), numbers[size:]
