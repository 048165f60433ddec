"""Facts: what a page tells of a speaker beside the name, by which two of one name are told apart, or two names seen to be one."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sayso.stories.people.names import PersonName, lines, owned

_APART_IN_AGE = 2
"""Years between two births from which they are two people's; an age and the day of a page tell the year but for one."""
_CUT = re.compile(r"\s(?:of|for|in|at|to|with|from|on|who|near|by|under|against)\s|,|;|\(")
_OWNER = re.compile(r"\bof (?:the )?(?=[A-Z])")
_PART_OF = dict.fromkeys(("England", "Northern Ireland", "Scotland", "Wales"), "Britain") | dict.fromkeys(
    ("Chechnya", "Crimea", "Kurdistan", "Palestine", "Tibet"), ""
)
"""Countries of which another may be named as well for the same office; nothing where it is in dispute which."""
_PUBLIC = frozenset({"state", "military"})
"""Fields in which the country of an office tells whose it is."""
_SAYS_LITTLE = frozenset(
    "former ex the and of for in at to a an his her its their our chief head leader minister president prime "
    "spokesman spokeswoman spokesperson official officials director secretary general deputy senior acting mr mrs "
    "dr one man woman year old local top member group vice special from with on as new state national foreign "
    "defence interior health who s executive founder author resident witness eyewitness student farmer driver "
    "worker teacher activist protester mother father adviser advisor "
    "aide analyst expert ambassador envoy correspondent another then current well known".split()
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one speaker on one page, in a form that is the same wherever the same is known."""

    middles: tuple[str, ...] = ()
    suffix: str | None = None
    born: int | None = None
    countries: frozenset[str] = frozenset()
    """Those whose office the speaker holds."""
    fields: frozenset[str] = frozenset()
    page: int | None = None
    """The page of somebody of whom no office and no calling is known but a private one: many may bear the name."""

    def written(self) -> str:
        """As it is stored."""
        kept = [self.middles, self.suffix, self.born, sorted(self.countries), sorted(self.fields), self.page]
        return json.dumps(kept, separators=(",", ":"))

    @classmethod
    def read(cls, written: str) -> Self:
        """As it was stored."""
        middles, suffix, born, countries, fields, page = json.loads(written)
        return cls(tuple(middles), suffix, born, frozenset(countries), frozenset(fields), page)


def facts_of(name: PersonName, roles: Iterable[str], *, born: int | None, page: int) -> Facts:
    """What a page's roles tell of a person; ``page`` is the page's row."""
    countries: set[str] = set()
    fields: set[str] = set()
    for role in roles:
        of_role = fields_of(role)
        fields |= of_role
        if of_role & _PUBLIC:
            countries |= countries_of(role)
    private = fields == {"private"} and born is None
    return Facts(name.middles, name.suffix, born, frozenset(countries), frozenset(fields), page if private else None)


def fields_of(role: str) -> frozenset[str]:
    """The fields that a role belongs to.

    >>> sorted(fields_of("former goalkeeper and Ostran foreign minister"))
    ['sport', 'state']
    """
    table, pattern = _nouns()
    cut = _CUT.search(role, max((m.end() for m in pattern.finditer(role.casefold()) if " of " in m[0]), default=0))
    head = role[: cut.start()] if cut else role
    return frozenset(table[m[0]] for m in pattern.finditer(head.casefold())) - {"none"}


def countries_of(role: str) -> frozenset[str]:
    """The countries whose office a role is: *Ostran ambassador to Vostra* is Ostra's.

    >>> sorted(countries_of("Russia’s ambassador to Syria")), sorted(countries_of("president of Haiti"))
    (['Russia'], ['Haiti'])
    """
    return frozenset(_PART_OF.get(country, country) for country in owned(role).countries) - {""}


def against(one: Facts, other: Facts) -> str | None:
    """What speaks against two of one name being one person, in words; ``None`` if nothing does."""
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return f"{one.suffix} and {other.suffix}"
    if one.middles and other.middles and not _fit(one.middles, other.middles):
        return f"{' '.join(one.middles)} and {' '.join(other.middles)}"
    if one.born is not None and other.born is not None and abs(one.born - other.born) > _APART_IN_AGE:
        return f"born about {one.born} and {other.born}"
    if one.countries and other.countries and not one.countries & other.countries:
        return f"offices of {_listed(one.countries)} and {_listed(other.countries)}"
    if one.fields and other.fields and not one.fields & other.fields:
        strange = _apart()
        if all((a, b) in strange for a in one.fields for b in other.fields):
            return f"{_listed(one.fields)} and {_listed(other.fields)}"
    return None


def _fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two have the same middle names, as far as both give any, an initial standing for a name."""
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(one, other, strict=False))


def agreeing(one: Facts, other: Facts, of_one: Iterable[str], of_other: Iterable[str]) -> str | None:
    """What two speakers have in common beside a name, in words; the roles of each are given as they are printed."""
    if one.born is not None and other.born is not None and abs(one.born - other.born) <= 1:
        return f"born about {one.born}"
    if shared := one.countries & other.countries:
        return f"both in office for {_listed(shared)}"
    roles, others = tuple(of_one), tuple(of_other)
    words = _telling(roles) & _telling(others)
    if not words:
        return None
    common = sorted(word for word in words if any(re.search(rf"\b{re.escape(word)}\b", role) for role in (*roles, *others)))
    return f"both “{' '.join(common)}”" if common else "the same role"  # a word with a capital may be the name of another


def _telling(roles: Iterable[str]) -> set[str]:
    """The words of roles that few others have."""
    words = (word for role in roles for word in re.findall(r"[^\W\d_]{2,}", role.casefold()))
    return {word for word in words if word not in _SAYS_LITTLE and word not in _plain_nouns()}


def born_in(text: str, name: str, year: int | None) -> int | None:
    """The year of birth of somebody whose age stands behind the name: *Ana Orle, 43,*."""
    if year is None:
        return None
    at = text.find(name)
    while at >= 0:
        if found := _AGE.match(text, at + len(name)):
            return year - int(found[1])
        at = text.find(name, at + 1)
    return None


_AGE = re.compile(r"(?:,| \()\s?(?:aged |a )?(\d{1,2})(?:-year-old)?(?=[,).;]|\s(?:who|from|and)\b)")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


@functools.cache
def _nouns() -> tuple[dict[str, str], re.Pattern[str]]:
    table = {noun: field for field, nouns, _ in lines("fields.tsv") for noun in nouns.split(", ")}
    known = sorted(table, key=len, reverse=True)
    return table, re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, known))})(?![\w-])")


@functools.cache
def _plain_nouns() -> frozenset[str]:
    return frozenset(word for noun in _nouns()[0] for word in noun.split())


@functools.cache
def _apart() -> frozenset[tuple[str, str]]:
    pairs = [(field, other) for field, others, _ in lines("apart.tsv") for other in others.split(", ")]
    return frozenset([*pairs, *((b, a) for a, b in pairs)])
