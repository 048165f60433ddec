"""Read and add: the two uses of sayso that all faces share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from sayso.claims.report import RULES, Report
from sayso.claims.reported import report_of
from sayso.errors import PageSealed, SaysoError
from sayso.ledger.ledger import Ledger, Outcome, Run, Standing
from sayso.page.page import Document, Page, State
from sayso.page.pages import pages_of
from sayso.reading.reading import Reading
from sayso.sources.files import Reached
from sayso.text import digest

DOCUMENTS_AT_ONCE = 16
"""So many are handed to the model together, which is faster; they are still added one by one."""

BYTES_AT_ONCE = 16 * 1024 * 1024
"""Fewer than that many, where they have more bytes than this."""


class PageReader(Protocol):
    """What finds attributions in pages; ``sayso.reading.reader.Reader`` is one."""

    @property
    def name(self) -> str:
        """Name and version of the model."""

    def read(self, page: Page) -> Reading:
        """The reading of one page."""

    def read_many(self, pages: Iterable[Page]) -> Iterator[Reading]:
        """The readings of pages, in order."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A page on which sayso itself failed: the rest of the batch goes on without it."""

    name: str
    seen: str
    words: str


OnTrouble = Callable[[Trouble], None]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one document: how the ledger stood to it before, what was added, and its pages where they were made."""

    document: Document
    standing: Standing
    outcome: Outcome
    reports: Sequence[Report] = ()

    @property
    def words(self) -> int:
        """Words of text that were made into pages and read."""
        return sum(len(report.page.text.split()) for report in self.reports)


@dataclass(slots=True)
class Summary:
    """What a run of ``add`` did."""

    documents: int = 0
    skipped: int = 0
    """Documents that this run had added before it was broken off."""
    pages: int = 0
    """New pages."""
    sightings: int = 0
    """New sightings of bytes that were known and needed no reading."""
    readings: int = 0
    statements: int = 0
    figures: int = 0
    marks: int = 0
    words: int = 0
    """Words of all pages that were made and read."""
    states: Counter[State] = field(default_factory=Counter)
    """Of the pages that were made, how many are in which state."""
    troubles: list[Trouble] = field(default_factory=list)
    resumed: bool = False
    """Whether it went on with a run that was broken off."""
    interrupted: bool = False
    """Whether it was stopped before the end; what it added stays, and the same targets go on from there."""

    def note(self, added: Added) -> None:
        """Count one document in."""
        self.documents += 1
        self.skipped += added.standing is Standing.DONE
        self.sightings += added.standing is Standing.KNOWN and added.outcome.sighted
        self.pages += added.outcome.pages
        self.readings += added.outcome.readings
        self.statements += added.outcome.statements
        self.figures += added.outcome.figures
        self.marks += added.outcome.marks
        self.words += added.words
        self.states.update(report.page.state for report in added.reports)

    def join(self, other: Summary) -> None:
        """Count another run in."""
        for name in ("documents", "skipped", "pages", "sightings", "readings", "statements", "figures", "marks", "words"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.states.update(other.states)
        self.troubles += other.troubles
        self.resumed = self.resumed or other.resumed
        self.interrupted = self.interrupted or other.interrupted


def read(documents: Iterable[Document], reader: PageReader, *, on_trouble: OnTrouble | None = None) -> Iterator[Report]:
    """What the pages of documents say, in order.

    Where sayso itself fails on a page, that is told to ``on_trouble`` and its report is without statements; without
    ``on_trouble`` the failure is raised.
    """
    for _, reports in read_each(documents, reader, on_trouble=on_trouble):
        yield from reports


def read_each(
    documents: Iterable[Document], reader: PageReader, *, on_trouble: OnTrouble | None = None
) -> Iterator[tuple[Document, list[Report]]]:
    """Each document in order with the reports on its pages; see ``read``."""
    for group in _groups(documents):
        yield from _reports_of_each(group, reader, on_trouble)


def add(
    ledger: Ledger,
    documents: Iterable[Document] | Callable[[Reached], Iterable[Document]],
    reader: PageReader,
    *,
    targets: Sequence[str] = (),
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    on_page: Callable[[Added], None] | None = None,
) -> Summary:
    """Add documents to a ledger, each in a transaction of its own, and say what was done.

    Bytes that were read before by the same extractor, model and rules get a sighting and nothing else. ``targets`` are what the
    documents come from, as full paths or addresses: by them a run that was broken off is known and taken up again (see
    ``Ledger.begin``). Where ``documents`` can be begun in the middle of an archive, it is a function that gives them, and is told
    how far the run had come (see ``sayso.sources.files.documents``). A page on which sayso fails never stops the rest; Ctrl-C
    stops between two documents, with nothing half done.
    """
    run = ledger.begin(targets, at=now())
    summary = Summary(resumed=run.resumed)

    def reached(seen: str) -> list[str]:
        # a group is done before the next is begun, but in no order within it: one place more is in a group that is done
        last, before = ledger.reached(run, seen, last=DOCUMENTS_AT_ONCE + 1) if run.resumed else ([], 0)
        summary.skipped += before
        return last

    try:
        for group in _groups(documents(reached) if callable(documents) else documents):
            for added in add_group(ledger, group, reader, run=run, now=now, on_trouble=summary.troubles.append):
                summary.note(added)
                if on_page is not None:
                    on_page(added)
        ledger.end(run, at=now())
    except KeyboardInterrupt:
        summary.interrupted = True
    return summary


def add_group(
    ledger: Ledger,
    group: Sequence[Document],
    reader: PageReader,
    *,
    run: Run,
    now: Callable[[], datetime],
    on_trouble: OnTrouble,
) -> Iterator[Added]:
    """Add some documents, each in a transaction of its own; they are read together, which is faster."""
    to_read: list[tuple[Document, Standing]] = []
    for document in group:
        try:
            standing = ledger.standing(document, run=run, model=reader.name, rules=RULES, extractors=extractors_in_use())
        except PageSealed as refused:
            yield _refused(document, refused, on_trouble)
            continue
        if standing is Standing.DONE:
            yield Added(document, standing, Outcome(sighted=False))
        elif standing is Standing.KNOWN:
            yield Added(document, standing, ledger.sight(document, seen_at=now(), run=run))
        else:
            to_read.append((document, standing))
    read_now = _reports_of_each([document for document, _ in to_read], reader, on_trouble)
    for (_, standing), (document, reports) in zip(to_read, read_now, strict=True):
        try:
            outcome = ledger.record(document, reports, seen_at=now(), run=run)
        except PageSealed as refused:  # other bytes, but the text of one that was sealed
            yield _refused(document, refused, on_trouble)
            continue
        except ValueError as error:  # a statement that cites nothing, say: the page is kept without its reading
            on_trouble(_trouble(document, error))
            reports = [Report(report.page) for report in reports]
            outcome = ledger.record(document, reports, seen_at=now(), run=run)
        yield Added(document, standing, outcome, reports)


def _refused(document: Document, refused: PageSealed, on_trouble: OnTrouble) -> Added:
    on_trouble(Trouble(document.name, document.seen, str(refused)))
    return Added(document, Standing.SEALED, Outcome(sighted=False))


def _groups(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """So many documents together, or fewer where they are large: what is in memory at once is bounded."""
    group: list[Document] = []
    size = 0
    for document in documents:
        group.append(document)
        size += len(document.data)
        if len(group) == DOCUMENTS_AT_ONCE or size > BYTES_AT_ONCE:
            yield group
            group, size = [], 0
    if group:
        yield group


def _reports_of_each(
    documents: Sequence[Document], reader: PageReader, on_trouble: OnTrouble | None
) -> Iterator[tuple[Document, list[Report]]]:
    """The reports of each document, one a page, as soon as all pages of the document are read."""
    made = [(document, _pages_or_damaged(document, on_trouble)) for document in documents]
    readings = _readings([page for _, pages in made for page in pages if page.state is State.READ], reader)
    for document, pages in made:
        reports = []
        for page in pages:
            reading = next(readings) if page.state is State.READ else None
            if isinstance(reading, Reading):
                try:
                    reports.append(report_of(page, reading, rules=RULES))
                    continue
                except SaysoError:
                    raise
                except Exception as error:
                    reading = error
            if reading is not None:
                _tell(on_trouble, document, reading)
            reports.append(Report(page))
        yield document, reports


def _pages_or_damaged(document: Document, on_trouble: OnTrouble | None) -> list[Page]:
    try:
        return pages_of(document)
    except SaysoError:
        raise
    except Exception as error:
        _tell(on_trouble, document, error)
        trouble = _trouble(document, error)
        return [
            Page(
                name=document.name,
                blob=digest(document.data),
                text="",
                blocks=(),
                state=State.DAMAGED,
                extractor="none-1",  # no extractor in use has this name, so it is tried again when it is seen again
                url=document.url,
                outlet=document.outlet,
                note=trouble.words,
            )
        ]


def _readings(pages: Sequence[Page], reader: PageReader) -> Iterator[Reading | Exception]:
    """The readings of pages in order; in place of one that fails, why. If the model fails on many at once, they go one by one."""
    done = 0
    try:
        for reading in reader.read_many(pages):
            yield reading
            done += 1
    except SaysoError:
        raise
    except Exception:
        for page in pages[done:]:
            try:
                yield reader.read(page)
            except SaysoError:
                raise
            except Exception as error:
                yield error


def _tell(on_trouble: OnTrouble | None, document: Document, error: Exception) -> None:
    if on_trouble is None:
        raise error
    on_trouble(_trouble(document, error))


def _trouble(document: Document, error: Exception) -> Trouble:
    what = f"sayso failed on it ({type(error).__name__}: {error}); please report this with the page"
    return Trouble(document.name, document.seen, what)


def extractors_in_use() -> frozenset[str]:
    """The extractors in use: what an older one made is made again when it is seen again."""
    from sayso.page import html, pages, pdf, plain, post, record, transcript

    return frozenset(form.EXTRACTOR for form in (html, plain, record, post, pdf, transcript, pages))
