"""What is kept of a page's statements, and the links to those of other pages that are about the same proposition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b

import numpy as np
from sqlalchemy import Connection, insert

from sayso.claims.figure import Sort
from sayso.claims.report import Report
from sayso.claims.statement import Statement
from sayso.ledger.rows import entry_id
from sayso.page.page import Page
from sayso.stories.dossiers.statements.fields import fields
from sayso.stories.dossiers.statements.judge import judged, signs_of
from sayso.stories.dossiers.statements.propositions import Proposition, proposition_of, topic_of
from sayso.stories.dossiers.statements.tables import (
    UNDATED,
    Kept,
    found_at,
    kept_at,
    row_of,
    traced_proposition_keys,
    traced_propositions,
    traced_statement_links,
)
from sayso.stories.meaning import vectors_of, weight_of
from sayso.stories.revisions.words import FUNCTION, stem, words_in
from sayso.stories.traces import Traced
from sayso.text import words_of

SURE = 0.6
"""So sure the judge must be for a link between two statements that both say of a thing whether it is so, in one field."""
SURE_OF_WORDS = 0.8
"""And so sure where it goes by their words alone."""
_COMMON = 0.4
"""Share of their telling words that such statements have in common at least: others are about one thing, but say
another of it."""
WITHIN = 14
"""Statements so many days apart at most are looked up for each other."""
_STEMS, _PAGE_NAMES, _FIELDS = 4, 2, 2
"""Of each statement and page so many of the most telling make up the keys."""
_RARE = 0.45
"""The weight from which a name tells which event a page is about."""
_AROUND = 350
_LONG = 10
_LITTLE = 0.2
"""Statements of more telling words than that need so large a share in common."""
_NAMES, _MAIN = 40, 6
"""So many of a page's names at most are compared with those of others, and so many tell what all of it is about."""
_LEAST_ALIKE, _LEAST_ALIKE_ALONE = 0.2, 0.4
"""How alike two statements are at least, that have a telling word in common, or none."""
_ALIKE = 0.3
"""Statements of one page that are less alike than this are not judged, unless one follows the other."""
_OF_COUNTS = frozenset({"alive", "sick", "rise", "counted", "damage"})
_SHORTEST = 2
"""So many telling words a statement has at least that takes no side in any field."""
_OF_A_COUNT = 4
_CALENDAR = frozenset(
    stem(word)
    for word in [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
_COUNT = re.compile(
    r"^\W*(?:that )?(?:only |just |some |about |around |nearly |almost |over "
    r"|more than |at least |up to |another |a further |altogether |under )*"
    r"(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands|scores)\b)",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"^\W*(?:(?:a |his |her |their |any )?(?:requests?|calls?|emails?|messages?|"
    r"questions?) for (?:comment|an interview)|to comment|comment(?:ed)?)\b",
    re.IGNORECASE,
)
_COUNTED = frozenset({Sort.KILLED, Sort.INJURED, Sort.CASUALTIES, Sort.MISSING, Sort.AFFECTED, Sort.SHARE, Sort.DISPLACED})


OF_PEOPLE = frozenset({"custody", "alive", "sick", "office", "stay"})
ONE_A_PAGE = frozenset({"captain", "president"})
"""Fields that are said of people, and the kinds of people of which a page has one: of many reporters, each is another."""


def link(connection: Connection, page: Traced) -> None:
    """Keep the propositions of a page and their links, to each other and to those of other pages."""
    kept = list(propositions_of(page.report, page.row, page.day))
    if not kept:
        return
    names = names_of(page.report.page)
    all_keys: list[list[int]] = [keys_of(each, names) for each in kept]
    for each, keys in zip(kept, all_keys, strict=True):
        row = connection.execute(insert(traced_propositions).values(row_of(each))).inserted_primary_key[0]  # type: ignore[index]
        day = UNDATED if each.day is None else each.day
        rows = [{"key": key, "day": day, "proposition_id": row, "page_id": page.row} for key in keys]
        if rows:
            connection.execute(insert(traced_proposition_keys), rows)
    wanted = sorted({key for keys in all_keys for key in keys})
    others = found_at(connection, wanted, page.day, within=WITHIN, but=page.row) if wanted else []
    kept = [kept_at(_Row(row_of(each))) for each in kept]  # as they are kept, rounded: a link is the same from either end
    found = [*_pairs(kept, kept, own=True), *_pairs(kept, others, own=False)]
    rows = [
        {
            "page_id": page.row,
            "other_page_id": other.page,
            "one": min(one.entry, other.entry),
            "other": max(one.entry, other.entry),
            "sure": round(sure, 4),
            "because": because,
        }
        for one, other, sure, because in found
    ]
    if rows:
        connection.execute(insert(traced_statement_links), rows)


class _Row:
    def __init__(self, values: Mapping[str, object]) -> None:
        self.__dict__.update(values)


def _pairs(kept: Sequence[Kept], others: Sequence[Kept], *, own: bool) -> Iterator[tuple[Kept, Kept, float, str]]:
    if not others:
        return
    alike = np.stack([k.vectors[0] for k in kept]) @ np.stack([k.vectors[0] for k in others]).T
    near = alike >= (_ALIKE if own else _LEAST_ALIKE)
    for i, one in enumerate(kept):
        for j, other in enumerate(others):
            beside = own and abs(one.position - other.position) == 1
            if (own and j <= i) or one.entry == other.entry or not (near[i, j] or beside):
                continue
            a, b = one.proposition, other.proposition
            sure, because = likely(one, other, float(alike[i, j]))
            if sure >= (SURE if _shares_field(a, b) else SURE_OF_WORDS) and (_shares_field(a, b) or _overlap(a, b) >= _COMMON):
                yield one, other, sure, because


def _shares_field(a: Proposition, b: Proposition) -> bool:
    """Whether both take a side in a field that tells, or one of them answers the other."""
    return (
        a.answers
        or b.answers
        or any(a.poles[f] and b.poles[f] and not fields()[f].is_wide for f in a.poles.keys() & b.poles.keys())
    )


def _overlap(a: Proposition, b: Proposition) -> float:
    shared = sum(min(a.tells[s], b.tells[s]) for s in a.tells.keys() & b.tells.keys())
    return shared / max(sum(a.tells.values()) + sum(b.tells.values()) - shared, 1e-6)


def likely(one: Kept, other: Kept, likeness: float) -> tuple[float, str]:
    """How sure it is that two statements are about the same, and why, in words for people."""
    a, b = one.proposition, other.proposition
    if one.page == other.page and (a.answers or b.answers) and abs(one.position - other.position) == 1:
        return 1.0, "one answers the other"
    if (why := why_apart(one, other)) is not None:
        return 0.0, why
    if one.page != other.page and likeness < (_LEAST_ALIKE if evidence(a, b) else _LEAST_ALIKE_ALONE):
        return 0.0, "their words are not alike"
    sure = judged(signs_of(a, b, likeness))
    shared = sorted(a.tells.keys() & b.tells.keys(), key=lambda s: (-min(a.tells[s], b.tells[s]), s))
    fields = sorted(f for f in a.poles.keys() & b.poles.keys() if a.poles[f] and b.poles[f])
    reasons = [f"both speak of {', '.join(shared[:4])}"] if shared else ["their words are alike in meaning"]
    reasons += [f"both say of it whether it is so ({', '.join(fields[:2])})"] if fields else []
    return sure, "; ".join(reasons)


def why_apart(one: Kept, other: Kept) -> str | None:
    """Why two statements cannot be about the same, if they cannot."""
    a, b = one.proposition, other.proposition
    if one.page != other.page and not one.where & other.where and not a.names & b.names:
        return "their pages have no names in common"
    if a.things and b.things and not a.things & b.things:
        return "they speak of other things"
    if not evidence(a, b):
        if not (a.things & (b.things or b.around) or b.things & (a.things or a.around)):
            return "nothing tells that they speak of one thing"
        if max(len(a.tells), len(b.tells)) > _LONG:
            return "one of them speaks of much besides"
    elif max(len(a.tells), len(b.tells)) > _LONG and _overlap(a, b) < _LITTLE:
        return "one of them speaks of much besides"
    if a.names and b.names and not a.names & (b.names | b.context.keys()) and not b.names & (a.names | a.context.keys()):
        return "they name others"
    if not same_people(a, b, {f for f in a.poles.keys() & b.poles.keys() if a.poles[f] and b.poles[f]}):
        return "it is not told that they speak of the same people"
    deeds = {f for f in a.poles.keys() & b.poles.keys() if not fields()[f].is_state}
    if deeds and (mine := agents_of(a, deeds)) and (theirs := agents_of(b, deeds)) and not mine & theirs:
        return "they say it of different sides"
    return None


def same_people(a: Proposition, b: Proposition, in_fields: Collection[str]) -> bool:
    """Whether, where all that joins two statements is what is so of people, both name one of them."""
    if not in_fields or not OF_PEOPLE.issuperset(in_fields):
        return True
    return bool(a.called & b.called or a.things & b.things & ONE_A_PAGE)


def evidence(a: Proposition, b: Proposition) -> set[str]:
    """The telling words that both have, without names and the words of fields."""
    of_fields = {stem for hit in (*a.hits, *b.hits) for stem in hit.stems}
    return (a.tells.keys() & b.tells.keys()) - of_fields - a.called - b.called


def agents_of(p: Proposition, of: Collection[str]) -> frozenset[str]:
    """The names right before the words of fields, and after *by* or *from* behind them: who did it."""
    words = words_in(p.words)
    found: set[str] = set()
    for hit in p.hits:
        if hit.pole and hit.field in of:
            found |= {w.stem for w in words[max(0, hit.at - 4) : hit.at] if w.stem in p.called}
            for k in range(hit.at, min(hit.at + 8, len(words))):
                if words[k].low in ("by", "from"):
                    found |= {w.stem for w in words[k + 1 : k + 4] if w.stem in p.called}
    return frozenset(found)


def propositions_of(report: Report, page: int, day: int | None) -> Iterator[Kept]:
    """The propositions of a page's statements, with what the page tells around them."""
    told = names_of(report.page)
    names, main = frozenset(told), frozenset(list(told)[:_MAIN])
    text, found = report.page.text, list[tuple[Statement, Proposition, str]]()
    headline = report.page.headline or ""
    before: Proposition | None = None
    counting = {f.holder for f in report.figures if f.sort in _COUNTED}
    for said in report.statements:
        content = words_of(said.content, text, gap=" ")
        paragraph = _paragraph(report.page, said.content[0].start)
        proposition = proposition_of(
            content, stance=said.stance, headline=headline, paragraph=paragraph, before=before, main=main
        )
        before = proposition
        if said.id in counting and not any(
            p for f, p in proposition.poles.items() if f not in _OF_COUNTS
        ):  # what it says is how many: the figures' own dossiers are for that
            continue
        if _says_something(proposition):
            found.append((said, proposition, f"{headline}. {paragraph}"))
    if not found:
        return
    bare = vectors_of([topic_of(p, main) for _, p, _ in found])
    around = vectors_of([f"{topic_of(p, main)} {words}" for _, p, words in found])
    for i, (said, proposition, _) in enumerate(found):
        yield Kept(
            entry=entry_id(report.page.text_digest, source=said.source, cue=said.cue, content=said.content),
            page=page,
            day=day,
            position=i,
            proposition=proposition,
            speaker=said.speaker.name,
            stance=said.stance.value,
            where=names,
            vectors=np.stack([bare[i], around[i]]),
        )


def _says_something(p: Proposition) -> bool:
    """Whether it is more than a noun, a number of something, or that nobody answered."""
    if _EMPTY.search(p.words):
        return False
    sides = any(p.poles.values())
    if _COUNT.search(p.words) and len(p.tells) <= _OF_A_COUNT:
        return False
    return len(p.tells) >= (1 if sides or p.answers else _SHORTEST)


def _paragraph(page: Page, at: int) -> str:
    """The words around a place, in its paragraph: some hundred characters to either side."""
    for block in page.blocks:
        if block.span.start <= at < block.span.end:
            start = max(page.text.rfind("\n", block.span.start, at) + 1, block.span.start, at - _AROUND)
            end = page.text.find("\n", at, block.span.end)
            return page.text[start : min(end if end >= 0 else block.span.end, at + _AROUND)]
    return ""


def names_of(page: Page) -> dict[str, float]:
    """The stems of the names that a page tells most of, with how much, the most telling first."""
    counts: Counter[str] = Counter()
    low: Counter[str] = Counter()
    weights: dict[str, float] = {}
    text = f"{page.headline or ''}\n{page.text}"
    for word in words_in(text):
        printed = word.span.of(text)
        if printed[:1].isupper():
            counts[word.stem] += 1
            weights[word.stem] = weight_of(word.low)
        else:
            low[word.stem] += 1
    told = {
        s: n * weights[s]
        for s, n in counts.items()
        if s not in FUNCTION and s not in _CALENDAR and weights[s] >= _RARE and low[s] < n and len(s) > 2
    }
    return dict(sorted(told.items(), key=lambda item: (-item[1], item[0]))[:_NAMES])


def keys_of(kept: Kept, names: Mapping[str, float]) -> list[int]:
    """Numbers that statements about the same have in common: pairs of telling words, names of the page and fields."""
    p = kept.proposition
    stems = sorted(p.tells, key=lambda s: (-p.tells[s], s))[:_STEMS]
    main = list(names)[:_PAGE_NAMES]
    fields = sorted(f for f, pole in p.poles.items() if pole)[:_FIELDS]
    pairs = {tuple(sorted((s, t))) for s in stems for t in (*main, *stems) if s != t}
    pairs |= {(f":{f}", s) for f in fields for s in (*stems[:2], *main)}
    return sorted(_number(*pair) for pair in pairs)


def _number(*words: str) -> int:
    return int.from_bytes(blake2b("\t".join(words).encode(), digest_size=8).digest(), "big", signed=True)
