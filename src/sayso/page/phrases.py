"""Lines by which sites in many languages speak to their readers: a table of patterns, each with its role and an example.

A pattern holds for the whole line. English lines stand in :mod:`sayso.page.forms`; these are the ones of other languages.
"""

# ruff: noqa: E501 -- a table reads best with one form a line

from __future__ import annotations

import re
from functools import lru_cache

from sayso.page.forms import form_of
from sayso.page.page import Role

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
    (Role.FURNITURE, r"(artikel )?(teilen|merken|drucken|kommentieren|copiar enlace|compartir|partager|condividi|compartilhar|delen|del|dela|udostępnij|sdílet|paylaş|поделиться|поділитися|공유|シェア)", "Teilen"),
    (Role.FURNITURE, r"(hier geht es zum|abonnieren sie|melden sie sich|newsletter|folgen sie|jetzt abonnieren|suscríbete|síguenos|abonnez-vous|inscrivez-vous|iscriviti|seguici|inscreva-se|empfohlener (externer|redaktioneller) inhalt|an dieser stelle (finden|befindet)|wir verwenden|mit (dem )?klick)\b.{0,300}", "Newsletter"),
    (Role.FURNITURE, r"(on this page|in this (article|story)|auf dieser seite|in diesem artikel|inhaltsverzeichnis|sommaire|en este artículo|in questo articolo|in dit artikel):?", "Auf dieser Seite:"),
    (Role.PLAYER, r"(artikel anhören|beitrag anhören|écouter( l.article)?|escuchar( el artículo| noticia)?|ascolta( l.articolo)?|luister|hør artikel|lyssna|video (abspielen|starten)|video konnte nicht).{0,80}", "Artikel anhören"),
    (Role.CREDIT, r"((bild|foto|fotos|photo|quelle|imago|grafik|fuente|crédito|crédit|fonte|источник|фото|출처|사진|写真)\s?[:：=/©].{1,80})", "Foto: Nordbild"),
)  # fmt: skip
"""Role, pattern, example."""

NOTES: tuple[tuple[Role, str, str], ...] = (
    (Role.FURNITURE, r"\W{0,3}(this (article|story|post|report|page|piece|item)|the headline (on|of) this \w+) (was|has been) (first |last |originally )?(amended|updated|corrected|edited|revised|clarified|changed)\b.*", "• This article was amended on 3 March 2031."),
    (Role.FURNITURE, r"\W{0,3}(correction|clarification|erratum|editor['’]?s['’]? note)s?( \([^()]{1,30}\)|,? \w+ \d{1,2}(, \d{4})?)?: .*", "Correction (15:32): An earlier version gave a wrong number."),
    (Role.FURNITURE, r"\W{0,3}an? (earlier|previous) version of this (article|story|post|report|page|headline)\b.*", "An earlier version of this article gave a wrong number."),
    (Role.FURNITURE, r"(do you have|have you|if you have|would you like|are you affected)\b.*\b(get in touch|contact us|(e-?mail|write to|tell|call) us|e-?mail:|let us know|our (form|newsroom|letters page)|letter of up to)\b.*", "Do you have an opinion? Submit a letter of up to 300 words."),
    (Role.CREDIT, r"\W{0,3}(additional |further )?(reporting|writing|editing|compiled|edited|graphics|translated) by (?-i:[^\W\d_a-z])[^.]*\)?\.?", "(Reporting by Ada Ruiz in Calvia; Editing by Tom Hale)"),
    (Role.RELATED, r"(graphic|interactive|map|chart|video|infographic): .*\bopen\b.*\b(browser|window|tab)\b.*", "Graphic: The flood. Open it in a new window"),
    (Role.RELATED, r"(gift this article|share this article|save this article)\b.{0,200}", "Gift this article Read more: Bridge closed"),
)  # fmt: skip
"""Role, pattern, example: notes about the article and addresses to its reader, which may be whole sentences."""

LONGEST = 220
_LINES = tuple((re.compile(pattern, re.IGNORECASE), role) for role, pattern, _ in LINES)


_NOTE = re.compile(
    r"\W{0,3}(?:this (?:article|story|post|report|page|piece|item)|the headline|an? (?:earlier|previous)|correction|clarification|erratum|editor|do you|have you|if you|would you|are you|additional|further|"
    r"reporting|writing|editing|compiled|edited|graphics?|translated|interactive|map|chart|video|infographic|gift|share|save)",
    re.IGNORECASE,
)
"""How notes begin; looked for first, since that is quick."""
_NOTES = tuple((re.compile(pattern, re.IGNORECASE), role) for role, pattern, _ in NOTES)


def role_by_note(line: str) -> Role | None:
    """The role of a note about the article or an address to its reader; ``None`` for any other line."""
    if len(line) > 600 or not _NOTE.match(line):
        return None
    return next((role for pattern, role in _NOTES if pattern.fullmatch(line)), None)


def role_by_words(line: str) -> Role | None:
    """The role that the words of a line in a language other than English give away."""
    return next((role for pattern, role in _LINES if pattern.fullmatch(line)), None)


@lru_cache(maxsize=4096)
def role_by_phrase(line: str) -> Role | None:
    """The role that the words of a line give away, whatever its surroundings; ``None`` where they say nothing."""
    if len(line) > LONGEST:
        return None
    if role := role_by_words(line):
        return role
    form = form_of(line, len(line.split()))
    return form.role if form is not None else None
