"""Care: where a page speaks of captives, of the dead and of children, and which private persons it names there.

Captured and dead soldiers, victims and children are people (Geneva Convention III, art. 13), whose names a page may have printed
and a desk need not repeat. The words that count lie in ``care.tsv``, each with an example; who is public, in ``standing``.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from sayso.claims.care.passages import Concern, hits_in, sentences_asking
from sayso.claims.care.spellings import kin_of, other_spellings
from sayso.claims.care.standing import People
from sayso.claims.statement import Statement
from sayso.page.page import READ_FOR_CLAIMS, Page
from sayso.reading.names import Name, names_in
from sayso.text import Pieces, Span

__all__ = ["Care", "Concern", "Passage", "Private", "care_of"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that asks for care, and the words in it that say so.

    ``words`` are empty where the sentence only goes on about whom the one beside it speaks of (*One of them, Ana Ruiz, waved.*).
    """

    span: Span
    concern: Concern
    words: Pieces


@dataclass(frozen=True, slots=True)
class Private:
    """A private person whom such passages name: the fullest name there, where it stands in them, and why it asks for care."""

    name: str
    at: Pieces
    concerns: frozenset[Concern]
    spellings: tuple[str, ...] = ()
    """How else the page writes the name (*Sean* for *Shaun*)."""


@dataclass(frozen=True, slots=True)
class Care:
    """What on a page asks for care."""

    passages: tuple[Passage, ...] = ()
    people: tuple[Private, ...] = ()
    public: tuple[str, ...] = ()
    """Names in these passages that the page's own words make public; they are never veiled."""
    prisoners: Pieces = ()
    """The words that show prisoners of war on the page."""

    @property
    def veils(self) -> bool:
        """Whether faces veil the page by default: it shows prisoners of war."""
        return bool(self.prisoners)


_Found = dict[tuple[str, ...], list[tuple[Span, Concern]]]


def care_of(page: Page, statements: Sequence[Statement] = ()) -> Care:
    """The passages of a page about captives, the dead and children, and the private persons named in them.

    Who is named beside a death only as the one who tells of it is told by the ``statements`` too; without them by the words
    beside the name alone.
    """
    blocks = [block.span for block in page.blocks if block.role in READ_FOR_CLAIMS]
    hits = hits_in(page.text, blocks)
    if not hits:
        return Care()
    asking = sentences_asking(page.text, blocks, hits)
    people = People(page, statements, names_in(page.text, [s.span for s in asking]))
    private: _Found = {}
    public: dict[str, None] = {}
    for sentence in asking:
        named: list[Name] = []
        official: list[Name] = []
        for name in people.within(sentence.span):
            if people.is_public(name):
                official.append(name)
            elif not (sentence.of_victims and people.only_speaks(name)):
                named.append(name)
        sentence.names = bool(named) or any(people.is_meant(name) for name in official)
        if sentence.asks:
            public |= dict.fromkeys(name.text for name in official)
        for name in named:
            assert sentence.concern is not None
            private.setdefault(name.words, []).append((name.span, sentence.concern))
    prisoners = tuple(span for kind, span in hits if kind == "prisoner")
    captives = {words[-1] for words, named_at in private.items() if any(c is Concern.CAPTIVE for _, c in named_at)}
    for span in kin_of({s for s in captives if len(s) > 3}, page.text) if prisoners else ():
        words = tuple(span.of(page.text).split())
        if " ".join(words) not in public and words not in private:
            private[words] = [(span, Concern.CAPTIVE)]
    return Care(
        passages=tuple(Passage(s.span, s.concern, s.words) for s in asking if s.concern and s.asks),
        people=_as_people(private, public.keys(), page.text),
        public=tuple(public),
        prisoners=prisoners,
    )


def _as_people(found: _Found, public: Set[str], text: str) -> tuple[Private, ...]:
    """One for each person: a shorter name or another spelling belongs to the longer one that holds it, unless several do."""
    bearers = [words for words in found if " ".join(words) not in public]
    merged: _Found = {}
    for words in bearers:
        fuller = [other for other in bearers if len(other) > len(words) and set(words) <= set(other)]
        merged.setdefault(fuller[0] if len(fuller) == 1 else words, []).extend(found[words])
    people: dict[str, Private] = {}
    for words, named in sorted(merged.items(), key=lambda item: (-len(item[0]), min(span for span, _ in item[1]))):
        name, at, concerns = " ".join(words), {span for span, _ in named}, frozenset(concern for _, concern in named)
        same = [p for p in people.values() if name in p.spellings or any(name == s.split()[-1] for s in p.spellings)]
        if len(same) == 1:
            one = same[0]
            people[one.name] = replace(one, at=tuple(sorted({*one.at, *at})), concerns=one.concerns | concerns)
        else:
            spellings = other_spellings(name, text) if Concern.CAPTIVE in concerns else ()
            people[name] = Private(name, tuple(sorted(at)), concerns, spellings)
    return tuple(sorted(people.values(), key=lambda person: person.at[0]))
