"""Purposes: what a sum of money is for, and what a share is moved on or measured by, where the words around it say so.

Works on the parts of speech and heads that the model gives. Where nothing is said, nothing is found: a buyer is no purpose.
"""

from __future__ import annotations

from sayso.claims.figures.clause import Clause
from sayso.claims.figures.counted import Noun, first_of, noun_from, with_complement
from sayso.claims.figures.sorts import Sorts

_SLIGHT = frozenset(
    "reduction infusion injection rise increase cut decline fall drop jump growth package instalment installment tranche portion "
    "share part contribution price cost value level rate proportion budget injections cuts loss losses loan loans grant grants "
    "supply import imports export exports use usage consumption support demand change changes stake surge boost range series "
    "size rises increases reductions deal appeal majority pack packs".split()
)
"""Nouns that say little without what follows them: *a $40bn infusion of military aid*."""
_OF = frozenset({"of", "in", "on", "for", "to"})
_NEVER_FOR = frozenset(
    "thanks due because cash total response return order addition exchange favour favor part case example instance advance all "
    "hand turn fact particular recent last next space people person time year years head ransom bail compared according".split()
)
_INTENDED = frozenset(
    "intended needed required earmarked meant designed pledged promised committed allocated spent set raised requested approved "
    "announced paid aimed".split()
)
_SPENDS = frozenset(
    "spend spends spent spending lavish lavished splash splashed invest invested investing save saved saving waste wasted".split()
)
_TOTALS = frozenset(
    "total sum amount figure average maximum minimum tune excess target number that this high low percent cent half "
    "third thirds quarter quarters fifth fifths tenth points point percentage "
    "euros euro dollars pounds pence cents yen roubles rubles year years month months".split()
)
_MOVES = frozenset(
    "rise rises rose risen rising fall falls fell fallen falling climb climbs climbed climbing drop drops dropped "
    "dropping grow grows grew grown growing increase increases increased increasing decrease decreases decreased "
    "decreasing reach reaches reached reaching hit hits hitting total totals totalled totaled totalling exceed "
    "exceeds exceeded exceeding stand stands stood standing amount amounts amounted soar soars soared soaring jump "
    "jumps jumped jumping double doubled doubling surge surged surging plunge plunged decline declined slip slipped "
    "gain gained top topped pass passed cost costs costing average averaged averaging remain remained is are was "
    "were be been come comes came run runs ran shrink shrank shrunk shot edged treble trebled trebling triple "
    "tripled tripling tumble tumbled slump slumped sank swell swelled rebounded bounced contract contracted expand "
    "expanded narrowed trade trades traded trading retreat retreated slips rebound rebounds".split()
)
"""Verbs whose subject a sum or a share is the measure of: *expenses rose to $2m*."""
_MOVED = frozenset(
    "bring brings brought raise raises raised raising cut cuts cutting reduce reduces reduced reducing lift lifts lifted "
    "lifting push pushes pushed pushing take takes took taken put puts increase increases increased increasing slash slashes "
    "slashed slashing value values valued lower lowers lowered lowering boost boosts boosted boosting estimate estimates "
    "estimated keep keeps kept shrink shrank expand expanded narrow narrowed curb curbed limit limited hike hiked trim trimmed "
    "auctioned sell sells sold buy buys bought price priced "
    "double doubled treble trebled triple tripled quadruple quadrupled halve halved".split()
)
"""Verbs whose object it is the measure of: *cut gas use by 15 per cent*."""
_DRIVES = frozenset("drive drives drove driven driving send sends sent".split())
_BUYS = frozenset("sell sells sold buy buys bought".split())
_TO = frozenset({"to", "at", "by", "from", "for", "below", "above", "over", "under"})
_PLACES = frozenset({"LOCATION", "CITY", "COUNTRY", "STATE_OR_PROVINCE", "PERSON"})
_ARTICLES = frozenset(
    {"a", "an", "the", "another", "extra", "further", "additional", "its", "their", "some", "only", "just", "now"}
)
_PASSIVE = frozenset({"has", "have", "had", "been", "was", "were", "is", "are", "be", "will", "would", "already"})
_GIVES = frozenset(
    "give gives gave given giving pledge pledged pledges pledging donate donated donates contribute contributed contributes "
    "allocate allocated commit committed send sends sent provide provided".split()
)
_ASKED = frozenset({"appeal", "appeals", "contract", "contracts", "budget", "bill", "bills", "claim", "request"})
_SOLD = frozenset("barrel tonne ton litre liter gallon kilo kilogram bushel ounce share ticket dose bag sack loaf bottle".split())
_PRICED = frozenset({"brent", "crude", "wti", "oil", "gold", "wheat", "gas", "sterling"})
"""Wares that may look like names or adjectives: *Brent rose*, *U.S. crude fell*."""
_FURTHER = frozenset("a an further another extra additional".split())
_CURRENCIES = frozenset("euro dollar yen".split())
"""Currencies that have a price themselves: *the euro fell to $1.41*."""
_PARTS = frozenset("instalment installment tranche instalments".split())
"""Nouns for a sum that is part of another: *€1bn, the first instalment*."""
_DEALT = frozenset("with for about some around nearly almost more than over up to at least the “".split())
_PER = frozenset({"a", "an", "per", "each", "every"})
_LONGEST_BRACKET = 12
"""Words in brackets that are only the same sum in another currency, at most."""


def purpose_of(clause: Clause, first: int, last: int, table: Sorts) -> Noun | None:
    """What the sum of money at these words is for; ``None`` where the sentence does not say."""
    after = _after(clause, last + 1, table)
    owned = after is not None and clause.low[after.first] == "to" and first > 0 and clause.low[first - 1] == "of"
    held = before(clause, first) if owned else None
    if held is not None:
        return held  # reserves of $3bn to keep the crown stable
    if after is not None and clause.words[after.head].entity not in _PLACES:
        return after
    return before(clause, first) or measured_by(clause, first, last) or after or _unit(clause, last)


def _unit(clause: Clause, last: int) -> Noun | None:
    """What is sold at a price, where nothing else tells: *$90 a barrel*, *$40 per tonne*."""
    i = last + 1
    if i + 1 < len(clause) and clause.low[i] in _PER and clause.low[i + 1] in _SOLD:
        return Noun(i + 1, i + 1, i + 1)
    return None


def fuller(clause: Clause, noun: Noun) -> Noun:
    """A noun that says little by itself, with what follows it: *infusion of military and economic aid*."""
    after = noun.last + 1
    if (whole := with_complement(clause, noun)) is not noun:
        return whole
    if clause.low[noun.last] in _SLIGHT and after + 1 < len(clause) and clause.low[after] in _OF:
        inner = noun_from(clause, after + 1)
        if inner is not None and not _is_elsewhere(clause, inner, clause.low[after]):
            return Noun(noun.first, inner.last, noun.head)
    return noun


def measured_by(clause: Clause, first: int, last: int) -> Noun | None:
    """What stands at a number or moves by it: *expenses rose to $2m*, *cut gas consumption by 15 per cent*."""
    for i in (last, first):
        if clause.children(i, "cop") and (found := _named(clause, clause.children(i, "nsubj"), first, last)) is not None:
            return found  # vacancy was below 1 per cent
    verb = _governing(clause, first, last)
    if verb is None:
        return None
    low, start = clause.low[verb], first - 1
    while start > verb and clause.low[start] in _FURTHER:
        start -= 1
    before = clause.low[start] if first else ""
    if low in _DRIVES and before in ("of", "to", "above", "past"):
        return _named(clause, clause.children(verb, "dobj"), first, last)  # drove crude to a high of $90
    if low in _MOVED and before in _TO and (low not in _BUYS or before in ("at", "for")):
        for i in clause.children(verb, "dobj"):
            if clause.is_noun(i) and not first <= i <= last and i < first:
                return _whole(clause, i)
    whose = clause.heads[verb]
    if low in _MOVED and clause.tags[verb] == "VBN" and clause.relations[verb] == "acl" and whose is not None:
        return _named(clause, [whose], first, last)  # the chain, valued at $3bn
    if low in _MOVED and clause.is_passive(verb):
        return _named(clause, clause.children(verb, "nsubjpass"), first, last)
    if low in _MOVES or (low in ("lose", "loses", "lost", "shed") and clause.low[last] in _TOTALS | {"%"}):
        subjects = clause.children(verb, "nsubj", "csubj")
        above = clause.heads[verb]
        if not subjects and above is not None and clause.tags[verb] == "VBG":
            if clause.relations[verb] in ("acl", "amod", "dep") and clause.is_noun(above):
                subjects = [above]  # oil prices soaring past $100
            elif clause.relations[verb] in ("advcl", "ccomp"):  # after growing at 5 percent, the economy may shrink
                subjects = clause.children(above, "nsubj", "nsubjpass")
        if not subjects and above is not None and clause.relations[verb] == "xcomp":  # bills are forecast to hit £900
            subjects = clause.children(above, "nsubj", "nsubjpass")
        which = clause.low[subjects[0]] in ("which", "that") if subjects else False
        if which and above is not None and clause.relations[verb] == "acl:relcl" and above + 3 > subjects[0]:
            subjects = [above]  # inflation, which fell to 15 per cent
        found = _named(clause, subjects, first, last)
        if found is None and verb > 1 and clause.low[verb - 1] in _PRICED:
            found = Noun(verb - 1, verb - 1, verb - 1)  # U.S. September crude rose
        if found is None and clause.tags[verb] == "VB" and above is not None and clause.relations[above] == "acl":
            found = _named(clause, [h for h in (clause.heads[above],) if h is not None], first, last)  # expected to grow
        return found
    return None


def _named(clause: Clause, subjects: list[int], first: int, last: int) -> Noun | None:
    for i in subjects:
        if (
            (clause.low[i] in _PRICED or (clause.is_noun(i) and clause.words[i].entity not in _PLACES))
            and not first <= i <= last
            and (clause.low[i] not in _TOTALS or (clause.low[i] in _CURRENCIES and clause.low[i - 1] == "the"))
        ):
            return _whole(clause, i)
    return None


def _whole(clause: Clause, head: int) -> Noun:
    """A noun with what describes it before, and what it needs after it."""
    return fuller(clause, Noun(_unhyphened(clause, first_of(clause, head)), head, head))


def _unhyphened(clause: Clause, first: int) -> int:
    """Where the word begins that is written together with what stands before it: *full-year revenue*."""
    while first > 1 and clause.glued(first) and (clause.low[first - 1] == "-" or clause.low[first] == "-"):
        first -= 1
    return first


def _governing(clause: Clause, first: int, last: int) -> int | None:
    """The verb that a number belongs to: the first one above it, or right before it."""
    for start in (last, first):
        at: int | None = start
        for _ in range(4):
            at = clause.heads[at] if at is not None else None
            if at is None:
                break
            if first <= at <= last:
                continue
            if clause.is_verb(at) and clause.low[at] in _MOVES | _MOVED | _DRIVES | {"lost", "lose", "loses", "shed"}:
                return at
            if not clause.is_noun(at) and clause.tags[at] not in ("CD", "IN", "RB", "TO"):
                break
    return None


def _is_elsewhere(clause: Clause, noun: Noun, preposition: str) -> bool:
    """Whether a noun after *in* or *to* is a time or a place, and not what is meant."""
    if clause.is_time(noun.head) or clause.low[noun.last] in _NEVER_FOR:
        return True
    entity = clause.words[noun.head].entity
    return (preposition in ("in", "on", "to") and entity in _PLACES) or (preposition == "to" and entity != "O")


def _after(clause: Clause, i: int, table: Sorts) -> Noun | None:
    """*$20bn in military aid*, *€1bn for reconstruction*, *$5m to help rebuild schools*, *£40m on planes*."""
    i = past_bracket(clause, i)
    if i < len(clause) and clause.low[i] in ("more", "worth", "extra", "altogether"):
        i += 1
    if i + 1 < len(clause) and clause.low[i] in _PER:
        if not clause.is_time(i + 1):
            return None  # $90 a barrel
        i += 2
    passive = i
    while passive < len(clause) and clause.low[passive] in _PASSIVE:
        passive += 1  # $36m has been pledged to help
    given = passive > i and passive < len(clause) and clause.low[passive] in _GIVES
    if passive < len(clause) and (given or clause.low[passive] in _INTENDED):
        i = _past_giver(clause, passive + 1)
    if i + 1 < len(clause) and clause.low[i] == "from":
        source = noun_from(clause, i + 1)
        ends = ("to", "for") if source is not None and clause.tags[source.head] == "NNS" else ("to",)
        if source is not None and "".join(clause.low[source.last + 1 : source.last + 2]) in ends:
            i = source.last + 1  # 4m euros from the budget to assist Tarsk
    if i + 1 >= len(clause):
        return None
    low = clause.low[i]
    if low == "to" and clause.tags[i + 1] == "VB":
        return _deed(clause, i, i + 1)
    if low in ("for", "on", "towards", "toward") and clause.tags[i + 1] == "VBG":
        return _deed(clause, i + 1, i + 1) if low != "on" or _is_spent(clause, i) else None
    if low == "on" and not _is_spent(clause, i):
        return None
    if low == "to" and not given and _GIVES.isdisjoint(clause.low[max(0, i - 16) : i]):
        return None
    if low == "," and clause.low[i + 1] in _ARTICLES:
        part = noun_from(clause, i + 1)
        return part if part is not None and clause.low[part.head] in _PARTS else None
    if low not in ("in", "of", "for", "on", "towards", "toward", "to"):
        return None
    noun = noun_from(clause, i + 1)
    if noun is None or _is_elsewhere(clause, noun, low) or clause.low[noun.head] in table.measure:
        return None
    return fuller(clause, noun)


def _past_giver(clause: Clause, i: int) -> int:
    """Past *so far* and *by Lowmark* after *has been pledged*."""
    if clause.low[i : i + 2] == ["so", "far"]:
        i += 2
    if clause.low[i : i + 1] == ["by"] and (giver := noun_from(clause, i + 1)) is not None:
        i = giver.last + 1
    return i + 2 if clause.low[i : i + 2] == ["so", "far"] else i


def _deed(clause: Clause, start: int, verb: int) -> Noun | None:
    """What the money is to do: *to help rebuild schools*."""
    end = verb
    while end + 1 < len(clause) and clause.is_verb(end + 1) and clause.tags[end + 1] in ("VB", "VBG"):
        end += 1
    after = end + 1
    noun = noun_from(clause, after) if after < len(clause) else None
    while noun is None and after + 1 < len(clause) and (clause.low[after] in _DEALT or clause.tags[after] in ("CD", "``")):
        after += 1  # to help about one million people, to deal with floods
        noun = noun_from(clause, after)
    if noun is None:
        return None
    return Noun(start, noun.last, noun.head)


def _is_spent(clause: Clause, on: int) -> bool:
    return not _SPENDS.isdisjoint(clause.low[max(0, on - 14) : on])


def past_bracket(clause: Clause, i: int) -> int:
    """Past the same sum in another currency, or out of the brackets in which it stands."""
    if i < len(clause) and clause.low[i] == ")":
        return i + 1
    if i < len(clause) and clause.low[i] == "(":
        for j in range(i + 1, min(len(clause), i + _LONGEST_BRACKET)):
            if clause.low[j] == ")":
                return j + 1 if any(c.isdigit() for word in clause.low[i:j] for c in word) else i
    return i


def before(clause: Clause, first: int) -> Noun | None:
    """The noun right before an amount: *a loss of $3m*, *equipment worth $2m*, *the price of corn at $7*."""
    b = first - 1
    while b > 0 and clause.low[b] in _ARTICLES:
        b -= 1
    if b < 1:
        return None
    if clause.low[b] in ("of", "worth", "totalling", "totaling"):
        end = b - 1
        if clause.low[end] == ",":  # a loss, excluding special items, of $110m
            end = next((j - 1 for j in range(end - 1, max(0, end - 9), -1) if clause.low[j] == ","), end)
        if clause.low[end] in ("is", "are", "was", "were"):
            end -= 1
        if end >= 0 and clause.is_noun(end) and clause.low[end] not in _TOTALS and clause.low[end] not in _NEVER_FOR:
            return Noun(_opening(clause, end), end, end)
    if clause.low[b] == "for" and clause.low[b - 1] in _ASKED:
        return Noun(_opening(clause, b - 1), b - 1, b - 1)
    if clause.low[b] == "at" and clause.is_noun(b - 1):
        return _priced(clause, b - 1)
    return None


def _priced(clause: Clause, end: int) -> Noun | None:
    """*the price of corn* before *at $7*."""
    for i in range(end, max(-1, end - 6), -1):
        if clause.low[i] in ("price", "prices", "cost", "costs", "value", "bill", "damage", "losses"):
            return Noun(_opening(clause, i), end, i)
    return None


def _opening(clause: Clause, noun: int) -> int:
    """Where a noun's own words begin, by the parts of speech before it."""
    first = noun
    while first > 0:
        joined = clause.low[first - 1] == "and" and clause.tags[first] == clause.tags[first - 2] == "NNS"
        if not joined and (clause.tags[first - 1] not in ("NN", "NNP", "NNPS", "JJ", "NNS") or clause.is_time(first - 1)):
            break
        first -= 1 + joined
    return _unhyphened(clause, first)
