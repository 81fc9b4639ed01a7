"""Which lines of a text dump are the article: a run of prose between menus and teasers.

Every line gets a score in words: prose counts for its length, menus, tickers and promotion count
against. The article is the run of lines with the greatest sum, less the lines in it that are no
prose of it. So a teaser list after the article is left out although some of its lines are whole
sentences, and a short quotation between two long paragraphs stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from brief.ingest.lines import Line, look
from brief.text import content_words, stem

MOST = 60.0  # words that one line may count for
NAVIGATION = -6.0
PROMOTION = -12.0
ZONE = -25.0
MIN_WORDS = 12  # of prose that make an article


def body_lines(texts: Sequence[str]) -> list[int]:
    """Indices of the lines that are the article's prose, in order; [] where there is none."""
    lines = [look(text) for text in texts]
    repeated = Counter(line.key for line in lines)
    seen: set[str] = set()
    scores: list[float] = []
    for line in lines:
        score = _score(line)
        if line.key in seen or (repeated[line.key] > 1 and not line.sentence):
            score = min(score, NAVIGATION)
        seen.add(line.key)
        scores.append(score)
    first, last = _heaviest_run(scores)
    kept = [i for i in range(first, last) if scores[i] > 0]
    kept = _without_inner_zones(lines, kept, range(first, last))
    if sum(lines[i].words for i in kept) < MIN_WORDS:
        return []
    return kept


def _score(line: Line) -> float:
    if line.zone:
        return ZONE
    if line.promo and line.words < 60:
        return PROMOTION
    if line.caption or line.teaser:
        return PROMOTION if line.words < 40 else NAVIGATION
    if line.dated or not line.words:
        return NAVIGATION / 2
    if line.sentence and line.stops >= 0.15:
        return min(float(line.words), MOST) if line.words >= 8 else 2.0
    if line.sentence and line.words >= 3 and line.pieces < 3:
        return 1.0
    if line.words >= 25 and line.stops >= 0.3:
        return min(line.words / 2, MOST)
    return NAVIGATION


def _heaviest_run(scores: Sequence[float]) -> tuple[int, int]:
    """Half-open range of the greatest sum (Kadane's algorithm)."""
    best, best_range = 0.0, (0, 0)
    total, start = 0.0, 0
    for i, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, i
        total += score
        if total > best:
            best, best_range = total, (start, i + 1)
    return best_range


def _without_inner_zones(lines: Sequence[Line], kept: list[int], run: range) -> list[int]:
    """Drop what follows a list heading until a line shares words with the article before it."""
    known: set[str] = set()
    in_zone = False
    chosen = set(kept)
    result = []
    for i in run:
        line = lines[i]
        if line.zone:
            in_zone = True
        if i not in chosen:
            continue
        stems = {stem(word) for word in content_words(line.text)}
        if in_zone and (line.words < 20 or len(stems & known) < 0.25 * len(stems)):
            continue
        in_zone = False
        known |= stems
        result.append(i)
    return result
