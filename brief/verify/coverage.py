"""Which words of a claim the evidence covers: by stem, or by the encoder's word vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from brief.verify.facts import Facts
from brief.verify.names import key

if TYPE_CHECKING:
    import numpy as np

# Cosines of word vectors below the first number say nothing, above the second the same.
COSINE = (0.35, 0.75)
_LIGHT = frozenset(
    "accord report announc year month week day new includ also state news time peopl thing "
    "remain part way use".split()
)


class _Words(Protocol):
    @property
    def vectors(self) -> np.ndarray: ...
    @property
    def offsets(self) -> Sequence[tuple[int, int]]: ...


class TokenEncoder(Protocol):
    """What coverage needs of an encoder: vectors of word pieces with their character spans."""

    def encode_tokens(self, texts: Sequence[str]) -> Sequence[_Words]: ...


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each token of the claim its best likeness in one sentence, 0 to 1, and its place there."""

    likeness: tuple[float, ...]
    place: tuple[int, ...]  # -1 where nothing is like it


def weights(claim: Facts) -> tuple[float, ...]:
    """How much each token of a claim has to be covered; figures and dates have their own rules."""
    named = [(name.start, name.end) for name in claim.names]
    figured = [(q.start, q.end) for q in claim.quantities] + [(d.start, d.end) for d in claim.dates]
    out = []
    for token in claim.tokens:
        if not token.content or any(s <= token.start < e for s, e in figured):
            out.append(0.0)
        elif any(s <= token.start < e for s, e in named):
            out.append(1.5)
        else:
            out.append(0.4 if token.stem in _LIGHT else 1.0)
    return tuple(out)


def align(claim: Facts, source: Facts, cosines: np.ndarray | None) -> Alignment:
    """Pair each content word of the claim with the word of the source most like it.

    `cosines` is (claim tokens, source tokens); None compares by letters alone.
    """
    stems: dict[str, int] = {}
    keys: dict[str, int] = {}
    for place, token in enumerate(source.tokens):
        stems.setdefault(token.stem, place)
        keys.setdefault(key(token.word), place)
    likeness, places = [], []
    for row, token in enumerate(claim.tokens):
        if token.stem in stems:
            likeness.append(1.0)
            places.append(stems[token.stem])
            continue
        if (folded := key(token.word)) in keys:
            likeness.append(0.95)
            places.append(keys[folded])
            continue
        best, where = 0.0, -1
        if token.content and cosines is not None and cosines.shape[1]:
            where = int(cosines[row].argmax())
            low, high = COSINE
            best = 0.9 * min(max((float(cosines[row, where]) - low) / (high - low), 0.0), 1.0)
        likeness.append(best)
        places.append(where if best > 0 else -1)
    return Alignment(tuple(likeness), tuple(places))


def covered(alignments: Sequence[Alignment], weight: Sequence[float]) -> float:
    """The weighted share of the claim's words that the sentences together cover, 0 to 1."""
    total = sum(weight)
    if not total:
        return 1.0
    best = [max(values) for values in zip(*(a.likeness for a in alignments), strict=True)]
    return sum(w * v for w, v in zip(weight, best, strict=True)) / total


class WordVectors:
    """Vectors of whole words from an encoder, each text encoded once."""

    def __init__(self, encoder: TokenEncoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, np.ndarray] = {}

    def load(self, sentences: Sequence[Facts]) -> None:
        """Encode every sentence that is not known yet, in one batch."""
        new = list({s.text: s for s in sentences if s.text not in self._kept}.values())
        if len(self._kept) + len(new) > 4096:
            self._kept.clear()
            new = list({s.text: s for s in sentences}.values())
        if not new:
            return
        for sentence, pieces in zip(
            new, self._encoder.encode_tokens([s.text for s in new]), strict=True
        ):
            self._kept[sentence.text] = _word_vectors(sentence, pieces)

    def cosines(self, claim: Facts, source: Facts) -> np.ndarray:
        """(claim tokens, source tokens) cosines; both sentences must have been loaded."""
        product: np.ndarray = self._kept[claim.text] @ self._kept[source.text].T
        return product


def _word_vectors(sentence: Facts, pieces: _Words) -> np.ndarray:
    import numpy as np

    spans = pieces.offsets
    vectors = np.zeros((len(sentence.tokens), pieces.vectors.shape[1]), dtype=np.float32)
    for row, token in enumerate(sentence.tokens):
        inside = [
            i for i, (s, e) in enumerate(spans) if s < token.end and e > token.start and e > s
        ]
        if inside and token.content:
            mean = pieces.vectors[inside].mean(axis=0)
            vectors[row] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return vectors
