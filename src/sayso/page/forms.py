"""The forms that lines of a copied news page have: a table of patterns, each with the role that it gives away and an example.

A form holds for the whole line. The order counts: the first that fits decides.
"""

from __future__ import annotations

# ruff: noqa: E501 -- a table reads best with one form a line
import re
from dataclasses import dataclass

from sayso.page.page import Role


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a line, the role that it tells, and a line that has it."""

    role: Role
    pattern: str
    example: str


FORMS: tuple[Form, ...] = (
    Form(Role.PLAYER, r"listen to (this|the) (article|story|episode).*", "Listen to this article"),
    Form(Role.PLAYER, r"(loading|buffering)( \w+){0,2}\s*(…|\.{2,3})?", "Loading audio..."),
    Form(Role.PLAYER, r"(play|pause|mute|unmute|replay|rewind)( (video|audio|sound|again))?( \"?.{0,80})?", "Play video"),
    Form(Role.PLAYER, r"(audio|video) (player|duration|length)\b.*", "Video duration 1:12"),
    Form(Role.PLAYER, r"(this video can ?not be played|your browser does not support .*)", "This video can not be played"),
    Form(Role.PLAYER, r"(media caption|to play this video|video unavailable|autoplay).*", "To play this video you need JavaScript"),
    Form(Role.PLAYER, r"\d{1,2}:\d\d(:\d\d)?( ?(/|of|\|) ?\d{1,2}:\d\d(:\d\d)?)?", "0:00 / 3:25"),
    Form(Role.PLAYER, r"(up next|now playing|watch (now|live|again|more)?|skip ad)", "Up next"),
    Form(Role.RELATED, r"\W{0,3}(read|see|watch|listen|learn|find out|show|view|load|click for|hear|discover) (more|also|next|all|here|now)\b.*",
         "Read more: Bridge closed after flood"),
    Form(Role.RELATED, r"\W{0,3}(also|must|keep|continue)[ -](read|reading|watch)\b.*", "ALSO READ | Bridge closed after flood"),
    Form(Role.RELATED, r"\W{0,3}(related|recommended|suggested|trending|popular|most[ -](read|viewed|popular|watched|shared|recent))\b.{0,80}",
         "Related: Bridge closed after flood"),
    Form(Role.RELATED, r"(more (on|from|about|in|like|by|top|stories|news|coverage|articles)\b.{0,60})", "More on this story"),
    Form(Role.RELATED, r"(you (may|might) (also )?(like|be interested).*|don['’]t miss.{0,60}|see also\b.*|in case you missed it.*)",
         "You may also like"),
    Form(Role.RELATED, r"(top|latest|other|further|similar|editor['’]?s['’]?|today['’]s) (stories|news|articles|picks|videos|headlines|reading)\b.{0,40}",
         "Top stories"),
    Form(Role.RELATED, r"(watch|listen|video|in pictures|gallery|podcast|explainer|live|opinion|analysis|factbox|timeline) ?[:|] .*",
         "WATCH: Rescuers reach the village"),
    Form(Role.CREDIT, r"\(?(additional |further )?(reporting|editing|writing|compiled|edited|reported|photography|graphics|video) by\b.*",
         "(Reporting by Ada Ruiz; Editing by Tom Hale)"),
    Form(Role.CREDIT, r".{3,200} contributed (to this (report|story|article)|reporting)\b.{0,60}", "Ada Ruiz contributed to this report"),
    Form(Role.CREDIT, r"(with )?(agencies|associated press|reuters|afp|press association)( and (agencies|reuters|associated press|afp))?",
         "Associated Press and Reuters"),
    Form(Role.CREDIT, r"(image|photo|picture|photograph|photographs|pictures|video|credit|image source|photo credit|source|copyright|foto)s?"
         r"( by|:|,| source:?| copyright,?| credit:?) .{2,80}", "Picture: Northern Wire"),
    Form(Role.CREDIT, r"(©|\(c\)|copyright\b).{0,120}", "© 2031 The Northern Wire"),
    Form(Role.CREDIT, r".{0,50}\b(getty images?|ap photo|epa|afp|reuters|alamy|shutterstock|istock)(/.{1,40})?", "Getty Images"),
    Form(Role.CAPTION, r"(image |photo |picture |media )?caption\W{1,3}.+", "Image caption, The bridge on Monday"),
    Form(Role.FURNITURE, r"(share|tweet|email|print|save|copy link|bookmark|comments?|comment|like|follow|subscribe|sign in|sign up|log in|register|menu|search"
         r"|home|skip to .*|back to top|close|open|advertisement|advert|ad|sponsored|promoted|support us|donate|newsletters?|cookies?|privacy|terms"
         r"|share this.*|share (on|via|with) .*|share (article|story)|view comments.*|\d+ comments?|whatsapp|facebook|twitter|x|linkedin|telegram"
         r"|instagram|youtube|reddit|flipboard|pinterest|tiktok|threads|bluesky|messenger|copied|link copied.*|more options|explore more|show more|see all"
         r"|load more|next|previous|\W*)", "Share this article"),
    Form(Role.FURNITURE, r"(sign up|subscribe|follow us|join us|get (the|our|all|more)|download (the|our)|receive|enter your e-?mail"
         r"|register (for|now)|click here|tap here|become a|support (our|the)|help us|have (a|you got a) (story|tip|question)|do you have|contact us"
         r"|got a (story|tip)|send (us|your)|stay (up to date|informed|connected)|check out our|to get in touch|by (signing|subscribing|submitting)|you can also follow"
         r"|add us|add .{2,30} (as|on) |make .{2,30} (your|a) preferred|never miss)\b.*",
         "Sign up to our morning newsletter"),
    Form(Role.FURNITURE, r"\d+ ?(min|mins|minute|minutes)( read)?( ago)?", "4 min read"),
    Form(Role.FURNITURE, r"(published |updated |posted )?\d+ ?(s|m|h|d|min|mins|minutes?|hrs?|hours?|days?|weeks?|months?|years?)\.? ago.{0,40}", "3 hours ago"),
    Form(Role.FURNITURE, r".{0,120}\ball rights reserved\b.{0,160}", "The Northern Wire. All rights reserved."),
    Form(Role.FURNITURE, r"(this (site|website|page) (is|uses)|we use cookies|we and our|your privacy|.{0,40}is not responsible for the content of).*",
         "We use cookies to improve this site"),
    Form(Role.FURNITURE, r"(tags?|topics?|filed under|categories|category|in this (article|story)|on this page|section|keywords)\b ?:?.{0,100}", "Topics: Floods"),
)  # fmt: skip

_COMPILED: tuple[tuple[re.Pattern[str], Role], ...] = tuple(
    (re.compile(form.pattern, re.IGNORECASE), form.role) for form in FORMS
)

NOTICES: tuple[tuple[str, str], ...] = (
    (r"subscribe (now )?to (continue|read|unlock|keep)|subscribers? only|for subscribers|already a subscriber|to continue reading", "a paywall notice"),
    (r"enable javascript|javascript is (disabled|required|not available)|requires javascript|turn on javascript", "a notice that the page needs scripts"),
    (r"enable cookies|accept (all )?cookies|cookie (consent|preferences|settings)|we value your privacy", "a cookie notice"),
    (r"page (not|cannot be|could not be) found|404 (error|not found)|no longer available|article (has been|was) removed", "a notice that the page is gone"),
    (r"access (denied|to this page has been denied)|forbidden|are you a (robot|human)|unusual (activity|traffic)|verify (that )?you are", "a notice that keeps machines out"),
)  # fmt: skip
"""What stands in place of an article, and what it is in words."""

_NOTICES = tuple((re.compile(pattern, re.IGNORECASE), words) for pattern, words in NOTICES)


def role_by_form(line: str) -> Role | None:
    """The role that the line's form gives away; ``None`` where its form says nothing."""
    for pattern, role in _COMPILED:
        if pattern.fullmatch(line):
            return role
    return None


def notice_in(text: str) -> str | None:
    """What notice stands where an article should be, in words; ``None`` where there is none."""
    return next((words for pattern, words in _NOTICES if pattern.search(text)), None)
