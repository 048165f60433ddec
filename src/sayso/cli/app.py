"""The commands of ``sayso``, their arguments and options. What they do lies below; what they show lies beside this module."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from sayso.claims.figure import Sort
from sayso.claims.marks.status import ReportedState
from sayso.claims.statement import Stance, StatementKind
from sayso.cli.exits import Command, Commands
from sayso.errors import UsageError

DEFAULT_LEDGER = "sayso.db"

app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

Targets = Annotated[
    list[str],
    typer.Argument(metavar="PAGE", help="A file, a folder, a glob in quotes, an archive of articles, or - for standard input."),
]
LedgerPath = Annotated[
    str, typer.Option("--ledger", "-l", metavar="PATH", envvar="SAYSO_LEDGER", help="The file that the ledger is kept in.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Outlet = Annotated[list[str] | None, typer.Option("--outlet", metavar="NAME", help="Published by an outlet of this name.")]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Published on this date or later: 2025-03-11, 2025-03 or 2025.")
]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Published on this date or earlier.")]
StanceIs = Annotated[
    list[str] | None, typer.Option("--stance", metavar="STANCE", help=f"How the cue reports: {', '.join(Stance)}.")
]
KindIs = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help=f"All, none or some of it in quotation marks: {', '.join(StatementKind)}."),
]
MinConfidence = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        metavar="SHARE",
        min=0,
        max=1,
        show_default=False,
        help="Only what is read with at least this confidence: 0.9 means that nine in ten such readings are right.",
    ),
]
Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=0, help="Show so many at most; 0 shows all.")]

Veil = Annotated[
    bool,
    typer.Option("--veil", help="Withhold the names of private captives, dead and children on all pages, whoever they are."),
]
Unveil = Annotated[
    bool, typer.Option("--unveil", help="Show the names that are withheld where prisoners of war are; it is noted who looked.")
]


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


_Choice = TypeVar("_Choice", bound=StrEnum)


_SORTS = {
    "dead": "killed",
    "deaths": "killed",
    "died": "killed",
    "wounded": "injured",
    "hurt": "injured",
    "arrested": "held",
    "captured": "held",
    "prisoners": "held",
    "detained": "held",
    "refugees": "displaced",
    "homeless": "displaced",
    "evacuated": "displaced",
}
"""Words that somebody may well ask with, and the sorts that they mean."""


def _chosen(option: str, given: list[str] | None, among: type[_Choice]) -> tuple[_Choice, ...] | None:
    """The values that an option names. Raises ``UsageError`` for what is none of them."""
    known = {value.value: value for value in among}
    for word in given or ():
        if word.casefold() not in known:
            close = get_close_matches(word.casefold(), known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise UsageError(f"{option}: {word!r} is not one of {', '.join(known)}{hint}")
    return tuple(known[word.casefold()] for word in given) if given else None


def _version(asked: bool) -> None:
    if asked:
        from sayso import __version__

        typer.echo(f"sayso {__version__}")
        raise typer.Exit


@app.callback(
    epilog=_examples(
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
    epilog=_examples(
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
    epilog=_examples(
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
    ledger: LedgerPath = DEFAULT_LEDGER,
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
    epilog=_examples(
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
        stance=_chosen("--stance", stance, Stance),
        kind=_chosen("--kind", kind, StatementKind),
        min_confidence=min_confidence or None,
        limit=limit or None,
    )
    ask(ledger, asked, wish=wish_of(veil=veil, unveil=unveil), as_json=as_json)


@app.command(
    cls=Command,
    epilog=_examples(
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
        sort=_chosen("--sort", [_SORTS.get(word.casefold(), word) for word in sort or ()], Sort),
        counts=tuple(counts or ()) or None,
        place=tuple(place or ()) or None,
        speaker=tuple(speaker or ()) or None,
        outlet=tuple(outlet or ()) or None,
        since=since,
        until=until,
        as_of=as_of,
        status=_chosen("--status", [state.replace("-", " ") for state in status or ()], ReportedState),
        unattributed=unattributed,
        page=page,
        limit=limit or None,
    )
    wish = wish_of(veil=veil, unveil=unveil)
    ask_figures(ledger, asked, wish=wish, series=series, as_json=as_json, as_csv=as_csv)


@app.command(cls=Command, epilog=_examples("sayso who Corvath", "sayso who 'Interior Ministry' --since 2025-03-12", "sayso who"))
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
    epilog=_examples(
        "sayso join Asten 'Grigor Asten' --by 'Rhea Venn' --reason 'there is one Asten in this'",
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

    [what] = _chosen("--about", [about], About) or (About.PEOPLE,)
    raise typer.Exit(decide_on(ledger, Verdict.JOIN, one, other, about=what, by=by, reason=reason, as_json=as_json))


@app.command(
    cls=Command,
    epilog=_examples(
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

    [what] = _chosen("--about", [about], About) or (About.PEOPLE,)
    raise typer.Exit(decide_on(ledger, Verdict.SPLIT, one, other, about=what, by=by, reason=reason, as_json=as_json))


@app.command(cls=Command, epilog=_examples("sayso undo 5c1d90ab --by 'Rhea Venn' --reason 'they are two after all'"))
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


@app.command(cls=Command, epilog=_examples("sayso decisions", "sayso decisions --about people --json"))
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

    raise typer.Exit(list_decisions(ledger, about=_chosen("--about", about, About) or tuple(About), as_json=as_json))


@app.command(cls=Command, epilog=_examples("sayso pages", "sayso pages --outlet 'Meridian Press' --since 2025-03-12"))
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
    epilog=_examples(
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

    show_page(ledger, page, unfold=unfold, wish=wish_of(veil=veil, unveil=unveil), as_json=as_json)


@app.command(
    cls=Command,
    epilog=_examples(
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
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Changed on this date or later: 2025-03-11, 2025-03 or 2025.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Changed on this date or earlier.")] = None,
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
    epilog=_examples(
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
    limit: Limit = 10,
    veil: Veil = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show how many origins stand behind a claim, as far as text and credits can be traced.

    Origins are wire services that pages credit, outlets that statements were made to or quoted from, and pages whose passage
    others have and credit. Pages that share the passage and credit nobody are one untraced origin. There may be fewer origins than
    are counted, for text that was written anew leaves no trace. Of a page: whom it credits, and which pages share its text.
    """
    from sayso.cli.origins import ask_origins
    from sayso.cli.withheld import wish_of
    from sayso.ledger.answers import PageFilter

    pages_asked = PageFilter(outlet=tuple(outlet or ()) or None, since=since, until=until)
    ask_origins(
        ledger,
        about,
        pages_asked,
        sorts=_chosen("--sort", [_SORTS.get(word.casefold(), word) for word in sort or ()], Sort) or (),
        counts=tuple(counts or ()),
        speaker=tuple(speaker or ()),
        limit=limit or None,
        wish=wish_of(veil=veil, unveil=unveil),
        as_json=as_json,
    )


@app.command(cls=Command, epilog=_examples("sayso link", "sayso link --watch 10 --ledger halvery.db"))
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


@app.command(
    cls=Command,
    epilog=_examples(
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
    limit: Limit = 20,
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
    epilog=_examples("sayso dossiers", "sayso dossiers 3fa94c12", "sayso dossiers people killed", "sayso dossiers --type figures --json"),
)
def dossiers(
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="DOSSIER", help="Its id, or that of an entry in it, or words of its title.", show_default=False),
    ] = None,
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Of figures or of statements only.")] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
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
        show_dossier(ledger, " ".join(name), wish=wish, as_json=as_json, limit=limit or None)
        return
    [of] = _chosen("--type", [type] if type else None, Type) or (None,)
    list_dossiers(ledger, PageFilter(since=since, until=until, limit=limit or None), type=of, wish=wish, as_json=as_json)


@app.command(
    cls=Command,
    epilog=_examples(
        "sayso series people killed",
        "sayso series 3fa94c12 --chart",
        "sayso series people killed --csv > killed.csv",
        "sayso series soldiers killed --csv --as casualty-claims",
    ),
)
def series(
    name: Annotated[
        list[str], typer.Argument(metavar="DOSSIER", help="The id of a dossier of figures, or of an entry in it, or words of its title.")
    ],
    chart: Annotated[bool, typer.Option("--chart", help="Draw each source's numbers over time.")] = False,
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

    Each with what it covers where that is not all, what is said about verification, how many traced origins stand behind it, and
    whether it is stale: the same source gives a newer one.
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
    show_series_of(ledger, " ".join(name), wish=wish, as_json=as_json, as_csv=as_csv, claims=columns is not None, chart=chart)


@app.command(
    cls=Command,
    epilog=_examples("sayso disputes", "sayso disputes --kind denied", "sayso disputes people killed --all", "sayso disputes --json"),
)
def disputes(
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="DOSSIER", help="The id of a dossier, or of an entry in it, or words of its title.", show_default=False),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Only: contradiction, denied, update, compatible, scope, period, reclassified, …"),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show also the differences that are no dispute.")] = False,
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Of figures or of statements only.")] = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    page: Annotated[str | None, typer.Option("--page", metavar="PAGE", help="Where one of the two stands on this page.")] = None,
    limit: Limit = 20,
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
    kinds = _chosen("--kind", kind, Kind) or (ORDER if every else DISPUTES)
    [of] = _chosen("--type", [type] if type else None, Type) or (None,)
    asked = PageFilter(outlet=tuple(outlet or ()) or None, since=since, until=until, page=page, limit=limit or None)
    wish = wish_of(veil=veil, unveil=unveil)
    ask_disputes(ledger, " ".join(name) if name else None, asked, kinds=kinds, type=of, wish=wish, as_json=as_json)


@app.command(cls=Command, epilog=_examples("sayso audit", "sayso audit --ledger halvery.db --json"))
def audit(ledger: LedgerPath = DEFAULT_LEDGER, as_json: AsJson = False) -> None:
    """Check that a ledger was not changed.

    Recomputes every digest and every citation, and changes nothing. A ledger that somebody edited, or that a disk damaged, does
    not pass.
    """
    from sayso.cli.checking import check

    raise typer.Exit(check(ledger, as_json=as_json))


@app.command(
    cls=Command,
    epilog=_examples(
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


@app.command(cls=Command, epilog=_examples("sayso demo", "sayso demo --ledger halvery.db"))
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
