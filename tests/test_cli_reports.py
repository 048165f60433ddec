"""How a report looks in a terminal: the whole of it, as text."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.cli.marked import show_marked
from sayso.cli.phrases import STATES, said_on, time_of
from sayso.cli.reports import show_report
from sayso.cli.terminal import THEME, safe
from sayso.page.page import Block, Page, Role, State
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Span

BLOCKS = [
    (Role.HEADLINE, "Bridge at Orle closed after cracks are found"),
    (Role.BYLINE, "By Ines Tamm"),
    (Role.BODY, "The bridge was safe on Monday, engineer Pavel Kord said. Officials denied that it had ever been at risk."),
    (Role.RELATED, "Read more: Ferry timetable"),
    (Role.BODY, "“I would not walk over it,” he said."),
    (Role.BODY, "“Nor would my wife. She told me: ‘Take the ferry.’”"),
    (Role.FURNITURE, "Sign up to our newsletter"),
]


def page_of(blocks: list[tuple[Role, str]], **facts: object) -> Page:
    """A page with these blocks, a blank line between them."""
    text, made = "", []
    for role, words in blocks:
        text += "\n\n" if text else ""
        made.append(Block(Span(len(text), len(text) + len(words)), role))
        text += words
    given = {"state": State.READ, "headline": blocks[0][1], "authors": ("Ines Tamm",), "published": "2025-05-06T08:30"} | facts
    return Page(name="orle-bridge", blob="0" * 64, text=text, blocks=tuple(made), extractor="plain-1", **given)  # type: ignore[arg-type]


def span(page: Page, words: str) -> Span:
    """Where the words stand, as words of their own."""
    at = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", page.text).start()  # type: ignore[union-attr]
    return Span(at, at + len(words))


@pytest.fixture
def report() -> Report:
    page = page_of(BLOCKS)
    kord = Speaker("Pavel Kord", SpeakerKind.PERSON, Reason.AS_NAMED, role="engineer")
    he = Speaker("Pavel Kord", SpeakerKind.PERSON, Reason.PRONOUN, role="engineer")
    she = Speaker(None, None, Reason.NONE_FITS)
    officials = Speaker("Officials", SpeakerKind.GROUP, Reason.DESCRIBED)

    def statement(name: str, speaker: Speaker, source: str, cue: str, *content: str, **more: object) -> Statement:
        pieces = tuple(span(page, words) for words in content)
        given = {"kind": StatementKind.DIRECT, "stance": Stance.NEUTRAL} | more
        sources, cues = (span(page, source),), (span(page, cue),)
        return Statement(id=name, source=sources, cue=cues, content=pieces, speaker=speaker, **given)  # type: ignore[arg-type]

    indirect = {"kind": StatementKind.INDIRECT}
    speech = ("“I would not walk over it,”", "“Nor would my wife. She told me: ‘Take the ferry.’”")
    statements = (
        statement("s1", kord, "engineer Pavel Kord", "said", "The bridge was safe on Monday", **indirect),
        statement("s2", officials, "Officials", "denied", "that it had ever been at risk", **indirect, stance=Stance.DENYING),
        statement("s3", he, "he", "said", *speech),
        statement("s4", she, "She", "told", "‘Take the ferry.’", within="s3"),
    )
    return Report(page, statements, model="made-by-hand")


def printed(show: object, report: Report, *, width: int = 80, color: bool = False) -> str:
    """What the function prints on a terminal of that width, without spaces at the ends of lines."""
    out = Console(
        file=io.StringIO(), width=width, theme=THEME, highlight=False, markup=False, force_terminal=color, color_system="standard"
    )
    if not color:
        out = Console(file=io.StringIO(), width=width, theme=THEME, highlight=False, markup=False)
    show(out, report)  # type: ignore[operator]
    text = out.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def test_a_report_shows_who_says_what_and_where(report: Report) -> None:
    assert printed(show_report, report) == (
        """\
Bridge at Orle closed after cracks are found
by Ines Tamm · published 6 May 2025, 08:30
4 statements · 2 speakers · 1 by somebody unresolved

 1  Pavel Kord, engineer · said
    │ The bridge was safe on Monday
    paragraph 1, 60–89 · indirect

 2  Officials · denied
    │ that it had ever been at risk
    paragraph 1, 134–163 · indirect · denying

 3  Pavel Kord, engineer · said
    │ “I would not walk over it,” […] “Nor would my wife. She told me: ‘Take the
    │ ferry.’”
    paragraph 2, 194–283 · direct · “he”: the pronoun follows its only fitting
    name

     4  “She”, unresolved · told
        │ ‘Take the ferry.’
        paragraph 3, 265–282 · direct · within 3 · nobody on the page fits

"""
    )


def test_a_marked_page_shows_statements_in_place_and_folds_the_rest(report: Report) -> None:
    assert printed(show_marked, report) == (
        """\
Bridge at Orle closed after cracks are found
by Ines Tamm · published 6 May 2025, 08:30

¹⟨The bridge was safe on Monday⟩, engineer Pavel Kord said. Officials denied
²⟨that it had ever been at risk⟩.
    ¹ Pavel Kord · said · indirect
    ² Officials · denied · indirect · denying

· folded: 1 related

³⟨“I would not walk over it,”⟩ he said.
    ³ Pavel Kord · said · direct · “he”: the pronoun follows its only fitting
      name

³⟨“Nor would my wife. She told me: ⁴⟨‘Take the ferry.’⟩”⟩
    ⁴ “She”, unresolved · told · direct · within 3 · nobody on the page fits

· folded: 1 furniture

"""
    )


def test_colour_marks_contents_by_underlining_instead_of_brackets(report: Report) -> None:
    shown = printed(show_marked, report, color=True)
    assert "⟨" not in shown
    assert "¹\x1b[0m\x1b[4mThe bridge was safe on Monday\x1b[0m" in shown


def test_a_narrow_terminal_breaks_lines_and_loses_no_word(report: Report) -> None:
    shown = printed(show_report, report, width=40)
    assert max(map(len, shown.splitlines())) <= 40
    words = [word for line in shown.splitlines() for word in line.replace("│", " ").split()]
    assert " ".join(words).count("“Nor would my wife. She told me: ‘Take the ferry.’”") == 1


@pytest.mark.parametrize(
    ("state", "note", "line"),
    [
        (State.EMPTY, None, "orle-bridge — empty: there is no text in it"),
        (State.NOT_ENGLISH, "the text is in French", "orle-bridge — not in English: the text is in French"),
        (State.READ, "the encoding was guessed", "In doubt: the encoding was guessed"),
    ],
)
def test_a_page_that_cannot_be_read_says_why(state: State, note: str | None, line: str) -> None:
    report = Report(page_of(BLOCKS[:1], state=state, note=note))
    assert line in printed(show_report, report, width=100)


@pytest.mark.parametrize("state", State)
def test_every_state_can_be_said(state: State) -> None:
    assert STATES[state]


def test_a_page_cannot_steer_the_terminal() -> None:
    assert safe("red\x1b[31m alert\x07\u202eback\nnext\tcell") == "red\ufffd[31m alert\ufffd\ufffdback\nnext\tcell"


def test_square_brackets_are_words_like_others() -> None:
    report = Report(page_of([(Role.HEADLINE, "[bold]Mayor[/bold] said [sic]")], authors=(), published=None))
    assert printed(show_report, report).splitlines()[0] == "[bold]Mayor[/bold] said [sic]"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2022-03-03", "3 March 2022"),
        ("2022-03-03T09:59", "3 March 2022, 09:59"),
        ("2022-03-03T09:59:30Z", "3 March 2022, 09:59 UTC"),
        ("2022-03-03T09:59:30.123+02:00", "3 March 2022, 09:59 +02:00"),
        ("2022-03", "March 2022"),
        ("2022", "2022"),
        ("last Tuesday", "last Tuesday"),
        ("2022-13-01", "2022-13-01"),
    ],
)
def test_times_are_said_as_precisely_as_the_page_gives_them(value: str, said: str) -> None:
    assert time_of(value) == said


@pytest.mark.parametrize(
    ("blocks", "words", "place"),
    [
        ([(Role.BODY, "One."), (Role.BODY, "Two.")], "Two", "paragraph 2"),
        ([(Role.HEADLINE, "One."), (Role.SUBHEADING, "Two."), (Role.BODY, "Three.")], "Two", "subheading"),
        ([(Role.HEADLINE, "One."), (Role.SUBHEADING, "Two."), (Role.BODY, "Three.")], "Three", "paragraph 1"),
        ([(Role.BODY, "One.\n\nTwo.\n\n\nThree.\nStill three.")], "Still", "paragraph 3"),
        ([(Role.BODY, "One."), (Role.RELATED, "Read more"), (Role.EMBED, "Two.")], "Two", "embedded post"),
    ],
)
def test_places_are_counted_in_the_paragraphs_that_a_person_reads(blocks: list[tuple[Role, str]], words: str, place: str) -> None:
    page = page_of(blocks)
    nobody = Speaker(None, None, Reason.NOBODY)
    statement = Statement("s1", StatementKind.INDIRECT, Stance.NEUTRAL, (), (), (span(page, words),), nobody)
    assert said_on(page, statement).place.split(",")[0] == place


def test_a_long_paragraph_is_parted_after_sentences_so_that_notes_stand_near(report: Report) -> None:
    sentence = "The river rose again in the night, and the mayor of the town, Ada Ruiz, said that the bridge would hold. "
    page = page_of([(Role.BODY, sentence * 20)])
    mayor = Speaker("Ada Ruiz", SpeakerKind.PERSON, Reason.AS_NAMED)
    statements = tuple(
        Statement(
            f"s{number + 1}",
            StatementKind.INDIRECT,
            Stance.NEUTRAL,
            (),
            (),
            (Span(len(sentence) * number + 77, len(sentence) * (number + 1) - 2),),
            mayor,
        )
        for number in range(20)
    )
    shown = printed(show_marked, Report(page, statements, model="made-by-hand")).split("\n\n")
    assert all("Ada Ruiz · indirect" in part for part in shown[1:-1])
    assert len(shown[1:-1]) == 4


def test_marking_changes_no_word(report: Report) -> None:
    shown = printed(show_marked, report)
    words = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+⟨|⟩", "", shown)
    read = [block.span.of(report.page.text) for block in report.page.blocks if block.role is Role.BODY]
    assert [block for block in read if block not in " ".join(words.split())] == []
