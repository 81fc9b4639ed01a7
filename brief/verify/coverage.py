"""Which words of a claim a sentence covers: by stem, or by the encoder's word vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brief.verify.facts import Facts
from brief.verify.names import key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brief.embedding import Encoder, TokenVectors

# Below the first cosine two words have nothing in common, from the second they say the same.
COSINE = (0.2, 0.6)
KEPT = 4096  # texts whose vectors are kept between claims
_LIGHT = frozenset(
    "accord report announc year month week day new includ also state news time peopl thing "
    "remain part way use statement".split()
)


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each token of the claim its partner in one sentence, and how alike they are."""

    likeness: tuple[float, ...]  # 0 to 1
    place: tuple[int, ...]  # the partner's position; -1 where nothing is like the token


def weights(claim: Facts) -> tuple[float, ...]:
    """How much each token of a claim has to be covered; figures and dates have their own rules."""
    named = [(name.start, name.end) for name in claim.names]
    figured = [(q.start, q.end) for q in claim.quantities] + [(d.start, d.end) for d in claim.dates]
    out = []
    for token in claim.tokens:
        if not token.content or any(s <= token.start < e for s, e in figured):
            out.append(0.0)
        elif any(s <= token.start < e for s, e in named):
            out.append(1.2)
        else:
            out.append(0.4 if token.stem in _LIGHT else 1.0)
    return tuple(out)


def align(claim: Facts, source: Facts, cosines: NDArray[np.float32]) -> Alignment:
    """Pair each content word of the claim with the word of `source` most like it.

    `cosines` is (claim tokens, source tokens). Of several equal words the one in the most similar
    surroundings is taken, which is what its vector tells.
    """
    stems: dict[str, list[int]] = {}
    keys: dict[str, list[int]] = {}
    for place, token in enumerate(source.tokens):
        stems.setdefault(token.stem, []).append(place)
        if token.text[0].isupper():
            keys.setdefault(key(token.word), []).append(place)
    likeness, places = [], []
    for row, token in enumerate(claim.tokens):
        same, value = stems.get(token.stem), 1.0
        if same is None and token.text[0].isupper():
            same, value = keys.get(key(token.word)), 0.95
        if same is not None:
            where = max(same, key=cosines[row].__getitem__)
        elif token.content and cosines.shape[1]:
            where = int(cosines[row].argmax())
            value = 0.9 * likeness_of(float(cosines[row, where]))
        else:
            where, value = -1, 0.0
        likeness.append(value)
        places.append(where if value > 0 else -1)
    return Alignment(tuple(likeness), tuple(places))


def likeness_of(cosine: float) -> float:
    """How far two words say the same, 0 to 1, by the cosine of their vectors."""
    low, high = COSINE
    return min(max((cosine - low) / (high - low), 0.0), 1.0)


def share(likeness: Sequence[float], weight: Sequence[float]) -> float:
    """The weighted share of a claim's words that is covered, 0 to 1; 1 where nothing has weight."""
    total = sum(weight)
    if not total:
        return 1.0
    return float(sum(w * v for w, v in zip(weight, likeness, strict=True)) / total)


class WordVectors:
    """Vectors of whole words from an encoder, each text encoded once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, NDArray[np.float32]] = {}

    def load(self, sentences: Sequence[Facts]) -> None:
        """Encode every sentence that is not known yet, in one batch."""
        wanted = {s.text: s for s in sentences}
        if len(self._kept) + len(wanted) > KEPT:
            self._kept.clear()
        new = [s for text, s in wanted.items() if text not in self._kept]
        for sentence, pieces in zip(
            new, self._encoder.encode_tokens([s.text for s in new]), strict=True
        ):
            self._kept[sentence.text] = _word_vectors(sentence, pieces)

    def cosines(self, claim: Facts, source: Facts) -> NDArray[np.float32]:
        """(claim tokens, source tokens) cosines; both sentences must have been loaded."""
        product: NDArray[np.float32] = self._kept[claim.text] @ self._kept[source.text].T
        return product


def _word_vectors(sentence: Facts, pieces: TokenVectors) -> NDArray[np.float32]:
    """(tokens, dimensions): the mean of a word's pieces, of length 1; zero for stop words."""
    import numpy as np

    vectors = np.zeros((len(sentence.tokens), pieces.vectors.shape[1]), dtype=np.float32)
    starts, ends = pieces.offsets[:, 0], pieces.offsets[:, 1]
    for row, token in enumerate(sentence.tokens):
        if not token.content:
            continue
        first = int(np.searchsorted(ends, token.start, side="right"))
        last = int(np.searchsorted(starts, token.end, side="left"))
        if first < last:
            mean = pieces.vectors[first:last].mean(axis=0)
            vectors[row] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return vectors
