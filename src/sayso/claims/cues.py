"""Cues: how the words that report something report it.

The table ``cues.tsv`` gives each cue its stance as newsroom style guides see it, with an example. A cue may be of several words
and may end in the first word of what is said (*called* | *for a truce*).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources

from sayso.claims.statement import Stance
from sayso.reading.speaker import SpeakerKind

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_NEGATION = frozenset("not never neither nor no cannot n't without hardly".split())
_LONGEST = 3
_UNNEGATED = frozenset({Stance.CONFIRMING, Stance.DENYING, Stance.DEMANDING, Stance.DISTANCING})
"""Stances that a negation undoes: who *could not confirm* confirms nothing, who *did not deny* denies nothing."""
_SHOULD = re.compile(r"\b(?:should|ought to|must|be (?:given|sent|made|allowed|brought|put|held))\b")
_DEED = re.compile(
    r"^(?:a|an|the)\s(?:[\w-]+\s)?[\w-]+(?:tion|sion|ment|ing|ure|al|ance|ence)\b(?!\s(?:is|was|had|has|may|might|could|would|will))",
    re.I,
)
_PROPOSES = frozenset({"suggest", "suggestion", "advise"})
"""Cues that estimate, or demand where what follows should be done (*suggested that they should leave*, *suggested a truce*)."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of the table."""

    words: str
    stance: Stance
    example: str


def stance_of(cue: str, content: str = "", speaker: SpeakerKind | None = None) -> Stance:
    """The stance of a cue, as printed, before this content.

    A cue that the table does not know takes the stance of its shape: *X for* and *X to do* demand, footage and tests show,
    everything else reports.
    """
    words = [w.casefold() for w in _WORD.findall(cue)]
    table = _table()
    following = [w.casefold() for w in _WORD.findall(content[:30])[:1]]
    found: list[tuple[int, Cue]] = []
    said = words + following
    i = 0
    while i < len(words):
        for length in range(min(_LONGEST, len(said) - i), 0, -1):
            entry = table.get(" ".join(said[i : i + length]))
            if entry is not None:
                found.append((i, entry))
                i += length - 1
                break
        i += 1
    if not found:
        return _by_shape(words, following, speaker)
    at, best = next(((k, c) for k, c in reversed(found) if c.stance is not Stance.NEUTRAL), found[-1])
    if best.words in _PROPOSES and (_SHOULD.search(content[:200]) or _DEED.match(content)):
        return Stance.DEMANDING
    negated = any(w in _NEGATION or w.endswith(("n't", "n’t")) for w in words[:at])
    if negated and best.stance in _UNNEGATED:
        return Stance.NEUTRAL
    return best.stance


def is_verb_of_speech(word: str) -> bool:
    """Whether a single word is a form of a cue that can introduce words with a colon (*said:*, *added:*)."""
    entry = _table().get(word.casefold())
    return entry is not None and entry.words in _INTRODUCES


def known(cue: str) -> bool:
    """Whether the table knows any word of a cue."""
    table = _table()
    words = [w.casefold() for w in _WORD.findall(cue)]
    return any(" ".join(words[i : i + n]) in table for i in range(len(words)) for n in range(1, _LONGEST + 1))


_INTRODUCES = frozenset(
    "say tell add write tweet post state explain continue declare announce shout cry yell reply respond answer read note warn "
    "claim insist recall remark observe comment joke argue conclude chant stress admit acknowledge repeat".split()
)


def _by_shape(words: list[str], following: list[str], speaker: SpeakerKind | None) -> Stance:
    if speaker is SpeakerKind.FOOTAGE:
        return Stance.SHOWING
    last = (words + following)[-1:] if following[:1] in (["for"], ["to"]) else words[-1:]
    return Stance.DEMANDING if last in (["for"], ["to"]) else Stance.NEUTRAL


@functools.cache
def _table() -> dict[str, Cue]:
    """Every form of every cue, in lower case."""
    table: dict[str, Cue] = {}
    made: dict[str, Cue] = {}
    lines = resources.files("sayso.claims").joinpath("cues.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line or line.startswith("#"):
            continue
        words, stance, irregular, example = line.split("\t")
        entry = Cue(words, Stance(stance), example)
        table[words] = entry
        first, *rest = words.split()
        for form in _forms(first, irregular.split(",") if irregular else []):
            made.setdefault(" ".join([form, *rest]), entry)
    return made | table  # a line of its own counts before a form that is made


_UNBENDING = frozenset(
    "according can could be in under against caught seen allegedly reportedly purportedly supposedly ostensibly so-called".split()
)


def _forms(verb: str, irregular: list[str]) -> set[str]:
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
