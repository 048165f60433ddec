"""Linked data: pages, statements and figures as JSON-LD, in the words of schema.org and PROV-O.

The context stands in the file, so that nothing is fetched to read it. A page is a ``NewsArticle``; what stands in quotation marks
is a ``Quotation``, what does not and each figure is a ``Claim``; a dossier is a ``Claim`` with its appearances. Who says it is an
agent of that page alone: that two pages mean the same person is for the table of speakers to say, with its reasons.

``ClaimReview`` is for the verdicts of people, of which a ledger has none yet: decisions are about links. When there are any, they
are made here, in ``nodes_of``, and of nothing else: nothing that sayso derives is a review.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO
from urllib.parse import quote

from sqlalchemy import Connection, select

from sayso.claims.figure import Bound
from sayso.claims.report import number
from sayso.claims.statement import StatementKind
from sayso.export.linked import Kept, dossiers_asked
from sayso.export.rows import printed_of
from sayso.export.selection import Exhibit, OnPage, Selection
from sayso.ledger.schema import pages
from sayso.page.page import State
from sayso.reading.speaker import SpeakerKind
from sayso.stories.copies import CopyKind, copies_of
from sayso.stories.credits import key_of
from sayso.stories.origins import credits_kept
from sayso.stories.versions import versions_of
from sayso.text import digest, words_of

SCHEMA, PROV, TERMS = "https://schema.org/", "http://www.w3.org/ns/prov#", "urn:sayso:terms:"

CONTEXT: dict[str, Any] = {
    "@vocab": SCHEMA,
    "prov": PROV,
    "sayso": TERMS,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "url": {"@type": "@id"},
    "appearance": {"@type": "@id"},
    "firstAppearance": {"@type": "@id"},
    "isPartOf": {"@type": "@id"},
    "isBasedOn": {"@type": "@id"},
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasRevisionOf": {"@id": "prov:wasRevisionOf", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "generatedAtTime": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
    "sharesTextWith": {"@id": "sayso:sharesTextWith", "@type": "@id"},
    "about": {"@type": "@id"},
    "markedAs": "sayso:markedAs",
    "status": "sayso:statusAsReported",
    "statusBecause": "sayso:statusBecause",
    "source": "sayso:source",
    "cue": "sayso:cue",
    "stance": "sayso:stance",
    "sort": "sayso:sort",
    "printed": "sayso:printed",
    "confidence": {"@id": "sayso:readingConfidence", "@type": "xsd:double"},
    "span": {"@id": "sayso:span", "@container": "@list"},
    "textDigest": "sayso:textDigest",
    "withheld": "sayso:withheld",
    "scope": {"@id": "sayso:scope", "@type": "@json"},
}
"""What the words of the file mean. ``span`` is a flat list of starts and ends, for a list of pairs is no list in RDF."""

_AGENTS = {
    SpeakerKind.PERSON: ("Person", "prov:Person"),
    SpeakerKind.ANONYMOUS: ("Person", "prov:Person"),
    SpeakerKind.ORGANISATION: ("Organization", "prov:Organization"),
    SpeakerKind.OUTLET: ("Organization", "prov:Organization"),
}

Node = dict[str, Any]


def write_linked_data(
    selection: Selection, stream: BinaryIO, *, scope: Mapping[str, Any], on_page: OnPage | None = None
) -> dict[str, int]:
    """Write one JSON-LD document, a node a line; how many pages, statements, figures and dossiers are in it.

    The ledger is linked before (``sayso.stories.linking.link``).
    """
    count = {"pages": 0, "statements": 0, "figures": 0, "dossiers": 0}

    def put(node: Node) -> None:
        told = {key: value for key, value in node.items() if value not in (None, [], "")}
        stream.write(b",\n" + json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())

    stream.write(f'{{"@context":{json.dumps(CONTEXT, separators=(",", ":"))},"@graph":[\n'.encode())
    head = {"@id": "urn:sayso:export", "@type": "Dataset", "scope": dict(scope)}
    stream.write(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode())
    written: dict[str, str | None] = {}
    entries: set[str] = set()
    for exhibit in selection.pages(on_page=on_page, all_pages=selection.asked.everything):
        for node in nodes_of(exhibit, selection):
            put(node)
        written[exhibit.stored.page.id] = exhibit.stored.page.published
        entries |= {exhibit.entries[name] for name in exhibit.statements | exhibit.figures}
        count["pages"] += 1
        count["statements"] += len(exhibit.statements)
        count["figures"] += len(exhibit.figures)
    for kept in dossiers_asked(selection):
        if sum(member.entry in entries for member in kept.dossier.members) > 1:
            put(_dossier(kept, written, entries))
            count["dossiers"] += 1
    stream.write(b"\n]}\n")
    return count


def nodes_of(exhibit: Exhibit, selection: Selection) -> Iterator[Node]:
    """A page, those who speak on it, and what they say."""
    with selection.ledger.store.reading() as connection:
        yield _page(connection, exhibit)
    if exhibit.shown.page.state is not State.READ:
        return
    agents: dict[str, Node] = {}
    nodes = [*_statements(exhibit, agents), *_figures(exhibit, agents), *_marks(exhibit)]
    yield from agents.values()
    yield from nodes


_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)


def address_iri(url: str | None) -> str | None:
    """A page's address as a name in linked data: characters that none may have are percent-encoded. ``None`` for no address."""
    return quote(url, safe="!#$%&'()*+,/:;=?@~-._") if url and _ADDRESS.match(url) else None


def page_iri(page: str) -> str:
    """The name of a page in linked data and annotations."""
    return f"urn:sayso:page:{page}"


def entry_iri(page: str, entry: str) -> str:
    """The name of an entry on a page: the same words on two pages are two appearances."""
    return f"urn:sayso:entry:{entry}:{page[:12]}"


def _page(connection: Connection, exhibit: Exhibit) -> Node:
    page, stored = exhibit.shown.page, exhibit.stored.page
    of = digest(page.outlet or "")[:16]
    outlet = {"@id": f"urn:sayso:outlet:{of}", "@type": [*_AGENTS[SpeakerKind.OUTLET]], "name": page.outlet}
    return {
        "@id": page_iri(stored.id),
        "@type": ["NewsArticle", "prov:Entity"],
        "headline": page.headline,
        "url": address_iri(page.url),
        "publisher": outlet if page.outlet else None,
        "author": [{"@type": "Person", "name": name} for name in page.authors],
        "datePublished": page.published,
        "dateModified": page.modified,
        "inLanguage": page.language,
        "articleSection": page.section,
        "generatedAtTime": exhibit.first_seen,
        "textDigest": None if exhibit.withheld is not None else f"sha256:{page.text_digest}",
        "withheld": exhibit.withheld,
        **_derivation(connection, exhibit),
    }


def _derivation(connection: Connection, exhibit: Exhibit) -> Node:
    """Of which page it is a newer version, from whom it says that it took text, and which pages share text with it.

    Shared text does not tell who had it first: only where the page credits the other's outlet was it derived from that page.
    """
    versions = [version.page for version in versions_of(connection, exhibit.row) if version.is_read]
    own = versions.index(exhibit.stored.page.id) if exhibit.stored.page.id in versions else 0
    credited = {key_of(credit.name) for credit in credits_kept(connection, exhibit.row)}
    derived: list[str] = []
    shared: list[str] = []
    for copy in copies_of(connection, exhibit.row):
        if copy.kind is CopyKind.VERSION:
            continue
        row = connection.execute(select(pages.c.digest, pages.c.outlet).where(pages.c.id == copy.other)).one()
        (derived if row.outlet and key_of(row.outlet) in credited else shared).append(page_iri(row.digest))
    return {
        "wasRevisionOf": page_iri(versions[own - 1]) if own > 0 else None,
        "wasDerivedFrom": sorted(derived),
        "sharesTextWith": sorted(shared),
    }


def _agent(exhibit: Exhibit, agents: dict[str, Node], name: str, kind: SpeakerKind | None, role: str | None) -> str:
    iri = f"urn:sayso:speaker:{exhibit.stored.page.id[:12]}:{digest(f'{kind} {name}')[:16]}"
    types = list(_AGENTS.get(kind, ("Thing", "prov:Agent")) if kind else ("Thing", "prov:Agent"))
    agents.setdefault(iri, {"@id": iri, "@type": types, "name": name, "description": role})
    return iri


def _statements(exhibit: Exhibit, agents: dict[str, Node]) -> Iterator[Node]:
    page, text, entries = exhibit.stored.page.id, exhibit.shown.page.text, exhibit.entries
    for s in exhibit.shown.statements:
        if s.id not in exhibit.statements:
            continue
        status, quotation = exhibit.status(s.id), s.kind is StatementKind.DIRECT
        speaker = _agent(exhibit, agents, s.speaker.name, s.speaker.kind, s.speaker.role) if s.speaker.name else None
        yield {
            "@id": entry_iri(page, entries[s.id]),
            "@type": ["Quotation" if quotation else "Claim", "prov:Entity"],
            "identifier": entries[s.id],
            "text": words_of(s.content, text),
            "creator": {"@id": speaker} if speaker else None,
            "wasAttributedTo": speaker,
            "wasQuotedFrom": page_iri(page),
            "appearance": None if quotation else page_iri(page),
            "isPartOf": entry_iri(page, entries[s.within]) if s.within in exhibit.statements and s.within else page_iri(page),
            "dateCreated": s.circumstances.said_at.value if s.circumstances.said_at else None,
            "source": words_of(s.source, text),
            "cue": words_of(s.cue, text),
            "stance": s.stance.value,
            "status": status.state.value,
            "statusBecause": status.explained(text),
            "confidence": round(s.confidence, 3),
            "span": [at for piece in s.content for at in (piece.start, piece.end)],
        }


def _figures(exhibit: Exhibit, agents: dict[str, Node]) -> Iterator[Node]:
    page, entries = exhibit.stored.page.id, exhibit.entries
    shown = {f.id: f for f in exhibit.shown.figures}
    for row in exhibit.figure_rows():
        f, vague = row.figure, row.figure.bound is Bound.ORDER
        holder = row.chain[0].statement if row.chain else None
        speaker = None
        if holder is not None and row.chain[0].statement.speaker.name:
            speaker = _agent(exhibit, agents, row.chain[0].name, holder.speaker.kind, holder.speaker.role)
        low, high = (None, None) if vague else (number(f.low), number(f.high))
        value: Node = {"@type": "QuantitativeValue", "unitText": row.words(*f.counts) or None}
        value |= {"value": low} if low is not None and low == high else {"minValue": low, "maxValue": high}
        yield {
            "@id": entry_iri(page, row.entry),
            "@type": ["Claim", "prov:Entity"],
            "identifier": row.entry,
            "text": printed_of(row),
            "printed": row.printed,
            "sort": f.sort.value,
            "mainEntity": {key: each for key, each in value.items() if each is not None},
            "creator": {"@id": speaker} if speaker else None,
            "wasAttributedTo": speaker,
            "wasQuotedFrom": page_iri(page),
            "appearance": page_iri(page),
            "isPartOf": entry_iri(page, entries[f.holder]) if f.holder in exhibit.statements else page_iri(page),
            "temporalCoverage": f.as_of.value if f.as_of else None,
            "spatialCoverage": _place(f.place.means) if f.place and f.place.means else None,
            "status": row.status.state.value,
            "statusBecause": list(row.because),
            "span": [shown[f.id].span.start, shown[f.id].span.end],
        }


def _place(means: Any) -> Node:
    geo = {"@type": "GeoCoordinates", "latitude": means.latitude, "longitude": means.longitude}
    return {"@type": "Place", "name": means.name, "addressCountry": means.country, "geo": geo}


def _marks(exhibit: Exhibit) -> Iterator[Node]:
    page, text, entries = exhibit.stored.page.id, exhibit.shown.page.text, exhibit.entries
    for m in exhibit.shown.marks:
        if m.id in exhibit.marks:
            about = [entry_iri(page, entries[name]) for name in m.about if name in exhibit.statements | exhibit.figures]
            yield {
                "@id": entry_iri(page, entries[m.id]),
                "@type": ["sayso:Mark", "prov:Entity"],
                "identifier": entries[m.id],
                "text": words_of(m.spans, text),
                "markedAs": m.status.value,
                "about": about,
                "wasQuotedFrom": page_iri(page),
                "span": [at for piece in m.spans for at in (piece.start, piece.end)],
            }


def _dossier(kept: Kept, written: Mapping[str, str | None], entries: set[str]) -> Node:
    """What a dossier asks, with the pages on which it appears; the first of them by the dates that they give."""
    inside = [(member.entry, kept.pages[member.page].id) for member in kept.dossier.members if member.entry in entries]
    on = [page for page in dict.fromkeys(page for _, page in inside) if page in written]
    days = {page: day[:10] for page in on if (day := written[page])}
    earliest = min(days.values(), default=None)
    first = [page for page, day in days.items() if day == earliest]
    return {
        "@id": f"urn:sayso:dossier:{kept.dossier.id}",
        "@type": ["Claim", "prov:Collection"],
        "identifier": kept.dossier.id,
        "name": kept.shown(kept.dossier.title),
        "appearance": [page_iri(page) for page in on],
        "firstAppearance": page_iri(first[0]) if len(first) == 1 and len(days) == len(on) else None,
        "prov:hadMember": [{"@id": entry_iri(page, entry)} for entry, page in inside if page in written],
    }
