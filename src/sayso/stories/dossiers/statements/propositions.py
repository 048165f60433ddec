"""Propositions: what a statement says to be so, as it is compared with what others say.

Of the content are kept the words that tell what it is about, the fields of its predicates with their poles, and whether it is an
assertion at all. What the content leaves to its page (*the bridge*, *we*, *nothing of the sort*) is taken from the paragraph, the
headline and the statement that it answers, and weighs less.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from sayso.claims.figures.clause import sentences_in
from sayso.claims.statement import Stance
from sayso.stories.dossiers.statements.fields import Hit, hits_in, negations_in
from sayso.stories.meaning import weight_of
from sayso.stories.revisions.words import FUNCTION, Word, words_in
from sayso.text import Span

TELLING = 0.25
"""The weight from which a word tells what a text is about."""
_MAIN = 0.2
"""How much of its weight a name keeps that the page is about."""
_FEW = 2
"""A denial with so few telling words of its own has its content in what it answers."""

_OPEN = re.compile(
    r"\b(?:if|whether|unless|could|might|may|would|should|must|perhaps|"
    r"maybe|possibly|ought|hopes?|hoping|hoped|wants?|urged?|calls? for|"
    r"demands?|threaten\w*|fears?|feared|suspect\w*|risk of|in case|"
    r"(?:un)?likely|expect\w*|possib\w+|propos\w+|attempt\w*|try(?:ing)? to|"
    r"tried to|seek\w*|optimis\w+|prospects?|potential\w*|need(?:s|ed)? to|"
    r"failing to|fail to|ready to|willing to|in order to|so that|aim\w*)\b",
    re.IGNORECASE,
)
_NO_MATTER = re.compile(
    r"\b(?:no|not|never|nobody|nothing|none|neither)\b[^.;]{0,25}\bcould\b|"
    r"\bcould(?:n't| not| never)\b|\b(?:may|can) be \w+(?:ed|en|unk|ught)\b|"
    r"\bwhatever\b[^.;]*|\bas if\b|\bsafely\b",
    re.IGNORECASE,
)
"""Words of possibility that leave nothing open: *no plane could land*, *may be drunk*."""
_NOT_KNOWN = re.compile(
    r"\b(?:no|not any|n't any|without|little|neither)\s(?:\w+\s){0,2}(?:evidence|"
    r"signs?|indications?|proof|confirmation|information|knowledge)\b|"
    r"\b(?:not|cannot|n't|unable to|nor)\s(?:\w+\s){0,2}(?:seen|confirm|verify|say|know|establish|rule out|tell)\b",
    re.IGNORECASE,
)
_DENIABLE = re.compile(
    r"^\W*(?:that\b|having\b|(?:any |all |the |such |these |those )?(?:[\w’'-]+ "
    r"){0,2}(?:reports?|claims?|accusations?|allegations?|rumou?rs?|suggestions?|assertions?|"
    r"charges?|statements?|stories)\b|[\"“'‘]|(?:it|he|she|they|we|there|no|not|nobody|nothing|none)\b)",
    re.IGNORECASE,
)
"""How a content begins that a denying cue says not to be so; what is refused begins otherwise (*rejected calls for talks*)."""
_OTHERS_CLAIM = re.compile(
    r"^\W*(?:[\w’']+ ){0,3}(?:claims?|reports?|rumou?rs?|allegations?|accusations?|suggestions?) (?:that|of)\b", re.IGNORECASE
)
_DEED = re.compile(
    r"^\W*(?:to|for|from|of|on|with|about|calls?|requests?|plans?|demands?|if|whether|how|what|who|where|why|when)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|do|does|did|been|isn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|don't|doesn't|didn't)\b|"
    r"['’](?:s|re|ve|m|d)\s|\b\w{2,}ed\b",
    re.IGNORECASE,
)
_QUOTE_ENDS = re.compile(r"[\"”]\s+(?=[\"“])")
_PASTS = frozenset(
    [
        "took",
        "taken",
        "gave",
        "given",
        "got",
        "held",
        "hold",
        "holds",
        "shot",
        "struck",
        "left",
        "fled",
        "broke",
        "broken",
        "fell",
        "fallen",
        "rose",
        "risen",
        "sank",
        "sunk",
        "won",
        "lost",
        "found",
        "told",
        "met",
        "led",
        "brought",
        "fought",
        "caught",
        "made",
        "sent",
        "spoke",
        "stole",
        "drove",
        "shut",
        "hit",
        "cut",
        "put",
        "set",
        "kept",
        "lied",
        "burst",
        "goes",
        "went",
        "gone",
        "came",
        "come",
        "sits",
        "stands",
        "knew",
        "sold",
        "remains",
        "remain",
        "carries",
        "carry",
        "stays",
        "stay",
        "flies",
        "works",
        "comes",
        "runs",
        "gets",
    ]
)
_FUTURE = re.compile(
    r"\b(?:will|won't|shall|going to|plans? to|intends? to|expect(?:s|ed)? to|about to|due to be|from tomorrow|'ll)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"^\W*(?:that )?(?:this|that|it|these|those|they|all of it|all this|none of "
    r"it)(?:['’]s| is| was| are| were)\b.{0,60}$|^\W*nothing of the (?:sort|kind)\b",
    re.IGNORECASE | re.DOTALL,
)


class Standing(enum.StrEnum):
    """What a content is put forward as."""

    SAID = "said to be so"
    OPEN = "left open"
    """A question, a condition, a possibility, a demand."""
    TO_COME = "to come"


@dataclass(frozen=True, slots=True)
class Proposition:
    """What is said to be so. ``tells`` are the stems of its telling words with their weights, ``context`` those of the page."""

    words: str
    tells: Mapping[str, float]
    names: frozenset[str]
    context: Mapping[str, float]
    poles: Mapping[str, int]
    """The pole of each field whose words it has; 0 where they take no side, or both."""
    hits: tuple[Hit, ...]
    denies: bool
    """Whether it says of its content, or of what it answers, that it is not so."""
    negations: int
    standing: Standing
    things: frozenset[str] = frozenset()
    """The kinds of things that it names."""
    around: frozenset[str] = frozenset()
    """Those that the paragraph and the headline name."""
    called: frozenset[str] = frozenset()
    """Stems of all names in it, those that the page is about with them."""
    answers: bool = False
    """Whether its content is that of the statement before it on the page."""


def proposition_of(
    content: str,
    *,
    stance: Stance = Stance.NEUTRAL,
    headline: str = "",
    paragraph: str = "",
    before: Proposition | None = None,
    main: Collection[str] = (),
) -> Proposition:
    """What a statement says to be so.

    ``before`` is the proposition of the statement that it follows on its page; ``main`` are stems of the names that the page is
    about, which tell which event it is and hardly what is said of it.
    """
    words = words_in(content)
    tells = {s: w * _MAIN if s in main else w for s, w in tells_of(words).items()}
    names = frozenset(word.stem for word in words if word.stem in tells and word.stem not in main and _is_name(content, word))
    context = {**tells_of(words_in(headline)), **tells_of(words_in(paragraph))}
    hits, frame, standing = _told(content, words, stance, context)
    denies = frame or (stance is Stance.DENYING and bool(_DENIABLE.search(content)) and not any(hit.negated for hit in hits))
    own = [stem for stem in tells if frame is False or stem not in _FRAME_STEMS]
    answers = before is not None and frame and len(own) <= _FEW and bool(_ANSWERS.search(content))
    if answers and before is not None:
        tells = {**before.tells, **tells}
        names |= before.names
        hits = tuple(replace(hit, pole=-hit.pole) for hit in before.hits)
        context = {**before.context, **context}
    return Proposition(
        words=content,
        tells=tells,
        names=names,
        context={s: w for s, w in context.items() if s not in tells},
        poles=_poles(hits),
        hits=hits,
        denies=denies,
        negations=len(negations_in(words)),
        standing=standing,
        things=things_of(content),
        around=things_of(f"{headline}. {paragraph}"),
        called=frozenset(word.stem for word in words if word.stem not in FUNCTION and _is_name(content, word)),
        answers=answers,
    )


def tells_of(words: Sequence[Word]) -> dict[str, float]:
    """The stems of the telling words with their weights."""
    found: dict[str, float] = {}
    for word in words:
        if word.stem in FUNCTION or len(word.stem) < 2 or word.low[0].isdigit():
            continue
        weight = weight_of(word.low)
        if weight >= TELLING:
            found[word.stem] = max(weight, found.get(word.stem, 0.0))
    return found


_PLACES = frozenset({"settlement", "house", "waters", "president", "protest", "weapons"})
"""Kinds that rather tell where another thing is, or who speaks of it: *the airfield outside the town*."""


@functools.cache
def _kinds() -> Mapping[str, str]:
    lines = resources.files(__package__).joinpath("things.tsv").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {word.stem: kind for kind, nouns, *_ in cells for word in words_in(nouns)}


def things_of(text: str) -> frozenset[str]:
    """The kinds of things that a text names."""
    kinds = _kinds()
    found = {kinds[word.stem] for word in words_in(text) if word.stem in kinds}
    return frozenset(found - _PLACES or found & {"settlement"})


def topic_of(p: Proposition, main: Collection[str] = ()) -> str:
    """The words by which it is compared with others for likeness: without the names that its page is about."""
    kept = " ".join(word.low for word in words_in(p.words) if word.stem not in main)
    return f"{kept} {' '.join(p.tells)}" if p.answers else kept


@functools.cache
def _denials() -> tuple[re.Pattern[str], ...]:
    lines = resources.files(__package__).joinpath("denials.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(re.compile(line.split("\t")[0], re.IGNORECASE) for line in lines if line and not line.startswith("#"))


def denial_in(content: str) -> bool:
    """Whether words say of something that it is not so."""
    plain = content.replace("’", "'")
    return any(pattern.search(plain) for pattern in _denials())


_FRAME_STEMS = frozenset(
    word.stem
    for word in words_in(
        "claim claims report reports rumour rumours allegation invention "
        "lie truth untrue false nonsense exaggerated baseless sort kind "
        "denied dismissed rejected groundless unfounded fabrication propaganda speculation upside-down absurd place happened took"
    )
)


def _is_name(content: str, word: Word) -> bool:
    printed = word.span.of(content)
    if not printed[:1].isupper():
        return False
    ahead = content[: word.span.start].rstrip(" \"“'‘(")
    return bool(ahead) and ahead[-1] not in ".!?:"


def _told(content: str, words: Sequence[Word], stance: Stance, around: Collection[str]) -> tuple[tuple[Hit, ...], bool, Standing]:
    """The hits with the side that the statement takes by them, sentence by sentence; whether it has a denial; how it is meant.

    Words in a sentence that leaves things open take no side, a denial turns those of its own sentence, and a denying cue turns
    those that are not negated already (*denied that shots were fired*, but *he denied it: "Nobody fired"*).
    """
    ends = sorted(
        {span.end for span in sentences_in(content, Span(0, len(content)))} | {m.end() for m in _QUOTE_ENDS.finditer(content)}
    )
    starts = [0, *ends[:-1]]
    runs = [content[a:b] for a, b in zip(starts, ends, strict=True)]
    opens = [_is_open(run, stance) for run in runs]
    comes = [bool(_FUTURE.search(run)) for run in runs]
    frames = [denial_in(run) for run in runs]
    found = []
    for hit in hits_in(content, words, around):
        at = next((i for i, end in enumerate(ends) if words[hit.at].span.start < end), len(ends) - 1)
        pole = 0 if opens[at] or comes[at] else hit.pole
        if frames[at] or (stance is Stance.DENYING and not hit.negated and _DENIABLE.search(content)):
            pole = -pole
        found.append(replace(hit, pole=pole))
    if (opens and all(opens)) or not _is_clause(content):
        standing = Standing.OPEN
    elif comes and all(a or b for a, b in zip(opens, comes, strict=True)):
        standing = Standing.TO_COME
    else:
        standing = Standing.SAID
    return tuple(found), any(frames), standing


def _is_clause(content: str) -> bool:
    """Whether it says that something is so, and is no name of a thing or of a deed: *any dialogue*, *to open fire*."""
    return not _DEED.search(content) and bool(_FINITE.search(content) or any(w.low in _PASTS for w in words_in(content)))


def _is_open(sentence: str, stance: Stance) -> bool:
    if stance is not Stance.DENYING and _OTHERS_CLAIM.search(sentence) and not denial_in(sentence):
        return True
    if stance is Stance.DEMANDING or sentence.rstrip(" \"”'’").endswith("?") or _NOT_KNOWN.search(sentence):
        return True
    return bool(_OPEN.search(_NO_MATTER.sub(" ", sentence)))


def _poles(hits: Sequence[Hit]) -> dict[str, int]:
    found: dict[str, set[int]] = {}
    for hit in hits:
        found.setdefault(hit.field, set()).add(hit.pole)
    return {name: next(iter(sides - {0})) if len(sides - {0}) == 1 else 0 for name, sides in found.items()}
