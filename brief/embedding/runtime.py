"""What the models in the package share: their files, tokenizer, batches and onnxruntime."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.errors import ModelError
from brief.text import STOP_WORDS, stem

if TYPE_CHECKING:
    import numpy as np
    import tokenizers
    from numpy.typing import NDArray

MODELS = Path(__file__).parent / "models"
CLS, SEP = 101, 102  # their lines in vocab.txt
BATCH_TOKENS = 1024  # with padding: more was no faster and takes more memory


def tokenize(texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
    """Ids and character spans of the tokens of each text, without special ones."""
    # half a surrogate pair cannot be encoded; "?" takes its place so that offsets stay true
    clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
    encodings = _tokenizer().encode_batch(clean, add_special_tokens=False)
    return [(encoding.ids, encoding.offsets) for encoding in encodings]


@lru_cache(maxsize=1)
def _tokenizer() -> tokenizers.Tokenizer:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    wordpiece = models.WordPiece.from_file(str(file("vocab.txt")))  # [UNK] for what it cannot spell
    tokenizer = Tokenizer(wordpiece)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def word_stems(ids: Sequence[int]) -> list[str]:
    """For each token the stem of the word that it is a piece of, "" where the word says little."""
    pieces = [_vocabulary()[token] for token in ids]
    found: list[str] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        while end < len(pieces) and pieces[end].startswith("##"):
            end += 1
        word = pieces[at] + "".join(piece[2:] for piece in pieces[at + 1 : end])
        telling = word.isalnum() and word not in STOP_WORDS and (len(word) > 1 or word.isdigit())
        found += [stem(word) if telling else ""] * (end - at)
        at = end
    return found


@lru_cache(maxsize=1)
def _vocabulary() -> list[str]:
    return file("vocab.txt").read_text(encoding="utf-8").splitlines()


def word_vectors(ids: NDArray[np.int64]) -> NDArray[np.float32]:
    """The vectors of words that all models read, (*ids.shape, 384).

    They are apart from the models because they are half of each; of the file only what is looked up
    is read.
    """
    steps, scale = _words()
    found: NDArray[np.float32] = steps[ids].astype("float32")
    found *= scale[ids]
    return found


@lru_cache(maxsize=1)
def _words() -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    import numpy as np

    return np.load(file("words.npy"), mmap_mode="r"), np.load(file("words-scale.npy"))


def session(name: str) -> Any:  # onnxruntime carries no types
    """The model of that name, ready to run."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read when the library loads
    onnxruntime: Any = import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads()
    options.enable_mem_pattern = False  # helps only where shapes repeat, and takes 20 MB
    # waiting threads sleep: on a busy machine, spinning costs up to half the processor's time
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        str(file(f"{name}.onnx")), options, providers=["CPUExecutionProvider"]
    )


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of texts grouped so that little is padded and no batch exceeds BATCH_TOKENS.

    >>> list(batches([2000, 3, 1000, 4]))
    [[1, 3], [2], [0]]
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        # the newest is the longest: the whole batch is padded to it
        if batch and lengths[index] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def threads() -> int:
    """The cores this process may use, or fewer where OMP_NUM_THREADS says so."""
    wish = os.environ.get("OMP_NUM_THREADS", "")
    if wish.isdecimal() and int(wish):
        return int(wish)
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def file(name: str) -> Path:
    """A file of the package. Raises ModelError where it is missing."""
    path = MODELS / name
    if not path.is_file():
        raise ModelError(
            f"the model file {path} is missing",
            hint="Install brief again: pip install --force-reinstall --no-deps policybrief",
        )
    return path
