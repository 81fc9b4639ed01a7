"""True and false claims made from sentences of news articles by rule.

Each false claim is a true one with a single fault of a known kind, so that the words at fault are
known. True ones are copies, cuts, mergers, synonyms and rounded figures: difference alone must not
look like falsehood.
"""

from __future__ import annotations

import calendar
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from training.verifier_sets import HERE, Claim, Premise, Span, sentences

WINDOW = (2, 5)  # sentences that one premise has
NAME = re.compile(
    r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w’'-]*[a-z]"
    r"(?:\s(?:of|the|de|van|for)\s[A-Z][\w’'-]+|\s[A-Z][\w’'.-]*\w)*"
)
FIGURE = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-]|[.,]\d)")
MONTHS, DAYS = calendar.month_name[1:], list(calendar.day_name)
UNITS = """
million/billion thousand/million percent/percentage-points billion/trillion days/weeks
weeks/months months/years hours/days minutes/hours miles/kilometres feet/metres pounds/kilograms
dollars/euros points/goals yards/metres $/€ £/$
"""
OPPOSITES = (HERE / "opposites.txt").read_text(encoding="utf-8")
SYNONYMS = (HERE / "synonyms.txt").read_text(encoding="utf-8")
HEDGES = (
    (r"\b(?:may|might|could)\s(?=[a-z]+)", "will "),
    (
        r"\b(?:is|are|was|were) (?:expected|likely|set|due|planning|hoping|considering) to\s",
        "will ",
    ),
    (r"\b(?:plans?|hopes?|aims?|wants?|intends?) to\s", "will "),
    (r"\b(?:reportedly|allegedly|possibly|perhaps|apparently|potentially|probably|likely)\s", ""),
    (r"\b(?:suggests?|suggested|believes?|thinks?) (?=that|the)", "proved "),
    (r"\b(?:about|around|nearly|almost|roughly|approximately)\s(?=\d)", "exactly "),
)
AUXILIARIES = re.compile(
    r"\b(is|are|was|were|will|would|can|could|should|has|have|had|does|did|must)\b(?! not|n’t|n't)"
)
Edit = tuple[str, tuple[Span, ...]]  # the new text and the words that are wrong


@dataclass(frozen=True)
class Around:
    """What a fault may borrow from: names of the article, clauses of other articles."""

    names: Sequence[str]
    clauses: Sequence[str]


def _pairs(text: str, *, both: bool) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in text.split():
        one, other = (word.replace("-", " ") for word in pair.split("/"))
        found.setdefault(one, []).append(other)
        if both:
            found.setdefault(other, []).append(one)
    return found


OPPOSITE, UNIT = _pairs(OPPOSITES, both=True), _pairs(UNITS, both=True)
SYNONYM = _pairs(SYNONYMS, both=True)


def _put(text: str, start: int, end: int, new: str) -> Edit:
    return text[:start] + new + text[end:], ((start, start + max(len(new), 1)),)


def _swap(text: str, table: dict[str, list[str]], rng: random.Random) -> Edit | None:
    """One word of the table exchanged."""
    places = [m for m in re.finditer(r"[\w’'-]+|[$€£]", text) if m.group().lower() in table]
    if not places:
        return None
    place = rng.choice(places)
    new = rng.choice(table[place.group().lower()])
    new = new.capitalize() if place.group()[0].isupper() else new
    return _put(text, *place.span(), new)


def entity(text: str, rng: random.Random, around: Around) -> Edit | None:
    places = list(NAME.finditer(text))
    if not places:
        return None
    place = rng.choice(places)
    length = len(place.group().split())
    others = [n for n in around.names if n not in text and len(n.split()) == length]
    return _put(text, *place.span(), rng.choice(others)) if others else None


def number(text: str, rng: random.Random, _: Around) -> Edit | None:
    places = list(FIGURE.finditer(text))
    if not places:
        return None
    place = rng.choice(places)
    old = place.group()
    try:
        value = float(old.replace(",", ""))
    except ValueError:
        return None
    if re.fullmatch(r"(?:19|20)\d\d", old):
        new = str(int(value) + rng.choice([-4, -3, -2, -1, 1, 2, 3]))
    elif "." in old:
        other = max(value * rng.choice([0.4, 0.7, 0.9, 1.2, 1.5, 2, 10]), 0.1)
        new = f"{other:.{len(old.partition('.')[2])}f}"
    else:
        step = (
            rng.choice([-2, -1, 1, 2, 3])
            if value < 20
            else value * rng.choice([-0.5, -0.2, 0.1, 0.3, 1])
        )
        new = f"{max(int(value + step), 0):,}" if "," in old else str(max(int(value + step), 0))
    return None if new == old else _put(text, *place.span(), new)


def date(text: str, rng: random.Random, _: Around) -> Edit | None:
    places = list(re.finditer(r"\b(?:" + "|".join([*MONTHS, *DAYS]) + r")\b", text))
    if not places:
        return None
    place = rng.choice(places)
    pool = MONTHS if place.group() in MONTHS else DAYS
    return _put(text, *place.span(), rng.choice([w for w in pool if w != place.group()]))


def unit(text: str, rng: random.Random, _: Around) -> Edit | None:
    return _swap(text, UNIT, rng) if FIGURE.search(text) else None


def role(text: str, rng: random.Random, _: Around) -> Edit | None:
    places = list(NAME.finditer(text))
    if opening := re.match(r"[A-Z][\w’-]+(?: [A-Z][\w’-]+)+", text):
        places = [opening, *(p for p in places if p.start() >= opening.end())]
    pairs = [
        (a, b)
        for a, b in pairwise(places)
        if a.group() != b.group() and re.search(r"\s[a-z]{3,}", text[a.end() : b.start()])
    ]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    between = text[one.end() : other.start()]
    text = text[: one.start()] + other.group() + between + one.group() + text[other.end() :]
    first, last = one.start(), other.end() - len(one.group())
    return text, ((first, first + len(other.group())), (last, other.end()))


def antonym(text: str, rng: random.Random, _: Around) -> Edit | None:
    return _swap(text, OPPOSITE, rng)


def negation(text: str, rng: random.Random, _: Around) -> Edit | None:
    if found := re.search(r"\b(?:not |never )|(?<=\w)n[’']t\b", text):
        new = {"ca": "can", "wo": "will"}.get(text[max(found.start() - 2, 0) : found.start()], "")
        return None if new else _put(text, *found.span(), "")
    places = list(AUXILIARIES.finditer(text))
    if not places:
        return None
    place = rng.choice(places)
    return _put(text, *place.span(), place.group() + " not")


def modality(text: str, rng: random.Random, _: Around) -> Edit | None:
    found = [(m, new) for pattern, new in HEDGES for m in re.finditer(pattern, text)]
    if not found:
        return None
    place, new = rng.choice(found)
    return _put(text, *place.span(), new)


def addition(text: str, rng: random.Random, around: Around) -> Edit | None:
    if not around.clauses or not text.endswith("."):
        return None
    clause = rng.choice(around.clauses)
    return _put(text, len(text) - 1, len(text), clause + ".")


FAULTS: dict[str, tuple[Callable[[str, random.Random, Around], Edit | None], str]] = {
    "entity": (entity, "contradicted"),
    "number": (number, "contradicted"),
    "date": (date, "contradicted"),
    "unit": (unit, "contradicted"),
    "role": (role, "contradicted"),
    "antonym": (antonym, "contradicted"),
    "negation": (negation, "contradicted"),
    "modality": (modality, "contradicted"),
    "addition": (addition, "not_mentioned"),
}


CUTS = (
    r"\s\([^)]*\)",
    r",\s(?:who|which|where|whose)\s[^,.]+(?=[,.])",
    r"^(?:However|But|And|Still|Meanwhile|Now|Also|In addition|Indeed),? ",
    r"\s(?:really|very|also|now|just|simply|already|actually)(?=\s)",
    r",\s(?:including|such as|like)\s[^.;]+(?=\.$)",
)


def cut(text: str, rng: random.Random) -> str:
    """The sentence without what stands between commas or brackets, or leads it, if it has such."""
    text = re.sub(rng.choice(CUTS), "", text, count=1)
    return text[:1].upper() + text[1:]


def true(text: str, rng: random.Random) -> str:
    """The sentence said again: cut, with synonyms, with figures rounded, or as it is."""
    if rng.random() < 0.5:
        text = cut(text, rng)
    for _ in range(rng.choice([0, 0, 1, 2, 3])):
        if edit := _swap(text, SYNONYM, rng):
            text = edit[0]
    if rng.random() < 0.5 and (
        found := re.search(r"(?<![\w.,$£€])\d{1,3}(?:,\d{3})+(?![\d,]|\.\d)", text)
    ):
        value = int(found.group().replace(",", ""))
        size = 10 ** (len(str(value)) - 2)
        word = "about" if value % size else ""
        text = (
            text[: found.start()]
            + f"{word} {round(value / size) * size:,}".strip()
            + text[found.end() :]
        )
    return text


RARE = {"number", "date", "unit", "modality", "entity", "role"}  # not every sentence admits them


def synthetic(bodies: dict[int, str], seed: int, number_of: int) -> list[Premise]:
    """Windows of articles with claims on some of their sentences."""
    rng = random.Random(seed)
    clauses = [
        m.group()
        for body in bodies.values()
        for m in re.finditer(
            r",? (?:who|which|after|because|as|while|despite|amid|following)\s"
            r"[a-z][^,.;:“”\"()]{18,70}(?=\.)",
            body,
        )
    ]
    found = []
    docs = sorted(bodies)
    while len(found) < number_of:
        body = bodies[rng.choice(docs)]
        all_of = sentences(body)
        size = rng.randint(*WINDOW)
        if len(all_of) <= size + 2:
            continue
        start = rng.randrange(len(all_of) - size)
        window = all_of[start : start + size]
        text = " ".join(window)
        if len(text.split()) > 150:
            continue
        around = Around(sorted({m.group() for m in NAME.finditer(body)}), rng.sample(clauses, 3))
        claims = [c for s in window for c in _claims(s, rng, around)]
        away = [s for n, s in enumerate(all_of) if abs(n - start) > size + 2 and usable(s)]
        if away and rng.random() < 0.6:
            claims.append(Claim(rng.choice(away), "not_mentioned", None, "elsewhere"))
        if size > 2 and usable(window[0]) and usable(window[1]) and rng.random() < 0.3:
            merged = f"{window[0].rstrip('.')}, and {window[1]}"
            claims.append(Claim(merged, "supported", (), "merged"))
        if claims:
            rng.shuffle(claims)
            found.append(Premise("synthetic", text, tuple(claims[:8]), body))
    return found


def usable(sentence: str) -> bool:
    """Whether a sentence is whole, and neither too short nor too long for a claim."""
    return 7 <= len(sentence.split()) <= 38 and sentence.endswith(".") and sentence[0].isupper()


def _claims(sentence: str, rng: random.Random, around: Around) -> list[Claim]:
    if not usable(sentence):
        return []
    claims = [Claim(true(sentence, rng), "supported", (), "true")]
    kinds = sorted(FAULTS, key=lambda kind: rng.random() - (kind in RARE) * 0.5)
    for kind in kinds[:5]:
        fault, label = FAULTS[kind]
        if len(claims) < 3 and (edit := fault(true(sentence, rng), rng, around)):
            claims.append(Claim(edit[0], label, edit[1], kind))
    return claims
