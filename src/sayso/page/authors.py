"""Who wrote an HTML page: people, and bodies where a page names no person."""

# ruff: noqa: E501 -- a table reads best with one row a line

from __future__ import annotations

import re

from sayso.page.bylines import NOT_PEOPLE
from sayso.page.bylines import authors_of as people_in
from sayso.page.dates import times_in
from sayso.page.metadata import Head, is_outlet, letters_of, names_of_outlet, words_in

AUTHOR_META = (
    "author", "article:author", "article:author_name", "og:article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author",
    "sailthru.author", "cxenseparse:author", "authors", "citation_author", "rnews:author", "vr:author", "article.author",
    "articleauthor", "itemprop:author",
)  # fmt: skip
"""The meta elements that name authors, the commonest first."""

BY = re.compile(
    r"^\s*(?:(?:written|reported|posted|published|story|words|text|reporting|analysis|updated)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|skrevet av|skriven av|autor(?:in|en)?|authors?|auteurs?|text|texte|testo|oleh|yazan|автор|redaktion)"
    r"\s*:?\s+(?=\S)",
    re.I,
)
POST_AFTER = re.compile(
    r"(?:\s*기자|\s*특파원|\s*記者|【[^】]*】|\s*\([^()]{0,60}\)|\s+(?:Lifestyle|Political|Senior|Chief|Staff)\s.*)\s*$"
)
BYLINE = re.compile(rf"(?:^|[|·•]\s*){BY.pattern.removeprefix('^')}", re.I)
CLOCK = re.compile(r"\s+(?:at|on|um|à)\s+\d.*$|\s+\d{1,2}[:.]\d\d\b.*$")
LEFT_OVER = re.compile(
    r"\s+(?:published|posted|updated|publiziert|veröffentlicht|publié|publicado|on|am|at|le)(?:\s+[a-zà-ÿ]+)*\s*$"
)
"""What is left of *Ada Ruiz posted on 3 March 2031* without its date."""
NOT_A_NAME = re.compile(r"https?:|www\.|@|^\(|\d{3}|[<>{}=\[\]]|\.(?:com|html?|php)\b")
COMMA = re.compile(r"\s*(?:[,;|•·]|\s/\s)\s*")
AND = re.compile(r"\s+(?:and|und|et|y|e|og|och|en|i|ve|with|mit|&)\s+", re.I)
AGENCIES = frozenset(
    "afp ap apa ansa dpa efe epa ats sda sid upi tass kna epd ritzau ntb tt pti ians ani anp belga lusa reuters bloomberg xinhua "
    "kyodo yonhap interfax aap pa stt cna".split()
)


def authors_of(head: Head, bylines: list[str]) -> list[str]:
    """The authors in the page's order: from JSON-LD, else meta elements, else the visible byline.

    A source that names only the outlet itself gives way to one that names somebody; where none does, the outlet is the author.
    Where the visible byline has all that are declared and more, it is believed.
    """
    outlet = names_of_outlet(head)
    article = head.article
    sources = [[name for name, _ in article.authors] if article else []]
    sources += [head.metas[name] for name in AUTHOR_META if name in head.metas]
    shown = [name for name in authors_in(bylines) if letters_of(name.split()[0]) not in outlet]  # *MDR Thüringen* is no person
    sources.append(shown)
    fallback: list[str] = []
    for source in sources:
        names = names_in(source, frozenset())
        names = [
            before if after and is_outlet(letters_of(after), outlet) else name
            for name in names
            for before, _, after in [name.partition(". ")]
        ]
        others = [name for name in names if not is_outlet(letters_of(name), outlet)]
        if others:
            others = without_places(others)
            known = {words_in(name) for name in others}
            more = {words_in(name) for name in shown}
            return list(dict.fromkeys(shown)) if known < more and len(more) <= 6 else others
        fallback = fallback or names
    return fallback


def authors_in(bylines: list[str]) -> list[str]:
    """The people that visible bylines name."""
    return [name for line in bylines if len(line) <= 160 for name in people_in(byline_in(line))]


def is_name_alone(text: str) -> bool:
    """Whether a text is a person's name and nothing else."""
    return people_in(text) == (text,)


def without_places(names: list[str]) -> list[str]:
    """Names without a single word at their end, where all others have two: a place (*Nairobi*), or a title (*PhD*)."""
    while len(names) > 1 and names[-1].isalpha() and not is_name(names[-1]) and all(is_name(name) for name in names[:-1]):
        names = names[:-1]
    return names


def byline_in(line: str) -> str:
    """The part of a line from *By* on, up to the next bar, without dates; the whole line where it does not say *By*."""
    for printed in reversed(times_in(line)):
        line = f"{line[: printed.span.start]} | {line[printed.span.end :]}"
    found = BYLINE.search(line)
    parts = [part for part in re.split(r"\s*[|·•]\s*|\s+[–—-]\s+", line[found.end() :] if found else line) if part]
    parts = [CLOCK.sub("", part) for part in parts]
    kept = [LEFT_OVER.sub("", part) for part in (parts[:1] if found else parts)]
    return " | ".join(kept)


def is_byline_line(text: str) -> bool:
    """Whether a line, or a part of it set off by a bar or dot, says *By* and a name."""
    found = BYLINE.search(text)
    if found is None or len(text) > 160:
        return False
    return text[found.end() : found.end() + 1].isupper() and not text.endswith((".", "!", "?"))


def names_in(source: list[str], outlet: frozenset[str]) -> list[str]:
    """The names in the values of one source, each once."""
    found: dict[str, str] = {}
    for value in source:
        for name in parts_of(value):
            if not is_outlet(letters_of(name), outlet):
                found.setdefault(words_in(name), name)
    return list(found.values())


def parts_of(value: str) -> list[str]:
    """One value as names: without *By*, posts and addresses; lists taken apart where that leaves whole names."""
    text = BY.sub("", " ".join(value.split()), count=1)
    if len(text) > 300:
        return []
    parts = [part for part in (name_of(each) for each in COMMA.split(text)) if part]
    if len(parts) > 1 and not any(is_name(part) for part in parts):
        parts = [name_of(text)]
    names = []
    for part in parts:
        pieces = [name_of(piece) for piece in AND.split(part)]
        names += pieces if all(is_name(piece) for piece in pieces) else [part]
    return [name for name in names if name]


def name_of(text: str) -> str:
    """A name without post, signature and marks around it; empty where it is none."""
    text = BY.sub("", text.strip(" \u00a0,.;:|–—-•·/"), count=1)
    text = POST_AFTER.sub("", text).strip(" \u00a0,;:|–—-•·/")
    if not text or len(text) > 80 or NOT_A_NAME.search(text) or not re.search(r"[^\W\d_]", text):
        return ""
    words = text.casefold().split()
    if len(words) > 1 and all(word in NOT_PEOPLE for word in words) and not AGENCIES & set(words):
        return "" if len(words) > 3 else text
    return text


def is_name(text: str) -> bool:
    """Whether a text can be a whole name: two words or more, or an agency, or one word of a script that needs no spaces."""
    return len(text.split()) > 1 or text.casefold() in AGENCIES or bool(re.fullmatch(r"[\u3040-\u9fff\uac00-\ud7af]{2,8}", text))
