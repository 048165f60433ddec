"""The command by which pages keep coming in."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.exits import Command
from sayso.cli.gathering import AllowPrivate, Certificates, Contact, Delay, IgnoreRobots, Proxy
from sayso.cli.options import DEFAULT_LEDGER, AsJson, NewLedgerPath, examples
from sayso.errors import UsageError

app = typer.Typer()


@app.command(
    cls=Command,
    epilog=examples(
        "sayso watch feeds.txt",
        "sayso watch desk.toml --once --link --ledger halvery.db",
        "sayso watch desk.toml --check",
    ),
)
def watch(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="What to watch: addresses of feeds, lists and pages, one a line; TOML; or OPML.")
    ],
    once: Annotated[bool, typer.Option("--once", help="Look once at what is due, and end; for cron.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Say what each feed and list is and what would be taken, and fetch no pages.")
    ] = False,
    link: Annotated[bool, typer.Option("--link", help="After each round, link what came in, as sayso link does.")] = False,
    ignore_robots: IgnoreRobots = False,
    allow_private: AllowPrivate = False,
    delay: Delay = 1.0,
    contact: Contact = None,
    proxy: Proxy = None,
    certificates: Certificates = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name every list, and every page that came or failed.")
    ] = False,
    ledger: NewLedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Keep a ledger up to date with feeds, sitemaps, lists and pages.

    Each is looked at every 15 minutes, or as the file says, and more seldom where it fails or asks for that. New pages are
    fetched; those of the last days are looked at again, ever more seldom, so that silent changes show: see sayso changes. With
    --json, each look is a line of JSON. Ctrl-C ends it at any time, and the same command goes on from there.
    """
    from sayso.cli.watched import check_plan, watch_plan
    from sayso.sources.fetch.settings import Settings

    if once and check:
        raise UsageError("--check fetches no pages and --once does; give one of the two")
    settings = Settings(
        contact=contact,
        robots=not ignore_robots,
        allow_private=allow_private,
        proxy=proxy,
        delay=delay,
        certificates=certificates,
    )
    if check:
        raise typer.Exit(check_plan(file, ledger, settings, verbose=verbose, as_json=as_json))
    raise typer.Exit(watch_plan(file, ledger, settings, once=once, link=link, verbose=verbose, as_json=as_json))
