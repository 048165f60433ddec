"""Calibrate the confidence of a shipped model: ``python -m training.calibrate``.

What the reader gives of itself (the least likely of an attribution's spans and links) orders attributions well but is no share
of those that are right. This measures that share on PolNeAR's dev articles, and writes a table from the one to the other, which
never falls (pool adjacent violators: Barlow et al., *Statistical Inference under Order Restrictions*, 1972), into the model's
manifest. An attribution is right where the corpus's own script says so: its content overlaps by half, and its source is the right
one.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bench.calibration import across_halves, expected_error, judged, table
from bench.polnear import SHARED
from sayso.reading.encoder import MODEL
from sayso.reading.reader import Reader


def calibrate(shared: Path, model: Path) -> None:
    """Measure, print, and write the table into the model's manifest."""
    by_article = judged(shared, Reader.load(model, calibrated=False))
    confidence, right = zip(*(pair for article in by_article for pair in article), strict=True)
    given, mended = expected_error(confidence, right), across_halves(by_article)
    print(f"{len(right)} attributions, {sum(right)} right; error {given:.3f} as given, {mended:.3f} by halves")
    manifest = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    manifest["confidence"] = table(confidence, right)
    (model / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--model", type=Path, default=MODEL)
    options = parser.parse_args()
    calibrate(options.shared, options.model)


if __name__ == "__main__":
    main()
