"""What a block of an HTML page is there for: the vocabulary that templates share, and the words that furniture is made of.

Both are tables: a signal or a role, the pattern that shows it, and an example. Patterns of class names are matched against the
names of an element in lower case, ``camelCase`` and punctuation opened to spaces: ``ArticleBody__read-more`` is
``article body read more``.
"""

# ruff: noqa: E501 -- a table reads best with one row a line

from __future__ import annotations

import enum
import re
from functools import lru_cache


class Sign(enum.IntFlag):
    """What an element's tag and names say about the text in it."""

    NONE = 0
    NAV = enum.auto()
    RELATED = enum.auto()
    COMMENT = enum.auto()
    SIGNUP = enum.auto()
    ADVERT = enum.auto()
    SHARE = enum.auto()
    TOOLS = enum.auto()
    AUTHOR = enum.auto()
    DATE = enum.auto()
    CAPTION = enum.auto()
    CREDIT = enum.auto()
    STANDFIRST = enum.auto()
    PLAYER = enum.auto()
    EMBED = enum.auto()
    PULLQUOTE = enum.auto()
    KICKER = enum.auto()
    FIGURE = enum.auto()
    BODY = enum.auto()
    HEADLINE = enum.auto()
    INFOBOX = enum.auto()
    ENTRY = enum.auto()
    CORRECTION = enum.auto()
    ASIDE = enum.auto()
    PAYWALL = enum.auto()
    CONSENT = enum.auto()


NAMES: tuple[tuple[Sign, str, str], ...] = (
    # sign, pattern over opened names, an element that bears it
    (Sign.NAV, r"nav(bar|igation)?|menu|breadcrumbs?|masthead|site (header|footer)|page (header|footer)|footer|toolbar|sitemap|skip", "main-nav"),
    (Sign.NAV, r"modal|popup|overlay|lightbox|off ?canvas", "modal-dialog"),
    (Sign.CONSENT, r"cookies?|cookie ?(law|bot|yes|notice|banner|bar|policy|consent|preferences)( \w+)?|consent\w*|gdpr|one ?trust|ot sdk|usercentrics|didomi|sourcepoint|quantcast|qc cmp\d?|cmp ?(banner|container|box)|cybot\w*|trustarc|truste|cli (tab|modal|bar|col|row)|privacy ?(banner|notice|policy|manager|center|settings)|embed ?(consent|privacy|placeholder)|(social|embed|content) placeholder", "onetrust-banner-sdk"),
    (Sign.NAV, r"side ?bar|rail|right column", "right-rail"),
    (Sign.RELATED, r"relat(ed|ion|ionado|ionadas?|ionados)?|recommend\w*|recirc\w*|outbrain|taboola|(most|more|also|keep) ?(read\w*|popular|viewed|from|on|stories|news|like|articles)", "related-articles"),
    (Sign.RELATED, r"(read|see) ?(more|also|next|on)|trending|popular|suggest\w*|teasers?|further|up ?next|next ?up|latest|you ?may ?(also)? ?like|link ?(list|box|group)|card (title|text|body)", "readMore"),
    (Sign.RELATED, r"tags?|tag ?(list|cloud)|topics?|keywords?|schlagwort\w*|themen", "article-tags"),
    (Sign.RELATED, r"relacionad\w*|mehr zum thema|lesen ?sie|weiterlesen|lire aussi|leggi anche|lees ook|correlat\w*|empfehlung\w*", "noticias-relacionadas"),
    (Sign.COMMENT, r"comments?|comment ?(list|section|form|thread)|disqus|kommentare|commentaires|comentarios|responses|coral", "comments-area"),
    (Sign.SIGNUP, r"newsletter\w*|sign ?up|subscri\w+|abo|registration|donat\w+|membership|premium (box|hint)|offer|login|upsell|cta|call to action", "newsletter-signup"),
    (Sign.PAYWALL, r"pay ?wall\w*|identity ?(intro|screen|form)|blocker|unlock\w*|pay ?gate|reg ?wall|piano|metered|premium ?(box|hint|teaser)", "paywall-notice"),
    (Sign.ADVERT, r"ads?|advert\w*|ad ?(slot|unit|container|wrapper|label)|anzeigen?|werbung|sponsor\w*|dfp|gpt|commercial|affiliate|shopping|promo\w*|publicidad|publicite|pubblicita|reklame?", "ad-slot"),
    (Sign.SHARE, r"shar(e|es|ing|ebar|e ?bar|e ?buttons?)|social\w*|follow( us)?|bookmark\w*|addtoany|sharedaddy|teilen", "social-share"),
    (Sign.TOOLS, r"tools?|print|font ?size|reading ?time|read ?time|lesezeit|rating|votes?|poll|quiz|survey|ticker ?bar|translate|toggle|tooltip|icon|counter|feedback|reactions?|emoji|gallery ?(count|nav|index)", "article-tools"),
    (Sign.AUTHOR, r"by ?lines?|authors?|autor(en|es|e|in)?|auteurs?|autore|writers?|contributors?|author ?(name|info|box|bio)|reporters?|journalist|redakteur\w*|posted by|contrib", "article-byline"),
    (Sign.DATE, r"date|datum|date ?(time|line|published|modified)|time|time ?stamp|publish(ed|date|ed date|ed on)?|pub ?date|updated|posted on|last ?updated|fecha|veroeffentlicht", "publish-date"),
    (Sign.CAPTION, r"caption\w*|fig ?caption|(image|img|media|photo|picture|bild|foto) ?(caption|description|desc|text|info|legend|title|subtitle|unterschrift)|bildunterschrift\w*|bu|legende?|cutline|didascalia|pie ?(de)? ?foto|wp caption text|lead ?image ?text", "image-caption"),
    (Sign.CREDIT, r"credits?|copyrights?|photographers?|fotograf\w*|(image|photo|img|media|picture|bild|foto|caption) ?(credits?|source|author|byline|copyright|by|quelle|rights)|quelle|attribution|rights|courtesy", "photo-credit"),
    (Sign.STANDFIRST, r"stand ?first|strap ?line|lead|lede|leadtext|lead ?(text|paragraph|in)|ledes?|intro\w*|deck?|sub ?title|sub ?head ?line|sub ?deck|summary|excerpt|abstract|chapo|entradilla|vorspann|sottotitolo|occhiello|sommario|ingress|manchet|spot|bajada|preamble|article ?(description|teaser)|anriss", "article-standfirst"),
    (Sign.PLAYER, r"player\w*|audio\w*|podcasts?|listen|jw ?player|brightcove|videos?|video ?\w*|vjs|transcript|text to speech|tts|speech|vorlesen|read ?speaker", "audio-player"),
    (Sign.EMBED, r"twitter ?(tweet|embed|post)|tweets?|instagram ?(media|embed|post)|tiktok ?(embed|post)?|(facebook|fb|x|social|threads) ?(post|embed)|reddit ?(embed|card|post)|(mastodon|bluesky|telegram|truth ?social) ?(embed|post|message|toot)?", "twitter-tweet"),
    (Sign.PULLQUOTE, r"pull ?quotes?|quote ?box|zitat ?box|block ?pull", "pullquote"),
    (Sign.KICKER, r"kicker|eyebrow|over ?(line|title|head)|dachzeile|spitzmarke|topline|rubrik|ressort|section ?(name|label|title)|category|categories|label|badge|flag|antetitulo|surtitre|label ?text", "article-kicker"),
    (Sign.FIGURE, r"figure|images?|img|photos?|\w*bild(er)?|\w*fotos?|imagen(es)?|immagine|gallery|slide ?show|slider|carousel|bildergalerie|galerie|galeria|picture|media|slides?|fotostrecke", "photo-gallery"),
    (Sign.BODY, r"(article|story|entry|post|content|news|text|artikel|main|detail|rich) ?(body|content|text|inhalt|copy|main)( \w+)?|body ?(text|copy|content)|artikel ?\w*|article ?paragraphs?|story|cuerpo|corps|prose|rte", "article-body"),
    (Sign.HEADLINE, r"head ?line|title|titulo|titel|titre|titolo|(article|post|entry|story|page|main) ?(title|headline|heading)|heading", "article-title"),
    (Sign.INFOBOX, r"info ?box|fact ?box|facts?|faktenbox|ai ?(article )?summary\w*|ai ?content|sidebar ?box|glossar\w*|timeline|definition|box", "factbox"),
    (Sign.ENTRY, r"live ?(blog|ticker)?( \w+)? ?(entry|post|item|update)|live ?blog ?(post|entry|update)|ticker ?(entry|item|post)", "liveblog-post"),
    (Sign.CORRECTION, r"corrections?|clarification|editors? ?note|erratum|update ?note", "correction-note"),
)  # fmt: skip

TAGS: dict[str, Sign] = {
    "nav": Sign.NAV,
    "footer": Sign.NAV,
    "menu": Sign.NAV,
    "search": Sign.NAV,
    "aside": Sign.ASIDE,
    "form": Sign.TOOLS,
    "button": Sign.TOOLS,
    "figure": Sign.FIGURE,
    "figcaption": Sign.CAPTION,
    "time": Sign.DATE,
    "address": Sign.AUTHOR,
}

COMPILED = tuple((int(sign), re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z])")) for sign, pattern, _ in NAMES)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
STATES = re.compile(r"(?<![\w-])(?:(?:no|non|not|without|with|has|hide|until|end|disable)[-_][\w-]+|has[A-Z]\w+)")
"""Names that tell a state and not a purpose: ``no-tts``, ``has-sidebar``."""
NOT_LETTERS = re.compile(r"[\W_]+")


def opened(names: str) -> str:
    """Names in lower case with ``camelCase`` and punctuation opened to single spaces."""
    return NOT_LETTERS.sub(" ", CAMEL.sub(" ", STATES.sub(" ", names))).lower()


LEAVES = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "span", "em", "strong", "b", "i", "u", "font", "blockquote"))
NOT_OF_LEAVES = ~int(Sign.NAV | Sign.TOOLS | Sign.PLAYER | Sign.PAYWALL | Sign.FIGURE | Sign.BODY | Sign.INFOBOX)
"""What a paragraph's or heading's own name never says of it: ``p.paywall`` is a paragraph for subscribers, not a notice."""


@lru_cache(maxsize=65536)
def signs_of(tag: str, names: str) -> int:
    """What an element's tag and names say about its text."""
    signs = int(TAGS.get(tag, 0))
    if names:
        name = opened(names)
        for sign, pattern in COMPILED:
            if not signs & sign and pattern.search(name):
                signs |= sign
    if signs & Sign.BODY:  # the whole text may be for subscribers alone
        signs &= ~int(Sign.PAYWALL | Sign.SIGNUP)
    if signs & Sign.EMBED:  # `social-post` is a post, not a row of buttons
        signs &= ~int(Sign.SHARE)
    return signs & NOT_OF_LEAVES if tag in LEAVES else signs
