"""Phrases: how times, places, speakers and states are said to a person."""

from __future__ import annotations

import re

from sayso.claims.statement import Stance, Statement
from sayso.page.page import Page, Role, State
from sayso.reading.speaker import Reason
from sayso.text import words_of

GAP = " […] "
"""Stands between the pieces of a broken quotation, as newsrooms write it."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

STATES: dict[State, str] = {
    State.READ: "read",
    State.EMPTY: "empty: there is no text in it",
    State.NOT_TEXT: "not text",
    State.NOT_ENGLISH: "not in English: kept, but not read for statements",
    State.STUB: "no article: a paywall, cookie or error notice stands in its place",
    State.DAMAGED: "damaged: it cannot be parsed",
    State.TOO_LARGE: "too large to be read",
}

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
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?", value)
    if not found or not 1 <= int(found[2]) <= 12:
        return value
    date = f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]}"
    clock = f", {found[4]}" if found[4] else ""
    offset = {None: "", "Z": " UTC", "+00:00": " UTC"}.get(found[5], f" {found[5]}")
    return f"{date}{clock}{offset}"


def place_of(statement: Statement, page: Page) -> str:
    """Where the statement's content begins: the paragraph, or what else it stands in, and its code points."""
    first, last = statement.content[0], statement.content[-1]
    return f"{_where(first.start, page)}, {first.start}–{last.end}"


def _where(at: int, page: Page) -> str:
    paragraph = 0
    for block in page.blocks:
        inside = block.span.start <= at < block.span.end
        if block.role in _PARAGRAPHS:
            words = block.span.of(page.text)[: at - block.span.start] if inside else block.span.of(page.text)
            paragraph += 1 + len(re.findall(r"\S[^\S\n]*\n\s*\n(?=\s*\S|$)" if inside else r"\S[^\S\n]*\n\s*\n(?=\s*\S)", words))
        if inside:
            return f"paragraph {paragraph}" if block.role in _PARAGRAPHS else _NAMED_PLACES.get(block.role, block.role.value)
    return "text"


def name_of(statement: Statement, page: Page) -> str:
    """Who speaks, with the role that the page gives; the page's own words where it is not clear who is meant."""
    speaker = statement.speaker
    if speaker.name is not None:
        tells = speaker.role is not None and speaker.role.casefold() not in speaker.name.casefold()
        return f"{speaker.name}, {speaker.role}" if tells else speaker.name
    if statement.source:
        return f"“{words_of(statement.source, page.text, gap=GAP)}”, unresolved"
    return "nobody named"


def content_of(statement: Statement, page: Page) -> str:
    """What is said, word for word: paragraphs on lines of their own, ``[…]`` where words of others stand between."""
    words, end = "", None
    for piece in statement.content:
        between = page.text[end : piece.start] if end is not None else None
        words += ("" if between is None else GAP if between.strip() else "\n") + piece.of(page.text)
        end = piece.end
    return words


def is_unresolved(statement: Statement) -> bool:
    """Whether words name a speaker but it is not clear who is meant."""
    return statement.speaker.name is None and bool(statement.source)


def cue_of(statement: Statement, page: Page) -> str:
    """The words that report; empty where none do."""
    return words_of(statement.cue, page.text, gap=GAP)


def tags_of(statement: Statement, page: Page) -> list[str]:
    """What else there is to know, the usual left out: kind, stance, how the speaker was resolved, whose words it stands in."""
    tags = [statement.kind.value]
    if statement.stance is not Stance.NEUTRAL:
        tags.append(statement.stance.value)
    if statement.within:
        tags.append(f"within {statement.within.removeprefix('s')}")
    if statement.speaker.because not in _PLAIN_REASONS:
        source = words_of(statement.source, page.text, gap=GAP)
        shown = "" if is_unresolved(statement) or not source else f"“{source}”: "
        tags.append(shown + statement.speaker.because.value.removesuffix(": unresolved"))
    return tags
