"""Said: what is a statement at all, and what only looks like one.

A reader that has learnt from marked news takes much for speech that nobody said: what people see, know and do; what somebody
should say, or would if; what a reporter asks. ``silent.tsv`` lists verbs that tell such things. Words in quotation marks are
somebody's whatever the verb.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from importlib import resources

from sayso.claims.statement import Stance
from sayso.claims.statements.pieces import Draft
from sayso.claims.statements.stance import stance_of
from sayso.reading.cues import WORD, forms, holds_report, known
from sayso.text import words_of

_SURE = 0.7
"""How sure the reader has to be of a cue that the table of cues does not know."""

_UNSAID = re.compile(r"(?:to|ask(?:ed|ing|s)?|say|confirm|comment|call|deny|admit|tell|discuss)\b", re.IGNORECASE)
"""How the cues of questions, and of what is not or not yet said, begin."""

_NOT_YET = re.compile(
    r"(?:^|\s)(?:should|must|may|might|shall|to|let|(?:is|are|was|were|be)\s(?:to|about to|due to|poised to|set to|expected to))"
    r"(?:\s\w+ly)?$",
    re.IGNORECASE,
)
"""Before a verb of speech: it has not been said (*the court should declare*, *she is expected to announce*)."""
_SAID_ALL_THE_SAME = re.compile(
    r"\b(?:continu|went on|going on|goes on|had|has|have|beg[iau]n|manag|quick|keen|like|want|dar|happy|prepared|used"
    r"|appear|seem|purport|claim|tend)\w*(?:\s\w+)?\sto$",
    re.IGNORECASE,
)
"""*He went on to accuse*, *she was quick to blame*, *I want to say*: said with the infinitive."""
_IF = re.compile(r"\b(?:if|unless|suppose|let)\s(?:\w+\s)?$", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:any(?:body|one)|nobody|no one|no-one|none|whoever|every(?:body|one)|little|what|nothing|anything)\b", re.IGNORECASE
)
_TURN = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){0,3}(?:,[^:\n]{0,60})?: ")
"""A question in a turn of a transcript is put to the other."""
_UNTOLD = re.compile(
    r"(?:\b(?:not|never)|n[’']t)\s(?:\w+ly\s)?(?:yet\s)?(?:say|said|give|given|reveal(?:ed)?|name[d]?|elaborate|specify|specified|disclosed?"
    r"|explain(?:ed)?|provided?|identif(?:y|ied)|mention(?:ed)?)\b",
    re.IGNORECASE,
)
"""*He did not say how many*: nothing is said."""
_MIGHT = re.compile(r"^(?:may|might|should|could have|would have|should have|might have)\s(?:\w+ly\s)?\w+", re.IGNORECASE)
"""*He may tell himself “…”*: words that somebody else thinks up for him, quoted or not."""
_REMOVED = re.compile(
    r"[\"“]?this (?:comment|post|message|tweet|video) (?:was|has been|is) (?:removed|deleted|hidden|no longer)", re.IGNORECASE
)
"""A notice in the place of somebody's words is not his."""
_PHRASAL = re.compile(
    r"\b(?:(?:wr(?:ite|ites|ote|itten|iting)|call(?:s|ed|ing)?|told|tell) off|(?:call(?:s|ed|ing)?|sign(?:s|ed)?) up|"
    r"report(?:s|ed|ing)? to)$",
    re.IGNORECASE,
)
"""Verbs of speech that with this word are none."""
_FEW = 8
_CITING = re.compile(r"\b(?:cit(?:e|es|ed|ing)|quot(?:es|ed|ing))$", re.IGNORECASE)
_CITED = re.compile(
    r"\b(?:agency|officials?|sources?|media|reports?|witness(?:es)?|ministry|statement|newspaper|figures|data)$", re.IGNORECASE
)
"""*The paper, citing a local agency*: whom it has its news from, not what it says."""
_TOPIC = re.compile(r"\bask(?:s|ed|ing)? about$", re.IGNORECASE)
_ASKING = re.compile(r"\bask(?:s|ed|ing)?\b", re.IGNORECASE)
_ASKERS = re.compile(r"\b(?:reporters?|journalists?|correspondents?|interviewers?|presenters?)\b", re.IGNORECASE)
_TOLD = re.compile(
    r"(?:^|\s)(?:am|is|are|was|were|be|been|being|[’']re|[’']s|[’']m|re|s|m)\s(?:\w+\s)?"
    r"(?:told|informed|asked|urged|warned|ordered|advised|reminded)(?:\s(?!by\b)\w+)?$",
    re.IGNORECASE,
)
"""*We are told*: whoever stands before it has heard it, not said it."""
_SUFFERED = re.compile(
    r"(?:^|\s)(?:am|is|are|was|were|be|been|being)\s(?:\w+\s)?(?:denied|refused|accused|blamed|condemned|critici[sz]ed)$",
    re.IGNORECASE,
)
"""*He was denied access*: nobody is quoted."""
_UNVERIFIED = re.compile(r"\b(?:not|n[’']t|never)\b.*\b(?:verif|confirm|corroborat)", re.IGNORECASE)
"""Without a source, the page's own word on how sure something is."""
_THOUGHT = re.compile(
    r"(?:is|was|[’']s|been|s)\s(?:\w+ly\s)?(?:said|thought|believed|feared|hoped|reported|understood|expected)$", re.I
)
"""After *it*: nobody is named."""
_PARTICIPLE = re.compile(r"said|believed|thought|reported|alleged|rumou?red|feared|understood", re.IGNORECASE)
_INFINITIVE = re.compile(r"to (?:be|have)\b", re.IGNORECASE)
"""*A video said to be from Orlec*: the video says nothing."""
_RECALLING = re.compile(r"\brecall(?:s|ed|ing)?$", re.IGNORECASE)
_ENVOY = re.compile(
    r"(?:its|their|his|her|the|an?|all)\s(?:[\w-]+\s){0,3}(?:ambassador|envoy|diplomat|product|car|vehicle)s?\b", re.IGNORECASE
)
_SINGING = re.compile(r"\((?:singing|music|applause|laughter)\)", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:that|whether|if|how|why|what|who|when|where)\b", re.IGNORECASE)
_ABOUT = re.compile(r"about\b", re.IGNORECASE)
_THAT = re.compile(r"that\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”«»„]|(?<!\w)[‘'](?=\w)")
"""A quotation mark, which an apostrophe is not."""
_FIRST = re.compile(r"(?:I|we)\b", re.IGNORECASE)
_FAR = 60
"""Characters between source and cue that may still hold the cue's auxiliary."""


def said(draft: Draft, text: str) -> Draft | None:
    """The draft as somebody's statement, without the source that only heard it; ``None`` where nobody says anything.

    Where nobody is named, only a verb of speech makes a statement: *it is said*, not *it seems*.
    """
    cue = words_of(draft.cue, text, gap=" ")
    source = words_of(draft.source, text, gap=" ")
    content = words_of(draft.content, text, gap=" ")
    if source and cue and draft.source[0].start < draft.cue[0].start and _TOLD.search(cue):
        draft, source = replace(draft, source=()), ""
    if source and cue and draft.source[0].start < draft.cue[0].start and _SUFFERED.search(cue):
        return None
    if source.casefold() == "it" and not _QUOTED.search(content) and _THOUGHT.search(cue):
        draft, source = replace(draft, source=()), ""
    if not source:
        speaks = known(cue) and holds_report(cue) and stance_of(cue) is not Stance.ESTIMATING and not _UNSAID.match(cue)
        speaks = speaks and not _UNVERIFIED.search(cue)
        return draft if speaks else None
    asked = content.endswith("?") or text[draft.content[-1].end :].startswith("?")
    if not cue and asked and _TURN.match(text, text.rfind("\n", 0, draft.start) + 1):
        return None
    if _MIGHT.search(cue) and draft.source:
        return None
    if _PHRASAL.search(cue) or _REMOVED.match(content):
        return None
    if _CITING.search(cue) and _CITED.search(content.rstrip("”\"’' ")) and len(content.split()) <= _FEW:
        return None
    aside = bool(draft.source) and "," in text[draft.source[-1].end : draft.cue[0].start] if draft.cue else False
    if aside and cue.casefold() == "citing" and not _QUOTED.search(content):
        return None  # *Velmar, citing the flood, said*: a reason, and what is said comes after it
    if _UNTOLD.search(cue) and not _QUOTED.search(content):
        return None
    if _TOPIC.search(cue) or (_ASKING.search(cue) and _ABOUT.match(content)):
        return None
    if _NOBODY.match(source) or _SINGING.search(source) or (_ASKING.search(cue) and _ASKERS.search(source)):
        return None
    if (_PARTICIPLE.fullmatch(cue) and _INFINITIVE.match(content)) or (_RECALLING.search(cue) and _ENVOY.match(content)):
        return None
    if _QUOTED.search(content) or not cue:
        return draft
    if _is_unsaid(draft, text):
        return None
    if _silent(cue) and not holds_report(cue):
        first = _FIRST.match(source) and _CLAUSE.match(content)
        return draft if first or ("does" in _silent(cue) and _THAT.match(content)) else None
    return draft if known(cue) or (draft.confidence >= _SURE and _CLAUSE.match(content)) else None


def _is_unsaid(draft: Draft, text: str) -> bool:
    """Whether it is only said that somebody should, might or is to say something, or what would follow if."""
    source, cue = draft.source[-1], draft.cue[0]
    if not source.end <= cue.start <= source.end + _FAR:
        return False
    first = WORD.search(text, cue.start, cue.end)
    words = text[source.end : first.start() if first else cue.start]
    within = " ".join(w for w in WORD.findall(cue.of(text))[:-1])
    before = f"{words} {within}".rstrip()
    if _NOT_YET.search(before) and not _SAID_ALL_THE_SAME.search(before):
        return True
    return bool(_IF.search(text, max(0, draft.source[0].start - 20), draft.source[0].start))


def _silent(cue: str) -> frozenset[str]:
    """What the verbs of a cue tell that are no speech."""
    words = [w.casefold() for w in WORD.findall(cue)]
    table = _table()
    return frozenset(table[w] for w in words if w in table)


@functools.cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in resources.files("sayso.claims.statements").joinpath("silent.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        verb, tells, irregular, _example = line.split("\t")
        table |= dict.fromkeys(forms(verb, irregular.split(",") if irregular else []), tells)
    return table
