"""The forms that lines of a copied news page have: a table of patterns, each with the role that it gives away and an example.

A form holds for the whole line. The order counts: the first that fits decides.
"""

# ruff: noqa: E501 -- a table reads best with one form a line

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.page.page import Role


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a line, the role that it tells, and a line that has it."""

    role: Role
    pattern: str
    example: str
    closes: bool = False
    """Whether the article is over where such a line stands."""
    picture: bool = False
    """Whether it is the credit of a picture, so that the line above it is a caption."""
    heads: bool = False
    """Whether such a line may also be the headline of the article, where it stands above it."""
    needs: tuple[str, ...] = ()
    """Characters of which some stand in every such line, in lower case; looked for first, since that is quick."""


SHORT: tuple[Form, ...] = (
    Form(Role.PLAYER, r"listen to (this|the) (article|story|episode).*", "Listen to this article"),
    Form(Role.PLAYER, r"(loading|buffering)( \w+){0,2}\s*(…|\.{2,3})?", "Loading audio..."),
    Form(Role.PLAYER, r"(play|pause|mute|unmute|replay|rewind)( (video|audio|sound|again))?", "Play video"),
    Form(Role.PLAYER, r"(audio|video)? ?(player|duration|length|runtime):? \d.*", "Duration 1:12"),
    Form(Role.PLAYER, r"(this video can ?not be played|your browser does not support .*|.*this video (has )?failed to load.*|try refreshing your browser.*)", "This video can not be played"),
    Form(Role.PLAYER, r"(media caption|to play this video|video unavailable|autoplay|tap to unmute).*", "To play this video you need JavaScript"),
    Form(Role.PLAYER, r"\d{1,2}:\d\d(:\d\d)?( ?(/|of|\|) ?\d{1,2}:\d\d(:\d\d)?)?", "0:00 / 3:25"),
    Form(Role.PLAYER, r"(up next|now playing|watch (now|live|again|more)?|skip ad|image \d+ of ?/? ?\d*|\d+ ?/ ?\d+|\d+ of \d+|back to gallery)", "Image 1 of 12"),
    Form(Role.EMBED, r"[—–-] .{2,60}\(@\w{2,30}\).{0,40}", "— Port Sorrel Fire Service (@PSFire) 3 March 2031"),
    Form(Role.RELATED, r"\W{0,3}(read|see|watch|listen|learn|find out|show|view|load|click for|hear|discover|explore) (more|also|next|all|here|now)\b.*", "Read more: Bridge closed after flood"),
    Form(Role.RELATED, r"\W{0,3}(also|must|keep|continue)[ -](read|reading|watch)\b.*", "ALSO READ | Bridge closed after flood"),
    Form(Role.RELATED, r"\W{0,3}(related|recommended|suggested|trending|popular|most[ -](read|viewed|popular|watched|shared|recent))\b.{0,80}", "Related: Bridge closed after flood"),
    Form(Role.RELATED, r"more( (on|from|about|in|like|by|top|stories|news|coverage|articles|trending)\b.{0,60})?:?", "More on this story"),
    Form(Role.RELATED, r"(you (may|might) (also )?(like|be interested).*|don['’]t miss.{0,60}|see also\b.*|in case you missed it.*|elsewhere on .{2,40})", "You may also like"),
    Form(Role.RELATED, r"(top|latest|other|further|similar|editor['’]?s['’]?|today['’]s) (stories|news|articles|picks|videos|headlines|reading)\b.{0,40}", "Top stories"),
    Form(Role.RELATED, r"(watch|listen|video|in pictures|gallery|podcast|explainer|live|opinion|analysis|factbox|timeline) ?[:|] .*", "WATCH: Rescuers reach the village", heads=True),
    Form(Role.CREDIT, r"\(?(additional |further )?(reporting|editing|writing|compiled|edited|reported|photography|graphics|video) by\b.*", "(Reporting by Ada Ruiz; Editing by Tom Hale)"),
    Form(Role.CREDIT, r".{3,200} contributed (to this (report|story|article)|reporting)\b.{0,60}", "Ada Ruiz contributed to this report", needs=("contributed",)),
    Form(Role.CREDIT, r"(with )?(agencies|associated press|reuters|afp|press association)( and (agencies|reuters|associated press|afp))?", "Associated Press and Reuters"),
    Form(Role.CREDIT, r"\W{0,2}(image|photo|picture|photograph|video|credit|image source|photo credit|source|copyright|foto|illustration)s?( by:?|:|,| source:?| copyright,?| credits?:?)( .{2,80})?", "Picture: Northern Wire"),
    Form(Role.CREDIT, r"(photo|image|picture)s?( by\b.{0,60})?:?|(?-i:[A-Z]\S+ [A-Z]\S+ for ([Tt]he )?[A-Z].{2,40}(?<![.!?]))", "Photo", picture=True),
    Form(Role.CREDIT, r"(bild(rechte|quelle|nachweis)?|fotos?|foto(graf|grafía)|quelle|crédits?( photo)?|fuente|fonte|imagen|zdjęcie|zdj\.|fot\.|kuva|фото|джерело|источник|写真|사진)\s?[:：©=/].{1,80}", "Bildrechte: Nordbild/Ada Ruiz", needs=("bild", "foto", "quelle", "crédit", "fuente", "fonte", "imagen", "zdj", "fot.", "kuva", "фото", "джерело", "источник", "写真", "사진")),
    Form(Role.CREDIT, r"(©|\(c\)|copyright\b).{0,120}", "© 2031 The Northern Wire"),
    Form(Role.CREDIT, r"(?!.*\b(told|said|says|to|from|with|according)\b)\W{0,2}[^“”\"]{0,50}\b(getty( images?)?|ap( photo)?|epa|afp|reuters|alamy|shutterstock|istock|anadolu|sipa|zuma)(/.{1,40})?\W{0,2}", "Getty Images", picture=True, needs=("getty", "ap", "epa", "afp", "reuters", "alamy", "shutterstock", "istock", "anadolu", "sipa", "zuma")),
    Form(Role.CAPTION, r"!\[[^\]]*\]\(\S+( [\"'].*)?\)", "![The bridge on Monday](bridge.jpg)", needs=("![",)),
    Form(Role.CAPTION, r"(image |photo |picture |media )?caption\W{1,3}.+", "Image caption, The bridge on Monday"),
    Form(Role.FURNITURE, r"(leave a (reply|comment)|\d[\d,]* (comments?|responses|replies)|comments ?(\(\d+\))?|(post|add|write) (a|your) comment|join the (conversation|discussion)|(show|view|see|load|read) (all |more )?(\d+ )?comments.*)", "Leave a Reply", closes=True),
    Form(Role.FURNITURE, r"(\d+ )?(kommentare|leserkommentare|commentaires|comentarios|comentários|commenti|reacties|kommentarer|kommentit|komentarze|komentáře|комментарии|коментарі|yorumlar|コメント|댓글|评论)\s?:?( ?\(?\d+\)?)?|(kommentar (schreiben|hinzufügen|verfassen)|diskutieren sie|laisser un commentaire|(deja|escribe) (un|tu) comentario|deixe (um|seu) comentário|lascia un commento|skriv (en )?kommentar|dodaj komentarz|оставить комментарий|yorum yaz).{0,40}", "12 Kommentare", closes=True),
    Form(Role.FURNITURE, r".{2,50} (on|at|,) .{0,30}\d.{0,30} (says|said|wrote|commented):?", "harbourwatcher on March 3, 2031 at 9:59 pm said:", closes=True, needs=("says", "said", "wrote", "commented")),
    Form(Role.FURNITURE, r"(share|tweet|email|print|save|copy link|bookmark|comments?|comment|like|follow|subscribe|sign in|sign up|log in|login|register|menu|search|home|skip to .*|back to top|close|open|advertisement|advert|ad|sponsored|promoted|support us|donate|newsletters?|cookies?|privacy|terms|share this.*|share (on|via|with) .*|share (article|story)|whatsapp|facebook|twitter|x|linkedin|telegram|instagram|youtube|reddit|flipboard|pinterest|tiktok|threads|bluesky|messenger|copied|link copied.*|more options|explore more|show more|see all|load more|next|previous|video|caption|by|social sharing|(article|story) continues.*|name ?\*|e-?mail( address)? ?\*?|website|swipe.*|submit a correction|reprints.*|send|submit|reply|report|edit|\W*\d{0,3}\W*)", "Share this article"),
    Form(Role.FURNITURE, r"(share)?((facebook|twitter|linkedin|e-?mail|print|whatsapp|more|pinterest|reddit|copy link|copied)\W*)+", "FacebookTwitterEmail"),
    Form(Role.RELATED, r".*(>>|›|»|→)", "Explore the maps >>", needs=(">>", "›", "»", "→")),
    Form(Role.RELATED, r"on \S+\.(com|org|net|co\.uk): .*", "On portsorrelpost.com: Bridge closed after flood"),
    Form(Role.FURNITURE, r"[^.]{1,40}( [>›»] [^.]{1,60}){1,6}", "Home > Calvia > Port Sorrel"),
    Form(Role.FURNITURE, r"about the authors?|author", "About the author", closes=True),
    Form(Role.FURNITURE, r"[A-Z]\S+ \S+.{0,60} is (a|an|the) .{0,120}\b(reporter|journalist|correspondent|columnist|editor|writer|producer|contributor|author)\b.*(cover|based|report|write|freelance|work|former|contribut).*", "Ada Ruiz is a reporter who covers the coast.", closes=True, needs=(" is a ", " is an ", " is the ")),
    Form(Role.FURNITURE, r"\d+ ?(min|mins|minute|minutes)( read)?( ago)?", "4 min read"),
    Form(Role.DATE, r"(published |updated |posted )?(about )?\d+ ?(s|m|h|d|min|mins|minutes?|hrs?|hours?|days?|weeks?|months?|years?)\.? ago.{0,40}", "3 hours ago"),
    Form(Role.FURNITURE, r".*\d+ (views|shares|comments)\b.{0,30}", "3304 views 13 mins 0 comments", needs=(" views", " shares", " comments")),
    Form(Role.FURNITURE, r"(tags?|topics?|filed under|published under|posted in|categories|category|in this (article|story)|on this page|section|keywords)\b ?:?.{0,160}", "Topics: Floods"),
    Form(Role.FURNITURE, r"(breaking news|newsletter|email|e-mail|push) (emails?|alerts?|notifications?|sign-?up)", "Breaking news emails"),
)  # fmt: skip
"""Forms of lines of at most 25 words."""

LONG: tuple[Form, ...] = (
    Form(Role.CAPTION, r"(pictured( \w+){0,3},|file ?(photo|picture)? ?[-–—:]|\(l-r\)|\(?(from|clockwise from)( the)? (top )?left|\[\d+/\d+\]|(a|an) (stock|undated|handout|file|aerial|satellite) (image|photo|picture|view) ).*", "FILE - The bridge in May 2030."),
    Form(Role.CAPTION, r"((?!\b(was|were|had|has|have|will|would|did|said|told|began|took|became|died|gave|went|came|announced|published|released|founded|signed|since|by)\b).){20,}? ((jan|feb)(\.|ruary)|mar(\.|ch)|apr(\.|il)|may|june?\.?|july?\.?|(aug|sept?|oct|nov|dec)(\.|[a-z]+)) \d{1,2}, 20\d\d(,? (in [A-Z]|(as|after|during|amid|following|before) )[^.]{2,120})?\.( .*)?", "Ada Ruiz speaks at the harbour on March 3, 2031, in Port Sorrel, Calvia.", needs=(", 20",)),
    Form(Role.CAPTION, r"(?!.*[“\"„«:])(?!.*\b(said|says|told)\b).{0,120}(?-i:\((l\.|r\.|m\.|li\.|re\.|v\. ?[lr]\.|v\. ?l\. ?n\. ?r\.|links|rechts|Mitte|left|right|cent(er|re)|à gauche|à droite|a sinistra|a destra)\)).*", "Ada Ruiz (r.) with the mayor of Port Sorrel.", needs=(".)", "left)", "right)", "center)", "centre)", "links)", "rechts)", "mitte)", "gauche)", "droite)", "sinistra)", "destra)")),
    Form(Role.FURNITURE, r"[$€£¥]\s?\d[\d.,]*( .{0,40})?(?<![.!?])", "$285 at Orle Outfitters", needs=("$", "€", "£", "¥")),
    Form(Role.FURNITURE, r"@\w{2,30}", "@ada_ruiz", needs=("@",)),
    Form(Role.FURNITURE, r"((an dieser stelle (findest|finden|befindet)|ich bin damit einverstanden|personenbezogene daten (können|werden)|(du kannst|sie können) (ihn|es|sie) (dir|sich) mit einem klick|mit meiner anmeldung|jetzt (kostenlos )?(anmelden|abonnieren|testen)|mit \* markierte|en vous inscrivant|j.accepte|al suscribirte|acepto|iscrivendoti|accetto)\b.*|.*\bnewsletter\b.*\b(anmelden|abonnieren|inscri\w+|abonn\w+|suscr\w+|iscriv\w+|aanmeld\w+|tilmeld\w*|prenumer\w+)\b.*|.*\b(datenschutz(erklärung|bestimmungen|hinweise)|politique de confidentialité|política de privacidad|informativa sulla privacy|privacyverklaring|personvernerklæring)\b.*)", "Mit meiner Anmeldung stimme ich den Bedingungen zu.", needs=("stelle", "einverstanden", "daten", "klick", "anmeldung", "jetzt", "markierte", "inscri", "accept", "suscrib", "acepto", "iscriv", "accetto", "newsletter", "privacy", "confidentialité", "privacidad", "personvern")),
    Form(Role.FURNITURE, r"(https?://|www\.)\S+", "https://portsorrelpost.example/bridge", needs=("http", "www.")),
    Form(Role.CAPTION, r".{15,}\($", "The bridge before the flood (", needs=("(",)),
    Form(Role.FURNITURE, r"(sign up|subscribe|follow us|follow the (latest|live|story)|join us|get (the|our|all|more|breaking|email)|download (the|our)|receive|enter your e-?mail|register (for|now)|click here|tap here|become a|support (our|the|local|independent)|help us|have (a|you got a) (story|tip|question)|do you have (a|an|any|more|news|information)|contact us|got a (story|tip)|send (us|your)|stay (up to date|informed|connected)|check out our|to get in touch|get in touch|by (signing|subscribing|submitting|clicking)|you can (also )?(follow|email)|add us|never miss|like this (story|article)|enjoyed this|want to (bookmark|read|comment|get)|would you like to (comment|receive)|(please )?share your (thoughts|views|story)|for more (stories|news|information|on|from|content)|interested in more|thank you for reading|keep up to date|let our|chat with us|create an account|already (a subscriber|have an account)|save my name|please (enter|note that comments|review our|be mindful))\b.*", "Sign up to our morning newsletter"),
    Form(Role.FURNITURE, r".*\b(all rights reserved|(our|weekly|daily|free|more) newsletters?|(your|into your) inbox|privacy (policy|notice)|terms (of (use|service)|and conditions)|cookie policy|ad[ -]?blocker|community (standards|guidelines)|commenting policy|our (award-winning )?journalism|affiliate commission|unlimited (online )?access|this advertisement|your personal data|your subscription|(reserved|only) for subscribers|(register|subscribe) to (unlock|continue|read)|unsubscribe|no spam|already a subscriber|registered trademarks?)\b.*", "Get our journalism in your inbox.", needs=("rights", "newsletter", "inbox", "privacy", "terms", "cookie", "blocker", "guidelines", "standards", "policy", "journalism", "commission", "access", "advertisement", "your ", "trademark", "subscri", "regist", "spam")),
    Form(Role.FURNITURE, r"(this (site|website) (is|uses)|we use cookies|we and our|your privacy|.{0,40}is not responsible for the content of|we may earn|we are proud to|our website is|opens in (a )?new).*", "We use cookies to improve this site"),
)  # fmt: skip
"""Forms of lines of any length: the site speaking to its reader."""

_LONGEST_SHORT = 25
_LONGEST = 60


class _Table:
    """The forms of a table, compiled; of most lines two quick searches tell that they have none of them."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self._forms = forms
        self._needing = tuple((i, re.compile(form.pattern, re.IGNORECASE), form) for i, form in enumerate(forms) if form.needs)
        self._needed = tuple(dict.fromkeys(part for form in forms for part in form.needs))
        others = (f"(?P<form{i}>{form.pattern})" for i, form in enumerate(forms) if not form.needs)
        self._plain = re.compile("|".join(others), re.IGNORECASE)

    def first(self, line: str) -> Form | None:
        """The first form of the table that the line has."""
        found = self._plain.fullmatch(line)
        best = int((found.lastgroup or "").removeprefix("form")) if found else len(self._forms)
        lower = line.lower()
        if there := {part for part in self._needed if part in lower}:
            for i, pattern, form in self._needing:
                if i < best and not there.isdisjoint(form.needs) and pattern.fullmatch(line):
                    return form
        return self._forms[best] if found else None


_SHORT, _LONG = _Table(SHORT), _Table(LONG)

AGO = re.compile(
    r"(?i)\b(?:\d+|an?|one|eine[rm]?|une?|uma?|ein|en)\s?(?:s|m|h|d|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?)\.? ago\b"  # 3 hours ago
    r"|\b(?:vor|il y a|hace|há|för|for|před|acum) (?:etwa |ca\. )?(?:\d+|an?|eine[rmn]?|une?|una?|uma?|en) \w+(?: sedan| siden)?$"  # vor 3 Stunden
    r"|\b\d+ \w+ (?:fa|geleden|temu|önce|назад|тому|sitten|sedan|siden)\b"  # 3 ore fa
    r"|\d+\s?(?:分|時間|日|小时|天|시간|분|일)\s?(?:前|전)"  # 3時間前
)
"""How long ago something was put there, as the entries of lists and comments say it."""

NOTICES: tuple[tuple[str, str], ...] = (
    (r"subscribe (now )?to (continue|read|unlock|keep)|subscribers? only|for subscribers|already a subscriber|to continue reading", "a paywall notice"),
    (r"enable javascript|javascript is (disabled|required|not available)|requires javascript|turn on javascript", "a notice that the page needs scripts"),
    (r"enable cookies|accept (all )?cookies|cookie (consent|preferences|settings)|we value your privacy", "a cookie notice"),
    (r"page (not|cannot be|could not be) found|404 (error|not found)|no longer available|article (has been|was) removed", "a notice that the page is gone"),
    (r"access (denied|to this page has been denied)|forbidden|are you a (robot|human)|unusual (activity|traffic)|verify (that )?you are|(checking|verifying) your browser", "a notice that keeps machines out"),
)  # fmt: skip
"""What stands in place of an article, and what it is in words."""

_NOTICES = tuple((re.compile(pattern, re.IGNORECASE), words) for pattern, words in NOTICES)


def form_of(line: str, count: int) -> Form | None:
    """The form that a line of so many words has; ``None`` where its form says nothing."""
    if count <= _LONGEST_SHORT and (form := _SHORT.first(line)):
        return form
    if count <= _LONGEST and line[0] not in "\"“‘'":
        return _LONG.first(line)
    return None


def notice_in(text: str) -> str | None:
    """What notice stands where an article should be, in words; ``None`` where there is none."""
    return next((words for pattern, words in _NOTICES if pattern.search(text)), None)
