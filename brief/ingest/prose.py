"""Which lines of a text dump are the article: a run of prose between menus and teasers.

Every line gets a score in words. Prose counts for its length, the more so the more of its words
occur elsewhere in the article; menus, tickers, captions and promotion count against. The article
is the run of lines with the greatest sum, less the lines in it that are no prose of it. So a list
of teasers after the article stays out although some of them are whole sentences, and a short
quotation between two long paragraphs stays in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from brief.ingest.language import COMMON_WORDS, language_of
from brief.ingest.lines import Line, look

MIN_WORDS = 12  # of prose that make an article
LONG = 60.0  # words beyond which a line counts for no more
PROSE = 8  # words from which a sentence is prose by itself, not a slogan or a headline
COMMON = 0.15  # share of common words below which a sentence is a list of names
CLUTTER = -6.0
PROMOTION = -12.0
ZONE = -25.0  # a heading over other articles
COMMENTS = -150.0  # a heading over readers' comments: what follows is about the article, not of it
BREAK = 4  # lines of clutter that end an article until a line takes it up again
RESUMES = 20  # words that such a line needs
FAMILIAR = 0.3  # share of its words that must occur elsewhere in the article
ENOUGH = 60  # words an article needs before its vocabulary tells what belongs to it

_ROOT = re.compile(r"[^\W\d_]{4,}")


def body_lines(texts: Sequence[str]) -> list[int]:
    """Indices of the lines that are the article's prose, in order; [] where there is none."""
    language = language_of(" ".join(text for text in texts if text.count(" ") > 10))
    common = COMMON_WORDS.get(language, frozenset())
    lines = [look(text, common) for text in texts]
    scores = _scores(lines)
    first, last = _heaviest_run(scores)
    core = [i for i in range(first, last) if scores[i] > 0]
    if sum(lines[i].words for i in core) >= ENOUGH:
        scores = _topical(lines, scores, core)
        first, last = _heaviest_run(scores)
    kept = _kept(lines, scores, range(first, last))
    return kept if sum(lines[i].words for i in kept) >= MIN_WORDS else []


def _scores(lines: Sequence[Line]) -> list[float]:
    """What each line counts for by itself and by its neighbours."""
    times = Counter(line.key for line in lines)
    scores = [_score(line) for line in lines]
    for i, line in enumerate(lines):
        if times[line.key] > 1 and line.words < RESUMES:
            scores[i] = min(scores[i], CLUTTER)
        elif 0 < scores[i] < PROSE and not _has_prose_beside(lines, i):
            scores[i] = CLUTTER / 2
    return scores


def _score(line: Line) -> float:
    if line.comments:
        return COMMENTS
    if line.zone:
        return ZONE
    if line.promo or line.caption or line.teaser:
        return PROMOTION
    if line.dated or line.pieces > 4:
        return CLUTTER / 2
    if not line.sentence or line.cut:
        return line.words / 2 if line.words >= 25 and line.stops >= 2 * COMMON else CLUTTER
    if line.words >= PROSE and line.stops >= COMMON:
        return min(line.words, LONG)
    return 1.0


def _has_prose_beside(lines: Sequence[Line], i: int) -> bool:
    return any(
        0 <= j < len(lines) and lines[j].sentence and lines[j].words >= PROSE
        for j in (i - 1, i + 1)
    )


def _topical(lines: Sequence[Line], scores: list[float], core: Sequence[int]) -> list[float]:
    """Scores where, after a break in the article, only prose that shares its words counts.

    A break is a heading over other articles or a stretch of clutter. Prose ends it when it is
    long and enough of its words occur in other lines of the article.
    """
    known = Counter(root for i in core for root in _roots(lines[i].text))
    weighed, broken, clutter, inside = list(scores), False, 0, set(core)
    for i in range(core[0], len(lines)):
        clutter = 0 if scores[i] > 0 else clutter + 1
        broken = broken or lines[i].zone or clutter >= BREAK
        roots = _roots(lines[i].text)
        if broken and scores[i] > 0:
            shared = sum(known[root] > (i in inside) for root in roots)
            familiar = shared >= FAMILIAR * len(roots)
            broken = not (familiar and lines[i].words >= RESUMES)
            if broken:
                weighed[i] = CLUTTER
    return weighed


def _roots(text: str) -> set[str]:
    """Words without their endings, near enough in any language that writes in letters."""
    return {word[:6].lower() for word in _ROOT.findall(text)}


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


def _kept(lines: Sequence[Line], scores: Sequence[float], run: range) -> list[int]:
    """The run's prose, each line once, with the lists that it introduces by a colon."""
    kept: list[int] = []
    seen: set[str] = set()
    listing = False
    for i in run:
        line = lines[i]
        item = listing and scores[i] == CLUTTER and line.stops > 0 and line.words >= 3
        if (scores[i] > 0 or item) and line.key not in seen:
            seen.add(line.key)
            kept.append(i)
        listing = line.text.endswith(":") and scores[i] > 0 or item
    return kept
