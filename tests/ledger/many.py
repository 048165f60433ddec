"""Many pages with statements, figures and marks, made from a seed: what two ledgers are filled with to compare their answers."""

from __future__ import annotations

import random
from collections.abc import Iterator

from sayso.claims.figure import Bound, Figure, Sort
from sayso.claims.mark import Mark, Status
from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.ledger.answers import StatementFilter
from sayso.ledger.reported import FigureFilter
from sayso.page.page import Document, Page, State
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Span
from tests.ledger.build import MODEL, document, page

OUTLETS = ("The Maren Courier", "Harbour Post", "Łódź Wieczorna", "orle today", "Orle Today", "Északi Hírlap", "Zorn & Söhne")
FIRST = ("Ilse", "Béla", "Pavel", "Żaneta", "Ada", "Óscar", "al-Hakim", "Zoë", "ada")
LAST = ("Brandt", "Körösi", "Kord", "Zolć", "Ruiz", "O’Neill", "Straße", "Strasse", "de la Cruz", "Ünal")
BODIES = ("The army", "the Interior Ministry", "U.S. Navy", "Interior Ministry", "Ärzte am Hafen", "zoo of Orle")
SAID = ("said", "denied", "claimed", "warned", "told the Courier")
STANCES = {"denied": Stance.DENYING}
WORDS = (
    "the dam had been opened · nobody was hurt · shells fell on Łódź’s bridge · the U.S. would not pay · 9,000 people had fled · "
    "“we are still searching” · the café at the quay burned · the ferry, a snake_case of a boat, sank · bridges were shelled · "
    "die Straße war gesperrt · nine people had died · the strike would last until Friday at least · it rained · не горить Київ · "
    "a bridge of the north was bombed · bombing went on · there was OR is no word · the toll could not be confirmed"
).split(" · ")


def made(n: int, *, seed: int = 1) -> Iterator[tuple[Document, Report]]:
    """So many pages, each of one document; the same for the same seed."""
    chance = random.Random(seed)
    for number in range(n):
        yield _made(number, seed, chance)


def _made(number: int, seed: int, chance: random.Random) -> tuple[Document, Report]:
    sentences, told = [f"Day {number} at Orle ({seed})"], []
    for _ in range(chance.randrange(7)):
        who = chance.choice(BODIES) if chance.random() < 0.3 else f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        cue, what = chance.choice(SAID), " and ".join(chance.sample(WORDS, chance.choice((1, 1, 2, 3))))
        more = "" if chance.random() < 0.7 else f" in the year {chance.randrange(1990, 2030)}"
        sentences.append(f"{who} {cue} that {what}{more}; {chance.randrange(2, 9000):,} were counted.")
        told.append((who, cue, f"that {what}{more}"))
    outlet = chance.choice((*OUTLETS, None))
    day = f"20{chance.randrange(20, 25)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    published = chance.choice((None, day, f"{day}T{chance.randrange(24):02}:30", f"{day}T09:30+02:00"))
    url = None if chance.random() < 0.3 else f"https://orle.example/{number % 250}"
    of = document("\n\n".join(sentences), name=f"page-{number}", url=url, outlet=outlet)
    read = page(of, state=State.READ if told else State.EMPTY, published=published)
    return of, _report(read, told, chance) if told else Report(read)


def _report(read: Page, told: list[tuple[str, str, str]], chance: random.Random) -> Report:
    said, counted, marked, at = [], [], [], 0
    for who, cue, what in told:
        start = read.text.index(f"{who} {cue} {what}", at)
        source, verb = Span(start, start + len(who)), Span(start + len(who) + 1, start + len(who) + 1 + len(cue))
        content = Span(verb.end + 1, verb.end + 1 + len(what))
        at = content.end
        kind = SpeakerKind.ORGANISATION if who in BODIES or chance.random() < 0.1 else SpeakerKind.PERSON
        known = chance.random() < 0.85
        speaker = Speaker(who if known else None, kind if known else None, Reason.AS_NAMED if known else Reason.NOBODY)
        name = f"s{len(said) + 1}"
        within = said[-1].id if said and chance.random() < 0.1 else None
        form, sure = chance.choice(list(StatementKind)), round(chance.random(), 3)
        stance = STANCES.get(cue, Stance.NEUTRAL)
        said.append(Statement(name, form, stance, (source,), (verb,), (content,), speaker, within=within, confidence=sure))
        printed = Span(content.end + 2, read.text.index(" were counted", content.end))
        number = float(printed.of(read.text).replace(",", ""))
        holder = name if chance.random() < 0.6 else "outlet"
        sort = chance.choice(list(Sort))
        counted.append(Figure(f"f{len(said)}", printed, number, number, Bound.EXACT, (content,), sort, holder=holder))
        if chance.random() < 0.2:
            marked.append(Mark(f"m{len(said)}", (verb,), chance.choice(list(Status)), (name,)))
    return Report(read, tuple(said), MODEL, figures=tuple(counted), marks=tuple(marked))


def questions(n: int, *, seed: int = 2) -> Iterator[StatementFilter | FigureFilter]:
    """So many questions about them, of all kinds; the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(n):
        often = chance.random
        common = {
            "outlet": _some(chance, (*OUTLETS, "orle", "lodz", "courier", "nowhere")) if often() < 0.25 else None,
            "since": _date(chance, "2020", "2022") if often() < 0.25 else None,
            "until": _date(chance, "2022", "2025") if often() < 0.25 else None,
            "page": f"page-{chance.randrange(300)}" if often() < 0.05 else None,
            "oldest_first": often() < 0.5,
            "limit": chance.choice((None, None, 1, 7, 40)),
            "offset": chance.choice((0, 0, 0, 3)),
        }
        speaker = _some(chance, [_name(chance) for _ in range(3)]) if often() < 0.5 else None
        if often() < 0.2:
            sort = chance.choice(list(Sort)) if often() < 0.7 else None
            counts = chance.choice(("people", "bridge*", "dam opened")) if often() < 0.3 else None
            yield FigureFilter(**common, speaker=speaker, sort=sort, counts=counts)
            continue
        yield StatementFilter(
            **common,
            speaker=speaker,
            words=_words(chance) if often() < 0.7 else None,
            stance=chance.choice(list(Stance)) if often() < 0.1 else None,
            kind=_some(chance, list(StatementKind)) if often() < 0.2 else None,
            min_confidence=round(often(), 2) if often() < 0.2 else None,
        )


def _some(chance: random.Random, of: list | tuple) -> object:  # type: ignore[type-arg]
    return chance.choice(of) if chance.random() < 0.7 else tuple(chance.sample(list(of), 2))


def _name(chance: random.Random) -> str:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    forms = (last, f"{first} {last}", f"{last}, {first}", last.upper(), chance.choice(BODIES), "navy", "Zolc", "cruz", last[:3])
    return chance.choice(forms)


def _words(chance: random.Random) -> str:
    known = [word for said in WORDS for word in said.replace("“", "").replace("”", "").split() if word != "OR"]
    asked: list[str] = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        said = chance.choice(WORDS).replace("“", "").replace("”", "").split()
        start = chance.randrange(len(said))
        word = chance.choice(known).strip(",;")
        form = chance.choice((word, word, word.upper(), f"{word[:3]}*", f'"{" ".join(said[start : start + 3])}"', "U.S.", "a*"))
        either = " OR " + chance.choice(known).strip(",;") if chance.random() < 0.3 else ""
        asked.append(form + either)
    if chance.random() < 0.4:
        asked.append(chance.choice((f"-{chance.choice(known).strip(',;')}", '-"had died"', "-bri*", "-U.S.")))
    return " ".join(asked)


def _date(chance: random.Random, first: str, last: str) -> str:
    year = chance.randrange(int(first), int(last) + 1)
    month, day = f"{chance.randrange(1, 13):02}", f"{chance.randrange(1, 29):02}"
    return chance.choice((f"{year}", f"{year}-{month}", f"{year}-{month}-{day}", f"{year}-{month}-{day} 09:30"))
