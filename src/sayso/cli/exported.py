"""Exporting for somebody who looks on: where to, how far, how much, and in what scope."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from sayso import __version__
from sayso.cli.answers import show_scope
from sayso.cli.exits import Exit
from sayso.cli.linking import bring_up_to_date
from sayso.cli.phrases import counted
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import show_withheld, veils_of
from sayso.errors import SourceUnreadable, UsageError
from sayso.export.citation import citations
from sayso.export.columns import Form, Table
from sayso.export.files import SCOPE_INSIDE, TABULAR, Exported, export, form_of, needs_links, table_of
from sayso.export.proof.bundle import Names, names_in, write_bundle
from sayso.export.proof.sinks import is_zip, refuse_bundle
from sayso.export.selection import Asked, OnPage, Selection
from sayso.export.tables import FORMAT
from sayso.export.writing import refuse_if_there, written
from sayso.ledger.ledger import open_ledger
from sayso.ledger.veils import Wish


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command line asks to be written, and where to."""

    to: str
    tables: tuple[Table, ...]
    form: Form | None
    force: bool = False
    bom: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    form: Form
    files: Mapping[Table | None, Path]
    """Nothing for standard output."""
    tables: tuple[Table, ...]
    scope: Path | None


def export_to(path: str, asked: Asked, wanted: Wanted, *, wish: Wish, as_json: bool) -> Exit:
    """Writes what is asked for, then tells how much it was and what was looked through."""
    plan = _planned(wanted, asked)
    for file in (*plan.files.values(), *([plan.scope] if plan.scope else [])):
        refuse_if_there(file, force=wanted.force)
    if not plan.files and as_json:
        raise UsageError("Standard output takes the export or --json, not both; name a file")
    veils = veils_of(path, wish, face="export")
    with open_ledger(path) as ledger:
        if needs_links(plan.form, plan.tables):
            bring_up_to_date(ledger)
        selection = Selection(ledger, veils, asked)
        with ExitStack() as opened, _progress("Exporting") as on_page:
            streams = _streams(plan, opened, force=wanted.force)
            done = export(selection, plan.form, streams, bom=wanted.bom, on_page=on_page)
            if plan.scope is not None:
                told = _scope_json(selection, plan, done)
                scope = opened.enter_context(written(plan.scope, force=wanted.force))
                scope.write(json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n")
        if as_json:
            told = _scope_json(selection, plan, done)
            print_json(told | {"files": [str(file) for file in plan.files.values()]})
            return Exit.FINE
        out = console(stderr=not plan.files)
        head = ", ".join(
            f"{counted(n, 'pair')} that agree, differ or dispute"
            if what == "disputes"
            else counted(n, what.removesuffix("s"), what)
            for what, n in done.rows.items()
        )
        head += f" in {', '.join(str(file) for file in plan.files.values())}" if len(plan.files) == 1 else ""
        head += f" in {wanted.to}" if len(plan.files) > 1 else ""
        print_hanging(out, Text(safe(f"{head}."), style="headline"))
        if done.left_out:
            left = counted(done.left_out, "figure")
            print_hanging(out, Text(f"Left out: {left} of sorts that HXL has no tag for, as equipment and money."))
        if plan.scope is not None:
            print_hanging(out, Text(safe(f"What was asked for and looked through stands in {plan.scope}."), style="quiet"))
        show_withheld(out, list(veils.withheld))
        show_scope(out, selection.scope)
    return Exit.FINE


def _planned(wanted: Wanted, asked: Asked) -> _Plan:
    if wanted.to == "-":
        form = wanted.form
        if form is None:
            raise UsageError(f"Say in what form to standard output: --as {', '.join(Form)}")
        if len(wanted.tables) > 1:
            raise UsageError("Standard output takes one table; name a folder for several")
        if form is Form.PARQUET and sys.stdout.isatty():
            raise UsageError("Parquet is nothing for a terminal; name a file")
        return _Plan(form, {}, wanted.tables or (Table.STATEMENTS,), None)
    to = Path(wanted.to).expanduser()
    if wanted.to.endswith("/") or to.is_dir():
        return _planned_folder(to, wanted, asked)
    form = wanted.form or form_of(to.name)
    scope = None if form in SCOPE_INSIDE else to.with_name(f"{to.name}.scope.json")
    if form not in TABULAR:
        if wanted.tables:
            raise UsageError(f"--what is for tables; {form} holds them together")
        return _Plan(form, {None: to}, (), scope)
    if len(wanted.tables) > 1:
        raise UsageError(f"{to} takes one table; name a folder for several: {to.with_suffix('')}/")
    table = wanted.tables[0] if wanted.tables else table_of(to.name)
    return _Plan(form, {table: to}, (table,), scope)


def _planned_folder(to: Path, wanted: Wanted, asked: Asked) -> _Plan:
    form = wanted.form or Form.CSV
    if form not in TABULAR:
        raise UsageError(f"A folder holds tables; {form} goes into a file")
    if to.exists() and not to.is_dir():
        raise UsageError(f"{to} is a file, no folder; name another")
    if not to.parent.is_dir():
        raise UsageError(f"There is no folder {to.parent}; make it first, or name another")
    every = tuple(table for table in Table if table is not Table.SPEAKERS or not (asked.of_figures or asked.status))
    tables = wanted.tables or every  # speakers are those of statements
    to.mkdir(exist_ok=True)
    return _Plan(form, {table: to / f"{table.value}.{form.value}" for table in tables}, tables, to / "scope.json")


def _streams(plan: _Plan, opened: ExitStack, *, force: bool) -> dict[Table | None, BinaryIO]:
    if not plan.files:
        return {plan.tables[0] if plan.form in TABULAR else None: sys.stdout.buffer}
    return {table: opened.enter_context(written(file, force=force)) for table, file in plan.files.items()}


def _scope_json(selection: Selection, plan: _Plan, done: Exported) -> dict[str, Any]:
    return {
        "sayso": __version__,
        "format": FORMAT,
        "form": plan.form.value,
        "exported": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "rows": dict(done.rows),
        "left_out": done.left_out,
        "withheld": sorted(selection.veils.withheld),
        **selection.scope_json(),
    }


@contextmanager
def _progress(words: str) -> Iterator[OnPage]:
    screen = console(stderr=True)
    columns = (TextColumn(words), BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def cite_entry(path: str, entry: str, *, bibtex: bool, wish: Wish, as_json: bool) -> None:
    """Prints the citations of an entry, one for each page that has it."""
    veils = veils_of(path, wish, face="json" if as_json else "cite")
    with open_ledger(path) as ledger:
        found = citations(Selection(ledger, veils, Asked()), entry)
    if as_json:
        print_json({"citations": [citation.as_json() for citation in found], "withheld": sorted(veils.withheld)})
        return
    sys.stdout.write(safe("\n\n".join(each.bibtex() if bibtex else each.text() for each in found)) + "\n")


def prove(
    path: str,
    asked: Asked,
    to: str,
    *,
    wish: Wish,
    timestamp: str | None,
    sure: bool,
    force: bool,
    as_json: bool,
) -> Exit:
    """Writes a bundle of proof, once it was said whose names it would hold in the clear."""
    target = Path(to).expanduser()
    refuse_bundle(target, force=force)
    with open_ledger(path) as ledger:
        with _progress("Looking for names") as on_page:
            plain = Selection(ledger, veils_of(path, Wish.PRISONERS, face="proof"), asked)
            everywhere = veils_of(path, Wish.ALWAYS, face="proof")
            names = names_in(plain, by_default=plain.veils, everywhere=everywhere, on_page=on_page)
        if not _is_wanted(names, wish, sure=sure):
            print_hanging(console(stderr=True), Text("Nothing was done."))
            return Exit.FINE
        selection = Selection(ledger, veils_of(path, wish, face="proof"), asked)
        with _progress("Writing") as on_page:
            made = datetime.now(UTC)
            bundle = write_bundle(
                selection, target, made=made, version=__version__, service=timestamp, force=force, on_page=on_page
            )
        if as_json:
            print_json({**bundle.as_json(), **selection.scope_json()})
            return Exit.FINE
        out = console()
        head = f"{counted(bundle.entries, 'entry', 'entries')} on {counted(bundle.pages, 'page')} in {target}, with "
        head += f"{counted(bundle.archives, 'archived file')}"
        head += f", {bundle.recorded:,} of them as fetched" if bundle.recorded else ""
        print_hanging(out, Text(safe(f"{head}."), style="headline"))
        if bundle.withheld:
            words = (
                f"Names are withheld on {counted(len(bundle.withheld), 'page')}: their archived files are left out, and their "
            )
            print_hanging(out, Text(f"{words}texts are as they may be shown; --clear takes them in, and notes who did."))
        if bundle.without_bytes:
            words = f"{counted(len(bundle.without_bytes), 'other page')} of the same archived files are without them too."
            print_hanging(out, Text(words))
        if bundle.timestamp:
            print_hanging(out, Text(safe(f"Stamped by {bundle.timestamp}.")))
        print_hanging(out, Text(f"Its digest, to be kept elsewhere: {bundle.manifest}"))
        inside = f"{target.stem}/verify.py, once unpacked" if is_zip(target) else f"{target / 'verify.py'}"
        print_hanging(out, Text(safe(f"Anybody can check it with Python alone: {inside}."), style="quiet"))
        show_scope(out, selection.scope)
    return Exit.FINE


def _is_wanted(names: Names, wish: Wish, *, sure: bool) -> bool:
    """Says whose names would stand in the bundle as they are; where they are withheld by default, it also asks."""
    out = console(stderr=True)
    clear = [page for page in names.private if wish is Wish.NEVER or (wish is Wish.PRISONERS and page not in names.withheld)]
    if clear:
        words = f"The bundle will hold {counted(len(clear), 'archived page')} with the names of private people: captives, "
        words += "the dead or children."
        words += " --veil withholds them, and leaves the archived files out." if wish is Wish.PRISONERS else ""
        print_hanging(out, Text(words, style="trouble"))
    if wish is not Wish.NEVER or not names.withheld or sure:
        return True
    if not sys.stdin.isatty():
        raise UsageError(
            f"On {counted(len(names.withheld), 'page')} names are withheld, as those of prisoners of war are. An archived "
            "file cannot hide them, and nobody is there to ask; if you are sure, add --yes"
        )
    words = f"On {len(names.withheld):,} of them names are withheld otherwise, as those of prisoners of war are. Go on? [y/N] "
    out.print(Text(words), end="")
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def verify_bundle(path: str, *, as_json: bool) -> Exit:
    """Checks a bundle and tells what does not match."""
    from sayso.export.proof.verify import Bundle, Verifier, is_bundle, report

    target = Path(path).expanduser()
    if not is_bundle(target):
        raise SourceUnreadable(f"There is no bundle at {path}: no folder with a manifest.json, and no zip")
    verifier = Verifier(Bundle(target))
    verifier.run()
    if as_json:
        print_json({"faults": verifier.faults, "checked": verifier.counts, "notes": verifier.notes})
    else:
        sys.stdout.write(safe("\n".join(report(verifier))) + "\n")
    return Exit.AUDIT if verifier.faults else Exit.FINE
