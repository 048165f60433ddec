"""Reading over a cluster, with one worker and with two: ``python -m bench.scaling``.

613 articles are read into parts by one worker and by two, each with one core, on this machine; what comes out is compared byte by
byte, and taken into a ledger. ``seconds`` counts from the call to its end, with the start of Ray and of the workers; ``reading``
leaves out what a run over a single article takes, which is that start.

    times_one                how many times as fast two workers are as one, without the start
    times_one_with_start     the same with it
    words_a_second           of two workers, without the start
    same                     1 where both wrote the same bytes
    added_words_a_second     parts into a ledger, without reading again
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path


def measure(shared: Path) -> dict[str, float]:
    """The figures."""
    import sayso
    from sayso.scale.cluster import Done, read_over_cluster

    articles = shared / "collections" / "ukraine-2022" / "articles.jsonl"
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = folder / "one.jsonl"
        with articles.open(encoding="utf-8") as lines:
            one.write_text(next(lines), encoding="utf-8")

        def run(target: Path, to: str, workers: int) -> tuple[float, Done]:
            began = time.monotonic()
            done = read_over_cluster([str(target)], str(folder / to), workers=workers)
            return time.monotonic() - began, done

        start, seconds = {}, {}
        for workers in (1, 2):
            start[workers], _ = run(one, f"start{workers}", workers)
            seconds[workers], done = run(articles, f"parts{workers}", workers)
            found[f"seconds_{workers}"] = seconds[workers]
            found[f"start_{workers}"] = start[workers]
        found["times_one"] = (seconds[1] - start[1]) / (seconds[2] - start[2])
        found["times_one_with_start"] = seconds[1] / seconds[2]
        found["words_a_second"] = done.words / (seconds[2] - start[2])
        files = (
            {p.relative_to(folder / to): p.read_bytes() for p in (folder / to).rglob("*.parquet")} for to in ("parts1", "parts2")
        )
        found["same"] = float(len({frozenset(each.items()) for each in files}) == 1)
        began = time.monotonic()
        with sayso.open_ledger(folder / "parts.db", create=True) as ledger:
            summary = sayso.add(ledger, folder / "parts2")
        found["added_words_a_second"] = summary.words / (time.monotonic() - began)
        found["pages"] = summary.pages
    return found


if __name__ == "__main__":
    for figure, value in measure(Path(__file__).parent.parent.parent / "shared").items():
        print(f"{figure:24} {value:,.2f}")
