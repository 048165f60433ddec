"""Shown: the pictures, videos and recordings that one page tells of, and through whose hands it says that they came."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from sayso.ledger.search import tokens
from sayso.page.page import READ_FOR_CLAIMS, Block, Page, Role
from sayso.page.post import MEDIA, is_post
from sayso.stories.addresses import canonical
from sayso.stories.credits import is_known, key_of, name_of
from sayso.text import Span


class Did(enum.StrEnum):
    """What a holder did with it, as the page says."""

    MADE = "made it"
    POSTED = "posted it"
    PASSED_ON = "posted it before"
    """Whose post another account passes on."""
    HANDED_ON = "is credited"
    OBTAINED = "obtained it"
    VERIFIED = "verified it"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody through whose hands it came; ``name`` is ``None`` where only the platform is named, or the account is deleted."""

    name: str | None
    did: Did
    span: Span
    """The words that say so."""
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, video or recording that a page tells of.

    ``holders`` are outermost first, as in a chain: who handed it to the page, and at the end who made or posted it.
    """

    sort: str
    """``picture``, ``video``, ``audio``, ``satellite image`` or ``file``."""
    words: Span
    """The words that tell of it: a caption with its credit, a sentence, a post."""
    holders: tuple[Holder, ...]
    verified: tuple[Holder, ...] = ()
    posts: tuple[tuple[str, Span | None], ...] = ()
    """By which addresses the post is known in which it was; without a span it is the page's own."""
    telling: frozenset[str] = frozenset()
    """What is shown, as stems of words."""

    @property
    def missing(self) -> str | None:
        """Which link of the chain the page does not give, in words; ``None`` where it says who made it."""
        if not self.holders:
            return "the page does not say where it has it from"
        last = self.holders[-1]
        if last.name is None:
            where = f"on {last.platform}" if last.platform else "under an account that is deleted"
            return f"the page does not say who posted it {where}" if last.platform else f"it was posted {where}"
        return None if last.did is Did.MADE else "the page does not say who made it"


@dataclass(frozen=True)
class _Table:
    nouns: tuple[tuple[str, re.Pattern[str]], ...]
    noun: re.Pattern[str]
    label: re.Pattern[str]
    parted: re.Pattern[str]
    platform: re.Pattern[str]
    still: re.Pattern[str]
    done: tuple[tuple[Did, re.Pattern[str]], ...]
    posts_it: re.Pattern[str]
    on_platform: re.Pattern[str]
    posts: tuple[re.Pattern[str], ...]
    nobody: re.Pattern[str]


_WORD = r"[A-Z][\w’'&.-]{0,40}\w"
_NAME = (
    rf"@[\w.]{{2,40}}(?:@[\w.-]+)?|(?:[Tt]he )?{_WORD}"
    rf"(?:(?: [A-Z]\.?(?= [A-Z])| (?:of|the|de|al|for|and(?= [A-Z]\w+ [A-Z]))){{0,3}} {_WORD}){{0,8}}"
    r"(?:(?: [a-z][\w-]+){0,2} "
    r"(?:ministry|council|government|police|army|military|service|office|agency|authorities|company|unit))?"
)
"""A name as news pages write it, also of a body (*the Calvian defence ministry*)."""
_DID = {"posted": Did.POSTED, "made": Did.MADE, "obtained": Did.OBTAINED, "verified": Did.VERIFIED}
_NO_MORE = "and|which|that|who|from|posted|shared|published|released|distributed|taken|filmed|obtained|verified|provided"
_WORDS_BETWEEN = rf"(?:,? (?!(?:{_NO_MORE})\b)[a-z]+){{0,3}}?"


def rows() -> list[tuple[str, str, str]]:
    """The lines of the table: what it is, the pattern, an example."""
    text = files("sayso.stories.media").joinpath("media.tsv").read_text("utf-8")
    found = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(what, pattern, example) for what, pattern, example in found]


@lru_cache(maxsize=1)
def _table() -> _Table:
    by: dict[str, list[str]] = {}
    for what, pattern, _ in rows():
        by.setdefault(what, []).append(pattern)
    nouns = [(sort, pattern) for sort, _, pattern in (row.partition("=") for row in by["noun"])]
    platform = rf"(?P<platform>{'|'.join(by['platform'])})"
    place = rf"(?:the )?(?:messaging app |social network |platform )?{platform}(?: (?:channel|account|group|page))?"
    on = rf"(?: (?:on|to|via|by) {place})?"
    return _Table(
        nouns=tuple((sort, re.compile(rf"\b(?:{pattern})\b", re.I)) for sort, pattern in nouns),
        noun=re.compile(rf"\b(?:{'|'.join(pattern for _, pattern in nouns)})\b", re.I),
        label=re.compile(rf"[\s(\[]*(?:{by['label'][0]})", re.I),
        parted=re.compile(by["parted"][0]),
        platform=re.compile(rf"(?:{'|'.join(by['platform'])})"),
        still=re.compile(by["from"][0]),
        done=tuple(
            (did, re.compile(rf"\b(?:{by[what][0]})\b{_WORDS_BETWEEN}{on}{_WORDS_BETWEEN},? by (?P<name>{_NAME})"))
            for what, did in _DID.items()
        ),
        posts_it=re.compile(
            rf"(?P<name>(?:{_NAME})),? (?:has |have |had |also |later )?"
            rf"(?:{by['posted'][0]}|posts|shares|tweeted) (?:an? |the |his |her |its |their )?(?:[\w-]+ ){{0,3}}?"
            rf"(?P<noun>{'|'.join(f'(?:{pattern})' for _, pattern in nouns)})\b{on}"
        ),
        on_platform=re.compile(rf"\b(?:{by['posted'][0]})\b{_WORDS_BETWEEN} (?:on|to|via) (?:the )?{platform}\b(?! by )"),
        posts=tuple(re.compile(rf"(?<![\w.-])(?:https?://)?(?:www\.|mobile\.|m\.)?{pattern}") for pattern in by["post"]),
        nobody=re.compile(rf"(?:{by['nobody'][0]})", re.I),
    )


def shown_on(page: Page) -> list[Shown]:
    """What a page tells of, in the order of its text."""
    return [_without_names(shown) for shown in (_in_post(page) if is_post(page) else _in_article(page))]


def _without_names(shown: Shown) -> Shown:
    """Who had it is no part of what is shown."""
    names = " ".join(h.name for h in (*shown.holders, *shown.verified) if h.name)
    return replace(shown, telling=shown.telling - _stems(names))


def _in_article(page: Page) -> list[Shown]:
    found: list[Shown] = []
    for number, block in enumerate(page.blocks):
        if block.role is Role.CAPTION:
            follows = page.blocks[number + 1] if number + 1 < len(page.blocks) else None
            found += _in_caption(page, block, follows if follows and follows.role is Role.CREDIT else None)
        elif block.role is Role.EMBED:
            found += _in_embed(page, number)
        elif block.role in READ_FOR_CLAIMS and block.role is not Role.HEADLINE:
            found += _in_sentences(page, block.span)
    return found


def post_key(address: str) -> str | None:
    """By what two addresses are of one post (*x.com* and *twitter.com*); ``None`` for an address of anything else."""
    for pattern in _table().posts:
        if found := pattern.search(address):
            return found["key"].replace("t.me/s/", "t.me/").casefold() if "pic." not in found["key"] else found["key"]
    return None


def _posts_in(text: str, span: Span) -> tuple[tuple[str, Span], ...]:
    found: dict[str, Span] = {}
    for pattern in _table().posts:
        for match in pattern.finditer(text, span.start, span.end):
            if (key := post_key(match[0])) is not None:
                found.setdefault(key, Span(*match.span()))
    return tuple(found.items())


# Posts


def _in_post(page: Page) -> list[Shown]:
    """The media of a post, which are one: they were posted together."""
    media = [b for b in page.blocks if b.role is Role.PLAYER]
    said = [b for b in page.blocks if b.role in READ_FOR_CLAIMS]
    by = next((b for b in page.blocks if b.role is Role.BYLINE), None)
    of = next((b for b in page.blocks if b.role is Role.CREDIT), None)
    text = page.text
    links = tuple(link for b in said for link in _posts_in(text, b.span))
    told = any(_table().noun.search(b.span.of(text)) for b in said)
    if not media and not (links and told):
        return []
    holders = []
    if by is not None:
        name = page.authors[0] if page.authors else None
        holders.append(Holder(name, Did.POSTED, by.span))
    if of is not None:
        holders.append(Holder(of.author, Did.PASSED_ON, of.span))
    own = (post_key(page.url) or canonical(page.url)) if page.url and media else None
    sort = media[0].span.of(text).partition(":")[0] if media else _sort_of(" ".join(b.span.of(text) for b in said))
    sort = {"photo": "picture", "animation": "video"}.get(sort, sort) if sort in MEDIA else sort
    blocks = [*said, *media]
    words = Span(blocks[0].span.start, blocks[-1].span.end)
    posts: tuple[tuple[str, Span | None], ...] = ((own, None),) if own else ()
    telling = frozenset().union(*(_stems(b.span.of(text)) for b in said)) if said else frozenset[str]()
    return [Shown(sort, words, tuple(holders), (), (*posts, *links), telling)]


def _in_embed(page: Page, number: int) -> Iterator[Shown]:
    """What a post that an article shows has in it: an address that is that of a picture or video."""
    block = page.blocks[number]
    links = _posts_in(page.text, block.span)
    words = block.span.of(page.text)
    if not links or not ("pic." in words or _table().noun.search(words)):
        return
    beside = page.blocks[max(0, number - _POST_BLOCKS) : number + _POST_BLOCKS]
    signed = next((b for b in beside if b.role is Role.CREDIT and b.span.start >= block.span.end), None)
    holders: tuple[Holder, ...] = ()
    if block.author and signed is not None and (at := signed.span.of(page.text).find(block.author)) >= 0:
        start = signed.span.start + at
        holders = (Holder(block.author, Did.POSTED, Span(start, start + len(block.author))),)
    said = [b.span.of(page.text) for b in beside if b.role is Role.EMBED and b.author == block.author and b.author]
    yield Shown(_sort_of(words), block.span, holders, (), links, _stems(" ".join(said) or words))


_POST_BLOCKS = 12
"""Paragraphs of an embedded post that are looked at, before and behind one of them."""


# Captions


def _in_caption(page: Page, caption: Block, credit: Block | None) -> Iterator[Shown]:
    """A caption and its credit, which stands in a block of its own, or at the caption's end."""
    text = page.text
    at, told = (credit.span, caption.span) if credit is not None else _tail_of(text, caption.span)
    by_words = list(_told(text, caption.span)) if not at or credit is not None else list(_told(text, told))
    credited = list(_credited(text, at)) if at is not None else []
    holders = [*credited, *(h for h in by_words if h.did is not Did.VERIFIED and all(h.name != c.name for c in credited))]
    posts = _posts_in(text, Span(caption.span.start, (credit or caption).span.end))
    if holders or posts:
        verified = tuple(h for h in by_words if h.did is Did.VERIFIED)
        words = Span(caption.span.start, (credit or caption).span.end)
        yield Shown(_sort_of(told.of(text)), words, tuple(holders), verified, posts, _stems(told.of(text)))


def _tail_of(text: str, caption: Span) -> tuple[Span | None, Span]:
    """The credit at the end of a caption (*… on Monday. Photo: Ana Ruiz/Norlund Wire*), and what is before it."""
    words = caption.of(text)
    for begins in re.finditer(r"(?:^|[.!?)”\"]\s+|\n|\s(?=\())(?=[(\[]?[A-Z©])", words):
        rest = Span(caption.start + begins.end(), caption.end)
        if len(rest) <= 120 and _table().label.match(rest.of(text)) and not re.search(r"[a-z]{2}\.\s+[A-Z]", rest.of(text)):
            return rest.trimmed(text), Span(caption.start, caption.start + begins.start() + 1)
    return None, caption


def _credited(text: str, credit: Span) -> Iterator[Holder]:
    """Who is named in a credit, outermost first."""
    table = _table()
    start, end = credit.start, credit.end
    told = [h for h in _told(text, credit) if h.did in (Did.POSTED, Did.MADE)]
    if told and (table.still.search(credit.of(text)) or table.noun.search(credit.of(text))):
        yield from told
        return
    if label := table.label.match(text, start, end):
        start = label.end()
    words = text[start:end]
    pieces: list[tuple[Span, str]] = []
    last = 0
    for gap in [*table.parted.finditer(words), None]:
        piece = Span(start + last, start + gap.start() if gap else end)
        trimmed = re.sub(r"^[\s(\[©]+|[\s)\].;:]+$", "", piece.of(text))
        if trimmed and (at := text.find(trimmed, piece.start, piece.end)) >= 0:
            pieces.append((Span(at, at + len(trimmed)), trimmed))
        last = gap.end() if gap else last
    if len(pieces) > 5 or any(len(name) > 60 for _, name in pieces):
        return
    holders = []
    for span, name in pieces:
        name = _NO_NAME.sub("", name)
        if table.platform.fullmatch(name):
            holders.append(Holder(None, Did.POSTED, span, name))
        elif not table.nobody.fullmatch(name) and re.fullmatch(_NAME, name):
            holders.append(Holder(name_of(name) if is_known(name) else name, Did.HANDED_ON, span))
    yield from _in_order(holders)


def _in_order(holders: list[Holder]) -> list[Holder]:
    """The holders of a credit, outermost first: agencies stand before who made it, or behind.

    *Ana Ruiz/Norlund Wire* and *AP / Ana Ruiz* name a maker, *EyePress/Getty Images* does not; of *Telegram/Sorrel Eyes* the name
    is that of the account.
    """
    platform = next((h.platform for h in holders if h.platform), None)
    named = [h for h in holders if h.name]
    if platform is not None:
        account = next((h for h in named if (h.name or "").startswith("@")), named[-1] if named else None)
        if account is None:
            return [Holder(None, Did.POSTED, h.span, h.platform) for h in holders[:1]]
        rest = [h for h in named if h is not account]
        return [*rest, Holder(account.name, Did.POSTED, account.span, platform)]
    people = [h for h in named if _is_person(h.name or "")]
    if not people:
        return named[::-1]
    maker = people[0]
    rest = [h for h in named if h is not maker and h.name != maker.name]
    if named[0] is maker:
        rest.reverse()
    return [*rest, Holder(maker.name, Did.MADE, maker.span)]


_NO_NAME = re.compile(r"\s+(?:Photo|photo|File|file|Handout|handout)$")
_IMAGES = re.compile(
    r"\b(?:Images|Press|Agency|News|Wire|Media|Times|Post|Ministry|Service|Inc|Ltd|Group|Studios?|Collaboration)\b"
)


def _is_person(name: str) -> bool:
    """Whether a name may be that of one who makes pictures: two or three words, none of them a body's."""
    return name.startswith("@") or (2 <= len(name.split()) <= 4 and not _IMAGES.search(name) and not is_known(name))


# Sentences


_SENTENCE = re.compile(r"[^\n]+?(?:[.!?][”\"’')\]]*(?=\s+[A-Z“\"‘'(\[]|\s*$)|(?=\n)|$)")
_BEFORE = 160


def _in_sentences(page: Page, block: Span) -> Iterator[Shown]:
    """The sentences that tell of footage and through whose hands it came, or that it shows something."""
    table, text = _table(), page.text
    if not table.noun.search(text, block.start, block.end):
        return
    for match in _SENTENCE.finditer(text, block.start, block.end):
        sentence = Span(*match.span()).trimmed(text)
        if not sentence or not table.noun.search(text, sentence.start, sentence.end):
            continue
        told = list(_told(text, sentence))
        posts = _posts_in(text, sentence)
        holders = tuple(h for h in told if h.did is not Did.VERIFIED)
        shows = _SHOWS.search(text, sentence.start, sentence.end)
        if not holders and not posts and not (shows and _opens_with_noun(text, sentence, shows.start())):
            continue
        verified = tuple(h for h in told if h.did is Did.VERIFIED)
        yield Shown(_sort_of(sentence.of(text)), sentence, holders, verified, posts, _stems(sentence.of(text)))


_SHOWS = re.compile(r"\b(?:shows?|showed|showing|appears? to show|appeared to show|captured?|depicts?|depicted)\b")


def _opens_with_noun(text: str, sentence: Span, shows: int) -> bool:
    noun = _table().noun.search(text, sentence.start, shows)
    return noun is not None and noun.start() - sentence.start <= 40


def _told(text: str, span: Span) -> Iterator[Holder]:
    """What is said of who had it, outermost first: who obtained it, who posted it, who made it."""
    table = _table()
    noun = table.noun.search(text, span.start, span.end)
    if noun is None:
        return
    found: list[Holder] = []
    for did, pattern in table.done:
        for match in pattern.finditer(text, noun.start(), span.end):
            if match.start() - noun.end() > _BEFORE or _other_noun(text, noun, match.start()):
                continue
            if did is Did.MADE and not _NEAR_NOUN.fullmatch(text, noun.end(), match.start()):
                continue  # *footage of the town taken by the army*
            name = match["name"].removeprefix("the ").removeprefix("The ")
            if table.platform.fullmatch(name) or name in _PRONOUNS:
                continue
            found.append(Holder(name, did, Span(match.start(), match.end()), match["platform"]))
    for match in table.posts_it.finditer(text, span.start, span.end):
        name = match["name"].removeprefix("the ").removeprefix("The ")
        if not table.platform.fullmatch(name) and name not in _PRONOUNS:
            found.append(Holder(name, Did.POSTED, Span(*match.span()), match["platform"]))
    if not any(h.did is Did.POSTED for h in found) and (where := table.on_platform.search(text, noun.start(), span.end)):
        found.append(Holder(None, Did.POSTED, Span(*where.span()), where["platform"]))
    order = (Did.OBTAINED, Did.POSTED, Did.MADE, Did.VERIFIED)
    yield from sorted(found, key=lambda h: (order.index(h.did), h.span.start))


_PRONOUNS = frozenset(
    "He She It They We I You This That Who Some Many Others Officials Residents Activists TV "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Today Yesterday Russian Ukrainian Syrian Israeli State".split()
)


_NEAR_NOUN = re.compile(r"[ ,]*(?:.*\b(?:was|were|been)\b )?(?:\w+ )?", re.S)


def _other_noun(text: str, noun: re.Match[str], at: int) -> bool:
    """Whether a report, a statement or a full stop stands between the footage and what is said of it."""
    between = text[noun.end() : at]
    return bool(re.search(r"[.;:!?]|\b(?:report|statement|study|said|says|survey|interview|data)\b", between))


def _sort_of(words: str) -> str:
    return next((sort for sort, pattern in _table().nouns if pattern.search(words)), "picture")


_COMMON = frozenset(
    "that this these those with from have been were will would could about after before under over into more than they their "
    "them there which while when what said also some other such only most show shows showed showing posted shared published "
    "taken filmed photo picture image video footage clip verified credit telegram twitter social media appear appears march "
    "april june july august september october november december january february monday tuesday wednesday thursday friday "
    "saturday sunday https".split()
)


def _stems(words: str) -> frozenset[str]:
    return frozenset(
        stem for word in tokens(words) if len(word) >= 4 and word not in _COMMON and (stem := word.removesuffix("s"))
    )


def accounts_of(shown: Shown) -> frozenset[str]:
    """Who made or posted it, by what two such names are one; no wire service, for it hands on many things of one event."""
    named = (h.name for h in shown.holders if h.name and h.did in (Did.MADE, Did.POSTED, Did.PASSED_ON) and not is_known(h.name))
    return frozenset(key for name in named if (key := key_of(name.lstrip("@").partition("@")[0])))
