"""The commands by which pages come in from the web."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.exits import Command
from sayso.cli.options import DEFAULT_LEDGER, AsJson, NewLedgerPath, examples

app = typer.Typer()

IgnoreRobots = Annotated[
    bool,
    typer.Option(
        "--ignore-robots",
        help="Fetch what a site's robots.txt asks programs to leave alone, and do not ask for it; see that you may.",
    ),
]
AllowPrivate = Annotated[
    bool,
    typer.Option(
        "--allow-private", envvar="SAYSO_ALLOW_PRIVATE", help="Fetch from addresses of this machine and of private networks too."
    ),
]
Delay = Annotated[
    float,
    typer.Option(
        "--delay", metavar="SECONDS", min=0, max=3600, help="Between two requests to one host; a robots.txt may ask for more."
    ),
]
Contact = Annotated[
    str | None,
    typer.Option("--contact", metavar="WORDS", envvar="SAYSO_CONTACT", help="Whom a site may ask about you; it is told to each."),
]
Proxy = Annotated[
    str | None, typer.Option("--proxy", metavar="URL", envvar="SAYSO_PROXY", help="Ask through this proxy, as http://host:port.")
]
Certificates = Annotated[
    Path | None,
    typer.Option(
        "--certificates", metavar="FILE", envvar="SAYSO_CERTIFICATES", help="Trust the authorities in this file (PEM) instead."
    ),
]


@app.command(
    cls=Command,
    epilog=examples(
        "sayso fetch https://courier.example/flood",
        "sayso fetch addresses.txt --ledger halvery.db --contact desk@courier.example",
        "sayso fetch - --json < addresses.txt",
    ),
)
def fetch(
    addresses: Annotated[
        list[str],
        typer.Argument(metavar="ADDRESS", help="An address (https://…), a file with one a line, or - for standard input."),
    ],
    ignore_robots: IgnoreRobots = False,
    allow_private: AllowPrivate = False,
    delay: Delay = 1.0,
    contact: Contact = None,
    proxy: Proxy = None,
    certificates: Certificates = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name every address that failed and every page in doubt.")
    ] = False,
    ledger: NewLedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Fetch pages from the web into a ledger, which is made if there is none.

    All that goes over the wire is archived as WARC beside the ledger: requests, answers, redirects. A page that was fetched
    before is asked for only if it changed; each new version is kept. Sites are asked politely: robots.txt is kept to, one request
    at a time, with a pause. After Ctrl-C, or if the machine goes down, the same command goes on where it stopped.
    """
    from sayso.cli.fetching import fetch_pages
    from sayso.sources.fetch.settings import Settings

    settings = Settings(
        contact=contact,
        robots=not ignore_robots,
        allow_private=allow_private,
        proxy=proxy,
        delay=delay,
        certificates=certificates,
    )
    raise typer.Exit(fetch_pages(addresses, ledger, settings, verbose=verbose, as_json=as_json))
