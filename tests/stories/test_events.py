"""Which pages are about the same event, whatever the order in which they come."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sayso.claims.report import Report
from sayso.errors import NotInLedger
from sayso.ledger.answers import PageFilter
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.schema import pages as stored
from sayso.page.page import Document, Kind
from sayso.page.pages import pages_of
from sayso.stories import events, linking, traces
from sayso.stories.telling import Sort, telling_of

NOON = datetime(2031, 6, 9, 12, tzinfo=UTC)

FERRY = ("Ferry sinks off Quillmar", "Gull Bay Post", "2031-06-02", [
    "QUILLMAR - The ferry Sea Thistle sank off Quillmar on Monday with 214 passengers, harbour master Ottoline Brask said.",
    "Divers from the Tarnholm coast guard searched the wreck through the night. Brask said the bow doors had been left open.",
])  # fmt: skip
FERRY_TOLL = ("Divers find more bodies in wreck of Sea Thistle", "The Tarnholm Echo", "2031-06-03", [
    "Divers brought up eleven bodies from the wreck of the Sea Thistle on Tuesday, a day after the ferry went down off Quillmar.",
    "Ottoline Brask, the harbour master, said the bow doors were open. There were 214 passengers on board.",
])  # fmt: skip
FERRY_LATER = ("Inquiry into the Sea Thistle opens", "Gull Bay Post", "2031-06-05", [
    "An inquiry into the sinking of the Sea Thistle off Quillmar opened in Tarnholm, with harbour master Ottoline Brask as first "
    "witness.",
    "She said that the ferry had sailed with its bow doors open. Divers are still at the wreck.",
])  # fmt: skip
OTHER_FERRY = ("Ferry runs aground near Port Senn", "Senn Courier", "2031-06-02", [
    "A ferry with 90 passengers ran aground near Port Senn on Monday. All were taken ashore, the coast guard said.",
    "Captain Willem Dorsa said that a buoy had been out of place since the storm.",
])  # fmt: skip
SHELLED = ("Shells hit hospital in Old Brenna", "Gull Bay Post", "2031-06-02", [
    "Shells struck the Saint Orlan hospital in Old Brenna on Monday, killing nine people, officials said.",
    "The army denied shelling the town. Residents fled to the river, doctor Pelle Amsund told reporters.",
])  # fmt: skip
SHELLED_TOO = ("Market in Vassel shelled", "Gull Bay Post", "2031-06-02", [
    "Shells struck a market in Vassel on Monday, killing four people, officials said.",
    "The army denied shelling the town. Residents fled to the hills, the trader Iwan Koll told reporters.",
])  # fmt: skip
FOOTBALL = ("Rovers take the cup", "Gull Bay Post", "2031-06-02", [
    "Holt Rovers beat Pembley Town 3-1 in the final of the cup on Monday. Striker Danny Oake scored twice.",
])  # fmt: skip
UNDATED = ("Sea Thistle: what we know", "The Tarnholm Echo", None, [
    "The ferry Sea Thistle sank off Quillmar with 214 passengers. Harbour master Ottoline Brask says its doors stood open.",
    "Divers from the Tarnholm coast guard are searching the wreck.",
])  # fmt: skip
YEAR_AFTER = ("Quillmar mourns the Sea Thistle", "Gull Bay Post", "2032-06-02", [
    "Quillmar remembered the passengers of the Sea Thistle on Wednesday. The ferry sank with its bow doors open.",
    "Harbour master Ottoline Brask laid a wreath over the wreck with divers of the Tarnholm coast guard.",
])  # fmt: skip

Told = tuple[str, str, str | None, list[str]]
EVERYTHING: list[Told] = [
    FERRY, FERRY_TOLL, FERRY_LATER, OTHER_FERRY, SHELLED, SHELLED_TOO, FOOTBALL, UNDATED, YEAR_AFTER
]  # fmt: skip
STORIES = {
    frozenset({FERRY[0], FERRY_TOLL[0], FERRY_LATER[0], UNDATED[0]}),
    frozenset({OTHER_FERRY[0]}),
    frozenset({SHELLED[0]}),
    frozenset({SHELLED_TOO[0]}),
    frozenset({FOOTBALL[0]}),
    frozenset({YEAR_AFTER[0]}),
}


def document(told: Told) -> Document:
    headline, outlet, published, paragraphs = told
    record = {"headline": headline, "outlet": outlet, "published": published, "paragraphs": paragraphs}
    return Document(json.dumps(record).encode(), Kind.RECORD, headline.replace(" ", "-"), seen=headline, outlet=outlet)


@contextmanager
def linked(folder: Path, told: Sequence[Told]) -> Iterator[Ledger]:
    """A ledger of these pages, added and linked in this order."""
    with open_ledger(folder / "ledger.db", create=True) as ledger:
        add(ledger, told)
        yield ledger


def add(ledger: Ledger, told: Sequence[Told]) -> None:
    run = ledger.begin(["/news"], at=NOON)
    for each in told:
        of = document(each)
        ledger.record(of, [Report(page) for page in pages_of(of)], seen_at=NOON, run=run)
        linking.link(ledger, finders=(events,))


def told_stories(ledger: Ledger, asked: PageFilter | None = None) -> list[events.Story]:
    with ledger.store.reading() as connection:
        return events.stories(connection, asked)


def headlines(stories: Sequence[events.Story]) -> set[frozenset[str | None]]:
    return {frozenset(page.headline for page in story.pages) for story in stories}


def test_pages_about_one_event_are_a_story_and_two_events_of_one_day_are_two(tmp_path: Path) -> None:
    with linked(tmp_path, EVERYTHING) as ledger:
        assert headlines(told_stories(ledger)) == STORIES


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_adding_makes_no_difference(tmp_path: Path, seed: int) -> None:
    orders = list(permutations(range(len(EVERYTHING))))
    order = orders[(seed * 97_003 + 11) % len(orders)]
    with linked(tmp_path, EVERYTHING) as ledger:
        straight = {(story.id, story.title, story.pages[0].id) for story in told_stories(ledger)}
        strengths = links_of(ledger)
    (tmp_path / "other").mkdir()
    with linked(tmp_path / "other", [EVERYTHING[n] for n in order]) as ledger:
        assert {(story.id, story.title, story.pages[0].id) for story in told_stories(ledger)} == straight
        assert links_of(ledger) == strengths


def links_of(ledger: Ledger) -> set[tuple[frozenset[str], bool, int]]:
    """All links by the ids of their pages."""
    with ledger.store.reading() as connection:
        digest = {row.id: row.digest for row in connection.execute(select(stored.c.id, stored.c.digest))}
        return {
            (frozenset((digest[row.page_id], digest[row.other_page_id])), row.same, row.strength)
            for row in connection.execute(select(events.traced_events))
        }


def test_a_story_tells_its_pages_in_order_of_time_its_days_its_outlets_and_what_joins_it(tmp_path: Path) -> None:
    with linked(tmp_path, EVERYTHING) as ledger, ledger.store.reading() as connection:
        [story] = [story for story in events.stories(connection) if len(story.pages) > 1]
        assert [page.headline for page in story.pages] == [FERRY[0], FERRY_TOLL[0], FERRY_LATER[0], UNDATED[0]]
        assert (story.first, story.last) == ("2031-06-02", "2031-06-05")
        assert story.outlets == ("Gull Bay Post", "The Tarnholm Echo")
        assert story.id == min(page.id for page in story.pages)
        assert story.title in {page.headline for page in story.pages}
        assert events.story_of(connection, story.pages[2].row) == story
        joined = [words for words, _ in events.joined_by(connection, story)]
        assert {"Thistle", "Quillmar"} & {*joined}
        assert len(joined) == 5


def test_linked_pages_come_with_what_they_have_in_common(tmp_path: Path) -> None:
    with linked(tmp_path, EVERYTHING) as ledger, ledger.store.reading() as connection:
        row = {row.headline: row.id for row in connection.execute(select(stored.c.id, stored.c.headline))}
        found = events.linked_pages(connection, row[FERRY[0]])
        assert {other for other, _ in found} == {row[each[0]] for each in (FERRY_TOLL, FERRY_LATER, UNDATED)}
        assert all(0 < strength <= 1 for _, strength in found)
        for other, strength in found:
            assert (row[FERRY[0]], strength) in events.linked_pages(connection, other)
        assert {*found} <= {*events.linked_pages(connection, row[FERRY[0]], like="topic")}
        assert events.linked_pages(connection, row[FOOTBALL[0]]) == []
        assert [page.headline for page in events.story_of(connection, row[FOOTBALL[0]]).pages] == [FOOTBALL[0]]


def test_what_is_asked_for_by_date_and_outlet_is_told_whole(tmp_path: Path) -> None:
    ferry = frozenset({FERRY[0], FERRY_TOLL[0], FERRY_LATER[0], UNDATED[0]})
    with linked(tmp_path, EVERYTHING) as ledger:
        assert headlines(told_stories(ledger, PageFilter(since="2031-06-03", until="2031-06-04"))) == {ferry}
        assert headlines(told_stories(ledger, PageFilter(outlet="Tarnholm Echo"))) == {ferry}
        newest = told_stories(ledger)[0]
        assert [page.headline for page in newest.pages] == [YEAR_AFTER[0]]


def test_a_page_that_is_sealed_leaves_its_story(tmp_path: Path) -> None:
    with linked(tmp_path, [FERRY, FERRY_TOLL]) as ledger:
        assert len(told_stories(ledger)) == 1
        ledger.seal(document(FERRY_TOLL).name, by="Ann Example", reason="a test", at=NOON)
        linking.link(ledger, finders=(events,))
        assert headlines(told_stories(ledger)) == {frozenset({FERRY[0]})}
        with ledger.store.reading() as connection:
            assert connection.execute(select(func.count()).select_from(events.traced_events)).scalar() == 0
            assert connection.execute(select(events.traced_features.c.page_id).distinct()).scalars().all() == [1]


def test_a_page_that_could_not_be_read_stands_alone(tmp_path: Path) -> None:
    other: Told = ("Fähre vor Quillmar gesunken", "Tagblick", "2031-06-02", [
        "Die Fähre Sea Thistle ist am Montag vor Quillmar mit 214 Menschen an Bord gesunken, sagte Ottoline Brask.",
        "Taucher der Küstenwache von Tarnholm haben das Wrack die ganze Nacht über durchsucht, die Türen am Bug standen offen.",
    ])  # fmt: skip
    with linked(tmp_path, [FERRY, other]) as ledger:
        assert headlines(told_stories(ledger)) == {frozenset({FERRY[0]}), frozenset({other[0]})}


def test_names_tell_before_words_and_what_is_in_the_news_every_day_tells_little() -> None:
    told: Told = ("NATO meets in Quillmar", "Gull Bay Post", "2031-06-02", [
        "NATO ministers met in Quillmar on Monday, where the ferry Sea Thistle sank. By Ann Example.",
        "Harbour master Ottoline Brask showed them the wreck. NATO is to send divers, the BBC’s Rhea Venn reports.",
    ])  # fmt: skip
    [page] = pages_of(document(told))
    found = telling_of(page)
    names = {each.printed: each.weight for each in found if each.sort is Sort.NAME}
    assert [each.sort for each in found] == sorted(each.sort for each in found)
    assert names["Quillmar"] > 2 * names.get("NATO", 0.0)
    assert not {"Ann", "Example", "Rhea", "Venn", "Monday", "BBC"} & {each.printed for each in found}
    assert sum(weight * weight for weight in names.values()) <= 1.0001


def test_tables_are_made_again_where_this_version_keeps_other_things(tmp_path: Path) -> None:
    with linked(tmp_path, [FERRY, FERRY_TOLL]) as ledger:
        with ledger.store.writing() as connection:
            traces.make_again(connection, 0)
        assert linking.link(ledger, finders=(events,)).anew
        assert len(told_stories(ledger)) == 1


def test_a_story_that_is_not_there_is_not_made_up(tmp_path: Path) -> None:
    with linked(tmp_path, [FERRY]) as ledger, pytest.raises(NotInLedger):
        ledger.page("no such page")
