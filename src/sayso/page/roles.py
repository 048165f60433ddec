"""The role of each run of an HTML document: from its surroundings, from its form, from where it stands."""

from __future__ import annotations

import re
from collections import Counter

from sayso.page.article import NOT_PROSE, Article, Titles, length_of, squeezed
from sayso.page.authors import is_byline_line
from sayso.page.dates import times_in
from sayso.page.forms import form_of
from sayso.page.page import Role
from sayso.page.signs import Sign, signs_of
from sayso.page.walk import HEADINGS, Place, Run

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

LINES: tuple[tuple[Role, str, str], ...] = (
    (Role.RELATED, r"(mehr (zum thema|dazu|lesen|aus)|lesen sie (auch|mehr|hier)|auch interessant|das könnte sie|weitere (artikel|themen|nachrichten|meldungen)|siehe auch)\b.*", "Mehr zum Thema"),
    (Role.RELATED, r"(lire (aussi|également|la suite)|à lire (aussi)?|voir aussi|sur le même sujet)\b.*", "Lire aussi : Le pont fermé"),
    (Role.RELATED, r"(lea (también|además|más)|leer (más|también)|te puede interesar|también te|noticias? relacionad|más (noticias|información)|ver más)\b.*", "Lea también: El puente"),
    (Role.RELATED, r"(leggi anche|leggi (tutto|qui|pure)|approfondiment|potrebbe interessarti|vedi anche)\b.*", "Leggi anche: Il ponte"),
    (Role.RELATED, r"(leia (também|mais)|veja (também|mais)|saiba mais)\b.*", "Leia também: A ponte"),
    (Role.RELATED, r"(lees (ook|meer|verder)|bekijk ook|les også|les mer|læs også|læs mere|läs (också|mer|även)|se også|lue (myös|lisää))\b.*", "Lees ook: De brug"),
    (Role.RELATED, r"(čtěte (také|více)|mohlo by vás|czytaj (też|także|więcej)|zobacz (też|także)|читайте (также|також|ещё|еще)|смотрите также|ilgili haber|ayrıca|daha fazla)\b.*", "Čtěte také: Most"),
    (Role.RELATED, r"(関連(記事|ニュース)|あわせて読みたい|【関連】|▶|►|관련\s?기사|相关(阅读|新闻)|延伸阅读|اقرأ (أيضا|المزيد)|यह भी पढ़ें).*", "関連記事"),
    (Role.FURNITURE, r"(anzeige|werbung|publicité|publicidad|pubblicità|publicidade|reklame?|annonse|mainos|reklama|реклама|ilan|広告|광고|advertentie)", "Anzeige"),
    (Role.FURNITURE, r"(artikel )?(teilen|merken|drucken|kommentieren|anhören|vorlesen|copiar enlace|compartir|partager|condividi|compartilhar|delen|del|dela|udostępnij|sdílet|paylaş|поделиться|поділитися|공유|シェア)", "Teilen"),
    (Role.FURNITURE, r"(hier geht es zum|abonnieren sie|melden sie sich|newsletter|folgen sie|jetzt abonnieren|suscríbete|síguenos|abonnez-vous|inscrivez-vous|iscriviti|seguici|inscreva-se|empfohlener (externer|redaktioneller) inhalt|an dieser stelle (finden|befindet)|wir verwenden|mit (dem )?klick)\b.{0,300}", "Newsletter"),
    (Role.PLAYER, r"(artikel anhören|beitrag anhören|écouter( l.article)?|escuchar( el artículo| noticia)?|ascolta( l.articolo)?|luister|hør artikel|lyssna|video (abspielen|starten)|video konnte nicht).{0,80}", "Artikel anhören"),
    (Role.CREDIT, r"((bild|foto|fotos|photo|quelle|imago|grafik|fuente|crédito|crédit|fonte|источник|фото|출처|사진|写真)\s?[:：=/©].{1,80})", "Foto: Nordbild"),
)  # fmt: skip
"""Lines of a browser page in other languages than English; a form holds for the whole line."""

_LINES = tuple((re.compile(pattern, re.IGNORECASE), role) for role, pattern, _ in LINES)
LONGEST_LINE = 220
DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W_]")
ENDS_SENTENCE = re.compile(r"[.!?…。！？।۔؟:;][\"'”’»“›)\]」』]*\s*$")
LEADS_ON = re.compile(r"[:：|»>→▶►\]】-]\s*$")


def roles_of(runs: list[Run], article: Article, titles: Titles) -> list[Role]:
    """The role of each run, in order."""
    roles: list[Role | None] = [None] * len(runs)
    top = article.headline
    body = [i for i in range(len(runs)) if article.prose[i] and article.inside[i]]
    first, last = (body[0], body[-1]) if body else (len(runs), -1)
    while last + 1 < len(runs) and goes_on(runs[last], runs[last + 1], article.signs[last + 1]):
        last += 1
    cards = cards_in(runs, article)
    if top is not None:
        roles[top] = Role.HEADLINE
        for i in range(top + 1, len(runs)):
            if runs[i].block is runs[top].block:  # a kicker or a second line set in the same heading
                roles[i] = Role.HEADLINE
    often = {text for text, count in Counter(run.text for run in runs if len(run.text) < 400).items() if count > 2}
    seen: dict[str, int] = {}
    for i, run in enumerate(runs):
        if roles[i] is not None:
            continue
        if cards and any(place in cards for place in run.place.up()):
            roles[i] = Role.RELATED
            continue
        role = role_of(i, run, article, titles, top=top, first=first, last=last)
        if run.text in often and role in (Role.BODY, Role.SUBHEADING) and run.block.tag not in ("td", "th"):
            role = Role.FURNITURE
        if role in (Role.BODY, Role.STANDFIRST) and len(run.text) > 40:
            short = squeezed(run.text)
            if short in seen:
                role = Role.FURNITURE  # the same words shown a second time
            seen[short] = i
        roles[i] = role
    settled = [role or Role.FURNITURE for role in roles]
    settle_subheadings(runs, settled)
    settle_captions(runs, settled)
    settle_pull_quotes(runs, settled, article)
    return settled


def goes_on(last: Run, run: Run, signs: int) -> bool:
    """Whether a short paragraph after the last long one still belongs to it: its sister, and a sentence."""
    return (
        run.block.tag == "p"
        and run.block.parent is last.block.parent
        and not signs & NOT_PROSE
        and not run.linked
        and bool(ENDS_SENTENCE.search(run.text))
    )


def cards_in(runs: list[Run], article: Article) -> set[Place]:
    """Boxes inside the article that lead to other articles: an ``article``, list item or link with a linked heading in it."""
    cards = set()
    for i, run in enumerate(runs):
        if article.inside[i] and run.block.tag in HEADINGS and run.linked >= 0.8 * len(run.text):
            for place in run.block.up():
                if place is article.container:
                    break
                if place.tag in ("article", "li", "a") and place.prose * 5 < (
                    article.container.prose if article.container else 0
                ):
                    cards.add(place)
                    break
    return cards


def role_of(i: int, run: Run, article: Article, titles: Titles, *, top: int | None, first: int, last: int) -> Role:
    """The role of one run."""
    text, signs = run.text, article.signs[i]
    if not LETTER.search(text):
        return Role.FURNITURE
    heading = run.block.tag in HEADINGS
    signed = next((role for mask, role in SIGNED if signs & mask), None)
    if signed is Role.DATE and (len(text) > 90 or not DIGIT.search(text) or heading):
        signed = None
    if signed is Role.BYLINE and (len(text) > 160 or heading):
        signed = Role.FURNITURE if len(text) > 160 else None
    if signed is not None:
        return by_form(run) or signed if signed is Role.FURNITURE else signed
    if heading and run.linked >= 0.8 * len(text):
        return Role.RELATED
    formed = by_form(run)
    if formed is not None:
        return formed
    if is_caption(run):
        return Role.CAPTION
    if signs & Sign.AUTHOR or is_date_line(text):
        return Role.DATE if is_date_line(text) else Role.FURNITURE
    between = top is not None and top < i < first
    if between and is_byline_line(text):
        return Role.BYLINE
    if between and is_standfirst(run, signs, titles):
        return Role.STANDFIRST
    if not article.inside[i] or not first <= i <= last:
        return Role.FURNITURE
    if heading:
        return Role.SUBHEADING
    if is_link_line(run):
        return Role.RELATED
    if article.prose[i] or run.block.tag in ("p", "li", "blockquote", "td", "dd") or length_of(text) > 40:
        return Role.BODY
    return Role.FURNITURE


def by_form(run: Run) -> Role | None:
    """The role that the words of a line give away, in whatever surroundings."""
    text = run.text
    if len(text) > LONGEST_LINE:
        return None
    role = next((role for pattern, role in _LINES if pattern.fullmatch(text)), None)
    if role is None:
        form = form_of(text, len(text.split()))
        role = form.role if form is not None else None
    if role in (Role.RELATED, Role.FURNITURE) and run.linked == 0 and ENDS_SENTENCE.search(text) and len(text) > 90:
        return None  # a sentence that only begins like a line of furniture
    return role


def is_caption(run: Run) -> bool:
    """Whether the run stands alone with a picture: some element around it holds a picture, or is named as one, and holds
    little other text."""
    length = length_of(run.text)
    if length > 600 or (run.block.tag in HEADINGS and length < 100) or run.linked > 0.5 * len(run.text):
        return False
    if any(each.tag == "blockquote" for each in run.block.up()):
        return False
    place: Place | None = run.block
    for _ in range(4):
        if place is None or place.letters > len(run.text) + max(60, len(run.text) // 2):
            return False
        if place.pictures or signs_of(place.tag, place.names) & Sign.FIGURE:
            return place is not run.block or place.tag != "p"
        place = place.parent
    return False


def is_date_line(text: str) -> bool:
    """Whether the run is a date or time of publication and hardly anything else."""
    if len(text) > 120 or not DIGIT.search(text):
        return False
    dates = times_in(text)
    if not dates:
        return False
    rest = len(LETTER.findall(text)) - sum(len(LETTER.findall((d.labelled or d.span).of(text))) for d in dates)
    return rest <= 40 and not ENDS_SENTENCE.search(text)


def is_standfirst(run: Run, signs: int, titles: Titles) -> bool:
    """Whether a run between headline and body sums the article up."""
    if run.linked > 0.5 * len(run.text):
        return False
    short = squeezed(run.text)
    if len(short) > 25 and any(short in summary or summary in short for summary in titles.summaries if len(summary) > 25):
        return True
    if signs & Sign.STANDFIRST:
        return length_of(run.text) > 20
    return length_of(run.text) > 60 and (run.block.tag in ("p", "h2", "h3", "div", "li") or bool(ENDS_SENTENCE.search(run.text)))


def is_link_line(run: Run) -> bool:
    """Whether a run inside the article only leads elsewhere: a link alone, or a few words and a link (*Background: …*)."""
    text = run.text
    if run.linked >= 0.8 * len(text):
        return not ENDS_SENTENCE.search(text) or run.linked >= 0.97 * len(text)
    ends_in_link = not text.endswith(run.unlinked[-4:])
    return ends_in_link and run.linked >= 0.35 * len(text) and len(run.unlinked) <= 45 and bool(LEADS_ON.search(run.unlinked))


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
    """A short text right before the credit of a picture, in one box with it, is its caption; a caption shown twice is read once."""
    for i in range(len(runs) - 1):
        if roles[i] in (Role.BODY, Role.FURNITURE) and roles[i + 1] is Role.CREDIT and len(runs[i].text) > 20:
            box = runs[i + 1].block.parent
            together = len(runs[i].text) + len(runs[i + 1].text)
            if box is not None and box.letters <= together + 10 and box in set(runs[i].place.up()):
                roles[i] = Role.CAPTION
    captions = {squeezed(run.text) for run, role in zip(runs, roles, strict=True) if role is Role.CAPTION}
    for i, run in enumerate(runs):
        if roles[i] is Role.BODY and len(run.text) < 300 and any(c.startswith(squeezed(run.text)) for c in captions if c):
            roles[i] = Role.FURNITURE


def settle_pull_quotes(runs: list[Run], roles: list[Role], article: Article) -> None:
    """A pull quote repeats words of the body: it is shown, but read once."""
    body = squeezed(" ".join(run.text for run, role in zip(runs, roles, strict=True) if role is Role.BODY))
    for i, run in enumerate(runs):
        if roles[i] not in (Role.BODY, Role.SUBHEADING, Role.CAPTION) or len(run.text) > 400:
            continue
        set_apart = article.signs[i] & Sign.PULLQUOTE or any(p.tag in ("blockquote", "figure") for p in run.place.up())
        if not set_apart:
            continue
        short = squeezed(run.text)
        if len(short) >= 30 and body.count(short) > (roles[i] is Role.BODY):
            roles[i] = Role.FURNITURE
