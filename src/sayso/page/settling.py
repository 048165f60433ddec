"""Roles that are settled once all runs have one: what stands twice, what heads nothing, what comes after the end."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from sayso.page.article import Article, squeezed
from sayso.page.page import Role
from sayso.page.shapes import ENDS_SENTENCE, home_of, is_date_line, is_signature, setting_of
from sayso.page.signs import Sign
from sayso.page.splitting import CREDIT_ALONE
from sayso.page.walk import HEADINGS, Place, Run, Within

PULLQUOTE = int(Sign.PULLQUOTE)
QUOTED = re.compile(r"\s*[“\"„«‘](?P<words>[^”“\"»]+)[”“\"»’].{0,80}$", re.DOTALL)
"""A quotation and who said it."""


def settle_headline(runs: list[Run], roles: list[Role], article: Article) -> None:
    """The headline, with what is set in the same heading: a kicker, a second line."""
    if article.headline is None:
        return
    block = runs[article.headline].block
    for i in range(article.headline, len(runs)):
        if runs[i].block is not block:
            break
        roles[i] = Role.HEADLINE


def settle_signatures(runs: list[Run], roles: list[Role]) -> None:
    """A name alone that the article itself mentions is what it is about (*South Calvia*), not who wrote it."""
    for i, run in enumerate(runs):
        if roles[i] is Role.BYLINE and is_signature(run):
            told = (
                each.text for each, role in zip(runs, roles, strict=True) if role in (Role.BODY, Role.HEADLINE, Role.STANDFIRST)
            )
            if any(run.text in text for text in told):
                roles[i] = Role.FURNITURE


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
