"""Bodies: the ministries, agencies, outlets and papers that a page names, acronyms with the names that they stand for."""

from __future__ import annotations

import re

from sayso.reading.cast.script import Script
from sayso.reading.cast.someone import Someone
from sayso.reading.descriptions import describe
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Name, Sort
from sayso.reading.roles import PAPERS, role_after
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span


def bodies_of(script: Script, of_name: dict[Span, Someone | None]) -> dict[str, Someone]:
    """The bodies of a page by their full names, in lower case; ``of_name`` learns which name means which."""
    bodies: dict[str, Someone] = {}
    groups: set[str] = set()
    spelled: dict[str, Name] = {}
    for n in script.names:
        if n.span in of_name or n.sort is Sort.PERSON:
            continue
        bracket = re.match(r"\s*\(([A-Z][A-Za-z.&-]{1,9})\)", script.text[n.span.end : n.span.end + 14])
        if bracket and len(n.words) > 1 and bracket[1][0].casefold() == n.words[0][0].casefold():
            spelled[bracket[1].replace(".", "")] = n
    for n in script.names:
        if len(n.words) > 1 and n.sort is not Sort.PERSON:
            initials = "".join(w[0] for w in n.words if w[0].isupper())
            shortened = any(len(w) > 1 and w.isupper() for w in n.words)  # *US Navy* is no UN
            if len(initials) > 1 and n.sort is Sort.ORGANISATION and not shortened:
                spelled.setdefault(initials, n)
    for n in script.names:
        if (
            n.span in of_name
            or n.sort is Sort.PERSON
            or (n.sort is Sort.UNKNOWN and len(n.words) == 1 and not n.words[0].isupper())
        ):
            continue
        full = spelled.get(n.text.replace(".", ""), n) if len(n.words) == 1 and n.sort is not Sort.PLACE else n
        kind = SpeakerKind.OUTLET if full.sort is Sort.OUTLET or n.sort is Sort.OUTLET else SpeakerKind.ORGANISATION
        if kind is SpeakerKind.OUTLET and n.text not in lexicon().outlets and _is_said_to_be_a_group(script.text, n):
            groups.add(full.text.casefold())
        if kind is SpeakerKind.ORGANISATION and full.words[-1] in PAPERS:
            kind = SpeakerKind.DOCUMENT
        body = bodies.get(full.text.casefold())
        if body is None:
            body = bodies[full.text.casefold()] = Someone(
                full.text, kind, full.span, full.words, introduced=n.span.start, perhaps=may_be_somebody(script, full)
            )
        of_name[n.span] = body
    for name in groups:
        bodies[name].kind = SpeakerKind.ORGANISATION
    return bodies


def _is_said_to_be_a_group(text: str, n: Name) -> bool:
    """*The Example Monitor, a volunteer group,* is no newspaper."""
    words = role_after(text, n)
    return words is not None and describe(words).kind in (SpeakerKind.ORGANISATION, SpeakerKind.GROUP)


def may_be_somebody(script: Script, n: Name) -> bool:
    """Whether a name of two or three words, of which nothing shows what it names, may as well be a person's."""
    lex = lexicon()
    return (
        n.sort is Sort.UNKNOWN
        and len(n.words) in (2, 3)
        and all(w.isalpha() and not w.isupper() and w not in lex.places and w not in lex.demonyms for w in n.words)
        and not any(w.casefold() in lex.modifiers or lex.noun(w) for w in n.words)
        and not script.after_the(n)
    )
