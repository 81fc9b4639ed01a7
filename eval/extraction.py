"""Article bodies against human-made ones: 4-gram precision, recall and F1.

    python eval/extraction.py FOLDER [--bootstrap N]

FOLDER is the article extraction benchmark of Zyte: `ground-truth.json` ({id: {"articleBody"}}) and
`html/<id>.html.gz`. Each page is read twice: as saved HTML, and as the text dump that it becomes
when every block is printed on a line of its own, menus and teasers included. Pages are compared by
the counts of their 4-word sequences, as the benchmark's own script does: precision and recall are
means over pages, F1 is their harmonic mean, the interval covers 95 % of bootstrap samples of pages.
The thresholds for dumps were set on the pages at even places of the sorted ids ("tuned"), the
others are the test ("unseen"). For HTML no half was kept unseen.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import html

from brief.errors import InputError
from brief.ingest import extract
from brief.ingest.decode import decode
from brief.ingest.webpage import page_lines

GRAM = 4
_WORD = re.compile(r"\w+")

Score = tuple[float, float]  # precision, recall; nan where the benchmark counts neither


def score(truth: str, found: str) -> Score:
    """Precision and recall of the 4-word sequences of `found`.

    >>> score("a b c d e", "a b c d")
    (1.0, 0.5)
    """
    wanted, given = _grams(truth), _grams(found)
    shared = (wanted & given).total()
    return (
        shared / given.total() if given else float("nan"),
        shared / wanted.total() if wanted else float("nan"),
    )


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    ends = range(max(1, len(words) - GRAM + 1))
    return Counter(tuple(words[i : i + GRAM]) for i in ends if words)


def summary(scores: Sequence[Score]) -> tuple[float, float, float]:
    """Mean precision, mean recall and their harmonic mean."""
    precision = statistics.fmean(p for p, _ in scores if p == p)
    recall = statistics.fmean(r for _, r in scores if r == r)
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def interval(scores: Sequence[Score], samples: int) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of F1 over bootstrap samples of the pages."""
    chance = random.Random(0)  # noqa: S311  a repeatable sample, not a secret
    values = sorted(summary(chance.choices(scores, k=len(scores)))[2] for _ in range(samples))
    return values[int(0.025 * samples)], values[int(0.975 * samples)]


def body(data: bytes, source: str) -> str:
    try:
        return extract(data, source=source).text
    except InputError:
        return ""


def dump(data: bytes, source: str) -> bytes:
    """The page as a text dump, hidden blocks and all."""
    tree = html.document_fromstring(
        decode(data, source=source).encode(), parser=html.HTMLParser(encoding="utf-8")
    )
    return "\n".join(page_lines(tree)).encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bootstrap", type=int, default=1000)
    options = parser.parse_args()
    truths = json.loads((options.folder / "ground-truth.json").read_text("utf-8"))
    ids = sorted(truths)
    forms: dict[str, Callable[[bytes, str], bytes]] = {"html": lambda data, _: data, "dump": dump}
    for form, made in forms.items():
        scores = []
        for name in ids:
            page = gzip.decompress((options.folder / "html" / f"{name}.html.gz").read_bytes())
            found = body(made(page, name), name)
            scores.append(score(truths[name]["articleBody"], found))
        for part, rows in (("all", scores), ("tuned", scores[::2]), ("unseen", scores[1::2])):
            precision, recall, f1 = summary(rows)
            low, high = interval(rows, options.bootstrap)
            print(
                f"{form:5} {part:7} {len(rows):4} pages  precision {precision:.3f}  "
                f"recall {recall:.3f}  F1 {f1:.3f} [{low:.3f}, {high:.3f}]"
            )


if __name__ == "__main__":
    main()
