"""Speaker: who the source of a statement is, and why it was resolved so."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from sayso.text import Span


class SpeakerKind(enum.StrEnum):
    """What a speaker is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    ANONYMOUS = "anonymous"
    DOCUMENT = "document"
    OUTLET = "outlet"
    FOOTAGE = "footage"
    POST = "post"


class Reason(enum.StrEnum):
    """Why a source was resolved to a speaker, or was not."""

    AS_NAMED = "named here in full"
    FULLER_NAME = "the fuller name stands elsewhere on the page"
    SURNAME = "only one on the page has this surname"
    PRONOUN = "the pronoun follows its only fitting name"
    ROLE = "only one on the page has this role"
    ACRONYM = "the page spells the acronym out"
    DESCRIBED = "described, not named"
    LATER = "named further down, where the page has the same from him or her"
    NOBODY = "the page names nobody"
    SEVERAL_FIT = "several fit: unresolved"
    NONE_FITS = "nobody on the page fits: unresolved"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source means. ``name`` is ``None`` where that is not clear, or nobody is named; ``because`` says why.

    ``role`` is the title or affiliation that the page gives (*Defence Ministry spokesman*); ``at`` is where the name stands that
    the source was resolved to.
    """

    name: str | None
    kind: SpeakerKind | None
    because: Reason
    role: str | None = None
    at: Span | None = None
