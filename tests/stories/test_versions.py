"""Versions of one document in the order of time, however they came into the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import permutations
from pathlib import Path

import pytest

from sayso.claims.report import Report
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.page.page import Document, State
from sayso.stories import versions
from sayso.stories.linking import link
from sayso.stories.revisions.revision import documents_in_versions, documents_named, revision_of, steps_in, unread_in
from sayso.stories.versions import in_order
from sayso.text import digest
from tests.ledger.build import NOON, document, later, page

URL = "https://www.courier.example/ferry"
Made = tuple[Document, Report, datetime]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.db", create=True) as opened:
        yield opened


def version(name: str, words: str, *, url: str | None = URL, seen_at: datetime = NOON, **known: object) -> Made:
    of = document(f"Ferry sinks\n\n{words}", name=name, url=url, outlet="The Maren Courier")
    return of, Report(page(of, **known)), seen_at  # type: ignore[arg-type]


def add(ledger: Ledger, made: list[Made]) -> None:
    for of, report, seen_at in made:
        ledger.record(of, [report], seen_at=seen_at, run=ledger.begin(["/news"], at=seen_at))
    link(ledger, finders=(versions,))


def names(ledger: Ledger) -> list[list[str]]:
    return [[version.name for version in document] for document in documents_in_versions(ledger)]


FIRST = version("first", "One lamp was lit.", published="2025-05-05T09:00+02:00")
SECOND = version(
    "second", "Two lamps were lit.", url=URL + "/amp", published="2025-05-05T09:00+02:00", modified="2025-05-05T07:30Z"
)
THIRD = version(
    "third", "No lamp was lit.", url=URL + "?utm_source=feed", seen_at=datetime.fromisoformat("2025-05-06T12:00+00:00")
)
OTHER = version("other", "The lamp stood on.", url="https://www.courier.example/lamp", published="2025-05-05")


@pytest.mark.parametrize(
    "made", list(permutations([FIRST, SECOND, THIRD, OTHER])), ids=lambda made: "-".join(m[0].name for m in made)
)
def test_the_order_of_adding_does_not_matter(ledger: Ledger, made: tuple[Made, ...]) -> None:
    add(ledger, list(made))
    assert names(ledger) == [["first", "second", "third"]]


def test_each_says_when_it_was_made_and_what_tells_so(ledger: Ledger) -> None:
    add(ledger, [FIRST, SECOND, THIRD])
    ((one, two, three),) = documents_in_versions(ledger)
    assert [(v.at, v.said, v.address) for v in (one, two, three)] == [
        ("2025-05-05T09:00+02:00", "published", "courier.example/ferry"),
        ("2025-05-05T07:30Z", "modified", "courier.example/ferry"),
        ("2025-05-06T12:00:00.000000+00:00", "first seen", "courier.example/ferry"),
    ]


def test_pages_without_an_address_are_versions_of_nothing(ledger: Ledger) -> None:
    add(ledger, [version("a", "One lamp.", url=None), version("b", "Two lamps.", url=None)])
    assert names(ledger) == []
    assert documents_named(ledger, "a") == []


def test_the_same_text_in_other_bytes_is_no_other_version(ledger: Ledger) -> None:
    of, report, seen_at = FIRST
    again = replace(of, data=of.data + b"\n", name="again")
    add(ledger, [FIRST, (again, Report(replace(report.page, name="again", blob=digest(again.data))), seen_at)])
    assert names(ledger) == []
    assert [[v.name for v in document] for document in documents_named(ledger, URL)] in ([["first"]], [["again"]])


def test_a_part_is_matched_with_the_same_part(ledger: Ledger) -> None:
    def live(name: str, *entries: str) -> list[tuple[Document, list[Report]]]:
        of = document("\n\n".join(entries), name=name, url="https://courier.example/live")
        return [
            (of, [Report(page(of, part=str(n), published=f"2025-05-05T0{len(entries) - n}:00")) for n in range(len(entries))])
        ]

    for made in (*live("at nine", "The ferry left."), *live("at ten", "It sank.", "The ferry left early.")):
        ledger.record(made[0], made[1], seen_at=NOON, run=ledger.begin(["/live"], at=NOON))
    link(ledger, finders=(versions,))
    found = documents_in_versions(ledger)
    assert [[(v.name, v.part) for v in document] for document in found] == [
        [("at nine", "2025-05-05T01:00"), ("at ten", "2025-05-05T01:00")]  # the entries are numbered anew, their times last
    ]


def test_documents_are_found_by_any_variant_of_their_address(ledger: Ledger) -> None:
    add(ledger, [FIRST, SECOND, OTHER])
    for name in (URL, "http://m.courier.example/ferry/#top", "second", FIRST[1].page.id):
        assert [[v.name for v in document] for document in documents_named(ledger, name)] == [["first", "second"]]
    assert [[v.name for v in document] for document in documents_named(ledger, "other")] == [["other"]]


def test_since_and_until_are_of_the_newer_version(ledger: Ledger) -> None:
    add(ledger, [FIRST, SECOND, THIRD])
    (document_,) = documents_in_versions(ledger, since="2025-05-06")

    def between(since: str | None, until: str | None) -> list[tuple[str, str]]:
        steps = steps_in([document_], since=since, until=until)
        return [(r.old.page.name, r.new.page.name) for r in (revision_of(ledger, step) for step in steps)]

    assert between(None, None) == [("first", "second"), ("second", "third")]
    assert between("2025-05-06", None) == [("second", "third")]
    assert between(None, "2025-05-05") == [("first", "second")]
    assert documents_in_versions(ledger, since="2025-05-07") == []


def test_a_sealed_version_is_gone(ledger: Ledger) -> None:
    add(ledger, [FIRST, SECOND])
    ledger.seal(SECOND[1].page.id, by="Rhea Venn", reason="asked for", at=later(5))
    link(ledger, finders=(versions,))
    assert names(ledger) == []


@pytest.mark.parametrize(
    ("earlier", "at"),
    [
        ("2025-05-05T09:00+02:00", "2025-05-05T07:30Z"),
        ("2025-05-05T09:00", "2025-05-05"),
        ("2025-05-05", "2025-05-05T13:00"),
        ("2025-05-05T09:00:00.5Z", "2025-05-05T09:00:01Z"),
    ],
)
def test_times_are_compared_in_utc(earlier: str, at: str) -> None:
    assert in_order(earlier) < in_order(at)


NOTICE = version(
    "notice", "Please subscribe.", published="2025-05-05T09:00+02:00", state=State.STUB, note="a paywall", seen_at=later(30)
)


@pytest.mark.parametrize("made", list(permutations([FIRST, NOTICE, SECOND])), ids=lambda made: "-".join(m[0].name for m in made))
def test_a_version_that_could_not_be_read_is_compared_with_none(ledger: Ledger, made: tuple[Made, ...]) -> None:
    add(ledger, list(made))
    documents = documents_in_versions(ledger)
    assert [(older.name, newer.name) for older, newer in steps_in(documents)] == [("first", "second")]
    assert [(v.name, v.at, v.said, v.state, v.note) for v in unread_in(documents)] == [
        ("notice", "2024-05-06T12:30:00.000000+00:00", "first seen", State.STUB, "a paywall")
    ]


def test_a_page_that_came_back_as_it_was_did_not_change(ledger: Ledger) -> None:
    """Whatever came in its place meanwhile, and in whatever bytes it came back."""
    of, report, _ = version("again", "One lamp was lit.")
    again = replace(of, data=of.data + b"\n"), Report(replace(report.page, blob=digest(of.data + b"\n"))), later(60)
    add(ledger, [version("first", "One lamp was lit."), NOTICE, again])
    documents = documents_in_versions(ledger)
    assert [[version.name for version in document] for document in documents] == [["first", "notice"]]
    assert steps_in(documents) == []
