"""Introductions: what a page says of somebody beside their name: *the mayor, Ann Example*, *CNN's Ann Example*."""

from __future__ import annotations

from sayso.reading.cast.script import Script
from sayso.reading.cast.someone import Someone
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Name, Sort
from sayso.reading.roles import is_noun_phrase, names_a_role, printed, role_after, role_before, role_of
from sayso.reading.speaker import SpeakerKind


def introduce(script: Script, n: Name, someone: Someone) -> None:
    """Keep with somebody what stands beside one of their names: gender, title, role, affiliation."""
    someone.gender = someone.gender or n.gender
    before = role_before(script.text, n)
    untitled = before.removesuffix(n.title).rstrip() if before and n.title else None
    if untitled and untitled.endswith(("'s", "’s")):
        untitled = None
    for words in (before, untitled, role_after(script.text, n), employer(script, n)):
        if not words:
            continue
        role = role_of(words)
        if role.kind is SpeakerKind.ANONYMOUS and not role.plural and is_noun_phrase(words, role):
            someone.roles.append(role)
            someone.gender = someone.gender or role.gender
            shown = printed(untitled if words == before and untitled and names_a_role(untitled) else words)
            known = someone.role
            somebody = " " in shown and shown.split()[0] in lexicon().first_names and script.times[shown]
            if (
                shown
                and not somebody
                and (
                    known is None
                    or (len(known) < len(shown) < 80 and (" " not in known or shown.casefold().endswith(f" {known.casefold()}")))
                )
            ):
                someone.role = shown


def employer(script: Script, n: Name) -> str | None:
    """*CNN's Ann Example* is a correspondent of CNN."""
    previous = script.name_before(n.span.start)
    if (
        previous
        and previous.possessive
        and previous.sort is Sort.OUTLET
        and n.span.start - previous.span.end == 3
        and not n.title
    ):
        return f"{previous.text} correspondent"
    return None
