"""Phrases: the words of a source, tidied for reading them as a description."""

from __future__ import annotations

import re

from sayso.reading.names import DATES

ARTICLE = re.compile(r"^(?:the)\s+", re.I)


def tidy(words: str) -> str:
    """A description without brackets, datelines and what is set behind it with a comma."""
    words = re.sub(r"\s*\([^)]*\)", "", words).strip(' ,;:.()[]"“”–—-')
    words = re.sub(r"^(?:But|And|Yet|So|While|Although|Though|As|When|If)\s+(?=[a-z])", "", words)
    words = re.sub(r"\s(?:yesterday|today|tonight)$", "", words)
    words = re.split(r",\s+(?:the|an?|who|which|whose|whom|where|now|then|[a-z]+ed|[a-z]+ing)\b", words, maxsplit=1)[0]
    first, _, rest = words.partition(" ")
    return re.sub(r"\s+", " ", rest if first.casefold() in DATES and rest else words)
