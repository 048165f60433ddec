"""Marks: the words by which a page says how far something is established, and what they are about.

The door of this part of sayso is :func:`marks_of`. Where such words stand is found in :mod:`sayso.claims.marks.wordings`, by the
table ``marks.tsv``; what has been said that they may bear on, in :mod:`sayso.claims.marks.bearing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.claims.figure import OUTLET, Figure
from sayso.claims.mark import Mark, Status
from sayso.claims.marks.bearing import Scene, names_words
from sayso.claims.marks.wordings import Place, Scope, places
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.page.page import Page
from sayso.text import Pieces, Span, words_of

_COUNTED_AHEAD = 6
"""Words between a number and *known to have died*."""
_WHO = re.compile(
    r"(?:(?:but|and|although|though|while|however,?|yet)\s+)?(?P<who>(?!but\b|and\b|although\b|though\b|while\b|however\b|yet\b|it\b|there\b|that\b|which\b|who\b)\S+(?:\s\S+){0,6}?),?\s*$",
    re.I,
)
_NOBODY = re.compile(r"(?:not|n['’]t|impossible|difficult|hard|no|without|challenging|tricky|lack\w*)\b(?! able)", re.I)
_BY = re.compile(
    r"\s*(?P<who>(?:the |an? |its |their |any )?"
    r"(?:[A-Z][\w.’'-]*\w(?: (?:(?:and|of|the) )*[A-Z][\w-]+)*|(?:[a-z-]+ ?){1,3}(?=[.,;:)]|$)))"
)
_CONCEDES = re.compile(r"(?:but|yet|although|though|while|whilst|and|it|this|that)\b", re.I)
_OWN = re.compile(r"\b(?:his|her|its|their)\b", re.I)
_QUOTING = re.compile(r"\b(?:in|citing|according to|from)(?: an?| some| the)?\s$", re.I)
_WHETHER = re.compile(r"[^,;.]{0,25}\b(?:whether|how|what|if|who|why|where|when|which|on|about)\b", re.I)
_PUT_BEHIND = re.compile(r"(?:[,;:—–]|\s-|,\s(?:saying|adding)(?: that)?)\s*$")
_ANSWERS = {
    Stance.DENYING: (Status.DENIED, re.compile(r"\b(?:den(?:y|ies|ied|ying|ials?)|disput|refut|rebut|contradict)", re.I), 2, 0.5),
    Stance.CONFIRMING: (Status.CONFIRMED, re.compile(r"\b(?:confirm|corroborat|verif)", re.I), 3, 0.6),
}
"""Stances that answer others: the mark that they make, by which cues, with how many words in common and what share of its own."""
_NOT_SO = re.compile(
    r"\b(?:could|may|might|would|will|should|must|can(?:not)?|shall|to|if|unless|until|whether|not|never|no|neither|nor|yet)"
    r"(?: (?:be|have been|been|also|yet|still|later|soon|officially|independently))* ?$|n['’]t(?: (?:be|been|yet))* ?$",
    re.I,
)
"""Words before *confirmed* with which it confirms nothing: *dozens more could be*."""
_SPELLED_OUT = re.compile(r"s (?:that|of|about) (?=[a-z])")
"""*reports of*, *claims that*: of what they are told, so that they are not simply what was said last."""
_REJECTS = re.compile(r"\b(?:reject|dismiss|den(?:y|ie|ial)|refut|rebut)", re.I)


def marks_of(page: Page, statements: Sequence[Statement], figures: Sequence[Figure]) -> tuple[Mark, ...]:
    """The marks of a page in text order, named ``m1``, ``m2``, …; ``figures`` may be empty.

    ``about`` names what the mark bears on among these statements and figures. Words that would bear on another's statement, where
    there is none (*denied the charges*, said of nobody), are no mark. Empty for a page whose claims are not read.
    """
    blocks = [b.span for b in page.blocks_for_claims()]
    if not blocks:
        return ()
    scene = Scene(page.text, blocks, statements, figures)
    found = list(_answers(statements, scene))
    taken = [p for mark in found for p in mark.spans]
    for place in places(scene):
        if not any(place.core.overlaps(t) for t in taken) and (mark := _mark(place, scene)) is not None:
            found.append(mark)
    found.sort(key=lambda mark: mark.spans)
    return tuple(replace(mark, id=f"m{i + 1}") for i, mark in enumerate(found))


def _mark(place: Place, scene: Scene) -> Mark | None:
    """The mark that a form makes where it stands, if it bears on something."""
    form, core = place.form, place.core
    holder = scene.holding(core)
    if form.scope is Scope.CLAUSE and holder is not None and _in_quotes(core, holder, scene.text):
        return None  # the speaker's own doubt
    if form.status is Status.CONFIRMED and _NOT_SO.search(scene.text, max(place.sentence.start, core.start - 60), core.start):
        return None
    about = _about(place, holder, scene)
    if about is None:
        return None
    by = _by(place, scene.text)
    return Mark("", (_words(place, by),), form.status, scene.ordered(about) or (OUTLET,), holder.id if holder else OUTLET, by)


def _words(place: Place, by: Pieces) -> Span:
    core, clause = place.core, place.clause
    match place.form.scope:
        case Scope.CLAUSE:
            return Span(clause.start, core.end)
        case Scope.BACK:
            return Span(clause.start, by[0].end if by else core.end)
        case Scope.OBJECT | Scope.OPEN | Scope.NAMED | Scope.PAGE:
            return clause
        case _:
            return core


def _about(place: Place, holder: Statement | None, scene: Scene) -> tuple[str, ...] | None:
    """Ids; empty for the page's own words; ``None`` where the words bear on nothing and are no mark."""
    own = (holder.id,) if holder else ()
    text, core, clause = scene.text, place.core, place.clause
    subject, rest = text[clause.start : core.start], text[core.end : clause.end]
    match place.form.scope:
        case Scope.WORD | Scope.CLAUSE:
            return own or _here(place, scene)
        case Scope.OPEN:
            return _open(place, own, scene)
        case Scope.COUNTED:
            return _counted(place, scene) or None
        case Scope.ASIDE:
            return scene.with_figures(scene.told_in(place.sentence, core.start)) or None
        case Scope.NOUN:
            return _reported(place, scene) or own
        case Scope.PAGE:
            return ()
        case Scope.NAMED:
            if place.form.status is Status.CORRECTED:
                told = scene.told_by(subject, clause.start) if _OWN.search(core.of(text)) else ()
                return told or own or tuple(f.id for f in scene.figures_in(clause)) or None
            teller = holder or scene.reporting(core)
            return scene.disputed(core.of(text), rest, clause.start, teller) or None
        case Scope.BACK:
            strict = place.form.status is not Status.UNVERIFIED
            named = scene.named(subject, clause.start, points=place.form.status is not Status.CORRECTED)
            behind = _joined(place, scene)
            named = _with(behind, named) if scene.shown_by(clause) else behind or named
            if strict and (not named or not names_words(subject)):
                return None
            return _with(own, named or (() if own else _nearest(subject, clause.start, scene)))
        case Scope.OBJECT:
            reported = scene.reporting(core)
            if reported is not None and core.end <= reported.content[0].start and not own:
                # *could not confirm the report* is about what was reported, *could not confirm that …* about what it says itself
                report = scene.named(_head(reported, text), clause.start, points=False)
                return report or scene.with_figures([reported])
            named = _joined(place, scene) or scene.named(core.of(text) + rest, clause.start, points=True)
            return _with(own, named or (() if own else _nearest(core.of(text) + rest, clause.start, scene)))


def _nearest(words: str, at: int, scene: Scene) -> tuple[str, ...]:
    """What was said last, for words that name nothing of the kind (*The deaths could not be confirmed*).

    Words that do (*This footage has not been verified*) and found nothing are about what the page shows by itself.
    """
    return () if names_words(words) else scene.last_said(at, many=False, blocks=1)


def _here(place: Place, scene: Scene) -> tuple[str, ...]:
    """What is hedged outside of all contents: the statement that it reports, or the figures of the page's own in its clause."""
    reported = scene.reporting(place.core)
    if reported is not None:
        return (reported.id,)
    reach = place.clause if place.form.scope is Scope.CLAUSE else _around(place, scene.text)
    return tuple(f.id for f in scene.figures_in(reach, held=False))


def _around(place: Place, text: str) -> Span:
    """The words that an adverb can bear on: its clause, but not over a comma behind it."""
    comma = text.find(", ", place.core.end, place.clause.end)
    return Span(place.clause.start, comma if comma >= 0 else place.clause.end)


def _open(place: Place, own: tuple[str, ...], scene: Scene) -> tuple[str, ...]:
    """What is open: what the words stand in or are put behind, and whose words they name (*whether the mayor's claims …*)."""
    rest = scene.text[place.core.end : place.clause.end]
    named = scene.named(rest, place.clause.start, points=False) if "’s " in rest or "'s " in rest else ()
    concedes = _CONCEDES.match(scene.text, place.clause.start) and not _WHETHER.match(rest)
    joined = _joined(place, scene) if concedes else ()
    return _with(own, _with(joined, named))


def _counted(place: Place, scene: Scene) -> tuple[str, ...]:
    """The figures that count what is confirmed: by their own words, just before it, right behind, or after *the number of*."""
    clause, core = place.clause, place.core
    near = scene.figures_in(clause)
    by_words = [f for f in near if any(p.overlaps(core) for p in f.counts)]
    if by_words:
        return tuple(f.id for f in by_words)
    text = scene.text
    if re.search(r"\bnumber of (?:\w+ )?$", text[clause.start : core.start], re.I):
        return tuple(f.id for f in near if f.span.start >= core.end)
    if re.search(r"\b(?:ha[sd]|have)\b", core.of(text), re.I) and (behind := [f for f in near if f.span.start >= core.end]):
        return tuple(f.id for f in behind)
    ahead = [f for f in near if f.span.end <= core.start and len(text[f.span.end : core.start].split()) <= _COUNTED_AHEAD]
    return tuple(f.id for f in ahead[-1:])


def _reported(place: Place, scene: Scene) -> tuple[str, ...]:
    """What *unconfirmed reports* say: the statement of which they are the source or cue, or that is told *in* them."""
    reported = scene.reporting(place.core)
    if reported is not None:
        return scene.with_figures([reported])
    if _QUOTING.search(scene.text[place.sentence.start : place.core.start]):
        return scene.with_figures(scene.told_in(place.sentence, place.core.start))
    return tuple(f.id for f in scene.figures_in(place.clause, held=False))


def _joined(place: Place, scene: Scene) -> tuple[str, ...]:
    """What a clause is put behind in its own sentence (*…, but this figure has not been verified*), or what its subject shows."""
    shown = scene.shown_by(place.clause)
    behind = Span(place.sentence.start, place.clause.start)
    if not _PUT_BEHIND.search(behind.of(scene.text)):
        told = scene.within_sentence(
            place.sentence, place.core.start
        )  # …, activists say, in a report which could not be verified
        return scene.with_figures([*([told] if told and not shown else []), *shown])
    holder = scene.holding(place.core)
    if holder is not None and holder.content[0].start >= place.clause.start:
        holder = None  # the clause is all that it says
    before = holder or scene.within_sentence(place.sentence, place.clause.start)
    said = scene.with_figures([*([before] if before else []), *shown])
    return _with(said, tuple(f.id for f in scene.figures_in(behind, held=False)))


def _with(own: tuple[str, ...], named: tuple[str, ...]) -> tuple[str, ...]:
    return (*own, *(i for i in named if i not in own))


def _in_quotes(core: Span, holder: Statement, text: str) -> bool:
    if holder.kind is not StatementKind.MIXED:
        return holder.kind is StatementKind.DIRECT
    piece = next(p for p in holder.content if p.covers(core))
    before = text[piece.start : core.start]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _by(place: Place, text: str) -> Pieces:
    """The words for who established something, or could not."""
    core, clause = place.core, place.clause
    if core.of(text).casefold().endswith(" by"):
        m = _BY.match(text, core.end, clause.end)
        return (Span(*m.span("who")).trimmed(text),) if m else ()
    active = place.form.scope in (Scope.OBJECT, Scope.NAMED) and not _NOBODY.match(core.of(text))
    m = _WHO.match(text[clause.start : core.start]) if active else None
    return (Span(clause.start + m.start("who"), clause.start + m.end("who")).trimmed(text),) if m else ()


def _answers(statements: Sequence[Statement], scene: Scene) -> Iterator[Mark]:
    """Statements that deny or confirm what others said: the marks that they make are on their own word."""
    for s in statements:
        if s.stance not in _ANSWERS or not s.cue:
            continue
        status, cues, least, share = _ANSWERS[s.stance]
        cue = words_of(s.cue, scene.text, gap=" ")
        about = scene.answered(s, least=least, share=share) if cues.search(cue) else ()
        if not about and status is Status.DENIED and _REJECTS.search(cue):
            head = _head(s, scene.text)
            about = scene.of_others(scene.named(head, s.content[0].start, points=False), s)
            if spelled_out := _SPELLED_OUT.search(head):
                about = scene.on_the_same(about, head[spelled_out.end() :])
        if about:
            yield Mark("", _telling(s, scene.text), status, scene.ordered(about), s.id, s.source)


def _head(s: Statement, text: str) -> str:
    """The first words of what is denied, if they name words of others (*the allegations*)."""
    words = s.content[0].of(text)
    return words if len(words.split()) <= 6 else ""


def _telling(s: Statement, text: str) -> Pieces:
    """Source and cue, as one where nothing but white space lies between."""
    pieces = sorted((*s.source, *s.cue))
    joined = [pieces[0]]
    for p in pieces[1:]:
        if not text[joined[-1].end : p.start].strip() and p.start >= joined[-1].end:
            joined[-1] = Span(joined[-1].start, p.end)
        else:
            joined.append(p)
    return tuple(joined)
