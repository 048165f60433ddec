"""What a page says of itself in JSON-LD, in the vocabulary of schema.org."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_ARTICLE_TYPES = (
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle "
    "reviewnewsarticle blogposting liveblogposting report advertisercontentarticle satiricalarticle "
    "socialmediaposting scholarlyarticle techarticle medicalscholarlyarticle"
)
ARTICLE_TYPES = frozenset(_ARTICLE_TYPES.split())
ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6});")
BLOCK_TAG = re.compile(r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote|figure|section|table|tr)\b[^<>]{0,2000}>", re.I)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
COMMENTED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$"
)
TRAILING_COMMA = re.compile(r",\s*([}\]])")


@dataclass(slots=True)
class Declared:
    """An article as its page declares it."""

    type: str = ""
    headline: str | None = None
    alternative: str | None = None
    description: str | None = None
    authors: list[tuple[str, str]] = field(default_factory=list)
    """Name and type (``Person``, ``Organization``, or nothing)."""
    published: str | None = None
    modified: str | None = None
    publisher: str | None = None
    section: str | None = None
    body: str | None = None
    url: str | None = None
    language: str | None = None
    free: bool | None = None
    updates: list[dict[str, Any]] = field(default_factory=list)
    """Entries of a live page, as they stand."""
    captions: list[str] = field(default_factory=list)


def parsed(script: str) -> Any:
    """The value of a JSON-LD script; ``None`` where it cannot be read even leniently."""
    text = COMMENTED.sub("", script.strip()).strip().rstrip(";")
    for attempt in (text, TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a JSON-LD value, outermost first."""
    pending = [value]
    count = 0
    while pending and count < 20_000:
        count += 1
        here = pending.pop(0) if len(pending) < 1000 else pending.pop()
        if isinstance(here, dict):
            yield here
            pending.extend(v for v in here.values() if isinstance(v, dict | list))
        elif isinstance(here, list):
            pending.extend(v for v in here if isinstance(v, dict | list))


def types_of(node: dict[str, Any]) -> list[str]:
    """The types of a node, in lower case and without their namespace."""
    types = node.get("@type") or []
    return [str(t).rsplit("/", 1)[-1].lower() for t in (types if isinstance(types, list) else [types])]


def string(value: Any) -> str | None:
    """A text value as words: the first of a list, the value or name of an object; entities resolved, tags dropped."""
    if isinstance(value, list):
        return next((s for s in map(string, value) if s), None)
    if isinstance(value, dict):
        return string(value.get("@value") or value.get("name") or value.get("value"))
    if not isinstance(value, str):
        return None
    text = html.unescape(value) if "&" in value else value
    if "<" in text:
        text = html.unescape(TAG.sub("", BLOCK_TAG.sub("\n", text)))
    if ENTITY.search(text):  # encoded twice
        text = html.unescape(text)
    return text.strip() or None


def people(value: Any, by_id: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """Names with types from an ``author`` property in any of its forms."""
    if isinstance(value, list):
        return [each for item in value for each in people(item, by_id)]
    if isinstance(value, dict):
        if "name" not in value and value.get("@id") in by_id:
            value = by_id[value["@id"]]
        kinds = types_of(value)
        kind = "Person" if "person" in kinds else "Organization" if kinds else ""
        name = value.get("name")
        if isinstance(name, list):
            return [(s, kind) for s in map(string, name) if s]
        text = string(name)
        return [(text, kind)] if text else []
    text = string(value)
    return [(text, "")] if text and not text.startswith("http") else []


def listed(value: Any) -> list[Any]:
    """A value that may stand alone or in a list, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def declared_articles(scripts: list[str]) -> list[Declared]:
    """The articles that the scripts declare, in their order."""
    trees = [tree for tree in map(parsed, scripts) if tree is not None]
    all_nodes = [node for tree in trees for node in nodes(tree)]
    by_id = {str(node["@id"]): node for node in all_nodes if "@id" in node and "name" in node}
    entries = {id(update) for node in all_nodes for update in listed(node.get("liveBlogUpdate"))}
    found = []
    for node in all_nodes:
        if id(node) in entries:
            continue
        kind = next((t for t in types_of(node) if t in ARTICLE_TYPES), None)
        if kind is not None and any(key in node for key in ("headline", "datePublished", "articleBody", "author", "name")):
            found.append(_declared(kind, node, by_id))
    return found


def _declared(kind: str, node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Declared:
    publisher = node.get("publisher")
    if isinstance(publisher, dict) and "name" not in publisher:
        publisher = by_id.get(str(publisher.get("@id")), publisher)
    main = node.get("mainEntityOfPage")
    url = node.get("url") or (main.get("@id") if isinstance(main, dict) else main)
    updates = node.get("liveBlogUpdate")
    free = node.get("isAccessibleForFree")
    return Declared(
        type=kind,
        headline=string(node.get("headline")) or string(node.get("name")),
        alternative=string(node.get("alternativeHeadline")),
        description=string(node.get("description")),
        authors=people(node.get("author"), by_id) or people(node.get("creator"), by_id),
        published=string(node.get("datePublished")) or string(node.get("dateCreated")),
        modified=string(node.get("dateModified")),
        publisher=string(publisher),
        section=string(node.get("articleSection")),
        body=string(node.get("articleBody")),
        url=url if isinstance(url, str) and url.startswith("http") else None,
        language=string(node.get("inLanguage")),
        free=None if free is None else str(free).lower() == "true",
        updates=[update for update in listed(updates) if isinstance(update, dict)],
    )
