"""Runs that hold two things: a caption with its credit, and a headline that stands between line breaks."""

from __future__ import annotations

import re
from dataclasses import replace

from sayso.page.article import Titles, squeezed
from sayso.page.page import Role
from sayso.page.phrases import role_by_phrase
from sayso.page.walk import Place, Run, in_picture

_NAMED = r"(?:photo(?:graph(?:y|er)?)?|picture|image|foto(?:grafie)?|bild|illustration|credit|source|quelle|video)s?"
_AGENCY = r"(?:ap|afp|epa|dpa|reuters|getty|imago|anadolu|shutterstock|alamy|ritzau|ntb|tt|ansa|efe|xinhua)\b"
_IN_BRACKETS = rf"(?:{_NAMED}\b[^()\[\]]{{2,70}}|[^()\[\]]{{2,40}}/[^()\[\]]{{2,40}}|[^()\[\]]{{0,40}}\bvia\b[^()\[\]]{{2,40}})"
CREDIT = re.compile(
    rf"^(?:(?P<caption>.{{12,}}?)\s*(?P<bracketed>[(\[]\s?{_IN_BRACKETS}[)\]])"
    rf"|(?P<sentence>.{{12,}}?[.!?…”’»\")\]])\s*"
    rf"(?P<credit>\W?{_NAMED}(?: by| credit| courtesy| source)?\s?[:/©]\s?[^.!?\n]{{2,80}}\.?"
    rf"|©\s?[^.!?\n]{{2,80}}\.?|[^.!?\n/]{{3,40}}/\s?{_AGENCY}[^.!?\n]{{0,40}}))$",
    re.IGNORECASE | re.DOTALL,
)
"""*The bridge on Monday. Photo: Ada Ruiz/Northern Wire*, *The bridge on Monday. (Ada Ruiz/Northern Wire)*."""


def split(runs: list[Run], titles: Titles) -> list[Run]:
    """The runs, each that holds a caption and its credit as two, and each line of one that holds the headline as one."""
    found: list[Run] = []
    for run in runs:
        if "\n" in run.text and any(len(line) > 20 and squeezed(line) in titles.headlines for line in run.text.split("\n")):
            found += (part(run, line.strip(), run.place) for line in run.text.split("\n") if line.strip())
        elif len(run.text) <= 800 and (credit := credit_in(run)):
            place = Place("span", "credit", run.place, run.place.depth + 1, False)
            place.named = place
            caption, credited = credit["caption"] or credit["sentence"], credit["bracketed"] or credit["credit"]
            found += (part(run, caption.strip(), run.place), part(run, credited.strip(), place))
        else:
            found.append(run)
    return found


def credit_in(run: Run) -> re.Match[str] | None:
    """The caption and the credit that a run holds: in a picture, or set on lines of their own."""
    if "\n" in run.text:
        return CREDIT.match(run.text) if role_by_phrase(run.text.rsplit("\n", 1)[1]) is Role.CREDIT else None
    return CREDIT.match(run.text) if run.place.named is not None and in_picture(run.place) else None


CREDIT_ALONE = re.compile(rf"\W{{0,2}}{_NAMED}(?: by| credit| courtesy| source)?s?\s?[:/©].{{2,80}}", re.IGNORECASE)
"""*Photo: Ada Ruiz/Northern Wire*."""


def part(run: Run, text: str, place: Place) -> Run:
    """A piece of a run as a run; links are shared out by length."""
    linked = min(len(text), round(run.linked * len(text) / len(run.text)))
    return replace(run, text=text, place=place, linked=linked, unlinked=run.unlinked if linked else text)
