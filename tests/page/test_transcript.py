"""Transcripts: what is said, by whom, and at which second."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.page.page import Document, Kind, Page, State
from sayso.page.pages import pages_of
from sayso.page.transcript import duration_of

VTT = """WEBVTT - Evening briefing on the Halvery dam
Kind: captions

NOTE made by hand,
over two lines

STYLE
::cue { color: lime }

first
00:01.000 --> 00:04.000 align:start
<v Dana Corvath>We saw water over the crest
at dawn,

2
00:00:04.000 --> 00:00:07.500
<v Dana Corvath>and the governor told us that
<i>nobody</i> was <00:00:06.000>hurt.

00:00:09.000 --> 00:00:11.000
<v.loud Piet Olssen>How many people have left &amp; when?</v>

01:02:12.000 --> 01:02:14.000
<v Dana Corvath>At least 1,400 people.

01:02:14.000 --> 01:02:16.000
[applause]
"""

SRT = """\ufeff1
00:00:01,000 --> 00:00:04,000
CORVATH: We saw water over
the crest at dawn.

2
00:00:05,000 --> 00:00:06,000
- How many?
- Fourteen, the police told us.

3
00:00:15,000 --> 00:00:18,000
<i>>> JONAS FELD (by telephone): Nobody</i>
{\\an8}can say that we did not warn them.

4
00:00:18,500 --> 00:00:20,000
They knew it.

5
00:00:25,000 --> 00:00:27,000
We had told them.
"""

TTML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tt [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang="en"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25">
<head><metadata><ttm:title>Briefing</ttm:title>
<ttm:agent xml:id="dc" type="person"><ttm:name type="full">Dana Corvath</ttm:name></ttm:agent></metadata></head>
<body><div>
<p begin="00:00:01.000" end="00:00:03.000" ttm:agent="dc">We saw water<br/>over the <span>crest</span>.&x;</p>
<p begin="64.5s" end="66s" ttm:agent="dc">Nobody was hurt.</p>
<p begin="00:02:00:05" end="00:02:01:00">Thank you.</p>
</div></body></tt>
"""

ROLLING = """WEBVTT

00:00:00.000 --> 00:00:02.000
the dam above the town

00:00:02.000 --> 00:00:02.010
the dam above the town

00:00:02.010 --> 00:00:04.000
the dam above the town
<00:00:02.500><c>held</c><00:00:03.000><c> on monday</c>

00:00:04.000 --> 00:00:06.000
held on monday
the governor said
"""


def made(text: str) -> Page:
    (page,) = pages_of(Document(text.encode(), Kind.TRANSCRIPT, "2031-03-03 briefing", "briefing.vtt"))
    return page


def told(page: Page) -> list[tuple[str, str | None, str | None, str]]:
    return [(block.role.value, block.author, block.time, block.span.of(page.text)) for block in page.blocks]


def test_webvtt() -> None:
    page = made(VTT)
    said = "Dana Corvath: We saw water over the crest at dawn, and the governor told us that nobody was hurt."
    assert told(page) == [
        ("body", "Dana Corvath", "PT1S", said),
        ("body", "Piet Olssen", "PT9S", "Piet Olssen: How many people have left & when?"),
        ("body", "Dana Corvath", "PT1H2M12S", "Dana Corvath: At least 1,400 people."),
        ("furniture", None, "PT1H2M14S", "[applause]"),
    ]
    assert (page.state, page.headline, page.language) == (State.READ, "Evening briefing on the Halvery dam", "en")
    assert (page.published, page.dates[0].evidence) == ("2031-03-03", "file name")
    assert page.text == "\n\n".join(words for *_, words in told(page))


def test_srt() -> None:
    assert told(made(SRT)) == [
        ("body", "CORVATH", "PT1S", "CORVATH: We saw water over the crest at dawn."),
        ("furniture", None, "PT5S", "-"),
        ("body", None, "PT5S", "How many?"),
        ("furniture", None, "PT5S", "-"),
        ("body", None, "PT5S", "Fourteen, the police told us."),
        ("furniture", None, "PT15S", ">>"),
        (
            "body",
            "JONAS FELD (by telephone)",
            "PT15S",
            "JONAS FELD (by telephone): Nobody can say that we did not warn them. They knew it.",
        ),
        ("body", "JONAS FELD (by telephone)", "PT25S", "We had told them."),
    ]


def test_ttml_and_no_entity_of_it_is_opened() -> None:
    page = made(TTML)
    assert told(page) == [
        ("body", "Dana Corvath", "PT1S", "Dana Corvath: We saw water over the crest."),
        ("body", "Dana Corvath", "PT1M4.5S", "Nobody was hurt."),
        ("body", None, "PT2M0.2S", "Thank you."),
    ]
    assert page.headline == "Briefing"


def test_what_rolls_up_stands_there_once() -> None:
    assert told(made(ROLLING)) == [("body", None, "PT0S", "the dam above the town held on monday the governor said")]


def test_a_long_turn_is_parted_between_sentences() -> None:
    cues = "\n\n".join(
        f"00:{n // 12:02}:{n * 5 % 60:02}.000 --> 00:{(n + 1) // 12:02}:{(n + 1) * 5 % 60:02}.000\n"
        + ("NARRATOR: " * (n == 0))
        + f"In the year {n} the river rose again, and the people of the town carried their beds up the hill."
        for n in range(30)
    )
    blocks = told(made(f"WEBVTT\n\n{cues}\n"))
    assert [(author, time) for _, author, time, _ in blocks] == [
        ("NARRATOR", "PT0S"),
        ("NARRATOR", "PT30S"),
        ("NARRATOR", "PT1M0S"),
        ("NARRATOR", "PT1M30S"),
        ("NARRATOR", "PT2M0S"),
    ]
    assert all(words.endswith("the hill.") for *_, words in blocks)


@pytest.mark.parametrize("text", ["WEBVTT", "WEBVTT\n\nNOTE nothing", "1\n00:00:01,000 --> 00:00:02,000\n\n", "<tt></tt>", "<tt"])
def test_nothing_said(text: str) -> None:
    assert (made(text).state, made(text).text) == (State.EMPTY, "")


@pytest.mark.parametrize(
    ("seconds", "duration"), [(0, "PT0S"), (64.5, "PT1M4.5S"), (3600, "PT1H0S"), (3723.1234, "PT1H2M3.123S"), (59.9999, "PT1M0S")]
)
def test_how_far_in(seconds: float, duration: str) -> None:
    assert duration_of(seconds) == duration


@given(st.text(alphabet="0:1.,-> \n<v/AN:>{}[]&;♪", max_size=300))
def test_any_cues(text: str) -> None:
    for head in ("WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\n", "<tt><p begin='1s'>"):
        page = made(head + text)
        assert all(block.span.end <= len(page.text) for block in page.blocks)
        assert all(a.span.end <= b.span.start for a, b in zip(page.blocks, page.blocks[1:], strict=False))
