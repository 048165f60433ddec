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
from sayso.cli.answers import show_close, show_scope
from sayso.cli.asking import show_scope_of
from sayso.cli.exits import Exit
from sayso.cli.linking import bring_up_to_date
from sayso.cli.phrases import counted
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import show_not_searched, show_withheld, veils_of
from sayso.errors import SourceUnreadable, UsageError
from sayso.export.citation import citations
from sayso.export.columns import LINKED, Form, Table
from sayso.export.files import (
    SCOPE_INSIDE,
    TABULAR,
    Exported,
    export,
    form_of,
    has_something,
    needs_links,
    refuse_ending,
    table_of,
)
from sayso.export.proof.bundle import Names, names_in, paths_in, write_bundle
from sayso.export.proof.sinks import is_zip, refuse_bundle
from sayso.export.selection import Asked, OnPage, Selection
from sayso.export.tables import FORMAT
from sayso.export.writing import refuse_if_there, written
from sayso.ledger.answers import StatementFilter
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
    paths: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Proving:
    """How a command line asks for a bundle of proof."""

    to: str
    timestamp: str | None
    sure: bool = False
    paths: bool = False
    empty: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    form: Form
    files: Mapping[Table | None, Path]
    """Nothing for standard output."""
    tables: tuple[Table, ...]
    scope: Path | None
    is_guess: bool = False
    """Whether nothing said which table, but what is asked for."""
    folder: Path | None = None
    """The one that all of it goes into, which may not be there yet."""


def export_to(path: str, asked: Asked, wanted: Wanted, *, wish: Wish, as_json: bool) -> Exit:
    """Writes what is asked for, then tells how much it was and what was looked through."""
    plan = _planned(wanted, asked)
    for file in (*plan.files.values(), *([plan.scope] if plan.scope else [])):
        if plan.folder is None or plan.folder.exists():
            refuse_if_there(file, force=wanted.force)
    if not plan.files and as_json:
        raise UsageError("Standard output takes the export or --json, not both; name a file")
    veils = veils_of(path, wish, face="export")
    with open_ledger(path) as ledger:
        if needs_links(plan.form, plan.tables):
            bring_up_to_date(ledger)
        selection = Selection(ledger, veils, asked, paths=wanted.paths)
        if not wanted.empty and _finds_nothing(selection, plan.form, plan.tables):
            _tell_nothing(selection, wish, as_json=as_json, aside=not plan.files)
            return Exit.FINE
        if plan.folder is not None:
            plan.folder.mkdir(exist_ok=True)
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
        if plan.is_guess:
            print_hanging(out, Text("Only figures are asked for, so these; --what statements writes on whose word they stand."))
        if done.left_out:
            left = counted(done.left_out, "figure")
            print_hanging(out, Text(f"Left out: {left} of sorts that HXL has no tag for, as equipment and money."))
        if plan.scope is not None:
            print_hanging(out, Text(safe(f"What was asked for and looked through stands in {plan.scope}."), style="quiet"))
        show_withheld(out, _withheld(selection, plan))
        show_scope(out, selection.scope)
    return Exit.FINE


def _withheld(selection: Selection, plan: _Plan) -> list[str]:
    """The pages with names withheld that what was written is of; what many pages tell together is of all of them."""
    return sorted(selection.withheld if LINKED.isdisjoint(plan.tables) else selection.veils.withheld)


def _finds_nothing(selection: Selection, form: Form, tables: tuple[Table, ...]) -> bool:
    """Whether something is asked for, and no page answers it."""
    asked = selection.asked
    if not asked.as_json():
        return False
    looked = Selection(selection.ledger, selection.veils, asked)  # apart, for it is not what is given
    return not has_something(looked, form, tables)


def _tell_nothing(selection: Selection, wish: Wish, *, as_json: bool, aside: bool) -> None:
    """That nothing answers and nothing was written, and which speakers may be meant; as ``sayso statements`` tells it."""
    ledger, asked = selection.shown, selection.asked.statements
    close = ledger.close_speakers(asked) if asked.speaker else {}
    if as_json:
        print_json({"rows": {}, "files": [], "close": close, **selection.scope_json()})
        return
    out = console(stderr=aside)
    known = not asked.speaker or bool(ledger.count(StatementFilter(speaker=asked.speaker)).statements)
    found = "Nothing answers that" if known else "No speaker of this name"
    print_hanging(out, Text(f"{found}; nothing was written (--empty writes it all the same).", style="headline"))
    show_close(out, close, found=False)
    if (asked.speaker or asked.words) and wish is not Wish.NEVER:
        show_not_searched(out, ledger)
    show_scope_of(out, ledger, selection.asked.pages, selection.scope)


def _planned(wanted: Wanted, asked: Asked) -> _Plan:
    if wanted.to == "-":
        form = wanted.form
        if form is None:
            raise UsageError(f"Say in what form to standard output: --as {', '.join(Form)}")
        if len(wanted.tables) > 1:
            raise UsageError("Standard output takes one table; name a folder for several")
        if form is Form.PARQUET and sys.stdout.isatty():
            raise UsageError("Parquet is nothing for a terminal; name a file")
        if form not in TABULAR:
            _refuse_tables(wanted.tables, form)
            return _Plan(form, {}, (), None)
        table, is_guess = _table_of(wanted, "", asked)
        return _Plan(form, {}, (table,), None, is_guess)
    to = Path(wanted.to).expanduser()
    if wanted.to.endswith("/") or to.is_dir():
        return _planned_folder(to, wanted, asked)
    form = wanted.form or form_of(to.name)
    refuse_ending(to.name, form)
    scope = None if form in SCOPE_INSIDE else to.with_name(f"{to.name}.scope.json")
    if form not in TABULAR:
        _refuse_tables(wanted.tables, form)
        return _Plan(form, {None: to}, (), scope)
    if len(wanted.tables) > 1:
        raise UsageError(f"{to} takes one table; name a folder for several: {to.with_suffix('')}/")
    table, is_guess = _table_of(wanted, to.name, asked)
    return _Plan(form, {table: to}, (table,), scope, is_guess)


def _table_of(wanted: Wanted, name: str, asked: Asked) -> tuple[Table, bool]:
    """The one table to be written, and whether only what is asked for says so."""
    said = wanted.tables[0] if wanted.tables else table_of(name)
    if said is not None:
        return said, False
    only_figures = asked.of_figures and not asked.of_statements
    return (Table.FIGURES, True) if only_figures else (Table.STATEMENTS, False)


def _refuse_tables(tables: tuple[Table, ...], form: Form) -> None:
    """Raises ``UsageError`` where tables are asked for in a form that has none, or not these."""
    if form is Form.HXL and any(table is not Table.FIGURES for table in tables):
        raise UsageError("HXL holds figures about people and nothing else; leave out --what, or write another form")
    if tables and form is not Form.HXL:
        raise UsageError(f"--what is for tables; {form} holds them together")


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
    return _Plan(form, {table: to / f"{table.value}.{form.value}" for table in tables}, tables, to / "scope.json", folder=to)


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
        "withheld": _withheld(selection, plan),
        **selection.scope_json(),
    }


@contextmanager
def _progress(words: str) -> Iterator[OnPage]:
    screen = console(stderr=True)
    columns = (TextColumn(words), BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def cite_entry(path: str, entry: str, *, bibtex: bool, paths: bool, wish: Wish, as_json: bool) -> None:
    """Prints the citations of an entry, one for each page that has it."""
    veils = veils_of(path, wish, face="json" if as_json else "cite")
    with open_ledger(path) as ledger:
        found = citations(Selection(ledger, veils, Asked(), paths=paths), entry)
    if as_json:
        print_json({"citations": [citation.as_json() for citation in found], "withheld": sorted(veils.withheld)})
        return
    sys.stdout.write(safe("\n\n".join(each.bibtex() if bibtex else each.text() for each in found)) + "\n")


def prove(
    path: str,
    asked: Asked,
    how: Proving,
    *,
    wish: Wish,
    as_json: bool,
) -> Exit:
    """Writes a bundle of proof, once it was said whose names and which paths it would hold in the clear."""
    target = Path(how.to).expanduser()
    refuse_bundle(target, force=how.force)
    with open_ledger(path) as ledger:
        with _progress("Looking for names") as on_page:
            plain = Selection(ledger, veils_of(path, Wish.PRISONERS, face="proof"), asked)
            if not how.empty and _finds_nothing(plain, Form.JSON_LD, ()):
                _tell_nothing(plain, wish, as_json=as_json, aside=False)
                return Exit.FINE
            everywhere = veils_of(path, Wish.ALWAYS, face="proof")
            names = names_in(plain, by_default=plain.veils, everywhere=everywhere, on_page=on_page)
            paths = () if how.paths else paths_in(plain)
        if not (_is_wanted(names, wish, sure=how.sure) and _may_tell(paths, sure=how.sure)):
            print_hanging(console(stderr=True), Text("Nothing was done."))
            return Exit.FINE
        selection = Selection(ledger, veils_of(path, wish, face="proof"), asked, paths=True)
        with _progress("Writing") as on_page:
            made = datetime.now(UTC)
            bundle = write_bundle(
                selection, target, made=made, version=__version__, service=how.timestamp, force=how.force, on_page=on_page
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
            why = "showing prisoners of war" if wish is Wish.PRISONERS else "naming private captives, dead or children"
            words = (
                f"Names are withheld on {counted(len(bundle.withheld), 'page')} {why}: archived files are left out there, and "
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
        words = f"The bundle will hold {counted(len(clear), 'archived page')} as published, with the names of private people: "
        words += "captives, the dead or children."
        if wish is Wish.PRISONERS:
            there = f"({len(names.withheld):,} here)" if names.withheld else "(none here)"
            words += f" By default names are withheld only on pages that show prisoners of war {there}; --veil withholds them "
            words += "on these pages too, and leaves their archived files out."
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


def _may_tell(paths: tuple[str, ...], *, sure: bool) -> bool:
    """Says which paths of this machine would stand in the bundle, and asks; they stay in it, for its digests are over them."""
    if not paths:
        return True
    said = f"The bundle will hold {counted(len(paths), 'path')} of this machine, as {paths[0]}, for its digests are over them."
    if not sure and not sys.stdin.isatty():
        raise UsageError(f"{said} Nobody is there to ask; if whoever gets it may read them, add --paths")
    out = console(stderr=True)
    print_hanging(out, Text(safe(said), style="trouble"))
    if sure:
        return True
    out.print(Text("Go on? [y/N] "), end="")
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
