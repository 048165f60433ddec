"""JSON-LD: read back by rdflib, offline, and asked in SPARQL; selectors of annotations resolved against the pages' texts."""

from __future__ import annotations

import io
import json
from typing import Any

import jsonschema
import pytest
import rdflib
from rdflib.namespace import RDF

from sayso.claims.report import Report
from sayso.export.files import Form, export
from sayso.export.selection import Asked
from sayso.ledger.answers import StatementFilter
from sayso.ledger.ledger import Ledger
from sayso.ledger.veils import Wish
from sayso.stories.linking import link
from tests.export.conftest import Select
from tests.ledger.build import NOON, document, flood, later, page
from tests.stories import wires
from tests.test_cli_veils import NAME, TOKEN

PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
SCHEMA = rdflib.Namespace("https://schema.org/")
TERMS = rdflib.Namespace("urn:sayso:terms:")


def written(select: Select, form: Form, asked: Asked | None = None, wish: Wish = Wish.PRISONERS) -> bytes:
    stream = io.BytesIO()
    export(select(asked, wish), form, {None: stream})
    return stream.getvalue()


def graph_of(data: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=data.decode(), format="json-ld")


def asked_of(graph: rdflib.Graph, query: str) -> list[tuple[str, ...]]:
    prefixes = f"PREFIX s: <{SCHEMA}> PREFIX p: <{PROV}> PREFIX t: <{TERMS}> "
    rows: Any = graph.query(prefixes + query)
    return sorted(tuple(str(each) for each in row) for row in rows)


def test_pages_statements_and_figures_are_found_in_the_graph(select: Select) -> None:
    graph = graph_of(written(select, Form.JSON_LD))
    count = {
        kind: len(set(graph.subjects(RDF.type, SCHEMA[kind]))) for kind in ("NewsArticle", "Quotation", "Claim", "ClaimReview")
    }
    assert count == {"NewsArticle": 5, "Quotation": 2, "Claim": 7 + 4 + 2, "ClaimReview": 0}  # statements, figures, dossiers
    said = asked_of(
        graph,
        """SELECT ?words ?who ?headline ?day WHERE {
             ?s a s:Quotation; s:text ?words; p:wasAttributedTo/s:name ?who; p:wasQuotedFrom ?page.
             ?page s:headline ?headline; s:datePublished ?day }""",
    )
    assert said == [
        ("“At\u00a0least 14 people are missing,”", "Ada Ruiz", "Bridge gives way at Orle", "2024-05-07T08:15:00+02:00"),
        ("“We are still searching,”", "Ilse Brandt", "Nine dead as river floods Port Maren", "2024-05-06T09:30"),
    ]
    counted = asked_of(
        graph,
        """SELECT ?printed ?min ?what WHERE {
             ?f t:printed ?printed; t:sort 'missing'; s:mainEntity ?v. ?v s:minValue ?min; s:unitText ?what }""",
    )
    assert counted == [("least 14", "14", "people are")]
    status = asked_of(graph, "SELECT ?state ?why WHERE { ?f t:sort 'missing'; t:statusAsReported ?state; t:statusBecause ?why }")
    assert status == [("unverified", "unverified: “could not be verified” (in the page’s own words)")]


def test_the_context_stands_in_the_file_and_no_other_is_needed(select: Select) -> None:
    told = json.loads(written(select, Form.JSON_LD))
    assert isinstance(told["@context"], dict)
    [head] = [node for node in told["@graph"] if node["@id"] == "urn:sayso:export"]
    assert head["scope"]["scope"]["pages"] == 5
    ids = [node["@id"] for node in told["@graph"]]
    assert len(ids) == len(set(ids))


def test_text_is_derived_where_it_is_credited_and_shared_where_it_is_not(select: Select, ledger: Ledger) -> None:
    wire = wires.page("wire", wires.WIRE, outlet="Reuters")
    credited = wires.page("credited", wires.WIRE[:6], outlet="Bay Tribune", byline="By Ada Ruiz, Reuters")
    bare = wires.page("bare", wires.WIRE[1:], outlet="Hill Gazette")
    wires.keep(ledger, *(Report(of, (wires.toll(of),), wires.MODEL) for of in (wire, credited, bare)))
    link(ledger)
    graph = graph_of(written(select, Form.JSON_LD))
    names = {f"urn:sayso:page:{of.id}": of.name for of in (wire, credited, bare)}

    def pairs(how: rdflib.URIRef) -> list[tuple[str, str]]:
        return sorted((names[str(one)], names[str(other)]) for one, other in graph.subject_objects(how))

    assert pairs(PROV.wasDerivedFrom) == [("credited", "wire")]
    assert pairs(TERMS.sharesTextWith) == [
        ("bare", "credited"),
        ("bare", "wire"),
        ("credited", "bare"),
        ("wire", "bare"),
        ("wire", "credited"),
    ]


def test_a_newer_version_is_a_revision(select: Select, ledger: Ledger) -> None:
    of, first = flood()
    changed = document(of.data.decode() + "\n\nThe river fell.", name="flood-2", url=of.url, outlet=of.outlet)
    newer = page(changed, published="2024-05-06T09:30", modified="2024-05-06T18:00+02:00")
    run = ledger.begin(["/more"], at=later(80))
    ledger.record(changed, [Report(newer)], seen_at=later(80), run=run)
    link(ledger)
    graph = graph_of(written(select, Form.JSON_LD))
    revised = [(str(s), str(o)) for s, o in graph.subject_objects(PROV.wasRevisionOf)]
    assert revised == [(f"urn:sayso:page:{newer.id}", f"urn:sayso:page:{first.page.id}")]
    assert list(graph.subject_objects(PROV.wasDerivedFrom)) == []


@pytest.mark.parametrize("form", [Form.JSON_LD, Form.ANNOTATIONS])
def test_names_that_are_withheld_are_not_in_it(select: Select, form: Form) -> None:
    told = written(select, form).decode()
    assert not NAME.search(told)
    assert TOKEN.search(told)
    assert "Danil Veresh" in written(select, form, wish=Wish.NEVER).decode()


@pytest.mark.parametrize("form", [Form.JSON_LD, Form.ANNOTATIONS])
def test_sealed_pages_are_not_in_it_and_the_bytes_are_the_same_each_time(select: Select, ledger: Ledger, form: Form) -> None:
    assert written(select, form) == written(select, form)
    ledger.seal("flood", by="Rhea Venn", reason="asked for", at=NOON)
    link(ledger)
    assert "Brandt" not in written(select, form).decode()


# Annotations

IRI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:\S+$"}
WEB_ANNOTATION: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A collection of annotations with one page, after the Web Annotation Data Model, 3 to 5",
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {
            "type": "array",
            "prefixItems": [{"const": "http://www.w3.org/ns/anno.jsonld"}],
            "items": {"type": "object"},
        },
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["id", "type", "items", "startIndex"],
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "startIndex": {"type": "integer", "minimum": 0},
                "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}},
            },
        },
    },
    "$defs": {
        "annotation": {
            "type": "object",
            "required": ["id", "type", "target"],
            "additionalProperties": False,
            "properties": {
                "id": IRI,
                "type": {"const": "Annotation"},
                "motivation": {"enum": ["describing", "tagging", "identifying", "commenting"]},
                "created": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"},
                "body": {"type": "array", "items": {"$ref": "#/$defs/body"}},
                "target": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/target"}},
            },
        },
        "body": {
            "type": "object",
            "required": ["type", "value"],
            "properties": {
                "type": {"const": "TextualBody"},
                "value": {"type": "string", "minLength": 1},
                "purpose": {"enum": ["describing", "tagging"]},
                "format": {"const": "text/plain"},
            },
        },
        "target": {
            "type": "object",
            "required": ["type", "source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": IRI,
                "sayso:part": {"type": "string"},
                "state": {
                    "type": "object",
                    "required": ["type", "sourceDate"],
                    "properties": {"type": {"const": "TimeState"}, "sourceDate": {"type": "string"}, "cached": IRI},
                },
                "selector": {
                    "type": "array",
                    "minItems": 2,
                    "prefixItems": [{"$ref": "#/$defs/quote"}, {"$ref": "#/$defs/position"}],
                },
            },
        },
        "quote": {
            "type": "object",
            "required": ["type", "exact", "prefix", "suffix"],
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": {"type": "string", "minLength": 1},
                "prefix": {"type": "string"},
                "suffix": {"type": "string"},
            },
        },
        "position": {
            "type": "object",
            "required": ["type", "start", "end"],
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 1},
            },
        },
    },
}


@pytest.mark.parametrize("wish", Wish)
def test_annotations_are_of_the_model_and_their_selectors_resolve(select: Select, wish: Wish) -> None:
    told = json.loads(written(select, Form.ANNOTATIONS, wish=wish))
    jsonschema.Draft202012Validator(WEB_ANNOTATION).validate(told)
    items = told["first"]["items"]
    assert told["total"] == len(items) == len({item["id"] for item in items}) == 15
    texts = {f"urn:sayso:page:{e.stored.page.id}": e.shown.page.text for e in select(wish=wish).pages()}
    for item in items:
        for target in item["target"]:
            text, (quote, position) = texts[target["state"]["cached"]], target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            around = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert text.find(around) + len(quote["prefix"]) == position["start"]


def test_an_annotation_says_who_said_what(select: Select) -> None:
    told = json.loads(written(select, Form.ANNOTATIONS, Asked(statements=StatementFilter(words="searching"))))
    [item] = told["first"]["items"]
    assert [body["value"] for body in item["body"]] == [
        "Ilse Brandt · said",
        "statement",
        "direct",
        "neutral",
        "status as reported: nothing said",
    ]
    assert {target["source"] for target in item["target"]} == {"https://courier.example/flood"}
    assert [(t["sayso:part"], t["selector"][0]["exact"]) for t in item["target"]] == [
        ("content", "“We are still"),
        ("content", "searching,”"),
        ("source", "she"),
        ("cue", "said"),
    ]
