"""Which sentences of the passages found are worth reading with a question, and what beside them.

The cross-encoder takes most of an answer's time, and most of a passage has nothing to do with the
question. Sentences are put in order by words alone; each is read with its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from brief.schema import Article, Sentence
from brief.text import stems

AROUND = 0.5  # what words of the title and the sentence before are worth beside the sentence's own
LATER = 0.04  # what each passage found before its own costs a sentence

Told = tuple[Article, list[Sentence]]  # a passage, or what is read of it
Place = tuple[int, int]  # the number of a passage and of a sentence in it


def promising(
    question: str,
    part: tuple[int, int],
    passages: Sequence[Told],
    rarity: Callable[[Iterable[str]], Mapping[str, float]],
) -> list[Place]:
    """The places of all sentences of `passages`, which are best first: most promising first.

    A sentence counts by the share of the part's words that it holds, and of the whole question's
    that it holds with its title and the sentence before; rare words count more, as `rarity` tells.
    """
    asked, whole = set(stems(question[slice(*part)])), set(stems(question))
    weight = rarity(asked | whole)

    def share(wanted: set[str], held: set[str]) -> float:
        total = sum(weight[word] for word in wanted)
        return sum(weight[word] for word in wanted & held) / total if total else 0.0

    scores: dict[Place, float] = {}
    for number, (article, sentences) in enumerate(passages):
        title = before = set(stems(article.title))
        for place, sentence in enumerate(sentences):
            own = set(stems(sentence.text))
            around = AROUND * share(whole, title | before | own)
            scores[number, place] = share(asked, own) + around - LATER * number
            before = own
    return sorted(scores, key=lambda place: -scores[place])


def windows(passages: Sequence[Told], places: Iterable[Place]) -> Iterator[Told]:
    """The sentences at the places, each with its neighbours in its passage; runs are one window."""
    wanted = {
        (number, near)
        for number, place in places
        for near in (place - 1, place, place + 1)
        if 0 <= near < len(passages[number][1])
    }
    # in a run of neighbours, places and their ranks grow alike
    runs = groupby(enumerate(sorted(wanted)), lambda item: (item[1][0], item[1][1] - item[0]))
    for (number, _), run in runs:
        article, sentences = passages[number]
        yield article, [sentences[place] for _, (_, place) in run]
