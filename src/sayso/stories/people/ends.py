"""Ends: how a decision names a speaker: by the name on all pages, or by the name on one page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

_ON_PAGE = re.compile(r"(.+) @ ([0-9a-f]{64})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class End:
    """A speaker as a decision names one: everybody of this name, or with ``page`` (an id) the one on that page."""

    name: str
    page: str | None = None

    def __str__(self) -> str:
        return self.name if self.page is None else f"{self.name} @ {self.page}"

    @classmethod
    def read(cls, written: str) -> Self:
        """As ``str`` writes it.

        >>> End.read("Ada Ruiz")
        End(name='Ada Ruiz', page=None)
        """
        found = _ON_PAGE.fullmatch(written)
        return cls(found[1], found[2]) if found else cls(written)
