"""The role of each run of an HTML document: from its surroundings, from its words, from where it stands."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from sayso.page.article import NOT_PROSE, Article, Titles, length_of, squeezed
from sayso.page.authors import is_byline_line, is_name_alone
from sayso.page.dates import times_in
from sayso.page.page import Role
from sayso.page.phrases import role_by_note, role_by_phrase
from sayso.page.signs import Sign, signs_of
from sayso.page.splitting import CREDIT_ALONE
from sayso.page.walk import HEADINGS, Place, Run, Within

SIGNED: tuple[tuple[int, Role], ...] = (
    (int(Sign.COMMENT | Sign.PAYWALL | Sign.SIGNUP | Sign.ADVERT | Sign.SHARE), Role.FURNITURE),
    (int(Sign.CREDIT), Role.CREDIT),
    (int(Sign.CAPTION), Role.CAPTION),
    (int(Sign.EMBED), Role.EMBED),
    (int(Sign.RELATED), Role.RELATED),
    (int(Sign.PLAYER), Role.PLAYER),
    (int(Sign.NAV | Sign.TOOLS | Sign.ASIDE | Sign.CONSENT | Sign.INFOBOX), Role.FURNITURE),
    (int(Sign.AUTHOR), Role.BYLINE),
    (int(Sign.DATE), Role.DATE),
)
"""The role that surroundings give; the first that fits decides."""
ANY_SIGNED = sum(mask for mask, _ in SIGNED)

AUTHOR, FIGURE, STANDFIRST, PULLQUOTE = map(int, (Sign.AUTHOR, Sign.FIGURE, Sign.STANDFIRST, Sign.PULLQUOTE))
PICTURE_TEXT = int(Sign.CAPTION | Sign.CREDIT)
NAV = int(Sign.NAV)
BODY_TAGS = frozenset(("p", "li", "blockquote", "td", "dd"))
DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W_]")
QUOTED = re.compile(r"\s*[“\"„«‘](?P<words>[^”“\"»]+)[”“\"»’].{0,80}$", re.DOTALL)
"""A quotation and who said it."""
ENDS_SENTENCE = re.compile(r"[.!?…。！？।۔؟:;][\"'”’»“›)\]」』]*\s*$")
LEADS_ON = re.compile(r"[:：|»>→▶►\]】-]\s*$")


def roles_of(runs: list[Run], article: Article, titles: Titles) -> list[Role]:
    """The role of each run, in order."""
    if not runs:
        return []
    weighty = [i for i, weight in enumerate(article.prose) if weight and article.inside[i]]
    take_in_sisters(runs, article, weighty)
    first, last = (weighty[0], weighty[-1]) if weighty else (len(runs), -1)
    last = end_of(runs, article, last)
    roles = [role_of(i, run, article, titles, first=first, last=last) for i, run in enumerate(runs)]
    settle_headline(runs, roles, article)
    settle_cards(runs, roles, article)
    settle_repeated(runs, roles)
    settle_tail(runs, roles, article)
    settle_subheadings(runs, roles)
    settle_captions(runs, roles)
    settle_pull_quotes(runs, roles, article)
    settle_posts(runs, roles)
    settle_others(roles, first, last)
    return roles


def take_in_sisters(runs: list[Run], article: Article, weighty: list[int]) -> None:
    """Paragraphs just before or after the container that are set as those in it belong to the article too."""
    if len(weighty) < 2:
        return
    setting, count = Counter(setting_of(runs[i]) for i in weighty).most_common(1)[0]
    if count * 2 < len(weighty) or setting[0] != "p":
        return
    before = range(max(weighty[0] - 20, article.headline + 1 if article.headline is not None else 0), weighty[0])
    after = range(weighty[-1] + 1, min(weighty[-1] + 12, len(runs)))
    more = [
        i for i in (*before, *after) if article.prose[i] and not article.signs[i] & NOT_PROSE and setting_of(runs[i]) == setting
    ]
    for i in more:
        article.inside[i] = True
    weighty += more
    weighty.sort()


def role_of(i: int, run: Run, article: Article, titles: Titles, *, first: int, last: int) -> Role:
    """The role of one run; ``first`` and ``last`` are the article's first and last running prose."""
    text, signs, top = run.text, article.signs[i], article.headline
    if not LETTER.search(text):
        return Role.FURNITURE
    begins = first if top is None else min(top, first)
    heading = run.block.tag in HEADINGS
    if top is not None and top - 3 <= i < first and not run.linked and is_summary(text, titles):
        return Role.CAPTION if signs & PICTURE_TEXT or is_caption(run) else Role.STANDFIRST
    signed = role_by_signs(signs, text, heading=heading) if signs & ANY_SIGNED else None
    if signed is Role.CAPTION and run.linked >= 0.8 * len(text) and (signs & NAV or not article.inside[i]):
        return Role.FURNITURE  # a caption in a menu is only a style of type
    if signed is not None:
        if signed is not Role.FURNITURE:
            return signed
        return (begins <= i <= last and by_words(run)) or (begins <= i <= last + 3 and signs & NAV and about(text)) or signed
    if not begins - 8 <= i <= last + 3:
        return Role.CAPTION if article.inside[i] and is_caption(run) else Role.FURNITURE
    if heading and run.linked >= 0.8 * len(text):
        return Role.RELATED
    if run.block.tag in ("td", "th") and article.inside[i] and first <= i <= last and in_table(run, article):
        return Role.BODY
    if not heading and (apart := role_by_note(text)) is not None:
        return apart
    plain = run.block.tag == "p" and article.prose[i] > 90 and not run.linked
    if not plain and (told := by_words(run)) is not None:
        return Role.FURNITURE if told is Role.CREDIT and not article.inside[i] else told  # whose the whole site is
    if is_caption(run):
        return Role.CAPTION
    if not plain and is_date_line(text):
        return Role.BYLINE if is_byline_line(text) else Role.DATE
    if signs & AUTHOR:
        return Role.FURNITURE
    if top is not None and top < i < first:
        if is_byline_line(text) or (i == first - 1 and is_signature(run)):
            return Role.BYLINE
        if heading and any(len(title) > 12 and title in squeezed(text) for title in titles.headlines):
            return Role.HEADLINE
        if is_standfirst(run, signs, titles):
            return Role.STANDFIRST
        if heading and i == first - 1 and article.inside[i]:
            return Role.SUBHEADING
    if not article.inside[i] or not first <= i <= last:
        return Role.FURNITURE
    if heading:
        return Role.SUBHEADING
    if i == first and signs & STANDFIRST:
        return Role.STANDFIRST
    if run.linked and is_link_line(run):
        return Role.RELATED
    if i > first and is_bold_heading(run):
        return Role.SUBHEADING
    return Role.BODY if plain or article.prose[i] or run.block.tag in BODY_TAGS or length_of(text) > 40 else Role.FURNITURE


def in_table(run: Run, article: Article) -> bool:
    """Whether a cell stands in a table of the article, and not in one by which the whole page is laid out."""
    table = next((place for place in run.block.up() if place.tag == "table"), None)
    return (
        table is not None and table is not article.container and article.container is not None and table.within(article.container)
    )


def about(text: str) -> Role | None:
    """The role of a line that says who wrote the article, or when."""
    if is_byline_line(text):
        return Role.BYLINE
    return Role.DATE if is_date_line(text) else None


def role_by_signs(signs: int, text: str, *, heading: bool) -> Role | None:
    """The role that a run's surroundings give it, unless its own form forbids it: a date has digits, a byline is short."""
    role = next((role for mask, role in SIGNED if signs & mask), None)
    if role is Role.DATE and (len(text) > 90 or heading or not DIGIT.search(text)):
        return None
    if role is Role.BYLINE and (len(text) > 160 or heading):
        return Role.FURNITURE if len(text) > 160 else None
    return role


def by_words(run: Run) -> Role | None:
    """The role that the words of a line give away; a sentence that only begins like a line of furniture is none."""
    role = role_by_phrase(run.text)
    if role in (Role.RELATED, Role.FURNITURE) and not run.linked and len(run.text) > 90 and ENDS_SENTENCE.search(run.text):
        return None
    return role


def end_of(runs: list[Run], article: Article, last: int) -> int:
    """Where the article ends: its last running prose, or short paragraphs and list items right after it in the same setting."""
    if last < 0:
        return last
    home = home_of(runs[last])
    for i in range(last + 1, len(runs)):
        run = runs[i]
        if home_of(run) is not home or article.signs[i] & NOT_PROSE:
            break
        if run.block.tag in HEADINGS:
            continue
        if run.linked or not (run.block.tag == "li" or (run.block.tag == "p" and ENDS_SENTENCE.search(run.text))):
            break
        last = i
    return last


def home_of(run: Run) -> Place | None:
    """The element that a run's block stands in; for a list item, the one that the list stands in."""
    place = run.block.parent
    while place is not None and place.tag in ("ul", "ol", "li"):
        place = place.parent
    return place


def is_caption(run: Run) -> bool:
    """Whether the run stands alone with a picture: some element around it holds a picture, or is named as one, and holds
    little other text."""
    room = len(run.text) + max(60, len(run.text) // 2)
    parent = run.block.parent
    if run.block.letters > room or parent is None or (run.block.tag == "p" and parent.letters > room):
        return False
    length = length_of(run.text)
    if length > 600 or (run.block.tag in HEADINGS and length < 100) or run.linked > 0.5 * len(run.text):
        return False
    if any(each.tag == "blockquote" for each in run.block.up()):
        return False
    place: Place | None = run.block
    for _ in range(4):
        if place is None or place.letters > room:
            return False
        if place.pictures or signs_of(place.tag, place.names) & FIGURE:
            return place is not run.block or place.tag != "p"
        place = place.parent
    return False


def is_date_line(text: str) -> bool:
    """Whether the run is a date or time of publication and hardly anything else."""
    if len(text) > 120 or not DIGIT.search(text) or ENDS_SENTENCE.search(text):
        return False
    dates = times_in(text)
    told = sum(len(LETTER.findall((d.labelled or d.span).of(text))) for d in dates)
    return bool(dates) and len(LETTER.findall(text)) - told <= 40


def is_bold_heading(run: Run) -> bool:
    """Whether a paragraph is a few words in bold or capitals and no sentence: a heading that is not marked as one."""
    return (
        (run.place.tag in ("strong", "b") or (len(run.text) > 6 and run.text.isupper()))
        and run.block.tag in ("p", "div")
        and len(run.text) <= 90
        and not run.linked
        and not ENDS_SENTENCE.search(run.text)
    )


def is_signature(run: Run) -> bool:
    """Whether a paragraph right before the text is a person's name alone, in bold or italics."""
    return run.place.tag in ("strong", "b", "em", "i") and not run.linked and is_name_alone(run.text)


def is_standfirst(run: Run, signs: int, titles: Titles) -> bool:
    """Whether a run between headline and body sums the article up."""
    if run.linked > 0.5 * len(run.text):
        return False
    if is_summary(run.text, titles):
        return True
    if signs & STANDFIRST:
        return length_of(run.text) > 20
    return length_of(run.text) > 60 and (run.block.tag in ("p", "h2", "h3", "div", "li") or bool(ENDS_SENTENCE.search(run.text)))


def is_summary(text: str, titles: Titles) -> bool:
    """Whether a text is what the page declares as its summary, or all but."""
    if not titles.summaries or len(text) < 40:
        return False
    short = squeezed(text)
    return len(short) > 40 and any(short in summary or summary in short for summary in titles.summaries if len(summary) > 40)


def is_link_line(run: Run) -> bool:
    """Whether a run inside the article only leads elsewhere: a link alone, or a few words and a link (*Background: …*)."""
    text = run.text
    if run.linked >= 0.8 * len(text):
        return not ENDS_SENTENCE.search(text) or run.linked >= 0.97 * len(text)
    ends_in_link = not text.endswith(run.unlinked[-4:])
    return ends_in_link and run.linked >= 0.35 * len(text) and len(run.unlinked) <= 45 and bool(LEADS_ON.search(run.unlinked))


def settle_headline(runs: list[Run], roles: list[Role], article: Article) -> None:
    """The headline, with what is set in the same heading: a kicker, a second line."""
    if article.headline is None:
        return
    block = runs[article.headline].block
    for i in range(article.headline, len(runs)):
        if runs[i].block is not block:
            break
        roles[i] = Role.HEADLINE


def settle_cards(runs: list[Run], roles: list[Role], article: Article) -> None:
    """Boxes inside the article that lead to other articles: an ``article``, list item or link with a linked heading in it."""
    whole = article.container.prose if article.container else 0
    cards: set[Place] = set()
    for i, run in enumerate(runs):
        if article.inside[i] and run.block.tag in HEADINGS and run.linked >= 0.8 * len(run.text):
            for place in run.block.up():
                if place is article.container:
                    break
                if place.tag in ("article", "li", "a") and place.prose * 5 < whole:
                    cards.add(place)
                    break
    if cards:
        in_card = Within(cards.__contains__)
        for i, run in enumerate(runs):
            if in_card(run.place):
                roles[i] = Role.RELATED


def settle_repeated(runs: list[Run], roles: list[Role]) -> None:
    """A line that stands on the page again and again is furniture, and a paragraph shown a second time is read once."""
    often = {text for text, count in Counter(run.text for run in runs if len(run.text) < 100).items() if count > 2}
    seen: set[str] = set()
    for i, run in enumerate(runs):
        if roles[i] not in (Role.BODY, Role.STANDFIRST, Role.SUBHEADING):
            continue
        if run.text in often and run.block.tag not in ("td", "th"):
            roles[i] = Role.FURNITURE
        elif len(run.text) > 40:
            if run.text in seen:
                roles[i] = Role.FURNITURE
            seen.add(run.text)


def settle_tail(runs: list[Run], roles: list[Role], article: Article) -> None:
    """What comes after the article's last paragraph in a setting of its own (a notice, a bio) is furniture."""
    body = [i for i, role in enumerate(roles) if role is Role.BODY]
    if len(body) < 4:
        return
    settings: Counter[tuple[str, str, str]] = Counter()
    parents: Counter[Place | None] = Counter()
    for i in body:
        settings[setting_of(runs[i])] += len(runs[i].text)
        parents[home_of(runs[i])] += len(runs[i].text)
    enough = sum(settings.values()) / 5
    for i in reversed(body):
        if (
            runs[i].block.tag in ("li", "td")
            or settings[setting_of(runs[i])] >= enough
            or parents[home_of(runs[i])] >= enough
            or article.declared[i]
        ):
            break
        roles[i] = Role.FURNITURE


def setting_of(run: Run) -> tuple[str, str, str]:
    """How a run is set: its block's tag, and the first names of it and its parent."""
    block = run.block
    above = block.parent.names if block.parent else ""
    return block.tag, block.names.split(" ", 1)[0], above.split(" ", 1)[0]


def settle_subheadings(runs: list[Run], roles: list[Role]) -> None:
    """A subheading heads something: one with no body after it before the next is furniture."""
    body_follows = False
    for i in range(len(runs) - 1, -1, -1):
        if roles[i] is Role.BODY:
            body_follows = True
        elif roles[i] is Role.SUBHEADING:
            if not body_follows and not (i + 1 < len(roles) and roles[i + 1] is Role.SUBHEADING):
                roles[i] = Role.FURNITURE
            body_follows = roles[i] is Role.SUBHEADING and body_follows
        elif roles[i] is Role.RELATED and runs[i].block.tag in HEADINGS:
            body_follows = False


def settle_captions(runs: list[Run], roles: list[Role]) -> None:
    """A short text right before the credit of a picture, in one box with it, is its caption; one shown twice is read once."""
    for i in range(len(runs) - 1):
        if roles[i] in (Role.BODY, Role.FURNITURE) and roles[i + 1] is Role.CREDIT and len(runs[i].text) > 20:
            box = runs[i + 1].block.parent
            together = len(runs[i].text) + len(runs[i + 1].text)
            if box is not None and box.letters <= together + 10 and box in set(runs[i].place.up()):
                roles[i] = Role.CAPTION
    settle_credits(runs, roles)
    shown: set[str] = set()
    for i, run in enumerate(runs):
        if roles[i] is Role.CAPTION:
            if len(run.text) < 120 and is_date_line(run.text):
                roles[i] = Role.DATE
            elif CREDIT_ALONE.fullmatch(run.text):
                roles[i] = Role.CREDIT
            elif run.text in shown and len(run.text) > 20:
                roles[i] = Role.FURNITURE
            shown.add(run.text)
    captions = [squeezed(run.text) for run, role in zip(runs, roles, strict=True) if role is Role.CAPTION]
    if captions:
        for i, run in enumerate(runs):
            if roles[i] is Role.BODY and len(run.text) < 300:
                short = squeezed(run.text)
                if len(short) > 10 and any(caption.startswith(short) for caption in captions):
                    roles[i] = Role.FURNITURE


POSTED = re.compile(
    r"^\s*(?:[—–-]{1,2}|a post shared by|post by|posted by)\s*(?P<name>.{1,60}?)\s*"
    r"\((?P<handle>@[\w.-]{1,60}(?:@[\w.-]+)?)\)\s*(?P<when>.*)$",
    re.IGNORECASE,
)
"""How an embedded post is signed: *— Ada Ruiz (@adaruiz) March 3, 2031*."""


def settle_posts(runs: list[Run], roles: list[Role]) -> None:
    """The signature of an embedded post is a credit: nobody says it."""
    for i, run in enumerate(runs):
        if roles[i] is Role.EMBED and POSTED.match(run.text):
            roles[i] = Role.CREDIT


def settle_others(roles: list[Role], first: int, last: int) -> None:
    """Bylines and credits far after the article's end are of other articles, or of the whole site."""
    for i in range(max(last, first) + 12, len(roles)):
        if roles[i] in (Role.BYLINE, Role.CREDIT):
            roles[i] = Role.FURNITURE


def settle_credits(runs: list[Run], roles: list[Role]) -> None:
    """A few words beside the caption in one figure, and no sentence, are the picture's credit."""
    for i, run in enumerate(runs):
        if run.place.named is None or len(run.text) > 60:
            continue
        if roles[i] in (Role.CAPTION, Role.FURNITURE, Role.BODY) and not ENDS_SENTENCE.search(run.text):
            figure = next((place for place in islice(run.place.up(), 4) if place.tag == "figure"), None)
            if (
                figure is not None
                and any(
                    runs[j].block.tag == "figcaption" and runs[j].place.within(figure) and runs[j].block is not run.block
                    for j in (i - 1, i + 1)
                    if 0 <= j < len(runs)
                )
                and run.block.tag != "figcaption"
            ):
                roles[i] = Role.CREDIT


def settle_pull_quotes(runs: list[Run], roles: list[Role], article: Article) -> None:
    """A pull quote repeats words of the body: it is shown, but read once."""
    set_apart = Within(lambda place: place.tag in ("blockquote", "figure"))
    apart = [
        i
        for i, run in enumerate(runs)
        if roles[i] in (Role.BODY, Role.SUBHEADING)
        and len(run.text) <= 400
        and (article.signs[i] & PULLQUOTE or set_apart(run.place))
    ]
    if not apart:
        return
    body = squeezed(" ".join(run.text for run, role in zip(runs, roles, strict=True) if role is Role.BODY))
    for i in apart:
        quoted = QUOTED.match(runs[i].text) if article.signs[i] & PULLQUOTE else None
        short = squeezed(quoted["words"] if quoted else runs[i].text)
        if len(short) >= 30 and body.count(short) > (roles[i] is Role.BODY):
            roles[i] = Role.FURNITURE
