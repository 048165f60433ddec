"""The commands of ``sayso``, their arguments and options. What they do lies below; what they show lies beside this module."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.claims.figure import Sort
from sayso.claims.marks.status import ReportedState
from sayso.claims.statement import Stance, StatementKind
from sayso.cli import exporting, gathering, media, neighbours, scaling, together, watching
from sayso.cli.exits import Command, Commands
from sayso.cli.options import (
    DEFAULT_LEDGER,
    SORTS,
    AsJson,
    Ids,
    KindIs,
    LedgerPath,
    Limit,
    MinConfidence,
    NewLedgerPath,
    Outlet,
    Since,
    StanceIs,
    Targets,
    Until,
    Unveil,
    Veil,
    chosen,
    examples,
)
from sayso.errors import UsageError

app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        from sayso import __version__

        typer.echo(f"sayso {__version__}")
        raise typer.Exit


@app.callback(
    epilog=examples(
        "sayso read page.html              who says what on a page",
        "sayso add articles/               keep pages in a ledger",
        "sayso who Corvath                 all that a speaker said, by date",
        "sayso demo                        see it at work on a sample collection",
    )
)
def root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """On whose say-so? Reads news pages and keeps a ledger of who says what, in which words, and where.

    sayso never says what is true; it says who says so.
    """


@app.command(
    cls=Command,
    epilog=examples(
        "sayso read page.html",
        "sayso read page.html --marked | less -R",
        "sayso read 'articles/**/*.html' --json > readings.jsonl",
        "cat article.txt | sayso read -",
    ),
)
def read(
    targets: Targets,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the reading format: one JSON object a page, a line each.")
    ] = False,
    marked: Annotated[bool, typer.Option("--marked", help="Show the whole page with its statements marked in it.")] = False,
    min_confidence: MinConfidence = 0.0,
    veil: Veil = False,
    unveil: Unveil = False,
) -> None:
    """Read pages and show who says what on them.

    Nothing is kept; sayso add does that. Each statement has its speaker, the words that report, what is said, word for word, and
    its place on the page. A speaker that the page leaves open stays unresolved. Private people's names are withheld on pages that
    show prisoners of war.
    """
    from sayso.cli.reading import read_pages
    from sayso.cli.withheld import wish_of

    wish = wish_of(veil=veil, unveil=unveil)
    raise typer.Exit(read_pages(targets, as_json=as_json, marked=marked, least=min_confidence, wish=wish))


@app.command(
    cls=Command,
    epilog=examples(
        "sayso add articles/",
        "sayso add articles.jsonl 'more/*.html' --ledger halvery.db",
        "export SAYSO_LEDGER=~/desk.db; sayso add page.html",
    ),
)
def add(
    targets: Targets,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name every page that could not be read or is in doubt.")
    ] = False,
    ledger: NewLedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Read pages into a ledger, which is made if there is none.

    The bytes of each page are archived as they are, with everything that was read off them. The same bytes added again are noted
    as seen again, and nothing else. After Ctrl-C, or if the machine goes down, the same command goes on where it stopped.
    """
    from sayso.cli.adding import add_pages

    raise typer.Exit(add_pages(targets, ledger, verbose=verbose, as_json=as_json))


@app.command(
    cls=Command,
    epilog=examples(
        "sayso statements --words dam --stance denying",
        "sayso statements --words '\"shelled the dam\" -Vostra'",
        "sayso statements --speaker Corvath --since 2025-03-12 --json",
    ),
)
def statements(
    speaker: Annotated[
        list[str] | None,
        typer.Option("--speaker", "-s", metavar="NAME", help="Said by a speaker of this name."),
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option(
            "--words",
            "-w",
            metavar="WORDS",
            help='With all these words in it: bomb* begins so, "in a row" in quotes, dam OR bridge either, -dam without.',
        ),
    ] = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    stance: StanceIs = None,
    kind: KindIs = None,
    min_confidence: MinConfidence = 0.0,
    ids: Ids = False,
    limit: Limit = 50,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Find statements in a ledger.

    By speaker, words, outlet, date of publication, stance and kind; all that is asked for must hold, and of an option given more
    than once any one. The newest page comes first. Every answer ends with what was looked through for it. Names that are spelt
    otherwise are proposed, never counted in.
    """
    from sayso.cli.asking import ask
    from sayso.cli.withheld import wish_of
    from sayso.ledger.answers import StatementFilter

    asked = StatementFilter(
        speaker=tuple(speaker or ()) or None,
        words=" ".join(words) if words else None,
        outlet=tuple(outlet or ()) or None,
        since=since,
        until=until,
        stance=chosen("--stance", stance, Stance),
        kind=chosen("--kind", kind, StatementKind),
        min_confidence=min_confidence or None,
        limit=limit or None,
    )
    ask(ledger, asked, wish=wish_of(veil=veil, unveil=unveil), as_json=as_json, ids=ids)


@app.command(
    cls=Command,
    epilog=examples(
        "sayso figures --sort killed",
        "sayso figures --sort missing --until 2025-03-11 --unattributed",
        "sayso figures --sort killed --series",
        "sayso figures --speaker Dorrin --csv -n 0 > dorrin.csv",
    ),
)
def figures(
    sort: Annotated[
        list[str] | None,
        typer.Option("--sort", metavar="SORT", help=f"What happened to what is counted: {', '.join(Sort)}."),
    ] = None,
    counts: Annotated[
        list[str] | None,
        typer.Option("--counts", "-c", metavar="WORDS", help="With all these words in what is counted; troop* begins so."),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option("--place", metavar="NAME", help="At a place of this name, or in the country of this code (UA)."),
    ] = None,
    speaker: Annotated[
        list[str] | None,
        typer.Option("--speaker", "-s", metavar="NAME", help="On the word of a speaker of this name, through whosever hands."),
    ] = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Of this day, month or year, by its words or else by its page: 2025-03-11."),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help=f"As reported: {', '.join(ReportedState)}."),
    ] = None,
    unattributed: Annotated[
        bool, typer.Option("--unattributed", help="Only those for which nobody is named: the page's own, or nobody's.")
    ] = False,
    page: Annotated[
        str | None,
        typer.Option("--page", metavar="PAGE", help="On this page: its id, name, URL or file, or words of its headline."),
    ] = None,
    series: Annotated[
        bool, typer.Option("--series", help="Draw the numbers of each source over time, with low and high.")
    ] = False,
    ids: Ids = False,
    limit: Limit = 50,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for spreadsheets instead of text.")] = False,
) -> None:
    """Find the numbers that are claimed in a ledger, and on whose word.

    By what happened, what is counted, when, place, speaker, outlet, date of publication and status as reported; all that is asked
    for must hold, and of an option given more than once any one. The lowest and the highest number of each sort are named with
    the words in which they are printed: by whom, as of when, and what is said about verification. A vague word such as dozens is
    compared with others by what it must mean, but shown as the word that it is.
    """
    from sayso.cli.figures import ask_figures
    from sayso.cli.withheld import wish_of
    from sayso.ledger.reported import FigureFilter

    if as_json and as_csv:
        raise UsageError("--json and --csv are two forms of one output; give one of them")
    asked = FigureFilter(
        sort=chosen("--sort", [SORTS.get(word.casefold(), word) for word in sort or ()], Sort),
        counts=tuple(counts or ()) or None,
        place=tuple(place or ()) or None,
        speaker=tuple(speaker or ()) or None,
        outlet=tuple(outlet or ()) or None,
        since=since,
        until=until,
        as_of=as_of,
        status=chosen("--status", [state.replace("-", " ") for state in status or ()], ReportedState),
        unattributed=unattributed,
        page=page,
        limit=limit or None,
    )
    wish = wish_of(veil=veil, unveil=unveil)
    ask_figures(ledger, asked, wish=wish, series=series, as_json=as_json, as_csv=as_csv, ids=ids)


@app.command(cls=Command, epilog=examples("sayso who Corvath", "sayso who 'Interior Ministry' --since 2025-03-12", "sayso who"))
def who(
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="A name, or whole words of one: a surname will do.", show_default=False),
    ] = None,
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = 0.0,
    limit: Limit = 0,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show everything that a speaker said, by date, oldest first.

    Under all names that are taken for the speaker's, with the reason for each: a spelling, an acronym that a page spells out, a
    decision of yours. Several speakers may share a name; each statement says whose it is. A surname, an office or a ministry of
    nobody in particular is never taken for one; names that may be meant are proposed, with the command that joins them. Without a
    name, lists all speakers that are named, those who said most first.
    """
    from sayso.cli.asking import ask_who, list_speakers
    from sayso.cli.withheld import wish_of
    from sayso.ledger.answers import StatementFilter

    asked = StatementFilter(
        speaker=" ".join(name) if name else None,
        since=since,
        until=until,
        min_confidence=min_confidence or None,
        oldest_first=True,
        limit=limit or None,
    )
    wish = wish_of(veil=veil, unveil=unveil)
    if not name:
        list_speakers(ledger, asked, wish=wish, as_json=as_json)
    else:
        ask_who(ledger, asked, wish=wish, as_json=as_json)


@app.command(cls=Command, epilog=examples("sayso pages", "sayso pages --outlet 'Meridian Press' --since 2025-03-12"))
def pages(
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """List the pages of a ledger, newest first.

    Each with its id, by which sayso show finds it. Those that could not be read are listed too, with the reason.
    """
    from sayso.cli.asking import list_pages
    from sayso.cli.withheld import wish_of
    from sayso.ledger.answers import StatementFilter

    list_pages(
        ledger,
        StatementFilter(outlet=tuple(outlet or ()) or None, since=since, until=until, limit=limit or None),
        wish=wish_of(veil=veil, unveil=unveil),
        as_json=as_json,
    )


@app.command(
    cls=Command,
    epilog=examples(
        "sayso show meridian-dam-burst",
        "sayso show meridian-dam-burst --all",
        "sayso show 'wall of water' --json",
        "sayso show 3fa94c12",
    ),
)
def show(
    page: Annotated[
        str,
        typer.Argument(metavar="PAGE", help="Its id as sayso pages prints it, its name, URL or file, or words of its headline."),
    ],
    unfold: Annotated[bool, typer.Option("--all", help="Show menus, credits and links to other articles too.")] = False,
    ids: Ids = False,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show a page of a ledger with its statements marked in it.

    Where several pages go by what is given, they are listed with their ids. Private people's names are withheld on a page that
    shows prisoners of war.
    """
    from sayso.cli.asking import show_page
    from sayso.cli.withheld import wish_of

    show_page(ledger, page, unfold=unfold, wish=wish_of(veil=veil, unveil=unveil), as_json=as_json, ids=ids)


app.add_typer(gathering.app)
app.add_typer(watching.app)
app.add_typer(together.app)
app.add_typer(media.app)
app.add_typer(exporting.app)
app.add_typer(scaling.app)
app.add_typer(neighbours.app)


@app.command(cls=Command, epilog=examples("sayso audit", "sayso audit --ledger halvery.db --json"))
def audit(ledger: LedgerPath = DEFAULT_LEDGER, as_json: AsJson = False) -> None:
    """Check that a ledger was not changed.

    Recomputes every digest and every citation, and changes nothing. A ledger that somebody edited, or that a disk damaged, does
    not pass.
    """
    from sayso.cli.checking import check

    raise typer.Exit(check(ledger, as_json=as_json))


@app.command(
    cls=Command,
    epilog=examples(
        "sayso seal 3fa94c12 --reason 'names the street of a witness'",
        "sayso seal 3fa94c12 --reason 'asked for by the family' --by 'Rhea Venn' --yes",
    ),
)
def seal(
    page: Annotated[
        str,
        typer.Argument(metavar="PAGE", help="Its id as sayso pages prints it, its name, URL or file, or words of its headline."),
    ],
    reason: Annotated[
        str, typer.Option("--reason", "-r", metavar="WORDS", help="Why; it stays on the tombstone, so name nobody in it.")
    ],
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help="Who seals, as the tombstone says it; without it, your login name."),
    ] = None,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Withdraw a page that endangers somebody, for good.

    Its text, archived bytes, entries and index rows go from the whole file, to the last byte. A tombstone stays: ids and digests,
    who, when and why; the audit accepts it, and the same bytes are not added again. This cannot be undone.
    """
    from sayso.cli.sealing import seal_page

    raise typer.Exit(seal_page(ledger, page, reason=reason, by=by, sure=sure, as_json=as_json))


@app.command(cls=Command, epilog=examples("sayso demo", "sayso demo --ledger halvery.db"))
def demo(
    ledger: Annotated[
        str | None, typer.Option("--ledger", "-l", metavar="PATH", help="Keep the ledger here; without it, it is thrown away.")
    ] = None,
) -> None:
    """See sayso at work on a sample collection.

    Reads the collection into a ledger and asks it three questions. The collection tells of one invented event over three days, in
    the pages of invented outlets.
    """
    from sayso.cli.tour import tour

    raise typer.Exit(tour(ledger))
