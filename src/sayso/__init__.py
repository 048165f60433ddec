"""sayso: on whose say-so? A ledger of the claims in news coverage.

    >>> import sayso
    >>> report = sayso.read("page.html")                             # one page
    >>> for statement in report.statements:
    ...     print(statement.speaker.name, "|", sayso.words_of(statement.content, report.page.text))

    >>> for report in sayso.read_all("articles/", "more/*.jsonl"):   # many: files, folders, globs, archives
    ...     print(report.page.headline, len(report.statements))

    >>> with sayso.open_ledger("sayso.db", create=True) as ledger:
    ...     sayso.add(ledger, "articles/")
    ...     for row in ledger.who("Corvath"):                        # everything that a speaker said, by date
    ...         print(row.published, row.outlet, row.content)

Every statement points at exact characters of the page: ``report.page.text[span.start:span.end]``. sayso never says what is true;
it says who says so. The words used here are explained in ``docs/glossary.md``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerTooNew,
    ModelDamaged,
    NoLedger,
    NotALedger,
    NotInLedger,
    PageUnreadable,
    SaysoError,
    SourceUnreadable,
    UsageError,
)
from sayso.ledger.answers import Count, PageRow, Scope, SpeakerRow, StatementFilter, StatementRow
from sayso.page.page import Block, Dated, Document, Kind, Page, Role, State
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Pieces, Span, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sayso.ledger.ledger import Ledger
    from sayso.pipeline import Added, Summary
    from sayso.reading.reader import Reader

__version__ = "0.1.0"

__all__ = [
    "Block",
    "Count",
    "Dated",
    "Document",
    "Kind",
    "Ledger",
    "LedgerBusy",
    "LedgerDamaged",
    "LedgerError",
    "LedgerTooNew",
    "ModelDamaged",
    "NoLedger",
    "NotALedger",
    "NotInLedger",
    "Page",
    "PageRow",
    "PageUnreadable",
    "Pieces",
    "Reason",
    "Report",
    "Role",
    "SaysoError",
    "Scope",
    "SourceUnreadable",
    "Span",
    "Speaker",
    "SpeakerKind",
    "SpeakerRow",
    "Stance",
    "State",
    "Statement",
    "StatementFilter",
    "StatementKind",
    "StatementRow",
    "Summary",
    "UsageError",
    "__version__",
    "add",
    "open_ledger",
    "read",
    "read_all",
    "read_text",
    "veiled",
    "words_of",
]


def read(target: str | Path | Document | Page) -> Report:
    """Who says what on one page.

    ``target`` is a file (HTML, plain text, or an archive of one article; gzip is opened), a ``Document`` (bytes that you have),
    or a ``Page``. A page that cannot be read gives a report without statements; its ``page.state`` and ``page.note`` say why.

    Raises:
        SourceUnreadable: the file cannot be opened.
        UsageError: the target holds several pages, or none; ``read_all`` reads those.
        ModelDamaged: the shipped model is missing or damaged.
    """
    from itertools import islice

    reports = list(islice(_reports(target), 2))
    if len(reports) != 1:
        raise UsageError(f"{target} holds {'several pages' if reports else 'no page'}; read_all reads folders and archives")
    return reports[0]


def read_text(text: str, *, name: str = "text", url: str | None = None, outlet: str | None = None) -> Report:
    """Who says what in a text that you have: an article as copied from a page, with its headline first if there is one.

    ``report.page.text`` is the text with CRLF turned to LF; all spans count its code points.
    """
    return read(Document(text.encode("utf-8", "replace"), Kind.PLAIN, name, "text", url=url, outlet=outlet))


def read_all(*targets: str | Path, on_trouble: Callable[[SourceUnreadable], None] | None = None) -> Iterator[Report]:
    """Who says what on many pages, one report a page, as they are read.

    A target is a file, a folder, a glob, an address of the web, an archive of articles (JSON lines, JSON, CSV), or ``-`` for
    standard input.
    A file that cannot be opened goes to ``on_trouble`` and the rest goes on.

    Raises:
        SourceUnreadable: a file cannot be opened and there is no ``on_trouble``.
        ModelDamaged: the shipped model is missing or damaged.
    """
    from sayso import pipeline
    from sayso.sources.files import documents

    return pipeline.read(documents(targets, on_trouble=on_trouble), _reader())


def add(
    ledger: Ledger,
    *targets: str | Path,
    on_trouble: Callable[[SourceUnreadable], None] | None = None,
    on_page: Callable[[Added], None] | None = None,
) -> Summary:
    """Adds pages to a ledger, each in a transaction of its own; bytes that it knows get a sighting and nothing else.

    ``targets`` and ``on_trouble`` are those of ``read_all``; what is fetched from the web is archived beside the ledger as it was
    sent (see ``sayso.gathering``). ``on_page`` is told what became of each document. A call that was
    broken off within the last day goes on where it stopped when it is made again with the same targets. A folder of parts, as
    ``sayso scale`` makes them, is added without reading again.

    Raises:
        SourceUnreadable: a file cannot be opened and there is no ``on_trouble``.
        LedgerBusy: another process is writing and does not come to an end.
        ModelDamaged: the shipped model is missing or damaged.
    """
    from pathlib import Path

    from sayso import pipeline
    from sayso.sources.files import PARTS, STANDARD_INPUT, documents

    parts = [str(target) for target in targets if (Path(target) / PARTS).is_file()]
    web = [str(target) for target in targets if "://" in str(target) and not Path(target).exists()]
    pages = [target for target in targets if str(target) not in (*parts, *web)]
    summary = pipeline.Summary()
    if pages or not (parts or web):
        full = [str(target) if str(target) == STANDARD_INPUT else str(Path(target).absolute()) for target in pages]
        summary = pipeline.add(
            ledger,
            lambda reached: documents(pages, on_trouble=on_trouble, reached=reached),
            _reader(),
            targets=full,
            on_page=on_page,
        )
    if web:
        from sayso.gathering import gather
        from sayso.sources.fetch.settings import Settings

        gathered = gather(ledger, web, _reader(), Settings.of_environment(), on_page=on_page)
        for failed in gathered.failed:
            error = SourceUnreadable(f"{failed.asked} could not be fetched: {failed.trouble}")
            if on_trouble is None:
                raise error
            on_trouble(error)
        summary.join(gathered.summary)
    for folder in parts:
        from sayso.scale.adding import add_parts

        summary.join(add_parts(ledger, folder, on_page=on_page))
    return summary


def veiled(report: Report, *, everywhere: bool = False) -> Report:
    """The report as it may be shown to others: names of private people replaced by tokens, its text and spans to match.

    What ``read`` and a ledger give to a program has all names, and so has its ``as_json``; a program that shows or publishes it
    calls this first. Only a page that shows prisoners of war is veiled, or with ``everywhere`` each that names private captives,
    dead or children. Where there is nothing to withhold, it is the report itself. The key of the tokens lies in the user's own
    settings, and is made there if there is none; ``ledger.shown`` does the same for all answers of a ledger.

    Raises:
        LedgerError: the key cannot be kept or read.
    """
    from sayso.ledger.veils import Veils, Wish

    return Veils.of_settings(Wish.ALWAYS if everywhere else Wish.PRISONERS, by="", face="python").report(report)


def open_ledger(path: str | Path, *, create: bool = False) -> Ledger:
    """Opens the ledger in the file at ``path``; with ``create``, makes one if there is none. Close it, or use ``with``.

    Raises:
        NoLedger: there is none and ``create`` is not set.
        NotALedger: the file is something else; LedgerDamaged: it cannot be read any more.
        LedgerTooNew: it was written by a newer sayso.
        LedgerBusy: another process is writing and does not come to an end.
    """
    from sayso.ledger import ledger

    return ledger.open_ledger(path, create=create)


def _reports(target: str | Path | Document | Page) -> Iterator[Report]:
    from sayso import pipeline
    from sayso.sources.files import documents

    if isinstance(target, Page):
        from sayso.claims.reported import report_of

        return iter([report_of(target, _reader().read(target)) if target.state is State.READ else Report(target)])
    return pipeline.read([target] if isinstance(target, Document) else documents([target]), _reader())


@cache
def _reader() -> Reader:
    from sayso.reading.reader import Reader

    return Reader.load()


def __getattr__(name: str) -> Any:
    """``Ledger`` and ``Summary`` only when they are asked for: their modules take long to import."""
    if name == "Ledger":
        from sayso.ledger.ledger import Ledger

        return Ledger
    if name == "Summary":
        from sayso.pipeline import Summary

        return Summary
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
