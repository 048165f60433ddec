"""The commands by which a ledger leaves: as tables, linked data, annotations, citations, and as proof."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.claims.figure import Sort
from sayso.claims.marks.status import ReportedState
from sayso.claims.statement import Stance, StatementKind
from sayso.cli.exits import Command
from sayso.cli.options import (
    DEFAULT_LEDGER,
    SORTS,
    AsJson,
    KindIs,
    LedgerPath,
    MinConfidence,
    Outlet,
    Since,
    StanceIs,
    Until,
    Unveil,
    Veil,
    chosen,
    examples,
)
from sayso.errors import UsageError
from sayso.export.columns import Form, Table

app = typer.Typer()

Paths = Annotated[
    bool,
    typer.Option("--paths", help="Say of files on this machine in which folders they lie, too; without it, their names alone."),
]


@app.command(
    cls=Command,
    epilog=examples(
        "sayso export statements.csv --speaker Corvath",
        "sayso export figures.parquet --sort killed --since 2025-03-11",
        "sayso export tables/ --as jsonl",
        "sayso export dam.jsonld --words dam",
        "sayso export - --as csv --what figures --status unverified | head",
        "sayso export --proof dam.zip --words dam",
    ),
)
def export(
    to: Annotated[
        str | None,
        typer.Argument(
            metavar="TO",
            help="A file, whose ending says what to write; a folder (ending in /) for all tables; - for standard output.",
            show_default=False,
        ),
    ] = None,
    what: Annotated[
        list[str] | None,
        typer.Option(
            "--what",
            metavar="TABLE",
            help=f"Which tables: {', '.join(Table)}. Without it, the one that the file is named after; else figures where only "
            "these are asked for, or statements.",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--as", metavar="FORM", help=f"In what form, if the ending does not say so: {', '.join(Form)}."),
    ] = None,
    speaker: Annotated[
        list[str] | None, typer.Option("--speaker", "-s", metavar="NAME", help="On the word of a speaker of this name.")
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option(
            "--words", "-w", metavar="WORDS", help="Statements with all these words in them, as sayso statements takes them."
        ),
    ] = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    page: Annotated[
        str | None,
        typer.Option("--page", metavar="PAGE", help="On this page: its id, name, URL or file, or words of its headline."),
    ] = None,
    stance: StanceIs = None,
    kind: KindIs = None,
    min_confidence: MinConfidence = 0.0,
    sort: Annotated[
        list[str] | None,
        typer.Option("--sort", metavar="SORT", help=f"Figures, by what happened to what is counted: {', '.join(Sort)}."),
    ] = None,
    counts: Annotated[
        list[str] | None,
        typer.Option("--counts", "-c", metavar="WORDS", help="Figures with all these words in what is counted."),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option("--place", metavar="NAME", help="Figures at a place of this name, or in the country of this code."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Figures of this day, month or year: 2025-03-11.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option("--status", metavar="STATUS", help=f"As reported: {', '.join(ReportedState)}.")
    ] = None,
    unattributed: Annotated[bool, typer.Option("--unattributed", help="Only figures for which nobody is named.")] = False,
    proof: Annotated[
        str | None,
        typer.Option(
            "--proof", metavar="FOLDER|FILE.zip", help="Write evidence that can be checked without sayso, in place of TO."
        ),
    ] = None,
    timestamp: Annotated[
        str | None, typer.Option("--timestamp", metavar="URL", help="With --proof: have a service of RFC 3161 stamp it.")
    ] = None,
    clear: Annotated[
        bool,
        typer.Option(
            "--clear", help="With --proof: take in pages with names that are withheld as they are; it is noted who did."
        ),
    ] = False,
    sure: Annotated[
        bool, typer.Option("--yes", help="With --proof: do not ask before names or paths are written in the clear.")
    ] = False,
    paths: Paths = False,
    empty: Annotated[
        bool, typer.Option("--empty", help="Write the file also where nothing answers, so that a script finds one.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over what lies there.")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a mark by which Excel knows UTF-8.")] = False,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Write what a ledger holds to a file, in a form that other programs read.

    As tables (CSV, JSON lines, Parquet), linked data (JSON-LD), web annotations, or HXL; docs/exports.md tells every column. The
    filters are those of sayso statements and sayso figures; what only figures have brings the statements on whose word they
    stand, and what only statements have brings the figures that stand on theirs. The scope stands in the file or beside it.
    Private people's names are withheld as they are everywhere, sealed pages are left out, and nothing is written over without
    --force; where nothing answers a filter, nothing is written. Of files on this machine an export says the name and not the
    folders, unless --paths is given; a bundle needs them, for its digests are over them, and asks. With --proof, archived
    pages, texts, entries and chains go into one folder or zip with a program that checks them without sayso.
    """
    from sayso.cli.exported import Proving, Wanted, export_to, prove
    from sayso.cli.withheld import wish_of
    from sayso.export.selection import Asked
    from sayso.ledger.answers import StatementFilter
    from sayso.ledger.reported import FigureFilter

    if (to is None) == (proof is None):
        raise UsageError("Say where to: sayso export FILE, or sayso export --proof FILE.zip")
    outlets, speakers = tuple(outlet or ()) or None, tuple(speaker or ()) or None
    asked = Asked(
        statements=StatementFilter(
            speaker=speakers,
            words=" ".join(words) if words else None,
            outlet=outlets,
            since=since,
            until=until,
            page=page,
            stance=chosen("--stance", stance, Stance),
            kind=chosen("--kind", kind, StatementKind),
            min_confidence=min_confidence or None,
        ),
        figures=FigureFilter(
            sort=chosen("--sort", [SORTS.get(word.casefold(), word) for word in sort or ()], Sort),
            counts=tuple(counts or ()) or None,
            place=tuple(place or ()) or None,
            speaker=speakers,
            outlet=outlets,
            since=since,
            until=until,
            page=page,
            as_of=as_of,
            unattributed=unattributed,
        ),
        status=chosen("--status", [state.replace("-", " ") for state in status or ()], ReportedState) or (),
    )
    if proof is not None:
        if what or form or bom:
            raise UsageError("--proof has a form of its own: leave out --what, --as and --bom")
        if clear and (veil or unveil):
            raise UsageError("--clear takes names in as they are; leave out --veil and --unveil")
        if unveil:
            raise UsageError("With --proof, names that are withheld are taken in with --clear, which asks first")
        wish = wish_of(veil=veil, unveil=clear)
        how = Proving(proof, timestamp, sure=sure, paths=paths, empty=empty, force=force)
        raise typer.Exit(prove(ledger, asked, how, wish=wish, as_json=as_json))
    if timestamp or clear:
        raise UsageError("--timestamp and --clear belong to --proof")
    assert to is not None
    tables = chosen("--what", what, Table) or ()
    forms = chosen("--as", [form] if form else None, Form)
    wanted = Wanted(to, tables, forms[0] if forms else None, force=force, bom=bom, paths=paths, empty=empty)
    raise typer.Exit(export_to(ledger, asked, wanted, wish=wish_of(veil=veil, unveil=unveil), as_json=as_json))


@app.command(
    cls=Command,
    epilog=examples("sayso cite 3d68823580f6", "sayso cite 3d68823580f6 --bibtex >> sources.bib"),
)
def cite(
    entry: Annotated[
        str,
        typer.Argument(
            metavar="ENTRY",
            help="An entry's id, or six or more digits of it, as --ids of sayso statements, figures and show prints it.",
        ),
    ],
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print it for BibTeX instead.")] = False,
    paths: Paths = False,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Cite a statement, figure or mark: who, what, where it was published, when it was seen, and where it stands.

    With the digests of the archived page, by which anybody can tell that it is the same. Where the same text stands on several
    pages, each is cited.
    """
    from sayso.cli.exported import cite_entry
    from sayso.cli.withheld import wish_of

    if bibtex and as_json:
        raise UsageError("--json and --bibtex are two forms of one output; give one of them")
    cite_entry(ledger, entry, bibtex=bibtex, paths=paths, wish=wish_of(veil=veil, unveil=unveil), as_json=as_json)


@app.command(cls=Command, epilog=examples("sayso verify dam.zip", "sayso verify dam/ --json"))
def verify(
    bundle: Annotated[str, typer.Argument(metavar="BUNDLE", help="A folder or zip that sayso export --proof wrote.")],
    as_json: AsJson = False,
) -> None:
    """Check a bundle of evidence that somebody gave you, with the verifier of this sayso rather than the one inside.

    Each file, citation and link that does not match is named, and what cannot be checked is said. Without sayso the same is done
    by python3 verify.py in the bundle.
    """
    from sayso.cli.exported import verify_bundle

    raise typer.Exit(verify_bundle(bundle, as_json=as_json))
