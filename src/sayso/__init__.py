"""sayso: on whose say-so? A ledger of the claims in news coverage.

    >>> import sayso
    >>> report = sayso.read("page.html")                    # one page: a file, or a Page, or a Document
    >>> for statement in report.statements:
    ...     print(statement.speaker.name, "|", sayso.words_of(statement.content, report.page.text))

    >>> for report in sayso.read_all("articles/", "more/*.jsonl"):      # many pages: files, folders, globs, archives
    ...     print(report.page.headline, len(report.statements))

    >>> with sayso.open_ledger("sayso.db") as ledger:
    ...     ledger.who("Ada Ruiz")                          # everything that a speaker said, by date

Every statement points at exact characters of the page: ``report.page.text[span.start:span.end]``. sayso never says what is
true; it says who says so. The words of this module are explained in ``docs/glossary.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.errors import (
    LedgerBusy,
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
from sayso.page.page import Block, Dated, Document, Kind, Page, Role, State
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Pieces, Span, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sayso.ledger.ledger import Ledger

__version__ = "0.1.0"
