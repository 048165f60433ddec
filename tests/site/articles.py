"""Invented articles for the test site."""

from __future__ import annotations

from html import escape

PLACES = ("Port Maren", "Halvery", "Orle", "Port Sorrel", "Tessin Ford", "Dorrin", "Corvath Bridge", "Lower Brandt")
PEOPLE = ("Ilse Brandt", "Tomas Reed", "Ana Luz", "Béla Körösi", "Rhea Venn", "Ada Ruiz", "Tom Hale", "Mara Dorrin")


def article(number: int, *, outlet: str = "The Maren Courier", body: str | None = None) -> str:
    """An article as an outlet would print it; each number has its own place, people and figures."""
    place, person = PLACES[number % len(PLACES)], PEOPLE[(number // 3) % len(PEOPLE)]
    dead = 3 + number % 40
    paragraphs = (
        [body]
        if body is not None
        else [
            f"At least {dead} people were killed when the river broke its banks near {place} on Monday night, the mayor said.",
            f"“We are still searching every house along the quay,” {person} said on Tuesday. “Nobody has been given up.”",
            f"The interior ministry denied that the dam above {place} had been opened without a warning, and said that "
            f"{dead * 12} people had been taken to schools and churches in the hills.",
            f"Report number {number}: {person} told reporters that the toll could not be confirmed, since roads were cut.",
        ]
    )
    headline = f"{dead} dead as river floods {place}" if body is None else body[:60]
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(headline)} | {outlet}</title>'
        f'<meta property="og:site_name" content="{outlet}">'
        f'<meta property="article:published_time" content="2031-03-{1 + number % 28:02d}T09:30:00+00:00"></head>'
        f"<body><nav><a href='/'>Home</a> <a href='/world'>World</a></nav><article><h1>{escape(headline)}</h1>"
        f'<p class="byline">By {person}</p>{"".join(f"<p>{escape(p)}</p>" for p in paragraphs)}</article>'
        f"<footer>© 2031 {outlet}. All rights reserved.</footer></body></html>"
    )


def pdf() -> bytes:
    """A small PDF with a line of text."""
    stream = b"BT /F1 12 Tf 72 720 Td (Nine dead as river floods Port Maren, the mayor said.) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    return bytes(out + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
