"""Media: what pages tell of, through whose hands they say it came, and which of it is one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sayso.claims.report import Report
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.page.page import Block, Document, Kind, Page, Role, State
from sayso.page.pages import pages_of
from sayso.stories.linking import link
from sayso.stories.media import media, shown_on
from sayso.stories.media.shown import post_key, rows
from sayso.text import Span, digest

NOW = datetime(2031, 3, 5, 12, tzinfo=UTC)


def article(*parts: tuple[Role, str], outlet: str = "Morrow Gazette", day: str = "2031-03-03", name: str = "gazette") -> Page:
    blocks, at = [], 0
    for role, words in parts:
        blocks.append(Block(Span(at, at + len(words)), role))
        at += len(words) + 2
    text = "\n\n".join(words for _, words in parts)
    return Page(name, digest(name + text), text, tuple(blocks), State.READ, "html-1", outlet=outlet, published=day, language="en")


def sentence(words: str) -> Page:
    return article((Role.BODY, words))


def chain(page: Page) -> list[list[tuple[str | None, str, str | None]]]:
    return [[(h.name, h.did.value, h.platform) for h in shown.holders] for shown in shown_on(page)]


CREDITS = [
    ("Photo: Ana Ruiz/Norlund Wire", [("Norlund Wire", "is credited", None), ("Ana Ruiz", "made it", None)]),
    ("(AP Photo/Jeffrey T. Barnes)", [("Associated Press", "is credited", None), ("Jeffrey T. Barnes", "made it", None)]),
    ("Ana Ruiz/AFP via Getty Images", [
        ("Getty Images", "is credited", None), ("Agence France-Presse", "is credited", None), ("Ana Ruiz", "made it", None),
    ]),
    ("© Reuters / Ana Ruiz", [("Reuters", "is credited", None), ("Ana Ruiz", "made it", None)]),
    ("Foto: Ana Ruiz/Nordbild", [("Nordbild", "is credited", None), ("Ana Ruiz", "made it", None)]),
    ("EyePress News/Skypix", [("Skypix", "is credited", None), ("EyePress News", "is credited", None)]),
    ("Handout/Norlund Wire", [("Norlund Wire", "is credited", None)]),
    ("via Telegram", [(None, "posted it", "Telegram")]),
    ("Telegram/Sorrel Eyes", [("Sorrel Eyes", "posted it", "Telegram")]),
    ("@sorreleyes via X / Reuters", [("Reuters", "is credited", None), ("@sorreleyes", "posted it", "X")]),
    ("Screengrab from video posted on Telegram by Sorrel Eyes", [("Sorrel Eyes", "posted it", "Telegram")]),
]  # fmt: skip


@pytest.mark.parametrize(("credit", "expected"), CREDITS, ids=[credit for credit, _ in CREDITS])
def test_credits(credit: str, expected: list[tuple[str | None, str, str | None]]) -> None:
    page = article((Role.CAPTION, "Smoke rises over the ferry terminal."), (Role.CREDIT, credit))
    assert chain(page) == [expected]
    for shown in shown_on(page):
        assert all(h.span.of(page.text) in credit for h in shown.holders)


SENTENCES = [
    (
        "Footage posted on Telegram by Sorrel Eyes, verified by Norlund Wire, shows two blasts.",
        ([("Sorrel Eyes", "posted it", "Telegram")], ["Norlund Wire"], "the page does not say who made it"),
    ),
    (
        "A video shared on Telegram shows two blasts.",
        ([(None, "posted it", "Telegram")], [], "the page does not say who posted it on Telegram"),
    ),
    ("Video footage shows two blasts.", ([], [], "the page does not say where it has it from")),
    (
        "The Calvian defence ministry released a video of the bridge.",
        ([("Calvian defence ministry", "posted it", None)], [], "the page does not say who made it"),
    ),
    ("The photo was taken by Ana Ruiz on Monday.", ([("Ana Ruiz", "made it", None)], [], None)),
    (
        "A screengrab taken from a video released by the Calvian army shows the bridge.",
        ([("Calvian army", "posted it", None)], [], "the page does not say who made it"),
    ),
]


@pytest.mark.parametrize(("words", "expected"), SENTENCES, ids=[words for words, _ in SENTENCES])
def test_sentences(words: str, expected: object) -> None:
    (shown,) = shown_on(sentence(words))
    holders = [(h.name, h.did.value, h.platform) for h in shown.holders]
    assert (holders, [h.name for h in shown.verified], shown.missing) == expected


@pytest.mark.parametrize(
    "words",
    [
        "He posted a statement on Telegram about the photo that everybody had seen.",
        "The authenticity of the video could not be verified.",
        "The report, published by Norlund Wire, has the image of a city at war.",
    ],
)
def test_no_medium(words: str) -> None:
    assert [h for shown in shown_on(sentence(words)) for h in shown.holders] == []


def test_each_address_of_the_table_is_known() -> None:
    assert [example for what, _, example in rows() if what == "post" and post_key(example) is None] == []
    assert post_key("https://t.me/s/SorrelEyes/77") == post_key("t.me/sorreleyes/77") == "t.me/sorreleyes/77"
    assert post_key("https://twitter.com/anaruiz/status/12") == post_key("https://x.com/anaruiz/status/12")
    assert post_key("https://t.me/sorreleyes") is None


# Linked


def message(number: int, words: str, **more: str) -> Page:
    chat = {"name": "Sorrel Eyes", "type": "public_channel", "id": 1, "username": "sorreleyes"}
    record = {
        "chat": chat,
        "message": {"id": number, "date": "2031-03-03T07:10:00", "from": "Sorrel Eyes", "text": words, **more},
    }
    (page,) = pages_of(Document(json.dumps(record).encode(), Kind.POST, "post", "post"))
    return page


VIDEO = {"file": "bridge.mp4", "media_type": "video_file"}
POST = message(77, "Two blasts at the bridge, smoke over the ferry terminal.", **VIDEO, forwarded_from="Harbour Cam")
OTHER_POST = message(78, "The ferries are running.", photo="2.jpg")
GAZETTE = article(
    (Role.CAPTION, "Smoke over the ferry terminal after two blasts at the bridge."),
    (Role.CREDIT, "Screengrab from video posted on Telegram by Sorrel Eyes"),
    (Role.BODY, "Footage of the morning (https://t.me/sorreleyes/77) shows smoke."),
)
PICTURE = article(
    (Role.CAPTION, "Firefighters carry an old man from the burning ferry terminal in Port Sorrel."),
    (Role.CREDIT, "Photo: Ana Ruiz/Norlund Wire"),
    outlet="Harbor Ledger",
    name="ledger",
)
SAME_PICTURE = article(
    (Role.CAPTION, "An old man is carried by firefighters from the burning terminal in Port Sorrel."),
    (Role.CREDIT, "(Ana Ruiz via Skypix)"),
    outlet="Meridian Press",
    day="2031-03-04",
    name="meridian",
)
OTHER_PICTURE = article(
    (Role.CAPTION, "Children play on the beach of Port Sorrel."),
    (Role.CREDIT, "Ana Ruiz/Norlund Wire"),
    outlet="Meridian Press",
    name="beach",
)
OF_THE_AGENCY = article(
    (Role.CAPTION, "Firefighters carry an old man from the burning ferry terminal in Port Sorrel."),
    (Role.CREDIT, "Reuters"),
    name="agency",
)
ALSO_OF_THE_AGENCY = article(
    (Role.CAPTION, "Firefighters carry a man from the burning ferry terminal in Port Sorrel."),
    (Role.CREDIT, "Reuters"),
    outlet="Meridian Press",
    name="agency too",
)
ALL = (POST, OTHER_POST, GAZETTE, PICTURE, SAME_PICTURE, OTHER_PICTURE, OF_THE_AGENCY, ALSO_OF_THE_AGENCY)


def ledger_of(path: Path, pages: Sequence[Page]) -> Ledger:
    ledger = open_ledger(path, create=True)
    run = ledger.begin(["test"], at=NOW)
    for number, page in enumerate(pages):
        document = Document(f"{page.name}{number}{page.text}".encode(), Kind.HTML, page.name, f"{page.name}-{number}")
        ledger.record(document, [Report(replace(page, blob=digest(document.data)))], seen_at=NOW, run=run)
    link(ledger)
    return ledger


def found_in(path: Path, pages: Sequence[Page]) -> list[tuple[str, list[tuple[str | None, ...]], tuple[str, ...]]]:
    with ledger_of(path, pages) as ledger, ledger.store.reading() as connection:
        return [(item.sort, [telling.names for telling in item.tellings], item.because) for item in media(connection)]


EXPECTED = [
    (
        "video",
        [
            ("Sorrel Eyes", "Harbour Cam"),
            ("Morrow Gazette", "Sorrel Eyes"),
            ("Morrow Gazette", "Sorrel Eyes", "Harbour Cam"),
        ],
        ("the same hands, and the same is shown: blast, bridge, ferry, smoke, terminal", "the same post, t.me/sorreleyes/77"),
    ),
    (
        "picture",
        [("Harbor Ledger", "Norlund Wire", "Ana Ruiz"), ("Meridian Press", "Skypix", "Ana Ruiz")],
        ("the same hands, and the same is shown: burning, firefighter, port, sorrel, terminal",),
    ),
]


def test_items(tmp_path: Path) -> None:
    assert found_in(tmp_path / "one.db", ALL) == EXPECTED


def test_the_order_of_adding_does_not_matter(tmp_path: Path) -> None:
    for number, pages in enumerate([ALL[::-1], ALL[3:] + ALL[:3]]):
        assert found_in(tmp_path / f"{number}.db", pages) == EXPECTED
