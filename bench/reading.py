"""How well statements, figures and marks are read: the hand-marked articles, scored by the score script that lies beside them.

python -m bench.reading ../shared                     the shipped reader
python -m bench.reading ../shared --oracle            a perfect reader: the marked spans, so that only the rules are measured
python -m bench.reading ../shared --oracle --as-model the marked spans as a reader gives them: a paragraph at a time, none nested
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import pathlib
import re
import sys
import time
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from sayso.claims.report import Report
from sayso.claims.reported import report_of
from sayso.claims.statement import DOUBTFUL
from sayso.page.page import Document, Kind, Page
from sayso.page.pages import pages_of
from sayso.reading.reading import Attribution, Reading
from sayso.text import Pieces, Span

Reader = Callable[[Page], Reading]


def measure(shared: pathlib.Path, reader: Reader | None = None) -> dict[str, Any]:
    """The scores over all marked articles in ``shared/gold``, with ``micros_a_word`` for everything after the reader.

    ``sure.`` are those of the statements alone that are not called doubtful, and ``sure.share`` is how many these are;
    ``.marked`` is how many statements, figures and marks people marked.

    ``reader`` gives a page's reading; ``None`` takes the one that is shipped.
    """
    scores, _ = _scored(shared, reader or _shipped())
    return scores


def marked_reader(gold: pathlib.Path, *, as_model: bool = False) -> Reader:
    """A reader that gives the marked spans of ``gold``; ``as_model`` splits them by paragraph and drops the nested ones."""
    locate = _module(gold / "check.py").locate

    def read(page: Page) -> Reading:
        marked = json.loads((gold / f"{page.name}.json").read_text(encoding="utf-8"))["statements"]
        found = []
        for s in marked:
            at = {key: _pieces(locate(page.text, words) for words in s[key]) for key in ("source", "cue", "content")}
            whole = Attribution(at["source"], at["cue"], at["content"])
            found.extend([whole] if not as_model else [] if s["within"] else _by_paragraph(whole, page.text))
        return Reading(tuple(sorted(found, key=lambda a: a.content)), "marked by hand")

    return read


def _by_paragraph(a: Attribution, text: str) -> list[Attribution]:
    """What a reader gives that sees one paragraph at a time and wants a cue for everything: the paragraph of the cue alone."""
    pieces = [Span(p.start + m.start(), p.start + m.end()) for p in a.content for m in re.finditer(r"[^\n]+", p.of(text))]
    at = (a.cue or a.source or a.content)[0]
    start, end = text.rfind("\n", 0, at.start) + 1, text.find("\n", at.end) % (len(text) + 1)
    inside = tuple(p for p in pieces if start <= p.start < end)
    return [Attribution(a.source, a.cue, inside)] if inside and (a.cue or a.source) else []


def _pieces(spans: Iterable[tuple[int, int]]) -> Pieces:
    return tuple(sorted(Span(start, end) for start, end in spans))


def _scored(shared: pathlib.Path, reader: Reader, *, errors: bool = False) -> tuple[dict[str, Any], list[Report]]:
    gold = shared / "gold"
    reports, words, seconds = [], 0, 0.0
    for path in sorted(gold.glob("*.txt")):
        (page,) = pages_of(Document(path.read_bytes(), Kind.PLAIN, path.stem, str(path)))
        reading = reader(page)
        began = time.perf_counter()
        reports.append(report_of(page, reading))
        seconds += time.perf_counter() - began
        words += len(page.text.split())
    score = score_of(shared)
    scores, counts, missing = score.score(gold, [json.loads(json.dumps(r.as_json())) for r in reports], errors)
    if missing:
        sys.exit(f"no reading for: {', '.join(missing)}")
    kept = {k: v for k, v in scores.items() if v is not None}
    kept |= {f"{what}.marked": counts[f"{what}.recall"][1] for what in ("statements", "figures", "marks")}
    sure = [r.confident(DOUBTFUL) for r in reports]
    above, _, _ = score.score(gold, [json.loads(json.dumps(r.as_json())) for r in sure], False)
    kept |= {f"sure.{k}": above[k] for k in ("statements.precision", "speaker", "speaker.wrong")}
    kept["sure.share"] = sum(len(r.statements) for r in sure) / max(1, sum(len(r.statements) for r in reports))
    return kept | {"micros_a_word": round(seconds / max(1, words) * 1e6, 1)}, reports


def _shipped() -> Reader:
    from sayso.reading.reader import Reader as Shipped

    return Shipped.load().read


def score_of(shared: pathlib.Path) -> ModuleType:
    """The score script that lies beside the marked articles."""
    return _module(shared / "gold" / "score.py", beside=shared / "gold")


def _module(path: pathlib.Path, *, beside: pathlib.Path | None = None) -> ModuleType:
    if beside is not None and str(beside) not in sys.path:
        sys.path.insert(0, str(beside))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"No score script at {path}; name the folder that holds gold/")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path, help="the folder that holds gold/")
    parser.add_argument("--oracle", action="store_true", help="take the marked spans for a perfect reading")
    parser.add_argument("--as-model", action="store_true", help="with --oracle: split and drop them as a reader would")
    parser.add_argument("--errors", action="store_true", help="list the marked statements that were missed")
    parser.add_argument("--readings", type=pathlib.Path, help="also write the readings there, as JSON lines")
    args = parser.parse_args()
    reader = marked_reader(args.shared / "gold", as_model=args.as_model) if args.oracle else _shipped()
    scores, reports = _scored(args.shared, reader, errors=args.errors)
    for key, value in sorted(scores.items()):
        print(f"{key:24} {value}")
    if args.readings:
        args.readings.write_text("".join(json.dumps(r.as_json()) + "\n" for r in reports), encoding="utf-8")


if __name__ == "__main__":
    main()
