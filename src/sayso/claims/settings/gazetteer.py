"""Gazetteer: which places bear a name. From GeoNames (CC BY 4.0), made by ``training/gazetteer.py``; see ``NOTICE``.

The tables lie in ``atlas/`` and are looked up in as they are, sorted bytes, by halving: nothing is parsed or indexed, so the
first name costs no more than the next.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from importlib import resources

GENERIC = tuple(
    "Province|Oblast|Governorate|Region|State|County|Department|District|Prefecture|Voivodeship|Municipality|Krai|Raion|City".split(
        "|"
    )
)
"""Words that stand behind a name and say what kind of place it is."""

ACTING = frozenset({"country", "capital", "seat"})
"""Kinds of places that stand for those who govern from them: *Washington said*."""

_FAR_SMALLER = 100
"""How many times as many people a place must have for its old name to be it rather than the place that has it now."""
_DROPPED = re.compile(r"[’'ʼʻ‘`´.]")
_JOINED = re.compile(r"[-–\s]+")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})


@dataclass(frozen=True, slots=True)
class Known:
    """A place of the gazetteer. A country and a region have the position of their seat."""

    name: str
    kind: str
    """``country``, ``region``, ``capital``, ``seat`` (of bodies of the world: Geneva) or ``town``."""
    country: str
    """ISO 3166 code of two letters."""
    latitude: float
    longitude: float
    people: int
    """As last counted; of a region those in its towns."""
    code: str = ""
    """The code of the region that it is or lies in."""
    loose: bool = False
    """Whether some mean this place by the name, while it is the name of another."""


def folded(name: str) -> str:
    """A name without case, accents, apostrophes, stops and hyphens: *Khar'kov*, *KHARKOV* are ``kharkov``."""
    if not name.isascii():
        name = (
            "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold().translate(_LETTERS)
        )
    return _JOINED.sub(" ", _DROPPED.sub("", name)).strip().casefold()


@functools.lru_cache(maxsize=8192)
def known_as(name: str) -> tuple[Known, ...]:
    """The places that bear this name, in any spelling that folds to the same; those with most people first."""
    key = folded(name).encode()
    names, places = _tables()
    line = _line(names, key) or (_line(names, key[3:]) if key[:3] in (b"al ", b"el ", b"ar ", b"ad ", b"as ", b"an ") else b"")
    found = (_place(places, offset) for offset in line.split(b"\t")[1].split()) if line else ()
    return tuple(sorted(found, key=lambda place: (place.loose, -place.people)))


def is_otherwise_named(place: Known, name: str) -> bool:
    """Whether a place bears the name beside its own, as an old name of it or one of a part, and in no like spelling.

    Harare was *Salisbury*; *Odessa* is how some spell Odesa.
    """
    own, said = folded(place.name), folded(name)
    return own[:3] != said[:3] and own not in said and said not in own


def meant_elsewhere(name: str, known: tuple[Known, ...]) -> tuple[Known, ...]:
    """Those of the places that have the name beside their own, while it is the very name of another that is not far smaller."""
    largest = max((k.people for k in known if folded(k.name) == folded(name)), default=0)
    return tuple(k for k in known if is_otherwise_named(k, name) and k.people <= largest * _FAR_SMALLER)


@functools.cache
def country_names() -> dict[str, str]:
    """The codes of all countries with their names."""
    rows = re.findall(rb"^([^\t\n]+)\tcountry\t([A-Z]{2})\t", _tables()[1], re.MULTILINE)
    return {code.decode(): name.decode() for name, code in rows}


def _line(names: bytes, key: bytes) -> bytes:
    """The line of the key, by halving; empty if there is none."""
    wanted = key + b"\t"
    low, high = 0, len(names)
    while low < high:
        start = names.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = names.find(b"\n", start)
        line = names[start:end]
        if line.startswith(wanted):
            return line
        if line < wanted:
            low = end + 1
        else:
            high = start
    return b""


def _place(places: bytes, offset: bytes) -> Known:
    loose = offset.startswith(b"~")
    start = int(offset.lstrip(b"~"))
    name, kind, country, latitude, longitude, people, code = places[start : places.index(b"\n", start)].decode().split("\t")
    return Known(name, kind, country, float(latitude), float(longitude), int(people), code, loose)


@functools.cache
def _tables() -> tuple[bytes, bytes]:
    """The names and the places, as they lie in the files."""
    atlas = resources.files("sayso.claims.settings").joinpath("atlas")
    return atlas.joinpath("names.tsv").read_bytes(), atlas.joinpath("places.tsv").read_bytes()
