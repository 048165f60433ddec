"""Who wrote it: the people that a byline names."""

from __future__ import annotations

import re

_BY = re.compile(
    r"^\s*(?:(?:(?:words|written|reported|report|story|analysis|posted|published|text) by|by|von|par|por|di|door|af|av)\s*:?\s+"
    r"|authors?:\s*|bylines?:\s*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|;|\||/|·|•|&|\band\b|\bund\b|\bet\b|\by\b|\bwith\b|\bmit\b|\n)\s*")
_PLACE = re.compile(r"\s+(?:in|at|from|for|near|aboard)\s+(?:the\s+)?[A-Z].*$")
_NAME_WORD = r"(?:[^\W\d_a-z][\w’'`.-]*|de|da|di|del|della|der|den|van|von|la|le|el|al|bin|ibn|abu|ben|dos|du|ter|ten|y)"
_NAME = re.compile(rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,4}}")

NOT_PEOPLE = frozenset(
    "agencies agency associated press reuters afp ap pa dpa bloomberg staff staffs reporter reporters correspondent "
    "correspondents editor editors editorial team desk newsroom wire service services news bbc cnn abc cbs nbc sky "
    "guardian times post telegraph daily mail mirror independent observer magazine media online digital tv radio network "
    "world international special contributor contributors guest board group writer writers chief deputy senior political "
    "diplomatic foreign defence defense security health science business sports sport education home affairs environment "
    "economics technology video producer presenter analyst bureau redaktion agenturen".split()
)
"""Words of an outlet, an agency or a post, never of a person's name in a byline."""


def authors_of(byline: str) -> tuple[str, ...]:
    """The people that a byline names, in order, each once: without *By*, posts, places, outlets and agencies.

    >>> authors_of("By Ada Ruiz in Port Sorrel and Tom Hale, Northern Wire")
    ('Ada Ruiz', 'Tom Hale')
    """
    words = _BY.sub("", byline.strip(" \n\t*_"), count=1)
    names: list[str] = []
    for part in _BETWEEN.split(words):
        name = _PLACE.sub("", _BY.sub("", part).strip(" .–—-()[]*_\u00a0"))
        if name.isupper():
            name = name.title()
        if _NAME.fullmatch(name) and not NOT_PEOPLE & set(name.casefold().split()) and name not in names:
            names.append(name)
    return tuple(names)


_BY_NAMES = re.compile(r"(?i:von|par|por|di|door|af|av|od|przez|от|автор|text|texte|texto|testo)[: ]\s*(?=[^\W\d_a-zà-öø-ÿ])")


def is_byline(line: str) -> bool:
    """Whether a line is a byline: *By* and a name, or an outlet's staff, and no sentence.

    >>> is_byline("By Ada Ruiz in Port Sorrel"), is_byline("Von Ada Ruiz und Tom Hale"), is_byline("Por Sorrel passa o rio")
    (True, True, False)
    """
    if re.search(r"[a-z]{3}[.!?]$", line):
        return False
    if re.match(r"(?i:by|authors?:|words by|written by|reported by|report by|story by|analysis by)[: ]\s*[^\W\d_a-z]", line):
        return len(line.split()) <= 18
    if match := _BY_NAMES.match(line):
        parts = _BETWEEN.split(line[match.end() :])
        return all((part and _NAME.fullmatch(part.strip())) or part.casefold() in NOT_PEOPLE for part in parts)
    return False
