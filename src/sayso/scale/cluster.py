"""The same reading over a cluster: Ray Data gives each worker its share, and each worker writes parts (see ``parts``).

A unit of work is a file, or where there are fewer files than workers, a share of one. A worker loads the model once, reads the
documents of its unit as ``sayso add`` does, ``DOCUMENTS_A_PART`` at a time, and writes each such group as a part whose name is
made of the file and the group's number: so it does not matter how many workers there were, and what is there is not read again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sayso import pipeline
from sayso.errors import SourceUnreadable
from sayso.extras import needs
from sayso.page.page import Document, State
from sayso.scale.parts import Failed, Part, Parts
from sayso.sources.files import documents, paths_of
from sayso.text import digest

DOCUMENTS_A_PART = 64
SHARES = 4
"""Shares of the work for each worker at least, so that none waits long for the last."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A share of one file: of its groups of documents, those whose number leaves ``share`` when divided by ``of``."""

    file: str
    share: int
    of: int


@dataclass(frozen=True, slots=True)
class Done:
    """What a unit came to. ``known`` documents stand in parts that were there before."""

    documents: int = 0
    known: int = 0
    words: int = 0
    statements: int = 0
    unread: int = 0
    """Pages that are kept, but could not be read."""
    failed: int = 0
    """Files that could not be opened, and pages that sayso failed on."""

    def __add__(self, other: Done) -> Done:
        return Done(*(a + b for a, b in zip(self.values(), other.values(), strict=True)))

    def values(self) -> tuple[int, ...]:
        """In the order of the fields."""
        return self.documents, self.known, self.words, self.statements, self.unread, self.failed


def units_of(targets: Iterable[str], workers: int) -> list[Unit]:
    """The units of all files that the targets name; an address of an object store is one file.

    Raises:
        SourceUnreadable: there is no such file.
    """
    files = [str(path) for target in targets for path in ([target] if "://" in target else paths_of(os.path.abspath(target)))]  # noqa: PTH100
    of = max(1, -(-workers * SHARES // max(len(files), 1))) if len(files) < workers * SHARES else 1
    return [Unit(file, share, of) for file in files for share in range(of)]


def read_unit(unit: Unit, parts: Parts, reader: pipeline.PageReader, *, part_of: int = DOCUMENTS_A_PART) -> Done:
    """Read a unit into parts; those that are there already are left."""
    done = Done()
    unopened: list[Failed] = []
    found = _documents(unit.file, lambda error: unopened.append(Failed(unit.file, unit.file, str(error))))
    for number, group in enumerate(_groups(found, part_of)):
        if number % unit.of != unit.share:
            continue
        name = _name(unit.file, number)
        if parts.has(name):
            done += Done(documents=len(group), known=len(group))
            continue
        part = Part()
        done += _read(group, reader, part)
        parts.write(name, part)
    aside = _name(unit.file, None)
    if unit.share == 0 and (unopened or parts.has(aside)):  # what could not be opened before may be by now
        parts.write(aside, Part(failed=unopened))
        done += Done(failed=len(unopened))
    return done


def read_over_cluster(
    targets: Sequence[str],
    folder: str,
    *,
    workers: int,
    address: str | None = None,
    on_unit: Callable[[Done, int, int], None] | None = None,
) -> Done:
    """Read all pages of the targets into a folder of parts, by so many workers; broken off, the same call goes on.

    ``address`` is that of a Ray cluster (``auto``, ``ray://head:10001``); without it, one is started on this machine and stopped
    at the end. Targets and folder must be reached from every worker. ``on_unit`` is told what is done, of how many units.

    Raises:
        ExtraMissing: ray or pyarrow is not installed.
        SourceUnreadable: a target or the folder cannot be reached.
    """
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what goes wrong is raised; its own lines are for its developers
    ray = needs("ray", extra="ray", to="read over a cluster")
    data = needs("ray.data", extra="ray", to="read over a cluster")
    units = units_of(targets, workers)
    parts = Parts(folder)
    parts.begin()
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    own = not ray.is_initialized()
    if own:
        here = {} if address else {"num_cpus": workers, "include_dashboard": False}
        with _quietly():
            ray.init(address=address, log_to_driver=False, logging_level="ERROR", **here)
    try:
        context = data.DataContext.get_current()
        context.enable_progress_bars = False
        shared = data.from_items(
            [{"file": unit.file, "share": unit.share, "of": unit.of} for unit in units], override_num_blocks=max(len(units), 1)
        )
        results = shared.map(
            _Worker,
            fn_constructor_args=(parts.folder if "://" in parts.folder else os.path.abspath(parts.folder),),  # noqa: PTH100
            compute=data.ActorPoolStrategy(size=workers),
            num_cpus=0.9,  # the rest is for the tasks that hand out units
        )
        total = Done()
        for n, row in enumerate(results.iter_rows(), start=1):
            total += Done(*row["done"])
            if on_unit is not None:
                on_unit(total, n, len(units))
        return total
    finally:
        if own:
            ray.shutdown()


@contextmanager
def _quietly() -> Iterator[None]:
    """Without the lines that Ray's own core writes past Python to standard error; what goes wrong is raised as ever."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


class _Worker:
    """One process of the cluster: the model, loaded once, on one core."""

    def __init__(self, folder: str) -> None:
        from sayso.reading.reader import Reader

        self._reader = Reader.load(threads=1)
        self._parts = Parts(folder)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        done = read_unit(Unit(row["file"], row["share"], row["of"]), self._parts, self._reader)
        return {"done": list(done.values())}


def _read(group: Sequence[Document], reader: pipeline.PageReader, part: Part) -> Done:
    troubles: list[pipeline.Trouble] = []
    words = statements = unread = 0
    for document, reports in pipeline.read_each(group, reader, on_trouble=troubles.append):
        part.read.append((document, reports))
        words += sum(len(report.page.text.split()) for report in reports)
        statements += sum(len(report.statements) for report in reports)
        unread += sum(report.page.state is not State.READ for report in reports)
    part.failed += [Failed(t.name, t.seen, t.words) for t in troubles]
    return Done(len(group), 0, words, statements, unread, len(troubles))


def _documents(file: str, on_trouble: Callable[[SourceUnreadable], None]) -> Iterator[Document]:
    if "://" in file:
        from sayso.scale.stores import documents_at

        yield from documents_at(file, on_trouble=on_trouble)
    else:
        yield from documents([file], on_trouble=on_trouble)


def _groups(found: Iterator[Document], of: int) -> Iterator[list[Document]]:
    while group := list(islice(found, of)):
        yield group


def _name(file: str, number: int | None) -> str:
    return f"{digest(file)[:12]}-{'unopened' if number is None else f'{number:06}'}"
