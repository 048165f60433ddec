"""The commands that answer from what many pages tell together, and those by which people decide about links."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.claims.figure import Sort
from sayso.cli.exits import Command
from sayso.cli.options import (
    DEFAULT_LEDGER,
    SORTS,
    AsJson,
    AsOfSince,
    AsOfUntil,
    ChangedSince,
    ChangedUntil,
    LedgerPath,
    Limit,
    Outlet,
    Since,
    Until,
    Unveil,
    Veil,
    Why,
    chosen,
    examples,
)
from sayso.errors import UsageError

app = typer.Typer()


@app.command(
    cls=Command,
    epilog=examples(
        "sayso stories",
        "sayso stories meridian-dam-burst",
        "sayso stories --since 2025-03-12 --json",
    ),
)
def stories(
    page: Annotated[
        str | None,
        typer.Argument(
            metavar="PAGE",
            help="A story's id, or a page of it by its id, name, URL or file, or words of its headline.",
            show_default=False,
        ),
    ] = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 10,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show which pages are about the same event, and by which names and words they belong together.

    The newest story comes first; one that has a page of the outlet or the dates asked for is told whole. Of a page: the pages of
    its story, in order of time. Pages about the same event that name nothing in common are not found; a page may stand alone.
    """
    from sayso.cli.stories import list_stories, show_story
    from sayso.cli.withheld import wish_of
    from sayso.ledger.answers import PageFilter

    wish = wish_of(veil=veil, unveil=unveil)
    if page is not None:
        if outlet or since or until:
            raise UsageError("A story is told whole: give PAGE, or --outlet, --since and --until, but not both")
        show_story(ledger, page, wish=wish, as_json=as_json)
        return
    asked = PageFilter(outlet=tuple(outlet or ()) or None, since=since, until=until, limit=limit or None)
    list_stories(ledger, asked, wish=wish, as_json=as_json)


@app.command(
    cls=Command,
    epilog=examples(
        "sayso origins '31 people'",
        "sayso origins --sort killed --until 2025-03-11",
        "sayso origins harbor-ledger-wall-of-water",
        "sayso origins --counts captured --json",
    ),
)
def origins(
    about: Annotated[
        str | None,
        typer.Argument(
            metavar="WHAT",
            help="Words of a claim; or an entry's id as --json prints it; or a page by its id, name, URL or file.",
            show_default=False,
        ),
    ] = None,
    sort: Annotated[
        list[str] | None,
        typer.Option("--sort", metavar="SORT", help=f"Figures, by what happened to what is counted: {', '.join(Sort)}."),
    ] = None,
    counts: Annotated[
        list[str] | None,
        typer.Option(
            "--counts", "-c", metavar="WORDS", help="Figures with all these words in what is counted; troop* begins so."
        ),
    ] = None,
    speaker: Annotated[
        list[str] | None, typer.Option("--speaker", "-s", metavar="NAME", help="On the word of a speaker of this name.")
    ] = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 5,
    why: Why = False,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show how many origins stand behind a claim, as far as text and credits can be traced.

    Origins are wire services that pages credit, outlets that statements were made to or quoted from, and pages whose passage
    others have and credit. Pages that share the passage and credit nobody are one untraced origin. There may be fewer origins
    than are counted, for text that was written anew leaves no trace. Of a page: whom it credits, and which pages share its text.
    """
    from sayso.cli.origins import ask_origins
    from sayso.cli.withheld import wish_of
    from sayso.ledger.answers import PageFilter

    pages_asked = PageFilter(outlet=tuple(outlet or ()) or None, since=since, until=until)
    ask_origins(
        ledger,
        about,
        pages_asked,
        sorts=chosen("--sort", [SORTS.get(word.casefold(), word) for word in sort or ()], Sort) or (),
        counts=tuple(counts or ()),
        speaker=tuple(speaker or ()),
        limit=limit or None,
        wish=wish_of(veil=veil, unveil=unveil),
        as_json=as_json,
        why=why,
    )


@app.command(
    cls=Command,
    epilog=examples(
        "sayso changes",
        "sayso changes morrow-gazette-dam-v2",
        "sayso changes https://www.morrowgazette.example/world/2025/mar/11/ardovia-torrin-gorge-dam-collapse-halvery",
        "sayso changes meridian-dam-burst --story",
        "sayso changes --since 2025-03-11 --json",
    ),
)
def changes(
    page: Annotated[
        str | None,
        typer.Argument(
            metavar="PAGE",
            help="An address, or a page by its id, name or file, or words of its headline.",
            show_default=False,
        ),
    ] = None,
    story: Annotated[bool, typer.Option("--story", help="Of all pages about the same event as PAGE.")] = False,
    since: ChangedSince = None,
    until: ChangedUntil = None,
    outlet: Outlet = None,
    limit: Limit = 50,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show what changed between versions of a page, in what it claims.

    Pages of one address are versions of one document, and so are entries of a live page. Told are figures, bounds, marks,
    attributions, statements and the sense of headlines, with the words before and after, and whether the page says that it was
    changed. Moved paragraphs, typography and spelling are no changes. Without a page, all are shown, the oldest change first.
    """
    from sayso.cli.changes import show_changes
    from sayso.cli.withheld import wish_of
    from sayso.ledger.answers import PageFilter

    if story and page is None:
        raise UsageError("--story is the story of a page; name one: sayso changes PAGE --story")
    asked = PageFilter(outlet=tuple(outlet or ()) or None, since=since, until=until, limit=limit or None)
    show_changes(ledger, page, asked, story=story, wish=wish_of(veil=veil, unveil=unveil), as_json=as_json)


@app.command(
    cls=Command,
    epilog=examples(
        "sayso dossiers", "sayso dossiers 3fa94c12", "sayso dossiers people killed", "sayso dossiers --type figures --json"
    ),
)
def dossiers(
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="DOSSIER", help="Its id, or that of an entry in it, or words of its title.", show_default=False),
    ] = None,
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Of figures or of statements only.")] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 10,
    why: Why = False,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show which entries of many pages are about the same question.

    Figures that count the same, or a part of it, and statements about the same; the largest dossier comes first. Of one dossier:
    its entries in order of time, on whose word each is, and why it is joined. A dossier groups; it says nothing of what is right.
    """
    from sayso.cli.dossiers import list_dossiers, show_dossier
    from sayso.cli.withheld import wish_of
    from sayso.ledger.answers import PageFilter
    from sayso.stories.dossiers.dossier import Type

    wish = wish_of(veil=veil, unveil=unveil)
    if name:
        if since or until or type:
            raise UsageError("A dossier is told whole: give DOSSIER, or --type, --since and --until, but not both")
        show_dossier(ledger, " ".join(name), wish=wish, as_json=as_json, limit=limit or None, why=why)
        return
    [of] = chosen("--type", [type] if type else None, Type) or (None,)
    list_dossiers(ledger, PageFilter(since=since, until=until, limit=limit or None), type=of, wish=wish, as_json=as_json)


@app.command(
    cls=Command,
    epilog=examples(
        "sayso series people killed",
        "sayso series people killed --since 2025-03-12 --source ministry",
        "sayso series 3fa94c12 --chart",
        "sayso series people killed --csv > killed.csv",
        "sayso series soldiers killed --csv --as casualty-claims",
    ),
)
def series(
    name: Annotated[
        list[str],
        typer.Argument(metavar="DOSSIER", help="The id of a dossier of figures, or of an entry in it, or words of its title."),
    ],
    chart: Annotated[bool, typer.Option("--chart", help="Draw each source's numbers over time.")] = False,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="NAME", help="On the word of a source of this name, under any spelling."),
    ] = None,
    since: AsOfSince = None,
    until: AsOfUntil = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=0, help="Show so many sources at most; 0 shows all their numbers.")
    ] = 6,
    why: Why = False,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for spreadsheets instead of text.")] = False,
    columns: Annotated[
        str | None,
        typer.Option("--as", metavar="COLUMNS", help="With --csv: in the columns of a list of losses in a war, casualty-claims."),
    ] = None,
) -> None:
    """Show the numbers of a dossier by source and time.

    First the lowest and the highest, who stands behind them, and how many origins are traced. Then each source's, with what it
    covers where that is not all, what is said about verification, where it is traced to, and whether it is stale: the same source
    gives a newer one. --csv and --json have all of them, and the text those of six sources.
    """
    from sayso.cli.series import show_series_of
    from sayso.cli.withheld import wish_of

    if as_json and as_csv:
        raise UsageError("--json and --csv are two forms of one output; give one of them")
    if columns not in (None, "casualty-claims"):
        raise UsageError(f"--as: {columns!r} is not one of casualty-claims")
    if columns and not as_csv:
        raise UsageError("--as is for tables: give --csv too")
    wish = wish_of(veil=veil, unveil=unveil)
    show_series_of(
        ledger,
        " ".join(name),
        since=since,
        until=until,
        sources=tuple(source or ()),
        limit=limit or None,
        why=why,
        wish=wish,
        as_json=as_json,
        as_csv=as_csv,
        claims=columns is not None,
        chart=chart,
    )


@app.command(
    cls=Command,
    epilog=examples(
        "sayso disputes", "sayso disputes --kind denied", "sayso disputes people killed --all", "sayso disputes --json"
    ),
)
def disputes(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DOSSIER", help="The id of a dossier, or of an entry in it, or words of its title.", show_default=False
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind", metavar="KIND", help="Only: contradiction, denied, update, compatible, scope, period, reclassified, …"
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show also the differences that are no dispute.")] = False,
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Of figures or of statements only.")] = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    page: Annotated[str | None, typer.Option("--page", metavar="PAGE", help="Where one of the two stands on this page.")] = None,
    limit: Limit = 5,
    why: Why = False,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show where entries about the same question disagree, and how.

    Figures or statements of one dossier that cannot both hold, or of which one denies the other, each with its words, its source,
    outlet and date. With --all also later numbers, other scopes and periods, and words that only allow each other: these are no
    disputes. It is not said who is right.
    """
    from sayso.cli.disputes import DISPUTES, ORDER, ask_disputes
    from sayso.cli.withheld import wish_of
    from sayso.ledger.answers import PageFilter
    from sayso.stories.dossiers.dossier import Kind, Type

    if kind and every:
        raise UsageError("--kind names what is shown and --all shows every kind; give one of the two")
    kinds = chosen("--kind", kind, Kind) or (ORDER if every else DISPUTES)
    [of] = chosen("--type", [type] if type else None, Type) or (None,)
    asked = PageFilter(outlet=tuple(outlet or ()) or None, since=since, until=until, page=page, limit=limit or None)
    wish = wish_of(veil=veil, unveil=unveil)
    ask_disputes(ledger, " ".join(name) if name else None, asked, kinds=kinds, type=of, wish=wish, as_json=as_json, why=why)


@app.command(cls=Command, epilog=examples("sayso link", "sayso link --watch 10 --ledger halvery.db"))
def link(
    watch: Annotated[
        float | None,
        typer.Option(
            "--watch", metavar="SECONDS", min=0.1, help="Link again every so many seconds what was added meanwhile, until Ctrl-C."
        ),
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Make all links again; nothing but time is lost by it.")] = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Link pages: find stories, copies, people, versions and dossiers among them.

    The commands that answer from links do this first by themselves, for what was added since. In a large ledger do it in the
    background of adding, in another terminal, with --watch. It can be broken off at any time and goes on from there, and the
    outcome does not depend on the order in which pages were added.
    """
    from sayso.cli.linking import link_pages

    raise typer.Exit(link_pages(ledger, anew=anew, watch=watch, as_json=as_json))


AboutWhat = Annotated[
    str, typer.Option("--about", metavar="WHAT", help="What is decided on: people, copies (two pages) or dossiers (two entries).")
]
OnesName = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides; the name stays with the decision.")]
ReasonWhy = Annotated[str, typer.Option("--reason", "-r", metavar="WORDS", help="Why; it stays with the decision.")]
End = Annotated[
    str, typer.Argument(metavar="WHO", help="A speaker's name, or 'NAME @ PAGE'; with --about, a page or an entry's id.")
]


@app.command(
    cls=Command,
    epilog=examples(
        "sayso join 'M. Corvath' 'Milena Corvath' --by 'Rhea Venn' --reason 'both are the interior minister'",
        "sayso join 'Ada Ruiz @ 3fa94c12' 'Ada Ruiz @ 9d44a771' --by 'Rhea Venn' --reason 'the same mayor'",
        "sayso join 3fa94c12 9d44a771 --about copies --by 'Rhea Venn' --reason 'one press release'",
    ),
)
def join(
    one: End,
    other: End,
    by: OnesName,
    reason: ReasonWhy,
    about: AboutWhat = "people",
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Decide that two speakers are one.

    Or that two pages are copies, or two entries of one dossier. What sayso found stays as it is; the decision is one link more,
    is kept with your name and reason, and can be taken back with sayso undo.
    """
    from sayso.cli.deciding import decide_on
    from sayso.ledger.decisions import About, Verdict

    [what] = chosen("--about", [about], About) or (About.PEOPLE,)
    raise typer.Exit(decide_on(ledger, Verdict.JOIN, one, other, about=what, by=by, reason=reason, as_json=as_json))


@app.command(
    cls=Command,
    epilog=examples(
        "sayso split 'Ada Ruiz @ 3fa94c12' 'Ada Ruiz' --by 'Rhea Venn' --reason 'a painter of that name'",
        "sayso split 'Coast Guard' 'Ardovian coast guard' --by 'Rhea Venn' --reason 'two services'",
    ),
)
def split(
    one: End,
    other: End,
    by: OnesName,
    reason: ReasonWhy,
    about: AboutWhat = "people",
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Decide that two speakers are not one.

    Or that two pages are no copies, or two entries not of one dossier. Of a group that holds both, each name goes with the one of
    the two to which fewer links lead; those that are as near to both go with neither. It can be taken back with sayso undo.
    """
    from sayso.cli.deciding import decide_on
    from sayso.ledger.decisions import About, Verdict

    [what] = chosen("--about", [about], About) or (About.PEOPLE,)
    raise typer.Exit(decide_on(ledger, Verdict.SPLIT, one, other, about=what, by=by, reason=reason, as_json=as_json))


@app.command(cls=Command, epilog=examples("sayso undo 5c1d90ab --by 'Rhea Venn' --reason 'they are two after all'"))
def undo(
    decision: Annotated[str, typer.Argument(metavar="ID", help="The decision's id as sayso decisions prints it.")],
    by: OnesName,
    reason: ReasonWhy,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Take a decision back.

    All is then as it was without it. The decision stays on record, with who took it back and why.
    """
    from sayso.cli.deciding import take_back

    raise typer.Exit(take_back(ledger, decision, by=by, reason=reason, as_json=as_json))


@app.command(cls=Command, epilog=examples("sayso decisions", "sayso decisions --about people --json"))
def decisions(
    about: Annotated[
        list[str] | None, typer.Option("--about", metavar="WHAT", help="Only those on people, copies or dossiers.")
    ] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """List what people decided: which two are one, which are not, and what was taken back.

    Oldest first, each with its id, who decided, when and why.
    """
    from sayso.cli.deciding import list_decisions
    from sayso.ledger.decisions import About

    raise typer.Exit(list_decisions(ledger, about=chosen("--about", about, About) or tuple(About), as_json=as_json))
