"""Which lines of a text dump are the article: a run of prose between menus and teasers.

Every line gets a score in words. Prose counts for its length, the more so the more of its words
occur elsewhere in the article; menus, tickers, captions and promotion count against. The article
is the run of lines with the greatest sum, less the lines in it that are no prose of it. So a list
of teasers after the article stays out although some of them are whole sentences, and a short
quotation between two long paragraphs stays in.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from brief.ingest.language import COMMON_WORDS, language_of
from brief.ingest.lines import Line, look
from brief.text import STOP_WORDS

MIN_WORDS = 12  # of prose that make an article
LONG = 60.0  # words beyond which a line counts for no more
PROSE = 8  # words from which a sentence is prose by itself, not a slogan or a headline
COMMON = 0.15  # share of common words below which a sentence is a list of names
REPEATED = 20  # words below which a line that occurs twice is a headline
CLUTTER = -6.0
PROMOTION = -12.0
ZONE = -25.0  # a heading over other articles
COMMENTS = -150.0  # a heading over readers' comments: what follows is about the article, not of it

# What follows was set by trying values on half of the pages of the extraction benchmark and on
# dumps with lists of other articles' first sentences below them, for precision before recall.
SLOPE = 0.05  # share of words that strange text has in common with an article, each time it doubles
DOUBT = 0.05  # how far below that a stretch may lie that nothing but a line or two cuts off
SURE = 0.1  # how far above that it must lie behind a break
BREAK = 4  # other lines that make a break
RESUMES = 30  # words that a stretch behind a break needs
COHESION = 0.04  # like SLOPE: share of its words that an article repeats, less and it is a list
ENOUGH = 60  # words from which that can be told
ROUNDS = 2  # the second without the vocabulary of what the first left out

_WORD = re.compile(r"[^\W\d_]{4,}")
_ITEM = re.compile(r"(?:[-*•–·]|\d+[.)]|[a-z][.)])? ?(?=[^\W\d_])[^A-ZÀ-Þ]")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")


def body_lines(texts: Sequence[str]) -> list[int]:
    """Indices of the lines that are the article's prose, in order; [] where there is none."""
    language = language_of(" ".join(text for text in texts if text.count(" ") > 10))
    common = COMMON_WORDS.get(language, frozenset())
    lines = [look(text, common) for text in texts]
    scores = _scores(lines)
    first, last = _heaviest_run(scores)
    core = [i for i in range(first, last) if scores[i] > 0]
    if not core:
        return []
    found = core
    for _ in range(ROUNDS):
        core = _on_topic(lines, core, common)
    if _is_front_page(lines, found, core, common):
        return []
    kept = _kept(lines, core)
    return kept if sum(lines[i].words for i in kept) >= MIN_WORDS else []


def _scores(lines: Sequence[Line]) -> list[float]:
    """What each line counts for by itself and by its neighbours."""
    times = Counter(line.key for line in lines)
    scores = [_score(line) for line in lines]
    for i, line in enumerate(lines):
        if times[line.key] > 1 and line.words < REPEATED:
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
    if line.dated or line.pieces > 4 or not line.words:
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


def _on_topic(lines: Sequence[Line], core: list[int], common: frozenset[str]) -> list[int]:
    """The core less the stretches of prose in it that are about something else.

    A stretch is what no other line interrupts; the longest is the article. Another belongs to it
    when enough of its rarer words occur elsewhere in the core: more than by chance, which grows
    with the length of the core, and behind a break (a heading over other articles, or a number of
    other lines) clearly more. What follows a rejected stretch is still behind the break.
    """
    stretches = _stretches(core)
    longest = max(stretches, key=lambda stretch: sum(lines[i].words for i in stretch))
    roots = {i: _roots(lines[i].text, common) for i in core}
    known = Counter(root for i in core for root in roots[i])
    words = sum(lines[i].words for i in core)
    weights: list[float] = []
    kept: list[list[int]] = []
    end, broken = core[0], False
    for stretch in stretches:
        between = lines[end + 1 : stretch[0]]
        end = stretch[-1]
        broken = broken or len(between) >= BREAK or any(b.zone or b.dated for b in between)
        length = sum(lines[i].words for i in stretch)
        own = Counter(root for i in stretch for root in roots[i])
        shared = sum(count for root, count in own.items() if known[root] > count)
        chance = SLOPE * math.log2(max(2.0, (words - length) / 25))
        above = shared / max(1, own.total()) - chance
        if stretch is longest:
            above = 1.0
        elif broken and (above < SURE or length < RESUMES):
            continue
        broken = False
        kept.append(stretch)
        weights.append((above + DOUBT) * length)
    first, last = _heaviest_run(weights)
    return [i for stretch in kept[first:last] for i in stretch]


def _is_front_page(
    lines: Sequence[Line], found: list[int], core: list[int], common: frozenset[str]
) -> bool:
    """Whether the core, kept of the prose that was `found`, is teasers and not an article.

    Teasers stand apart and share few words; where a page has many stretches of prose of which the
    kept ones are short and the lesser part, none is the article. A single line is one only when
    another line of the page, such as its title, speaks of the same.
    """
    stretches = _stretches(core)
    kept, all_found = (sum(lines[i].words for i in part) for part in (core, found))
    if len(_stretches(found)) > BREAK and max(map(len, stretches)) <= 2 and kept < all_found / 3:
        return True
    roots = [_roots(lines[i].text, common) for i in core]
    if len(core) == 1:
        others = [_roots(line.text, common) for line in lines if line.key != lines[core[0]].key]
        return len(lines) > 2 * BREAK and not any(
            len(other & roots[0]) >= max(2, len(other) / 2) for other in others
        )
    known = Counter(root for some in roots for root in some)
    shared = sum(known[root] > 1 for some in roots for root in some)
    least = COHESION * math.log2(max(1.0, kept / ENOUGH))
    return len(stretches) >= BREAK and shared < least * sum(map(len, roots))


def _stretches(core: Sequence[int]) -> list[list[int]]:
    stretches: list[list[int]] = []
    for i in core:
        if stretches and stretches[-1][-1] == i - 1:
            stretches[-1].append(i)
        else:
            stretches.append([i])
    return stretches


def _roots(text: str, common: frozenset[str]) -> set[str]:
    """Rarer words without their endings, near enough in any alphabet; pairs of ideographs."""
    words = (word.lower() for word in _WORD.findall(text))
    return {word[:6] for word in words if word not in common and word not in STOP_WORDS} | {
        pair for run in _IDEOGRAPHS.findall(text) for pair in map("".join, pairwise(run))
    }


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


def _kept(lines: Sequence[Line], core: Sequence[int]) -> list[int]:
    """The core, each line once, with lists between its lines that go on with a sentence.

    Such a list follows a colon and its items begin in lower case, as no headline does.
    """
    kept: list[int] = []
    seen: set[str] = set()
    prose = set(core)
    listing = False
    for i in range(core[0], core[-1] + 1):
        line = lines[i]
        opens = line.text.endswith(":") and line.words >= 4 and line.stops >= COMMON
        listing = opens or (listing and _ITEM.match(line.text) is not None)
        if (i in prose or listing) and line.key not in seen:
            seen.add(line.key)
            kept.append(i)
    return kept
