"""Turns: what is said in a recording is its speaker's, and whoever speaks is not taken for somebody they talk about."""

from __future__ import annotations

import pytest

from sayso.claims.report import Report
from sayso.claims.reported import report_of
from sayso.page.page import Document, Kind
from sayso.page.pages import pages_of
from sayso.reading.reader import Reader

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def spoken(reader: Reader, *cues: str) -> Report:
    """The report of a recording with a cue every ten seconds, two seconds long."""
    timed = (f"00:{i:02}:00.000 --> 00:{i:02}:02.000\n{words}\n" for i, words in enumerate(cues, 1))
    (page,) = pages_of(Document("\n".join(["WEBVTT\n", *timed]).encode(), Kind.TRANSCRIPT, "briefing", "briefing.vtt"))
    return report_of(page, reader.read(page))


def told(report: Report) -> list[tuple[str | None, str, str | None]]:
    return [(s.speaker.name, " | ".join(piece.of(report.page.text) for piece in s.content), s.within) for s in report.statements]


def test_whoever_speaks_is_not_who_they_talk_about(reader: Reader) -> None:
    """Seen in a briefing: *he* and *the minister* in Rhea Venn's turn were taken for her."""
    found = spoken(
        reader,
        "<v Rhea Venn>We are safe.",
        "<v Rhea Venn>The minister admitted that he ordered the strike. The general denied it.",
    )
    assert told(found) == [
        ("Rhea Venn", "We are safe", None),
        ("Rhea Venn", "The minister admitted that he ordered the strike. The general denied it", None),
        (None, "that he ordered the strike", "s2"),
        (None, "the strike", "s3"),
        (None, "it", "s2"),
    ]
    assert "s1" not in {about for mark in found.marks for about in mark.about}


def test_he_who_opens_a_turn_is_not_its_speaker(reader: Reader) -> None:
    found = spoken(reader, "<v Pavel Dorrin>The president said that 20 bodies were counted. He denied it.")
    assert [name for name, _, within in told(found) if within] == [None, None]


def test_somebody_else_who_is_named_is_meant(reader: Reader) -> None:
    found = spoken(reader, "<v Rhea Venn>Minister Ian Corvath met the villagers. He said that 20 bodies were counted.")
    assert ("Ian Corvath", "that 20 bodies were counted", "s1") in told(found)


def test_i_is_whoever_has_the_turn(reader: Reader) -> None:
    found = spoken(reader, "<v Rhea Venn>I said that 20 bodies were counted.")
    assert ("Rhea Venn", "that 20 bodies were counted", "s1") in told(found)


def test_a_paragraph_of_a_turn_keeps_its_speaker(reader: Reader) -> None:
    """Seen in a briefing: the paragraph after a pause was nobody's, for its name stands above it."""
    found = spoken(
        reader,
        "<v Rhea Venn>We have taken 1,400 people off the roofs.",
        "<v Rhea Venn>The minister said that 63 bodies were counted.",
    )
    assert told(found)[1:] == [
        ("Rhea Venn", "The minister said that 63 bodies were counted", None),
        (None, "that 63 bodies were counted", "s2"),
    ]


def test_a_question_is_a_turn_between_voices(reader: Reader) -> None:
    """Seen in a briefing: a reporter's number was the page's own, and the lowest of the toll."""
    found = spoken(reader, "<v Rhea Venn>We are safe.", "REPORTER: Is it true that 63 died?", "<v Rhea Venn>The roofs are clear.")
    assert told(found)[1] == ("REPORTER", "Is it true that 63 died?", None)
    assert [(f.span.of(found.page.text), f.holder) for f in found.figures] == [("63", "s2")]
