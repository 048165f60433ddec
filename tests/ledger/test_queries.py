"""Answers: which statements, in what order, with which words, and in what scope."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.claims.statement import Stance, StatementKind
from sayso.errors import NotInLedger, UsageError
from sayso.ledger.answers import Count, PageRow, Scope, SpeakerRow, StatementFilter, StatementRow
from sayso.ledger.ledger import Ledger
from sayso.ledger.rows import entry_id
from sayso.page.page import State
from sayso.text import Span, digest
from tests.ledger.build import MODEL, NOON, flood, strike, stub


def test_an_answer_has_the_words_and_the_place(filled: Ledger) -> None:
    _, report = flood()
    said = report.statements[1]
    found = list(filled.statements(StatementFilter(words="searching")))
    assert found == [
        StatementRow(
            entry=entry_id(report.page.text_digest, source=said.source, cue=said.cue, content=said.content),
            statement=said,
            source="she",
            cue="said",
            content="“We are still searching,”",
            page=report.page.id,
            name="flood",
            headline="Nine dead as river floods Port Maren",
            outlet="The Maren Courier",
            published="2024-05-06T09:30",
            url="https://courier.example/flood",
            seen="/news/flood.txt",
            model=MODEL,
        )
    ]
    assert found[0].span == Span(98, 132)
    assert report.page.text[98:132] == "“We are still searching,” she said"
    assert found[0].as_json() == {
        "entry": found[0].entry,
        "page": report.page.id,
        "name": "flood",
        "headline": "Nine dead as river floods Port Maren",
        "outlet": "The Maren Courier",
        "published": "2024-05-06T09:30",
        "url": "https://courier.example/flood",
        "seen": "/news/flood.txt",
        "id": "s2",
        "kind": "direct",
        "speaker": "Ilse Brandt",
        "speaker_kind": "person",
        "role": "Mayor",
        "because": "the pronoun follows its only fitting name",
        "inferred": None,
        "source": [[124, 127]],
        "cue": [[128, 132]],
        "stance": "neutral",
        "content": [[98, 111], [112, 123]],
        "within": None,
        "said_at": None,
        "medium": None,
        "translated": None,
        "places": [],
        "reading_confidence": 0.81,
        "words": {"source": "she", "cue": "said", "content": "“We are still searching,”"},
        "model": MODEL,
    }


def test_a_statement_within_another_names_it(filled: Ledger) -> None:
    denied = next(filled.statements(StatementFilter(stance=Stance.DENYING)))
    assert denied.statement == flood()[1].statements[2]
    assert denied.statement.within == "s4"


FLOOD_THEN_STRIKE = ["flood s1", "flood s2", "flood s3", "flood s4", "strike s1"]

FILTERS = [
    (StatementFilter(), FLOOD_THEN_STRIKE),  # newest first, pages without a date last
    (StatementFilter(oldest_first=True), FLOOD_THEN_STRIKE),
    (StatementFilter(limit=2), FLOOD_THEN_STRIKE[:2]),
    (StatementFilter(limit=2, offset=3), FLOOD_THEN_STRIKE[3:]),
    (StatementFilter(limit=0), []),
    (StatementFilter(offset=4), FLOOD_THEN_STRIKE[4:]),
    (StatementFilter(outlet="courier"), FLOOD_THEN_STRIKE[:4]),
    (StatementFilter(outlet="HARBOUR post"), ["strike s1"]),
    (StatementFilter(outlet="harb"), []),
    (StatementFilter(outlet=("harbour", "nobody's")), ["strike s1"]),
    (StatementFilter(speaker=("army", "Körösi")), ["flood s3", "strike s1"]),
    (StatementFilter(stance=(Stance.DENYING, Stance.DEMANDING)), ["flood s3"]),
    (StatementFilter(kind=(StatementKind.MIXED, StatementKind.DIRECT)), ["flood s2", "strike s1"]),
    (StatementFilter(kind=StatementKind.MIXED), ["strike s1"]),
    (StatementFilter(stance=Stance.DENYING), ["flood s3"]),
    (StatementFilter(min_confidence=0.9), ["flood s1", "flood s4", "strike s1"]),
    (StatementFilter(page="strike"), ["strike s1"]),
    (StatementFilter(page="https://courier.example/flood", words="dam", speaker="army"), ["flood s3"]),
    (StatementFilter(since="2024"), FLOOD_THEN_STRIKE[:4]),
    (StatementFilter(since="2024-05-06"), FLOOD_THEN_STRIKE[:4]),
    (StatementFilter(since="2024-05-06T09:31"), []),
    (StatementFilter(until="2024-05-06"), FLOOD_THEN_STRIKE[:4]),
    (StatementFilter(until="2024-05"), FLOOD_THEN_STRIKE[:4]),
    (StatementFilter(until="2024-05-06 09:30"), FLOOD_THEN_STRIKE[:4]),
    (StatementFilter(until="2024-05-05"), []),
    (StatementFilter(since="2024-05-07"), []),
]


@pytest.mark.parametrize(("asked", "expected"), FILTERS)
def test_filters(filled: Ledger, asked: StatementFilter, expected: list[str]) -> None:
    assert [f"{row.name} {row.statement.id}" for row in filled.statements(asked)] == expected
    if asked.limit is None and not asked.offset:
        assert filled.count(asked).statements == len(expected)


@pytest.mark.parametrize("date", ["yesterday", "06/05/2024", "2024-5-6", "2024-05-06T", ""])
def test_what_is_no_date_is_refused(filled: Ledger, date: str) -> None:
    with pytest.raises(UsageError, match="is no date; write it as 2022, 2022-03,"):
        list(filled.statements(StatementFilter(since=date)))


@pytest.mark.parametrize(
    "date", ["2022-02-30", "2022-13", "2022-06-31", "2023-02-29", "0000", "2024-05-06T25:00", "2024-05-06T12:60"]
)
@pytest.mark.parametrize("end", ["since", "until"])
def test_a_day_that_never_was_is_refused(filled: Ledger, date: str, end: str) -> None:
    with pytest.raises(UsageError, match=f"There is no {date} in the calendar"):
        filled.count(StatementFilter(**{end: date}))


@pytest.mark.parametrize(
    ("since", "until", "sense"),
    [
        ("2024-03-01", "2024-02-01", False),
        ("2024-03-01", "2024-02", False),
        ("2025", "2024-12-31", False),
        ("2024-03-01", "2024-03", True),
        ("2024", "2024-03-01", True),
        ("2024-02-29", "2024-02-29", True),
    ],
)
def test_dates_turned_round_are_refused(filled: Ledger, since: str, until: str, sense: bool) -> None:
    asked = StatementFilter(since=since, until=until)
    if sense:
        filled.count(asked)
    else:
        with pytest.raises(UsageError, match=f"No page is of {since} or later and of {until} or earlier; turn"):
            filled.count(asked)


def test_a_filter_by_a_page_that_is_not_there_is_refused(filled: Ledger) -> None:
    with pytest.raises(NotInLedger):
        list(filled.statements(StatementFilter(page="drought")))


def test_a_count_carries_its_scope(filled: Ledger) -> None:
    assert filled.count(StatementFilter(words="dam")) == Count(
        statements=2,
        speakers=2,
        pages=1,
        outlets=1,
        scope=Scope(
            pages=3,
            outlets=("Harbour Post", "The Maren Courier"),
            first="2024-05-06T09:30",
            last="2024-05-07",
            undated=1,
            unread={State.STUB: 1},
        ),
    )
    assert filled.count(StatementFilter(outlet="post", since="2024-05-01")) == Count(
        statements=0,
        speakers=0,
        pages=0,
        outlets=0,
        scope=Scope(pages=1, outlets=("Harbour Post",), first="2024-05-07", last="2024-05-07", undated=1, unread={State.STUB: 1}),
    )


COPIES = [
    ({}, 4),  # the bytes differ, the words do not
    ({"url": "https://courier.example/another"}, 0),  # another address is another page, whatever it takes over
    ({"part": "1"}, 0),  # entries of a live page have an address in common
]


@pytest.mark.parametrize(("changed", "copies"), COPIES)
def test_what_another_copy_of_the_same_page_repeats_is_told(filled: Ledger, changed: dict[str, str], copies: int) -> None:
    of, report = flood()
    again = replace(of, data=of.data + b"\n", seen="/news/again.txt")
    kept = replace(report.page, blob=digest(again.data), text=f"{report.page.text}\n", **changed)
    run = filled.begin(["/news/again.txt"], at=NOON)
    filled.record(again, [replace(report, page=kept)], seen_at=NOON, run=run)
    count = filled.count()
    assert (count.statements, count.pages, count.copies) == (9, 3, copies)
    assert filled.count(StatementFilter(speaker="Brandt")).copies == copies // 2
    assert filled.count(StatementFilter(page=kept.id)).copies == 0


def test_pages_without_an_address_are_copies_if_their_text_is_the_same(ledger: Ledger) -> None:
    of, report = strike()
    for number in range(3):
        seen = replace(of, data=of.data + b" " * number, seen=f"/news/{number}.txt")
        page = replace(report.page, blob=digest(seen.data))
        run = ledger.begin([seen.seen], at=NOON)
        ledger.record(seen, [replace(report, page=page)], seen_at=NOON, run=run)
    assert (ledger.count().statements, ledger.count().copies) == (3, 2)


def test_an_empty_ledger_has_an_empty_scope(ledger: Ledger) -> None:
    assert ledger.scope() == Scope(pages=0, outlets=(), first=None, last=None, undated=0, unread={})
    assert list(ledger.statements()) == list(ledger.pages()) == list(ledger.speakers()) == []


def test_speakers(filled: Ledger) -> None:
    day = "2024-05-06T09:30"
    assert list(filled.speakers()) == [
        SpeakerRow("Ilse Brandt", "person", 2, 1, 1, day, day),
        SpeakerRow("Béla Körösi", "person", 1, 1, 1, None, None),
        SpeakerRow("Maren Courier", "outlet", 1, 1, 1, day, day),
        SpeakerRow("The army", "organisation", 1, 1, 1, day, day),
    ]
    assert [row.name for row in filled.speakers(StatementFilter(words="dam", limit=1))] == ["Maren Courier"]


def test_pages(filled: Ledger) -> None:
    assert [row.name for row in filled.pages()] == ["stub", "flood", "strike"]
    assert [row.name for row in filled.pages(StatementFilter(outlet="courier"))] == ["flood"]
    assert [row.name for row in filled.pages(state=State.READ)] == ["flood", "strike"]
    assert list(filled.pages(StatementFilter(until="2024-05-07"), state=State.STUB)) == [
        PageRow(
            id=stub()[1].page.id,
            name="stub",
            part=None,
            headline="Subscribe to go on reading",
            outlet="Harbour Post",
            published="2024-05-07",
            url=None,
            seen="/news/stub.txt",
            state=State.STUB,
            note="a paywall notice stands here",
            language="en",
            words=5,
            statements=0,
            sightings=1,
            model=None,
        )
    ]
    assert [(row.statements, row.model) for row in filled.pages(StatementFilter(page=strike()[1].page.id[:10]))] == [(1, MODEL)]
