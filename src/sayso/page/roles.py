"""The role of each run of an HTML document: from its surroundings, from its words, from where it stands."""

from __future__ import annotations

from collections import Counter

from sayso.page.article import NOT_PROSE, Article, Titles, length_of, squeezed
from sayso.page.authors import is_byline_line
from sayso.page.page import Role
from sayso.page.phrases import role_by_note, role_by_phrase
from sayso.page.settling import (
    settle_captions,
    settle_cards,
    settle_headline,
    settle_others,
    settle_posts,
    settle_pull_quotes,
    settle_repeated,
    settle_signatures,
    settle_subheadings,
    settle_tail,
)
from sayso.page.shapes import (
    DIGIT,
    ENDS_SENTENCE,
    LETTER,
    home_of,
    in_table,
    is_bold_heading,
    is_caption,
    is_date_line,
    is_link_line,
    is_signature,
    is_standfirst,
    is_summary,
    setting_of,
)
from sayso.page.signs import Sign
from sayso.page.walk import HEADINGS, Run

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
AUTHOR, STANDFIRST = int(Sign.AUTHOR), int(Sign.STANDFIRST)
PICTURE_TEXT = int(Sign.CAPTION | Sign.CREDIT)
NAV = int(Sign.NAV)
BODY_TAGS = frozenset(("p", "li", "blockquote", "td", "dd"))


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
    settle_signatures(runs, roles)
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
