"""Exact spans on PolNeAR's dev sentences, as published results count them: ``python bench/sentences.py``.

The instances are tokens with Penn Treebank marks; these are turned into real characters, the sentences of an article are read
together, and each token gets the label of the span that it stands in. Scored by the corpus's own script.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from pathlib import Path

from sayso.reading.encoder import MODEL
from sayso.reading.reader import Reader
from sayso.text import Span

SHARED = Path(__file__).parents[2] / "shared"

MARKS = {"``": "“", "''": "”", "`": "‘", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
"""Penn Treebank marks and the characters that they stand for."""

NO_SPACE_BEFORE = frozenset(". , : ; ? ! ) ] } ” 's 're 've 'd 'll 'm n't % ’s".split())
NO_SPACE_AFTER = frozenset("( [ { “ ‘ $ #".split())


def measure(shared: Path, reader: Reader | None = None) -> dict[str, float]:
    """Exact F1 of source, cue and content spans over the instances, in percent."""
    reader = reader or Reader.load()
    rows = [json.loads(line) for line in (shared / "corpora/polnear/sentences/dev.jsonl").open(encoding="utf-8") if line.strip()]
    predicted = list(labels(rows, reader))
    scores = {}
    for role in ("source", "cue", "content"):
        gold = [{s for s in spans(row["labels"]) if s[0] == role} for row in rows]
        found = [{s for s in spans(row) if s[0] == role} for row in predicted]
        hits = sum(len(g & f) for g, f in zip(gold, found, strict=True))
        scores[f"{role}_exact_f1"] = 200 * hits / max(1, sum(map(len, gold)) + sum(map(len, found)))
    return scores


def labels(rows: list[dict[str, list[str]]], reader: Reader) -> list[list[str]]:
    """One label a token for each instance, in order."""
    texts: list[tuple[str, list[Span]]] = []
    tokens: list[list[list[Span]]] = []
    for _, group in itertools.groupby(rows, key=lambda row: row["id"]):
        text, paragraphs, at = "", [], []
        for row in group:
            begin = len(text)
            text, placed = _written(text, row["tokens"])
            paragraphs.append(Span(begin, len(text)))
            at.append(placed)
            text += "\n"
        texts.append((text, paragraphs))
        tokens.append(at)
    out = []
    for found, sentences in zip(reader.attributions(texts, depth=0), tokens, strict=True):
        claimed: dict[Span, str] = {}
        for attribution in found:
            for role in ("source", "cue", "content"):
                claimed |= dict.fromkeys(getattr(attribution, role), role)
        for sentence in sentences:
            row = ["O"] * len(sentence)
            for piece, role in claimed.items():
                inside = [i for i, token in enumerate(sentence) if token.overlaps(piece)]
                for i in inside:
                    row[i] = f"{'B' if i == inside[0] else 'I'}-{role}"
            out.append(row)
    return out


def _written(text: str, words: list[str]) -> tuple[str, list[Span]]:
    """The tokens as they would be printed, after ``text``, and where each stands."""
    placed = []
    glued = True
    opened = False
    for word in words:
        mark = MARKS.get(word, word)
        if mark == '"':
            mark = "”" if opened else "“"
        opened = mark == "“" or (opened and mark != "”")
        text += "" if glued or mark in NO_SPACE_BEFORE else " "
        placed.append(Span(len(text), len(text) + len(mark)))
        text += mark
        glued = mark in NO_SPACE_AFTER
    return text, placed


def spans(row: list[str]) -> set[tuple[str, int, int]]:
    """(role, first token, end) of each span: it begins with B and goes on over I of the same role."""
    out: set[tuple[str, int, int]] = set()
    role, first = "", 0
    for i, label in enumerate([*row, "O"]):
        if role and label != f"I-{role}":
            out.add((role, first, i))
            role = ""
        if label.startswith("B-"):
            role, first = label[2:], i
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--model", type=Path, default=MODEL)
    options = parser.parse_args()
    if not options.shared.exists():
        sys.exit(f"No corpora at {options.shared}; name their folder with --shared")
    for name, value in measure(options.shared, Reader.load(options.model)).items():
        print(f"{name:24} {value:10.1f}")


if __name__ == "__main__":
    main()
