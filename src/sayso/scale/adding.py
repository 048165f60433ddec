"""Parts into a ledger: what was read elsewhere is added without reading it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sayso.claims.report import RULES
from sayso.errors import PageSealed
from sayso.ledger.ledger import Ledger, Outcome, Run, Standing
from sayso.page.pages import pages_of
from sayso.pipeline import Added, Summary, Trouble, extractors_in_use
from sayso.scale.parts import Parts, Read, parts_in


def add_parts(
    ledger: Ledger,
    folder: str,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    on_page: Callable[[Added], None] | None = None,
) -> Summary:
    """Add all documents of a folder of parts to a ledger, each in a transaction of its own, with what was read off them.

    The pages are made again of the archived bytes: a document whose pages in the parts are others is left out, and is a trouble.
    The readings are taken as they are, under the model and rules that they name; their citations are cut anew from the pages.
    What a worker failed on is a trouble, too. Broken off, the same call goes on (see ``Ledger.begin``).

    Raises:
        SourceUnreadable: the folder holds no parts, or one of them is damaged.
    """
    parts = Parts(folder)
    run = ledger.begin([parts.folder], at=now())
    summary = Summary(resumed=run.resumed)
    try:
        for _, part in parts_in(parts):
            summary.troubles += [Trouble(failed.name, failed.seen, failed.words) for failed in part.failed]
            for read in part.read:
                added = _added(ledger, read, run=run, now=now, summary=summary)
                summary.note(added)
                if on_page is not None:
                    on_page(added)
        ledger.end(run, at=now())
    except KeyboardInterrupt:
        summary.interrupted = True
    return summary


def _added(ledger: Ledger, read: Read, *, run: Run, now: Callable[[], datetime], summary: Summary) -> Added:
    document, reports = read
    model = next((report.model for report in reports if report.model), "")
    rules = next((report.rules for report in reports if report.model), RULES)
    none = Outcome(sighted=False)
    try:
        standing = ledger.standing(document, run=run, model=model, rules=rules, extractors=extractors_in_use())
        if standing is Standing.DONE:
            return Added(document, standing, none)
        if standing is Standing.KNOWN:
            return Added(document, standing, ledger.sight(document, seen_at=now(), run=run))
        if {page.id: page.text_digest for page in pages_of(document)} != {r.page.id: r.page.text_digest for r in reports}:
            words = "its pages in the parts are not those that its bytes give with this version of sayso; add the file itself"
            summary.troubles.append(Trouble(document.name, document.seen, words))
            return Added(document, standing, none)
        return Added(document, standing, ledger.record(document, reports, seen_at=now(), run=run), reports)
    except PageSealed as refused:
        summary.troubles.append(Trouble(document.name, document.seen, str(refused)))
        return Added(document, Standing.SEALED, none)
    except ValueError as error:
        summary.troubles.append(Trouble(document.name, document.seen, f"{error}; add the file itself"))
        return Added(document, Standing.NEW, none)
