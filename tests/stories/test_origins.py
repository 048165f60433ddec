"""Origins: where statements are traced to, and whose a mark is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.claims.mark import Mark, Status
from sayso.claims.report import Report
from sayso.ledger.decisions import About, Verdict, decide
from sayso.ledger.figures import mark_rows
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.rows import statement_rows
from sayso.page.page import Page
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.stories import copies, linking, origins
from sayso.stories.origins import Evidence, Maker, Origins, Root, Untraced, maker_of, origins_of
from sayso.text import Span
from tests.stories.wires import COAST_GUARD, MODEL, NOON, OTHER, WIRE, keep, page, said, toll

DATED = (f"ORLE, May 6 (Reuters) - {WIRE[0]}", *WIRE[1:])


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.db", create=True) as opened:
        yield opened


def traced(ledger: Ledger, *reports: Report) -> Origins:
    """The origins of the first statement of each report."""
    keep(ledger, *reports)
    linking.link(ledger, finders=(copies, origins))
    with ledger.store.reading() as connection:
        return origins_of(connection, [entry_of(report) for report in reports])


def entry_of(report: Report) -> str:
    return str(statement_rows(report)[0]["entry"])


def told(of: Page) -> Report:
    return Report(of, (toll(of),), MODEL)


def test_what_a_page_credits_is_its_origin(ledger: Ledger) -> None:
    of = page("post", WIRE, outlet="Orle Post", byline="By Ada Ruiz, Associated Press")
    report = told(of)
    found = traced(ledger, report)
    evidence = Evidence(of.id, "byline", "By Ada Ruiz, Associated Press")
    root = Root("Associated Press", (evidence,), (of.id,), ("Orle Post",), (entry_of(report),))
    assert found == Origins((root,), (), ("Orle Post",), (of.id,), 0)
    assert found.words() == "1 outlet, 1 origin, traced"


def test_a_copy_without_a_credit_is_traced_through_one_with(ledger: Ledger) -> None:
    wire = page("wire", DATED, outlet="Reuters")
    bare = page("bare", (*OTHER, *WIRE[1:5]), outlet="Bay Tribune")
    found = traced(ledger, told(wire), told(bare))
    [root] = found.traced
    assert (root.name, root.outlets, found.untraced) == ("Reuters", ("Bay Tribune", "Reuters"), ())
    passage = Span(wire.text.index(WIRE[2]), wire.text.index(WIRE[2]) + len(WIRE[2]))
    assert root.evidence == (
        Evidence(wire.id, "dateline", "(Reuters) -"),
        Evidence(wire.id, "dateline of a page with the same passage", "(Reuters) -", passage),
    )


def test_what_stands_outside_the_passage_is_not_traced_with_it(ledger: Ledger) -> None:
    wire = page("wire", DATED, outlet="Reuters")
    mixed = page("mixed", (*OTHER, *WIRE[4:], "The harbour master said that two boats were ready at all times of the day."),
                 outlet="Bay Tribune")  # fmt: skip
    own = said(mixed, "The harbour master", "said", "two boats were ready at all times of the day", COAST_GUARD)
    report = Report(mixed, (own,), MODEL)
    found = traced(ledger, told(wire), report)
    assert [root.name for root in found.traced] == ["Reuters"]
    assert found.untraced == (Untraced((mixed.id,), ("Bay Tribune",), (entry_of(report),)),)
    assert found.words() == "2 outlets, at most 2 origins: 1 traced, 1 untraced"


def test_pages_that_share_a_passage_without_credit_are_one_untraced_origin(ledger: Ledger) -> None:
    made = [page(f"p{n}", WIRE[n:], outlet=f"Outlet {n}") for n in range(3)]
    apart = page("apart", (*OTHER, "Fourteen have died, the coast guard said on Tuesday morning in a note to the press."),
                 outlet="Hill Gazette")  # fmt: skip
    other = Report(apart, (said(apart, "the coast guard", "said", "Fourteen have died", COAST_GUARD),), MODEL)
    found = traced(ledger, *map(told, made), other)
    assert found.words() == "4 outlets, at most 2 origins, none traced"
    assert [len(group.pages) for group in found.untraced] == [3, 1]


def test_a_contribution_alone_traces_nothing_but_a_passage_that_both_have(ledger: Ledger) -> None:
    one = page("one", (*WIRE, "Additional reporting by Reuters"), outlet="Orle Post")
    assert traced(ledger, told(one)).words() == "1 outlet, 1 origin, untraced"
    two = page("two", (*OTHER, *WIRE[1:6], "Reuters and AFP contributed to this report"), outlet="Bay Tribune")
    found = traced(ledger, told(one), told(two))
    assert [(root.name, root.outlets) for root in found.traced] == [("Reuters", ("Bay Tribune", "Orle Post"))]


def test_quoted_through_an_outlet(ledger: Ledger) -> None:
    of = page("post", (*OTHER, "At least 14 people were killed, the coast guard told AFP late in the evening by telephone."),
              outlet="Orle Post", byline="By Reuters")  # fmt: skip
    report = Report(of, (said(of, "the coast guard", "told AFP", "At least 14 people were killed", COAST_GUARD),), MODEL)
    [root] = traced(ledger, report).traced
    assert (root.name, root.evidence) == ("Agence France-Presse", (Evidence(of.id, "quoted through", "told AFP"),))


def test_a_chain_ends_in_the_outlet_that_reported_it(ledger: Ledger) -> None:
    words = "Interfax reported that the navy said no ship of its own had been near the ferry on that day or the one before."
    of = page("post", (*OTHER, words), outlet="Orle Post")
    navy = Speaker("navy", SpeakerKind.ORGANISATION, Reason.AS_NAMED)
    agency = Speaker("Interfax", SpeakerKind.OUTLET, Reason.AS_NAMED)
    inner = said(of, "the navy", "said", "no ship of its own had been near the ferry", navy, within="s2")
    outer = said(of, "Interfax", "reported", "that the navy said no ship of its own had been near the ferry", agency, id="s2")
    [root] = traced(ledger, Report(of, (inner, outer), MODEL)).traced
    assert (root.name, root.evidence) == ("Interfax", (Evidence(of.id, "reported by", "Interfax reported"),))


def test_some_media_of_a_country_are_no_origin_but_the_media_of_the_state_are(ledger: Ledger) -> None:
    for name, many in (("Russian media", 0), ("a Russian newspaper", 0), ("Russian state media", 1)):
        words = f"{name} reported that no ship of the navy had been near the ferry on that day or the one before it."
        of = page(name, (*OTHER, words), outlet="Orle Post")
        teller = Speaker(name, SpeakerKind.OUTLET, Reason.AS_NAMED)
        content = "that no ship of the navy had been near the ferry"
        report = Report(of, (said(of, name, "reported", content, teller),), MODEL)
        assert len(traced(ledger, report).traced) == many


def test_people_decide_over_what_was_found(ledger: Ledger) -> None:
    wire, bare = page("wire", DATED, outlet="Reuters"), page("bare", WIRE, outlet="Bay Tribune")
    reports = told(wire), told(bare)
    assert traced(ledger, *reports).words() == "2 outlets, 1 origin, traced"
    decide(ledger.store, About.COPIES, Verdict.SPLIT, wire.id, bare.id, by="Ada", reason="one release", at=NOON)
    with ledger.store.reading() as connection:
        found = origins_of(connection, map(entry_of, reports))
    assert found.words() == "2 outlets, at most 2 origins: 1 traced, 1 untraced"


def test_pages_without_outlets_are_counted_as_such(ledger: Ledger) -> None:
    found = traced(ledger, told(page("a", WIRE)), told(replace(page("b", WIRE), outlet="Orle Post")))
    assert found.words() == "1 outlet and 1 page of no named outlet, 1 origin, untraced"


def test_nothing_is_said_of_independence(ledger: Ledger) -> None:
    found = traced(ledger, *(told(page(f"p{n}", WIRE[2 * n : 2 * n + 3], outlet=f"O{n}")) for n in range(1, 2)))
    assert "independent" not in found.words() + str(found.as_json())


@pytest.mark.parametrize(
    ("paragraphs", "outlet", "maker"),
    [
        (WIRE, "Bay Tribune", ("Reuters", "its text is traced there")),
        (DATED, "Reuters", ("Reuters", "its text is traced there")),
        ((*OTHER, WIRE[4]), "Hill Gazette", ("Hill Gazette", "the page's own voice, its text untraced")),
    ],
    ids=["a copy", "the agency's own", "untraced"],
)
def test_a_mark_belongs_to_the_origin_that_made_it(
    ledger: Ledger, paragraphs: tuple[str, ...], outlet: str, maker: tuple[str, str]
) -> None:
    of = page("marked", paragraphs, outlet=outlet)
    words = "not possible to verify"
    at = of.text.index(words)
    mark = Mark("m1", (Span(at, at + len(words)),), Status.UNVERIFIED, ("outlet",))
    report = Report(of, (), MODEL, marks=(mark,))
    keep(ledger, report, told(page("wire", DATED, outlet="Reuters", url="https://reuters.example/ferry")))
    linking.link(ledger, finders=(copies, origins))
    with ledger.store.reading() as connection:
        found = maker_of(connection, mark_rows(report)[0]["entry"])
    assert isinstance(found, Maker)
    assert (found.name, found.because) == maker
