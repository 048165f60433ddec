"""Posts: all that a post says is on its author's word, and what it reports is within that."""

from __future__ import annotations

import json
from dataclasses import replace

from sayso.claims.figures.figures import Holders
from sayso.claims.mark import Mark, Status
from sayso.claims.statements.posted import not_of_themselves
from sayso.claims.statements.statements import statements_of
from sayso.page.page import Document, Kind, Page
from sayso.page.pages import pages_of
from sayso.reading.reading import Attribution, Reading
from sayso.text import Span, words_of

TEXT = "We heard it. Two blasts, the mayor said."


def post(**message: object) -> Page:
    chat = {"name": "Norlund Watch", "type": "public_channel", "id": 1}
    record = {"chat": chat, "message": {"id": 2, "type": "message", "from": "Norlund Watch", "text": TEXT, **message}}
    (page,) = pages_of(Document(json.dumps(record).encode(), Kind.POST, "post", "post"))
    return page


def reading(page: Page, *said: tuple[str, str, str]) -> Reading:
    def at(words: str) -> tuple[Span, ...]:
        start = page.text.index(words)
        return (Span(start, start + len(words)),)

    return Reading(tuple(Attribution(at(source), at(cue), at(content)) for source, cue, content in said), "by hand")


def told(page: Page, *said: tuple[str, str, str]) -> list[tuple[str | None, str | None, str, str, str | None]]:
    return [
        (
            s.speaker.name,
            s.speaker.kind.value if s.speaker.kind else None,
            words_of(s.source, page.text),
            " | ".join(piece.of(page.text) for piece in s.content),
            s.within,
        )
        for s in statements_of(page, reading(page, *said))
    ]


def test_a_post_is_on_its_authors_word() -> None:
    page = post()
    mayor = ("the mayor", "said", "Two blasts")
    assert told(page, mayor)[0] == ("Norlund Watch", "post", "Norlund Watch", TEXT, None)
    assert told(page, mayor)[1][2:] == ("the mayor", "Two blasts", "s1")
    (first, second) = statements_of(page, reading(page, mayor))
    assert (first.kind.value, first.stance.value, first.cue, first.confidence) == ("direct", "neutral", (), 0.98)
    assert second.kind.value == "indirect"


def test_what_is_passed_on_is_within() -> None:
    page = post(forwarded_from="Sorrel Eyes")
    assert told(page, ("the mayor", "said", "Two blasts")) == [
        ("Norlund Watch", "post", "Norlund Watch", TEXT, None),
        ("Sorrel Eyes", "post", "Sorrel Eyes", TEXT, "s1"),
        *told(page, ("the mayor", "said", "Two blasts"))[2:],
    ]
    assert told(page, ("the mayor", "said", "Two blasts"))[2][2:] == ("the mayor", "Two blasts", "s2")


def test_a_number_that_is_passed_on_is_on_the_word_of_whom_it_is_from() -> None:
    """Seen in a channel: the line of credit stood in the channel's words; without it, both say the same."""
    page = post(forwarded_from="Sorrel Eyes", text="Shells hit the school. 3 injured.")
    at = page.text.index("3 injured")
    assert Holders(statements_of(page, reading(page)), page.text)(Span(at, at + 1)) == "s2"


def test_a_deleted_account_is_a_link_without_a_name() -> None:
    page = post(forwarded_from=None, forwarded_from_id="user991")
    assert told(page) == [
        ("Norlund Watch", "post", "Norlund Watch", TEXT, None),
        (None, "post", "user991", TEXT, "s1"),
    ]


ARTICLE = """<html><head><title>Bridge hit</title></head><body><article><h1>Bridge hit at Port Sorrel</h1>
<p>A bridge over the Sorrel was hit on Monday morning, and the ferry terminal caught fire soon after that.</p>
<blockquote class="twitter-tweet">
<p>Two blasts at the bridge.</p><p>The mayor says nobody was hurt.</p>&mdash; Ana Ruiz (@anaruiz)
<a href="https://x.example/anaruiz/1">March 3, 2031</a></blockquote>
<blockquote class="twitter-tweet">
<p>We are open tomorrow.</p>&mdash; Sorrel Ferries (@sorrelferries) <a href="#">March 4, 2031</a>
</blockquote><p>The mayor told reporters that fourteen people had been taken to hospital by the afternoon.</p>
</article></body></html>"""


def test_posts_in_an_article() -> None:
    page = pages_of(Document(ARTICLE.encode(), Kind.HTML, "gazette", "gazette.html"))[0]
    found = told(page, ("The mayor", "says", "nobody was hurt"))
    assert found[0] == (
        "Ana Ruiz", "post", "Ana Ruiz", "Two blasts at the bridge. | The mayor says nobody was hurt.", None,
    )  # fmt: skip
    assert found[1][2:] == ("The mayor", "nobody was hurt", "s1")
    assert found[2] == ("Sorrel Ferries", "post", "Sorrel Ferries", "We are open tomorrow.", None)
    assert len(found) == 3


def test_a_day_is_counted_from_the_post_it_stands_in() -> None:
    """Seen with a post of 1 November in an article of 8 November: its *today* was taken for the article's."""
    page = pages_of(Document(ARTICLE.encode(), Kind.HTML, "gazette", "gazette.html"))[0]
    days = [page.said_at(page.text.index(words)) for words in ("Two blasts", "We are open", "The mayor told")]
    assert days == ["2031-03-03", "2031-03-04", page.published]


def test_a_post_without_a_signature_is_nobodys() -> None:
    page = pages_of(Document(ARTICLE.replace("&mdash; Ana Ruiz (@anaruiz)", "").encode(), Kind.HTML, "gazette", "g.html"))[0]
    assert [found[0] for found in told(page)] == ["Sorrel Ferries"]


def test_a_mark_in_a_post_is_not_about_the_whole_post() -> None:
    """Seen in a channel: its *could not verify* was about all that it said."""
    page = post(text="At least 14 people were killed, the mayor said. We could not verify the number.")
    statements = statements_of(page, reading(page, ("the mayor", "said", "At least 14 people were killed")))
    start = page.text.index("could not verify")
    mark = Mark("m1", (Span(start, start + 16),), Status.UNVERIFIED, ("s1", "s2", "f1"), "s1", ())
    assert not_of_themselves([mark], statements) == (replace(mark, about=("s2", "f1")),)
    alone = replace(mark, about=("s1",))
    assert not_of_themselves([alone], statements) == (alone,)
