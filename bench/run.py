"""Every measurement in one go: prints each figure and writes ``bench/RESULTS.md``.

    python -m bench.run                    all of them
    python -m bench.run start install      only these; the others keep the figures of their last run

A measurement is a module of this folder with ``measure(shared) -> dict[str, float]``, and one line in ``MEASUREMENTS``. A figure
that has to be reached has a line in ``TARGETS``. ``shared`` is the folder with test data beside the repository; what needs it is
skipped, with the reason, where it is absent.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
SHARED = ROOT.parent / "shared"
WORK = HERE / "work"
"""Figures of the last runs, one JSON file a measurement; not committed."""


@dataclass(frozen=True)
class Measurement:
    """A module of this folder, what it measures, and on what."""

    module: str
    title: str
    split: str
    needs: str | None = None
    """What has to be there under ``shared``."""


@dataclass(frozen=True)
class Target:
    """A figure and the least or most that it may be."""

    module: str
    figure: str
    least: float | None = None
    most: float | None = None

    def met(self, value: float) -> bool:
        """Whether the value is good enough."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        return f"≥ {self.least:,}" if self.least is not None else f"≤ {self.most:,}"


MEASUREMENTS = (
    Measurement("start", "How fast it starts (seconds, median of five)", "one page of the shipped sample"),
    Measurement("install", "What the base install takes", "a fresh virtual environment, with the pip that it comes with"),
    Measurement("reading", "Statements, figures and marks on articles marked by hand", "18 articles, development", needs="gold"),
    Measurement("polnear", "Attributions on PolNeAR", "84 articles, dev", needs="corpora/polnear"),
    Measurement(
        "calibration",
        "How far confidence is from the share that is right",
        "84 articles, dev, by halves",
        needs="corpora/polnear",
    ),
    Measurement("sentences", "Exact spans on tokenised sentences of PolNeAR", "dev", needs="corpora/polnear"),
    Measurement(
        "speed",
        "From a page to its reading, on one core",
        "articles of 20,000 words, and pages made of their paragraphs",
        needs="collections/syria",
    ),
    Measurement(
        "drawn",
        "Statements drawn at random, as two judges found them",
        "100 of 300 pages of the collections, seed 2035",
        needs="collections",
    ),
    Measurement(
        "drawn_figures",
        "Figures drawn at random, as two judges found them, and whole articles read for missed ones",
        "100 each of three collections, seed 2028; 40 articles, seed 47",
        needs="collections",
    ),
    Measurement("stories", "Pages of one event together", "invented events, and 60 judged links of pages", needs="collections"),
    Measurement("copies", "Copies found on pages made with known origin", "300 pages, seeds 2026 and 4711", needs="collections"),
    Measurement("revisions", "Changed headlines, as judged by reading", "200 of 5,362 pairs, fresh, seed 31", needs="revisions"),
    Measurement("people", "Which speakers are one", "102 made cases and 150 judged links"),
    Measurement("judged", "Links and disputes on real pages, as two readers judged them", "100 links and 20 disputes, seed 62"),
    Measurement("planted", "Dossiers and disputes of invented events", "5 events of 40 pages, development"),
    Measurement("meaning", "Statements about the same question", "98 pairs that are and 113 that are not", needs="collections"),
    Measurement("linking", "Linking a page more, in ledgers of three sizes", "540 pages, copied 200 times", needs="collections"),
    Measurement("pages", "Pages read from HTML", "129 + 79 saved news pages, development", needs="pages"),
    Measurement(
        "copied", "Pages read from copied text", "102 of the saved news pages as copied text, confirming half", needs="pages"
    ),
    Measurement("archives", "Archives of crawls, whole and killed", "a 1 GB WARC of invented pages"),
    Measurement("fetching", "Pages fetched from a local site, and runs that are killed", "600 and 1,600 invented pages"),
    Measurement("exporting", "Entries a second into each form, on one core", "10,400 invented entries"),
    Measurement("postgres", "The same ledger in a file and on a server", "invented pages, 200 questions, 8 writers"),
    Measurement("scaling", "Reading over a cluster, one worker and two", "613 articles", needs="collections/ukraine-2022"),
    Measurement("adding", "Adding to a ledger, whole and interrupted", "613 articles", needs="collections/ukraine-2022"),
)

TARGETS = (
    Target("start", "import_sayso", most=0.3),
    Target("start", "read_one_page", most=1.5),
    Target("install", "megabytes", most=400),
    Target("reading", "statements.f1", least=0.80),
    Target("reading", "nested.recall", least=0.5),
    Target("reading", "source.overlap", least=0.85),
    Target("reading", "speaker", least=0.85),
    Target("reading", "speaker.wrong", most=0.05),
    Target("reading", "sure.speaker.wrong", most=0.02),
    Target("reading", "speaker_kind", least=0.85),
    Target("reading", "kind", least=0.95),
    Target("reading", "stance", least=0.85),
    Target("reading", "within", least=0.6),
    Target("reading", "figures.f1", least=0.92),
    Target("reading", "figure.value", least=0.97),
    Target("reading", "figure.bound", least=0.95),
    Target("reading", "figure.sort", least=0.90),
    Target("reading", "figure.counts", least=0.88),
    Target("reading", "figure.holder", least=0.88),
    Target("reading", "marks.f1", least=0.72),
    Target("reading", "mark.about", least=0.75),
    Target("polnear", "attribution_f1", least=73),
    Target("polnear", "direct_recall", least=92),
    Target("calibration", "expected_error", most=0.05),
    Target("sentences", "source_exact_f1", least=81),
    Target("sentences", "cue_exact_f1", least=74),
    Target("sentences", "content_exact_f1", least=66.5),
    Target("drawn", "words_and_speaker", least=0.95),
    Target("drawn_figures", "value", least=0.97),
    Target("drawn_figures", "counts", least=0.92),
    Target("drawn_figures", "sort", least=0.92),
    Target("drawn_figures", "holder", least=0.90),
    Target("drawn_figures", "recall", least=0.90),
    Target("copies", "precision", least=0.97),
    Target("copies", "recall", least=0.93),
    Target("copies", "second.precision", least=0.97),
    Target("copies", "second.recall", least=0.93),
    Target("revisions", "fresh.number_or_status.precision", least=0.9),
    Target("revisions", "fresh.number_or_status.recall", least=0.9),
    Target("people", "made cases right", least=1.0),
    Target("people", "precision of links between different names (100)", least=0.97),
    Target("people", "precision of links between the same name (50)", least=0.97),
    Target("judged", "links, first", least=0.9),
    Target("judged", "links, second", least=0.9),
    Target("judged", "disputes, first", least=0.8),
    Target("judged", "disputes, second", least=0.8),
    Target("planted", "links_recall", least=0.8),
    Target("planted", "disputes_recall", least=0.75),
    Target("planted", "called_disputes_wrongly", most=0),
    Target("linking", "ms_at_1000", most=50),
    Target("linking", "ms_at_100000", most=100),
    Target("linking", "peak_mb", most=1000),
    Target("linking", "order_same", least=1),
    Target("speed", "words_per_second", least=8000),
    Target("speed", "cost_by_length", most=1.25),
    Target("speed", "load_seconds", most=0.4),
    Target("speed", "peak_mb", most=350),
    Target("speed", "figures_and_marks", most=0.15),
    Target("pages", "fundus.f1", least=0.965),
    Target("pages", "fundus.title", least=0.96),
    Target("pages", "fundus.day", least=0.985),
    Target("pages", "fundus.date", least=0.95),
    Target("pages", "fundus.authors", least=0.93),
    Target("pages", "fundus.leak", most=0.01),
    Target("pages", "fundus.captions", least=0.8),
    Target("pages", "aeb.f1", least=0.97),
    Target("pages", "pages_per_second", least=20),
    Target("pages", "peak_mb", most=300),
    Target("pages", "seconds_for_20_mb", most=5),
    Target("copied", "articles.body_lines_kept", least=0.99),
    Target("copied", "articles.furniture_as_body", most=0.02),
    Target("archives", "plain.peak_mb", most=500),
    Target("archives", "gzip.peak_mb", most=500),
    Target("archives", "add.peak_mb", most=500),
    Target("archives", "resumed_same", least=1),
    Target("archives", "sound", least=1),
    Target("fetching", "pages_a_minute", least=300),
    Target("fetching", "pages_a_minute_with_reading", least=300),
    Target("fetching", "lost_or_doubled", most=0),
    Target("postgres", "same evidence in both (1 is yes)", least=1),
    Target("postgres", "same answers to 100 questions (1 is yes)", least=1),
    Target("scaling", "times_one", least=1.4),
    Target("scaling", "same", least=1),
    Target("adding", "words_per_second", least=6000),
    Target("adding", "peak_mb", most=500),
    Target("adding", "resumed_same", least=1),
)


@dataclass(frozen=True)
class Outcome:
    """Figures of one measurement, or why there are none."""

    figures: dict[str, float]
    trouble: str | None
    seconds: float
    date: str
    commit: str


def main() -> int:
    """Runs what is asked for, prints it, writes the results; ends with 1 if a target is missed or a measurement failed."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--inside"]:
        print(json.dumps(_measure_here(arguments[1])))
        return 0
    unknown = set(arguments) - {m.module for m in MEASUREMENTS}
    if unknown:
        sys.exit(f"No measurement called {', '.join(sorted(unknown))}; there are: {', '.join(m.module for m in MEASUREMENTS)}")
    WORK.mkdir(exist_ok=True)
    good = True
    for measurement in MEASUREMENTS:
        if arguments and measurement.module not in arguments:
            continue
        outcome = _run(measurement)
        _keep(measurement, outcome)
        good = _show(measurement, outcome) and good
    path = HERE / "RESULTS.md"
    path.write_text(_page(), encoding="utf-8")
    print(f"\nwrote {path.relative_to(ROOT)}")
    return 0 if good else 1


def _run(measurement: Measurement) -> Outcome:
    """The measurement in a process of its own, so that no memory or cache of another counts as its."""
    begun = time.perf_counter()
    figures: dict[str, float] = {}
    trouble = None
    if measurement.needs and not (SHARED / measurement.needs).exists():
        trouble = f"skipped: there is no {SHARED.name}/{measurement.needs} beside the repository"
    elif not (HERE / f"{measurement.module}.py").exists():
        trouble = f"skipped: bench/{measurement.module}.py is not written yet"
    else:
        command = [sys.executable, "-m", "bench.run", "--inside", measurement.module]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if ended.returncode:
            trouble = "failed: " + (ended.stderr.strip().splitlines() or ["no message"])[-1]
        else:
            figures = json.loads(ended.stdout.strip().splitlines()[-1])
    seconds = time.perf_counter() - begun
    return Outcome(figures, trouble, round(seconds, 1), datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), _commit())


def _measure_here(module: str) -> dict[str, float]:
    measure: Any = importlib.import_module(f"bench.{module}").measure
    return {figure: float(value) for figure, value in measure(SHARED).items()}


def _keep(measurement: Measurement, outcome: Outcome) -> None:
    (WORK / f"{measurement.module}.json").write_text(json.dumps(vars(outcome)), encoding="utf-8")


def _kept(measurement: Measurement) -> Outcome | None:
    path = WORK / f"{measurement.module}.json"
    return Outcome(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def _rows(measurement: Measurement, outcome: Outcome) -> list[tuple[str, str, str, str]]:
    """Figure, value, target and whether it is met; those with a target first."""
    targets = {t.figure: t for t in TARGETS if t.module == measurement.module}
    rows = []
    for figure in [*targets, *(f for f in outcome.figures if f not in targets)]:
        value, target = outcome.figures.get(figure), targets.get(figure)
        met = "" if target is None else "not measured" if value is None else "yes" if target.met(value) else "**no**"
        rows.append((figure, "" if value is None else _shown(value), str(target or ""), met))
    return rows


def _shown(value: float) -> str:
    places = 0 if abs(value) >= 1000 or value == int(value) else 1 if abs(value) >= 10 else 3
    return f"{value:,.{places}f}"


def _show(measurement: Measurement, outcome: Outcome) -> bool:
    print(f"\n{measurement.title} — {measurement.split}  [python -m bench.run {measurement.module}, {outcome.seconds:g} s]")
    if outcome.trouble:
        print(f"  {outcome.trouble}")
        return outcome.trouble.startswith("skipped")
    rows = _rows(measurement, outcome)
    for figure, value, target, met in rows:
        print(f"  {figure:28} {value:>12} {target:>10}  {met.strip('*')}")
    return all(met in ("", "yes") for *_, met in rows)


def _page() -> str:
    parts = [
        "# Results",
        "Written by `make bench`; the measurements and targets are in `bench/run.py`. Test data lie beside the repository and "
        "are not part of it.",
        f"Machine: {_machine()}",
    ]
    for measurement in MEASUREMENTS:
        parts.append(f"## {measurement.title}")
        outcome = _kept(measurement)
        if outcome is None:
            parts.append("Not measured yet.")
            continue
        parts.append(
            f"Split: {measurement.split}. Command: `python -m bench.run {measurement.module}`. "
            f"Date: {outcome.date}, at commit {outcome.commit}, in {outcome.seconds:g} s."
        )
        if outcome.trouble:
            parts.append(outcome.trouble[0].upper() + outcome.trouble[1:].rstrip(".") + ".")
        else:
            table = ["| figure | value | target | met |", "| --- | ---: | ---: | --- |"]
            parts.append("\n".join([*table, *(f"| {' | '.join(row)} |" for row in _rows(measurement, outcome))]))
    return "\n\n".join(parts) + "\n"


def _commit() -> str:
    ended = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return ended.stdout.strip() or "unknown"


def _machine() -> str:
    """Processor, cores, memory, system and Python of this machine."""
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text(encoding="utf-8").splitlines() if facts.exists() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor() or "?")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{model}, {cores} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
