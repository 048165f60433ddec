"""Attribution on PolNeAR's dev articles: ``python bench/polnear.py``. Scored by the corpus's own script, on the shipped model."""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

from sayso.reading.encoder import MODEL
from sayso.reading.reader import Reader
from sayso.reading.reading import Attribution
from sayso.text import Pieces, Span

SHARED = Path(__file__).parents[2] / "shared"


def measure(shared: Path, reader: Reader | None = None) -> dict[str, float]:
    """F1 of attributions (content overlaps by half, and the source is right), and of each role's exact spans, in percent.

    Words that nobody is named for, and no cue reports, are no attribution. The corpus marks no speech within speech, so the
    scores are over the outer level alone, but for ``attribution_f1_nested``, which counts all that is read. The speed is that of
    the whole.
    """
    script = script_of(shared / "corpora" / "score_polnear.py")
    articles = script.load_split(str(shared / "corpora" / "polnear"), "dev")
    reader = reader or Reader.load()
    began = time.monotonic()
    texts = [(text, paragraphs(text)) for text, _ in articles.values()]
    found = reader.attributions(texts)
    seconds = time.monotonic() - began
    words = sum(len(text.split()) for text, _ in articles.values())
    nested = script.score(articles, _predictions(articles, found))
    scores = script.score(articles, _predictions(articles, reader.attributions(texts, depth=0)))
    return {
        "attribution_f1": 100 * scores["attribution"]["F1"],
        "attribution_precision": 100 * scores["attribution"]["P"],
        "attribution_recall": 100 * scores["attribution"]["R"],
        **{f"{role}_exact_f1": 100 * scores[f"{role}_exact"]["F1"] for role in ("source", "cue", "content")},
        "direct_recall": 100 * scores["direct"]["R_attribution"],
        "attribution_f1_nested": 100 * nested["attribution"]["F1"],
        "words_per_second": words / seconds,
    }


def _predictions(names: Iterable[str], found: Sequence[Sequence[Attribution]]) -> dict[str, list[dict[str, list[list[int]]]]]:
    return {
        name: [
            {"source": pairs(a.source), "cue": pairs(a.cue), "content": pairs(a.content)}
            for a in attributions
            if a.cue or a.source
        ]
        for name, attributions in zip(names, found, strict=True)
    }


def script_of(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def paragraphs(text: str) -> list[Span]:
    return [Span(m.start(), m.end()).trimmed(text) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]


def pairs(pieces: Pieces) -> list[list[int]]:
    return [[p.start, p.end] for p in pieces]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--threads", type=int, default=None)
    options = parser.parse_args()
    if not options.shared.exists():
        sys.exit(f"No corpora at {options.shared}; name their folder with --shared")
    for name, value in measure(options.shared, Reader.load(options.model, threads=options.threads)).items():
        print(f"{name:24} {value:10.1f}")


if __name__ == "__main__":
    main()
