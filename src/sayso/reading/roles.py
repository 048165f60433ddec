"""Roles: the titles and functions that a page sets beside a name, as printed, and whom a description may mean by them."""

from __future__ import annotations

import re

from sayso.reading.cues import known as is_cue
from sayso.reading.descriptions import Description, describe
from sayso.reading.lexicon import Lexicon, lexicon
from sayso.reading.names import Name
from sayso.reading.runs import BLOCS
from sayso.reading.speaker import SpeakerKind

_GENDERED = re.compile(r"(?:he|she|him|his|her|himself|herself)\b", re.I)
_DETERMINED = re.compile(
    r"\b(?:(?i:the|its|their|our|his|her|an?|one|another)\s|(?:[A-Z][\w-]+\s){0,2}[A-Z](?:\w|\.(?=[A-Z]\b))*\.?['’]s?\s)"
)
"""What a role may begin with: *the*, *its*, *Example UK's*."""
_OF_STATE = re.compile(r"['’]s?\s(?:\w+\s)?(?:president|minister|chancellor|premier|king|queen|government)$")
"""Offices that only a state has."""
_GLUED = re.compile(
    r"[a-z][.!?…:;”’\"]+(?=[A-Z][a-z])|[A-Z][.!?][”’\"](?=[A-Z][a-z])|\b[a-z]{3,}(?=[A-Z][a-z]+['’]s\s)|[a-z]{3}(?=(?:US|UK|UN|EU)\s)"
)
"""*to the villages.Ruritania's governor*: a sentence that begins without a space before it."""
_PULLED = re.compile(r" ((?:[A-Z][\w-]+ )?(?:[a-z-]+ )*[a-z-]+)(?= [A-Z“\"])")
"""What stands behind a name under a pulled quotation: *End Quote Ann Example Ruritanian foreign minister The minister*."""
_AFTER = re.compile(
    r"\s*[,(]\s*(?:\d{1,3}[,)]\s*)?(?:who (?:is|was|has been)\s)?"
    r"((?:[^,;:.“”\"()\n]|(?<=[\s.][A-Z])\.(?=[A-Z]\.|\s[a-z])|(?<=\s[A-Z])\.(?=\s[A-Z][a-z])){3,90})(?=[,;:.“”\"()\n]|$)"
)
"""What stands behind a name, with the stops of initials: *, chief U.S. economist of the bank,*."""
_VERB = re.compile(r"(?:[a-z]+s|[a-z]+ed|said|wrote|told)\s(?:the|an?|our|his|her|its|their)\s")
"""*The mayor is well, adds our correspondent*: a verb begins no role."""
_QUOTE_ENDS = re.compile(r".*[^sS][’']")
_RUN_ON = re.compile(r"[a-z] (?:And|Or|But|That|If)\s|\b(?:I|we|us)\b|^(?i:with|in|at|for|by|from|on|his|her|my)\s")
"""What no role by itself has: the words of a heading, a speaker's *I*, a preposition or an owner not named."""
_TOO_LITTLE = frozenset(("chief", "head", "child", "person", "one of many", "one of several"))
"""Roles that say nothing where their other half is lost."""
_SET_OFF = re.compile(r"[,.;:)”\"\n]|['’](?![a-z])|\s*$")
"""What stands behind a name in apposition: *the foreign minister, Ann Example, said*."""
_TO_SOURCE = re.compile(r"\b(?:[Aa]ccording to|[Aa]s told to|[Cc]iting|[Qq]uoting)\s+$")
_FROM_SOURCE = re.compile(r"\b(?:According to|As told to|Citing|Quoting)\s+$")
"""*According to the minister, Ann Example, …*: the first is not said to be the second."""
_TELLS = re.compile(r"\s(?:said|says|told|tells|is|are|was|were|has|had|will|would)\b")
_SAYS = re.compile(r"(?:(?!\b(?:who|which|that|whose)\b).)*?\s(?:said|says|told|tells)\b")
"""*The mayor said*: behind a comma the source of the words before it, where no second comma makes it an apposition."""
_BEGINS = re.compile(r"(?:^|[\n:;]|[.!?][”’\"')]*\s)[\s“‘\"'(]*$")
"""What stands before the first word of a sentence."""
_NOT_ROLE = frozenset(
    "former ex- then acting deputy vice another other new first second previous next late outgoing incoming".split()
)
"""Words that make another of a role: *the former president* is not the president."""
_HONORIFIC = re.compile(r"(?:^|\s+)(?:Mr|Mrs|Ms|Dr|Sir|Prof|Sheikh|Datuk|Seri|Tan Sri)\.?$")
_DANGLING = re.compile(
    r"(?:\s+(?:and|or|of|for|in|at|to|from|with|by|on|as|the|an?|who|which|that|has|had|is|was|said|says|told))+$"
)
_THINGS = (SpeakerKind.DOCUMENT, SpeakerKind.FOOTAGE, SpeakerKind.POST)
_CONTINENTS = frozenset("Europe Africa Asia America".split())
_PLACING = frozenset("in at near from outside inside over to of".split())
_ARTICLES = frozenset(("the", "a", "an"))
PAPERS = frozenset("Poll Report Treaty Act Accord Accords Agreement Constitution Charter Index Protocol Concept Doctrine".split())
"""Last words of names that are documents', not bodies'."""
_OF = frozenset("of for in at to".split())
_OPEN_ROLES = frozenset("the a an one his her its their our my then former now another both also".split())
_RANKS = frozenset("senior chief top longtime long-time incumbent veteran co- national local".split())


def role_before(text: str, n: Name) -> str | None:
    """*Defence Ministry spokesman Major General* before the name, or *the foreign minister,*."""
    start = n.span.start
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - 120) : start]
    if before.endswith(", "):
        phrase = _GLUED.split(before[:-2])[-1]
        if not _SET_OFF.match(text, n.span.end):
            return None
        for m in reversed(list(_DETERMINED.finditer(phrase))):
            words = _without_opener(phrase[m.start() :])
            if re.search(r"[,;:.“”\"()]\s", words) or _FROM_SOURCE.search(phrase[: m.start()]):
                return None
            role = describe(words)
            if role.kind is SpeakerKind.ANONYMOUS and not role.plural:
                return words
        return None
    lex = lexicon()
    tokens = _GLUED.split(before)[-1].split()
    kept: list[str] = []
    for i, token in reversed(list(enumerate(tokens))):
        bare = re.sub(r"['’]s?$", "", token)
        key = bare.casefold().rstrip(".")
        if (
            not bare
            or set(token) & set("()[]/")
            or _QUOTE_ENDS.fullmatch(token)
            or (token[-1] in ',;:.?!”"' and key not in lex.titles)
        ):
            break
        if kept and i and (key in ("of", "for") or (key == "the" and i > 1)) and (kept[-1][0].isupper() or kept[-1] == "the"):
            of = i if key != "the" else i - 1  # *Minister of Defence*, *Party for the People leader*
            if of and tokens[of] in ("of", "for") and tokens[of - 1][:1].isupper() and tokens[of - 1][-1].isalpha():
                kept.append(token)
                continue
        joined = key == "and" and i and kept and kept[-1][0].isupper() and tokens[i - 1][:1].isupper()
        two = i > 1 and tokens[i - 2] in lex.first_names  # *Ann Example and Sample singer*: the first is somebody else
        if joined and not two and (_is_part(kept[-1], lex) or {tokens[i - 1].casefold(), kept[-1].casefold()} <= lex.modifiers):
            kept.append(token)  # *Agency for Flood Control and Prevention director*
            continue
        known = key in lex.modifiers or key in lex.nouns or bare[0].isupper() or "-" in bare or bare != token
        known = known or (bool(kept) and i > 0 and _specifies(key, tokens[i - 1], lex))
        if not any(c.isalnum() for c in token):
            break
        first = key == "first" and bool(kept) and kept[-1].casefold() in ("minister", "lady")  # *First Minister*
        opens = key in lex.openers and key not in lex.nouns and not first
        ends_a_box = token == "Quote" and i > 0 and tokens[i - 1] == "End"  # *End Quote Bishop Ann Example*
        if not known or key in ("the", "a", "an", "that", "said", "says") or opens or ends_a_box:
            break
        kept.append(token)
    kept = kept[::-1]
    words = " ".join(_without_what_precedes(kept[_sentence_before(kept, tokens[: len(tokens) - len(kept)]) :]))
    kept = words.split()
    if len(kept) > 2 and _ends_a_heading(kept[0], kept[1], text, lex):
        kept = kept[1:]
        words = " ".join(kept)
    return words if words and (n.title or not kept[-1][0].isupper()) else None


def _specifies(key: str, before: str, lex: Lexicon) -> bool:
    """*UN humanitarian chief*: a word that the tables do not know, between a body's acronym and an office."""
    adjective = len(key) > 6 and key.isalpha() and (key == "affairs" or not key.endswith(("ed", "s"))) and not is_cue(key)
    return adjective and (before in BLOCS or (before.isupper() and 1 < len(before) < 6)) and key not in lex.openers


def _ends_a_heading(word: str, then: str, text: str, lex: Lexicon) -> bool:
    """*Help UN official*: a common word, a place, or somebody's surname, before the place with which the role begins."""
    begins = then in BLOCS or then in lex.demonyms
    if then in lex.demonyms and word not in BLOCS and (word in lex.places or word in _CONTINENTS):
        return True  # *(a meeting in) Sella Ruritanian minister*
    if begins and word.istitle() and re.search(rf"\b(?:President|Minister|Mr|Mrs|Ms) (?:[A-Z][\w-]+ )?{word}\b", text):
        return True  # *(to overthrow) Example UK minister*
    common = word.istitle() and word.isalpha() and lex.noun(word) is None and word not in lex.places | lex.demonyms | lex.outlets
    key = word.casefold()
    common = (
        common and key not in lex.modifiers and key not in lex.titles and word not in lex.organisation_words | lex.outlet_words
    )
    return begins and common and re.search(rf"\b{key}\b", text) is not None


def _is_part(word: str, lex: Lexicon) -> bool:
    """Whether a word with a capital is part of a body's name rather than a place, a people, a title or an office."""
    key = word.casefold()
    known = word in lex.places or word in lex.demonyms or word in BLOCS or word in lex.first_names
    return not known and key not in lex.titles and key not in lex.nouns and key not in lex.modifiers


def _without_opener(words: str) -> str:
    """*But Example UK's campaigner* without what opens the sentence, or ends the one before."""
    lex = lexicon()
    first, _, rest = words.partition(" ")
    state = re.split(r"['’]s?\s", rest, maxsplit=1)[0] in lex.places
    another = state and (first in lex.places or _OF_STATE.search(words) is not None)  # *(in) Sella Ruritania's president*
    before = first[0].isupper() and rest[:1].isupper() and (first.casefold() in lex.openers or another)
    return rest if before else words


def role_after(text: str, n: Name) -> str | None:
    """*, the governor of the province,* after the name."""
    if text.endswith(" Quote ", 0, n.span.start) and (pulled := _PULLED.match(text, n.span.end, n.span.end + 100)) is not None:
        return pulled[1]
    m = _AFTER.match(text, n.span.end, min(len(text), n.span.end + 140))
    if not m:
        return None
    words = _TELLS.split(m[1], maxsplit=1)[0].strip()
    before = text[max(0, n.span.start - 30 - len(n.title or "")) : _start_of(n)]
    if _VERB.match(words):
        return None
    if _SAYS.match(m[1]) and not _BEGINS.search(text[max(0, n.span.start - 30 - len(n.title or "")) : _start_of(n)]):
        return None  # *The river floods Sella, the mayor said*: a clause and its source
    if _TO_SOURCE.search(before) and not (words[0].islower() and text[m.end() : m.end() + 1] == ","):
        return None  # *According to X, Y said*
    return None if _GENDERED.match(words) and words.split()[0].casefold() not in ("his", "her") else words


def _start_of(n: Name) -> int:
    """Where a name begins with its title."""
    return n.span.start - (len(n.title) + 1 if n.title else 0)


def fits_role(d: Description, role: Description) -> bool:
    """Whether a description may mean the bearer of a role: *the foreign minister* one who is *Ruritania's foreign minister*."""
    if d.head != role.head and not d.head.endswith(" " + role.head) and not role.head.endswith(" " + d.head):
        return False
    if d.head != role.head and "prime minister" in (d.head, role.head):
        return False
    if (d.modifiers ^ role.modifiers) & _NOT_ROLE:
        return False
    return d.modifiers <= role.modifiers  # *Ruritania's president* is no other country's *president*


def role_of(words: str) -> Description:
    """A role before or after a name; *Party for the Meek leader* is a leader, not a party."""
    role = describe(words)
    noun = lexicon().noun(words.rpartition(" ")[2])
    if role.kind is SpeakerKind.ANONYMOUS or noun is None or noun.kind is not SpeakerKind.PERSON:
        return role
    return describe(re.split(r"\b(?:of|for|the)\s+", words)[-1])


def names_a_role(words: str) -> bool:
    role = describe(words)
    return lexicon().noun(role.head) is not None and role.kind is SpeakerKind.ANONYMOUS


def is_noun_phrase(words: str, role: Description) -> bool:
    """Whether words are a noun phrase from the first on: *the mayor of Sella*, not *identified the mayor as*."""
    lex = lexicon()
    owned = re.search(r"['’]s?\s([a-z]+)$", words)
    if owned is not None and lex.noun(owned[1]) is None and lex.noun(role.head.rpartition(" ")[2]) is not None:
        return False  # *President Example's style*
    if re.search(r"\s(?:as|has|had|and has|and had|and d)$|^(?:Hundreds|Thousands|Dozens|Some)\b", words):
        return False
    tokens = re.findall(r"[^\W_]+(?:[-’'.&][^\W_]+)*", words)
    if not tokens:
        return False
    head = role.head.split()[0] if role.head else ""
    until = next((i for i, t in enumerate(tokens) if t.casefold() == head), len(tokens))
    inside = {t.casefold() for t in tokens[1:until]}
    if inside & _ARTICLES and not inside & _OF:
        return False
    first = tokens[0]
    key = first.casefold()
    return (
        first[0].isupper()
        or first[0].isdigit()
        or "-" in first
        or key in _OPEN_ROLES
        or key in lex.modifiers
        or lex.noun(key) is not None
        or not (key in lex.openers or key.endswith(("ed", "ing", "ly")) or key in _OF)
    ) and not (until == 0 and lex.noun(role.head) is None)


def printed(words: str) -> str:
    """A role as it is shown: no article, no form of address, nothing left hanging at its end."""
    words = re.sub(r"\s+(?:\w+\s+)?[A-Z]$", "", words)  # *an expert at U* of *U.K.*
    words = re.sub(r"^(?:adds?|says?|said|writes?|wrote|told|reports?)\s+(?:(?:our|the|an?)\s+)?", "", words)
    first, _, rest = words.partition(" ")
    if (first in BLOCS or first in lexicon().places) and re.split(r"['’\s]", rest, maxsplit=1)[0] in lexicon().places:
        words = rest  # *(talks with the) US China's ambassador*
    words = re.split(r"\s(?:who|whose|which)\s|\s(?=(?:By|In|On|After|As|When|While|But|He|She|It|They)\s)", words, maxsplit=1)[0]
    words = re.sub(
        r"\s(?:did|does|do|was|is|has|had|were|are|will|would|says|said|writes|on (?:Skype|Twitter|Facebook))$",
        "",
        words,
    )
    words = re.sub(
        r"^.*\b[A-Z]{2,} (?:\w+ )?Staff (?=[A-Z])|^[A-Z]\w+ (?=Former\s)", "", words
    )  # a byline, a heading's last word
    words = re.split(r"\s[–—-]\s", words)[-1]
    before, _, last = words.rpartition(" ")
    if last.endswith(("s", "ing")) and last.islower() and is_cue(last) and before.rpartition(" ")[2].istitle():
        words = before  # *director of the School of Economics notes*
    bare = re.sub(r"^(?:the|an?|its|their|our)\s+", "", words, flags=re.I)
    bare = re.sub(
        r" (?:of|for|at|in|with|from|by) (?:the )?(?:[A-Z]\.)+[A-Z]$", "", bare
    )  # *head of the U.S* of *the U.S. Centers*
    bare = re.sub(r"((?:[A-Z]\.)+[A-Z])$", r"\1.", bare)
    shown = _DANGLING.sub("", _HONORIFIC.sub("", bare)).strip(" ,–—-")
    nothing = shown in _TOO_LITTLE or shown.endswith("counterpart")  # whose, the page tells elsewhere
    return "" if nothing or _RUN_ON.search(shown) else shown


def _sentence_before(tokens: list[str], before: list[str]) -> int:
    """How many words are the end of a caption or sentence without a full stop: *(in) Sella US*, *Ann Example Danish*."""
    lex = lexicon()
    for i in range(len(tokens) - 1, 0, -1):
        noun = lex.noun(tokens[i - 1]) if tokens[i - 1].islower() else None
        another = tokens[i] in lex.demonyms or tokens[i] in BLOCS or tokens[i][:-2] in lex.places
        if noun is not None and another and (noun.plural or noun.kind in _THINGS):
            return i  # *(to veto the) resolution Ruritanian envoy*
        if noun is not None and tokens[i][-2:] in ("'s", "’s") and tokens[i][:-2] in lex.places:
            return i  # *(his) son Ruritania's*
        if tokens[i] not in lex.demonyms and tokens[i] not in lex.places and tokens[i] not in BLOCS:
            continue
        named = i > 1 and tokens[i - 2] in lex.first_names and tokens[i - 1][0].isupper() and tokens[i - 2] not in lex.places
        placed = i == 1 and tokens[0] in lex.places and before[-1:] != [] and before[-1] in _PLACING
        if named or placed:
            return i
    return 0


def _without_what_precedes(tokens: list[str]) -> list[str]:
    """*(in a) statement US President* without the noun that belongs to what stands before the role."""
    lex = lexicon()
    lower = next((i for i, t in enumerate(tokens) if t[0].isupper()), 0)
    nouns = [lex.noun(t) for t in tokens[:lower]]
    if any(noun and noun.kind is SpeakerKind.PERSON and not noun.plural for noun in nouns):
        return tokens
    stray = max((i for i in range(lower) if tokens[i] not in _NOT_ROLE and tokens[i] not in _RANKS), default=-1)
    return tokens[stray + 1 :]
