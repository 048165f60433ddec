"""The encoder: the shipped network and its tokenizer, run on windows of word pieces.

This is the only module that knows of ``onnxruntime``. The network is int8 ONNX; its files lie in ``model/`` with a card that says
what they were trained on, and a manifest with their checksums.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from sayso.errors import ModelDamaged
from sayso.reading.links import LinkWeights
from sayso.reading.spans import Scores
from sayso.reading.syntax import Tagged
from sayso.reading.windows import Window

MODEL = Path(__file__).parent / "model"


@dataclass(frozen=True, slots=True)
class Heads:
    """What the network says of one window: one row a word piece."""

    bio: Scores
    link: Scores
    syntax: Tagged | None = None


class Encoder:
    """The network, ready to run. ``name`` has the model's version and the first eight digits of its checksum."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        weights: LinkWeights,
        name: str,
        *,
        threads: int,
        confidence: Sequence[tuple[float, float]] = ((0, 0), (1, 1)),
    ) -> None:
        self._session = session
        self._threads = threads
        self.tokenizer = tokenizer
        self.weights = weights
        self.name = name
        self.confidence = confidence
        """From the model's own confidence to the share of attributions that are right, as points of a line that rises."""

    @classmethod
    def load(cls, folder: Path = MODEL, *, threads: int | None = None) -> Encoder:
        """Load and verify the model. ``threads`` is how many windows may be read at once: one a core, unless given.

        Raises:
            ModelDamaged: a file is missing or is not the one that the manifest names.
        """
        manifest_file = folder / "manifest.json"
        if not manifest_file.exists():
            raise ModelDamaged(f"No model in {folder}: {manifest_file.name} is missing. Install sayso again.")
        manifest = json.loads(manifest_file.read_text(encoding="utf-8"))
        data = {name: _verified(folder / name, wanted) for name, wanted in manifest["files"].items()}
        settings = onnxruntime.SessionOptions()
        settings.log_severity_level = 3
        settings.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            data["reader.onnx"],
            settings,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # fused, it takes a fifth of the time; apart, a twentieth
        )
        tokenizer = Tokenizer.from_buffer(data["tokenizer.json"])
        links = manifest["links"]
        weights = LinkWeights(
            source_bias=np.array(links["source_bias"], dtype=np.float32),
            content_bias=np.array(links["content_bias"], dtype=np.float32),
            no_source=links["no_source"],
        )
        return cls(
            session,
            tokenizer,
            weights,
            f"{manifest['name']}-{manifest['files']['reader.onnx'][:8]}",
            threads=threads or _cores(),
            confidence=manifest.get("confidence", ((0, 0), (1, 1))),
        )

    def run(self, windows: Sequence[Window], *, syntax: bool = False) -> list[Heads]:
        """The heads of each window, in order; those of words only with ``syntax``.

        Windows go through one by one: what one of them needs stays in a core's cache, which is worth more than a batch.
        """
        if self._threads == 1 or len(windows) < 2:
            return [self._pass(window, syntax) for window in windows]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(lambda window: self._pass(window, syntax), windows))

    def _pass(self, window: Window, syntax: bool) -> Heads:
        fields = {"ids": window.ids[None], "shapes": window.shapes[None]}
        wanted = ["bio", "link", "pos", "entity", "dependency", "arc"] if syntax else ["bio", "link"]
        bio, link, *words = (out[0] for out in self._session.run(wanted, fields))
        if not words:
            return Heads(bio, link)
        pos, entity, relation, arc = words
        return Heads(bio, link, Tagged(window, pos.argmax(axis=1), entity.argmax(axis=1), relation.argmax(axis=1), arc))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _verified(path: Path, wanted: str) -> bytes:
    if not path.exists():
        raise ModelDamaged(f"The model file {path} is missing. Install sayso again.")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != wanted:
        raise ModelDamaged(f"The model file {path} is not the one that was shipped (its checksum differs). Install sayso again.")
    return data
