"""Pages and statements for the tests of the ledger, marked by their words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sayso.claims.figure import Bound, Candidate, Figure, Place, Precision, Sort, When
from sayso.claims.mark import Mark, Status
from sayso.claims.report import Report
from sayso.claims.statement import Circumstances, SaidAt, Stance, Statement, StatementKind
from sayso.page.page import Block, Dated, Document, Kind, Page, Role, State
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.sources.fetch import Failure, Fetch, FetchedDocument, Outcome
from sayso.text import Pieces, Span, digest

MODEL = "test-1 (0badcafe)"
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


def later(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


FLOOD = """Nine dead as river floods Port Maren

Mayor Ilse Brandt said on Monday that nine people had died. “We are still searching,” she said.

The army denied that the dam had been opened, the Maren Courier reported. The toll could not be confirmed."""

STRIKE = """Dockers walk out

The union’s leader, Béla Körösi, said the strike would last “until Friday at least”."""


def document(text: str, *, name: str, seen: str | None = None, url: str | None = None, outlet: str | None = None) -> Document:
    return Document(text.encode(), Kind.PLAIN, name, seen or f"/news/{name}.txt", url=url, outlet=outlet)


def page(
    of: Document, *, state: State = State.READ, extractor: str = "plain-1", part: str | None = None, **known: object
) -> Page:
    """A page whose first paragraph is the headline and whose others are body."""
    text = of.data.decode()
    if part is not None:
        text = text.split("\n\n")[int(part)]
    blocks, at = [], 0
    for number, paragraph in enumerate(text.split("\n\n")):
        blocks.append(Block(Span(at, at + len(paragraph)), Role.BODY if number else Role.HEADLINE))
        at += len(paragraph) + 2
    return Page(
        name=of.name,
        blob=digest(of.data),
        text=text,
        blocks=tuple(blocks),
        state=state,
        extractor=extractor,
        part=part,
        url=of.url,
        outlet=of.outlet,
        headline=text.split("\n")[0],
        language="en",
        **known,  # type: ignore[arg-type]
    )


def spans(text: str, *words: str) -> Pieces:
    """Where each of the words stands first."""
    return tuple(Span(text.index(w), text.index(w) + len(w)) for w in words)


def flood(*, name: str = "flood", seen: str | None = None) -> tuple[Document, Report]:
    """A page with four statements, one of them within another, two figures and a mark."""
    of = document(FLOOD, name=name, seen=seen, url="https://courier.example/flood", outlet="The Maren Courier")
    made = page(
        of,
        authors=("Tomas Reed", "Ana Luz"),
        published="2024-05-06T09:30",
        modified="2024-05-06T11:02+02:00",
        dates=(Dated("published", "2024-05-06T09:30", "visible text", "6 May 2024, 09:30"),),
        section="Region",
        note="one caption had no end",
    )
    t = made.text
    maren = Candidate("Port Maren", "XA", 51.5, -3.25)
    at_maren = Place(spans(t, "Port Maren")[0], maren, (maren,), "the only place of this name")
    brandt = Speaker("Ilse Brandt", SpeakerKind.PERSON, Reason.AS_NAMED, "Mayor", spans(t, "Ilse Brandt")[0])
    said = (
        Statement(
            "s1",
            StatementKind.INDIRECT,
            Stance.NEUTRAL,
            spans(t, "Mayor Ilse Brandt"),
            spans(t, "said"),
            spans(t, "that nine people had died"),
            brandt,
            confidence=0.97,
        ),
        Statement(
            "s2",
            StatementKind.DIRECT,
            Stance.NEUTRAL,
            spans(t, "she"),
            (Span(t.index("she said") + 4, t.index("she said") + 8),),
            spans(t, "“We are still", "searching,”"),
            Speaker("Ilse Brandt", SpeakerKind.PERSON, Reason.PRONOUN, "Mayor", spans(t, "Ilse Brandt")[0]),
            confidence=0.81,
        ),
        Statement(
            "s3",
            StatementKind.INDIRECT,
            Stance.DENYING,
            spans(t, "The army"),
            spans(t, "denied"),
            spans(t, "that the dam had been opened"),
            Speaker("The army", SpeakerKind.ORGANISATION, Reason.AS_NAMED),
            within="s4",
            confidence=0.6,
        ),
        Statement(
            "s4",
            StatementKind.INDIRECT,
            Stance.NEUTRAL,
            spans(t, "the Maren Courier"),
            spans(t, "reported"),
            spans(t, "The army denied that the dam had been opened"),
            Speaker("Maren Courier", SpeakerKind.OUTLET, Reason.AS_NAMED),
            confidence=0.9,
            circumstances=Circumstances(SaidAt(spans(t, "reported")[0], "2024-05-06"), medium=spans(t, "Courier")),
            places=(at_maren,),
        ),
    )
    counted = (
        Figure("f1", Span(0, 4), 9, 9, Bound.EXACT, (), Sort.KILLED, event=spans(t, "dead")),
        Figure(
            "f2",
            spans(t, "nine")[0],
            9,
            9,
            Bound.EXACT,
            spans(t, "people"),
            Sort.KILLED,
            event=spans(t, "had died"),
            who=spans(t, "people"),
            blamed=spans(t, "river"),
            as_of=When(spans(t, "Monday")[0], "2024-05-06", Precision.DAY),
            period=When(spans(t, "still")[0], "2024-W18", Precision.WEEK, opens=True),
            place=at_maren,
            holder="s1",
        ),
    )
    unconfirmed = spans(t, "The toll", "could not be confirmed")
    marked = (Mark("m1", unconfirmed, Status.UNVERIFIED, ("f2", "s1"), by=spans(t, "Courier")),)
    return of, Report(made, said, MODEL, figures=counted, marks=marked)


def strike() -> tuple[Document, Report]:
    """A page with one statement, without a date."""
    of = document(STRIKE, name="strike", outlet="Harbour Post")
    made = page(of)
    t = made.text
    said = Statement(
        "s1",
        StatementKind.MIXED,
        Stance.NEUTRAL,
        spans(t, "The union’s leader, Béla Körösi"),
        spans(t, "said"),
        spans(t, "the strike would last “until Friday at least”"),
        Speaker("Béla Körösi", SpeakerKind.PERSON, Reason.AS_NAMED, "union leader"),
    )
    return of, Report(made, (said,), MODEL)


def stub() -> tuple[Document, Report]:
    """A page that could not be read."""
    of = document("Subscribe to go on reading", name="stub", outlet="Harbour Post")
    return of, Report(page(of, state=State.STUB, note="a paywall notice stands here", published="2024-05-07"))


def gone() -> Fetch:
    """A fetch that brought nothing."""
    where = "https://courier.example/gone"
    words = "the server says 410 Gone: the page is gone for good"
    return Fetch(where, where, NOON, Outcome.FAILED, 410, failure=Failure.STATUS, trouble=words)


def fetched(of: Document, *, at: datetime = NOON) -> FetchedDocument:
    """A document as it came from the web, but that its records lie in no archive."""
    asked, url = "https://courier.example/f", "https://courier.example/flood"
    fetch = Fetch(
        asked, url, at, Outcome.GOT, 200, ((302, asked),), '"v1"', "Mon, 06 May 2024 09:00:00 GMT", "text/plain", "192.0.2.7"
    )
    return FetchedDocument(of.data, of.kind, of.name, asked, url, of.outlet, fetch=fetch)
