"""PDF: paragraphs out of lines, what stands at the edges of pages, and files in which there is nothing to read."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

import pypdf
import pytest

from sayso.page import pdf
from sayso.page.page import Document, Kind, Page, State
from sayso.page.pages import pages_of


@dataclass(frozen=True)
class Line:
    """Words at a place of a page, in points."""

    words: str
    left: float
    height: float
    size: float = 10
    bold: bool = False


def pdf_of(pages: Sequence[Sequence[Line]], *, info: str = "", picture: bool = False) -> bytes:
    """A PDF with these lines, made by hand."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
        b"stream\n0\nendstream",
    ]
    drawn = b"/XObject << /P 5 0 R >>" if picture else b""
    for n, lines in enumerate(pages):
        content = b"/P Do\n" if picture else b""
        for line in lines:
            words = line.words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
            font = b"/B" if line.bold else b"/F"
            content += b"BT %s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n" % (font, line.size, line.left, line.height, words)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R /B 4 0 R >> %s >> >>" % (7 + 2 * n, drawn)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects.append(f"<< {info} >>".encode("cp1252"))
    out = b"%PDF-1.4\n"
    offsets = []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return out + b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        len(objects),
        start,
    )


def set_in(words: str, *, left: float = 60, top: float, lead: float = 12) -> list[Line]:
    """A paragraph: a line for each line of ``words``."""
    return [Line(line, left, top - n * lead) for n, line in enumerate(words.split("\n"))]


FIRST = [
    Line("Halvery Post", 60, 800, 8),
    Line("Dam at Halvery holds,", 60, 760, 20, bold=True),
    Line("governor says", 60, 736, 20, bold=True),
    Line("By Ada Ruiz", 60, 710),
    Line("3 March 2031", 60, 690),
    *set_in(
        "The dam above the town held on Monday after three days of rain, and the gover-\n"
        "nor of the province, Dana Corvath, said that nobody was hurt when the lower\n"
        "road was flooded in the early hours of the morning.",
        top=660,
    ),
    *set_in(
        "“We have counted every house on the lower road,” Corvath said. “At least\n"
        "1,400 people have been moved to schools, and they will stay there until Friday.”",
        top=614,
    ),
    Line("What is not known", 60, 580, 10, bold=True),
    *set_in(
        "Two shepherds have not been heard of since Saturday, said Piet Olssen, who speaks\n"
        "for the rescue service, and the search",
        top=566,
    ),
    Line("Page 1 of 3", 280, 30, 8),
]
SECOND = [
    Line("Halvery Post", 60, 800, 8),
    *set_in("was broken off at dusk. It was to go on as soon as the wind had dropped, he said in\nPort Sorrel.", top=780),
    *set_in("The water authority had warned that the spillway was too narrow.", left=70, top=750),
    Line("Page 2 of 3", 280, 30, 8),
]
THIRD = [
    Line("Halvery Post", 60, 800, 8),
    *set_in("The council had put the matter off until after the election.", top=780),
    Line("Page 3 of 3", 280, 30, 8),
]


def made(data: bytes) -> Page:
    (page,) = pages_of(Document(data, Kind.PDF, "briefing", "briefing.pdf"))
    return page


def told(page: Page) -> list[tuple[str, str]]:
    return [(block.role.value, block.span.of(page.text)) for block in page.blocks]


def test_an_article_over_three_pages() -> None:
    page = made(pdf_of([FIRST, SECOND, THIRD], info="/Title (briefing.indd) /CreationDate (D:20310303104500+01'00')"))
    assert told(page) == [
        ("furniture", "Halvery Post"),
        ("headline", "Dam at Halvery holds, governor says"),
        ("byline", "By Ada Ruiz"),
        ("date", "3 March 2031"),
        (
            "body",
            "The dam above the town held on Monday after three days of rain, and the gover-nor of the province, Dana Corvath, "
            "said that nobody was hurt when the lower road was flooded in the early hours of the morning.",
        ),
        (
            "body",
            "“We have counted every house on the lower road,” Corvath said. “At least 1,400 people have been moved to schools, "
            "and they will stay there until Friday.”",
        ),
        ("subheading", "What is not known"),
        (
            "body",
            "Two shepherds have not been heard of since Saturday, said Piet Olssen, who speaks for the rescue service, "
            "and the search was broken off at dusk. It was to go on as soon as the wind had dropped, he said in Port Sorrel.",
        ),
        ("furniture", "Page 1 of 3"),
        ("furniture", "Halvery Post"),
        ("body", "The water authority had warned that the spillway was too narrow."),
        ("furniture", "Page 2 of 3"),
        ("furniture", "Halvery Post"),
        ("body", "The council had put the matter off until after the election."),
        ("furniture", "Page 3 of 3"),
    ]
    assert page.text == "\n\n".join(words for _, words in told(page))
    assert (page.state, page.headline, page.authors, page.language) == (
        State.READ,
        "Dam at Halvery holds, governor says",
        ("Ada Ruiz",),
        "en",
    )
    assert [(d.what, d.value, d.evidence) for d in page.dates] == [
        ("published", "2031-03-03", "visible text"),
        ("published", "2031-03-03T10:45:00+01:00", "pdf metadata"),
    ]
    assert page.extractor == "pdf-1"


def test_the_title_of_the_file_says_which_line_is_the_headline() -> None:
    page = made(pdf_of([FIRST, SECOND, THIRD], info="/Title (What is not known) /Author (Ada Ruiz)"))
    assert page.headline == "What is not known"


def _locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf_of([FIRST]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "state", "note"),
    [
        (
            pdf_of([[]], picture=True),
            State.NOT_TEXT,
            "its pages are pictures without text (a scan); add a copy with text (from text recognition, say)",
        ),
        (
            pdf_of([[]]),
            State.NOT_TEXT,
            "there is no text on its pages; add a copy with text (from text recognition, say)",
        ),
        (_locked(), State.NOT_TEXT, "the PDF is locked with a password; save a copy without one"),
        (pdf_of([FIRST, SECOND])[:300], State.DAMAGED, None),
        (b"%PDF-1.7 nothing", State.DAMAGED, None),
    ],
)
def test_what_cannot_be_read(data: bytes, state: State, note: str | None) -> None:
    page = made(data)
    assert page.state is state
    if note is None:
        assert (page.note or "").startswith("the PDF cannot be parsed (")
        assert (page.note or "").endswith("); fetch it again")
    else:
        assert page.note == note


def test_pages_that_are_pictures_are_said() -> None:
    both = pdf_of([FIRST, []], picture=True)
    assert made(both).note == "1 of its 2 pages are pictures without text"


def test_without_pypdf_it_is_tried_again_when_it_is_seen_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.pipeline import extractors_in_use

    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    page = made(pdf_of([FIRST]))
    assert (page.state, page.note) == (
        State.NOT_TEXT,
        "the bytes are a PDF; to read it, install pypdf with: pip install 'sayso[archives]', and add it again",
    )
    assert page.extractor not in extractors_in_use()


def test_one_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("pdf", 90)

    monkeypatch.setattr(pdf.subprocess, "run", endless)
    page = made(pdf_of([FIRST]))
    assert (page.state, page.note) == (State.TOO_LARGE, "the PDF holds more than can be read in 60 seconds; split it")


def test_one_that_unpacks_to_gigabytes_takes_no_more_memory_than_it_is_given() -> None:
    import zlib

    squeezed = zlib.compress(b"\0" * (1 << 28), 9)
    for _ in range(1):
        squeezed = zlib.compress(squeezed, 9)
    whole = pdf_of([FIRST])
    content = whole[whole.index(b"7 0 obj") : whole.index(b"endobj", whole.index(b"7 0 obj"))]
    bomb = b"7 0 obj\n<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream\n" % (len(squeezed), squeezed)
    page = made(whole.replace(content, bomb))
    assert page.state in (State.TOO_LARGE, State.DAMAGED, State.NOT_TEXT)
