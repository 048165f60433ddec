"""Where the article stands among the lines of a copied page, and what each line is there for.

The paragraphs of an article end as sentences do; what stands around and between them (menus, teasers, players, related links)
does not. So the article is the stretch of the text where sentences are dense, its headline the line above it that shares its
words, and a line inside it that has the form of a headline is a subheading if it is short or speaks of the paragraph below it,
and a teaser if not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.page.forms import AGO
from sayso.page.lines import Line
from sayso.page.page import Role
from sayso.text import Span

_WORTH = 80
_COST: dict[Role | None, int] = {
    None: 9,
    Role.FURNITURE: 2,
    Role.RELATED: 2,
    Role.DATE: 3,
    Role.BYLINE: 3,
}
"""What a line that is no paragraph takes from the density of a stretch; of other roles nothing."""
_CLOSES = 400
_ABOVE = 40
_OPENING = 15
_FARTHER = 0.03
_LONGEST_SUBHEADING = 62
"""Characters of a subheading that shares but a word with its paragraph."""
_TIED = 0.3
_LONGEST_LABEL = 12
_LONGEST_ENTRY = 6
"""Words of an entry in a menu; longer ones are headlines of other articles."""
_DIGITS = re.compile(r"\d+")
_LONGEST_HEADLINE = 30
_ITEM = 0.5
"""What is left of a headline's score where it bears the mark of a list's item."""
_LONGEST_CAPTION = 80
_LONGEST_CREDIT = 8
_FEWEST_WORDS_TWICE = 5
_LARGEST_CARD = 2
_FEWEST_CARDS = 3
_STRANGE = 0.5
_FARTHEST = 25
_LONG = 40
_OF_THE_SAME = 0.35
_FEWEST_PARAGRAPHS = 4
_FEWEST_COMMENTERS = 4
_LONGEST_AGE = 8
_FEWEST_AGES = 3
_FEWEST_SECTIONS = 6
_STANDFIRSTS = 2
_FEWEST_OF_STANDFIRST = 12
_AGAIN = 0.75
_SETS_NOTHING_APART = (Role.CAPTION, Role.CREDIT, Role.PLAYER, Role.DATE, Role.BYLINE, Role.EMBED)
_LONGER_THAN_TEASERS = 20


def settle(lines: Sequence[Line]) -> None:
    """Settle the role of every line that its form has left open, on a page copied with what stands around the article."""
    _settle_captions(lines)
    _settle_posts(lines)
    first, last = _without_cards(lines, *_stretch(lines))
    last = _last_of_all(lines, first, last)
    first = _settle_head(lines, first)
    _settle_inside(lines, first, last)


def settle_body(lines: Sequence[Line]) -> None:
    """The same where the lines are known to be an article's body: no headline, nothing around it."""
    _settle_captions(lines)
    _settle_posts(lines)
    _settle_inside(lines, 0, len(lines) - 1)


_NAMED_CREDIT = re.compile(
    r"(?:(?<=[.!?”’\"')\s])|^)[(\[]?"
    r"(?:(?:picture|photograph|photo|image|credit|illustration|video|composite|file photo)s?(?: credit| by)?\s?[:/]\s?[^.]{2,80}"
    r"|(?:bild(?:rechte|quelle|nachweis)?|fotos?|quelle|grafik|crédits?(?: photo)?|fuente|foto(?:grafía)?|fonte|imagen|kuva|"
    r"fot\.|zdj\.|фото|источник|джерело|写真|사진)\s?[:：©=/]\s?[^.]{2,80}"
    r"|©\s?.{2,60}"
    r"|[^.]{2,60}/\s?(?:via )?(?:afp|ap|getty|reuters|epa|alamy|shutterstock|pa|rex|anadolu)\b[^.]{0,60})[)\]]?\.?$",
    re.IGNORECASE,
)
_AGENCIES = (
    r"AP|AFP|EPA|PA|NPA|Reuters|REUTERS|Getty|dpa|DPA|imago|Imago|IMAGO|APA|ANP|EFE|ANSA|Belga|NTB|TT|Ritzau|Scanpix|"
    r"Keystone|KEYSTONE|PAP|Lusa|LUSA"
)
_CREDIT_IN_BRACKETS = re.compile(
    r"(?<=[.!?”’\"'] )[(\[][^()\[\]]{0,50}\b(?:AP|AFP|EPA|PA|NPA|Reuters|REUTERS|Getty|Supplied|Photo|File|via [A-Z]\w+)\b"
    r"[^()\[\]]{0,40}[)\]]$"
    rf"|(?<=\w )\([^()]{{0,40}}\b(?:{_AGENCIES})\b[^()]{{0,40}}\)$"
    r"|[（(][^（()）]{0,20}(?:撮影|提供)[）)]$"
)


_MAYBE_CREDIT = re.compile(r"[:/©(\[：（]")
_REACH = 120


def credit_at(words: str) -> int | None:
    """Where the credit of a caption begins (*… by a lake. Picture: Northern Wire*); ``None`` where there is none."""
    start = max(0, len(words) - _REACH)
    if not _MAYBE_CREDIT.search(words, start):
        return None
    match = _NAMED_CREDIT.search(words, start) or _CREDIT_IN_BRACKETS.search(words, start)
    return match.start() if match and match.start() > 12 else None


_REPORTS = re.compile(r"\b(?:said|says|told|added|according to)\b")


def _settle_captions(lines: Sequence[Line]) -> None:
    """A line with a credit at its end or below it is a caption; so is a picture's text that stands beside it in its words."""
    for line in lines:
        if line.role is None and line.count <= _LONGEST_CAPTION and credit_at(line.words):
            line.role = Role.CAPTION
    for line in lines:
        if line.form and line.form.picture and credit_at(line.words):
            line.role = Role.CAPTION
    for line, below in pairwise(lines):
        if line.role in (None, Role.CAPTION) and below.role in (None, Role.CAPTION) and _twice(line, below):
            line.role = below.role = Role.CAPTION
        elif (
            line.role is None
            and below.role is Role.CREDIT
            and below.form
            and below.form.picture
            and 4 <= line.count <= _LONGEST_CAPTION
        ):
            line.role = None if _REPORTS.search(line.words) else Role.CAPTION


def _twice(line: Line, other: Line) -> bool:
    """Whether one of the two is the other again, but for a few words of credit."""
    short, long = sorted((line, other), key=lambda each: len(each.words))
    if (
        short.count < _FEWEST_WORDS_TWICE
        or long.count - short.count > _LONGEST_CREDIT
        or not long.words.startswith(short.words.rstrip("."))
    ):
        return False
    return short.words.endswith(".") or Role.CAPTION in (line.role, other.role)


def _settle_posts(lines: Sequence[Line]) -> None:
    """The line above *— Name (@name)* is the post that it signs."""
    for line, below in pairwise(lines):
        if below.role is Role.EMBED and below.form and line.role is None:
            line.role = Role.EMBED


def _stretch(lines: Sequence[Line]) -> tuple[int, int]:
    """The first and the last line of the stretch where prose is densest; the whole text where there is no prose."""
    closing = _closing(lines)
    best = total = 0
    first, last, start = 0, len(lines) - 1, 0
    for i, line in enumerate(lines):
        if line.prose:
            total += min(line.count, _WORTH)
        else:
            total -= (
                _CLOSES
                if i in closing
                else 0
                if line.role is None and line.runs_on and not line.item
                else _COST.get(line.role, 0)
            )
        if total <= 0:
            total, start = 0, i + 1
        elif total > best:
            best, first, last = total, start, i
    return first, last


_SPEAKS = re.compile(r".{1,40} says:")


def _closing(lines: Sequence[Line]) -> frozenset[int]:
    """The lines below which the article is over (where comments begin, say), unless they stand below every entry of it."""
    closing = [i for i, line in enumerate(lines) if line.form and line.form.closes]
    times = Counter(lines[i].words for i in closing)
    commenters = [i for i, line in enumerate(lines) if _SPEAKS.fullmatch(line.words)]
    if len({lines[i].words for i in commenters}) < _FEWEST_COMMENTERS:
        commenters = []
    return frozenset(i for i in closing if times[lines[i].words] <= 2) | frozenset(commenters) | _entries(lines)


def _entries(lines: Sequence[Line]) -> frozenset[int]:
    """The lines that say how long ago a comment or another article was put there: several below the article, none above it."""
    ages = [i for i, line in enumerate(lines) if line.count <= _LONGEST_AGE and not line.ends and AGO.search(line.words)]
    paragraphs = 0
    for i, line in enumerate(lines):
        paragraphs += line.prose
        if paragraphs >= _FEWEST_PARAGRAPHS:
            below = [age for age in ages if age > i]
            return frozenset(below) if len(below) >= _FEWEST_AGES and len(below) >= len(ages) - 1 else frozenset()
    return frozenset()


@dataclass(slots=True)
class _Segment:
    """Paragraphs with nothing between them that sets them apart, and how many lines above them do."""

    strays: int
    paragraphs: list[Line]


def _without_cards(lines: Sequence[Line], first: int, last: int) -> tuple[int, int]:
    """The stretch without the cards of other articles at its ends: a paragraph or two at a time under a title, that speak of
    something else than an article that runs on."""
    segments = _segments(lines[first : last + 1])
    core = max(range(len(segments)), key=lambda i: len(segments[i].paragraphs), default=0)
    if not segments or len(segments[core].paragraphs) < _FEWEST_PARAGRAPHS:
        return first, last
    begin, end = 0, len(segments)
    for i in range(len(segments) - 1, core, -1):
        if len(segments[i].paragraphs) > _LARGEST_CARD:
            break
        if _strange(segments[i:], segments[:i]):
            end = i
    end = min(end, _end_before_cards(lines, segments, core))
    for i in range(core):
        if len(segments[i].paragraphs) > _LARGEST_CARD:
            break
        if _strange(segments[: i + 1], segments[i + 1 : end]):
            begin = i + 1
    return lines.index(segments[begin].paragraphs[0]), lines.index(segments[end - 1].paragraphs[-1])


def _end_before_cards(lines: Sequence[Line], segments: Sequence[_Segment], core: int) -> int:
    """How many segments there are before the cards at the end: many with one paragraph each, or a few below a line that leads to
    other articles."""
    end = len(segments)
    while end > core + 1 and len(segments[end - 1].paragraphs) <= _LARGEST_CARD:
        end -= 1
    lone = len(segments)
    while lone > end and len(segments[lone - 1].paragraphs) == 1:
        lone -= 1
    usual = sorted(len(segment.paragraphs) for segment in segments[:lone])[lone // 2]
    if len(segments) - lone >= _FEWEST_CARDS and usual > 1:
        return lone
    for i in range(end, len(segments) - 1):
        above = lines.index(segments[i - 1].paragraphs[-1])
        below = lines.index(segments[i].paragraphs[0])
        if any(line.role is Role.RELATED and line.count <= _LONGEST_ENTRY for line in lines[above:below]):
            return i
    return len(segments)


def _segments(lines: Sequence[Line]) -> list[_Segment]:
    segments: list[_Segment] = []
    strays = 1
    for line in lines:
        if line.prose:
            if strays:
                segments.append(_Segment(strays, []))
            segments[-1].paragraphs.append(line)
            strays = 0
        elif line.stray and line.words[-1].isalnum():
            strays += 1
    return segments


def _strange(segments: Sequence[_Segment], others: Sequence[_Segment]) -> bool:
    """Whether these paragraphs are scattered, and share far fewer words with the others than those do among themselves."""
    mine = [line for segment in segments for line in segment.paragraphs]
    theirs = [line for segment in others for line in segment.paragraphs]
    if sum(segment.strays for segment in segments) < len(mine) or len(theirs) < len(mine):
        return False
    topic = Counter(word for line in theirs for word in line.vocabulary)
    usual = _mean(sum(topic[word] > 1 for word in line.vocabulary) / len(line.vocabulary) for line in theirs if line.vocabulary)
    shared = _mean(sum(topic[word] > 0 for word in line.vocabulary) / len(line.vocabulary) for line in mine if line.vocabulary)
    return shared < _STRANGE * usual


def _last_of_all(lines: Sequence[Line], first: int, last: int) -> int:
    """The last line of the article, also where long teasers part its last paragraphs from it: these are long, and speak of the
    same as those before them."""
    topic = Counter(word for line in lines[first : last + 1] if line.prose for word in line.vocabulary)
    closing = _closing(lines)
    i = last + 1
    while i < min(len(lines), last + _FARTHEST) and i not in closing:
        line = lines[i]
        if (
            line.prose
            and line.count >= _LONG
            and sum(topic[word] > 1 for word in line.vocabulary) > _OF_THE_SAME * len(line.vocabulary)
        ):
            last = i
        i += 1
    return last


def _mean(numbers: Iterable[float]) -> float:
    counted = list(numbers)
    return sum(counted) / len(counted) if counted else 0.0


def _topic(paragraphs: Iterable[Line]) -> frozenset[str]:
    """The words that tell what the paragraphs speak of."""
    return frozenset().union(*(line.vocabulary for line in paragraphs))


def _settle_head(lines: Sequence[Line], first: int) -> int:
    """Settle the headline and what stands between it and the first paragraph; where the body begins."""
    known = _topic(line for line in lines[first : first + _OPENING] if line.prose)
    headline = _headline(lines, first, known)
    led = headline is None
    for i in range(first):
        line = lines[i]
        if line.role is not None:
            continue
        if headline is None or i < headline:
            line.role = Role.FURNITURE
        elif i == headline:
            line.role = Role.HEADLINE
        elif _same(line, lines[headline]):
            line.role = Role.FURNITURE
        elif line.count >= 6 and len(line.vocabulary & known) >= 2 and (line.prose or not led):
            line.role = Role.STANDFIRST
            led = True
        else:
            line.role = Role.FURNITURE
    if headline is not None:
        lines[headline].role = Role.HEADLINE
        return max(first, headline + 1)
    return first


_TIME = re.compile(r"\d{1,2}:\d\d(?!\d)")


def _same(line: Line, headline: Line) -> bool:
    """Whether a line is the headline again, with its section's name before it or some of its words left out."""
    one, other = line.words.casefold(), headline.words.casefold()
    shared = len(line.vocabulary & headline.vocabulary)
    return one in other or other in one or shared > _AGAIN * max(len(line.vocabulary), len(headline.vocabulary))


_SENTENCE = re.compile(r"""\.["'”’)]*$|,["'”’]$|[a-z][.!?,]["”’']?\s+(?:["“‘]|\w+ (?:said|told|added)\b)""")


def _reads_on(line: Line) -> bool:
    """Whether a line is a sentence or bears a time, and so is no headline."""
    return bool(_SENTENCE.search(line.words) or _TIME.search(line.words))


def _headline(lines: Sequence[Line], first: int, known: frozenset[str]) -> int | None:
    """The line above the body that shares most of its words."""
    scores: dict[int, float] = {}
    below = _topic(line for line in lines[first + 1 : first + _OPENING] if line.prose)
    for i in range(max(0, first - _ABOVE), min(first + 1, len(lines))):
        line = lines[i]
        if (
            (line.role is None or (line.form and line.form.heads))
            and 3 <= line.count <= _LONGEST_HEADLINE
            and not _reads_on(line)
        ):
            shared = len(line.vocabulary & (known if i < first else below))
            scores[i] = (
                (shared * shared / (len(line.vocabulary) or 1) + 0.01 * min(line.count, 12))
                / (1 + _FARTHER * (first - i))
                * (_ITEM if line.bulleted else 1)
            )
    if not scores:
        return None
    best = max(scores, key=lambda i: scores[i])
    for _ in range(_STANDFIRSTS):  # a standfirst shares more words with the body than the headline above it
        above = next((i for i in range(best - 1, -1, -1) if not _between(lines[i])), None)
        kicker = above is not None and above > 0 and lines[above].count < lines[best].count < _FEWEST_OF_STANDFIRST
        if kicker or above is None or above not in scores or lines[above].count < 4 or len(lines[above].vocabulary & known) < 2:
            break
        best = above
    # a trail of links often ends in the headline, and the window's title begins with it; the headline then follows
    whole = lines[best].words
    return next((i for i in scores if i > best and (whole.startswith(lines[i].words) or whole.endswith(lines[i].words))), best)


def _between(line: Line) -> bool:
    """Whether a line may stand between a headline and its standfirst: a picture's text, a player, a date, an author's name."""
    return line.role in _SETS_NOTHING_APART or line.name_alone


def _settle_inside(lines: Sequence[Line], first: int, last: int) -> None:
    """Settle the rest: paragraphs, lists, subheadings and teasers inside the article, furniture after it."""
    _settle_lists(lines, first, last)
    listing = False
    above: Line | None = None
    for i, line in enumerate(lines):
        if line.role is not None:
            listing = listing and line.role in _SETS_NOTHING_APART
        elif i > last:
            line.role = Role.FURNITURE
        elif line.prose or line.ends or line.runs_on or listing or i < first or line.count >= _LONGER_THAN_TEASERS:
            line.role = Role.BODY
            listing = line.leads or (listing and not line.prose)
            above = line
        else:
            line.role = _heading(lines, i, above, last)
    _settle_repeated(lines[first : last + 1])
    _settle_sections(lines[first : last + 1])


def _settle_lists(lines: Sequence[Line], first: int, last: int) -> None:
    """A list that a paragraph leads up to, or whose items are sentences, is of the body; any other is links or a menu."""
    i = first
    while i <= last:
        end = i
        while end <= last and lines[end].item:
            end += 1
        if items := [line for line in lines[i:end] if line.role is None]:
            above = next((line for line in reversed(lines[:i]) if line.role not in _SETS_NOTHING_APART), None)
            led = above is not None and above.role in (None, Role.BODY) and above.leads
            sentences = sum(line.prose or line.runs_on for line in items)
            long = sum(line.count > _LONGEST_ENTRY for line in items)
            if led or 2 * sentences > len(items):
                role: Role | None = Role.BODY
            elif end - i == 1 and end <= last and lines[end].prose:
                role = None  # a heading with a number
            else:
                role = Role.RELATED if 2 * long > len(items) else Role.FURNITURE
            for line in items:
                line.role = role
        i = max(end, i + 1)


def _heading(lines: Sequence[Line], i: int, above: Line | None, last: int) -> Role:
    """What a line with the form of a headline is, by where it stands and by the paragraphs around it.

    A subheading stands right above its paragraph, and most often alone; a teaser may stand anywhere.
    """
    line, rest = lines[i], lines[i + 1 : last + 1]
    otherwise = Role.RELATED if line.count > _LONGEST_ENTRY else Role.FURNITURE
    below = next((other for other in rest if other.prose or other.stray), None)
    if below is None or not below.prose:
        return otherwise
    shared = len(line.vocabulary & below.vocabulary)
    around = next((other for other in reversed(lines[:i]) if other.role is not Role.FURNITURE or other.form), None)
    if around is not None and (around.prose or around.role in _SETS_NOTHING_APART):
        near = max(shared, len(line.vocabulary & above.vocabulary) if above else 0)
        tied = near >= 2 and near >= _TIED * len(line.vocabulary)
        small = line.count <= _LONGEST_ENTRY or (shared and len(line.words) <= _LONGEST_SUBHEADING)
        return Role.SUBHEADING if tied or small else otherwise
    if line.name_alone and not shared:
        return Role.FURNITURE
    return Role.SUBHEADING if shared and len(line.words) <= _LONGEST_SUBHEADING else otherwise


def _settle_repeated(lines: Sequence[Line]) -> None:
    """A heading that stands above several paragraphs in the same words is none: the mark of advertisements, the name of a
    speaker."""
    short = [line for line in lines if line.role is Role.SUBHEADING or (line.role is Role.BODY and line.count <= _LONGEST_LABEL)]
    times = Counter(_DIGITS.sub("0", line.words) for line in short)
    for line in short:
        if times[_DIGITS.sub("0", line.words)] > (1 if line.role is Role.SUBHEADING else 2):
            line.role = Role.FURNITURE


def _settle_sections(lines: Sequence[Line]) -> None:
    """On a page of many sections with headlines of their own, a headline that shares a word with its section is one of them."""
    long = [(line, below) for line, below in pairwise(lines) if line.count > _LONGEST_ENTRY and below.prose and line.form is None]
    headings = [line for line, _ in long if line.role is Role.SUBHEADING]
    teasers = [(line, below) for line, below in long if line.role is Role.RELATED]
    if len(headings) >= max(_FEWEST_SECTIONS, 2 * len(teasers)):
        for line, below in teasers:
            if line.vocabulary & below.vocabulary:
                line.role = Role.SUBHEADING


def pieces_of(line: Line, text: str) -> Iterator[tuple[Span, Role]]:
    """The line as blocks with their roles: a caption apart from its credit."""
    assert line.role is not None
    if line.role is Role.CAPTION and (at := credit_at(line.span.of(text))):
        middle = line.span.start + at
        yield Span(line.span.start, middle).trimmed(text), Role.CAPTION
        yield Span(middle, line.span.end), Role.CREDIT
    else:
        yield line.span, line.role
