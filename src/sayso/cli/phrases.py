"""Phrases: how times, places, speakers and states are said to a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sayso.claims.statement import Stance, Statement
from sayso.ledger.answers import Scope, StatementRow
from sayso.page.page import Page, Role, State
from sayso.reading.speaker import Reason
from sayso.text import words_of

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

STATES: dict[State, tuple[str, str]] = {
    State.READ: ("read", ""),
    State.EMPTY: ("empty", "there is no text in it"),
    State.NOT_TEXT: ("not text", "it is a picture, a document or a program"),
    State.NOT_ENGLISH: ("not in English", "it is kept, but not read for statements"),
    State.STUB: ("no article", "a paywall, cookie or error notice stands in its place"),
    State.DAMAGED: ("damaged", "it cannot be parsed"),
    State.TOO_LARGE: ("too large", "it is larger than any article"),
    State.SEALED: ("sealed", "its content was withdrawn"),
}
"""Each state in a word or two, and what it means where the page itself has no note on it."""

_PARAGRAPHS = frozenset({Role.BODY, Role.STANDFIRST})
_NAMED_PLACES = {
    Role.HEADLINE: "headline",
    Role.SUBHEADING: "subheading",
    Role.CAPTION: "caption",
    Role.EMBED: "embedded post",
}
_PLAIN_REASONS = frozenset({Reason.AS_NAMED, Reason.DESCRIBED, Reason.NOBODY})


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """The number with its noun: ``1 page``, ``1,204 pages``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def time_of(value: str) -> str:
    """An ISO 8601 time as newsrooms print it, to the precision and with the offset that it has; anything else as it is."""
    if week := re.fullmatch(r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-2])", value):
        return f"the week of {time_of(date.fromisocalendar(int(week[1]), int(week[2]), 1).isoformat())}"
    found = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?", value)
    if not found or not 1 <= int(found[2]) <= 12:
        return value
    day = f"{int(found[3])} " if found[3] else ""
    day += f"{MONTHS[int(found[2]) - 1]} {found[1]}"
    clock = f", {found[4]}" if found[4] else ""
    offset = {None: "", "Z": " UTC", "+00:00": " UTC"}.get(found[5], f" {found[5]}")
    return f"{day}{clock}{offset}"


_HALF = 0.5
"""Confidence below which a doubtful reading is as likely wrong as right."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in words: what a line about it needs, wherever it comes from."""

    statement: Statement
    source: str
    cue: str
    content: str
    """Word for word: paragraphs on lines of their own, ``[…]`` where words of others stand between."""
    place: str
    within: str | None
    """Which statement it stands in, if any."""

    @property
    def unresolved(self) -> bool:
        """Whether words name a speaker but it is not clear who is meant."""
        return self.statement.speaker.name is None and bool(self.source)

    @property
    def name(self) -> str:
        """Who speaks, with the role that the page gives; the page's own words where it is not clear who is meant."""
        speaker = self.statement.speaker
        if speaker.name is not None:
            tells = speaker.role is not None and speaker.role.casefold() not in speaker.name.casefold()
            return f"{speaker.name}, {speaker.role}" if tells else speaker.name
        return f"“{self.source}”, unresolved" if self.source else "nobody named"

    @property
    def tags(self) -> list[str]:
        """What else there is to know, the usual left out: kind, stance, day, whose words it stands in, why it is this speaker."""
        statement, because = self.statement, self.statement.speaker.because
        tags = [statement.kind.value]
        if statement.stance is not Stance.NEUTRAL:
            tags.append(statement.stance.value)
        said_at = statement.circumstances.said_at
        if said_at and said_at.value:
            tags.append(f"said {time_of(said_at.value)}")
        if statement.doubtful:
            tags.append("doubtful reading" if statement.confidence < _HALF else "check the reading")
        if self.within:
            tags.append(f"within {self.within}")
        if because not in _PLAIN_REASONS:
            shown = "" if self.unresolved or not self.source else f"“{self.source}”: "
            tags.append(shown + because.value.removesuffix(": unresolved"))
        if statement.whose:
            tags.append(f"most likely of {statement.whose.name}: inferred, since the page has it say the same")
        return tags


def days_of(first: str, last: str) -> str:
    """From one day to another: ``11 to 13 March 2025``, ``30 March to 2 April 2025``, or the one day that both are."""
    begin, end = time_of(first[:10]).split(), time_of(last[:10]).split()
    if begin == end:
        return " ".join(end)
    if len(begin) == len(end):
        while len(begin) > 1 and begin[-1] == end[len(begin) - 1]:
            begin.pop()
    return f"{' '.join(begin)} to {' '.join(end)}"


def unread_of(page: Page) -> str:
    """Which page it is, and why it could not be read."""
    label, meaning = STATES[page.state]
    return f"{page.name} — {label}: {page.note or meaning}"


def reason_of(page: Page) -> str:
    """Why it could not be read or is in doubt, without what is of this page alone, so that pages can be counted by it."""
    reason = (page.note or STATES[page.state][1]).split("; ")[0]
    return re.sub(r": “[^”]*”$", "", reason.removesuffix(f" ({page.language})"))


def scope_of(scope: Scope) -> str:
    """What an answer was looked for in: pages, outlets, dates, and how many pages could not be read."""
    if not scope.pages:
        return "no pages"
    said = counted(scope.pages, "page")
    if scope.outlets:
        said += f" of {counted(len(scope.outlets), 'outlet')}"
    if scope.first and scope.last:
        said += f", {days_of(scope.first, scope.last)}"
    if scope.undated:
        said += f", {scope.undated:,} without a date"
    unread = sum(scope.unread.values())
    if unread:
        said += f"; {unread:,} could not be read ({', '.join(f'{n:,} {STATES[state][0]}' for state, n in scope.unread.items())})"
    return said


def said_on(page: Page, statement: Statement) -> Said:
    """A statement of a page, its place told by paragraph."""
    text, pieces = page.text, statement.content
    place = f"{where(pieces[0].start, page)}, {pieces[0].start}–{pieces[-1].end}"
    within = statement.within.removeprefix("s") if statement.within else None
    source, cue = words_of(statement.source, text), words_of(statement.cue, text)
    return Said(statement, on_a_line(source), on_a_line(cue), words_of(pieces, text), place, within)


def said_in(row: StatementRow) -> Said:
    """A statement of a ledger, its place told by its page's name."""
    pieces = row.statement.content
    place = f"{row.name}, {pieces[0].start}–{pieces[-1].end}"
    within = "another statement" if row.statement.within else None
    return Said(row.statement, on_a_line(row.source), on_a_line(row.cue), row.content, place, within)


def chain_of(*holders: str) -> str:
    """Through whose hands it came, outermost last; who stands twice in a row is named once.

    >>> chain_of("Ada Ruiz", "Ada Ruiz", "Orle Post")
    'Ada Ruiz ← Orle Post'
    """
    return " ← ".join(name for name, _ in groupby(holders))


def on_a_line(words: str) -> str:
    """The words with single spaces between them."""
    return " ".join(words.split())


def minute_of(duration: str) -> str | None:
    """How far into a recording, as players show it; ``None`` for what is no duration.

    >>> minute_of("PT1H2M12.5S"), minute_of("PT9S")
    ('1:02:12', '0:09')
    """
    found = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(\d+)(?:\.\d+)?S", duration)
    if found is None:
        return None
    hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def where(at: int, page: Page) -> str:
    """The paragraph that a character stands in, or what else it stands in; of a recording the minute."""
    paragraph = 0
    for block in page.blocks:
        inside = block.span.start <= at < block.span.end
        if block.role in _PARAGRAPHS:
            words = page.text[block.span.start : at + 1 if inside else block.span.end]
            paragraph += len(re.findall(r"\S(?:[^\n]|\n(?!\s*\n))*", words)) or 1
        if inside and block.time and (minute := minute_of(block.time)):
            return f"at {minute}"
        if inside:
            return f"paragraph {paragraph}" if block.role in _PARAGRAPHS else _NAMED_PLACES.get(block.role, block.role.value)
    return "text"
