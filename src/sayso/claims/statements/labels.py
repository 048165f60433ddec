"""Labels: words whose speaker stands apart from them, behind a colon or a dash, without a word that reports.

Headlines do so (*Forty houses gone - police*), and quotations set apart (*“We ran to the hill.”*, below it *— Ana Ruiz*).
The reader wants a cue and passes over them. Before a headline's colon stands a topic more often than a speaker (*Orlec flood:*),
so there the words have to be quoted, and the label has to be somebody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.claims.statements.pieces import Draft, Sheet
from sayso.reading.descriptions import describe
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Name, Sort
from sayso.reading.quotes import Quotation
from sayso.reading.signatures import signature_in
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

_SURE = 0.7
"""Confidence of a statement that is found by its label."""
_HEADLINE = 25
"""How many words a headline has at most."""
_AFTER = re.compile(r"(?P<words>[^:\n]{12,}?)(?P<mark>: | [-–—] )(?P<who>[^:.?!,–—“”\"\n]{2,40})")
_BEFORE = re.compile(r"(?P<who>[^:.?!,–—“”\"‘\n]{3,40}): (?P<words>[“\"‘'][^\n]{8,}[”\"’'])")
_SPEAKS = frozenset({SpeakerKind.ANONYMOUS, SpeakerKind.GROUP, SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT})
_WRITING = frozenset("analysis review interview profile opinion live podcast explainer obituary quiz letter letters".split())
"""What an article may be: its label says what it is, not who says so (*The long flood – analysis*)."""
_NO_NOUN_PHRASE = re.compile(r"^(?:in|on|at|for|from|how|what|why|when|where|who|with|as|to|by|and)\b|\b(?:by|for|who)\b", re.I)


def labelled(sheet: Sheet, drafts: Sequence[Draft], names: Sequence[Name]) -> list[Draft]:
    """The statement that a page's headline makes by its label, where the reader found none there."""
    if not sheet.blocks or any(sheet.block_at(p.start) == 0 for d in drafts for p in d.content):
        return []
    block = sheet.blocks[0]
    words = block.of(sheet.text)
    if len(words.split()) > _HEADLINE or words.rstrip().endswith((".", "!", "?")):
        return []
    after = _AFTER.fullmatch(sheet.text, block.start, block.end)
    found = after or _BEFORE.fullmatch(sheet.text, block.start, block.end)
    if found is None:
        return []
    who, said = (Span(*found.span(part)).trimmed(sheet.text) for part in ("who", "words"))
    colon = after is None or after["mark"] == ": "
    if not _described(who.of(sheet.text), 2 if after and colon else 4) and not _named(who, sheet.text, names, colon=colon):
        return []
    return [Draft((who,), (), (said,), _SURE)]


def signed(quotation: Quotation, sheet: Sheet) -> Draft | None:
    """A quotation behind which, or in the paragraph after which, a name stands with a dash, and nothing else."""
    here, last = sheet.block_at(quotation.start), sheet.block_at(quotation.end - 1)
    if sheet.has_words(sheet.blocks[here].start, quotation.start):
        return None
    start, end = quotation.end, sheet.blocks[last].end
    if not sheet.has_words(start, end) and last + 1 < len(sheet.blocks):
        start, end = sheet.blocks[last + 1].start, sheet.blocks[last + 1].end
    who = signature_in(sheet.text, start, end)
    if who is None or sheet.has_words(who.end, end):
        return None
    return Draft((who,), (), quotation.pieces, _SURE)


def _described(who: str, longest: int) -> bool:
    """Whether these words end in a noun for somebody who speaks (*Velmar police*, *a new report*)."""
    words = who.split()
    if len(words) > longest or _NO_NOUN_PHRASE.search(who) or words[-1].casefold() in _WRITING:
        return False
    description = describe(who)
    ends = " ".join(words).casefold().endswith(description.head)
    return ends and description.kind in _SPEAKS and lexicon().noun(description.head) is not None


def _named(who: Span, text: str, names: Sequence[Name], *, colon: bool) -> bool:
    """Whether these words name a person; behind a dash also a body, a country, or whom the page names again."""
    name = next((n for n in names if n.span.end == who.end and (n.span.start == who.start or n.title)), None)
    if name is None or who.of(text).casefold() in _WRITING:
        return False
    if name.sort is Sort.PERSON or colon:
        return name.sort is Sort.PERSON
    if name.sort is Sort.PLACE:
        return name.text.casefold() in {country.casefold() for country in lexicon().country.values()}
    again = re.search(rf"\b{re.escape(name.words[-1])}\b", text[who.end :]) is not None
    return name.sort is Sort.ORGANISATION or (name.sort is Sort.UNKNOWN and again)
