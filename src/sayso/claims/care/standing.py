"""Standing: whom passages name, who of them is public by the page's own words, and whom a passage is about.

An office makes somebody public. A rank, a calling or a body that one speaks for does so only for one whom the passages are not
about: the general who tells of prisoners is public, the general among the prisoners is not. Whom the page does not place is
private.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sayso.claims.care.passages import table
from sayso.claims.statement import Statement
from sayso.page.page import Page
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Name, Sort
from sayso.reading.roles import role_after
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

_SAYING = (
    "said|says|told|tells|added|adds|wrote|writes|tweeted|reported|reports|announced|warned|claimed|confirmed|denied|argued|"
    "explained|insisted|testified"
)
_SAYS = re.compile(rf"(?:,[^,.\n]{{2,80}},)?\s+(?:has |had |have |also |later |then )?(?:{_SAYING})\b")
_SAID = re.compile(rf"\b(?:{_SAYING}|according to)\s$", re.I)
_PLACED = re.compile(
    r"\b(?:in|at|near|from|to|into|around|outside|across|towards?|inside|through|via|over|city of|town of|village of)\s$", re.I
)
_STANDS_IN = re.compile(r"\b(?:in|at|near|into|around|outside|across|inside)\s$", re.I)
_OF = re.compile(r"\b(?:of|in|at|near|from|to|the)\s$")
_LISTED = re.compile(r"(?:,? (?:\(?(?:aged )?\d{1,2}\)?))?(?:,| and|, and| &) ")
"""What stands between two names of one list: *Ana Ruiz, 9, and Ben Ruiz*."""
_JOINED = re.compile(r"(?:,? \(?(?:aged )?\d{1,2}\)?)?(?:,|,? and|,? alongside)(?: [a-z-]+){0,2} (?:[A-Z]\w+ )?")
"""The same, with what they are: *the producer Ana Ruiz and cameraman Ben Okoye*."""
_ARTICLE = re.compile(r"\b(?:the|an?|this|that|these|those|its)\s$", re.I)
_OF_BODY = re.compile(
    r",? (?:of|from|with|at|for) (?:the )?(?:[\w.&’'-]+ ){0,5}?(?=[A-Z])([\w.&’'-]+(?: (?:for|of|and|the|[A-Z][\w.&’'-]*))*)"
)
_BODYS = re.compile(r"\b([A-Z][\w.&-]*)['’]s? $")
"""*The BBC's Ana Ruiz*"""
_WRITINGS = r"['’]s? (?:[\w-]+ )?(?:piece|column|article|essay|podcast|dispatch)\b"
_WORK = r"(?i:photo(?:graph)?s?|pictures?|images?|videos?|reporting|editing|words|written|filmed)"
_BYLINE = re.compile(
    rf"\b{_WORK}\s?(?::|by|credit:?)\s*$|\bmy colleagues? $|"
    r"\b(?:update|report|dispatch|story)s?(?: [^,.;:\n]{2,50})? (?:from|by) (?:[A-Z]\w+ [A-Z]\w+ and )?$"
)
_CREDITED = re.compile(rf"{_WRITINGS}|\s*/\s?[A-Z]|,? (?:(?:for|in) [A-Z]\w+ )?(?:reports|writes)\b")
_FIRST_NAMES = re.compile(r"(?<=[\w,] )(?:[A-Z][\w’'-]*\.? ){1,2}(?:[a-z]{2}-)?$")
_IS_ONE = re.compile(
    r"(?:,? (?:who )?(?:is|was|has been|had been|became|is also)|,? whose [^.;“”]{2,60} (?:made|makes) (?:him|her)) "
    r"(?:(?:now|then|also|once|currently) )?"
    r"((?:the|an?|his|her|its|our) [^,.;:\n“”]{3,70})"
)
_HEAD_ENDS = re.compile(r"\s(?:of|for|in|at|from|to|with|on|who|which|based|by)\s|,")
_REACH = 110
"""How many characters before a name its title may begin."""


@dataclass(frozen=True, slots=True)
class _Standing:
    office: bool = False
    calling: bool = False

    def __or__(self, other: _Standing) -> _Standing:
        return _Standing(self.office or other.office, self.calling or other.calling)


_PEOPLES = frozenset("Briton Britons Brit Brits Nazi Nazis PoW PoWs POW POWs Muscovites Chechens Scot Scots".split())
_NONE, _WRITER, _CREDIT = _Standing(), _Standing(office=True), _Standing(calling=True)


class People:
    """The people whom passages name, and what the page says of them anywhere."""

    def __init__(self, page: Page, statements: Sequence[Statement], names: Iterable[Name]) -> None:
        speakers = [s for s in statements if s.speaker.kind is SpeakerKind.PERSON]
        self._text = page.text
        self._authors = {author.casefold() for author in page.authors}
        self._sources = [(piece, frozenset((s.speaker.name or "").split())) for s in speakers for piece in s.source]
        self._roles = {s.speaker.name.casefold(): s.speaker.role for s in speakers if s.speaker.name and s.speaker.role}
        self._speakers = {s.speaker.name.casefold() for s in speakers if s.speaker.name}
        self._names = self._of_people([_without_age(name) for name in names])
        self._meant = self._of_meant()
        self._standing: dict[tuple[str, ...], _Standing] = {}

    def within(self, span: Span) -> list[Name]:
        """The people named inside a sentence."""
        return [name for name in self._names if span.covers(name.span)]

    def is_public(self, name: Name) -> bool:
        """Whether the page's own words make somebody public."""
        if name.text in table().known:
            return True
        standing = self._standing_of(name)
        if standing.office or (standing.calling and not self.is_meant(name)):
            return True
        fuller = [n for n in self._names if len(name.words) == 1 < len(n.words) and n.words[-1].endswith(name.text)]
        return bool(fuller) and all(self.is_public(n) for n in fuller)  # *Assad*, after *President Bashar al-Assad*

    def is_meant(self, name: Name) -> bool:
        """Whether words beside a name, here or elsewhere, make its bearer one of those whom the passages are about."""
        return name.words[-1] in self._meant

    def only_speaks(self, name: Name) -> bool:
        """Whether a name stands there only because its bearer says something."""
        if self.is_meant(name):
            return False
        before, after = self._beside(name)
        return bool(_SAYS.match(after) or _SAID.search(before)) or self._is_source(name)

    def _is_source(self, name: Name) -> bool:
        """Whether a statement has the bearer for its speaker: not the town in *the mayor of Sella, Ada Ruiz*."""
        return any(piece.overlaps(name.span) and words.issuperset(name.words) for piece, words in self._sources)

    # Who is somebody

    def _of_people(self, names: Sequence[Name]) -> list[Name]:
        """The names of people: those that show it, the same names elsewhere, and what stands in one list with them."""
        places = {n.words for n in names if not n.title and self._is_place(n)}
        people = {name.span for name in names if self._is_person(name) and (name.title or name.words not in places)}
        known = {part for name in names if name.span in people for part in (name.words, name.words[-1:])}
        unknown = {n.span: n for n in names if n.sort is Sort.UNKNOWN and not self._is_nobody(n)}
        people |= {span for span, n in unknown.items() if n.words in known and not _PLACED.search(self._beside(n)[0])}
        neighbours = list(pairwise(names))
        for one, other in (*neighbours, *((b, a) for a, b in reversed(neighbours))):
            first, second = sorted((one.span, other.span))
            if other.span not in unknown or _OF.search(self._beside(other)[0]):
                continue
            if one.span in people and _LISTED.fullmatch(self._text, first.end, second.start):
                people.add(other.span)
        return [name for name in names if name.span in people]

    def _is_place(self, name: Name) -> bool:
        before, after = self._beside(name)
        return bool(_STANDS_IN.search(before) or table().thing_before.search(before) or table().thing_after.match(after))

    def _is_person(self, name: Name) -> bool:
        """Whether a name is somebody's; one that could be a place's or a body's needs words beside it that only a person has."""
        lex = lexicon()
        titles = [word.casefold().rstrip(".") for word in name.title.split()] if name.title else []
        if titles in (["st"], ["saint"]) or (titles and all(t in lex.modifiers and not lex.noun(t) for t in titles)):
            return False  # *St Andrew*, *the National Opera*
        if (len(name.words) == 1 and len(name.text) > 3 and name.text.isupper()) or name.words[-1] in table().nobodies:
            return False
        noun = lex.noun(name.text)
        if (noun and noun.plural) or name.words[0] in table().nobodies:
            return False  # *Families who search*, *Hurricane Ana*
        if not titles and self._is_nobody(name):
            return False
        if name.sort is Sort.PERSON:
            return bool(titles) or name.text not in lex.places
        if name.sort is not Sort.UNKNOWN or any(c.isdigit() for c in name.text):
            return False
        before, after = self._beside(name)
        if name.text.casefold() in self._speakers or self._is_source(name):
            return not _ARTICLE.search(before)
        if table().person_before.search(before) or table().person_after.match(after):
            return True
        if _PLACED.search(before) or _ARTICLE.search(before) or name.text.isupper():
            return False
        known = any(word in lex.first_names for word in name.words) and not any(word in lex.places for word in name.words)
        return known and 1 < len(name.words) < 5

    def _is_nobody(self, name: Name) -> bool:
        """Whether it is a people's or a country's (*Britons*, *Nazi Germany*), or an ordinary word that begins a sentence.

        A word is ordinary that the page has in small letters too.
        """
        lex = lexicon()
        if name.words[0] in table().nobodies or all(w in lex.places or w in lex.demonyms or w in _PEOPLES for w in name.words):
            return True
        if any(word in ("Your", "My", "Our", "You") for word in name.words):
            return True  # a channel called *Find Your Own*
        if len(name.words) != 1 or name.text in lex.first_names:
            return False
        if name.text.casefold() not in self._text:
            return False
        before, _ = self._beside(name)
        opens = not before.strip("“”\"'‘’ ") or before.rstrip("“”\"'‘’ ").endswith((".", "!", "?", ":"))
        return opens and re.search(rf"(?<![\w-]){re.escape(name.text.casefold())}(?![\w-])", self._text) is not None

    def _of_meant(self) -> set[str]:
        """The surnames of those whom words beside a name show to be meant, and of whoever follows them in a list."""
        meant = {name.words[-1] for name in self._names if self._is_set_as_meant(name)}
        for one, other in pairwise(self._names):
            if one.words[-1] in meant and _JOINED.fullmatch(self._text, one.span.end, other.span.start):
                meant.add(other.words[-1])
        return meant

    def _is_set_as_meant(self, name: Name) -> bool:
        before, after = self._beside(name)
        return bool(table().meant_before.search(before) or table().meant_after.match(after))

    # Who is public

    def _standing_of(self, name: Name) -> _Standing:
        if name.words not in self._standing:
            self._standing[name.words] = self._looked_up(name)
        return self._standing[name.words]

    def _looked_up(self, name: Name) -> _Standing:
        """What the page makes of somebody wherever it names him."""
        if name.text.casefold() in self._authors:
            return _WRITER
        told = self._roles.get(name.text.casefold())
        standing = _weighed(told) if told else _NONE
        for mention in self._mentions(name):
            standing |= self._at(mention, name)
            if standing.office:
                break
        return standing

    def _mentions(self, name: Name) -> list[Span]:
        """Where the name stands, or its surname alone; not where the surname is another's."""
        first, surname = " ".join(name.words[:-1]), name.words[-1]
        if len(surname) < 3:
            first, surname = "", name.text
        pattern = re.compile((rf"(?:\b{re.escape(first)} )?" if first else "") + rf"\b{re.escape(surname)}\b")
        found = [Span(m.start(), m.end()) for m in pattern.finditer(self._text)]
        return [span for span in found if not first or span.of(self._text) != surname or not self._is_anothers(span, name)]

    def _is_anothers(self, surname: Span, name: Name) -> bool:
        before = self._text[max(0, surname.start - 30) : surname.start].split()
        return bool(before) and before[-1] in lexicon().first_names and before[-1] not in name.words

    def _at(self, mention: Span, name: Name) -> _Standing:
        """What the words beside one mention make of somebody."""
        words, wholly = table(), mention.of(self._text) == name.text
        before = self._text[max(0, mention.start - _REACH) : mention.start].rpartition("\n")[2]
        after = self._text[mention.end : mention.end + _REACH + 40].partition("\n")[0]
        if len(name.words) == 1 and not words.role_before.search(before):
            before = _FIRST_NAMES.sub("", before)  # *Prime Minister Ada Brown* stands for *Ms Brown* too
        if _BYLINE.search(before) or (wholly and _CREDITED.match(after)):
            return _CREDIT  # who is pictured with his kin may have lent the picture
        standing = _Standing(
            office=bool(words.power_after.match(after) or words.power_before.search(before) or words.office_after.match(after))
        )
        if role := words.role_before.search(before):
            standing |= _weighed(role[1])
        if not wholly and not name.title:
            return standing
        is_one = _IS_ONE.match(after)
        told = (is_one and is_one[1]) or role_after(self._text, replace(name, span=mention))
        if told:  # *the mayor's son* is no mayor
            head = _HEAD_ENDS.split(told)[0]
            standing |= _NONE if head.endswith("father") else _weighed(head)  # *a father of four* is no priest
        of_body, bodys = _OF_BODY.match(after), _BODYS.search(before)
        return standing | _Standing(calling=bool((of_body and _is_body(of_body[1])) or (bodys and _is_body(bodys[1]))))

    def _beside(self, name: Name) -> tuple[str, str]:
        """The words of its line before a name and its title, and after it."""
        start = name.span.start - (len(name.title) + 1 if name.title else 0)
        before = self._text[max(0, start - _REACH) : start].rpartition("\n")[2]
        return before, self._text[name.span.end : name.span.end + 130].partition("\n")[0]


def _weighed(words: str) -> _Standing:
    """What a title or a description gives, by the noun at its end."""
    low = [word.strip(".,'’").casefold() for word in words.split()]
    ends = {" ".join(low[-length:]) for length in (1, 2, 3)}
    return _Standing(bool(ends & table().offices), bool(ends & table().callings))


def _is_body(words: str) -> bool:
    """Whether one can speak for what is named so: *Unicef*, *the BBC*, *Harbour Watch*."""
    lex = lexicon()
    if words in lex.places:
        return False
    acronym = len(words) > 1 and words.replace(".", "").isupper()
    return acronym or words in lex.outlets or any(w in lex.organisation_words or w in lex.outlet_words for w in words.split())


def _without_age(name: Name) -> Name:
    """A name alone: *Six-year-old Mina* without her age, *Moroccan Ana Ruiz* without her country.

    *Ana Ruiz AKA Wren* is left without what she is called besides.
    """
    if "AKA" in name.words[1:]:
        words = name.words[: name.words.index("AKA")]
        return replace(name, span=Span(name.span.start, name.span.start + len(" ".join(words))), words=words)
    people = name.words[0] in _PEOPLES or name.words[0] in lexicon().demonyms
    if (len(name.words) > 1 and name.words[0].endswith("-old")) or (len(name.words) > 2 and people):
        return replace(name, span=Span(name.span.end - len(" ".join(name.words[1:])), name.span.end), words=name.words[1:])
    return name
