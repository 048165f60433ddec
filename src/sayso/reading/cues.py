"""Cues: the words that report something, with their forms.

The table ``words/cues.tsv`` gives each cue its stance as newsroom style guides see it, with an example. A cue may be of several
words and may end in the first word of what is said (*called* | *for a truce*).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
LONGEST = 3
"""How many words a cue of the table has at most."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of the table. ``stance`` is one of ``claims.statement.Stance``, as a word."""

    words: str
    stance: str
    example: str
    reports: bool
    """Whether a form of its first word is enough to say that somebody reports something: *said*, but not *against* or *plan*."""


def is_verb_of_speech(word: str) -> bool:
    """Whether a single word is a form of a cue that can introduce words with a colon (*said:*, *added:*)."""
    entry = cues().get(word.casefold())
    return entry is not None and entry.words in _INTRODUCES


def known(cue: str) -> bool:
    """Whether the table knows any word of a cue."""
    table = cues()
    words = [w.casefold() for w in WORD.findall(cue)]
    return any(" ".join(words[i : i + n]) in table for i in range(len(words)) for n in range(1, LONGEST + 1))


def holds_report(words: str) -> bool:
    """Whether any word of these is by itself a cue: where there is none, there is hardly speech within speech."""
    table = cues()
    found = (table.get(word.casefold()) for word in WORD.findall(words))
    return any(cue.reports for cue in found if cue is not None)


_INTRODUCES = frozenset(
    "say tell add write tweet post state explain continue declare announce shout cry yell reply respond answer read note warn "
    "claim insist recall remark observe comment joke argue conclude chant stress admit acknowledge repeat".split()
)


@functools.cache
def cues() -> dict[str, Cue]:
    """Every form of every cue, in lower case."""
    table: dict[str, Cue] = {}
    made: dict[str, Cue] = {}
    lines = resources.files("sayso.reading").joinpath("words/cues.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line or line.startswith("#"):
            continue
        words, stance, irregular, example, *marks = line.split("\t")
        entry = Cue(words, stance, example, reports="+" in marks)
        table[words] = entry
        first, *rest = words.split()
        for form in forms(first, irregular.split(",") if irregular else []):
            made.setdefault(" ".join([form, *rest]), entry)
    return made | table  # a line of its own counts before a form that is made


_UNBENDING = frozenset(
    "according can could be in under against caught seen allegedly reportedly purportedly supposedly ostensibly so-called".split()
)


def forms(verb: str, irregular: list[str]) -> set[str]:
    """The forms of a verb; for a noun some that nobody writes, which do no harm."""
    forms = {verb, *irregular}
    if verb in _UNBENDING:
        return forms
    past = set() if irregular else {verb + "d" if verb.endswith("e") else verb + "ed"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        forms |= {verb[:-1] + "ies", verb[:-1] + "ied"}
    forms.add(verb + "es" if verb.endswith(("s", "x", "sh", "ch", "o")) else verb + "s")
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "oe")) else verb
    forms |= {stem + "ing"} | past
    if re.search(r"[^aeiou][aeiou][bdglmnprt]$", verb):
        forms |= {verb + verb[-1] + "ing"} | ({verb + verb[-1] + "ed"} if not irregular else set())
    return forms
