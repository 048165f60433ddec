"""Invented reports of one event by a wire service and by outlets that took over its text or did not, for the tests of copies."""

from __future__ import annotations

from datetime import UTC, datetime

from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.ledger.ledger import Ledger
from sayso.page.page import Block, Document, Kind, Page, Role, State
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Span, digest

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
MODEL = "test-1"

WIRE = (
    "The ferry Alma turned over within minutes of leaving the harbour of Orle on Monday evening with families aboard.",
    "Rescue boats from three villages reached the wreck before dark, but a strong wind drove them off the rocks twice.",
    "At least 14 people were killed, the coast guard said, and divers were still looking for the master of the ship.",
    "The company that runs the line had moved the old vessel here from the lakes only two weeks before the accident.",
    "It was not possible to verify how many passengers were on board, because tickets are sold on the quay for cash.",
    "Orle lies at the end of a narrow valley, and the road that leads to it was closed by a landslide in the spring.",
    "Relatives waited in the school overnight while teachers read out the names of those who had been brought ashore.",
    "A commission is to begin its work on Thursday and to report to the parliament in the capital before the summer.",
)
OTHER = (
    "People in Orle speak of little but the ferry this week, and of the weather that nobody had seen coming so fast.",
    "Our reporter counted eleven boats along the mole on Tuesday, most of them with their engines already taken out.",
    "The baker, who lost a cousin, keeps his shop open all night so that the divers have somewhere warm to sit down.",
    "At the town hall nobody would say when the harbour opens again, nor who has to pay for raising the sunken ship.",
    "In the evening the priest rang the bells for each of the missing, and the square was full until after midnight.",
)
SPEECH = (
    "“We will find out who let that ship go to sea, and we will not rest until all of them have answered for it,”",
    "“Nobody in this country should have to fear for a child that takes the ferry to school in the morning,”",
    "“I have asked the navy for every boat that it can spare, and the first of them is going to be here tonight,”",
)


def page(
    name: str,
    paragraphs: tuple[str, ...],
    *,
    outlet: str | None = None,
    url: str | None = None,
    byline: str | None = None,
    published: str | None = "2031-05-06",
    headline: str = "Ferry sinks off Orle",
) -> Page:
    """A page: headline, byline and paragraphs of body."""
    parts = [(headline, Role.HEADLINE), *([(byline, Role.BYLINE)] if byline else []), *((p, Role.BODY) for p in paragraphs)]
    text, blocks = "", []
    for words, role in parts:
        text += "\n\n" if text else ""
        blocks.append(Block(Span(len(text), len(text) + len(words)), role))
        text += words
    address = url or (f"https://{outlet.lower().replace(' ', '')}.example/{name}" if outlet else None)
    return Page(
        name=name,
        blob=digest(name + text),
        text=text,
        blocks=tuple(blocks),
        state=State.READ,
        extractor="test-1",
        url=address,
        outlet=outlet,
        headline=headline,
        published=published,
        language="en",
    )


def said(
    of: Page, source: str, cue: str, content: str, speaker: Speaker, *, id: str = "s1", within: str | None = None
) -> Statement:
    """A statement of a page, by its words."""
    who, how, what = ((Span(of.text.index(words), of.text.index(words) + len(words)),) for words in (source, cue, content))
    return Statement(id, StatementKind.INDIRECT, Stance.NEUTRAL, who, how, what, speaker, within=within)


COAST_GUARD = Speaker("coast guard", SpeakerKind.ORGANISATION, Reason.AS_NAMED)


def toll(of: Page) -> Statement:
    """What the coast guard says on a page that has the wire's third paragraph."""
    return said(of, "the coast guard", "said", "At least 14 people were killed", COAST_GUARD)


def keep(ledger: Ledger, *reports: Report) -> None:
    """Add reports to a ledger."""
    run = ledger.begin([report.page.name for report in reports], at=NOON)
    for report in reports:
        # the bytes of a made page are its name and text, so that no two pages have the same
        data = (report.page.name + report.page.text).encode()
        document = Document(data, Kind.PLAIN, report.page.name, f"/news/{report.page.name}", report.page.url, report.page.outlet)
        ledger.record(document, [report], seen_at=NOON, run=run)
    ledger.end(run, at=NOON)
