"""Transcripts with times -> Page: WebVTT (W3C), SRT and TTML (W3C), as subtitles and recordings have them.

A cue is a line or two on a screen, and sentences run over many. The canonical text is what is said by turns: the words of cues
with a space between, a blank line where the speaker changes, after a pause, and in a long turn between two sentences. Each is a
block with its time, that of its first cue, and with who speaks, where the file says so: by a voice (``<v Dana Corvath>``, of
which the text has *Dana Corvath:* in front of the turn), or in words (*CORVATH: …*). What rolls up on the screen from one cue to
the next is there once. Marks of a change (``>>``, a dash) and sounds (*[applause]*) are furniture.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from sayso.page.dates import dated_by_name, dated_by_url
from sayso.page.decoding import canonical, decode
from sayso.page.language import language_of
from sayso.page.page import Block, Document, Page, Role, State
from sayso.page.plain import state_of
from sayso.text import Span, digest

EXTRACTOR = "transcript-1"

PAUSE = 3.0
"""Seconds without a word after which another paragraph begins, if a sentence is at its end."""

LONG, LONG_TURN, ENDLESS = 40, 120, 180
"""Words after which another paragraph begins at the end of a sentence: in words of nobody named, in a turn of somebody, who is
named at its start alone; and at the end of any cue, for transcripts that machines made without full stops."""

_TIMING = re.compile(r"\s*((?:\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})\s*-->\s*((?:\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})")
_REMARK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>]{1,200})>|</v>")
_TAG = re.compile(r"</?(?:[a-zA-Z][^<>]{0,200}|\d[\d:.]*)?>|\{\\[^{}]{1,80}\}")
_CHANGE = re.compile(r"\s*(>{2,3}|[-–—](?=\s*[^\W\d_]|\s*[\"“]))\s*")
_SOUND = re.compile(r"(?:\[[^\[\]]{1,120}\]|\([^()]{1,120}\)|[♪♫#][^♪♫]{0,200}[♪♫#]?|\*[^*]{1,80}\*)\s*")
_NAMED = re.compile(
    r"((?:[A-Z][A-Z.'’-]*|[A-Z]\d*)(?:[ ,]+(?:[A-Z][A-Z.'’-]*|\d+)){0,6}(?:\s?\([^()]{1,40}\))?"
    r"|[A-Z][\w.'’-]+(?: (?:[A-Z][\w.'’-]*|van|von|de|der|den|al|el|bin|la|le)){1,4}"
    r"|Reporter|Interviewer|Host|Moderator|Presenter|Narrator|Interpreter|Translator|Anchor|Question|Answer|Man|Woman"
    r"|Speaker \d+):\s"
)
_ENDS = re.compile(r"[.!?…][\"”’'»)\]]*$")
_TITLE = re.compile(r"WEBVTT[ \t]+[-–—:]*[ \t]*(\S.{0,300})")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3})\d*|:(\d{1,3}))?")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|m|s|ms|f|t)")


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is said from one second to another; ``voice`` is who says it, where the file says so beside the words."""

    begin: float
    end: float
    words: str
    voice: str | None = None
    changes: bool = False
    """Whether a mark says that somebody else speaks."""


@dataclass(slots=True)
class _Turn:
    """A paragraph of what is said."""

    begin: float
    speaker: str | None
    voice: str | None
    """Who speaks, where that stands beside the words of each cue, not in them."""
    lead: str
    """What stands in front of its words: a mark of a change, or the name of a voice."""
    words: list[str] = field(default_factory=list)
    end: float = 0.0
    count: int = 0
    sound: bool = False


def pages_from_transcript(document: Document) -> list[Page]:
    """The page of a transcript."""
    decoded = decode(document.data)
    source = decoded.text.lstrip("\ufeff \n\t")
    title = None
    if source.startswith("<"):
        cues, title, doubt = _of_ttml(source)
    else:
        cues, doubt = list(_of_lines(source)), None
        if found := _TITLE.match(source):
            title = found[1].strip()
    return [_page(document, list(_turns(_unrolled(cues))), title, "; ".join(filter(None, (decoded.doubt, doubt))) or None)]


def is_transcript(page: Page) -> bool:
    """Whether a page is what was said in a recording."""
    return page.extractor.startswith("transcript-")


def head_of(block: Block, text: str) -> Span | None:
    """The name at the head of a paragraph, before its colon; ``None`` where it goes on with a turn, or nobody is named."""
    words = block.span.of(text)
    if block.author is None:
        return None
    if words.startswith(f"{block.author}:"):
        return Span(block.span.start, block.span.start + len(block.author))
    named = _NAMED.match(words)
    return Span(block.span.start, block.span.start + named.end(1)) if named is not None else None


def _page(document: Document, turns: list[_Turn], title: str | None, doubt: str | None) -> Page:
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for turn in turns:
        words = turn.lead + " ".join(turn.words)
        when = duration_of(turn.begin)
        start = at
        if mark := _CHANGE.match(words):
            blocks.append(Block(Span(*mark.span(1)).shifted(at), Role.FURNITURE, None, when))
            start = at + mark.end()
        role = Role.FURNITURE if turn.sound else Role.BODY
        blocks.append(Block(Span(start, at + len(words)), role, turn.speaker, when))
        parts.append(words)
        at += len(words) + 2
    text = "\n\n".join(parts)
    body = "\n".join(block.span.of(text) for block in blocks if block.role is Role.BODY)
    language = language_of(body)
    state, why = state_of(text, body, language) if turns else (State.EMPTY, "there is nothing said in it; fetch it again")
    dates = [dated for dated in (document.url and dated_by_url(document.url), dated_by_name(document.name)) if dated]
    return Page(
        name=document.name,
        blob=digest(document.data),
        text=text,
        blocks=tuple(blocks),
        state=state,
        extractor=EXTRACTOR,
        url=document.url,
        outlet=document.outlet,
        headline=title,
        published=dates[0].value if dates else None,
        dates=tuple(dates),
        language=language,
        note="; ".join(filter(None, (why, doubt))) or None,
    )


def duration_of(seconds: float) -> str:
    """How far into a recording, as an ISO 8601 duration.

    >>> duration_of(64.5), duration_of(3600)
    ('PT1M4.5S', 'PT1H0S')
    """
    whole = round(seconds * 1000)
    hours, minutes = whole // 3_600_000, whole // 60_000 % 60
    rest = f"{whole % 60_000 / 1000:.3f}".rstrip("0").rstrip(".")
    return f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}{rest}S"


# Turns


def _turns(cues: Iterator[_Cue]) -> Iterator[_Turn]:
    """What is said, by turns and sentences."""
    turn: _Turn | None = None
    for cue in cues:
        words = cue.words
        sound = bool(_SOUND.fullmatch(words))
        bare = words[mark.end() :] if (mark := _CHANGE.match(words)) else words
        named = _NAMED.match(bare)
        speaker = cue.voice or (named[1] if named else None)
        begins = (
            turn is None
            or sound
            or turn.sound
            or cue.changes
            or named is not None
            or cue.voice != turn.voice
            or _is_over(turn, cue)
        )
        if begins:
            if turn is not None:
                yield turn
            same = turn is not None and cue.voice == turn.voice and not (named or cue.changes or sound or turn.sound)
            lead = f"{cue.voice}: " if cue.voice and not same and not named else ""
            turn = _Turn(cue.begin, turn.speaker if turn and same else speaker, cue.voice, lead, sound=sound)
        assert turn is not None
        turn.words.append(words)
        turn.count += len(words.split())
        turn.end = cue.end
    if turn is not None:
        yield turn


def _is_over(turn: _Turn, cue: _Cue) -> bool:
    """Whether a paragraph begins with a cue of the same speaker."""
    if turn.count >= ENDLESS:
        return True
    if not _ENDS.search(turn.words[-1]):
        return False
    return cue.begin - turn.end >= PAUSE or turn.count >= (LONG_TURN if turn.speaker else LONG)


def _unrolled(cues: list[_Cue]) -> Iterator[_Cue]:
    """The cues without the lines that stood on the screen before, and rolled up."""
    shown: list[str] = []
    for cue in cues:
        lines = [" ".join(line.split()) for line in cue.words.split("\n")]
        lines = [line for line in lines if line]
        rolled = next((n for n in range(min(len(lines), len(shown)), 0, -1) if shown[-n:] == lines[:n]), 0)
        shown = lines or shown
        for number, line in enumerate(lines[rolled:]):
            changes = (cue.changes and not number and not rolled) or bool(_CHANGE.match(line))
            yield _Cue(cue.begin, cue.end, line, cue.voice, changes)


# WebVTT and SRT


def _of_lines(source: str) -> Iterator[_Cue]:
    """The cues of WebVTT or SRT, in order."""
    lines = source.split("\n")
    begin = end = 0.0
    said: list[str] | None = None
    passing = True
    for number, line in enumerate(lines):
        if timing := _TIMING.match(line):
            if said is not None:
                yield from _voices(begin, end, "\n".join(said))
            begin, end, said, passing = _seconds(timing[1]), _seconds(timing[2]), [], False
        elif not line.strip():
            passing = False
        elif said is None:
            continue
        elif passing or (_REMARK.match(line) and not lines[number - 1].strip()):
            passing = True
        elif number + 1 < len(lines) and _TIMING.match(lines[number + 1]) and not lines[number - 1].strip():
            continue  # the number or the name of the next cue
        else:
            said.append(line)
    if said is not None:
        yield from _voices(begin, end, "\n".join(said))


def _voices(begin: float, end: float, raw: str) -> Iterator[_Cue]:
    """What each voice says in a cue."""
    voice: str | None = None
    at = 0
    for tag in [*_VOICE.finditer(raw), None]:
        words = html.unescape(_TAG.sub("", raw[at : tag.start() if tag else len(raw)]))
        if words.strip():
            yield _Cue(begin, end, canonical(words), voice)
        if tag is not None:
            voice = " ".join(html.unescape(tag[1]).split()) if tag[1] else None
            at = tag.end()


def _seconds(clock: str, *, rate: float = 30.0) -> float:
    found = _CLOCK.fullmatch(clock.strip())
    if found is None:
        return 0.0
    hours, minutes, seconds, fraction, frames = found.groups()
    parts = float(f"0.{fraction}") if fraction else int(frames) / rate if frames else 0.0
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + parts


# TTML


def _of_ttml(source: str) -> tuple[list[_Cue], str | None, str | None]:
    """The cues of TTML, the title of the recording, and what is in doubt."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(re.sub(r"^<\?xml[^>]*\?>", "", source).encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        return [], None, f"it cannot be parsed ({error})"
    if root is None:
        return [], None, "it cannot be parsed"
    rate, ticks = (_number(root, name, usual) for name, usual in (("frameRate", 30.0), ("tickRate", 1.0)))
    names = {
        element.get("{http://www.w3.org/XML/1998/namespace}id"): " ".join("".join(element.itertext()).split())
        for element in root.iter("{*}agent")
    }
    title = next((" ".join("".join(element.itertext()).split()) for element in root.iter("{*}title")), None)
    cues = []
    for element in root.iter("{*}p"):
        begin, end = (_offset(element.get(name), rate, ticks) for name in ("begin", "end"))
        words = "".join(_texts(element))
        agent = next((value for name, value in element.attrib.items() if str(name).endswith("}agent")), None)
        voice = names.get(str(agent).split()[0]) if agent and str(agent).split() else None
        if words.strip():
            cues.append(_Cue(begin, end or begin, canonical(words), voice or None))
    return cues, title or None, None


def _texts(element: etree._Element) -> Iterator[str]:
    yield " ".join((element.text or "").split(" "))
    for child in element:
        if isinstance(child.tag, str):
            yield "\n" if child.tag.rpartition("}")[2] == "br" else "".join(_texts(child))
        yield child.tail or ""


def _number(root: etree._Element, name: str, usual: float) -> float:
    value = next((str(value) for key, value in root.attrib.items() if str(key).endswith(f"}}{name}")), "")
    return float(value) if re.fullmatch(r"[1-9]\d{0,8}", value) else usual


def _offset(value: str | None, rate: float, ticks: float) -> float:
    found = _OFFSET.fullmatch((value or "").strip())
    if found is None:
        return _seconds(value or "", rate=rate)
    unit = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "f": 1 / rate, "t": 1 / ticks}[found[2]]
    return float(found[1]) * unit
