"""Reading over a cluster: the command, and how far it has come."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from sayso.cli.exits import Command, Exit
from sayso.cli.options import AsJson, Targets, examples

app = typer.Typer()


@app.command(
    cls=Command,
    epilog=examples(
        "sayso scale 'crawl/*.warc.gz' --to parts/ --workers 8",
        "sayso scale s3://bucket/crawl.warc.gz --to s3://bucket/parts --cluster auto",
        "sayso add parts/ --ledger desk.db",
    ),
)
def scale(
    targets: Targets,
    to: Annotated[
        str, typer.Option("--to", metavar="FOLDER", help="Where the Parquet files go: a folder, or an address such as s3://…")
    ],
    workers: Annotated[int, typer.Option("--workers", "-j", min=1, help="How many processes read, each on one core.")] = 2,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="A Ray cluster: auto, or ray://head:10001; without it, this machine."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read very many pages with Ray, on this machine or a cluster, into Parquet files.

    What comes out is the same as sayso add reads, to the character, and sayso add takes the folder without reading again; DuckDB
    and others read its files as they are. Broken off, the same command goes on with what is missing. Needs sayso[ray].
    """
    raise typer.Exit(_scale(targets, to, workers=workers, cluster=cluster, as_json=as_json))


def _scale(targets: list[str], to: str, *, workers: int, cluster: str | None, as_json: bool) -> Exit:
    from rich.text import Text

    from sayso.cli.exits import say
    from sayso.cli.phrases import counted
    from sayso.cli.reports import print_hanging
    from sayso.cli.terminal import console, print_json, safe
    from sayso.scale.cluster import Done, read_over_cluster

    began = time.monotonic()
    screen = console(stderr=True)

    def on_unit(done: Done, n: int, of: int) -> None:
        if screen.is_terminal:
            speed = done.words / max(time.monotonic() - began, 1e-6)
            screen.print(f"{n:,} of {counted(of, 'share')}, {done.documents:,} pages, {speed:,.0f} words a second", end="\r")

    if not screen.is_terminal:
        say(f"Reading with {counted(workers, 'worker')} into {to} …")
    done = read_over_cluster(targets, to, workers=workers, address=cluster, on_unit=on_unit)
    if as_json:
        told = {"documents": done.documents, "known": done.known, "words": done.words, "statements": done.statements}
        seconds = round(time.monotonic() - began, 1)
        print_json({"to": to, **told, "not_read": done.unread, "failed": done.failed, "seconds": seconds})
    else:
        out = console()
        read = done.documents - done.known
        print_hanging(
            out,
            Text(safe(f"{counted(read, 'page')} read into {to}, with {counted(done.statements, 'statement')}"), style="headline"),
        )
        if done.known:
            print_hanging(out, Text(f"  {counted(done.known, 'page')} stood there before", style="quiet"))
        if done.unread:
            words = f"  {counted(done.unread, 'page')} kept, but not read; sayso add tells why"
            print_hanging(out, Text(words, style="trouble"))
        if done.failed:
            words = f"  {counted(done.failed, 'thing')} failed and are kept aside in failed/, each with its reason"
            print_hanging(out, Text(words, style="trouble"))
        print_hanging(out, Text(safe(f"  Into a ledger: sayso add {to}"), style="quiet"))
    return Exit.UNREADABLE if done.failed or done.unread else Exit.FINE
