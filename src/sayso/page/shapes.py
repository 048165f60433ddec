"""What a run of an HTML document looks like: a caption, a line with a date, a standfirst, a link to elsewhere."""

from __future__ import annotations

import re

from sayso.page.article import Article, Titles, length_of, squeezed
from sayso.page.authors import is_name_alone
from sayso.page.dates import times_in
from sayso.page.signs import Sign, signs_of
from sayso.page.walk import HEADINGS, Place, Run

FIGURE, STANDFIRST = int(Sign.FIGURE), int(Sign.STANDFIRST)
DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W_]")
ENDS_SENTENCE = re.compile(r"[.!?…。！？।۔؟:;][\"'”’»“›)\]」』]*\s*$")
LEADS_ON = re.compile(r"[:：|»>→▶►\]】-]\s*$")


def in_table(run: Run, article: Article) -> bool:
    """Whether a cell stands in a table of the article, and not in one by which the whole page is laid out."""
    table = next((place for place in run.block.up() if place.tag == "table"), None)
    return (
        table is not None and table is not article.container and article.container is not None and table.within(article.container)
    )


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


def setting_of(run: Run) -> tuple[str, str, str]:
    """How a run is set: its block's tag, and the first names of it and its parent."""
    block = run.block
    above = block.parent.names if block.parent else ""
    return block.tag, block.names.split(" ", 1)[0], above.split(" ", 1)[0]
